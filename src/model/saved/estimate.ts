// model/saved: an estimate as JSON, written and read.

import * as z from 'zod';
import type { Decimal } from '../../base/decimal.js';
import { jsonText, moneyJson } from '../../base/json.js';
import { monthsOf } from '../../base/months.js';
import type { Range } from '../../base/range.js';
import { mapValues } from '../../base/records.js';
import { priceJson } from '../../prices/json.js';
import { CHARGES } from '../charges.js';
import { conversionJson } from '../conversion.js';
import { type Costing, ratesByMonth } from '../costing.js';
import type { Comparison, Estimate, Total } from '../estimate.js';
import type { Likely, LikelyAmount, Quantiles } from '../likely.js';
import { STRATEGIES } from '../strategies.js';
import type { UnitCosts } from '../unit-cost.js';
import { assertUnedited } from './edited.js';
import { lineJson, type SavedLine, savedRow, savedText } from './line-row.js';
import { checkedReport, parsedReport, savedDecimal, savedMonth } from './report.js';
import { SCHEMA_VERSION } from './version.js';

/**
 * The estimate as JSON, `schemaVersion` 1: money and quantities are decimal strings in plain notation, exact.
 *
 * @param more what else was asked of it, such as whether it keeps to budgets
 */
export function jsonReport(estimate: Estimate, more: Readonly<Record<string, unknown>> = {}): string {
  const { scenario, totals, comparison, likely, unitCosts } = estimate;
  const json = {
    schemaVersion: SCHEMA_VERSION,
    kind: 'estimate',
    scenario: scenario.name,
    period: scenario.period,
    region: estimate.region,
    currency: estimate.currency,
    ...(scenario.currency && { conversion: conversionJson(scenario.currency, monthsOf(scenario.period.start, scenario.period.months)) }),
    prices: estimate.prices.map(priceJson),
    lines: estimate.lines.map((line) => lineJson(line, estimate)),
    totals: mapValues(totals, totalJson),
    comparison: mapValues(comparison, comparisonJson),
    ...(likely && { likely: likelyJson(likely) }),
    ...(unitCosts && { unitCosts: unitCostsJson(unitCosts) }),
    ...more,
    assumptions: estimate.assumptions,
    warnings: estimate.warnings,
  } satisfies z.input<typeof savedEstimate> & Record<string, unknown>;
  return jsonText(json);
}

/** What it likely costs: over the period and by month, in the currency of the estimate. */
function likelyJson({ draws, seed, totals, comparison }: Likely) {
  return { draws, seed, totals: mapValues(totals, likelyAmountJson), comparison: mapValues(comparison, likelyAmountJson) };
}

function likelyAmountJson({ months, ...period }: LikelyAmount) {
  return { ...quantilesJson(period), months: months.map(({ month, ...own }) => ({ month, ...quantilesJson(own) })) };
}

function quantilesJson({ p10, p50, p90, mean }: Quantiles) {
  return { p10: p10.toFixed(), p50: p50.toFixed(), p90: p90.toFixed(), mean: mean.toFixed() };
}

/** What single things cost, in the currency of the estimate; amounts of data events only where they are neither recorded nor unpriced. */
function unitCostsJson({ each, dataEvents }: UnitCosts) {
  return {
    each: each.map(({ most, average, ...unit }) => ({ ...unit, most: mapValues(most, plainText), average: mapValues(average, plainText) })),
    dataEvents: typeof dataEvents === 'string' ? dataEvents : mapValues(dataEvents, plainText),
  };
}

function plainText(value: Decimal): string {
  return value.toFixed();
}

/** A strategy's total, over the period and by month. */
export function totalJson({ months, ...money }: Total) {
  return { ...moneyJson(money), months: months.map(monthJson) };
}

/** A difference to SSE-S3, by month, on average and over the period. */
export function comparisonJson({ months, averageMonth, period }: Comparison) {
  return { period: moneyJson(period), averageMonth: moneyJson(averageMonth), months: months.map(monthJson) };
}

function monthJson({ month, ...money }: { month: string } & Range<Decimal>) {
  return { month, ...moneyJson(money) };
}

/** What is read back of {@link jsonReport}; the compiler holds that it is written. */
const savedEstimate = z.object({
  scenario: savedText,
  period: z.object({ start: savedMonth, months: z.int().min(1).max(120) }),
  region: savedText,
  currency: savedText,
  conversion: z.object({ rates: z.array(z.object({ month: savedMonth, rate: savedText })) }).optional(),
  prices: z.array(
    z.object({
      metric: savedText,
      region: savedText,
      price: savedDecimal,
      currency: savedText,
      per: savedDecimal.refine((per) => per.gt(0), 'more than 0'),
    }),
  ),
  warnings: z.array(z.object({ charge: z.enum(CHARGES).optional() })),
  lines: z.array(savedRow),
  totals: z.record(z.enum(STRATEGIES), z.object({ low: savedDecimal, expected: savedDecimal, high: savedDecimal })),
});

/** An estimate that was saved: its lines have all that was saved of them. */
export interface SavedEstimate extends Costing {
  lines: readonly SavedLine[];
  prices: readonly (Costing['prices'][number] & { currency: string })[];
}

/**
 * An estimate that was saved with `--format json`.
 *
 * @param source its name, for messages
 * @throws TrailcostError `estimate-invalid`: incomplete JSON, another kind of report, another version, or lines that do not add up to the
 * totals
 */
export function parseSavedEstimate(text: string, source: string): SavedEstimate {
  return savedEstimateOf(parsedReport(text, source), source);
}

/**
 * The same of JSON that is parsed already.
 *
 * @throws TrailcostError as {@link parseSavedEstimate}
 */
export function savedEstimateOf(value: unknown, source: string): SavedEstimate {
  const { scenario, totals, warnings, conversion, ...rest } = checkedReport(savedEstimate, value, source, 'estimate');
  const estimate = {
    ...rest,
    name: scenario,
    unpriced: warnings.flatMap(({ charge }) => charge ?? []),
    rates: conversion && ratesByMonth(conversion),
  };
  assertUnedited(estimate, totals, source);
  return estimate;
}
