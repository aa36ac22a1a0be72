import type { Decimal } from '../../base/decimal.js';
import { moneyJson } from '../../base/json.js';
import type { Range } from '../../base/range.js';
import { mapValues } from '../../base/records.js';
import { priceJson } from '../../prices/json.js';
import type { Comparison, Estimate, Total } from '../estimate.js';
import { lineRow } from './line-row.js';

/** The estimate as JSON, `schemaVersion` 1: money and quantities are decimal strings in plain notation, exact. */
export function jsonReport(estimate: Estimate): string {
  return `${JSON.stringify(estimateJson(estimate), undefined, 2)}\n`;
}

export function estimateJson(estimate: Estimate) {
  const { scenario, totals, comparison } = estimate;
  return {
    schemaVersion: 1,
    kind: 'estimate',
    scenario: scenario.name,
    period: scenario.period,
    region: estimate.region,
    currency: estimate.currency,
    prices: estimate.prices.map(priceJson),
    lines: estimate.lines.map((line) => lineRow(line, estimate)),
    totals: mapValues(totals, totalJson),
    comparison: mapValues(comparison, comparisonJson),
    assumptions: estimate.assumptions,
    warnings: estimate.warnings,
  };
}

/** A strategy's total, over the period and by month. */
export function totalJson({ months, ...money }: Total) {
  return { ...moneyJson(money), months: months.map(monthJson) };
}

/** A difference to SSE-S3, by month, on average and over the period. */
export function comparisonJson({ months, averageMonth, period }: Comparison) {
  return { period: moneyJson(period), averageMonth: moneyJson(averageMonth), months: months.map(monthJson) };
}

export function monthJson({ month, ...money }: { month: string } & Range<Decimal>) {
  return { month, ...moneyJson(money) };
}
