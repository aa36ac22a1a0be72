import { Decimal } from '../base/decimal.js';
import type { FieldPath, Problem } from '../base/errors.js';
import { nearest, suggestion } from '../base/nearest.js';
import { fits } from './fitting.js';
import { nodesAt, type SchemaNode, scenarioNode, valueAt } from './nodes.js';
import { yamlText } from './schema-words.js';
import { type MeantField, meantField, meantValues } from './slips.js';

/** A file with more is not a scenario; each one takes a search for its place and its likely meaning. */
export const MOST_PROBLEMS = 1000;

/** A field that no such group has, and what was probably meant. */
export interface Slip {
  at: FieldPath;
  known: readonly string[];
  found: MeantField | undefined;
  /** Where else in a scenario there is such a field. */
  elsewhere: string | undefined;
}

/**
 * The fields of a group that no such group has.
 *
 * @param supposed the scenario, if a reader has the pattern that it seems to have
 */
export function slipsOf(keys: readonly string[], path: FieldPath, raw: unknown, supposed: unknown): Slip[] {
  const nodes = nodesAt(path, supposed).flatMap((node) => node.anyOf ?? [node]);
  const known = [...new Set(nodes.flatMap(({ properties }) => Object.keys(properties ?? {})))];
  return keys.slice(0, MOST_PROBLEMS).map((key) => {
    const value = valueAt(raw, [...path, key]);
    const free = known.filter((field) => valueAt(raw, [...path, field]) === undefined);
    const near = nearest(key, known);
    const elsewhere = path.length === 0 ? groupWith(key) : undefined;
    const other = meantField(key, value, free);
    const misspelt = near === undefined ? undefined : { field: near, value: undefined, factor: 1 };
    // Where the field is there already, as beside a value on the command line, it is meant all the same.
    const taken = misspelt === undefined ? meantField(key, value, known) : undefined;
    const meant = other ?? taken;
    const found = meant === undefined ? misspelt : withFittingValue(meant, nodes);
    return { at: [...path, key], known, found: elsewhere === undefined ? found : undefined, elsewhere };
  });
}

/** With the value as it fits, or was probably meant; without one where none fits. */
function withFittingValue(found: MeantField, nodes: readonly SchemaNode[]): MeantField {
  const own = nodes.flatMap(({ properties }) => properties?.[found.field] ?? []);
  const value = [found.value, ...meantValues(found.field, found.value)].find((each) => own.some((node) => fits(each, node)));
  return { ...found, value };
}

/** The group or list of a scenario that has a field. */
function groupWith(field: string): string | undefined {
  const groups = Object.entries(scenarioNode().properties ?? {});
  return groups.find(([, { properties, items }]) => Object.hasOwn(properties ?? items?.properties ?? {}, field))?.[0];
}

/** What to say of one. */
export function unknownField({ at, known, found, elsewhere }: Slip): Problem {
  const field = String(at.at(-1));
  return { field: at, what: `unknown field "${field}"`, remedy: slipRemedy(field, known, found, elsewhere) };
}

function slipRemedy(field: string, known: readonly string[], found: MeantField | undefined, elsewhere: string | undefined): string {
  if (elsewhere !== undefined) return `It belongs under ${elsewhere}.`;
  if (found === undefined) return suggestion(field, known);
  const { value, factor } = found;
  if (value === undefined || (typeof value === 'object' && factor === 1)) return `Did you mean "${found.field}"?`;
  return `Did you mean \`${found.field}: ${yamlText(value)}\`${factorText(factor)}?`;
}

function factorText(factor: number): string {
  if (factor === 1) return '';
  return factor > 1 ? ` (× ${factor})` : ` (÷ ${new Decimal(1).div(factor).toSignificantDigits(4)})`;
}
