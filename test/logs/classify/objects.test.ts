import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cloudTrailFileOf, deliveredMinuteOf, type ObjectKind, s3ObjectOf } from '../../../src/logs/classify/objects.js';
import { runs } from '../../runs.js';
import { ARCHIVE, fileKey } from '../events.mjs';

const MINUTE = Date.UTC(2026, 10, 2, 0, 5) / 60_000;
const DAY = 'us-east-1/2026/11/02';
const LOG_NAME = `${ARCHIVE}_CloudTrail_us-east-1_20261102T0005Z_abcdefghijklmnop.json.gz`;
const LOG = `AWSLogs/${ARCHIVE}/CloudTrail/${DAY}/${LOG_NAME}`;
const DIGEST = `AWSLogs/${ARCHIVE}/CloudTrail-Digest/${DAY}/${ARCHIVE}_CloudTrail-Digest_us-east-1_org_us-east-1_20261102T000559Z.json.gz`;

describe('kinds of objects', () => {
  test.each<[string, string | undefined, ObjectKind]>([
    ['log file', `arn:aws:s3:::logs/${LOG}`, 'log-file'],
    ['log file under a prefix', `arn:aws:s3:::logs/a/b/${LOG}`, 'log-file'],
    ['log file of an organization', `arn:aws:s3:::logs/${LOG.replace('AWSLogs/', 'AWSLogs/o-exampleorgid/')}`, 'log-file'],
    ['log file in China', `arn:aws-cn:s3:::logs/${LOG}`, 'log-file'],
    ['log file without gz', `arn:aws:s3:::logs/${LOG.replace('.gz', '')}`, 'log-file'],
    ['digest file', `arn:aws:s3:::logs/${DIGEST}`, 'digest-file'],
    ['Insight file', `arn:aws:s3:::logs/${LOG.replaceAll('CloudTrail', 'CloudTrail-Insight')}`, 'other-cloudtrail-file'],
    ['NetworkActivity file', `arn:aws:s3:::logs/${LOG.replaceAll('CloudTrail', 'CloudTrail-NetworkActivity')}`, 'other-cloudtrail-file'],
    ['Aggregated file', `arn:aws:s3:::logs/${LOG.replaceAll('CloudTrail', 'CloudTrail-Aggregated')}`, 'other-cloudtrail-file'],
    ['a log file of another name', `arn:aws:s3:::logs/AWSLogs/${ARCHIVE}/CloudTrail/${DAY}/copy.json`, 'other-cloudtrail-file'],
    ['a prefix that only ends in AWSLogs', `arn:aws:s3:::logs/old${LOG}`, 'other-object'],
    ['an account that has no 12 digits', `arn:aws:s3:::logs/AWSLogs/1234/CloudTrail/${DAY}/x.json.gz`, 'other-object'],
    ['another service under AWSLogs', `arn:aws:s3:::logs/AWSLogs/${ARCHIVE}/Config/us-east-1/x.json.gz`, 'other-object'],
    ['a folder whose name only begins so', `arn:aws:s3:::logs/AWSLogs/${ARCHIVE}/CloudTrailer/us-east-1/x.json.gz`, 'other-object'],
    ['a configuration check', `arn:aws:s3:::logs/AWSLogs/${ARCHIVE}/`, 'configuration-path'],
    ['a configuration check that ends in CloudTrail/', `arn:aws:s3:::logs/AWSLogs/${ARCHIVE}/CloudTrail/`, 'configuration-path'],
    ['the bucket', 'arn:aws:s3:::logs', 'bucket'],
    ['the bucket with a slash', 'arn:aws:s3:::logs/', 'bucket'],
    ['other data', 'arn:aws:s3:::data/tables/part-1.parquet', 'other-object'],
    ['a key with a line end', 'arn:aws:s3:::data/a\nb', 'other-object'],
    ['nothing', undefined, 'none'],
    ['empty', '', 'malformed'],
    ['no ARN', 's3://logs/x', 'malformed'],
    ['no bucket', 'arn:aws:s3:::', 'no-object'],
    ['an access point', `arn:aws:s3:us-east-1:${ARCHIVE}:accesspoint/a/object/${LOG}`, 'no-object'],
    ['an S3 table', `arn:aws:s3tables:us-east-1:${ARCHIVE}:bucket/tables/table/1`, 'no-object'],
    ['a directory bucket', `arn:aws:s3express:us-east-1:${ARCHIVE}:bucket/logs--use1-az4--x-s3`, 'no-object'],
    ['an Object Lambda access point', `arn:aws-cn:s3-object-lambda:cn-north-1:${ARCHIVE}:accesspoint/a`, 'no-object'],
    ['another service', `arn:aws:s4:us-east-1:${ARCHIVE}:bucket/a`, 'malformed'],
    ['an ARN within text', ` arn:aws:s3:::logs/${LOG}`, 'malformed'],
  ])('%s', (_, arn, kind) => {
    expect(s3ObjectOf(arn).kind).toBe(kind);
  });
});

test('bucket, key and file of an object', () => {
  expect(s3ObjectOf(`arn:aws:s3:::logs/a/${LOG}`)).toEqual({
    kind: 'log-file',
    bucket: 'logs',
    key: `a/${LOG}`,
    file: { kind: 'log-file', account: ARCHIVE, region: 'us-east-1', deliveredMinute: MINUTE },
  });
  expect(s3ObjectOf('arn:aws:s3:::logs/a//b/')).toEqual({ kind: 'configuration-path', bucket: 'logs', key: 'a//b/', file: undefined });
});

describe('when a file was delivered, by its name', () => {
  test.each<[string, string, number | undefined]>([
    ['log file', LOG_NAME, MINUTE],
    ['digest file, which has seconds', DIGEST, MINUTE],
    ['name alone', '_20261102T0005Z', MINUTE],
    ['no stamp', 'x.json.gz', undefined],
    ['a stamp without Z', `${ARCHIVE}_CloudTrail_us-east-1_20261102T0005_x.json.gz`, undefined],
    ['a stamp in another place', '20261102T0005Z', undefined],
    ['a leap day', '_20280229T2359Z_x', Date.UTC(2028, 1, 29, 23, 59) / 60_000],
  ])('%s', (_, name, minute) => {
    expect(deliveredMinuteOf(name)).toBe(minute);
  });

  test('where the trail is called like a time, its files keep their own', () => {
    const key = fileKey({
      kind: 'CloudTrail-Digest',
      ms: MINUTE * 60_000,
      unique: '',
      organization: undefined,
      trail: 'old_20200101T0000Z',
    });
    expect(cloudTrailFileOf(key)?.deliveredMinute).toBe(MINUTE);
  });

  test('where a folder before it is called like a time, a file keeps its own', () => {
    expect(cloudTrailFileOf(`copy_20200101T0000Z/${LOG}`)?.deliveredMinute).toBe(MINUTE);
  });
});

describe('CloudTrail files by their keys', () => {
  test.each<[string, string, ReturnType<typeof cloudTrailFileOf>]>([
    ['without a leading folder', LOG, { kind: 'log-file', account: ARCHIVE, region: 'us-east-1', deliveredMinute: MINUTE }],
    ['a path on disk', `/data/logs/${LOG}`, { kind: 'log-file', account: ARCHIVE, region: 'us-east-1', deliveredMinute: MINUTE }],
    [
      'a file right in the folder',
      `AWSLogs/${ARCHIVE}/CloudTrail/x`,
      { kind: 'other-cloudtrail-file', account: ARCHIVE, region: undefined, deliveredMinute: undefined },
    ],
    ['a folder', `AWSLogs/${ARCHIVE}/CloudTrail/us-east-1/`, undefined],
    ['its name alone, which anything could have', LOG_NAME, undefined],
    ['other data', 'tables/part-1.parquet', undefined],
    ['nothing', '', undefined],
  ])('%s', (_, key, expected) => {
    expect(cloudTrailFileOf(key)).toEqual(expected);
  });
});

test('names that CloudTrail gives are read back', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2013-01-01'), max: new Date('2099-01-01'), noInvalidDate: true }),
      fc.constantFrom('CloudTrail', 'CloudTrail-Digest', 'CloudTrail-Insight', 'CloudTrail-NetworkActivity'),
      fc.constantFrom('', 'a/', 'a/b c/AWSLogs/'),
      fc.constantFrom(undefined, 'o-exampleorgid'),
      fc.constantFrom('us-east-1', 'cn-north-1', 'ap-southeast-2', 'us-gov-west-1'),
      (date, kind, prefix, organization, region) => {
        const key = fileKey({ kind, ms: date.getTime(), unique: 'Ab0', prefix, organization, region });
        const minute = Math.floor(date.getTime() / 60_000);
        expect(cloudTrailFileOf(key)).toMatchObject({ account: ARCHIVE, region, deliveredMinute: minute });
        expect(s3ObjectOf(`arn:aws:s3:::logs/${key}`)).toMatchObject({ bucket: 'logs', key });
      },
    ),
    runs(),
  );
});

test('any text has a kind', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const arn of [text, `arn:aws:s3:::${text}`, `arn:aws:s3:::logs/${text}`])
        expect(s3ObjectOf(arn).kind).toEqual(expect.any(String));
    }),
    runs(),
  );
});
