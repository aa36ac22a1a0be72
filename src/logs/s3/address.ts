import { TrailcostError } from '../../base/errors.js';

/** What of a bucket is to be read. */
export interface S3Address {
  bucket: string;
  /** What its keys begin with; empty for all. */
  prefix: string;
}

const SCHEME = 's3://';
/** Also of an access point, by its alias. */
const BUCKET = /^[a-zA-Z0-9][\w.-]{1,254}$/;

/**
 * @example s3AddressOf('s3://my-logs/AWSLogs/') // { bucket: 'my-logs', prefix: 'AWSLogs/' }
 * @throws TrailcostError `usage`
 */
export function s3AddressOf(path: string): S3Address {
  const rest = path.slice(SCHEME.length);
  const end = rest.indexOf('/');
  const bucket = end < 0 ? rest : rest.slice(0, end);
  if (!BUCKET.test(bucket)) throw notAnAddress(path, 'does not name a bucket');
  const prefix = end < 0 ? '' : rest.slice(end + 1);
  if (/[*?[\]]/.test(prefix)) throw notAnAddress(path, 'has a pattern, which S3 does not know');
  return { bucket, prefix };
}

function notAnAddress(where: string, what: string): TrailcostError {
  return new TrailcostError('usage', { where, what, remedy: 'Give s3://BUCKET or s3://BUCKET/PREFIX.' });
}

/** As messages name it. */
export function s3Text({ bucket, prefix }: S3Address): string {
  return `${SCHEME}${bucket}${prefix === '' ? '' : `/${prefix}`}`;
}
