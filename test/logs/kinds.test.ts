import { describe, expect, test } from 'vitest';
import { count, decrypt, delivery, fileKey, folders, getObject, recordsText, roleIdentity } from './built.js';

const temporary = folders();
const MS = Date.UTC(2026, 10, 2, 0, 0, 0);
const KEY = fileKey({ ms: MS, unique: 'a' });
const SIEM = roleIdentity({ role: 'siem', session: 's' });
const BUCKET = 'example-trail-logs';

type Event = Record<string, unknown>;
const written: Event = delivery({ id: 'written', ms: MS, key: KEY });
const read = (id: string, extra: Event = {}, given: Event = {}): Event =>
  decrypt({ id, ms: MS + 60_000, key: KEY, identity: SIEM, extra, ...given });
const got = (id: string, extra: Event = {}): Event =>
  getObject({ id, ms: MS + 60_000, key: KEY, identity: SIEM, requestId: undefined, extra });

/** A file of these records, and what is counted in it. */
function counted(...records: Event[]) {
  return count(temporary.with([['records.json', recordsText([written, ...records])]]));
}

const numbers = async (...records: Event[]) => {
  const { billable, free, failed, unrelated, unclassified } = (await counted(...records)).kmsRequests;
  return { billable, free, failed, unrelated, unclassified };
};
const NONE = { billable: 0, free: 1, failed: 0, unrelated: 0, unclassified: 0 };

describe('what is no request of its own', () => {
  test.each([
    ['network activity repeats a call', read('a', { eventCategory: 'NetworkActivity', eventType: 'AwsVpceEvent' })],
    ['network activity, denied at the endpoint', read('a', { eventCategory: 'NetworkActivity', errorCode: 'VpceAccessDenied' })],
    ['an Insight event is about many', read('a', { eventCategory: 'Insight', eventType: 'AwsCloudTrailInsight' })],
    ['a KMS record among data events is none', read('a', { eventCategory: 'Data' })],
  ])('%s', async (_, record) => {
    expect(await numbers(record)).toEqual(NONE);
    expect(await numbers(record, read('b'))).toEqual({ ...NONE, billable: 1 });
    expect((await counted(record)).coverage).toMatchObject({ records: 2, recordsOfOtherCategories: 1 });
  });

  test('a GET in both forms is one read', async () => {
    const { reads, coverage } = await counted(got('a', { eventCategory: 'Data' }), got('b', { eventCategory: 'NetworkActivity' }));
    expect(reads.total).toBe(1);
    expect(coverage.recordsOfOtherCategories).toBe(1);
  });

  test('older records have no category', async () => {
    const old = read('a');
    delete old['eventCategory'];
    expect(await numbers(old)).toEqual({ ...NONE, billable: 1 });
  });
});

describe('a record that restates another one', () => {
  const original = read('a', { sharedEventID: undefined, eventID: 'first' });
  const restated = read('a', {
    sharedEventID: undefined,
    eventID: 'second',
    addendum: { reason: 'UPDATED_DATA', originalEventID: 'first' },
  });
  const again = read('a', { sharedEventID: undefined, eventID: 'third', addendum: { reason: 'DELIVERY_DELAY', originalEventID: 'first' } });

  test.each([
    ['after it', [original, restated]],
    ['before it', [restated, original]],
    ['without it', [restated]],
    ['twice', [again, original, restated]],
  ])('counts once, %s', async (_, records) => {
    expect(await numbers(...records)).toEqual({ ...NONE, billable: 1 });
  });

  test('is no copy of a further trail, in whatever file it stands', async () => {
    const file = (ms: number) => fileKey({ ms, unique: 'x' });
    const measured = await count(
      temporary.with([
        [file(MS), recordsText([written, original])],
        [file(MS + 3_600_000), recordsText([restated])],
        [file(MS + 7_200_000), recordsText([again])],
      ]),
    );
    expect(measured.kmsRequests.billable).toBe(1);
    expect(measured.paidCopies).toBe(0);
    expect(measured.warnings.map(({ code }) => code)).not.toContain('recorded-again');
  });

  test('is known by what accounts share, where it has that', async () => {
    const shared = { sharedEventID: 'shared' };
    const records = [read('a', { ...shared, eventID: '1' }), read('a', { ...shared, eventID: '2', addendum: { originalEventID: '1' } })];
    expect(await numbers(...records)).toEqual({ ...NONE, billable: 1 });
  });
});

describe('a GET through an access point', () => {
  const object = { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${BUCKET}/${KEY}` };
  const bucket = { type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${BUCKET}`, accountId: '111122223333' };

  test.each([
    ['an ARN', 'arn:aws:s3:us-east-1:111122223333:accesspoint/siem', [bucket, object]],
    ['an alias', 'siem-abcdefghijklmnopqrstuvwxyz1234-s3alias', [object, bucket]],
  ])('by %s is joined to its Decrypt by the object in resources', async (_, bucketName, resources) => {
    const { reads } = await counted(read('a'), got('b', { requestParameters: { bucketName, key: KEY }, resources }));
    expect(reads).toMatchObject({ total: 1, onSseKms: 1 });
  });

  test('without resources is of what the request names', async () => {
    const { reads } = await counted(read('a'), got('b', { resources: [bucket] }));
    expect(reads).toMatchObject({ total: 1, onSseKms: 1 });
  });
});

describe('what is of S3 and of no trail', () => {
  test.each([
    ['a table', 'arn:aws:s3tables:us-east-1:111122223333:bucket/lake/table/1'],
    ['a directory bucket', 'arn:aws:s3express:us-east-1:111122223333:bucket/logs--use1-az4--x-s3'],
    ['an access point', 'arn:aws:s3:us-east-1:111122223333:accesspoint/siem/object/x'],
    ['an Object Lambda access point', 'arn:aws:s3-object-lambda:us-east-1:111122223333:accesspoint/siem'],
    ['an Outpost', 'arn:aws-us-gov:s3-outposts:us-gov-west-1:111122223333:outpost/op-1/bucket/b'],
  ])('%s is somebody else', async (_, arn) => {
    expect(await numbers(read('a', {}, { arn, trail: null }))).toEqual({ ...NONE, unrelated: 1 });
  });
});

describe('times', () => {
  const time = (eventTime: unknown) => counted(read('a', { eventTime }));

  test.each<[string, unknown]>([
    ['an offset to the east', '2026-11-02T03:00:00+02:00'],
    ['an offset to the west, without a colon', '2026-11-01T19:30:00-0530'],
    ['an offset of nothing', '2026-11-02T01:00:00+00:00'],
    ['a part of a second', '2026-11-02T01:00:00.250Z'],
    ['a blank and a zone', '2026-11-02 01:00:00 UTC'],
    ['a blank and no zone, which is UTC', '2026-11-02 01:00:00'],
    ['a T and no zone', '2026-11-02T01:00:00'],
    ['milliseconds since 1970', Date.UTC(2026, 10, 2, 1)],
    ['milliseconds since 1970 as text', String(Date.UTC(2026, 10, 2, 1))],
    ['seconds since 1970', Date.UTC(2026, 10, 2, 1) / 1000],
    ['seconds since 1970 with a part', Date.UTC(2026, 10, 2, 1) / 1000 + 0.25],
  ])('%s', async (_, eventTime) => {
    const { kmsRequests, coverage, counts } = await time(eventTime);
    expect(kmsRequests.billable).toBe(1);
    expect(String(coverage.lastEvent).slice(0, 19)).toBe('2026-11-02T01:00:00');
    expect(counts.map(({ month }) => month)).toEqual(['2026-11', '2026-11']);
  });

  test.each<[string, unknown]>([
    ['a day that is none', '2026-02-30T00:00:00Z'],
    ['such a day with an offset', '2026-02-30T00:00:00+01:00'],
    ['the 29th of February of a common year', '2027-02-29T00:00:00Z'],
    ['an hour that is none', '2026-11-02T24:30:00Z'],
    ['words', 'yesterday'],
    ['nothing', undefined],
    ['a list', ['2026-11-02T01:00:00Z']],
  ])('%s is shown as not classified, and is of no other month', async (_, eventTime) => {
    const { kmsRequests, counts } = await time(eventTime);
    expect(kmsRequests).toMatchObject({ billable: 0, free: 1, unclassified: 1 });
    expect(counts.map(({ month }) => month).sort()).toEqual(['', '2026-11']);
  });
});

describe('fields as databases export them', () => {
  const asText = (record: Event, ...fields: string[]): Event => ({
    ...record,
    ...Object.fromEntries(fields.map((field) => [field, JSON.stringify(record[field])])),
  });

  test.each([
    ['the parameters', ['requestParameters']],
    ['the identity', ['userIdentity']],
    ['all of them', ['requestParameters', 'userIdentity', 'resources']],
  ])('%s as JSON text', async (_, fields) => {
    const measured = await counted(asText(read('a'), ...fields), asText(got('b'), ...fields));
    expect(measured.kmsRequests.billable).toBe(1);
    expect(measured.reads).toMatchObject({ total: 1, onSseKms: 1 });
    expect(measured.readers.map(({ name }) => name)).toContain('siem');
  });

  test.each([
    ['parameters that were cut off', { requestParameters: '{"encryptionContext": {"aws:s3' }],
    ['an identity that is a list', { userIdentity: [] }],
    ['parameters that are a number', { requestParameters: 7 }],
  ])('%s are shown as not classified, never as without an object', async (_, fields) => {
    const { kmsRequests } = await counted(read('a', fields));
    expect(kmsRequests).toMatchObject({ billable: 0, unrelated: 0, unclassified: 1 });
    expect(kmsRequests.byRule.map(({ rule }) => rule)).toContain('unreadable-field');
  });

  test('parameters that are null are none', async () => {
    expect(await numbers(read('a', { requestParameters: null }))).toEqual({ ...NONE, unrelated: 1 });
  });
});

test('a KMS record without its operation does not vanish', async () => {
  expect(await numbers(read('a', { eventName: undefined }))).toEqual({ ...NONE, unclassified: 1 });
});

test('CloudTrail that reads with a role of yours stands apart, as an import into CloudTrail Lake does', async () => {
  const lake = roleIdentity({ role: 'LakeImport', session: 'import', invokedBy: 'cloudtrail.amazonaws.com' });
  const { kmsRequests, readers, warnings } = await counted(read('a', {}, { identity: lake }), read('b'));
  expect(kmsRequests).toMatchObject({ billable: 1, free: 1, unrelated: 0, unclassified: 0 });
  expect(kmsRequests.byClass).toMatchObject({ 'read-through-your-role': 1, 'log-file-read': 1 });
  expect(readers.filter(({ requests }) => (requests ?? 0) > 0).map(({ name }) => name)).toEqual(['siem']);
  expect(warnings.find(({ code }) => code === 'read-through-your-role')?.message).toMatch(
    /^1 read by CloudTrail .* is in no total: AWS does not say/,
  );
});

test('a record without its Region counts, and why it has no cost is said', async () => {
  const { kmsRequests, cost, warnings } = await counted(read('a', { awsRegion: undefined }), read('b'));
  expect(kmsRequests.billable).toBe(2);
  expect(cost).toBe(undefined);
  const found = warnings.filter(({ code }) => ['region-absent', 'price-missing', 'currency-mixed'].includes(code));
  expect(found.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^1 billable request is without a Region, since awsRegion is absent/),
  ]);
});
