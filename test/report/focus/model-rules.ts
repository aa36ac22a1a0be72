import { readFileSync } from 'node:fs';
import { Decimal } from '../../../src/base/decimal.js';
import type { FocusCells } from './focus-rules.js';

/** What a rule asks of a row: a check of the requirements model, and what it is asked of. */
interface Check extends ReadonlyArray<Check | string | number | null> {
  0: string;
}

interface Rule {
  id: string;
  requires: Check;
  /** What a provider must support for the rule to apply to it. */
  onlyIf?: readonly string[];
  when?: Check;
}

/**
 * The rules of the requirements model of FOCUS 1.2 that a program can check, as the official validator has them; without those that
 * only put others together. FOCUS is made by the FinOps Foundation, licensed CC BY 4.0; here it is shortened.
 */
const RULES: readonly Rule[] = readFileSync(new URL('model-1.2.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

/** AWS has one type of account, and no prices in virtual currency. */
const NOT_OF_AWS = ['MULTIPLE_SUB_ACCOUNT_TYPES_SUPPORTED', 'MULTIPLE_BILLING_ACCOUNT_TYPES_SUPPORTED', 'VIRTUAL_CURRENCY_SUPPORTED'];

/** The rules that apply to AWS. */
export const APPLICABLE = RULES.filter(({ onlyIf = [] }) => !onlyIf.some((criterion) => NOT_OF_AWS.includes(criterion)));

/** The rules that some row breaks, or all of them together. */
export function brokenModelRules(rows: readonly FocusCells[]): string[] {
  return APPLICABLE.filter(({ requires, when }) => {
    if (requires[0] === 'CheckDistinctCount') return !hasOne(rows, String(requires[1]), String(requires[2]));
    return rows.some((row) => (when === undefined || holds(when, row) === true) && holds(requires, row) === false);
  }).map(({ id }) => id);
}

function hasOne(rows: readonly FocusCells[], column: string, other: string): boolean {
  const pairs = new Set(rows.map((row) => `${row[column]} ${row[other]}`));
  return pairs.size === new Set(rows.map((row) => row[column])).size;
}

const NUMBER = /^-?\d+(\.\d+)?$/;
/** As SQL compares: what is compared with null is neither true nor false. */
type Truth = boolean | undefined;
const TESTS: Readonly<Record<string, (text: string) => boolean>> = {
  TypeString: () => true,
  FormatString: () => true,
  TypeDecimal: (text) => NUMBER.test(text),
  FormatNumeric: (text) => NUMBER.test(text),
  CheckDecimalValue: (text) => NUMBER.test(text),
  TypeDateTime: (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text),
  FormatDateTime: (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text),
  FormatCurrency: (text) => /^[A-Z]{3}$/.test(text),
  CheckNationalCurrency: (text) => /^[A-Z]{3}$/.test(text),
  FormatUnit: (text) => /^[A-Z][A-Za-z]*(-[A-Z][A-Za-z]*)*$/.test(text),
  FormatKeyValue: (text) => Object.values(JSON.parse(text)).every((value) => typeof value !== 'object'),
};

function holds(check: Check, row: FocusCells): Truth {
  const [name, ...of] = check;
  if (name === 'AND' || name === 'OR') {
    const all = (of as Check[]).map((each) => holds(each, row));
    const deciding = name === 'OR';
    return all.includes(deciding) ? deciding : all.includes(undefined) ? undefined : !deciding;
  }
  const [column, other, third] = of as [string, string | number | null | undefined, string | undefined];
  if (name === 'ColumnPresent') return column in row;
  const cell = row[column] || null;
  if (name === 'CheckValue' && other === null) return cell === null;
  if (name === 'CheckNotValue') return other === null ? cell !== null : cell !== String(other);
  if (cell === null) return undefined;
  return heldBy(name, cell, { other, third }, row);
}

function heldBy(
  name: string,
  cell: string,
  { other, third }: { other: string | number | null | undefined; third: string | undefined },
  row: FocusCells,
): Truth {
  const second = row[String(other)] || null;
  switch (name) {
    case 'CheckValue':
      return cell === String(other);
    case 'CheckSameValue':
      return second === null ? undefined : cell === second;
    case 'CheckNotSameValue':
      return second === null ? undefined : cell !== second;
    case 'CheckGreaterOrEqualThanValue':
      return new Decimal(cell).gte(String(other));
    case 'ColumnByColumnEqualsColumnValue':
      return second === null ? undefined : new Decimal(cell).times(second).eq(row[String(third)] ?? '');
    default: {
      const test = TESTS[name];
      if (test === undefined) throw new Error(`no check ${name}`);
      return test(cell);
    }
  }
}
