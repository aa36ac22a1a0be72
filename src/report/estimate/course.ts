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
 * From the least to the most expensive month, and how it ends where that is neither, nor within a twentieth of the most expensive one:
 * there a ramp has ended, and months differ by their lengths.
 */
function courseText(months: readonly MonthMoney[], currency: string): string {
  const { least, most } = extremes(months);
  const top = money(most.expected, currency);
  if (money(least.expected, currency) === top) return `${top} in every month`;
  const at = ({ month, expected }: MonthMoney) => `${money(expected, currency)} in ${month}`;
  const last = entryAt(months, months.length - 1);
  const hasOwnEnd = last !== least && last.expected.lt(most.expected.times(0.95));
  return `${at(least)} to ${at(most)}${hasOwnEnd ? `, at the end ${at(last)}` : ''}`;
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
