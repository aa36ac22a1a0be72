import { Decimal, quantise, ZERO } from '../base/decimal.js';
import { type Month, monthSpan } from '../base/months.js';
import { mapCases } from '../base/range.js';
import type { Expectation, Expected } from './expected.js';

const DAY_MS = 86_400_000;

/**
 * An estimate of the part of a month that a bill has: quantities are the same share of the month's, and of these as many are free as the
 * month has free requests, since AWS gives the free tier away until it is used up. A measurement counts what was there and stays as it is.
 *
 * @param untils the point in time until which the bill has usage, for each month that is not over
 */
export function proRated(expectation: Expectation, untils: ReadonlyMap<Month, string>): Expectation {
  if (expectation.kind !== 'estimate') return expectation;
  const own = [...untils].filter(([month]) => expectation.months.includes(month));
  const parts = new Map(own.map(([month, until]) => [month, { until, share: shareOf(month, until) }]));
  const entries = expectation.entries.map((entry) => {
    const part = parts.get(entry.month);
    return part === undefined ? entry : partOf(entry, part.share);
  });
  return { ...expectation, entries, parts };
}

function shareOf(month: Month, until: string): Decimal {
  const { startDay, endDay } = monthSpan(month);
  const days = new Decimal(Date.parse(until)).div(DAY_MS).minus(startDay);
  return Decimal.max(ZERO, Decimal.min(1, days.div(endDay - startDay)));
}

function partOf(entry: Expected, share: Decimal): Expected {
  const { unitPrice, freeTierQuantity } = entry;
  const quantity = mapCases(entry.quantity, (whole) => quantise(whole.times(share)));
  const free = Decimal.min(freeTierQuantity, quantity.expected);
  if (entry.cost === undefined || unitPrice === undefined) return { ...entry, quantity, freeTierQuantity: free };
  const costIn = (which: 'low' | 'high') => {
    const paid = unitPrice.isZero() ? entry.quantity[which] : quantise((entry.cost?.[which] ?? ZERO).div(unitPrice));
    const freeInMonth = Decimal.max(ZERO, entry.quantity[which].minus(paid));
    return Decimal.max(ZERO, quantity[which].minus(freeInMonth)).times(unitPrice);
  };
  const cost = { low: costIn('low'), expected: quantity.expected.minus(free).times(unitPrice), high: costIn('high') };
  return { ...entry, quantity, freeTierQuantity: free, cost };
}
