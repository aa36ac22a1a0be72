import { Decimal } from '../base/decimal.js';
import { TrailcostError } from '../base/errors.js';
import type { Budget } from './budget.js';

/** A number, with or without commas between its thousands. */
export const NUMBER = /^(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d{1,12})?$/;
/** A code, or a sign that may have letters before it: `EUR`, `€`, `US$`. */
const CURRENCY = String.raw`[A-Za-z]{3}|[A-Z]{0,2}\p{Sc}`;
const AMOUNT = new RegExp(`^(${CURRENCY})?\\s*([^\\s\\p{L}\\p{Sc}]+)\\s*(${CURRENCY})?$`, 'u');

/**
 * An amount of money as people write it: `300`, `3,000.50`, `$300`, `300 USD`.
 *
 * @throws TrailcostError `usage`
 */
export function amountOf(text: string, option: string, place = `${option} ${text}`, remedy = REMEDY): Pick<Budget, 'amount' | 'written'> {
  const [, before, number = '', after] = AMOUNT.exec(text.trim()) ?? [];
  const currency = before ?? after;
  const isDoubtful = DOUBTS.find(({ form }) => form.test(number));
  if (isDoubtful !== undefined) throw refused(place, isDoubtful.what, isDoubtful.remedy(number));
  if (!NUMBER.test(number) || (before !== undefined && after !== undefined)) throw refused(place, 'is not an amount', remedy);
  return {
    amount: new Decimal(number.replaceAll(',', '')),
    ...(currency === undefined ? {} : { written: { currency, place } }),
  };
}

/** How an amount is written. */
export const REMEDY = 'Write 300, 3,000.50, \'$300\' (in quotes: the shell takes $3 for itself) or "300 USD".';

/** Numbers that are read in two ways, or that a shell has taken a part of. */
const DOUBTS = [
  {
    form: /^\d+,\d{1,2}$/,
    what: 'is not clear: a comma separates thousands, as in 3,000',
    remedy: (number: string) => `For cents write ${number.replace(',', '.')}.`,
  },
  {
    form: /^[1-9]\d{0,2}\.\d{3}$/,
    what: 'is not clear: a point separates cents, as in 3.50',
    remedy: (number: string) => `For thousands write ${number.replace('.', ',')}, else ${number}0.`,
  },
  {
    form: /^0\d|^,/,
    what: 'is not an amount',
    remedy: () => "If it was $ and a number: write it in quotes, '$300', since the shell takes $3 for itself.",
  },
] as const;

function refused(where: string, what: string, remedy: string): TrailcostError {
  return new TrailcostError('usage', { where, what, remedy });
}
