import { Decimal } from '../base/decimal.js';
import { type FieldPath, TrailcostError } from '../base/errors.js';
import { grouped, quantityText } from '../base/text.js';
import { type NumberBounds, numberBounds } from './bounds.js';
import { valueByLike } from './like.js';
import { nodesAt, valueAt } from './nodes.js';
import { isQuantity, mapQuantity } from './quantity.js';
import type { Quantity } from './schema.js';
import { GROW_FILES } from './trails.js';

/** A change of a number, as people type it: `+40`, `-10`, `*2`, `+20%`. */
export class NumberChange {
  readonly text: string;
  readonly sign: '+' | '-' | '*';
  readonly by: Decimal;
  readonly isPercent: boolean;

  constructor(sign: NumberChange['sign'], by: Decimal, isPercent: boolean) {
    this.sign = sign;
    this.by = by;
    this.isPercent = isPercent;
    this.text = `${sign}${by}${isPercent ? '%' : ''}`;
  }

  /** Whether it looks like a number with a sign. */
  get isSum(): boolean {
    return this.sign !== '*' && !this.isPercent;
  }

  /** A number after it. */
  applied(value: number): Decimal {
    const from = new Decimal(value);
    const part = this.isPercent ? this.by.div(100) : this.by;
    if (this.sign === '*') return from.times(part);
    return from.plus((this.isPercent ? from.times(part) : part).times(this.sign === '-' ? -1 : 1));
  }
}

const CHANGE = /^([+*-])\s*(\d{1,15}(?:\.\d{1,12})?(?:[eE][+-]?\d{1,2})?)(%?)$/;

/**
 * The change that a text asks for; undefined for any other text.
 *
 * @example changeIn('+40')?.by // 40
 * @example changeIn('40') // undefined
 */
export function changeIn(text: string): NumberChange | undefined {
  const [, sign, by, percent] = CHANGE.exec(text) ?? [];
  if (by === undefined || (sign !== '+' && sign !== '-' && sign !== '*')) return undefined;
  return new NumberChange(sign, new Decimal(by), percent === '%');
}

/**
 * A number of a scenario after a change, each end of a range alike; a product of a number of things is rounded to a whole number.
 *
 * @param where where the change was given, for messages
 * @throws TrailcostError `scenario-invalid` for what is not a number, may be meant as a number below zero, or leaves the field's limits
 */
export function changedNumber(raw: unknown, field: FieldPath, change: NumberChange, where: string): Quantity {
  const refused = (what: string, remedy: string) => new TrailcostError('scenario-invalid', { where, what, remedy });
  const { text } = change;
  const bounds = numberBounds(field, raw);
  if (bounds === undefined)
    throw refused(`does not hold a number, so it cannot change by ${text}`, `Give its value. ${meaningOf(raw, field)}`.trim());
  const before = valueBefore(raw, field);
  if (!isQuantity(before)) throw refused(missingText(before, text), missingRemedy(raw, field, change));
  const after = mapQuantity(before, (value) => changedBy(change, value, bounds.things && Number.isInteger(value)));
  if (bounds.min < 0 && change.isSum)
    throw refused(`${text} is not clear: to set it to ${Number(text)}, or to change it?`, unclearRemedy(change, before, after));
  const whole = bounds.whole || (bounds.things && valuesOf(before).every(Number.isInteger));
  if (isWithin(after, { ...bounds, whole })) return after;
  const range = `a ${whole ? 'whole ' : ''}number from ${grouped(bounds.min)} to ${grouped(bounds.max)}`;
  throw refused(`${quantityText(before)} changed by ${text} is ${quantityText(after)}; expected ${range}`, 'Change it by less.');
}

function unclearRemedy({ text }: NumberChange, before: Quantity, after: Quantity): string {
  const changed = typeof after === 'number' ? `, or ==${after} to change ${quantityText(before)} by ${text}` : '';
  return `Write ==${Number(text)} to set it to ${Number(text)}${changed}. In the cases of a scenario, write the number without quotes.`;
}

/** Half a thing is not one: a product of a number of things is rounded to a whole number. */
function changedBy(change: NumberChange, value: number, things: boolean): number {
  const result = change.applied(value);
  return (things && !change.isSum ? result.toDecimalPlaces(0, Decimal.ROUND_HALF_UP) : result).toNumber();
}

function valuesOf(quantity: Quantity): number[] {
  return typeof quantity === 'number' ? [quantity] : [quantity.low, quantity.expected, quantity.high];
}

function isWithin(quantity: Quantity, { min, max, whole }: NumberBounds): boolean {
  return valuesOf(quantity).every((value) => value >= min && value <= max && (!whole || Number.isInteger(value)));
}

function meaningOf(raw: unknown, field: FieldPath): string {
  return nodesAt(field, raw).find(({ description }) => description !== undefined)?.description ?? '';
}

/** What a field holds, as written, by the reader that its reader is like, or else by default. */
export function valueBefore(raw: unknown, field: FieldPath): unknown {
  return valueAt(raw, field) ?? valueByLike(raw, field) ?? nodesAt(field, raw).find((node) => node.default !== undefined)?.default;
}

function missingText(value: unknown, text: string): string {
  if (value === undefined || value === null) return `has no value in the scenario that could change by ${text}`;
  return `is ${typeof value === 'string' ? `"${value}"` : 'not a number'}, which cannot change by ${text}`;
}

function missingRemedy(raw: unknown, field: FieldPath, change: NumberChange): string {
  const isOfTrail = field.length === 3 && field[0] === 'trails' && field[2] === 'accounts';
  return isOfTrail && valueAt(raw, [...field.slice(0, -1), 'logFilesPerMonth']) !== undefined
    ? GROW_FILES
    : `Give its value${change.isSum && change.sign === '+' ? `, without a sign: ${change.by}` : ''}.`;
}
