import type { Decimal } from '../../base/decimal.js';
import { type ByCase, byCase } from '../../model/case.js';
import type { Comparison, Estimate, Money, Total } from '../../model/estimate.js';
import type { Price } from '../../prices/book.js';
import { lineRow } from '../../model/saved/line-row.js';

/** The estimate as JSON, `schemaVersion` 1: money and quantities are decimal strings in plain notation, exact. */
export function jsonReport(estimate: Estimate): string {
  return `${JSON.stringify(estimateJson(estimate), undefined, 2)}\n`;
}

function estimateJson(estimate: Estimate) {
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

/** A price as every JSON report shows it. */
export function priceJson({ metric, region, price, per, unit, currency, asOf, effectiveFrom, confidence, source }: Price) {
  return {
    metric,
    region,
    price: price.toFixed(),
    per: per.toFixed(),
    unit,
    currency,
    source,
    date: asOf,
    ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
    confidence,
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

function monthJson({ month, ...money }: { month: string } & Money) {
  return { month, ...moneyJson(money) };
}

/** Money in each case, exact and in plain notation. */
export function moneyJson(money: ByCase<Decimal>): ByCase<string> {
  return byCase((which) => money[which].toFixed());
}

/** The same keys with other values. */
export function mapValues<K extends string, A, B>(record: Record<K, A>, map: (value: A) => B): Record<K, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value as A)])) as Record<K, B>;
}
