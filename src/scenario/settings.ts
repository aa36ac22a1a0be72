import { type FieldPath, TrailcostError } from '../base/errors.js';
import { suggestion } from '../base/nearest.js';
import { numberBounds } from './bounds.js';
import { nodesAt, valueAt } from './nodes.js';
import { changedNumber, changeIn, NumberChange, valueBefore } from './relative.js';
import { parseYaml, withPlus } from './yaml.js';

/**
 * A field of a scenario and another value for it, or a {@link NumberChange} of the one that it has; `null` takes the field, or the element
 * of a list, away.
 */
export interface Setting {
  /** The field as people name it, elements of lists by their names: `readers.siem.times`. */
  path: string;
  value: unknown;
  /** The value as it was typed: a field that holds text takes it so, and `444455556666` stays an account id. */
  typed?: string;
  /** The field itself, where it is known; then the path is for people only. */
  field?: FieldPath;
}

/** What to do about a value on a command line that is not YAML. */
const VALUE_REMEDY = 'Values are YAML; quote them for the shell: 2, all, "[org, audit]", "{low: 1, expected: 2, high: 5}".';

/** Where a setting was given, for messages. */
export type SettingPlace = (setting: Setting) => string;

/**
 * `PATH=VALUE` as typed. The value is YAML, so `{low: 1, expected: 2, high: 5}` is a range; none at all is `null`. `+40`, `-10`, `*2`
 * and `+20%` change what there is; after a second `=` a value is never a change.
 *
 * @param option what it was given with, for messages
 * @throws TrailcostError `usage`, `scenario-syntax`
 * @example parseSetting('readers.siem.times=2', '--set') // { path: 'readers.siem.times', value: 2, typed: '2' }
 */
export function parseSetting(text: string, option: string): Setting {
  const sign = text.indexOf('=');
  const path = text.slice(0, sign).trim();
  if (sign < 0 || path === '') {
    throw new TrailcostError('usage', {
      where: `${option} ${text}`,
      what: 'is not PATH=VALUE',
      remedy: 'Name a field of the scenario and its new value, such as readers.siem.times=2.',
    });
  }
  const given = text.slice(sign + 1).trim();
  const change = changeIn(given);
  if (change !== undefined) return { path, value: change };
  if (/^(?:[+-]$|\*)/.test(given)) throw badChange(`${option} ${path}`, given);
  const typed = given.startsWith('=') ? given.slice(1).trim() : given;
  return { path, value: typed === '' ? null : typedValue(typed, `${option} ${path}`), typed };
}

function badChange(where: string, given: string): TrailcostError {
  return new TrailcostError('usage', { where, what: `"${given}" is not a change`, remedy: 'Write a change as +40, -10, *2 or +20%.' });
}

/**
 * A value on a command line, which is YAML.
 *
 * @throws TrailcostError `scenario-syntax`, and `usage` where a number within has a plus sign, which YAML leaves out
 */
export function typedValue(typed: string, where: string): unknown {
  const { document, value } = parseYaml(typed, where, VALUE_REMEDY);
  const [signed] = withPlus(document);
  if (signed === undefined || signed.field.length === 0) return value;
  throw new TrailcostError('usage', {
    where,
    what: `${signed.source} within a value is not a change`,
    remedy: `Leave out the sign, or change the whole field: PATH=${signed.source}.`,
  });
}

/** A setting that a scenario has: a text such as "+40" changes what there is. */
export function writtenSetting(path: string, value: unknown): Setting {
  return { path, value: (typeof value === 'string' ? changeIn(value) : undefined) ?? value };
}

/** A scenario as written with other values in some fields, and which fields these are; nothing is checked against the schema yet. */
export interface Applied {
  raw: unknown;
  /** For each setting; undefined where what it named is gone. */
  fields: readonly (FieldPath | undefined)[];
  effects: readonly SettingEffect[];
}

/** What a setting made of a field: its value before, as written or by default, and after; undefined where there is none. */
export interface SettingEffect {
  path: string;
  before: unknown;
  after: unknown;
}

/**
 * Applies settings one after the other. What was given stays as it is.
 *
 * @throws TrailcostError `scenario-invalid` for an element of a list that is not there, a field to take away that no scenario has, or a
 * change that does not fit
 */
export function applySettings(raw: unknown, settings: readonly Setting[], place: SettingPlace): Applied {
  let result = raw;
  const fields: (FieldPath | undefined)[] = [];
  const effects: SettingEffect[] = [];
  for (const setting of settings) {
    const { path, value } = setting;
    const field = fieldOf(result, setting, place);
    const before = valueBefore(result, field);
    const isRemoval = value === null && !isText(field, setting, result);
    if (isRemoval) fields.splice(0, fields.length, ...fields.map((known) => known && afterRemoval(known, field)));
    result = isRemoval ? without(result, field) : replaced(result, field, valueFor(field, setting, result, place));
    effects.push({ path, before, after: isRemoval ? undefined : valueAt(result, field) });
    fields.push(isRemoval && typeof field.at(-1) === 'number' ? [...field.slice(0, -1), GONE] : field);
  }
  return { raw: result, fields, effects };
}

/**
 * The value that a setting gives its field.
 *
 * @throws TrailcostError as {@link applySettings}
 */
export function settledValue(raw: unknown, setting: Setting, place: SettingPlace): unknown {
  return valueFor(fieldOf(raw, setting, place), setting, raw, place);
}

/** The place of an element that was removed: only problems with the list as a whole refer to it. */
const GONE = -1;

/** The place of a field after an element of a list is removed; undefined where it was within that element. */
function afterRemoval(field: FieldPath, removed: FieldPath): FieldPath | undefined {
  const depth = removed.length - 1;
  const [place, gone] = [field[depth], removed[depth]];
  const isSameList = removed.slice(0, depth).every((key, index) => key === field[index]);
  if (!isSameList || typeof place !== 'number' || typeof gone !== 'number' || place < gone) return field;
  return place === gone ? undefined : [...field.slice(0, depth), place - 1, ...field.slice(depth + 1)];
}

/**
 * The field that a path names in a scenario as written.
 *
 * @throws TrailcostError `scenario-invalid`
 */
export function fieldOf(raw: unknown, setting: Setting, place: SettingPlace): FieldPath {
  if (setting.field !== undefined) return setting.field;
  const field: (string | number)[] = [];
  let rest = setting.path;
  if (rest.length > MOST_LETTERS || rest.endsWith('.')) throw badPath(place(setting));
  while (rest !== '') {
    const segment = isList(raw, field) ? elementOf(raw, field, rest, setting, place) : keyOf(rest);
    field.push(segment.key);
    rest = rest.slice(segment.length + 1);
  }
  if (
    (setting.value === null || setting.value instanceof NumberChange) &&
    valueAt(raw, field) === undefined &&
    nodesAt(field, raw).length === 0
  ) {
    throw unknownKey(raw, field, place(setting));
  }
  return field;
}

/** A path that leads to a field, with the names of elements where they lead there. */
export function pathOf(raw: unknown, field: FieldPath): string {
  const named = field.map((key, depth) => {
    const name = typeof key === 'number' ? valueAt(raw, [...field.slice(0, depth + 1), 'name']) : undefined;
    return typeof name === 'string' && name !== '' ? name : key;
  });
  const path = named.join('.');
  return !path.includes('=') && leadsTo(raw, path, field) ? path : field.join('.');
}

function leadsTo(raw: unknown, path: string, field: FieldPath): boolean {
  try {
    const found = fieldOf(raw, { path, value: undefined }, () => path);
    return found.length === field.length && found.every((key, depth) => key === field[depth]);
  } catch (error) {
    if (error instanceof TrailcostError) return false;
    throw error;
  }
}

/** Far more than the longest names take. */
const MOST_LETTERS = 500;

function badPath(where: string): TrailcostError {
  const remedy = 'Name a field from the top, such as readers.siem.times.';
  return new TrailcostError('scenario-invalid', { where: where.slice(0, MOST_LETTERS), what: 'is not a path to a field', remedy });
}

interface Segment {
  key: string | number;
  /** Characters of the path that it takes. */
  length: number;
}

function isList(raw: unknown, field: FieldPath): boolean {
  const value = valueAt(raw, field);
  if (Array.isArray(value)) return true;
  // A scenario and an element of a list are groups: the schema, which takes long to make, need not be asked.
  if (isGroup(value) && typeof (field.at(-1) ?? 0) === 'number') return false;
  return nodesAt(field, raw).some(({ type }) => type === 'array');
}

function keyOf(rest: string): Segment {
  const [key = ''] = rest.split('.', 1);
  return { key, length: key.length };
}

/** An element by its name, which may hold dots; else by its place; a group of keys under a new name is a new element. */
function elementOf(raw: unknown, field: FieldPath, rest: string, setting: Setting, place: SettingPlace): Segment {
  const value = valueAt(raw, field);
  const names = (Array.isArray(value) ? value : []).map((element) => String(valueAt(element, ['name']) ?? ''));
  const [name] = names.filter((each) => each !== '' && (rest === each || rest.startsWith(`${each}.`))).sort((a, b) => b.length - a.length);
  if (name !== undefined) return { key: names.indexOf(name), length: name.length };
  const { key, length } = keyOf(rest);
  if (/^\d+$/.test(String(key)) && Number(key) < names.length) return { key: Number(key), length };
  if (key === rest && isGroup(setting.value) && !('expected' in setting.value)) return { key: names.length, length };
  throw new TrailcostError('scenario-invalid', {
    where: place(setting),
    what: `no ${String(field.at(-1)).replace(/s$/, '')} is named "${key}"`,
    remedy: suggestion(String(key), names),
  });
}

function unknownKey(raw: unknown, field: FieldPath, where: string): TrailcostError {
  const known = nodesAt(field.slice(0, -1), raw).flatMap(({ properties }) => Object.keys(properties ?? {}));
  const key = String(field.at(-1));
  return new TrailcostError('scenario-invalid', { where, what: `unknown field "${key}"`, remedy: suggestion(key, known) });
}

function valueFor(field: FieldPath, setting: Setting, raw: unknown, place: SettingPlace): unknown {
  const { path, value, typed } = setting;
  if (value instanceof NumberChange) return changedNumber(raw, field, value, place(setting));
  if (typeof value === 'string' && typed !== undefined) assertNoShare(field, value, raw, place(setting));
  if (typeof value !== 'string' && isText(field, setting, raw)) return typed;
  if (typeof field.at(-1) !== 'number' || !isGroup(value) || 'name' in value) return value;
  return { name: valueAt(raw, [...field, 'name']) ?? path.split('.').at(-1), ...value };
}

/**
 * Refuses a percentage of what is neither a share nor a percentage itself: it is a change without its sign.
 *
 * @throws TrailcostError `scenario-invalid`
 */
function assertNoShare(field: FieldPath, value: string, raw: unknown, where: string): void {
  const bounds = /^\d+(?:\.\d+)?%$/.test(value) ? numberBounds(field, raw) : undefined;
  if (bounds === undefined || !(bounds.things || bounds.max > 100)) return;
  const remedy = `Did you mean +${value} (${value} more), -${value} (${value} less) or *${value} (${value} of it)?`;
  throw new TrailcostError('scenario-invalid', { where, what: `"${value}" has no sign, so it is not clear what it changes`, remedy });
}

/** Whether something was typed into a field that holds text, whatever YAML makes of it. */
function isText(field: FieldPath, { typed }: Setting, raw: unknown): boolean {
  if (typed === undefined || typed === '' || typed === 'null') return false;
  const nodes = nodesAt(field, raw);
  return nodes.length > 0 && nodes.every(({ type }) => type === 'string');
}

function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberChange);
}

/** The whole with another value in one place; parts that do not change are shared. */
export function replaced(whole: unknown, [key, ...rest]: FieldPath, value: unknown): unknown {
  if (key === undefined) return value;
  const part = replaced(valueAt(whole, [key]), rest, value);
  if (typeof key === 'number') return Object.assign([...(Array.isArray(whole) ? whole : [])], { [key]: part });
  return { ...(isGroup(whole) ? whole : {}), [key]: part };
}

/** The whole without a field, or an element of a list. */
export function without(whole: unknown, field: FieldPath): unknown {
  const holder = field.slice(0, -1);
  const key = field.at(-1);
  const value = valueAt(whole, holder);
  if (Array.isArray(value)) return replaced(whole, holder, value.toSpliced(Number(key), 1));
  if (!isGroup(value)) return whole;
  return replaced(whole, holder, Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)));
}
