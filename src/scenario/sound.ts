import { z } from 'zod';
import type { FieldPath } from '../base/errors.js';
import { isObject } from '../base/records.js';
import { completed } from './like.js';
import { valueAt } from './nodes.js';
import { accountFacts } from './schema/accounts.js';
import { patterns } from './schema/reader.js';
import { consumer } from './schema/recording.js';
import { trail, trailFields } from './schema/trail.js';
import { type Conversion, type Reader, type Scenario, scenarioSchema, type Trail } from './schema.js';
import { replaced } from './settings.js';

/** A group of a scenario, of which some fields may not fit the schema. */
export interface Part<T> {
  at: FieldPath;
  /** Its fields that fit, and the defaults of those that are not given. */
  value: Partial<T>;
  /** Whether a field is given, fitting or not. */
  has: (field: keyof T & string) => boolean;
  /** Whether all of it fits. */
  isWhole: boolean;
  /** Whether it has a field that no such group has, which may be meant for one that seems not to be given. */
  hasUnknown: boolean;
}

/** What of a scenario can be compared with each other, although some fields may not fit the schema. */
export interface SoundScenario {
  period: Part<Scenario['period']>;
  encryption: Part<Scenario['encryption']>;
  trails: readonly Part<Trail>[];
  readers: readonly Part<Reader>[];
  consumers: readonly Part<Scenario['recording']['consumers'][number]>[];
  /** Undefined where amounts are not converted. */
  currency: Part<Conversion> | undefined;
  accounts: readonly Part<Scenario['accounts'][number]>[];
  cases: readonly Part<Scenario['cases'][number]>[];
  /** Whether all trails are known: then one that is not among them does not exist. */
  knowsTrails: boolean;
}

/** All of a scenario that fits the schema. */
export function soundScenario({ period, encryption, trails, readers, recording, currency, accounts, cases }: Scenario): SoundScenario {
  const parts = <T extends object>(list: readonly T[], ...at: string[]) => list.map((value, index) => wholePart(value, [...at, index]));
  return {
    period: wholePart(period, ['period']),
    encryption: wholePart(encryption, ['encryption']),
    trails: parts(trails, 'trails'),
    readers: parts(readers, 'readers'),
    consumers: parts(recording.consumers, 'recording', 'consumers'),
    currency: currency && wholePart(currency, ['currency']),
    accounts: parts(accounts, 'accounts'),
    cases: parts(cases, 'cases'),
    knowsTrails: true,
  };
}

function wholePart<T extends object>(value: T, at: FieldPath): Part<T> {
  return { at, value, has: (field) => value[field] !== undefined, isWhole: true, hasUnknown: false };
}

const SHAPE = scenarioSchema.shape;

/** What fits the schema of a scenario that does not fit as a whole. */
export function soundParts(raw: unknown): SoundScenario {
  const parts = <T>(at: FieldPath, partOf: (at: FieldPath) => Part<T>) => listAt(raw, at).map((_, index) => partOf([...at, index]));
  const trails = parts(['trails'], (at) => trailPart(raw, at));
  return {
    period: partIn(raw, ['period'], SHAPE.period),
    encryption: partIn(raw, ['encryption'], SHAPE.encryption.unwrap()),
    trails,
    readers: parts(['readers'], (at) => readerPart(raw, at)),
    consumers: parts(['recording', 'consumers'], (at) => partIn(raw, at, consumer)),
    currency: valueAt(raw, ['currency']) === undefined ? undefined : partIn(raw, ['currency'], SHAPE.currency.unwrap()),
    accounts: parts(['accounts'], (at) => partIn(raw, at, accountFacts)),
    cases: parts(['cases'], (at) => partIn(raw, at, SHAPE.cases.unwrap().element)),
    knowsTrails: Array.isArray(valueAt(raw, ['trails']))
      ? trails.every(({ value }) => value.name !== undefined)
      : valueAt(raw, ['trails']) === undefined && !hasUnknown(raw, SHAPE),
  };
}

function listAt(raw: unknown, at: FieldPath): readonly unknown[] {
  const value = valueAt(raw, at);
  return Array.isArray(value) ? value : [];
}

function partIn<S extends z.ZodObject>(raw: unknown, at: FieldPath, schema: S): Part<z.output<S>> {
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema.shape;
  const fields = Object.entries(shape).flatMap(([field, own]) => {
    const parsed = z.safeParse(own, valueAt(raw, [...at, field]));
    return parsed.success && parsed.data !== undefined ? [[field, parsed.data]] : [];
  });
  return {
    at,
    value: Object.fromEntries(fields) as Partial<z.output<S>>,
    has: (field) => valueAt(raw, [...at, field]) !== undefined,
    isWhole: schema.safeParse(valueAt(raw, at)).success,
    hasUnknown: hasUnknown(valueAt(raw, at), schema.shape),
  };
}

function hasUnknown(group: unknown, shape: object): boolean {
  return isObject(group) && Object.keys(group).some((field) => !Object.hasOwn(shape, field));
}

/** With what is taken where a trail that fits does not say how many files it has. */
function trailPart(raw: unknown, at: FieldPath): Part<Trail> {
  const whole = trail.safeParse(valueAt(raw, at));
  return whole.success ? wholePart(whole.data, at) : partIn(raw, at, trailFields);
}

/** Of a reader without a pattern, or with one that does not exist, what every reader has. */
function readerPart(raw: unknown, at: FieldPath): Part<Reader> {
  const whole = replaced(raw, at, completed(valueAt(raw, at)));
  const pattern = valueAt(whole, [...at, 'pattern']);
  const option = patterns.options.find(({ shape }) => shape.pattern.value === pattern);
  return partIn(whole, at, option ?? patterns.options[0]);
}
