import { type Decimal, ZERO } from '../base/decimal.js';
import { ALIKE_CHARGES } from './charges.js';
import type { Line } from './lines.js';

/** What a reader, an account or a charge adds to the cost of SSE-S3 over the period, in the expected case. */
export interface AddedCost {
  name: string;
  /** KMS requests under SSE-KMS. */
  requests: Decimal;
  /** Cost under SSE-KMS. */
  cost: Decimal;
  /** Cost with a Bucket Key. */
  bucketKeyCost: Decimal;
}

/** Who causes the difference, dearest first. What no reader causes (keys) has the empty name. */
export function readerCosts(lines: readonly Line[]): AddedCost[] {
  return addedCosts(lines, ({ reader }) => reader);
}

/** Who pays the difference, dearest first; the empty name where the scenario does not say. CloudTrail's free requests have no payer. */
export function accountCosts(lines: readonly Line[]): AddedCost[] {
  return addedCosts(lines, ({ account }) => account).filter(({ cost, bucketKeyCost }) => !cost.isZero() || !bucketKeyCost.isZero());
}

/** What makes up the difference, dearest first. */
export function chargeCosts(lines: readonly Line[]): AddedCost[] {
  return addedCosts(lines, ({ charge }) => charge);
}

/** The lines that SSE-S3 does not have, added up by name. */
function addedCosts(lines: readonly Line[], nameOf: (line: Line) => string): AddedCost[] {
  const costs = new Map<string, AddedCost>();
  for (const line of lines) {
    const { strategy, charge, quantity, cost } = line;
    if (strategy === 'sse-s3' || ALIKE_CHARGES.includes(charge)) continue;
    const name = nameOf(line);
    const so = costs.get(name) ?? { name, requests: ZERO, cost: ZERO, bucketKeyCost: ZERO };
    if (strategy === 'sse-kms') so.cost = so.cost.plus(cost.expected);
    else so.bucketKeyCost = so.bucketKeyCost.plus(cost.expected);
    if (strategy === 'sse-kms' && charge === 'kms-requests') so.requests = so.requests.plus(quantity.expected);
    costs.set(name, so);
  }
  return [...costs.values()].sort((a, b) => b.cost.cmp(a.cost) || b.requests.cmp(a.requests));
}
