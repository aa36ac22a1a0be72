import type { FieldPath } from '../base/errors.js';
import { nodesAt, type SchemaNode } from './nodes.js';

/** What a number of a scenario may be. */
export interface NumberBounds {
  min: number;
  max: number;
  /** Whether only whole numbers fit. */
  whole: boolean;
  /** Whether it counts things, so that half of one means nothing. */
  things: boolean;
}

/** What the schema allows in a field; undefined where it holds no number. */
export function numberBounds(field: FieldPath, raw: unknown): NumberBounds | undefined {
  const nodes = nodesAt(field, raw);
  const node = nodes
    .flatMap(({ anyOf, ...own }): SchemaNode[] => anyOf ?? [own])
    .find(({ type }) => type === 'number' || type === 'integer');
  if (node?.minimum === undefined || node.maximum === undefined) return undefined;
  const whole = node.type === 'integer';
  return { min: node.minimum, max: node.maximum, whole, things: whole || nodes.some(({ things }) => things === true) };
}
