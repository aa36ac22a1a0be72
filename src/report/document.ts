import { type Decimal, sum, ZERO } from '../decimal.js';
import type { Estimate, Money } from '../model/estimate.js';
import { CHARGES, type Charge, type Line } from '../model/lines.js';
import { STRATEGIES, type Strategy } from '../model/requests.js';
import type { Price } from '../prices/book.js';
import { CLOUDTRAIL } from '../scenario/schema.js';
import { readerCosts } from './causes.js';
import { amount, countOf, percentOf, placesFor } from './figures.js';
import { headline, spread } from './headline.js';

/** A table of text; after `leftColumns` all columns are numbers. The first column holds names and may be shortened. */
export interface Table {
  title: string;
  header: string[];
  leftColumns: number;
  rows: string[][];
  /** Rows at the end that sum up the others. */
  summaryRows: number;
}

/** Points under a title. */
export interface List {
  title: string;
  items: string[];
  isWarning: boolean;
}

/** A report for people, before a format: the answer, then tables, then what it rests on. */
export interface Document {
  headline: string;
  spread: string;
  subject: string;
  tables: Table[];
  lists: List[];
}

const STRATEGY_NAMES: Record<Strategy, string> = { 'sse-s3': 'SSE-S3', 'sse-kms': 'SSE-KMS', 'sse-kms-bucket-key': 'Bucket Key' };
const CHARGE_NAMES: Record<Charge, string> = {
  'kms-requests': 'KMS requests',
  'kms-keys': 'KMS keys',
  'cloudtrail-copies': 'CloudTrail paid copies',
  'cloudtrail-insights': 'CloudTrail Insights',
  'cloudtrail-data-events': 'CloudTrail data events',
  's3-gets': 'S3 GETs',
};

/** The report that `table` and `markdown` print. */
export function documentOf(estimate: Estimate): Document {
  const { scenario, region, currency } = estimate;
  const { start, months } = scenario.period;
  const period = months === 1 ? start : `${start} to ${estimate.totals['sse-s3'].months.at(-1)?.month} (${months} months)`;
  return {
    headline: headline(estimate),
    spread: spread(estimate),
    subject: `Scenario ${scenario.name} · ${region} · ${period} · ${currency}`,
    tables: [strategyTable(estimate), monthTable(estimate), readerTable(estimate)],
    lists: [
      { title: 'Prices used', items: estimate.prices.map(priceText), isWarning: false },
      { title: 'What this rests on', items: estimate.assumptions, isWarning: false },
      { title: 'Warnings', items: estimate.warnings.map(({ message }) => message), isWarning: true },
    ].filter(({ items }) => items.length > 0),
  };
}

function strategyTable({ lines, totals, comparison, scenario, currency }: Estimate): Table {
  const { months } = scenario.period;
  const perMonth = (value: Decimal) => value.div(months);
  const present = CHARGES.filter((charge) => lines.some((line) => line.charge === charge));
  const costs = new Map(present.map((charge) => [charge, STRATEGIES.map((strategy) => costOf(lines, charge, strategy))]));
  const places = placesFor(STRATEGIES.map((strategy) => perMonth(totals[strategy].high)));
  const cell = (value: Decimal | undefined) => (value === undefined ? '–' : amount(perMonth(value), places));
  const difference = (strategy: Strategy) => (strategy === 'sse-s3' ? undefined : comparison[strategy].period.expected);
  const row = (name: string, valueIn: (strategy: Strategy) => Decimal | undefined) => [
    name,
    ...STRATEGIES.map((strategy) => cell(valueIn(strategy))),
  ];
  return {
    title: `Strategies, ${months === 1 ? 'one month' : 'average month'}, ${currency}`,
    header: ['', ...STRATEGIES.map((strategy) => STRATEGY_NAMES[strategy])],
    leftColumns: 1,
    rows: [
      ...[...costs].map(([charge, values]) => [CHARGE_NAMES[charge], ...values.map(cell)]),
      row('total', (strategy) => totals[strategy].expected),
      row('  low', (strategy) => totals[strategy].low),
      row('  high', (strategy) => totals[strategy].high),
      row('more than SSE-S3', difference),
      ...(months === 1 ? [] : [['more in the whole period', ...STRATEGIES.map((strategy) => wholeCell(difference(strategy), places))]]),
    ],
    summaryRows: months === 1 ? 4 : 5,
  };
}

function wholeCell(value: Decimal | undefined, places: number): string {
  return value === undefined ? '–' : amount(value, places);
}

/** Undefined where a strategy does not have the charge at all. */
function costOf(lines: readonly Line[], charge: Charge, strategy: Strategy): Decimal | undefined {
  const own = lines.filter((line) => line.charge === charge && line.strategy === strategy);
  return own.length === 0 ? undefined : sum(own.map(({ cost }) => cost.expected));
}

function monthTable({ totals, comparison, currency }: Estimate): Table {
  const months = totals['sse-s3'].months;
  const more = comparison['sse-kms'].months;
  const places = placesFor([...totals['sse-kms'].months, ...months].map(({ high }) => high));
  const cells = (money: Money | undefined) => amount(money?.expected ?? ZERO, places);
  return {
    title: `Months, ${currency}`,
    header: ['', ...STRATEGIES.map((strategy) => STRATEGY_NAMES[strategy]), 'SSE-KMS more', 'low', 'high'],
    leftColumns: 1,
    rows: months.map(({ month }, index) => [
      month,
      ...STRATEGIES.map((strategy) => cells(totals[strategy].months[index])),
      cells(more[index]),
      amount(more[index]?.low ?? ZERO, places),
      amount(more[index]?.high ?? ZERO, places),
    ]),
    summaryRows: 0,
  };
}

/** Who causes the difference to SSE-S3: every line that SSE-S3 does not have, by reader, dearest first. */
function readerTable(estimate: Estimate): Table {
  const { scenario, currency, comparison } = estimate;
  const perMonth = (value: Decimal) => value.div(scenario.period.months);
  const costs = readerCosts(estimate.lines);
  const total = comparison['sse-kms'].period.expected;
  const places = placesFor([perMonth(total)]);
  return {
    title: `Readers, ${scenario.period.months === 1 ? 'one month' : 'average month'}, what SSE-KMS adds, ${currency}`,
    header: ['', 'requests paid by', 'KMS requests', 'SSE-KMS', 'share', 'Bucket Key'],
    leftColumns: 2,
    rows: costs.map(({ reader, account, requests, cost, bucketKeyCost }) => [
      reader === '' ? '(keys)' : reader,
      payer(reader, account),
      reader === '' ? '–' : countOf(perMonth(requests)),
      amount(perMonth(cost), places),
      percentOf(cost, total),
      amount(perMonth(bucketKeyCost), places),
    ]),
    summaryRows: 0,
  };
}

function payer(reader: string, account: string): string {
  if (reader === CLOUDTRAIL) return 'free';
  return reader === '' ? '' : account;
}

/** A price with how sure it is and where it comes from. */
export function priceText({ metric, region, price, per, unit, currency, asOf, effectiveFrom, confidence, source }: Price): string {
  const each = per.eq(1) ? unit.replace(/s$/, '') : `${countOf(per)} ${unit}`;
  const from = effectiveFrom === undefined ? '' : `, from ${effectiveFrom}`;
  const date = asOf === 'undated' ? 'undated' : `as of ${asOf}`;
  return `${metric} in ${region}: ${currency} ${price.toFixed()} per ${each}${from}, ${confidence}, ${date}. Source: ${source}`;
}
