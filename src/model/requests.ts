import { EXACT } from '../base/arithmetic.js';
import { Decimal, ONE, product, quantise, sum, ZERO } from '../base/decimal.js';
import { lazily } from '../base/memo.js';
import { combineCases, mapCases, pair, type Range } from '../base/range.js';
import type { CaseReader, ReaderNumbers } from './case-numbers.js';
import { requestsPerFileOf } from './patterns.js';
import type { Reads } from './reads.js';
import type { KmsStrategy } from './strategies.js';

/** KMS requests of one kind in a month, under each strategy that makes any; computed when they are asked for. */
export type Requests = Readonly<Record<KmsStrategy, Range<Decimal>>>;

/** Requests of a month before any Bucket Key. */
interface Unreduced {
  all: Decimal;
  /** Of them those for files written since a Bucket Key was on: it works for no others. */
  reducible: Decimal;
  /** Those for older files, where they are not the difference of the two. */
  unreducible: Decimal | undefined;
}

/**
 * The KMS requests that a reader's reads make (METHOD, section 4). Under SSE-KMS one for each read of an encrypted file: every GET makes
 * S3 send one `Decrypt` (docs.aws.amazon.com, how-kms-works-with-cloudtrail); more where the read file is copied.
 *
 * @param leastOf requests that remain under a Bucket Key at least, if as many are made
 */
export function requestsOf(reads: Range<Reads>, { reader, reduction }: ReaderNumbers, leastOf: () => Range<Decimal>): Requests {
  return requestsUnder(combineCases(reads, reader, madeBy), reduction, leastOf);
}

function madeBy({ encrypted, underBucketKey: reducible, beforeBucketKey }: Reads, reader: CaseReader): Unreduced {
  const perFile = requestsPerFileOf(reader, EXACT);
  const requests = (reads: Decimal) => quantise(product([reads, perFile]));
  return { all: requests(encrypted), reducible: requests(reducible), unreducible: beforeBucketKey && requests(beforeBucketKey) };
}

/**
 * Requests under each strategy.
 *
 * @param leastOf as {@link requestsOf}
 */
export function requestsUnder(before: Range<Unreduced>, reduction: Range<Decimal>, leastOf: () => Range<Decimal>): Requests {
  const withBucketKey = lazily(() => {
    const limits = combineCases(reduction, leastOf(), pair);
    return combineCases(before, limits, ({ all, reducible, unreducible }, [saved, least]) => {
      const reduced = underBucketKey(reducible, saved, least);
      if (unreducible !== undefined) return Decimal.min(all, unreducible.plus(reduced));
      return all.eq(reducible) ? reduced : all.minus(reducible).plus(reduced);
    });
  });
  return {
    'sse-kms': mapCases(before, ({ all }) => all),
    get 'sse-kms-bucket-key'() {
      return withBucketKey();
    },
  };
}

/**
 * Requests that remain under a Bucket Key: all but the reduction, and never fewer than there are bucket-level keys to fetch
 * (docs.aws.amazon.com, bucket-key), nor more than without one.
 *
 * @param requests without a Bucket Key
 * @param reduction the share that it saves at best, 0 to 1
 * @param least what remains at least, if as many are made
 */
export function underBucketKey(requests: Decimal, reduction: Decimal, least: Decimal): Decimal {
  const remaining = quantise(requests.times(ONE.minus(reduction)));
  return remaining.gte(least) ? remaining : Decimal.min(requests, least);
}

/**
 * The free tier shared out in proportion to requests, exactly: the shares add up to what is used of it, to the last digit. What rounding
 * leaves over goes to the reader with most left to pay, so that it does not depend on the order of readers.
 *
 * @param free requests of the free tier that are left
 * @param requests of each reader
 * @param names of the readers, each once
 */
export function shareFreeTier(free: Decimal, requests: readonly Decimal[], names: readonly string[]): Decimal[] {
  if (free.isZero()) return requests.map(() => ZERO);
  const total = sum(requests);
  if (free.gte(total)) return [...requests];
  const part = free.div(total).toSignificantDigits(SHARE_DIGITS, Decimal.ROUND_DOWN);
  const shares = requests.map((own) => quantise(own.times(part), Decimal.ROUND_DOWN));
  const unpaid = requests.map((own, index) => own.minus(shares[index] ?? ZERO));
  let left = free.minus(sum(shares));
  while (left.gt(0)) {
    const most = largest(unpaid, names);
    const more = Decimal.min(left, unpaid[most] ?? ZERO);
    shares[most] = (shares[most] ?? ZERO).plus(more);
    unpaid[most] = (unpaid[most] ?? ZERO).minus(more);
    left = left.minus(more);
  }
  return shares;
}

/** Enough to place a share to the last decimal of a quantity; what it cuts off is handed out afterwards. */
const SHARE_DIGITS = 30;

/** The place of the largest value; of equal ones that of the first name. */
function largest(values: readonly Decimal[], names: readonly string[]): number {
  let most = 0;
  for (const [index, value] of values.entries()) {
    const order = value.cmp(values[most] ?? ZERO);
    if (order > 0 || (order === 0 && (names[index] ?? '') < (names[most] ?? ''))) most = index;
  }
  return most;
}
