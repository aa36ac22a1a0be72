import { rollup } from 'd3-array';
import { type Decimal, sum } from '../base/decimal.js';
import { type Range, sumCases } from '../base/range.js';
import { CHARGE } from './charges.js';
import { type AccountFact, type Directory, factOf } from './directory.js';
import type { Line } from './lines.js';
import { byStrategy, STRATEGIES, type Strategy } from './strategies.js';

/** What the cost may be shared out by. */
export const SHARED_BY = ['account', 'reader', 'month', 'charge'] as const;

export type SharedBy = (typeof SHARED_BY)[number];

/** The same, or what is known of the account. */
export type Dimension = SharedBy | AccountFact;

/** What one account, reader, month or charge costs over the period; all of them add up to the total exactly. */
export interface Share {
  /** As lines have it; empty for what has no such name: keys have no reader, and a payer may not be given. */
  name: string;
  /** Expected case. */
  costs: Record<Strategy, Decimal>;
  /** What SSE-KMS costs, in each case. */
  range: Range<Decimal>;
  /** KMS requests under SSE-KMS. */
  requests: Decimal;
}

/** The cost of some lines shared out, most expensive under SSE-KMS first; months in their order. */
export function sharesOf(lines: readonly Line[], by: SharedBy): Share[] {
  const shares = [...rollup(lines, shareOf, (line) => line[by])].map(([name, share]) => ({ name, ...share }));
  if (by === 'month') return shares;
  // CloudTrail's own requests are free: no account pays for them.
  const paid = shares.filter((share) => by !== 'account' || share.name !== '' || !isFree(share));
  return paid.sort((a, b) => b.costs['sse-kms'].cmp(a.costs['sse-kms']));
}

/**
 * What adds to the cost of SSE-S3, and how much: only the lines that SSE-S3 does not have; at equal cost the one with more requests first.
 */
export function addedShares(lines: readonly Line[], by: SharedBy): Share[] {
  const added = sharesOf(
    lines.filter(({ strategy, charge }) => strategy !== 'sse-s3' && !CHARGE[charge].isAlike),
    by,
  );
  const paid = added.filter((share) => by !== 'account' || !isFree(share));
  return paid.sort((a, b) => b.costs['sse-kms'].cmp(a.costs['sse-kms']) || b.requests.cmp(a.requests));
}

/** What a pair of names (or one) costs; all of them add up to the total exactly. */
export interface CrossShare extends Omit<Share, 'name'> {
  /** One for each dimension; empty as {@link Share} has it, and for an account of which nothing is known. */
  names: readonly string[];
}

/**
 * The cost of some lines shared out by one or two dimensions: most expensive of the first dimension first, within it of the second;
 * months in their order.
 */
export function crossShares(lines: readonly Line[], by: readonly Dimension[], directory: Directory): CrossShare[] {
  const named = lines.map((line) => ({ line, names: by.map((dimension) => nameIn(line, dimension, directory)) }));
  const ranks = by.map((dimension, index) => {
    const costs = rollup(
      named,
      (own) => shareOf(own.map(({ line }) => line)).costs['sse-kms'],
      ({ names }) => names[index] ?? '',
    );
    const order = dimension === 'month' ? [...costs].toSorted() : [...costs].toSorted(([, one], [, other]) => other.cmp(one));
    return new Map(order.map(([name], rank) => [name, rank]));
  });
  const shares = [
    ...rollup(
      named,
      (own) => shareOf(own.map(({ line }) => line)),
      ({ names }) => JSON.stringify(names),
    ),
  ].map(([names, share]): CrossShare => ({ ...share, names: JSON.parse(names) }));
  const payer = by.findIndex((dimension) => dimension === 'account' || isFact(dimension));
  const paid = shares.filter((share) => payer < 0 || share.names[payer] !== '' || !isFree(share));
  const rank = ({ names }: CrossShare, index: number) => ranks[index]?.get(names[index] ?? '') ?? 0;
  return paid.sort((a, b) => rank(a, 0) - rank(b, 0) || rank(a, 1) - rank(b, 1));
}

function nameIn(line: Line, dimension: Dimension, directory: Directory): string {
  return isFact(dimension) ? factOf(directory, line.account, dimension) : line[dimension];
}

function isFact(dimension: Dimension): dimension is AccountFact {
  return dimension === 'cost_centre' || dimension.startsWith('tag:');
}

function shareOf(lines: readonly Line[]): Omit<Share, 'name'> {
  const requests = lines.filter(({ strategy, charge }) => strategy === 'sse-kms' && CHARGE[charge].counts === 'requests');
  return {
    costs: byStrategy(STRATEGIES, (strategy) => sum(lines.filter((line) => line.strategy === strategy).map(({ cost }) => cost.expected))),
    range: sumCases(lines.filter(({ strategy }) => strategy === 'sse-kms').map(({ cost }) => cost)),
    requests: sum(requests.map(({ quantity }) => quantity.expected)),
  };
}

function isFree({ costs, range }: Pick<Share, 'costs' | 'range'>): boolean {
  return range.high.isZero() && STRATEGIES.every((strategy) => costs[strategy].isZero());
}
