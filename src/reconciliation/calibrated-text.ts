import { type Document, isNode } from 'yaml';
import { jsonText } from '../base/json.js';
import { writeOutAliases } from '../scenario/aliases.js';
import { pathOf, replaced } from '../scenario/settings.js';
import { parseYaml } from '../scenario/yaml.js';
import type { Calibration } from './calibrate.js';

/**
 * The scenario's text with the calibrations in it; comments and order stay, and JSON stays JSON. Without calibrations it stays as it is.
 * What an alias or an anchor shares with a value that changes is written out, so that nothing else changes.
 *
 * @param text the scenario as it was written, YAML or JSON
 * @param bill what to call the bill in a comment
 * @throws TrailcostError `scenario-syntax` where the text is not YAML
 */
export function calibratedText(text: string, calibrations: readonly Calibration[], bill: string): string {
  if (calibrations.length === 0) return text;
  const [, modeline, rest] = MODELINE.exec(text) ?? [];
  if (modeline !== undefined && rest !== undefined) return `${modeline}${calibratedText(rest, calibrations, bill)}`;
  const settings = calibrations.flatMap(({ set }) => set ?? []);
  const json = jsonIn(text);
  if (json !== undefined) {
    const value = settings.reduce<unknown>((whole, set) => replaced(whole, set.path, set.value), json);
    return jsonText(value);
  }
  const { document, value: raw } = parseYaml(text, 'the scenario');
  const writtenOut = settings.flatMap((set) => write(set, document, raw));
  const remarks = [`Calibrated with ${bill}.`, ...calibrations.map(({ remark }) => remark), ...writtenOut].map((remark) => ` ${remark}`);
  document.commentBefore = [...remarks, ...(document.commentBefore ? [document.commentBefore] : [])].join('\n');
  return document.toString({ lineWidth: 120 });
}

/** The line that names the schema for editors has to stay the first one. */
const MODELINE = /^(# *yaml-language-server:[^\n]*\n)(.*)$/s;

/** Gives a field another value and says where an alias is written out. A comment beside the old value stays beside the new one. */
function write({ path, value }: { path: readonly string[]; value: unknown }, document: Document, raw: unknown): string[] {
  const remarks = writeOutAliases(document, path).map(
    ({ field, anchor }) => `${pathOf(raw, field)}: written in full instead of *${anchor}, which now has another value.`,
  );
  const before = document.getIn(path, true);
  const node = document.createNode(value, { flow: true });
  if (isNode(before)) node.comment = before.comment ?? null;
  document.setIn(path, node);
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
