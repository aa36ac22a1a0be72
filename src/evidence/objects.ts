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

const ARN = /^arn:aws[a-z-]*:s3:::([^/]+)(?:\/(.*))?$/s;
const PATH = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?(\d{12})\/(CloudTrail(?:-[A-Za-z]+)?)\/(.+)$/s;
/** The last one in the name: a trail's name, which a digest file's holds, may look like a time too. */
const STAMP = /.*_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(?:\d\d)?Z/;
const NONE: S3Object = { kind: 'none', bucket: '', key: '', file: undefined };

/**
 * What `aws:s3:arn` names.
 * Source of the paths: docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html; of the bucket alone:
 * docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
export function s3ObjectOf(arn: string | undefined): S3Object {
  if (arn === undefined) return NONE;
  const [whole, bucket = '', key] = ARN.exec(arn) ?? [];
  if (whole === undefined) return { ...NONE, kind: 'malformed' };
  if (key === undefined || key === '') return { kind: 'bucket', bucket, key: '', file: undefined };
  if (key.endsWith('/')) return { kind: 'configuration-path', bucket, key, file: undefined };
  const file = cloudTrailFileOf(key);
  return { kind: file?.kind ?? 'other-object', bucket, key, file };
}

/**
 * The CloudTrail file that an object key or a path names; undefined for any other.
 *
 * @example cloudTrailFileOf('AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/02/111122223333_CloudTrail_us-east-1_20261102T0005Z_x.json.gz')?.kind // 'log-file'
 * @example cloudTrailFileOf('tables/part-1.parquet') // undefined
 */
export function cloudTrailFileOf(key: string): CloudTrailFile | undefined {
  const [whole, account = '', folder, rest = ''] = PATH.exec(key) ?? [];
  if (whole === undefined || rest.endsWith('/')) return undefined;
  const [region] = rest.split('/', 1);
  return { kind: kindOf(folder, rest), account, region: region === rest ? undefined : region, deliveredMinute: deliveredMinuteOf(key) };
}

function kindOf(folder: string | undefined, rest: string): FileKind {
  if (folder === 'CloudTrail-Digest') return 'digest-file';
  return folder === 'CloudTrail' && rest.includes('_CloudTrail_') ? 'log-file' : 'other-cloudtrail-file';
}

/** Minutes since 1970-01-01 UTC that a CloudTrail file's name has: when it was delivered. */
export function deliveredMinuteOf(name: string): number | undefined {
  const [stamp, year, month, day, hour, minute] = STAMP.exec(name.slice(name.lastIndexOf('/') + 1)) ?? [];
  if (stamp === undefined) return undefined;
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  return Math.floor(ms / 60_000);
}
