import type { FieldPath } from '../base/errors.js';
import { isObject } from '../base/records.js';
import { completed } from './like.js';
import { plainJsonSchema } from './plain-schema.js';

/** The part of JSON Schema that ours uses. */
export interface SchemaNode {
  type?: string;
  title?: string;
  description?: string;
  const?: unknown;
  default?: unknown;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  maxLength?: number;
  pattern?: string;
  required?: string[];
  properties?: Record<string, SchemaNode>;
  /** Of a map: what each of its values is. */
  additionalProperties?: SchemaNode | boolean;
  items?: SchemaNode;
  anyOf?: SchemaNode[];
  oneOf?: SchemaNode[];
  /** Ours: whether a number counts things. */
  things?: boolean;
}

let wholeNode: SchemaNode | undefined;

/** The JSON Schema of the whole scenario. */
export function scenarioNode(): SchemaNode {
  wholeNode ??= plainJsonSchema() as SchemaNode;
  return wholeNode;
}

/** The schema's nodes that a path may mean; of a list of patterns only the one that the value names. */
export function nodesAt(path: FieldPath, raw: unknown): SchemaNode[] {
  let nodes = [scenarioNode()];
  for (const [depth, key] of path.entries()) {
    const parent = valueAt(raw, path.slice(0, depth));
    nodes = nodes.flatMap((node) => alternatives(node, parent)).flatMap((node) => child(node, key));
  }
  const value = valueAt(raw, path);
  return nodes.flatMap((node) => (node.oneOf === undefined ? [node] : alternatives(node, value)));
}

function child(node: SchemaNode, key: string | number): SchemaNode[] {
  if (typeof key === 'number') return node.items === undefined ? [] : [node.items];
  const next = Object.hasOwn(node.properties ?? {}, key) ? node.properties?.[key] : undefined;
  const any = node.additionalProperties;
  if (next === undefined) return typeof any === 'object' && Object.keys(any).length > 0 ? [any] : [];
  return [next];
}

function alternatives(node: SchemaNode, value: unknown): SchemaNode[] {
  if (node.anyOf !== undefined) return node.anyOf;
  if (node.oneOf === undefined) return [node];
  const pattern = valueAt(completed(value), ['pattern']);
  const named = node.oneOf.filter((branch) => branch.properties?.['pattern']?.const === pattern);
  return named.length > 0 ? named : node.oneOf.slice(0, 1);
}

/** The value at a path; undefined where there is none. */
export function valueAt(raw: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined), raw);
}

/** `readers.siem.times`: elements that have a name by their name, others by their place. */
export function fieldText(raw: unknown, field: FieldPath): string {
  return field
    .map((key, depth) => {
      const name = typeof key === 'number' ? valueAt(raw, [...field.slice(0, depth + 1), 'name']) : undefined;
      return typeof name === 'string' && /^[\w-]+$/.test(name) ? name : key;
    })
    .join('.');
}
