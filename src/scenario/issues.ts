import type { z } from 'zod';
import type { FieldPath, Problem } from '../base/errors.js';
import { suggestion } from '../base/nearest.js';
import { grouped } from '../base/text.js';
import { nodesAt, type SchemaNode, valueAt } from './nodes.js';

type Issue = z.core.$ZodIssue;

/** A file with more is not a scenario; each one takes a search for its place and its likely meaning. */
const MOST_PROBLEMS = 1000;

/**
 * What is wrong with a scenario, one problem a field, in the words of the schema: what was expected, what was found, what the field is for.
 */
export function problemsOf(issues: readonly Issue[], raw: unknown): Problem[] {
  const placed = issues.flatMap((issue) => flatten(issue, [])).slice(0, MOST_PROBLEMS);
  const problems = placed.flatMap(({ issue, path }) => describeIssue(issue, path, raw)).slice(0, MOST_PROBLEMS);
  const places = problems.map(({ field }) => JSON.stringify(field));
  return problems.filter((_, index) => places.indexOf(places[index] ?? '') === index);
}

interface PlacedIssue {
  issue: Issue;
  path: FieldPath;
}

/** Of a union's branches only the one that fits the value's type is of use. */
function flatten(issue: Issue, base: FieldPath): PlacedIssue[] {
  const path = [...base, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  if (issue.code !== 'invalid_union') return [{ issue, path }];
  const telling = issue.errors.filter((branch) =>
    branch.every(({ code, path: [first] }) => first !== undefined || !code.startsWith('invalid_')),
  );
  const [branch] = telling;
  return branch === undefined ? [{ issue, path }] : branch.flatMap((nested) => flatten(nested, path));
}

function describeIssue(issue: Issue, path: FieldPath, raw: unknown): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = nodesAt(path, raw).flatMap((node) => Object.keys(node.properties ?? {}));
    return issue.keys.slice(0, MOST_PROBLEMS).map((key) => ({
      field: [...path, key],
      what: `unknown key "${key}"`,
      remedy: suggestion(key, [...new Set(known)]),
    }));
  }
  const nodes = nodesAt(path, raw);
  const found = valueAt(raw, path);
  const expected = ownWords(issue) ?? (nodes.map(expectation).join(' or ') || 'something else');
  const remedy = nodes.find((node) => node.description !== undefined)?.description;
  const options = 'options' in issue ? issue.options?.map(String) : undefined;
  if (found === undefined) return [{ field: path, what: `missing; expected ${options?.join(', ') ?? expected}`, remedy }];
  if (options !== undefined) {
    return [
      { field: path, what: `expected one of ${options.join(', ')}, found ${show(found)}`, remedy: suggestion(String(found), options) },
    ];
  }
  return [{ field: path, what: `expected ${expected}, found ${show(found)}`, remedy }];
}

/** The rule's own message in the schema, if it has one. */
function ownWords(issue: Issue): string | undefined {
  return /^(Invalid|Too |Unrecognized)/.test(issue.message) ? undefined : issue.message;
}

function expectation(node: SchemaNode): string {
  const branches = node.anyOf ?? node.oneOf;
  if (branches !== undefined) return branches.map(expectation).join(' or ');
  if (node.const !== undefined) return String(node.const);
  if (node.enum !== undefined) return node.enum.join(', ');
  return KINDS[node.type ?? '']?.(node) ?? 'something else';
}

const KINDS: Record<string, (node: SchemaNode) => string> = {
  number: (node) => `a number${bounds(node)}`,
  integer: (node) => `a whole number${bounds(node)}`,
  array: ({ minItems = 0, maxItems }) =>
    `a list${maxItems === undefined && minItems === 0 ? '' : ` of ${minItems} to ${maxItems ?? 'any number of'} entries`}`,
  object: ({ properties }) => (properties?.['expected'] === undefined ? 'a group of keys' : '{low, expected, high}'),
  string: ({ maxLength }) => (maxLength === undefined ? 'text' : `text of up to ${maxLength} characters`),
  boolean: () => 'true or false',
};

function bounds({ minimum, maximum }: SchemaNode): string {
  if (minimum === undefined || maximum === undefined) return '';
  return ` from ${grouped(minimum)} to ${grouped(maximum)}`;
}

function show(value: unknown): string {
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
