import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { count, decrypt, delivery, fileKey, folders, getObject, recordsText, roleIdentity } from './built.js';
import { duckdbCounts } from './oracle.mjs';
import { makeTrail } from './trail.mjs';

const temporary = folders();

describe('SQL over the same files counts the same', () => {
  test.each([
    ['with both kinds of GETs', { seed: 3, dataEvents: true }],
    ['under a Bucket Key', { seed: 4, bucketKey: true, days: 4 }],
    ['switched on in the middle', { seed: 5, sseKmsSince: '2026-11-04', slotMinutes: 120, accessLogs: false }],
  ])('%s', async (_, options) => {
    const { files, expected } = makeTrail(options);
    const folder = temporary.with(files);
    const [oracle, measurement] = await Promise.all([
      duckdbCounts([`${folder}/AWSLogs/**/*.json.gz`, `${folder}/audit/**/*.json.gz`]),
      count(folder),
    ]);
    const { coverage, kmsRequests, readers } = measurement;
    expect(Object.fromEntries(Object.entries(kmsRequests.byClass ?? {}).filter(([, requests]) => (requests ?? 0) > 0))).toEqual(
      oracle.byClass,
    );
    expect(
      Object.fromEntries(
        readers.filter(({ requests }) => (requests ?? 0) > 0).map(({ name, account, requests }) => [`${account}/${name}`, requests]),
      ),
    ).toEqual(oracle.byReader);
    expect(coverage.records).toBe(oracle.records);
    expect(coverage.duplicates - expected.duplicateLines).toBe(oracle.duplicates);
  });
});

test('of what real logs do, SQL counts the same', async () => {
  const ms = Date.UTC(2026, 10, 2);
  const key = fileKey({ ms, unique: 'a' });
  const [siem, flow, hunter, lake] = ['siem', 'flow', 'hunter', 'lake'].map((role) =>
    roleIdentity({ role, session: 's', invokedBy: role === 'lake' ? 'cloudtrail.amazonaws.com' : 'AWS Internal' }),
  );
  let last = 0;
  const nextId = () => {
    last += 1;
    return `${last}`;
  };
  const read = (identity: unknown, extra: object = {}, given: object = {}) =>
    decrypt({ id: nextId(), ms: ms + 60_000, key, identity, extra, ...given });
  const got = (identity: unknown, name: string, extra: object = {}) =>
    getObject({ id: nextId(), ms: ms + 60_000, key: name, identity, requestId: undefined, extra });
  const underKey = { key: '', trail: null, arn: 'arn:aws:s3:::example-trail-logs' };
  const asText = (record: Record<string, unknown>) => ({ ...record, requestParameters: JSON.stringify(record['requestParameters']) });
  const otherKey = 'AWSLogs/111122223333/vpcflowlogs/us-east-1/2026/11/02/a.log.gz';
  const restated = { sharedEventID: undefined, addendum: { reason: 'UPDATED_DATA', originalEventID: 'first' } };
  const records = [
    delivery({ id: 'd', ms, key }),
    delivery({ id: nextId(), ms, key: '', arn: underKey.arn }),
    { ...delivery({ id: nextId(), ms, ...underKey }), userIdentity: { type: 'AWSService', invokedBy: 'config.amazonaws.com' } },
    read(siem),
    asText(read(siem)),
    read(siem, { sharedEventID: undefined, eventID: 'first' }),
    read(siem, { ...restated, eventID: 'second' }),
    read(siem, { eventCategory: 'NetworkActivity' }),
    read(siem, { eventName: undefined }),
    read(siem, {}, { arn: 'arn:aws:s3tables:us-east-1:111122223333:bucket/t', trail: null }),
    read(siem, {}, { arn: 'arn:aws:s3:us-east-1:111122223333:accesspoint/a', trail: null }),
    read(lake),
    // One whose GETs are of CloudTrail files, one whose are of others, one whose are of both, and one without any.
    ...[siem, flow, hunter, roleIdentity({ role: 'nobody', session: 's' })].flatMap((one) => [
      read(one, {}, underKey),
      read(one, {}, underKey),
    ]),
    got(siem, key),
    got(flow, otherKey),
    got(hunter, key),
    got(hunter, otherKey),
    got(siem, key, { eventCategory: 'NetworkActivity' }),
  ];
  const folder = temporary.with([[key, gzipSync(recordsText(records))]]);
  const [oracle, { kmsRequests, readers, coverage }] = await Promise.all([duckdbCounts(`${folder}/AWSLogs/**/*.json.gz`), count(folder)]);
  const met = Object.fromEntries(Object.entries(kmsRequests.byClass ?? {}).filter(([, requests]) => (requests ?? 0) > 0));
  expect(met).toEqual(oracle.byClass);
  expect(met).toMatchObject({ 'log-file-read': 3, 'bucket-key-read': 2, 'read-through-your-role': 1, unclassified: 5 });
  const billable = readers.filter(({ requests }) => (requests ?? 0) > 0);
  expect(Object.fromEntries(billable.map(({ name, account, requests }) => [`${account}/${name}`, requests]))).toEqual(oracle.byReader);
  expect(coverage).toMatchObject({ records: oracle.records, duplicates: oracle.duplicates, recordsOfOtherCategories: 2 });
});
