// scenario: the scenario file, from YAML to a checked value whose problems keep their line and column.

import { type Document, isMap, isNode, isScalar, type LineCounter } from 'yaml';
import { type FieldPath, type Problem, TrailcostError } from '../base/errors.js';
import { checkScenario } from './check.js';
import { problemsOf } from './issues.js';
import { fieldText } from './nodes.js';
import { type Conversion, type Scenario, scenarioSchema } from './schema.js';
import { applySettings, type Setting, type SettingPlace } from './settings.js';
import { parseYaml } from './yaml.js';

export interface LoadedScenario {
  scenario: Scenario;
  /** The scenario as it was written, without defaults. */
  raw: unknown;
  /** Where a field is: `FILE:LINE:COLUMN FIELD`; for a field that is not written, its parent's place. */
  where: (field: FieldPath) => string;
}

/**
 * Reads a scenario, YAML or JSON, and completes it with the schema's defaults. Its cases are checked too.
 *
 * @param text the file's text
 * @param source its name, for messages
 * @throws TrailcostError `scenario-syntax` (no YAML), `scenario-invalid` (with every field that does not fit)
 */
export function parseScenario(text: string, source: string): LoadedScenario {
  const { document, lines, value: raw } = parseYaml(text, source);
  const where = (field: FieldPath) => placeOf(document, lines, source, raw, field);
  const loaded = { scenario: checkedScenario(raw, where), raw, where };
  casesOf(loaded);
  return loaded;
}

/**
 * The scenario with other values in some fields, checked as if it had been written so.
 *
 * @param place where a setting was given, for messages
 * @throws TrailcostError `scenario-invalid`
 */
export function withSettings(loaded: LoadedScenario, settings: readonly Setting[], place: SettingPlace): LoadedScenario {
  if (settings.length === 0) return loaded;
  const { raw, fields } = applySettings(loaded.raw, settings, place);
  const where = (field: FieldPath) => {
    const setting =
      settings[fields.findLastIndex((changed) => changed?.every((key, depth) => depth >= field.length || field[depth] === key))];
    if (setting !== undefined) return place(setting);
    return `${fieldText(raw, field)} (with ${settings.map(place).join(' and ')})`;
  };
  return { scenario: checkedScenario(raw, where), raw, where };
}

/** A scenario that differs from another in named fields. */
export interface NamedCase {
  name: string;
  description?: string | undefined;
  settings: readonly Setting[];
  loaded: LoadedScenario;
}

/**
 * The cases that a scenario lists, each as a scenario of its own.
 *
 * @throws TrailcostError `scenario-invalid`
 */
export function casesOf(loaded: LoadedScenario): NamedCase[] {
  return loaded.scenario.cases.map(({ name, description, set }, index) => {
    const settings = Object.entries(set).map(([path, value]) => ({ path, value }));
    const place = ({ path }: Setting) => loaded.where(['cases', index, 'set', path]);
    return { name, description, settings, loaded: withSettings(loaded, settings, place) };
  });
}

/**
 * A conversion given outside a scenario, checked as if it were in one.
 *
 * @param place where it was given, for messages
 * @throws TrailcostError `scenario-invalid`
 */
export function checkedConversion(currency: unknown, place: string): Conversion | undefined {
  const raw = { currency };
  const parsed = scenarioSchema.pick({ currency: true }).safeParse(raw);
  if (parsed.success) return parsed.data.currency;
  throw located(new TrailcostError('scenario-invalid', problemsOf(parsed.error.issues, raw)), () => place);
}

/** The same error with the place in the file for every problem that names a field. */
export function located(error: TrailcostError, where: (field: FieldPath) => string): TrailcostError {
  const place = (problem: Problem) => (problem.field === undefined ? problem : { ...problem, where: where(problem.field) });
  return new TrailcostError(error.code, error.problems.map(place), error.cause);
}

function checkedScenario(raw: unknown, where: LoadedScenario['where']): Scenario {
  const parsed = scenarioSchema.safeParse(raw);
  const problems = parsed.success ? checkScenario(parsed.data) : problemsOf(parsed.error.issues, raw);
  if (!parsed.success || problems.length > 0) throw located(new TrailcostError('scenario-invalid', problems), where);
  return parsed.data;
}

function placeOf(document: Document, lines: LineCounter, source: string, raw: unknown, field: FieldPath): string {
  const { line, col } = lines.linePos(offsetOf(document, field));
  const name = fieldText(raw, field);
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
