import { describe, expect, test } from 'vitest';
import { measurementIncompleteness } from '../../../src/index.js';
import { measurementJson } from '../../../src/logs/measure/json.js';
import { measurementDocument } from '../../../src/report/count/document.js';
import { built } from '../../built.js';
import { count, decrypt, delivery, fileKey, folders, getObject, noise, recordsText, roleIdentity } from '../built.js';
import { ARCHIVE, BUCKET, otherKms, otherObject } from '../events.mjs';

const START = Date.parse('2026-11-02T00:00:00Z');
const temporary = folders();
const KEY = fileKey({ ms: START, unique: 'a' });
const SIEM = roleIdentity({ role: 'siem', session: 'x' });
const FAILED = { errorCode: 'AccessDenied' };
/** Neither shows anything of CloudTrail files. */
const OTHERS = [0, 1, 2].map((number) => otherKms({ id: `other ${number}`, ms: START, number } as never));

const counted = (records: object[], filters = {}) => count(temporary.with([['log.json', recordsText(records)]]), filters);
const read = (given: object = {}) => decrypt({ id: 'read', ms: START, key: KEY, identity: SIEM, ...given });

describe('zero needs proof that reads would show', () => {
  test.each<[string, object]>([
    ['a delivery', delivery({ id: 'd', ms: START, key: KEY })],
    ['a delivery that failed', delivery({ id: 'd', ms: START, key: KEY, extra: FAILED })],
    ['a delivery under a Bucket Key', delivery({ id: 'd', ms: START, key: '', arn: `arn:aws:s3:::${BUCKET}` })],
    ['a configuration check', delivery({ id: 'd', ms: START, key: `AWSLogs/${ARCHIVE}/CloudTrail/` })],
    ['a Decrypt that failed', read({ extra: FAILED })],
  ])('which %s is', async (_, record) => {
    const measurement = await counted([...OTHERS, record]);
    expect(measurement.coverage.kmsEvents).toBe('present');
    expect(measurement.kmsRequests).toMatchObject({ billable: 0, unrelated: 3 });
    expect(measurementDocument(measurement).headline).toMatch(/^0 billable KMS requests/);
    expect(measurementIncompleteness(measurement)).toEqual([]);
  });

  test.each<[string, object[], string]>([
    ['other KMS events are not', OTHERS, 'none of the 3 KMS requests in these logs is of a CloudTrail file'],
    ['one other KMS event is not', OTHERS.slice(0, 1), 'the only KMS request in these logs is not of a CloudTrail file'],
    ['a Decrypt of another object is not', [otherObject({ id: 'o', ms: START, number: 1 } as never)], 'the only KMS request'],
    ['a failed Decrypt of nothing known is not', [{ ...OTHERS[0], ...FAILED }], 'the only KMS request'],
    [
      'a copy that somebody writes elsewhere is not',
      [{ ...delivery({ id: 'c', ms: START, key: KEY }), userIdentity: SIEM }],
      'the only KMS request',
    ],
    ['no KMS event is not', [noise({ id: 'n', ms: START, number: 0 })], 'there is no KMS event'],
    [
      'a request for a bucket that may be any is not',
      [read({ trail: null, arn: 'arn:aws:s3:::lake' })],
      'Another 1 under a Bucket Key may be such reads',
    ],
  ])('which %s', async (_, records, why) => {
    const measurement = await counted(records);
    expect(measurement.coverage.kmsEvents).toBe('absent');
    expect(measurement.kmsRequests).toMatchObject({ billable: null, free: null, failed: null, byClass: null });
    expect(measurement.warnings.map(({ code }) => code)).toContain('kms-events-absent');
    expect(measurementDocument(measurement).headline).toMatch(/^The number of billable KMS requests is unknown/);
    expect(measurementDocument(measurement).headline).toContain(why);
    expect(measurementIncompleteness(measurement).map(({ code }) => code)).toContain('kms-events-absent');
    expect(() => built.scenarioText(measurement)).toThrow(/do not show how much was read/);
    expect(built.measurementCsv(measurement)).toContain('\n,unknown,billable,,,,,,,,,');
    expect(JSON.parse(measurementJson(measurement))).toMatchObject({
      requestsPerMonth: null,
      costPerMonth: null,
      peakRequestsPerSecond: null,
    });
  });

  test('in the bucket and the Region that are asked for', async () => {
    const records = [...OTHERS, delivery({ id: 'd', ms: START, key: KEY }), otherObject({ id: 'o', ms: START, number: 1 } as never)];
    expect((await counted(records, { buckets: [BUCKET] })).kmsRequests.billable).toBe(0);
    expect((await counted(records, { buckets: ['example-data-lake'] })).kmsRequests.billable).toBeNull();
    expect((await counted(records, { regions: ['us-east-1'] })).kmsRequests.billable).toBe(0);
    expect((await counted(records, { regions: ['eu-west-1'] })).kmsRequests.billable).toBeNull();
  });

  test('and a name of several that is not there is said', async () => {
    const records = [...OTHERS, delivery({ id: 'd', ms: START, key: KEY }), read()];
    const warned = async (filters: object) => (await counted(records, filters)).warnings.filter(({ code }) => code === 'filter-unmatched');
    expect(await warned({ buckets: [BUCKET, 'misspelt'] })).toEqual([
      { code: 'filter-unmatched', message: expect.stringMatching(/^No CloudTrail file is seen in bucket misspelt; /) },
    ]);
    expect(await warned({ accounts: [`${SIEM['accountId']}`, '999999999999'] })).toEqual([
      { code: 'filter-unmatched', message: expect.stringMatching(/^Nothing here is paid by account 999999999999; /) },
    ]);
    expect(await warned({ buckets: [BUCKET], accounts: [`${SIEM['accountId']}`] })).toEqual([]);
    expect(await warned({})).toEqual([]);
  });

  test('whatever account, trail and time are asked for', async () => {
    const records = [...OTHERS, read()];
    for (const filters of [{ accounts: [ARCHIVE] }, { since: START / 1000 + 1 }, { trails: ['audit'] }])
      expect((await counted(records, filters)).kmsRequests.billable).toBe(0);
  });

  test('where GETs are known, what they would make is said all the same', async () => {
    const get = getObject({ id: 'get', ms: START, key: KEY, identity: SIEM });
    const measurement = await counted([...OTHERS, get]);
    expect([measurement.kmsRequests.billable, measurement.basis]).toEqual([null, 'gets']);
    expect(measurementDocument(measurement).headline).toContain('How many were made is unknown: none of the 3 KMS requests');
    expect(measurementIncompleteness(measurement)).toEqual([]);
  });
});
