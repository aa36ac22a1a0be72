import type { Range } from '../../base/range.js';
import { BUCKET_KEY_MINUTES, type Reads } from '../count/reads.js';
import type {} from './measurement.js';

/**
 * Share of the requests for these reads that an S3 Bucket Key would have saved. S3 keeps a bucket-level key for a time that AWS does not
 * publish, for writing as for reading, and for each requester apart. With a time of T, one request remains for each requester, each T in
 * which files were written and each T in which they are read. T is taken as 5 minutes (low), an hour (expected) and a day (high).
 * Source: docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
export function bucketKeySaving(readers: readonly Reads[]): Range | undefined {
  const total = readers.reduce((sum, { total: reads }) => sum + reads, 0);
  if (total === 0 || readers.some(({ isOfSums }) => isOfSums)) return undefined;
  const [low = 0, expected = 0, high = 0] = BUCKET_KEY_MINUTES.map((_, index) => {
    const remaining = readers.reduce(
      (sum, { total: reads, underBucketKey }) => sum + Math.min(reads, underBucketKey[index]?.count() ?? reads),
      0,
    );
    return Math.floor((1 - remaining / total) * 1000) / 1000;
  });
  return { low, expected: Math.max(low, expected), high: Math.max(low, expected, high) };
}
