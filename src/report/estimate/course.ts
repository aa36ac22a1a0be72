import { type Decimal, sum } from '../../base/decimal.js';
import { entryAt } from '../../base/lists.js';
import type { Range } from '../../base/range.js';
import { counted } from '../../base/text.js';
import { money } from '../layout/figures.js';

type MonthMoney = { month: string } & Range<Decimal>;

/** Bars that fit beside their text on a line of 80 columns. */
const MOST_BARS = 24;
const BARS = '▁▂▃▄▅▆▇█';
const NO_BAR = '·';

/** Months within a tenth of each other: the difference that their lengths alone can make. */
export function areAlike(months: readonly MonthMoney[]): boolean {
  const { least, most } = extremes(months);
  return most.expected.minus(least.expected).lte(most.expected.times(0.11));
}

/**
 * The months in one line: a bar for each, or for a few together where there are many, what begins, tops and ends them, and the sum of each
 * calendar year where there is more than one year of them.
 */
export function courseLine(months: readonly MonthMoney[], currency: string): string {
  const years =
    months.length <= 12
      ? ''
      : `. By year: ${yearsOf(months)
          .map((year) => yearText(year, months, currency))
          .join(', ')}`;
  return `By month, SSE-KMS adds  ${barsOf(months)}  ${courseText(months, currency)}${years}.`;
}

/** The calendar years that some months are of. */
export function yearsOf(months: readonly { month: string }[]): string[] {
  return [...new Set(months.map(({ month }) => month.slice(0, 4)))];
}

function yearText(year: string, months: readonly MonthMoney[], currency: string): string {
  const own = months.filter(({ month }) => month.startsWith(year));
  const part = own.length === 12 ? '' : ` (${counted(own.length, 'month')})`;
  return `${year} ${money(sum(own.map(({ expected }) => expected)), currency)}${part}`;
}

/**
 * From the least to the most expensive month, and how it ends where that is neither. A ramp has ended where the last month is within a
 * twentieth of the most expensive one.
 */
function courseText(months: readonly MonthMoney[], currency: string): string {
  const at = ({ month, expected }: MonthMoney) => `${money(expected, currency)} in ${month}`;
  const { least, most } = extremes(months);
  if (least.expected.eq(most.expected)) return `${money(most.expected, currency)} in every month`;
  const last = entryAt(months, months.length - 1);
  if (last.expected.gte(most.expected.times(0.95))) return `${at(least)} to ${at(last)}`;
  return `${at(least)} to ${at(most)}${last === least ? '' : `, at the end ${at(last)}`}`;
}

function barsOf(months: readonly MonthMoney[]): string {
  const size = Math.ceil(months.length / MOST_BARS);
  const groups = Array.from({ length: Math.ceil(months.length / size) }, (_, index) => months.slice(index * size, (index + 1) * size));
  const tops = groups.map((group) => extremes(group).most.expected);
  const highest = extremes(months).most.expected;
  return tops.map((value) => (value.gt(0) ? BARS[value.div(highest).times(BARS.length).ceil().toNumber() - 1] : NO_BAR)).join('');
}

function extremes(months: readonly MonthMoney[]) {
  return {
    least: months.reduce((least, month) => (month.expected.lt(least.expected) ? month : least)),
    most: months.reduce((most, month) => (month.expected.gt(most.expected) ? month : most)),
  };
}
