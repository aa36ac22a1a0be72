import { Decimal, quantise, ZERO } from '../decimal.js';
import type { CaseReader } from './case.js';
import { PATTERNS, type Reads } from './patterns.js';

/** How log files are encrypted. SSE-S3 is the base of every comparison: it makes no KMS requests. */
export const STRATEGIES = ['sse-s3', 'sse-kms', 'sse-kms-bucket-key'] as const;
export type Strategy = (typeof STRATEGIES)[number];
export const KMS_STRATEGIES = ['sse-kms', 'sse-kms-bucket-key'] as const;
export type KmsStrategy = (typeof KMS_STRATEGIES)[number];

/** KMS requests of one kind in a month, under each strategy that makes any. */
export type Requests = Record<KmsStrategy, Decimal>;

/**
 * The KMS requests that a reader's reads make (METHOD, section 4). Under SSE-KMS one for each read of an encrypted file: every GET makes
 * S3 send one `Decrypt` (docs.aws.amazon.com, how-kms-works-with-cloudtrail). A Bucket Key works only for files written since it was on.
 */
export function requestsOf(reads: Reads, reader: CaseReader): Requests {
  const { requestsPerRead, runsPerMonth } = PATTERNS[reader.pattern];
  const bucketKeyReads = reads.underBucketKey;
  const reduced = underBucketKey(
    bucketKeyReads.times(requestsPerRead),
    reader.bucketKeyReduction,
    reader.requesters.times(runsPerMonth(reader)),
  );
  return {
    'sse-kms': reads.encrypted.times(requestsPerRead),
    'sse-kms-bucket-key': reads.encrypted.minus(bucketKeyReads).times(requestsPerRead).plus(reduced),
  };
}

/**
 * Requests that remain under a Bucket Key: all but the reduction, and never under one for each requester and run, since each requester
 * fetches the bucket-level key at least once (docs.aws.amazon.com, bucket-key).
 *
 * @param requests without a Bucket Key
 * @param reduction the share that it saves, 0 to 1
 * @param fetches the least number of fetches of the bucket-level key
 */
export function underBucketKey(requests: Decimal, reduction: Decimal, fetches: Decimal): Decimal {
  const remaining = requests.minus(requests.times(reduction));
  return quantise(Decimal.min(requests, Decimal.max(remaining, fetches)));
}

/**
 * The free tier shared out in proportion to requests, exactly: the shares add up to what is used of it, to the last digit. What the
 * division leaves over goes to those with the most requests left to pay, so that it does not depend on the order of readers.
 */
export function shareFreeTier(free: Decimal, requests: readonly Decimal[], names: readonly string[]): Decimal[] {
  const total = requests.reduce((whole, part) => whole.plus(part), ZERO);
  if (free.gte(total)) return [...requests];
  if (free.isZero()) return requests.map(() => ZERO);
  const shares = requests.map((part) => quantise(free.times(part).div(total), Decimal.ROUND_DOWN));
  let left = shares.reduce((rest, share) => rest.minus(share), free);
  const byUnpaid = requests
    .map((part, index) => ({ index, unpaid: part.minus(shares[index] ?? ZERO) }))
    .sort((a, b) => b.unpaid.cmp(a.unpaid) || ((names[a.index] ?? '') < (names[b.index] ?? '') ? -1 : 1));
  for (const { index, unpaid } of byUnpaid) {
    const more = Decimal.min(left, unpaid);
    shares[index] = (shares[index] ?? ZERO).plus(more);
    left = left.minus(more);
  }
  return shares;
}
