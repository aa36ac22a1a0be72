import { isObject } from '../base/records.js';
import { grouped } from '../base/text.js';
import type { SchemaNode } from './nodes.js';

/** What a part of the schema takes. */
export function expectation(node: SchemaNode): string {
  const branches = node.anyOf ?? node.oneOf;
  if (branches !== undefined) return branches.map(expectation).join(' or ');
  if (node.const !== undefined) return String(node.const);
  if (node.enum !== undefined) return node.enum.join(', ');
  return KINDS[node.type ?? '']?.(node) ?? 'something else';
}

const KINDS: Record<string, (node: SchemaNode) => string> = {
  number: (node) => `a number${bounds(node)}`,
  integer: (node) => `a whole number${bounds(node)}`,
  array: ({ minItems = 0, maxItems }) => (maxItems === undefined ? 'a list' : `a list of ${minItems} to ${grouped(maxItems)} entries`),
  object: ({ properties }) => (properties?.['expected'] === undefined ? 'a group of fields' : '{low, expected, high}'),
  string: ({ maxLength }) => (maxLength === undefined ? 'text' : `text of up to ${maxLength} characters`),
  boolean: () => 'true or false',
};

function bounds({ minimum, maximum }: SchemaNode): string {
  if (minimum === undefined || maximum === undefined) return '';
  return ` from ${grouped(minimum)} to ${grouped(maximum)}`;
}

/** A value as it was given, shortened. */
export function show(value: unknown): string {
  if (value === null) return 'no value';
  const text = typeof value === 'number' ? String(value) : jsonOf(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch (error) {
    // An alias of YAML may refer to itself.
    if (error instanceof TypeError) return 'something that holds itself';
    throw error;
  }
}

/** As one would write it in YAML. */
export function yamlText(value: unknown): string {
  if (typeof value === 'string') return /^\d+$/.test(value) ? `"${value}"` : value;
  if (Array.isArray(value)) return `[${value.map(yamlText).join(', ')}]`;
  if (!isObject(value)) return String(value);
  const fields = Object.entries(value).map(([field, own]) => `${field}: ${yamlText(own)}`);
  return `{ ${fields.join(', ')} }`;
}
