import { type Month, monthsBetween } from '../base/months.js';
import { usage } from './usage.js';

/**
 * Refuses what is not a key, as `--key` gives it.
 *
 * @throws TrailcostError `usage`
 */
export function assertKey(key: string): void {
  if (/^(arn:[\w-]+:kms:[\w-]+:\d{12}:key\/)?[\w-]{8,}$/.test(key)) return;
  throw usage(
    '--key',
    `"${key}" is not a key`,
    'Give its ARN, arn:aws:kms:us-east-1:111122223333:key/ID, or its id; bills have no aliases.',
  );
}

/**
 * Refuses what is not the name of a bucket, as `--bucket` gives it; the oldest buckets have names that new ones cannot have.
 * Source: docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 *
 * @throws TrailcostError `usage`
 */
export function assertBucket(bucket: string): void {
  if (/^[\w.-]{3,255}$/.test(bucket)) return;
  throw usage(
    '--bucket',
    `"${bucket}" is not the name of a bucket`,
    'Give the name alone, such as my-trail-logs, without s3:// or a path.',
  );
}

/**
 * The months that `--month` asks for.
 *
 * @throws TrailcostError `usage`
 */
export function monthsWanted(text: string): Month[] {
  const [whole, first = '', last = first] = /^(20\d\d-(?:0[1-9]|1[0-2]))(?:\.\.(20\d\d-(?:0[1-9]|1[0-2])))?$/.exec(text) ?? [];
  if (whole === undefined || last < first) {
    throw usage('--month', `"${text}" is not a month or a range of months`, 'Write 2026-11 or 2026-11..2027-01.');
  }
  return monthsBetween(first, last);
}

/**
 * Refuses a bill from standard input.
 *
 * @throws TrailcostError `usage`
 */
export function assertFiles(paths: readonly string[], option: string): void {
  if (paths.includes('-')) throw usage(option, 'bills are read from files', 'Save the bill to a file first.');
}
