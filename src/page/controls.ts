import { ticks } from 'd3-array';
import type { FieldPath } from '../base/errors.js';
import { isRange } from '../base/range.js';
import { grouped } from '../base/text.js';
import { type NumberBounds, numberBounds } from '../scenario/bounds.js';
import { knownReader } from '../scenario/like.js';
import { nodesAt, valueAt } from '../scenario/nodes.js';
import { numberFields } from '../scenario/numbers.js';
import { changeIn } from '../scenario/relative.js';
import type { Quantity, Reader, Scenario } from '../scenario/schema.js';
import { parseSetting, pathOf, settledValue } from '../scenario/settings.js';
import { type Change, typedText } from './plan.js';

/** What one can change in the page: a field of the scenario, what it is called, and what it may be. */
export type Control = Base & (NumberControl | ChoiceControl);

interface Base {
  path: string;
  label: string;
  /** What the schema says of it. */
  help: string;
}

interface NumberControl {
  kind: 'number';
  value: Quantity;
  unit: string;
  bounds: NumberBounds;
  /** Where a slider ends: every value that is allowed can be typed. */
  sliderMax: number;
  /** A word that is a value too: `all`. */
  word?: string | undefined;
  /** Whether that is its value now; then the number is one to begin with. */
  isWord?: boolean;
}

interface ChoiceControl {
  kind: 'choice';
  value: string;
  /** Values and what they are called; a value is what `--set` takes. */
  choices: readonly (readonly [value: string, name: string])[];
}

/** Controls that belong together. */
export interface ControlGroup {
  title: string;
  note?: string;
  /** The element of a list that it is, which can be taken away. */
  removes?: string;
  controls: readonly Control[];
}

/** What a field is called, its unit, and how far a slider should go at least. */
type Words = readonly [label: string, unit?: string, sliderMax?: number];

const WORDS: Readonly<Record<string, Words>> = {
  times: ['Times each file is read', '×', 5],
  share: ['Share of the files'],
  runsPerMonth: ['Runs', 'a month', 31],
  lookbackDays: ['Looks back', 'days', 365],
  getsPerFile: ['GETs for each file', 'a run', 4],
  readsPerMonth: ['Reads', 'a month', 1000],
  requestsPerFile: ['KMS requests for each file'],
  requesters: ['Roles or users', '', 10],
  runMinutes: ['Length of a run', 'minutes', 120],
  bucketKeyReduction: ['A Bucket Key saves', 'share'],
  accounts: ['Accounts', '', 10],
  activeRegions: ['Regions an account uses', '', 10],
  filesPerSlot: ['Log files in 5 minutes', 'where any', 10],
  activeSlotShare: ['Slots with a log file', 'share'],
  logFilesPerMonth: ['Log files', 'a month', 1000],
  logFilesPerAccountMonth: ['Log files of an account', 'a month', 1000],
  digestFilesPerMonth: ['Digest files', 'a month', 1000],
  digestFilesPerAccountMonth: ['Digest files of an account', 'a month', 1000],
  digestRegions: ['Regions with digest files', '', 20],
  growthPercentPerMonth: ['Growth of files', '% a month', 10],
  archiveMonths: ['Files from before', 'months', 36],
  bucketKeyWriteMinutes: ['Bucket-level key, writing', 'minutes'],
  bucketKeyReadMinutes: ['Bucket-level key, reading', 'minutes'],
  number: ['KMS keys', '', 5],
  replicas: ['Replicas of each key', '', 5],
  rotations: ['Rotations so far', '', 3],
  freeRequestsLeft: ['Free tier left', 'requests a month'],
  paidCopies: ['Further trails with paid copies', '', 5],
  dataEventCopies: ['Trails with S3 data events', '', 5],
  insightsTrails: ['Trails with Insights', '', 5],
  discountPercent: ['Discount on all', '%'],
  usdPerGb: ['Price', 'USD for a GB', 5],
  usdPerMillionEvents: ['Price', 'USD for a million events', 5],
  kms: ['Discount on KMS', '%'],
  s3: ['Discount on S3', '%'],
  cloudtrail: ['Discount on CloudTrail', '%'],
  guardduty: ['Discount on GuardDuty', '%'],
  digests: ['Reads digest files too'],
  guardDuty: ['GuardDuty on these events'],
  excludeKmsEvents: ['Trails exclude KMS events'],
};

const PATTERN_WORDS: Readonly<Record<Reader['pattern'], string>> = {
  'every-file': 'reads every new file',
  scan: 'scans past files',
  validate: 'validates log files',
  single: 'single reads',
  once: 'reads once',
  replicate: 'replicates every file',
};

function noteOf({ pattern, like }: Reader): string {
  const known = knownReader(like);
  return known === undefined ? PATTERN_WORDS[pattern] : `${PATTERN_WORDS[pattern]}, like ${known.name}`;
}

/** Everything in a scenario that can be changed in the page, in the order in which people think of it. */
export function controlGroups(scenario: Scenario): ControlGroup[] {
  const numbers = numberControls(scenario);
  const under = (...starts: string[]) =>
    numbers.filter(({ field }) => starts.includes(field.slice(0, 2).join('.')) || starts.includes(String(field[0])));
  return [
    ...scenario.readers.map((reader, index) => ({
      title: reader.name,
      note: noteOf(reader),
      removes: pathOf(scenario, ['readers', index]),
      controls: [...ownFirst(under(`readers.${index}`)), ...digestsControl(scenario, index)],
    })),
    ...scenario.trails.map(({ name }, index) => ({ title: `Trail ${name}`, controls: under(`trails.${index}`) })),
    { title: 'Bucket Key', controls: under('encryption') },
    { title: 'KMS keys and free tier', controls: under('keys', 'freeRequestsLeft') },
    { title: 'What records the reads', controls: [...guardDutyControls(scenario), ...under('recording')] },
    { title: 'Discounts', controls: under('discountPercent', 'serviceDiscountPercent') },
  ].filter(({ controls }) => controls.length > 0);
}

/** How it reads comes before who reads. */
function ownFirst(controls: readonly Numbered[]): Numbered[] {
  const isCommon = ({ field }: Numbered) => field.at(-1) === 'requesters' || field.at(-1) === 'bucketKeyReduction';
  return [...controls.filter((control) => !isCommon(control)), ...controls.filter(isCommon)];
}

type Numbered = Control & { field: FieldPath };

/** Prices and rates are facts that a page does not change. */
const FACTS = new Set(['currency', 'prices']);

function numberControls(scenario: Scenario): Numbered[] {
  const fields = numberFields(scenario).filter(({ field }) => !FACTS.has(String(field[0])));
  const words = scenario.readers.flatMap(({ pattern, ...reader }, index) =>
    (pattern === 'scan' || pattern === 'validate') && 'lookbackDays' in reader && reader.lookbackDays === 'all'
      ? [allDays(scenario, index)]
      : [],
  );
  const numbers = fields.map(
    ({ path, field, value, ...bounds }): Numbered => ({ ...numberControl(path, field, value, bounds, scenario), field }),
  );
  return [...numbers, ...words];
}

function numberControl(path: string, field: FieldPath, value: Quantity, bounds: NumberBounds, scenario: Scenario): Base & NumberControl {
  const name = String(field.at(-1));
  const [words, unit = '', sliderMax] = WORDS[name] ?? [name];
  const owner = field[1] === 'consumers' ? valueAt(scenario, [...field.slice(0, 3), 'name']) : undefined;
  const label = typeof owner === 'string' ? `${words} of ${owner}` : words;
  const word = name === 'lookbackDays' ? 'all' : undefined;
  return {
    kind: 'number',
    path,
    label,
    unit,
    help: helpAt(field, scenario),
    value,
    bounds,
    word,
    sliderMax: sliderEnd(value, bounds, sliderMax),
  };
}

/** A reader that reads all files looks back over no number of days; a slider begins at a year. */
function allDays(scenario: Scenario, index: number): Numbered {
  const field = ['readers', index, 'lookbackDays'];
  const bounds = numberBounds(field, scenario) ?? { min: 0, max: 7500, whole: false, things: false };
  return { ...numberControl(pathOf(scenario, field), field, 365, bounds, scenario), isWord: true, field };
}

function helpAt(field: FieldPath, scenario: Scenario): string {
  return nodesAt(field, scenario).find(({ description }) => description !== undefined)?.description ?? '';
}

/** A round end of a slider: room for some times the value, no more than is allowed. */
function sliderEnd(value: Quantity, { max }: NumberBounds, least = max): number {
  const highest = typeof value === 'number' ? value : value.high;
  const wanted = Math.max(highest * 3, least);
  return Math.min(max, ticks(0, wanted, 3).at(-1) ?? wanted, max);
}

function digestsControl(scenario: Scenario, index: number): Control[] {
  const field = ['readers', index, 'digests'];
  const value = valueAt(scenario, field);
  return typeof value === 'boolean' ? [choice(scenario, field, String(value), YES_NO)] : [];
}

const YES_NO = [
  ['true', 'yes'],
  ['false', 'no'],
] as const;

function guardDutyControls(scenario: Scenario): Control[] {
  const { guardDuty, excludeKmsEvents } = scenario.recording;
  const said = guardDuty === undefined ? '' : String(guardDuty);
  return [
    choice(scenario, ['recording', 'guardDuty'], said, [
      ['', 'not said'],
      ['true', 'on'],
      ['false', 'off'],
    ]),
    choice(scenario, ['recording', 'excludeKmsEvents'], String(excludeKmsEvents), YES_NO),
  ];
}

function choice(scenario: Scenario, field: FieldPath, value: string, choices: ChoiceControl['choices']): Control {
  const [label] = WORDS[String(field.at(-1))] ?? [String(field.at(-1))];
  return { kind: 'choice', path: pathOf(scenario, field), label, help: helpAt(field, scenario), value, choices };
}

/** What may be typed, in words: `0 to 1,000`. */
export function boundsText({ min, max, whole }: NumberBounds, word?: string): string {
  return `${whole ? 'whole, ' : ''}${grouped(min)} to ${grouped(max)}${word === undefined ? '' : `, or ${word}`}`;
}

/** A quantity whose expected value is another: both ends of a range move in proportion, within what is allowed. */
export function scaled(value: Quantity, expected: number, { min, max, whole }: NumberBounds): Quantity {
  if (typeof value === 'number') return expected;
  const { expected: from } = value;
  if (from === 0) return expected;
  const tidy = (number: number) => Number((whole ? Math.round(number) : number).toPrecision(6));
  const end = (number: number) => Math.min(Math.max(tidy((number * expected) / from), min), max);
  return { low: Math.min(end(value.low), expected), expected, high: Math.max(end(value.high), expected) };
}

/** What an input of a control is for: its value, the ends of its range, its slider. */
export type Part = 'value' | 'low' | 'high' | 'slider';

/** What was typed into a part of a control. */
export interface Typed {
  part: Part;
  text: string;
  /** The scenario before that, as written: `+40` is more than what it has. */
  raw: unknown;
}

const NUMBER = /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * What was typed as a change of the control's field: a number moves both ends of a range in proportion, an end stays within its range, and
 * what changes a number does so to the one that was shown.
 *
 * @throws TrailcostError for a change of a number that does not fit
 */
export function typedIn(control: Control, { part, text, raw }: Typed): Change {
  const { path } = control;
  // Messages of the command line say PATH==5: what is typed here comes after PATH=.
  // Thousands may be apart, as every figure here has them.
  const typed = text
    .trim()
    .replace(/^==/, '=')
    .replace(/^-?\d{1,3}(,\d{3})+(?=$|\.)/, (number) => number.replaceAll(',', ''));
  if (control.kind === 'choice') return { path, value: typed };
  const { value, bounds } = control;
  if ((part === 'low' || part === 'high') && isRange(value)) {
    const [low, high] = part === 'low' ? [typed, value.high] : [value.low, typed];
    return { path, value: `{low: ${low}, expected: ${value.expected}, high: ${high}}` };
  }
  const isNumber = NUMBER.test(typed);
  if (changeIn(typed) !== undefined && !(isNumber && bounds.min < 0)) {
    const setting = parseSetting(`${path}=${typed}`, '--set');
    return { path, value: typedText(settledValue(raw, setting, () => `--set ${path}`)) };
  }
  if (!isNumber || control.isWord === true) return { path, value: typed };
  return { path, value: typedText(typeof value === 'number' ? typed : scaled(value, Number(typed), bounds)) };
}
