import { describe, expect, test } from 'vitest';
import { count, decrypt, delivery, fileKey, folders, getObject, recordsText, roleIdentity, userIdentity } from './built.js';

const temporary = folders();
const MS = Date.UTC(2026, 10, 2);
const BUCKET = 'example-trail-logs';
const ARN = `arn:aws:s3:::${BUCKET}`;
const LOG = fileKey({ ms: MS, unique: 'a' });
const FLOW_LOG = 'AWSLogs/111122223333/vpcflowlogs/us-east-1/2026/11/02/a.log.gz';
const SIEM = roleIdentity({ role: 'siem', session: 's' });
const FLOW = roleIdentity({ role: 'flow-reader', session: 's' });
const service = (name: string) => ({ type: 'AWSService', invokedBy: `${name}.amazonaws.com` });

type Event = Record<string, unknown>;
const byCloudTrail: Event = delivery({ id: 'written', ms: MS, key: '', arn: ARN });
const written = (id: string, userIdentity: object): Event => ({
  ...delivery({ id, ms: MS, key: '', arn: ARN, trail: null }),
  userIdentity,
});
const read = (id: string, identity: object): Event => decrypt({ id, ms: MS + 60_000, key: '', arn: ARN, trail: null, identity });
const got = (id: string, identity: object, key: string, extra: Event = {}): Event =>
  getObject({ id, ms: MS + 60_000, key, identity, requestId: undefined, extra });
const line = (requester: string, key: string, status = 200) =>
  `0123456789abcdef ${BUCKET} [02/Nov/2026:00:01:00 +0000] 192.0.2.3 ${requester} ${status}${key.length} REST.GET.OBJECT ${key} ` +
  `"GET /${key} HTTP/1.1" ${status} - 1 1 1 1 "-" "Boto3/1.34" - x= SigV4 TLS AuthHeader b.s3.amazonaws.com TLSv1.3 - -\n`;

const counted = async (records: readonly Event[], lines: readonly string[] = []) => {
  const files: [string, string][] = [['records.json', recordsText(records)]];
  if (lines.length > 0) files.push(['access.log', lines.join('')]);
  const measured = await count(temporary.with(files));
  return {
    measured,
    rules: Object.fromEntries(measured.kmsRequests.byRule.map(({ rule, requests }) => [rule, requests])),
    codes: measured.warnings.map(({ code }) => code),
  };
};

describe('requests that name a bucket alone', () => {
  test('of a reader whose GETs are of other objects are not of CloudTrail', async () => {
    const { measured, rules } = await counted([
      byCloudTrail,
      read('a', FLOW),
      read('b', FLOW),
      got('c', FLOW, FLOW_LOG),
      read('d', SIEM),
      got('e', SIEM, LOG),
    ]);
    expect(measured.kmsRequests).toMatchObject({ billable: 1, free: 1, unrelated: 2, unclassified: 0 });
    expect(rules).toMatchObject({ 'read-under-bucket-key': 1, 'bucket-key-of-other-objects': 2 });
    expect(measured.peakRequestsPerSecond).toBe(1);
    // One, in one slot of five minutes.
    expect(measured.requestsPerMonth.expected).toBe(8766);
    expect(measured.readers.filter(({ requests }) => (requests ?? 0) > 0).map(({ name }) => name)).toEqual(['siem']);
    expect(measured.reads.total).toBe(1);
  });

  test('nor where an access log tells it, or another trail names the reader by its unique id alone', async () => {
    const nameless = { type: 'AWSAccount', principalId: `${FLOW['principalId']}`, accountId: FLOW['accountId'] };
    const fromLine = await counted([byCloudTrail, read('a', FLOW)], [line(`${FLOW['arn']}`, FLOW_LOG)]);
    const fromId = await counted([byCloudTrail, read('a', FLOW), got('b', nameless, FLOW_LOG)]);
    for (const { measured } of [fromLine, fromId]) expect(measured.kmsRequests).toMatchObject({ billable: 0, unrelated: 1 });
  });

  test('count where its GETs stand under its unique id alone, and its name comes later', async () => {
    const nameless = { type: 'AWSAccount', principalId: `${SIEM['principalId']}`, accountId: SIEM['accountId'] };
    const other = written('other', service('config'));
    for (const records of [
      [byCloudTrail, other, got('a', nameless, LOG), read('b', SIEM)],
      [byCloudTrail, other, read('b', SIEM), got('a', nameless, LOG)],
    ]) {
      const files = records.map((record, index): [string, string] => [
        fileKey({ ms: MS + index * 3_600_000, unique: 'x' }),
        recordsText([record]),
      ]);
      const { kmsRequests } = await count(temporary.with(files));
      expect(kmsRequests).toMatchObject({ billable: 1, unclassified: 0 });
    }
  });

  test.each([
    ['a GET that failed', [got('b', FLOW, FLOW_LOG, { errorCode: 'AccessDenied' })], []],
    ['a GET of another bucket', [got('b', FLOW, FLOW_LOG, { requestParameters: { bucketName: 'another', key: 'x' }, resources: [] })], []],
    ["another's GET", [got('b', userIdentity({ user: 'someone' }), FLOW_LOG)], []],
    ['a line of a GET that failed', [], [line(`${FLOW['arn']}`, FLOW_LOG, 403)]],
  ])('%s speaks against nothing', async (_, records, lines) => {
    const { measured } = await counted([byCloudTrail, read('a', FLOW), ...records], lines);
    expect(measured.kmsRequests).toMatchObject({ billable: 1, unclassified: 0 });
  });

  test.each([
    ['VPC flow logs', service('delivery.logs')],
    ['AWS Config', service('config')],
    ['a role of yours', roleIdentity({ role: 'firehose', session: 'x' })],
  ])('are not known where %s writes there too and no GET tells', async (_, writer) => {
    const records = [byCloudTrail, written('other', writer), read('a', FLOW), read('b', SIEM), got('c', SIEM, LOG)];
    const { measured, rules, codes } = await counted(records);
    expect(measured.kmsRequests).toMatchObject({ billable: 1, unclassified: 1 });
    expect(rules).toMatchObject({ 'bucket-key-shared': 1, 'read-under-bucket-key': 1 });
    expect(codes).toContain('bucket-shared');
    expect(codes).not.toContain('bucket-unconfirmed');
    // Whatever is said of the bucket: it does hold CloudTrail files, and others too.
    const named = await count(temporary.with([['records.json', recordsText(records)]]), { buckets: [BUCKET] });
    expect(named.kmsRequests).toMatchObject({ billable: 1, unclassified: 1 });
  });

  test('are not known where their reader GETs both', async () => {
    const { measured, rules } = await counted([byCloudTrail, read('a', SIEM), got('b', SIEM, LOG), got('c', SIEM, FLOW_LOG)]);
    expect(measured.kmsRequests).toMatchObject({ billable: 0, unclassified: 1 });
    expect(rules).toMatchObject({ 'bucket-key-shared': 1 });
  });

  test('count where the context names a trail, whoever else writes there', async () => {
    const withTrail = decrypt({ id: 'a', ms: MS + 60_000, key: '', arn: ARN, identity: SIEM });
    const { measured } = await counted([byCloudTrail, written('other', service('config')), withTrail]);
    expect(measured.kmsRequests).toMatchObject({ billable: 1, unclassified: 0 });
  });

  test.each([
    ['another writes there', written('other', service('config'))],
    ['their reader GETs other objects there', got('other', SIEM, FLOW_LOG)],
  ])('that name a trail are in the hours, the peak and the month ahead where %s', async (_, other) => {
    const withTrail = [0, 1].map((second) => decrypt({ id: `a${second}`, ms: MS + 60_000, key: '', arn: ARN, identity: SIEM }));
    const { measured } = await counted([byCloudTrail, other, ...withTrail]);
    expect(measured.kmsRequests.billable).toBe(2);
    expect(measured.byHour).toEqual({ '2026-11-02T00:00:00Z': 2 });
    expect(measured.peakRequestsPerSecond).toBe(2);
    expect(measured.readers).toMatchObject([{ name: 'siem', peakRequestsPerSecond: 2 }]);
    // Two, in one slot of five minutes.
    expect(measured.requestsPerMonth.expected).toBe(2 * 8766);
  });

  test('a reader of other objects that makes no request is no reader of ours', async () => {
    const { measured } = await counted([byCloudTrail, got('a', FLOW, FLOW_LOG), got('b', FLOW, `${FLOW_LOG}.2`)]);
    expect(measured.readers).toEqual([]);
    expect(measured.coverage).toMatchObject({ gets: 'absent', filteredOut: 0, duplicates: 0 });
  });
});
