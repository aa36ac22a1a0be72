import { Decimal } from '../base/decimal.js';
import { isRange } from '../base/range.js';
import { READERS_BY_NAME } from './known-readers.js';
import { mapQuantity } from './quantity.js';
import type { Quantity } from './schema.js';

/** What people write from memory, in small letters without signs, and the fields that it may mean: the first that the group has. */
const SYNONYMS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    like: ['product', 'vendor', 'tool', 'knownas', 'sameas', 'likereader'],
    pattern: ['type', 'kind', 'mode', 'access', 'accesspattern'],
    lookbackDays: ['days', 'lookback', 'window', 'daysback', 'lookbackwindow'],
    runsPerMonth: ['runs', 'queries', 'scans', 'jobs', 'executions', 'frequency', 'schedule', 'count'],
    readsPerMonth: ['reads', 'gets', 'getobjects', 'requests', 'count'],
    times: ['count', 'copies', 'multiplier', 'consumers', 'reads'],
    number: ['count', 'keys'],
    logFilesPerMonth: ['files', 'logs', 'logfiles', 'objects'],
    digestFilesPerMonth: ['digestfiles', 'digests'],
    activeRegions: ['regions', 'regioncount'],
    accounts: ['accountcount', 'numberofaccounts', 'members'],
    account: ['accountid', 'payer', 'paidby', 'owner'],
    archiveMonths: ['retention', 'archive', 'keep'],
    growthPercentPerMonth: ['growth', 'growthpercent', 'growthrate'],
    sseKmsSince: ['since', 'enabled', 'enabledsince', 'kmssince', 'from', 'start'],
    freeRequestsLeft: ['freetier', 'freerequests'],
    discountPercent: ['discount'],
    runMinutes: ['duration', 'minutes', 'runtime'],
    share: ['fraction', 'percent', 'portion'],
    requesters: ['roles', 'users', 'principals'],
    paidCopies: ['copies', 'trails'],
    start: ['begin', 'from', 'startmonth', 'startdate', 'firstmonth'],
    rateDate: ['date', 'day', 'on', 'asof'],
    months: ['length', 'duration'],
    low: ['min', 'minimum', 'lower'],
    expected: ['likely', 'mid', 'mean', 'average', 'typical', 'value', 'mode'],
    high: ['max', 'maximum', 'upper'],
  })
    .flatMap(([field, words]) => words.map((word): [string, string] => [word, field]))
    .reduce((all, [word, field]) => all.set(word, [...(all.get(word) ?? []), field]), new Map<string, string[]>()),
);

const DAYS_A_MONTH = 30.4;
/** How often a month has what a rate is for. */
const A_MONTH: Readonly<Record<string, number>> = {
  minute: 43_800,
  hour: 730,
  day: DAYS_A_MONTH,
  week: 4.35,
  month: 1,
  quarter: 1 / 3,
  year: 1 / 12,
};
/** Days of the units of a span. */
const DAYS: Readonly<Record<string, number>> = { minute: 1 / 1440, hour: 1 / 24, day: 1, week: 7, month: DAYS_A_MONTH, year: 365 };
/** Days of the unit that a field is in. */
const UNIT_DAYS: Readonly<Record<string, number>> = { lookbackDays: 1, archiveMonths: DAYS_A_MONTH, runMinutes: 1 / 1440 };

/** A field that was probably meant by another name, and its value, if that is a number. */
export interface MeantField {
  field: string;
  value: unknown;
  /** What the value was multiplied with to be in the unit of the field. */
  factor: number;
}

/**
 * The field that someone probably had in mind, with the value that it then has.
 *
 * @example meantField('runsPerDay', 4, ['runsPerMonth']) // { field: 'runsPerMonth', value: 121.6, factor: 30.4 }
 * @example meantField('weekends', 1, ['runsPerMonth']) // undefined
 */
export function meantField(written: string, value: unknown, known: readonly string[]): MeantField | undefined {
  const word = written.toLowerCase().replace(/[^a-z]/g, '');
  const [, noun = '', rate] = /^(.+)(?:per|a)(minute|hour|day|week|month|quarter|year)$/.exec(word) ?? [];
  const [, span = '', unit] = /^(.+?)(minute|hour|day|week|month|year)s$/.exec(word) ?? [];
  const found = (name: string) => known.find((field) => field.toLowerCase() === name || SYNONYMS.get(name)?.includes(field));
  const [ofRate, ofSpan] = [found(noun), found(span)];
  if (rate !== undefined && ofRate?.endsWith('PerMonth')) return converted(ofRate, value, A_MONTH[rate]);
  if (unit !== undefined && ofSpan !== undefined && ofSpan in UNIT_DAYS) {
    return converted(ofSpan, value, (DAYS[unit] ?? 1) / (UNIT_DAYS[ofSpan] ?? 1));
  }
  const field = found(word);
  return field === undefined ? undefined : { field, value, factor: 1 };
}

function converted(field: string, value: unknown, factor = 1): MeantField {
  const isNumber = typeof value === 'number' || isRange(value);
  return { field, value: isNumber ? times(value, factor, field) : undefined, factor };
}

function times(quantity: Quantity, factor: number, field: string): Quantity {
  return mapQuantity(quantity, (value) => {
    const result = new Decimal(value).times(factor);
    return (field === 'archiveMonths' ? result.ceil() : result.toSignificantDigits(4)).toNumber();
  });
}

/** Words in place of a pattern, in small letters without signs. */
const PATTERN_WORDS: Readonly<Record<string, readonly string[]>> = {
  'every-file': ['siem', 'everyfile', 'all', 'stream', 'streaming', 'forwarder', 'splunk', 'datadog', 'elastic', 'allfiles', 'newfiles'],
  scan: ['athena', 'query', 'queries', 'trino', 'hunt', 'hunting', 'batch', 'glue'],
  validate: ['validation', 'validatelogs', 'validatefiles'],
  single: ['manual', 'people', 'human', 'adhoc', 'random', 'singlereads'],
  once: ['onetime', 'export', 'investigation', 'migration'],
  replicate: ['replication', 's3replication', 'crr', 'srr'],
};

/** Longer text is no slip. */
const MOST_LETTERS = 60;

type Reading = (text: string) => unknown;

/** How text is read that a field with this name cannot take. */
const READINGS: Readonly<Record<string, readonly Reading[]>> = {
  pattern: [patternIn],
  like: [readerIn],
  runsPerMonth: [rateIn],
  readsPerMonth: [rateIn],
  lookbackDays: [(text) => (/^(everything|full|unlimited|\*)$/i.test(text) ? 'all' : spanIn(text, 'lookbackDays'))],
  archiveMonths: [(text) => spanIn(text, 'archiveMonths')],
  runMinutes: [(text) => spanIn(text, 'runMinutes')],
  sseKmsSince: [dayIn],
  bucketKeySince: [dayIn],
  firstDay: [dayIn],
  lastDay: [dayIn],
  start: [monthIn],
  month: [monthIn],
};

/**
 * The values that someone may have had in mind with a value that does not fit, the likeliest first; whether they fit, the schema knows.
 *
 * @example meantValues('lookbackDays', '30d') // [30]
 * @example meantValues('share', '50%') // [0.5, 50]
 */
export function meantValues(field: string, value: unknown): unknown[] {
  return readingsOf(field, value).filter((meant) => meant !== undefined);
}

function readingsOf(field: string, value: unknown): unknown[] {
  if (Array.isArray(value)) return [rangeOf(value)];
  if (value === true && field.endsWith('Since')) return ['always'];
  if (typeof value === 'number') return [String(value).padStart(12, '0')];
  if (typeof value !== 'string') return [[value]];
  const text = value.trim();
  if (text.length > MOST_LETTERS) return [];
  const own = (READINGS[field] ?? []).map((read) => read(text));
  return [
    ...own,
    numberIn(text),
    ...percentIn(text, field),
    booleanIn(text),
    rangeOf(text.split(/\s*(?:-|–|\.\.|to)\s*/).map(numberIn)),
    [value],
  ];
}

function patternIn(text: string): unknown {
  const word = text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return Object.keys(PATTERN_WORDS).find((pattern) => PATTERN_WORDS[pattern]?.includes(word));
}

/** What people call known readers otherwise than by a part of their names, in small letters without signs. */
const READER_WORDS: Readonly<Record<string, string>> = {
  filebeat: 'elastic-aws-s3-input',
  elasticsearch: 'elastic-aws-s3-input',
  presto: 'trino',
  replication: 's3-replication',
  crr: 's3-replication',
  validation: 'validate-logs',
};

/** `Splunk`, `Datadog`, `AWS Glue`: a name, or a part of only one of the names. */
function readerIn(text: string): unknown {
  const wordOf = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const word = wordOf(text);
  const named = READERS_BY_NAME.map(({ id, name }) => ({ id, names: [wordOf(id), wordOf(name)] }));
  const exact = named.find(({ names }) => names.includes(word))?.id ?? READER_WORDS[word];
  const parts = word.length < 4 ? [] : named.filter(({ names }) => names.some((name) => name.includes(word)));
  return exact ?? (parts.length === 1 ? parts[0]?.id : undefined);
}

/** `daily`, `4 per day`, `twice a week`. */
function rateIn(text: string): unknown {
  const plain = text
    .toLowerCase()
    .replace(/^nightly$/, 'daily')
    .replace(/dai(ly)$/, 'day$1');
  const [, often = 'once', unit = ''] =
    /^(?:(?:(\S+?)(?: times)? ?)?(?:per|a|an|each|every|\/) ?)?(minute|hour|day|week|month|quarter|year)(?:ly)?$/.exec(plain) ?? [];
  const number = { once: 1, twice: 2, one: 1, two: 2, three: 3, every: 1, each: 1 }[often] ?? numberIn(often);
  const factor = A_MONTH[unit];
  return typeof number !== 'number' || factor === undefined ? undefined : times(number, factor, 'runsPerMonth');
}

/** `30d`, `4 weeks`, `1 year`. */
function spanIn(text: string, field: string): unknown {
  const [, number, letters = ''] = /^([\d.]+) ?([a-z]+)$/i.exec(text) ?? [];
  const unit = Object.keys(DAYS).find((name) => `${name}s`.startsWith(letters.toLowerCase()) && letters !== '');
  const meant = letters === 'm' && field !== 'runMinutes' ? 'month' : unit;
  if (number === undefined || meant === undefined || !Number.isFinite(Number(number))) return undefined;
  return times(Number(number), (DAYS[meant] ?? 1) / (UNIT_DAYS[field] ?? 1), field);
}

function dayIn(text: string): unknown {
  if (/^(yes|true|on|from the start|beginning)$/i.test(text)) return 'always';
  return /^\d{4}-\d\d$/.test(text) ? `${text}-01` : undefined;
}

function monthIn(text: string): unknown {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? text.slice(0, 7) : undefined;
}

/** `3,000`, `3_000`, `12k`. */
function numberIn(text: string): number | undefined {
  const [, digits = '', unit = ''] = /^([\d,_ ]*\d(?:\.\d+)?) ?([km]?)$/i.exec(text) ?? [];
  const number = Number(digits.replace(/[,_ ]/g, ''));
  if (digits === '') return undefined;
  return number * ({ k: 1000, m: 1e6 }[unit.toLowerCase()] ?? 1);
}

/** `50%`: as a share, or as a number of percents, which a field that has them in its name means. */
function percentIn(text: string, field: string): unknown[] {
  const [, number] = /^([\d.]+) ?%$/.exec(text) ?? [];
  if (number === undefined || !Number.isFinite(Number(number))) return [];
  const readings = [new Decimal(number).div(100).toNumber(), Number(number)];
  return /percent/i.test(field) ? readings.toReversed() : readings;
}

function booleanIn(text: string): boolean | undefined {
  if (/^(yes|on|true|y)$/i.test(text)) return true;
  return /^(no|off|false|n)$/i.test(text) ? false : undefined;
}

/** A list of two or three numbers, from the smallest to the largest. */
function rangeOf(values: readonly unknown[]): unknown {
  const numbers = values.filter((value) => typeof value === 'number').toSorted((a, b) => a - b);
  const [low, expected, high] = numbers;
  if (numbers.length !== values.length || low === undefined || expected === undefined) return undefined;
  if (values.length === 2) return { low, expected: (low + expected) / 2, high: expected };
  return values.length === 3 && high !== undefined ? { low, expected, high } : undefined;
}
