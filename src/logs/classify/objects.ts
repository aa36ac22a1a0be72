import { minuteAt } from '../../base/time.js';

/** Kinds of objects that CloudTrail delivers. */
export type FileKind = 'log-file' | 'digest-file' | 'other-cloudtrail-file';

/** What an encryption context's `aws:s3:arn` names. */
export const OBJECT_KINDS = [
  'log-file',
  'digest-file',
  'other-cloudtrail-file',
  'configuration-path',
  'bucket',
  'other-object',
  'no-object',
  'none',
  'malformed',
] as const;
export type ObjectKind = (typeof OBJECT_KINDS)[number];

/** An object that CloudTrail delivered. */
export interface CloudTrailFile {
  kind: FileKind;
  account: string;
  region: string | undefined;
  /** Minutes since 1970-01-01 UTC of its delivery; undefined where its name has none. */
  deliveredMinute: number | undefined;
}

/** An S3 object or bucket, with what CloudTrail put there. */
export interface S3Object {
  kind: ObjectKind;
  bucket: string;
  key: string;
  file: CloudTrailFile | undefined;
}

/** Of S3 Tables, directory buckets, access points, Object Lambda and whatever else S3 has: no trail delivers there. */
export const OTHER_ARN = /^arn:aws[a-z-]*:s3[a-z-]*:/;
/** Of a bucket, or of an object in it, with the names of both. */
export const S3_ARN = /^arn:aws[a-z-]*:s3:::([^/]+)(?:\/(.*))?$/s;
/** Of a CloudTrail file: its account, its folder, and what follows. */
export const PATH = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?(\d{12})\/(CloudTrail(?:-[A-Za-z]+)?)\/(.+)$/s;
const NONE: S3Object = { kind: 'none', bucket: '', key: '', file: undefined };

/**
 * What `aws:s3:arn` names.
 * Source of the paths: docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html; of the bucket alone:
 * docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
export function s3ObjectOf(arn: string | undefined): S3Object {
  if (arn === undefined) return NONE;
  const [whole, bucket = '', key] = S3_ARN.exec(arn) ?? [];
  if (whole === undefined) return { ...NONE, kind: OTHER_ARN.test(arn) ? 'no-object' : 'malformed' };
  if (key === undefined || key === '') return { kind: 'bucket', bucket, key: '', file: undefined };
  if (key.endsWith('/')) return { kind: 'configuration-path', bucket, key, file: undefined };
  const file = cloudTrailFileOf(key);
  return { kind: file?.kind ?? 'other-object', bucket, key, file };
}

/**
 * The CloudTrail file that an object key or a path names; undefined for any other.
 *
 * @example
 * cloudTrailFileOf('AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/02/111122223333_CloudTrail_us-east-1_20261102T0005Z_x.json.gz')?.kind
 * // 'log-file'
 * @example cloudTrailFileOf('tables/part-1.parquet') // undefined
 */
export function cloudTrailFileOf(key: string): CloudTrailFile | undefined {
  const [whole, account = '', folder, rest = ''] = PATH.exec(key) ?? [];
  if (whole === undefined || rest.endsWith('/')) return undefined;
  const [region] = rest.split('/', 1);
  return { kind: kindOf(folder, rest), account, region: region === rest ? undefined : region, deliveredMinute: deliveredMinuteOf(key) };
}

/** The account whose CloudTrail files a path leads to. */
export function accountOf(path: string): string | undefined {
  return PATH.exec(path)?.[1];
}

/** Folders of digest files and of log files, and what the name of each log file has. */
export const DIGEST_FOLDER = 'CloudTrail-Digest';
export const LOG_FOLDER = 'CloudTrail';
export const LOG_MARK = '_CloudTrail_';

function kindOf(folder: string | undefined, rest: string): FileKind {
  if (folder === DIGEST_FOLDER) return 'digest-file';
  return folder === LOG_FOLDER && rest.includes(LOG_MARK) ? 'log-file' : 'other-cloudtrail-file';
}

/**
 * Minutes since 1970-01-01 UTC that a CloudTrail file's name has: when it was delivered. The last time in the name counts, for a trail's
 * name, which a digest file's holds, may look like one too. Asked for every record, so no pattern is used.
 *
 * @example deliveredMinuteOf('111122223333_CloudTrail_us-east-1_20261102T0005Z_x.json.gz') // 29892965
 */
export function deliveredMinuteOf(path: string): number | undefined {
  const nameStart = path.lastIndexOf('/') + 1;
  for (let end = path.lastIndexOf('Z'); end >= nameStart + SHORT_STAMP; end = path.lastIndexOf('Z', end - 1)) {
    const minute = minuteBefore(path, end, SHORT_STAMP) ?? minuteBefore(path, end, LONG_STAMP);
    if (minute !== undefined) return minute;
  }
  return undefined;
}

/** Signs of `_20261102T0005` and of `_20261102T000530`. */
const SHORT_STAMP = 14;
const LONG_STAMP = 16;

/** The minute of the stamp of so many signs that ends where `Z` stands. */
function minuteBefore(path: string, end: number, length: number): number | undefined {
  const start = end - length;
  if (path[start] !== '_' || path[start + 9] !== 'T') return undefined;
  let number = 0;
  for (let at = start + 1; at < end; at += 1) {
    const digit = path.charCodeAt(at) - ZERO;
    if (at === start + 9) continue;
    if (digit < 0 || digit > 9) return undefined;
    if (at < start + 14) number = number * 10 + digit;
  }
  const [year, month, day] = [Math.floor(number / 1e8), Math.floor(number / 1e6) % 100, Math.floor(number / 1e4) % 100];
  return minuteAt({ year, month, day, hour: Math.floor(number / 100) % 100, minute: number % 100 });
}

const ZERO = 0x30;
