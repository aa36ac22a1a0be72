import { type Decimal, sum } from '../../base/decimal.js';
import type { Range } from '../../base/range.js';
import { hasDiscount } from '../../model/case-numbers.js';
import { CHARGE, CHARGES, type Charge } from '../../model/charges.js';
import type { Estimate } from '../../model/estimate.js';
import { type Line, listCost } from '../../model/lines.js';
import { addedShares, type Share } from '../../model/shares.js';
import { STRATEGIES, STRATEGY_NAMES, type Strategy } from '../../model/strategies.js';
import { CLOUDTRAIL } from '../../scenario/cloudtrail.js';
import type { Table } from '../layout/document.js';
import { amount, countOf, percentOf, placesFor } from '../layout/figures.js';
import { readerText } from '../layout/wording.js';
import { courseLine, yearsOf } from './course.js';

/** The strategies side by side, charge by charge; a charge that has no price is `?`. */
export function strategyTable({ lines, unpriced, totals, comparison, scenario, currency }: Estimate): Table {
  const { months } = scenario.period;
  const perMonth = (value: Decimal) => value.div(months);
  const neverPriced = unpriced.filter((each) => each.months.length === months).map(({ charge }) => charge);
  const present = CHARGES.filter((charge) => neverPriced.includes(charge) || lines.some((line) => line.charge === charge));
  const places = placesFor(STRATEGIES.map((strategy) => perMonth(totals[strategy].high)));
  const cell = (value: Decimal | undefined) => (value === undefined ? '–' : amount(value, places));
  const row = (name: string, valueIn: (strategy: Strategy) => Decimal | undefined) => [
    name,
    ...STRATEGIES.map((strategy) => cell(valueIn(strategy))),
  ];
  const rangeText = ({ low, high }: Range<Decimal>) => (low.eq(high) ? '' : [low, high].map((value) => cell(perMonth(value))).join(' – '));
  const averageDifference = (strategy: Strategy) => (strategy === 'sse-s3' ? undefined : comparison[strategy].averageMonth.expected);
  const costIn = (charge: Charge) => (strategy: Strategy) => {
    const own = lines.filter((line) => line.charge === charge && line.strategy === strategy);
    return own.length === 0 ? undefined : perMonth(sum(own.map(({ cost }) => cost.expected)));
  };
  const isDiscounted = hasDiscount(scenario) && lines.some((line) => !listCost(line, scenario).eq(line.cost.expected));
  const listCostIn = (strategy: Strategy) =>
    perMonth(sum(lines.filter((line) => line.strategy === strategy).map((line) => listCost(line, scenario))));
  return {
    title: `Strategies, ${monthly(months)}, ${currency}`,
    header: ['', ...STRATEGIES.map((strategy) => STRATEGY_NAMES[strategy])],
    leftColumns: 1,
    spareColumns: [1],
    rows: [
      ...present.map((charge) =>
        neverPriced.includes(charge) ? [CHARGE[charge].name, '?', '?', '?'] : row(CHARGE[charge].name, costIn(charge)),
      ),
      row('total', (strategy) => perMonth(totals[strategy].expected)),
      ['  low to high', ...STRATEGIES.map((strategy) => rangeText(totals[strategy]))],
      row('more than SSE-S3', averageDifference),
      ...(isDiscounted ? [row('total at list prices', listCostIn)] : []),
    ],
    summaryRows: isDiscounted ? 4 : 3,
    weights: present.map((charge) => Math.max(...STRATEGIES.map((strategy) => costIn(charge)(strategy)?.toNumber() ?? 0))),
  };
}

/** The strategies month by month, and what SSE-KMS adds; in short a line of bars. */
export function monthTable({ totals, comparison, currency }: Estimate): Table {
  const more = comparison['sse-kms'].months;
  const places = placesFor(totals['sse-kms'].months.map(({ high }) => high));
  const cell = (money: Range<Decimal> | undefined, which: keyof Range<Decimal>) =>
    money === undefined ? '–' : amount(money[which], places);
  return {
    title: `Months, and what SSE-KMS adds to SSE-S3, ${currency}`,
    header: [
      '',
      ...STRATEGIES.map((strategy) => STRATEGY_NAMES[strategy]),
      'adds',
      'adds, low',
      'adds, high',
      'Bucket Key adds, low',
      'high',
    ],
    leftColumns: 1,
    rows: more.map((difference, index) => [
      difference.month,
      ...STRATEGIES.map((strategy) => cell(totals[strategy].months[index], 'expected')),
      cell(difference, 'expected'),
      cell(difference, 'low'),
      cell(difference, 'high'),
      cell(comparison['sse-kms-bucket-key'].months[index], 'low'),
      cell(comparison['sse-kms-bucket-key'].months[index], 'high'),
    ]),
    spareColumns: [8, 7, 1, 3, 5, 6],
    detail: true,
    ...(more.length === 1 ? {} : { inShort: courseLine(more, currency) }),
  };
}

/** The strategies by calendar year, where the period is longer than one. */
export function yearTables({ totals, comparison, currency, scenario }: Estimate): Table[] {
  if (scenario.period.months <= 12) return [];
  const years = yearsOf(totals['sse-kms'].months);
  const costIn = (year: string, months: readonly ({ month: string } & Range<Decimal>)[]) =>
    sum(months.filter(({ month }) => month.startsWith(year)).map(({ expected }) => expected));
  const places = placesFor(years.map((year) => costIn(year, totals['sse-kms'].months)));
  return [
    {
      title: `Years, ${currency}`,
      header: ['', 'months', ...STRATEGIES.map((strategy) => STRATEGY_NAMES[strategy]), 'SSE-KMS adds'],
      leftColumns: 1,
      rows: years.map((year) => [
        year,
        String(totals['sse-kms'].months.filter(({ month }) => month.startsWith(year)).length),
        ...STRATEGIES.map((strategy) => amount(costIn(year, totals[strategy].months), places)),
        amount(costIn(year, comparison['sse-kms'].months), places),
      ]),
      spareColumns: [1],
      detail: true,
    },
  ];
}

/** Which readers make the difference to SSE-S3, most expensive first; the column adds up to the difference. */
export function readerTable(estimate: Estimate): Table {
  const { months } = estimate.scenario.period;
  const { figures, header } = addedColumns(estimate);
  const shares = addedShares(estimate.lines, 'reader');
  const asides = shares.flatMap(({ name }, place) => (name === '' || name === CLOUDTRAIL ? [[place, readerText(name)] as const] : []));
  return {
    title: `Readers, ${monthly(months)}, what SSE-KMS adds, ${estimate.currency}`,
    header: ['', 'requests paid by', 'KMS requests', ...header],
    leftColumns: 2,
    spareColumns: [1, 5, 2],
    rest: { noun: 'reader', asides: new Map(asides) },
    rows: shares.map((share) => [
      readerText(share.name),
      requestPayer(share.name, estimate.lines) || '–',
      share.name === '' ? '–' : countOf(share.requests.div(months)),
      ...figures(share),
    ]),
  };
}

/** The account that pays for a reader's KMS requests: `free` for CloudTrail's own, empty where the scenario does not say. */
export function requestPayer(name: string, lines: readonly Line[]): string {
  if (name === CLOUDTRAIL) return 'free';
  return lines.find(({ reader, charge }) => reader === name && charge === 'kms-requests')?.account ?? '';
}

/** Which accounts pay the difference to SSE-S3, most expensive first; the column adds up to the difference. */
export function accountTable(estimate: Estimate): Table {
  const { figures, header } = addedColumns(estimate);
  return {
    title: `Paying accounts, ${monthly(estimate.scenario.period.months)}, what SSE-KMS adds, ${estimate.currency}`,
    header: ['', ...header],
    leftColumns: 1,
    detail: true,
    rows: addedShares(estimate.lines, 'account').map((share) => [share.name === '' ? '(not given)' : share.name, ...figures(share)]),
  };
}

function addedColumns({ scenario, comparison }: Estimate) {
  const { months } = scenario.period;
  const { averageMonth, period } = comparison['sse-kms'];
  const places = placesFor([averageMonth.expected]);
  const figures = ({ costs }: Share) => [
    amount(costs['sse-kms'].div(months), places),
    percentOf(costs['sse-kms'], period.expected),
    amount(costs['sse-kms-bucket-key'].div(months), places),
  ];
  return { figures, header: ['SSE-KMS', 'share', 'Bucket Key'] };
}

function monthly(months: number): string {
  return months === 1 ? 'one month' : 'average month';
}
