import { remembered } from './memo.js';

/** An AWS account's id as a table's cell has it. */
export interface AccountCell {
  /** Twelve digits; what other clouds call an account as it is; empty where it is damaged or absent. */
  id: string;
  /** Whether it was put right surely, or has lost digits that nothing brings back. */
  state: 'whole' | 'mended' | 'damaged';
}

const DIGITS = 12;
const MOST_ACCOUNTS = 20_000;
const WHOLE = /^\d{12}$/;
/** Quotation marks, what makes a formula of a text, and blanks. */
const AROUND = /^[=\s\u00a0"'`’‘“”]+|[\s\u00a0"'`’‘“”]+$/g;
/** A column that was too narrow (`######`), an error of a formula (`#REF!`), or marks alone. */
const LOST = /^\s*#|^[^\p{L}\p{N}]+$/u;
const GROUPED = /^\d{4}([ -])\d{4}\1\d{4}$|^\d{1,3}(?:([ ,.'’\u00a0\u202f])\d{3})(?:\2\d{3}){0,2}$/;
const SEPARATORS = /[ ,.'’\u00a0\u202f-]/g;
const WITH_DECIMALS = /^(\d{1,12})[.,]0*$/;
const POWER = /^(\d)(?:[.,](\d*))?[eE]\+?(\d{1,2})$/;

/**
 * Reads an account id as databases, data frames and spreadsheets leave it.
 *
 * @example accountIn('444455556666.0') // { id: '444455556666', state: 'mended' }
 * @example accountIn('4.44456E+11') // { id: '', state: 'damaged' }
 */
export const accountIn = remembered(
  (text: string): AccountCell => {
    if (WHOLE.test(text) || text === '') return { id: text, state: 'whole' };
    if (LOST.test(text)) return { id: '', state: 'damaged' };
    const bare = text.replace(AROUND, '');
    const digits = digitsIn(bare);
    if (digits === 'lost') return { id: '', state: 'damaged' };
    if (digits === undefined) return { id: text, state: 'whole' };
    return { id: digits.padStart(DIGITS, '0'), state: 'mended' };
  },
  { most: MOST_ACCOUNTS },
);

/** Undefined where it is not an AWS account id in any form. */
function digitsIn(text: string): string | 'lost' | undefined {
  if (/^\d{1,12}$/.test(text)) return text;
  const [, whole] = WITH_DECIMALS.exec(text) ?? [];
  if (whole !== undefined && (text.length > DIGITS || !GROUPED.test(text))) return whole;
  if (GROUPED.test(text)) return text.replace(SEPARATORS, '');
  const [power, first = '', rest = '', exponent = ''] = POWER.exec(text) ?? [];
  const length = Number(exponent);
  if (power === undefined || length >= DIGITS) return undefined;
  if (rest.length < length) return 'lost';
  return /^0*$/.test(rest.slice(length)) ? first + rest.slice(0, length) : undefined;
}
