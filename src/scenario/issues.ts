import type * as z from 'zod';
import type { FieldPath, Problem } from '../base/errors.js';
import { nearest } from '../base/nearest.js';
import { isObject } from '../base/records.js';
import { fits } from './fitting.js';
import { READERS_BY_NAME } from './known-readers.js';
import { contradictsLike, knownReader, notAReader } from './like.js';
import { nodesAt, type SchemaNode, valueAt } from './nodes.js';
import { patterns } from './schema/reader.js';
import { expectation, show, yamlText } from './schema-words.js';
import { replaced } from './settings.js';
import { meantField, meantValues } from './slips.js';
import { MOST_PROBLEMS, slipsOf, unknownField } from './unknown-fields.js';

type Issue = z.core.$ZodIssue;

/**
 * What is wrong with a scenario, one problem a field, in the words of the schema: what was expected, what was found, what the field is for
 * or what was probably meant.
 */
export function problemsOf(issues: readonly Issue[], raw: unknown): Problem[] {
  const placed = issues
    .flatMap((issue) => flatten(issue, [], raw))
    .flatMap((each) => [each, ...ofLikelyPattern(each)])
    .slice(0, MOST_PROBLEMS);
  const slips = placed.flatMap(({ issue, path, raw: supposed }) =>
    issue.code === 'unrecognized_keys' ? slipsOf(issue.keys, path, raw, supposed) : [],
  );
  const meant = new Set(slips.flatMap(({ at, found }) => (found === undefined ? [] : [placeText([...at.slice(0, -1), found.field])])));
  const others = placed.filter((each) => {
    if (each.issue.code === 'unrecognized_keys') return false;
    // What the pattern needs is not missing where the known reader shows that it is not meant.
    if (valueAt(raw, each.path) === undefined && contradictsLike(valueAt(raw, each.path.slice(0, -1)))) return false;
    const like = likeBeside(each);
    return like === undefined || (valueAt(raw, like) === undefined && !meant.has(placeText(like)));
  });
  // One mistake, one problem: what is missing under its own name is there under another.
  const problems = others.filter(({ path }) => valueAt(raw, path) !== undefined || !meant.has(placeText(path))).map(describeIssue);
  const all = [...slips.map(unknownField), ...problems].slice(0, MOST_PROBLEMS);
  const places = all.map(({ field = [] }) => placeText(field));
  return all.filter((_, index) => places.indexOf(places[index] ?? '') === index);
}

function placeText(field: FieldPath): string {
  return JSON.stringify(field);
}

interface PlacedIssue {
  issue: Issue;
  path: FieldPath;
  /** The scenario that it is an issue of: as given, or with the pattern that a reader seems to have. */
  raw: unknown;
}

/** Of a union's branches only the one that fits the value's type is of use. */
function flatten(issue: Issue, base: FieldPath, raw: unknown): PlacedIssue[] {
  const path = [...base, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  if (issue.code !== 'invalid_union') return [{ issue, path, raw }];
  const telling = issue.errors.filter((branch) =>
    branch.every(({ code, path: [first] }) => first !== undefined || !code.startsWith('invalid_')),
  );
  const [branch] = telling;
  return branch === undefined ? [{ issue, path, raw }] : branch.flatMap((nested) => flatten(nested, path, raw));
}

/** What else is wrong with a reader whose pattern does not exist, as if it had the pattern that it seems to have. */
function ofLikelyPattern({ issue, path, raw }: PlacedIssue): PlacedIssue[] {
  if (issue.code !== 'invalid_union' || issue.discriminator !== 'pattern') return [];
  const at = path.slice(0, -1);
  const given = valueAt(raw, at);
  if (!isObject(given)) return [];
  const unknownIn = (option: (typeof patterns.options)[number]) =>
    Object.keys(given).filter((field) => !Object.hasOwn(option.shape, field));
  const named = likelyPattern(given);
  const [likely] = patterns.options.toSorted((a, b) => unknownIn(a).length - unknownIn(b).length);
  const option = patterns.options.find(({ shape }) => shape.pattern.value === named) ?? likely;
  const supposed = replaced(raw, [...at, 'pattern'], option?.shape.pattern.value);
  const parsed = option?.safeParse(valueAt(supposed, at));
  if (parsed === undefined || parsed.success) return [];
  const found = parsed.error.issues.flatMap((nested) => flatten(nested, at, supposed));
  // Which fields are missing, only a pattern that is named says.
  return found.filter((nested) => named !== undefined || valueAt(raw, nested.path) !== undefined);
}

/** The pattern that a reader names by another field or word, or that the known reader has which it seems to be like. */
function likelyPattern(given: Record<string, unknown>): unknown {
  const known = patterns.options.map(({ shape }) => shape.pattern.value);
  const words = Object.entries(given).flatMap(([field, value]) =>
    field === 'pattern' || meantField(field, value, ['pattern']) !== undefined ? [value] : [],
  );
  return words
    .flatMap((word) => [word, ...meantValues('pattern', word), typeof word === 'string' ? nearest(word, known) : undefined])
    .concat(meantReaders(given['like']).map((id) => knownReader(id)?.pattern))
    .find((word) => known.some((pattern) => pattern === word));
}

/** Known readers that may be meant by a word which names none. */
function meantReaders(like: unknown): unknown[] {
  const ids = READERS_BY_NAME.map(({ id }) => id);
  return typeof like === 'string' ? [nearest(like, ids), ...meantValues('like', like)] : [];
}

/** The field that can be there in place of a missing pattern; undefined for any other issue. */
function likeBeside({ issue, path, raw }: PlacedIssue): FieldPath | undefined {
  const isMissing = issue.code === 'invalid_union' && issue.discriminator === 'pattern' && valueAt(raw, path) === undefined;
  return isMissing ? [...path.slice(0, -1), 'like'] : undefined;
}

function describeIssue({ issue, path, raw }: PlacedIssue): Problem {
  if (issue.code === 'invalid_key') {
    const what = `expected ${issue.issues[0]?.message}, found ${show(path.at(-1))}`;
    return { field: path, what, remedy: undefined };
  }
  const nodes = nodesAt(path, raw);
  const found = valueAt(raw, path);
  const other = path.at(-1) === 'like' ? notAReader(found) : undefined;
  if (other !== undefined) return { field: path, ...other };
  const expected = ownWords(issue) ?? (nodes.map(expectation).join(' or ') || 'something else');
  const choices = choicesOf(issue, nodes);
  const meant = meantIn(path, found, nodes);
  const remedy = meant === undefined ? nodes.find((node) => node.description !== undefined)?.description : `Did you mean ${meant}?`;
  if (choices === undefined) {
    const what = found === undefined ? `missing; expected ${expected}` : `expected ${expected}, found ${show(found)}`;
    return { field: path, what, remedy };
  }
  const list = `It must be one of ${choices.join(', ')}.`;
  if (found === undefined) return { field: path, what: 'missing', remedy: list };
  const word = nearest(String(found), choices) ?? meantValues(String(path.at(-1)), found).find((each) => choices.includes(String(each)));
  return { field: path, what: `unknown value ${show(found)}`, remedy: word === undefined ? list : `Did you mean "${word}"?` };
}

/** The words that a field can have, where these are all. */
function choicesOf(issue: Issue, nodes: readonly SchemaNode[]): string[] | undefined {
  if ('options' in issue) return issue.options?.map(String);
  const [node] = nodes;
  return nodes.length === 1 && node?.enum !== undefined ? node.enum.map(String) : undefined;
}

/** What was probably meant with a value, if that fits. */
function meantIn(path: FieldPath, found: unknown, nodes: readonly SchemaNode[]): string | undefined {
  const field = String(path.at(-1));
  const fitting = found === undefined ? undefined : meantValues(field, found).find((value) => nodes.some((node) => fits(value, node)));
  return fitting === undefined ? undefined : `\`${field}: ${yamlText(fitting)}\``;
}

/** The rule's own message in the schema, if it has one. */
function ownWords(issue: Issue): string | undefined {
  return /^(Invalid|Too |Unrecognized)/.test(issue.message) ? undefined : issue.message;
}
