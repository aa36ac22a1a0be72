import { isObject } from '../base/records.js';
import type { SchemaNode } from './nodes.js';

/** Whether a value fits a part of the schema, as far as its type and bounds go. */
export function fits(value: unknown, node: SchemaNode): boolean {
  const branches = node.anyOf ?? node.oneOf;
  if (branches !== undefined) return branches.some((branch) => fits(value, branch));
  if (node.const !== undefined) return value === node.const;
  if (node.enum !== undefined) return node.enum.includes(value);
  return FITS[node.type ?? '']?.(value, node) ?? false;
}

const FITS: Record<string, (value: unknown, node: SchemaNode) => boolean> = {
  number: (value, { minimum = 0, maximum = 0 }) => typeof value === 'number' && value >= minimum && value <= maximum,
  integer: (value, node) => Number.isInteger(value) && (FITS['number']?.(value, node) ?? false),
  boolean: (value) => typeof value === 'boolean',
  string: (value, { pattern = '^' }) => typeof value === 'string' && new RegExp(pattern, 'u').test(value),
  array: (value, { items }) => Array.isArray(value) && items !== undefined && value.every((each) => fits(each, items)),
  object: (value, { properties = {}, required = [] }) =>
    isObject(value) &&
    !Array.isArray(value) &&
    required.every((field) => field in value) &&
    Object.entries(value).every(([field, own]) => fits(own, properties[field] ?? {})),
};
