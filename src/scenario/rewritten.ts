import { type Document, isNode } from 'yaml';
import { type FieldPath, TrailcostError } from '../base/errors.js';
import { jsonText } from '../base/json.js';
import { isObject } from '../base/records.js';
import { writeOutAliases } from './aliases.js';
import { valueAt } from './nodes.js';
import { applySettings, fieldOf, pathOf, replaced, type Setting, without, writtenSetting } from './settings.js';
import { parseYaml } from './yaml.js';

/** A field of a scenario, and its value from now on; undefined takes it away. */
export interface Rewrite {
  field: FieldPath;
  value: unknown;
}

/**
 * A scenario's text with other values in some fields; comments and order stay, and JSON stays JSON. Without changes it stays as it is.
 * What an alias or an anchor shares with a value that changes is written out, so that nothing else changes.
 *
 * @param text the scenario as it was written, YAML or JSON
 * @param rewrites one after the other: each field as it is after those before
 * @param remarksOf what the first comment says, of which aliases were written out
 * @throws TrailcostError `scenario-syntax` where the text is not YAML
 */
export function rewrittenText(text: string, rewrites: readonly Rewrite[], remarksOf: (writtenOut: string[]) => string[]): string {
  if (rewrites.length === 0) return text;
  const [, modeline, rest] = MODELINE.exec(text) ?? [];
  if (modeline !== undefined && rest !== undefined) return `${modeline}${rewrittenText(rest, rewrites, remarksOf)}`;
  const json = jsonIn(text);
  if (json !== undefined) {
    return jsonText(rewrites.reduce<unknown>((whole, { field, value }) => rewrittenValue(whole, field, value), json));
  }
  const { document, value: raw } = parseYaml(text, 'the scenario');
  const writtenOut = rewrites.flatMap((rewrite) => write(rewrite, document, raw));
  const remarks = remarksOf(writtenOut).map((remark) => ` ${remark}`);
  if (remarks.length > 0) {
    document.commentBefore = [...remarks, ...(document.commentBefore ? [document.commentBefore] : [])].join('\n');
  }
  return document.toString({ lineWidth: 120 });
}

/** The line that names the schema for editors has to stay the first one. */
const MODELINE = /^(# *yaml-language-server:[^\n]*\n)(.*)$/s;

function rewrittenValue(whole: unknown, field: FieldPath, value: unknown): unknown {
  return value === undefined ? without(whole, field) : replaced(whole, field, value);
}

/** Gives a field another value and says where an alias is written out. A comment beside the old value stays beside the new one. */
function write({ field, value }: Rewrite, document: Document, raw: unknown): string[] {
  const remarks = writeOutAliases(document, field).map(
    (each) => `${pathOf(raw, each.field)}: written in full instead of *${each.anchor}, which now has another value.`,
  );
  if (value === undefined) {
    document.deleteIn(field);
    return remarks;
  }
  const before = document.getIn(field, true);
  const isElement = typeof field.at(-1) === 'number';
  const node = document.createNode(value, { flow: !isElement });
  if (isNode(before)) node.comment = before.comment ?? null;
  document.setIn(field, node);
  return remarks;
}

/** The value of a text that is JSON; YAML's writer would fold its strings and leave out quotes. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * The same with settings, as `--set` takes them, one after the other. A case that changes what is gone then changes it no more.
 *
 * @throws TrailcostError as {@link rewrittenText} and {@link applySettings}
 */
export function textWithSettings(text: string, source: string, settings: readonly Setting[]): string {
  let { value: raw } = parseYaml(text, source);
  const rewrites = settings.map((setting): Rewrite => {
    const field = fieldOf(raw, setting, ({ path }) => path);
    raw = applySettings(raw, [setting], ({ path }) => path).raw;
    return { field, value: setting.value === null ? undefined : valueAt(raw, field) };
  });
  const gone = settingsOfNothing(raw);
  return rewrittenText(text, [...rewrites, ...gone.map((field) => ({ field, value: undefined }))], (writtenOut) => [
    ...writtenOut,
    ...gone.map((field) => `${pathOf(raw, field)}: left out, since what it changes is gone.`),
  ]);
}

/** Settings of cases whose paths lead to nothing in a scenario. */
function settingsOfNothing(raw: unknown): FieldPath[] {
  const cases = valueAt(raw, ['cases']);
  return (Array.isArray(cases) ? cases : []).flatMap((each, index) =>
    Object.entries(setIn(each))
      .filter(([path, value]) => !leads(raw, writtenSetting(path, value)))
      .map(([path]): FieldPath => ['cases', index, 'set', path]),
  );
}

function setIn(each: unknown): Readonly<Record<string, unknown>> {
  const set = valueAt(each, ['set']);
  return isObject(set) ? set : {};
}

function leads(raw: unknown, setting: Setting): boolean {
  try {
    fieldOf(raw, setting, ({ path }) => path);
    return true;
  } catch (error) {
    if (error instanceof TrailcostError) return false;
    throw error;
  }
}
