import { type Document, isMap, isNode, isScalar, LineCounter, Parser, parseDocument } from 'yaml';
import { type FieldPath, type Problem, TrailcostError } from '../errors.js';
import { checkScenario } from './check.js';
import { problemsOf } from './issues.js';
import { type Scenario, scenarioSchema } from './schema.js';

/** More than any honest scenario needs; a limit against files that are something else. */
export const MAX_SCENARIO_BYTES = 1024 * 1024;

/**
 * A scenario is six deep and its longest list has 1,000 entries. The YAML library parses anything into tokens, but what it builds from them
 * is limited by the stack, and its search for equal keys takes the square of their number.
 */
const MAX_DEPTH = 50;
const MAX_ENTRIES = 2000;

export interface LoadedScenario {
  scenario: Scenario;
  /** Where a field stands: `FILE:LINE:COLUMN FIELD`; of a field that is not written, its parent's place. */
  where: (field: FieldPath) => string;
}

/**
 * Reads a scenario, YAML or JSON, and completes it with the schema's defaults.
 *
 * @param text the file's text
 * @param source its name, for messages
 * @throws TrailcostError `scenario-syntax` (no YAML), `scenario-invalid` (with every field that does not fit)
 */
export function parseScenario(text: string, source: string): LoadedScenario {
  const { document, lines } = parseYaml(text, source);
  const raw = plainValue(document, source);
  const where = (field: FieldPath) => placeOf(document, lines, source, raw, field);
  const parsed = scenarioSchema.safeParse(raw);
  const problems = parsed.success ? checkScenario(parsed.data) : problemsOf(parsed.error.issues, raw);
  if (!parsed.success || problems.length > 0) throw located(new TrailcostError('scenario-invalid', problems), where);
  return { scenario: parsed.data, where };
}

/** The same error with the place in the file for every problem that names a field. */
export function located(error: TrailcostError, where: (field: FieldPath) => string): TrailcostError {
  const place = (problem: Problem) => (problem.field === undefined ? problem : { ...problem, where: where(problem.field) });
  return new TrailcostError(error.code, error.problems.map(place), error.cause);
}

function parseYaml(text: string, source: string) {
  if (text.length > MAX_SCENARIO_BYTES) throw syntaxError(source, `longer than a scenario can be (${MAX_SCENARIO_BYTES} characters)`);
  if (text.trim() === '') throw syntaxError(source, 'the file is empty');
  const excess = excessOf(text);
  if (excess !== undefined) throw syntaxError(source, excess);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, resolveKnownTags: false, stringKeys: true });
  const [first] = [...document.errors, ...document.warnings];
  if (first !== undefined) {
    const { line, col } = lines.linePos(first.pos[0]);
    const what = first.code === 'MULTIPLE_DOCS' ? 'a second YAML document; a scenario is one' : `not YAML: ${first.message}`;
    throw syntaxError(`${source}:${line}:${col}`, what, first);
  }
  return { document, lines };
}

/** In what the text is larger than any scenario; undefined where it is not. */
function excessOf(text: string): string | undefined {
  const tokens: Iterable<unknown> = new Parser().parse(text);
  let level = [...tokens].filter(isToken);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return `nested more than ${MAX_DEPTH} deep`;
    if (level.some(({ items = [] }) => items.length > MAX_ENTRIES)) return `more than ${MAX_ENTRIES} entries in one list or group`;
    level = level.flatMap(({ value, items = [] }) => [value, ...items.flatMap((item) => [item.key, item.value])]).filter(isToken);
  }
  return undefined;
}

/** What of the YAML library's tokens matters here. */
interface Token {
  value?: unknown;
  items?: readonly { key?: unknown; value?: unknown }[];
}

function isToken(value: unknown): value is Token {
  return typeof value === 'object' && value !== null;
}

function plainValue(document: Document, source: string): unknown {
  try {
    return document.toJS() as unknown;
  } catch (error) {
    // The YAML library's answer to aliases that multiply.
    throw error instanceof ReferenceError ? syntaxError(source, `aliases: ${error.message}`, error) : error;
  }
}

function syntaxError(source: string, what: string, cause?: unknown): TrailcostError {
  const remedy = 'A scenario is YAML or JSON; `trailcost init` prints one to start from.';
  return new TrailcostError('scenario-syntax', { where: source, what, remedy }, cause);
}

function placeOf(document: Document, lines: LineCounter, source: string, raw: unknown, field: FieldPath): string {
  const { line, col } = lines.linePos(offsetOf(document, field));
  const name = fieldName(raw, field);
  return `${source}:${line}:${col}${name === '' ? '' : ` ${name}`}`;
}

function offsetOf(document: Document, field: FieldPath): number {
  for (let length = field.length; length > 0; length--) {
    const parent = document.getIn(field.slice(0, length - 1), true);
    const key = field[length - 1];
    const pair = isMap(parent) ? parent.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    const node = pair?.key ?? document.getIn(field.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

/** `readers.siem.times`: elements that have a name by their name, others by their place. */
function fieldName(raw: unknown, field: FieldPath): string {
  let value = raw;
  return field
    .map((key) => {
      value = typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[key] : undefined;
      const name = typeof key === 'number' ? (value as { name?: unknown } | undefined)?.name : undefined;
      return typeof name === 'string' && /^[\w-]+$/.test(name) ? name : key;
    })
    .join('.');
}
