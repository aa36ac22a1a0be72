import { describe, expect, test } from 'vitest';
import { measurementDocument } from '../../../src/report/count/document.js';
import { terminalText } from '../../../src/report/layout/terminal.js';
import { count, decrypt, delivery, fileKey, folders, getObject, recordsText, roleIdentity } from '../../logs/built.js';

const START = Date.parse('2026-11-02T00:00:00Z');
const temporary = folders();
const SIEM = roleIdentity({ role: 'siem', session: 'x' });
const KEY = fileKey({ ms: START, unique: 'a' });

const read = (number: number, given = {}) =>
  decrypt({ id: `read ${number}`, ms: START + number * 1000, key: KEY, identity: SIEM, ...given });
const delivered = (number: number) => delivery({ id: `d ${number}`, ms: START + number * 1000, key: KEY });
const get = (number: number) => getObject({ id: `get ${number}`, ms: START + number * 60_000, key: KEY, identity: SIEM });
const nameless = (number: number) => ({ ...read(number), eventID: undefined, sharedEventID: undefined });
const unclassified = (number: number) => ({ ...read(number), eventTime: 'never' });
const lake = (number: number) => read(number, { trail: null, arn: 'arn:aws:s3:::lake' });
const unpaid = (number: number) => read(number, { identity: { type: 'AWSAccount', principalId: `AROAEXAMPLE${number}` } });

describe('singular and plural agree', () => {
  test.each<[string, (number: number) => object, string, string]>([
    ['deliveries', delivered, "CloudTrail's own 1 is free.", "CloudTrail's own 2 are free."],
    ['reads', read, '1 billable KMS request from', '2 billable KMS requests from'],
    [
      'GETs',
      get,
      '1 read of CloudTrail files would have made one billable KMS request.',
      '2 reads of CloudTrail files would have made the same number',
    ],
    ['records without an identifier', nameless, '1 record has no identifier', '2 records have no identifier'],
    ['records that fit no rule', unclassified, '1 KMS request fits no rule and counts as', '2 KMS requests fit no rule and count as'],
    ['requests for a bucket', lake, '1 request under a Bucket Key names only a bucket', '2 requests under a Bucket Key name only a bucket'],
    ['that it does not count', lake, 'so it does not count', 'so they do not count'],
    ['readers that nobody pays for', unpaid, 'which account pays for 1 reader.', 'which account pays for 2 readers.'],
  ])('%s', async (_, make, one, two) => {
    const textOf = async (records: object[]) => {
      const measurement = await count(temporary.with([['log.json', recordsText(records)]]));
      return terminalText(measurementDocument(measurement), { color: false }).replace(/\s+/g, ' ');
    };
    expect(await textOf([make(1)])).toContain(one);
    expect(await textOf([make(1), make(2)])).toContain(two);
  });

  test('duplicates', async () => {
    const text = async (records: object[]) =>
      terminalText(measurementDocument(await count(temporary.with([['log.json', recordsText(records)]]))), { color: false });
    expect(await text([read(1), read(1)])).toContain('Of the relevant ones, 1 was a duplicate.');
    expect(await text([read(1)])).toContain('Of the relevant ones, 0 were duplicates.');
  });
});
