import { type Decimal, ZERO } from '../decimal.js';
import { ALIKE_CHARGES, type Charge, type Line } from '../model/lines.js';

/** What one reader adds under SSE-KMS and with a Bucket Key, over the period, in the expected case. */
export interface ReaderCost {
  reader: string;
  account: string;
  requests: Decimal;
  cost: Decimal;
  bucketKeyCost: Decimal;
}

/** Every line that SSE-S3 does not have: what makes the difference. */
export function addedLines(lines: readonly Line[]): Line[] {
  return lines.filter(({ strategy, charge }) => strategy !== 'sse-s3' && !ALIKE_CHARGES.includes(charge));
}

/** Who causes the difference, dearest first. What no reader causes (keys) has the empty name. */
export function readerCosts(lines: readonly Line[]): ReaderCost[] {
  const costs = new Map<string, ReaderCost>();
  for (const { strategy, charge, reader, account, quantity, cost } of addedLines(lines)) {
    const so = costs.get(reader) ?? { reader, account, requests: ZERO, cost: ZERO, bucketKeyCost: ZERO };
    if (strategy === 'sse-kms') so.cost = so.cost.plus(cost.expected);
    else so.bucketKeyCost = so.bucketKeyCost.plus(cost.expected);
    if (strategy === 'sse-kms' && charge === 'kms-requests') so.requests = so.requests.plus(quantity.expected);
    costs.set(reader, so);
  }
  return [...costs.values()].sort((a, b) => b.cost.cmp(a.cost) || b.requests.cmp(a.requests));
}

/** What causes the difference under SSE-KMS, dearest first. */
export function chargeCosts(lines: readonly Line[]): { charge: Charge; cost: Decimal }[] {
  const costs = new Map<Charge, Decimal>();
  for (const { strategy, charge, cost } of addedLines(lines)) {
    if (strategy === 'sse-kms') costs.set(charge, (costs.get(charge) ?? ZERO).plus(cost.expected));
  }
  return [...costs].map(([charge, cost]) => ({ charge, cost })).sort((a, b) => b.cost.cmp(a.cost));
}
