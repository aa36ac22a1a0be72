import type { FieldPath } from '../base/errors.js';
import { isObject } from '../base/records.js';
import { type NumberBounds, numberBounds } from './bounds.js';
import { valueAt } from './nodes.js';
import { isQuantity } from './quantity.js';
import type { Quantity, Scenario } from './schema.js';
import { pathOf } from './settings.js';

/** A number of a scenario, given or by default. */
export interface NumberField extends NumberBounds {
  /** As people name it: `readers.siem.times`. */
  path: string;
  field: FieldPath;
  value: Quantity;
}

/** Every quantity of a scenario in its order: all numbers but the file's version and the length of the period. */
export function numberFields(scenario: Scenario): NumberField[] {
  const { version: _, period: __, cases: ___, ...rest } = scenario;
  return fieldsWithin(rest, []).flatMap((field): NumberField[] => {
    const bounds = numberBounds(field, scenario);
    const value = valueAt(scenario, field);
    return bounds === undefined || !isQuantity(value) ? [] : [{ path: pathOf(scenario, field), field, value, ...bounds }];
  });
}

function fieldsWithin(value: unknown, field: FieldPath): FieldPath[] {
  if (isQuantity(value)) return [field];
  if (!isObject(value)) return [];
  if (Array.isArray(value)) return value.flatMap((element, index) => fieldsWithin(element, [...field, index]));
  return Object.entries(value).flatMap(([key, part]) => fieldsWithin(part, [...field, key]));
}
