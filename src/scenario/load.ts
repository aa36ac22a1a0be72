// scenario: the scenario file, from YAML to a checked value whose problems keep their line and column.

import { type Document, isMap, isNode, isScalar, type LineCounter } from 'yaml';
import { type FieldPath, type Problem, TrailcostError } from '../base/errors.js';
import type { Month } from '../base/months.js';
import { isObject } from '../base/records.js';
import { counted } from '../base/text.js';
import { checkScenario, unknownRegion } from './check.js';
import { problemsOf } from './issues.js';
import { fieldText, valueAt } from './nodes.js';
import { type Conversion, type Scenario, type ScenarioInput, scenarioSchema } from './schema.js';
import { applySettings, type Setting, type SettingEffect, type SettingPlace, writtenSetting } from './settings.js';
import { soundParts, soundScenario } from './sound.js';
import { type NumberWithPlus, parseYaml, withPlus } from './yaml.js';

export interface LoadedScenario {
  scenario: Scenario;
  /** The scenario as it was written, without defaults. */
  raw: unknown;
  /** Where a field is: `FILE:LINE:COLUMN FIELD`; for a field that is not written, its parent's place. */
  where: (field: FieldPath) => string;
  /** The first month of the period where the scenario gives none. */
  firstMonth: Month | undefined;
}

/** What a scenario is completed and checked with beside the schema. */
export interface ScenarioOptions {
  /** The first month of the period where the scenario gives none, such as the next one: `2026-12`. Without it, it must give one. */
  firstMonth?: Month | undefined;
  /** The Regions that have prices: of a scenario that has problems, another one is a problem too. Alone, `estimate` refuses it. */
  regions?: readonly string[] | undefined;
}

/**
 * Reads a scenario and completes it with the schema's defaults. Its cases are checked too. All problems come at once, in the order of
 * their lines.
 *
 * @param given a text, YAML or JSON, or a scenario as an object
 * @param source its name, for messages
 * @throws TrailcostError `scenario-syntax` (not YAML), `scenario-invalid` (with every field that does not fit), `usage` (neither a text
 * nor an object)
 */
export function parseScenario(
  given: string | ScenarioInput,
  source = 'scenario',
  { firstMonth, regions }: ScenarioOptions = {},
): LoadedScenario {
  const { raw, where, offsetOf, found } = typeof given === 'string' ? writtenScenario(given, source) : objectScenario(given, source);
  assertTakeable(takenMonth({ raw, firstMonth }), source);
  const { scenario, problems } = checked(raw, firstMonth, ONE_TIME);
  const inFile = [...found, ...problems].map((problem) => ({ problem: placed(problem, where), at: problem.field ?? [] }));
  const all = [...inFile, ...caseProblems({ raw, where, firstMonth }, inFile.length === 0)];
  if (scenario !== undefined && all.length === 0) return { scenario, raw, where, firstMonth };
  all.push(...regionProblems(raw, regions).map((problem) => ({ problem: placed(problem, where), at: problem.field ?? [] })));
  const ordered = all.toSorted((a, b) => offsetOf(a.at) - offsetOf(b.at)).map(({ problem }) => problem);
  const closing = typeof given === 'string' && ordered.length > 1 ? `${counted(ordered.length, 'problem')}; ${START_OVER}` : undefined;
  throw new TrailcostError('scenario-invalid', ordered, undefined, closing);
}

/** A clock may be set to any time, and who calls the library may give any text. */
function assertTakeable(month: Month | undefined, source: string): void {
  if (month === undefined || scenarioSchema.shape.period.shape.start.safeParse(month).success) return;
  throw new TrailcostError('usage', {
    where: source,
    what: `gives no first month (period.start), and "${month}" cannot be taken for it`,
    remedy: 'Give a month as YYYY-MM, such as 2026-12.',
  });
}

function regionProblems(raw: unknown, regions: readonly string[] = []): Problem[] {
  const region = valueAt(raw, ['bucket', 'region']);
  const isUnknown = typeof region === 'string' && regions.length > 0 && !regions.includes(region);
  return isUnknown ? [unknownRegion(region, regions)] : [];
}

const START_OVER = '`trailcost init` prints a scenario that works';

/** A scenario before it is checked, and the order of its fields. */
interface Unchecked extends Pick<LoadedScenario, 'raw' | 'where'> {
  offsetOf: (field: FieldPath) => number;
  /** What is known to be wrong with it as it is written. */
  found: readonly Problem[];
}

function writtenScenario(text: string, source: string): Unchecked {
  const { document, lines, value: raw } = parseYaml(text, source);
  const where = (field: FieldPath) => placeOf(document, lines, source, raw, field);
  return { raw, where, offsetOf: (field) => offsetOf(document, field), found: withPlus(document).map(plusProblem) };
}

function objectScenario(raw: unknown, source: string): Unchecked {
  if (!isObject(raw)) {
    throw new TrailcostError('usage', {
      where: 'parseScenario()',
      what: `needs a scenario, not ${raw === null ? 'null' : typeof raw}`,
      remedy: 'Give the text of a scenario file, or an object with its fields.',
    });
  }
  const where = (field: FieldPath) => [source, fieldText(raw, field)].filter((part) => part !== '').join(' ');
  return { raw, where, offsetOf: () => 0, found: [] };
}

/** The first month that is taken since the scenario gives none; undefined where it gives one. */
export function takenMonth({ raw, firstMonth }: Pick<LoadedScenario, 'raw' | 'firstMonth'>): Month | undefined {
  return valueAt(raw, ['period', 'start']) === undefined ? firstMonth : undefined;
}

/** A scenario with other values in some fields, and what became of these. */
export interface SetScenario extends LoadedScenario {
  effects: readonly SettingEffect[];
}

/**
 * The scenario with other values in some fields, checked as if it had been written so.
 *
 * @param place where a setting was given, for messages
 * @throws TrailcostError `scenario-invalid`
 */
export function withSettings(loaded: LoadedScenario, settings: readonly Setting[], place: SettingPlace): SetScenario {
  if (settings.length === 0) return { ...loaded, effects: [] };
  const { firstMonth } = loaded;
  const { raw, effects, settingAt } = appliedTo(loaded.raw, settings, place);
  const where = (field: FieldPath) => {
    const setting = settingAt(field);
    return setting === undefined ? `${fieldText(raw, field)} (with ${settings.map(place).join(' and ')})` : place(setting);
  };
  const { scenario, problems } = checked(raw, firstMonth);
  if (scenario === undefined || problems.length > 0) {
    const placeOf = ({ field = [] }: Problem) => settings.findIndex((each) => each === settingAt(field));
    const ordered = problems.toSorted((a, b) => placeOf(a) - placeOf(b));
    throw located(new TrailcostError('scenario-invalid', ordered), where);
  }
  return { scenario, raw, where, firstMonth, effects };
}

/** The scenario as written with other values, and the setting that gave a field its value or holds it. */
function appliedTo(given: unknown, settings: readonly Setting[], place: SettingPlace) {
  const { raw, fields, effects } = applySettings(given, settings, place);
  const settingAt = (field: FieldPath) =>
    settings[fields.findLastIndex((changed) => changed?.every((key, depth) => depth >= field.length || field[depth] === key))];
  return { raw, effects, settingAt };
}

/** A scenario that differs from another in named fields. */
export interface NamedCase {
  name: string;
  description?: string | undefined;
  settings: readonly Setting[];
  loaded: SetScenario;
}

/**
 * The cases that a scenario lists, each as a scenario of its own.
 *
 * @throws TrailcostError `scenario-invalid`
 */
export function casesOf(loaded: LoadedScenario): NamedCase[] {
  return loaded.scenario.cases.map(({ name, description, set }, index) => {
    const settings = settingsIn(set);
    const place = ({ path }: Setting) => loaded.where(['cases', index, 'set', path]);
    return { name, description, settings, loaded: withSettings(loaded, settings, place) };
  });
}

function settingsIn(set: Readonly<Record<string, unknown>>): Setting[] {
  return Object.entries(set).map(([path, value]) => writtenSetting(path, value));
}

interface PlacedProblem {
  problem: Problem;
  /** Where in the file it is. */
  at: FieldPath;
}

/** What is wrong with the cases of a scenario; where it has problems itself, only what the settings of a case bring. */
function caseProblems({ raw, where, firstMonth }: Omit<LoadedScenario, 'scenario'>, isSound: boolean): PlacedProblem[] {
  const cases = valueAt(raw, ['cases']);
  return (Array.isArray(cases) ? cases : []).flatMap((each, index): PlacedProblem[] => {
    const at = ['cases', index, 'set'];
    const set = valueAt(each, ['set']);
    if (!isObject(set) || Array.isArray(set)) return [];
    const place = ({ path }: Setting) => where([...at, path]);
    const { settings, problems } = applicable(raw, settingsIn(set), place);
    const { raw: changed, settingAt } = appliedTo(raw, settings, place);
    const ofFields = checked(changed, firstMonth, ONE_TIME).problems.flatMap((problem): PlacedProblem[] => {
      const setting = settingAt(problem.field ?? []);
      if (setting !== undefined) return [{ problem: { ...problem, where: place(setting) }, at: [...at, setting.path] }];
      const text = `${fieldText(changed, problem.field ?? [])} (with ${settings.map(place).join(' and ')})`;
      return isSound ? [{ problem: { ...problem, where: text }, at }] : [];
    });
    return [...problems.map((problem) => ({ problem, at })), ...ofFields];
  });
}

/** The settings that lead to a field, one after the other, and what is wrong with the paths of the others. */
function applicable(raw: unknown, all: readonly Setting[], place: SettingPlace): { settings: Setting[]; problems: Problem[] } {
  const [settings, problems]: [Setting[], Problem[]] = [[], []];
  let current = raw;
  for (const setting of all) {
    try {
      current = applySettings(current, [setting], place).raw;
      settings.push(setting);
    } catch (error) {
      if (!(error instanceof TrailcostError)) throw error;
      problems.push(...error.problems);
    }
  }
  return { settings, problems };
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
  const problems = error.problems.map((problem) => placed(problem, where));
  return new TrailcostError(error.code, problems, error.cause, error.closing);
}

function placed(problem: Problem, where: (field: FieldPath) => string): Problem {
  return problem.field === undefined ? problem : { ...problem, where: where(problem.field) };
}

/** Code of its own for each group of fields, which zod writes to be quick, takes longer than to check a scenario some times. */
const ONE_TIME = { jitless: true };

/** A scenario completed with defaults, and what is wrong with it; undefined where it does not fit the schema. */
function checked(
  written: unknown,
  firstMonth: Month | undefined,
  manner?: typeof ONE_TIME,
): { scenario: Scenario | undefined; problems: Problem[] } {
  const begun = firstMonth === undefined ? written : begunIn(firstMonth, written);
  const parsed = scenarioSchema.safeParse(begun, manner);
  if (parsed.success) return { scenario: parsed.data, problems: checkScenario(soundScenario(parsed.data)) };
  const found = problemsOf(parsed.error.issues, written);
  const ofFields = firstMonth === undefined ? found.map((problem) => withWayOut(problem, written)) : found;
  return { scenario: undefined, problems: [...ofFields, ...checkScenario(soundParts(begun))] };
}

/** That a first month may be given beside the scenario too, where it is missing. */
function withWayOut(problem: Problem, raw: unknown): Problem {
  const { field = [], remedy } = problem;
  const isMissing = ['period', 'period.start'].includes(field.join('.')) && valueAt(raw, field) === undefined;
  return isMissing ? { ...problem, remedy: `${remedy} Give it, or firstMonth to parseScenario().` } : problem;
}

/** The scenario with its first month, where it gives none. */
function begunIn(firstMonth: Month, raw: unknown): unknown {
  if (!isObject(raw) || Array.isArray(raw)) return raw;
  const { period = {} } = raw;
  const isOpen = isObject(period) && !Array.isArray(period) && period['start'] === undefined;
  return isOpen ? { ...raw, period: { ...period, start: firstMonth } } : raw;
}

function plusProblem({ field, source }: NumberWithPlus): Problem {
  const isOfCase = field[0] === 'cases' && field[2] === 'set';
  const meaning = isOfCase ? `, or "${source}" in quotes to change what there is` : '';
  return { field, what: `${source} has a plus sign, which YAML leaves out`, remedy: `Write ${source.slice(1)}${meaning}.` };
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
