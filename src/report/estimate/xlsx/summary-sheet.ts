import { Decimal, sum } from '../../../base/decimal.js';
import { monthPlus } from '../../../base/months.js';
import { CHARGES, type Charge } from '../../../model/charges.js';
import type { Estimate } from '../../../model/estimate.js';
import { addedShares } from '../../../model/shares.js';
import { type KmsStrategy, STRATEGIES, type Strategy } from '../../../model/strategies.js';
import { CLOUDTRAIL } from '../../../scenario/cloudtrail.js';
import { readerText } from '../../layout/wording.js';
import { barRows } from '../../layout/workbook/bars.js';
import {
  bold,
  FORMAT,
  formulaCell,
  letterOf,
  numberCell,
  type Row,
  type Sheet,
  type SheetCell,
  textCell,
} from '../../layout/workbook/cells.js';
import type { Bars } from '../../layout/workbook/data.js';
import { LIKELY_ENDS, monthCell, sumOfLines } from './lines-sheet.js';

/** What every workbook says about its own numbers. */
const PRECISION = 'Cells hold numbers of 15 digits, totals are formulas over the sheet "lines"; --format csv and json are exact.';

/** The strategies side by side, charge by charge, over the period; then what the workbook is about. */
export function summarySheet(estimate: Estimate): Sheet {
  const { currency } = estimate;
  return {
    name: 'summary',
    header: [`cost in ${currency}`, ...STRATEGIES],
    widths: [42, 20, 20, 20],
    rows: [...costRows(estimate), ...chartsOf(estimate).flatMap(barRows), [], ...scenarioRows(estimate)],
  };
}

/** What SSE-KMS adds, by month and by reader. */
function chartsOf({ comparison, lines, currency }: Estimate): Bars[] {
  const readers = addedShares(lines, 'reader').filter(({ name, costs }) => name !== CLOUDTRAIL || !costs['sse-kms'].isZero());
  return [
    {
      title: 'What sse-kms adds to sse-s3, by month',
      of: currency,
      isMoney: true,
      bars: comparison['sse-kms'].months.map(({ month, expected }) => ({ name: month, value: expected })),
    },
    {
      title: 'What sse-kms adds to sse-s3, by reader',
      of: currency,
      isMoney: true,
      bars: readers.map(({ name, costs }) => ({ name: readerText(name), value: costs['sse-kms'] })),
    },
  ];
}

function costRows(estimate: Estimate): Row[] {
  const { lines, totals, comparison, scenario } = estimate;
  const charges = CHARGES.filter((charge) => lines.some((line) => line.charge === charge));
  const costOf = (charge: Charge, strategy: Strategy) =>
    sum(lines.flatMap((line) => (line.charge === charge && line.strategy === strategy ? [line.cost.expected] : [])));
  const linesSum = (column: 'cost' | 'cost_low' | 'cost_high', strategy: Strategy, charge?: Charge) =>
    sumOfLines(column, { strategy, ...(charge === undefined ? {} : { charge }) }, lines.length);
  const total = charges.length + 2;
  const more = total + 3;
  return [
    ...charges.map((charge) => costRow(charge, (strategy) => [linesSum('cost', strategy, charge), costOf(charge, strategy)])),
    costRow('total', (strategy, letter) => [`SUM(${letter}2:${letter}${total - 1})`, totals[strategy].expected]).map(bold),
    costRow('total, low', (strategy) => [linesSum('cost_low', strategy), totals[strategy].low]),
    costRow('total, high', (strategy) => [linesSum('cost_high', strategy), totals[strategy].high]),
    differenceRow('more than sse-s3', (strategy, letter) => [`${letter}${total}-$B${total}`, comparison[strategy].period.expected]),
    differenceRow('more than sse-s3, average month', (strategy, letter) => [
      `${letter}${more}/${scenario.period.months}`,
      comparison[strategy].averageMonth.expected,
    ]),
    ...likelyRows(estimate),
  ];
}

/** What each strategy likely costs: drawn, and so no formula. */
function likelyRows({ likely }: Estimate): Row[] {
  if (likely === undefined) return [];
  const { totals, comparison } = likely;
  const cellOf = (value: Decimal | undefined) => (value === undefined ? null : numberCell(value, FORMAT.money));
  return LIKELY_ENDS.flatMap(([key, name]) => [
    [textCell(`total, ${name}`), ...STRATEGIES.map((strategy) => cellOf(totals[strategy][key]))],
    [
      textCell(`more than sse-s3, ${name}`),
      ...STRATEGIES.map((strategy) => cellOf(strategy === 'sse-s3' ? undefined : comparison[strategy][key])),
    ],
  ]);
}

/** A formula and its value. */
type Computed = [formula: string, result: Decimal];

function costRow(name: string, compute: (strategy: Strategy, letter: string) => Computed): SheetCell[] {
  return [textCell(name), ...STRATEGIES.map((strategy, index) => formulaCell(...compute(strategy, letterOf(index + 1)), FORMAT.money))];
}

function differenceRow(name: string, compute: (strategy: KmsStrategy, letter: string) => Computed): Row {
  const cellOf = (strategy: Strategy, index: number) =>
    strategy === 'sse-s3' ? null : formulaCell(...compute(strategy, letterOf(index + 1)), FORMAT.money);
  return [textCell(name), ...STRATEGIES.map(cellOf)];
}

function scenarioRows({ scenario, region, currency }: Estimate): Row[] {
  const { start, months } = scenario.period;
  return [
    [textCell('scenario'), textCell(scenario.name)],
    [textCell('first month'), monthCell(start)],
    [textCell('last month'), monthCell(monthPlus(start, months - 1))],
    [textCell('months'), numberCell(new Decimal(months), FORMAT.count)],
    [textCell('Region'), textCell(region)],
    [textCell('currency'), textCell(currency)],
    [textCell('precision'), textCell(PRECISION)],
  ];
}
