// What holds of every report, whatever it is made of.
import { deepStrictEqual } from 'node:assert';
import { parse } from 'csv-parse/sync';
import { Decimal as AnyDecimal } from 'decimal.js';

/** As exact as the program's own. */
const Decimal = AnyDecimal.clone({ precision: 60 });

/** @throws Error */
export function assertThat(condition, what, shown = '') {
  if (!condition) throw new Error(`${what}${shown === '' ? '' : `: ${JSON.stringify(shown).slice(0, 500)}`}`);
}

export function assertSame(one, other, what) {
  try {
    deepStrictEqual(one, other);
  } catch (error) {
    throw new Error(`${what}: ${error.message.slice(0, 1000)}`, { cause: error });
  }
}

/** A terminal, a log and a pull request show text as it stands: nothing in it may command them. */
export function assertInert(text, what) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: just these are looked for
  const found = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/.exec(text);
  assertThat(
    found === null,
    `${what} holds a control character`,
    found === null ? '' : text.slice(Math.max(0, found.index - 40), found.index + 20),
  );
}

/** A spreadsheet takes what begins so for a formula. */
const FORMULA = /^[=+@\t\r]|^-(?!\d)/;

/** CSV that is whole, and of which a spreadsheet computes nothing. */
export function assertInertCsv(csv, what) {
  assertInert(csv, what);
  const formula = parse(csv)
    .flat()
    .find((cell) => FORMULA.test(cell));
  assertThat(formula === undefined, `${what} holds a formula`, formula);
}

/** An amount in plain notation, and nothing below zero. */
const AMOUNT = /^\d+(\.\d+)?$/;

/** @param {readonly string[]} fields of the object that hold amounts */
export function assertAmounts(object, fields) {
  for (const field of fields) assertThat(AMOUNT.test(String(object[field])), `${field} is no amount`, object[field]);
}

/** A report in JSON, in which every number is written out and none is negative but `differences`. */
export function plainReport(text) {
  return JSON.parse(text, (key, value) => {
    if (typeof value !== 'number') return value;
    assertThat(!String(value).includes('e') && value >= 0, `${key} is no plain number`, String(value));
    return value;
  });
}

const LINE_AMOUNTS = [
  'quantity_low',
  'quantity',
  'quantity_high',
  'free_tier_quantity',
  'billable_quantity',
  'unit_price',
  'cost_low',
  'cost',
  'cost_high',
];

/** Of an estimate in JSON: low ≤ expected ≤ high, and lines add up to totals and totals to the whole. */
export function assertSums({ lines, totals }) {
  const own = new Map();
  for (const line of lines) {
    assertAmounts(line, LINE_AMOUNTS);
    for (const [low, expected, high] of [
      [line.cost_low, line.cost, line.cost_high],
      [line.quantity_low, line.quantity, line.quantity_high],
    ]) {
      assertThat(new Decimal(low).lte(expected) && new Decimal(expected).lte(high), 'low ≤ expected ≤ high does not hold', line);
    }
    for (const [which, cost] of [
      ['low', line.cost_low],
      ['expected', line.cost],
      ['high', line.cost_high],
    ]) {
      const key = `${line.strategy} ${which}`;
      own.set(key, new Decimal(cost).plus(own.get(key) ?? 0));
    }
  }
  for (const [strategy, total] of Object.entries(totals)) {
    for (const which of ['low', 'expected', 'high']) {
      const sum = own.get(`${strategy} ${which}`) ?? new Decimal(0);
      assertThat(sum.eq(total[which]), `lines of ${strategy} do not add up to its ${which} total`, `${sum} ${total[which]}`);
    }
  }
}
