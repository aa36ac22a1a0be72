import { type Decimal, sum } from '../base/decimal.js';
import type { Estimate } from './estimate.js';
import type { Line } from './lines.js';
import { byStrategy, STRATEGIES, type Strategy } from './strategies.js';

/** What the cost may be shared out by. */
export const SHARED_BY = ['account', 'reader', 'month', 'charge'] as const;

export type SharedBy = (typeof SHARED_BY)[number];

/** What one account, reader, month or charge costs over the period, expected case; all of them add up to the total exactly. */
export interface Share {
  /** As lines name it; empty for what has no such name: keys have no reader, and a payer may not be given. */
  name: string;
  costs: Record<Strategy, Decimal>;
}

/** The estimate's cost shared out, dearest under SSE-KMS first; months in their order. */
export function sharesOf({ lines }: Pick<Estimate, 'lines'>, by: SharedBy): Share[] {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const known = groups.get(line[by]);
    if (known === undefined) groups.set(line[by], [line]);
    else known.push(line);
  }
  const shares = [...groups].map(([name, own]) => ({
    name,
    costs: byStrategy(STRATEGIES, (strategy) => sum(own.filter((line) => line.strategy === strategy).map(({ cost }) => cost.expected))),
  }));
  if (by === 'month') return shares;
  // CloudTrail's own requests are free, so nobody pays them.
  const paid = shares.filter(
    ({ name, costs }) => by !== 'account' || name !== '' || STRATEGIES.some((strategy) => !costs[strategy].isZero()),
  );
  return paid.sort((a, b) => b.costs['sse-kms'].cmp(a.costs['sse-kms']));
}
