import { Composer, type CST, type Document, isMap, isScalar, isSeq, LineCounter, Parser, YAMLParseError } from 'yaml';
import { type FieldPath, TrailcostError } from '../base/errors.js';
import { grouped } from '../base/text.js';

/** More than any real scenario needs; a limit against files that are something else. */
export const MAX_SCENARIO_BYTES = 1024 * 1024;

/**
 * A scenario is six deep and its longest list has 1,000 entries. The YAML library parses anything into tokens, but what it builds from them
 * is limited by the stack, and its search for equal keys takes the square of their number.
 */
const MAX_DEPTH = 50;
const MAX_ENTRIES = 2000;

/** A YAML text: its value, and the document that knows where each part of it is. */
export interface ParsedYaml {
  document: Document;
  lines: LineCounter;
  value: unknown;
}

const REMEDY = 'A scenario is YAML or JSON; `trailcost init` prints one to start from.';

/**
 * One YAML (or JSON) document within limits.
 *
 * @param source its name, for messages
 * @param remedy what to do about a text that is not YAML
 *
 * @throws TrailcostError `scenario-syntax`
 */
export function parseYaml(text: string, source: string, remedy = REMEDY): ParsedYaml {
  const syntaxError = (where: string, what: string, cause?: unknown) =>
    new TrailcostError('scenario-syntax', { where, what, remedy }, cause);
  if (text.length > MAX_SCENARIO_BYTES)
    throw syntaxError(source, `longer than a scenario can be (${grouped(MAX_SCENARIO_BYTES)} characters)`);
  if (text.trim() === '') throw syntaxError(source, 'the file is empty');
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const excess = excessOf(tokens);
  if (excess !== undefined) throw syntaxError(source, excess);
  const document = documentOf(tokens, text.length);
  const [first] = [...document.errors, ...document.warnings];
  if (first !== undefined) {
    const { line, col } = lines.linePos(first.pos[0]);
    const what = SYNTAX[first.code] ?? `not YAML: ${first.message}`;
    throw syntaxError(`${source}:${line}:${col}`, what, first);
  }
  return { document, lines, value: plainValue(document, (what, cause) => syntaxError(source, what, cause)) };
}

/** What is wrong with the YAML, in the words of a scenario. */
const SYNTAX: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: 'a second YAML document begins here; a scenario is one document',
  DUPLICATE_KEY: 'a second field of the same name in one group',
};

/** What the YAML library's `parseDocument` makes of a text, of tokens that have been looked at. */
function documentOf(tokens: Iterable<CST.Token>, length: number): Document {
  const composer = new Composer({ resolveKnownTags: false, stringKeys: true, merge: true });
  const [document, second] = firstTwo(composer.compose(tokens, true, length));
  if (document === undefined) throw new RangeError('the composer gives a document for any tokens');
  if (second !== undefined) document.errors.push(new YAMLParseError([second.range[0], second.range[1]], 'MULTIPLE_DOCS', ''));
  return document;
}

function firstTwo<T>(all: Iterable<T>): T[] {
  const found: T[] = [];
  for (const each of all) {
    found.push(each);
    if (found.length === 2) break;
  }
  return found;
}

/** How the text is larger than any scenario; undefined where it is not. */
function excessOf(tokens: readonly unknown[]): string | undefined {
  let level = tokens.filter(isToken);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return `nested more than ${MAX_DEPTH} deep`;
    if (level.some(({ items = [] }) => items.length > MAX_ENTRIES)) return `more than ${grouped(MAX_ENTRIES)} entries in one list or group`;
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

function plainValue(document: Document, syntaxError: (what: string, cause: unknown) => TrailcostError): unknown {
  try {
    return document.toJS();
  } catch (error) {
    // The YAML library's answers to aliases that multiply, and to merge keys with something that cannot be merged.
    const isAnswer = error instanceof ReferenceError || (error instanceof Error && error.message.startsWith('Merge sources'));
    throw isAnswer ? syntaxError(`aliases: ${error.message}`, error) : error;
  }
}

/** A number that is written with a plus sign. */
export interface NumberWithPlus {
  field: FieldPath;
  /** As it is written: `+40`. */
  source: string;
}

/** Numbers with a plus sign, which YAML leaves out: whoever writes `+40` may mean 40 more. */
export function withPlus({ contents }: Document): NumberWithPlus[] {
  const within = (node: unknown, field: FieldPath): NumberWithPlus[] => {
    if (isMap(node)) return node.items.flatMap(({ key, value }) => within(value, [...field, isScalar(key) ? String(key.value) : '']));
    if (isSeq(node)) return node.items.flatMap((item, index) => within(item, [...field, index]));
    const isSigned = isScalar(node) && typeof node.value === 'number' && node.source?.startsWith('+') === true;
    return isSigned ? [{ field, source: node.source ?? '' }] : [];
  };
  return within(contents, []);
}
