import type { FieldPath } from '../base/errors.js';
import { isObject } from '../base/records.js';
import { nodesAt, type SchemaNode, valueAt } from './nodes.js';
import { isQuantity } from './quantity.js';
import type { Quantity, Scenario } from './schema.js';
import { pathOf } from './settings.js';

/** What a number of a scenario may be. */
export interface NumberBounds {
  min: number;
  max: number;
  whole: boolean;
}

/** A number of a scenario, given or by default. */
export interface NumberField extends NumberBounds {
  /** As people name it: `readers.siem.times`. */
  path: string;
  field: FieldPath;
  value: Quantity;
}

/** What the schema allows in a field; undefined where it holds no number. */
export function numberBounds(field: FieldPath, raw: unknown): NumberBounds | undefined {
  const node = nodesAt(field, raw)
    .flatMap(({ anyOf, ...own }): SchemaNode[] => anyOf ?? [own])
    .find(({ type }) => type === 'number' || type === 'integer');
  if (node?.minimum === undefined || node.maximum === undefined) return undefined;
  return { min: node.minimum, max: node.maximum, whole: node.type === 'integer' };
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
