import { isRange, mapCases } from '../base/range.js';
import { isObject } from '../base/records.js';
import type { Quantity, Scenario } from './schema.js';

/** Whether a value is a number or a range of numbers. */
export function isQuantity(value: unknown): value is Quantity {
  return typeof value === 'number' || isRange(value);
}

/** The expected value of a quantity. */
export function expectedOf(quantity: Quantity): number {
  return typeof quantity === 'number' ? quantity : quantity.expected;
}

/** The least value of a quantity. */
export function lowOf(quantity: Quantity): number {
  return typeof quantity === 'number' ? quantity : quantity.low;
}

/** A quantity made into another one, all of its values alike. */
export function mapQuantity(quantity: Quantity, map: (value: number) => number): Quantity {
  return typeof quantity === 'number' ? map(quantity) : mapCases(quantity, map);
}

/** The scenario with the expected value in place of every range. */
export function atExpected(scenario: Scenario): Scenario {
  return withoutRanges(scenario) as Scenario;
}

function withoutRanges(value: unknown): unknown {
  if (isRange(value)) return value.expected;
  if (Array.isArray(value)) return value.map(withoutRanges);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutRanges(part)])) : value;
}
