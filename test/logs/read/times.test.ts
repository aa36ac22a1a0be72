import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { word } from '../../../src/base/hash.js';
import { NO_FILTERS } from '../../../src/logs/classify/filters.js';
import { GET } from '../../../src/logs/classify/finding.js';
import { cloudTrailFileOf } from '../../../src/logs/classify/objects.js';
import { WITHOUT_TIME } from '../../../src/logs/classify/rules.js';
import { parseAccessLogLine } from '../../../src/logs/read/find/access-log.js';
import { AT, SHARED_AT, SHARED_STRIDE, STRIDE } from '../../../src/logs/read/keep/batch.js';
import { ContentParser } from '../../../src/logs/read/keep/content.js';
import { logFile, minuteOf } from '../../../src/logs/read/open/log-file.js';
import { accessLine } from '../access-lines.mjs';
import { decrypt, fileKey, getObject, noise, roleIdentity } from '../events.mjs';
import { unpacked } from './reading.js';

const MS = Date.UTC(2026, 10, 2, 1, 15, 30);
const KEY = fileKey({ ms: MS, unique: 'abcdefghijklmnop', organization: undefined });
const IDENTITY = roleIdentity({ role: 'siem', session: 's', invokedBy: undefined });
const FILE = logFile('x.json');

const DECRYPT = decrypt({ id: 'a', ms: MS, key: KEY, identity: IDENTITY, extra: {} });
const READ = getObject({ id: 'b', ms: MS, key: KEY, identity: IDENTITY, requestId: 'ABCDEF0123456789', extra: {} });

function batchOf(bytes: Buffer) {
  const parser = new ContentParser(NO_FILTERS, false);
  parser.parse(FILE, unpacked(bytes));
  return parser.batch();
}

/** By the walker, for which a checksum vouches, and by the parser. */
const WAYS: [string, (records: readonly object[]) => ReturnType<typeof batchOf>][] = [
  ['packed', (records) => batchOf(gzipSync(JSON.stringify({ Records: records })))],
  ['plain', (records) => batchOf(Buffer.from(JSON.stringify({ Records: records })))],
];

const IMPOSSIBLE = [
  '1969-12-31T23:59:59Z',
  '1970-01-01T00:00:00Z',
  '2106-02-07T06:28:16Z',
  '2107-11-02T00:00:00Z',
  '9999-11-02T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-11-02T24:00:00Z',
  '2026-11-02T12:60:00Z',
  '2026-11-02T12:00:60Z',
  '2026-11-02T00:00:00+99:99',
  9_999_999_999,
  -1_793_577_600,
];

describe.each(WAYS)('a record whose time there is not, %s', (_, read) => {
  test.each(IMPOSSIBLE)('%s: of KMS it is not classified, of S3 it cannot be read; the others are', (eventTime) => {
    const records = [DECRYPT, { ...DECRYPT, eventID: 'c', eventTime }, READ, { ...READ, eventID: 'd', requestID: 'd', eventTime }];
    const { findings, shared, intake } = read(records);
    const found = Array.from({ length: findings.length / STRIDE }, (_finding, index) => index * STRIDE);
    const ruleOf = (at: number) => shared[word(findings, at + AT.shared) * SHARED_STRIDE + SHARED_AT.rule];
    expect(found.map((at) => [findings[at + AT.time], ruleOf(at) === WITHOUT_TIME, ruleOf(at) === GET])).toEqual([
      [MS / 1000, false, false],
      [0, true, false],
      [MS / 1000, false, true],
    ]);
    expect(intake).toMatchObject({
      filesFailed: 1,
      failures: [{ reason: 'holds a record that cannot be read: eventTime of a GetObject is not a time' }],
      firstEvent: MS / 1000,
      lastEvent: MS / 1000,
      eventSlots: new Set([Math.floor(MS / 300_000)]),
    });
  });

  test('of what cannot count it tells nothing of the time that was observed', () => {
    const other = { ...noise({ id: 'n', ms: MS, number: 1 }), eventTime: '2026-13-01T00:00:00Z' };
    expect(read([other, DECRYPT, other]).intake).toMatchObject({ filesFailed: 0, firstEvent: MS / 1000, lastEvent: MS / 1000 });
  });

  test.each([
    { sharedEventID: '' },
    { sharedEventID: '', addendum: { originalEventID: '' } },
    { eventID: '', sharedEventID: '' },
    { requestID: '' },
    { recipientAccountId: '' },
  ])('text that is empty is absent: %j', (empty) => {
    const absent = Object.fromEntries(Object.keys(empty).map((field) => [field, undefined]));
    expect(
      read([
        { ...DECRYPT, ...empty },
        { ...READ, ...empty },
      ]),
    ).toEqual(
      read([
        { ...DECRYPT, ...absent },
        { ...READ, ...absent },
      ]),
    );
  });
});

test.each([
  '06/Feb/1950:00:00:38 +0000',
  '99/Feb/2026:99:99:99 +0000',
  '30/Feb/2026:00:00:00 +0000',
  '00/Feb/2026:00:00:00 +0000',
  '06/Feb/2107:00:00:00 +0000',
  '06/Feb/2026:24:00:00 +0000',
  '06/Feb/2026:00:60:00 +0000',
  '06/Feb/2026:00:00:60 +0000',
  '06/Feb/2026:00:00:00 +9999',
  '06/Feb/2026:00:00:00 +0060',
  '01/Jan/1970:00:00:00 +0000',
])('a line of an access log from %s is none', (when) => {
  const line = accessLine({ ms: MS, requester: 'svc:a', requestId: 'ABCDEF0123456789', key: KEY, agent: 'a' });
  expect(parseAccessLogLine(line)).toBeDefined();
  expect(parseAccessLogLine(line.replace(/\[[^\]]*\]/, `[${when}]`))).toBeUndefined();
});

test.each([
  '111122223333_CloudTrail_us-east-1_20261302T0005Z_x.json.gz',
  '111122223333_CloudTrail_us-east-1_20260230T0005Z_x.json.gz',
  '111122223333_CloudTrail_us-east-1_20261102T7705Z_x.json.gz',
  '111122223333_CloudTrail_us-east-1_20261102T0060Z_x.json.gz',
  '111122223333_CloudTrail_us-east-1_19691102T0005Z_x.json.gz',
  '111122223333_CloudTrail_us-east-1_00711102T0005Z_x.json.gz',
  '111122223333_CloudTrail_us-east-1_99991102T0005Z_x.json.gz',
  'logs2026-13-02-01-15-30-0123456789ABCDEF',
  'logs2026-02-30-01-15-30-0123456789ABCDEF',
  'logs2026-11-02-25-15-30-0123456789ABCDEF',
  'logs1950-11-02-01-15-30-0123456789ABCDEF',
])('%s tells no time', (name) => {
  expect(minuteOf(name)).toBeUndefined();
  expect(cloudTrailFileOf(`AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/02/${name}`)?.deliveredMinute).toBeUndefined();
});
