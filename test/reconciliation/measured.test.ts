import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { FieldPath } from '../../src/base/errors.js';
import { measurementJson } from '../../src/logs/measure/json.js';
import { parseSavedMeasurement, savedMeasurementOf } from '../../src/logs/measure/saved.js';
import { measuredExpectation } from '../../src/reconciliation/measured.js';
import { uncountedText } from '../../src/report/reconciliation/sentences.js';
import { count, decrypt, fileKey, folders, recordsText, roleIdentity } from '../logs/built.js';
import { messageOf, written } from '../support.js';
import { causeTexts, compared, row } from './made.js';

const temporary = folders();
const hour = (text: string) => Date.parse(`${text}:00:00Z`);

/** A log of so many Decrypts, each in an hour given as `2026-11-02T05`. */
async function measured(hours: readonly string[], given: object = {}, extra: readonly object[] = []) {
  const reads = hours.map((at, number) =>
    decrypt({
      id: `read ${number}`,
      ms: hour(at),
      key: fileKey({ ms: hour(at), unique: `file${number}` }),
      identity: roleIdentity({ role: 'siem' }),
      ...given,
    }),
  );
  return count(temporary.with([['log.json', recordsText([...reads, ...extra])]]));
}

const asRead = (measurement: Awaited<ReturnType<typeof count>>) =>
  measuredExpectation(parseSavedMeasurement(measurementJson(measurement), 'counted.json'), 'counted.json');

const expectationOf = (value: unknown) => measuredExpectation(savedMeasurementOf(value, 'counted.json'), 'counted.json');

const GOLDEN = JSON.parse(readFileSync(new URL('../golden/measurement.json', import.meta.url), 'utf8')) as object;

test('the count of the samples', () => {
  const { entries, observed, ...rest } = expectationOf(GOLDEN);
  expect(rest).toEqual({
    kind: 'measurement',
    name: '2026-11-02T00:03:00Z to 2026-11-08T23:48:57Z',
    strategy: undefined,
    currency: 'USD',
    months: ['2026-11'],
    regions: ['us-east-1'],
    unpriced: [],
    parts: new Map(),
    uncounted: [],
  });
  const ofReader = new Map<string, number>();
  for (const { reader, quantity } of entries) ofReader.set(reader, (ofReader.get(reader) ?? 0) + quantity.expected.toNumber());
  // As the report of the count lists them.
  expect(Object.fromEntries(ofReader)).toEqual({ 'athena-hunting': 420, 'siem-forwarder': 346, validator: 117, alice: 29 });
  // Seven days; 29 other objects and 28 other uses; 3 failed.
  const { hours, hoursObserved, unrelated, failed } = observed.get('2026-11') ?? {};
  expect([hours, hoursObserved]).toEqual([720, 168]);
  const total = (counts: ReadonlyMap<string, number> | undefined) => [...(counts?.values() ?? [])].reduce((all, each) => all + each, 0);
  expect([total(unrelated), total(failed)]).toEqual([57, 3]);
});

test('months and their hours, without gaps', async () => {
  // An hour and five minutes of November, five minutes of December, and nothing for days between them.
  const { months, observed, entries } = asRead(await measured(['2026-11-29T22', '2026-11-29T23', '2026-12-03T00']));
  expect(months).toEqual(['2026-11', '2026-12']);
  expect(entries.map(({ month, quantity, cost }) => `${month} ${quantity.expected} ${cost?.expected}`)).toEqual([
    '2026-11 2 0.000006',
    '2026-12 1 0.000003',
  ]);
  expect([...observed].map(([month, { hours, hoursObserved }]) => `${month} ${hoursObserved} of ${hours}`)).toEqual([
    '2026-11 1 of 720',
    '2026-12 0 of 744',
  ]);
});

test('the bill of a month that logs cover by half', async () => {
  const all = Array.from({ length: 15 }, (_, day) => [
    `2026-11-${String(day + 1).padStart(2, '0')}T00`,
    `2026-11-${String(day + 1).padStart(2, '0')}T23`,
  ]);
  const of = asRead(await measured(all.flat()));
  // From 1 November 00:00 to the hour of the last event, 15 November 23:00: 359 of 720 hours.
  const rows = [row({ quantity: 60, account: of.entries[0]?.account ?? '' })];
  expect(causeTexts(compared(of, rows))).toEqual(['records-missing possible 30 0.00009']);
});

test('names that others chose, whatever is in them', async () => {
  const role = '\u001b[31m=1+1\n\u202e';
  const expectation = asRead(await measured(['2026-11-02T05'], { identity: roleIdentity({ role }) }));
  expect(expectation.entries).toHaveLength(1);
});

const messageOfChange = (field: FieldPath, value: unknown) => messageOf(() => expectationOf(written(GOLDEN, field, value)));

describe('what is no measurement of this version is refused', () => {
  test.each<[string, FieldPath, unknown, string]>([
    ['another version', ['schemaVersion'], 2, 'has schemaVersion 2, but this trailcost reads only 1'],
    ['no version', ['schemaVersion'], undefined, 'has schemaVersion undefined'],
    ['no counts', ['counts'], undefined, 'is not a measurement as trailcost writes it: counts: '],
    ['no coverage', ['coverage'], undefined, 'coverage: '],
    ['no first event', ['coverage', 'firstEvent'], undefined, 'coverage.firstEvent: '],
    ['a first event of another age', ['coverage', 'firstEvent'], '0001-01-01T00:00:00Z', 'coverage.firstEvent: '],
    ['a last event of another age', ['coverage', 'lastEvent'], '9999-12-31T00:00:00Z', 'coverage.lastEvent: '],
    ['a day for a time', ['coverage', 'lastEvent'], '2026-11-08', 'coverage.lastEvent: a UTC time'],
    ['no currency', ['currency'], undefined, 'currency: '],
    ['month 13', ['counts', 0, 'month'], '2026-13', 'counts.0.month: a month as YYYY-MM'],
    ['an unknown class', ['counts', 0, 'class'], 's3-get', 'counts.0.class: '],
    ['a count as text', ['counts', 0, 'requests'], '28', 'counts.0.requests: '],
    ['half a request', ['counts', 0, 'requests'], 27.5, 'counts.0.requests: '],
    ['fewer requests than none', ['counts', 0, 'requests'], -1, 'counts.0.requests: '],
    ['very many requests', ['counts', 0, 'requests'], 1e300, 'counts.0.requests: '],
    ['a price as a number', ['counts', 0, 'unitPrice'], 0.000003, 'counts.0.unitPrice: '],
    ['a price with an exponent', ['counts', 0, 'unitPrice'], '1e999999999', 'counts.0.unitPrice: a decimal number in quotes'],
    ['a price with very many digits', ['counts', 0, 'unitPrice'], '9'.repeat(1e5), 'counts.0.unitPrice: a decimal number in quotes'],
    ['a name that steers a terminal', ['counts', 0, 'reader'], '\u001b[31m', 'counts.0.reader: printable characters alone'],
    ['edited: a count', ['counts', 0, 'requests'], 29, 'its counts add up to 913 billable requests, but it says 912\n  It was changed'],
    ['edited: the sum', ['kmsRequests', 'billable'], 900, 'its counts add up to 912 billable requests, but it says 900'],
    ['edited: no counts', ['counts'], [], 'its counts add up to 0 billable requests, but it says 912'],
    ['edited: a class', ['counts', 0, 'class'], 'other-kms-use', 'its counts add up to 884 billable requests, but it says 912'],
  ])('%s', (_, field, value, message) => {
    expect(messageOfChange(field, value)).toContain('estimate-invalid\ncounted.json: ');
    expect(messageOfChange(field, value)).toContain(message);
  });

  test.each<[string, FieldPath, unknown]>([
    ['no KMS events in the logs', ['kmsRequests', 'billable'], null],
    ['no events', ['coverage', 'firstEvent'], null],
  ])('nothing counted: %s', (_, field, value) => {
    expect(messageOfChange(field, value)).toContain('logs-incomplete\ncounted.json: counted no billable KMS request');
  });

  test('nothing counted: no counts, and it says so', () => {
    const value = written(written(GOLDEN, ['counts'], []), ['kmsRequests', 'billable'], 0);
    expect(messageOf(() => expectationOf(value))).toContain('logs-incomplete\ncounted.json: counted no billable KMS request');
  });

  test.each([
    ['an estimate', { schemaVersion: 1, kind: 'estimate' }, 'is not a measurement: its kind is "estimate"\n  Give a file of'],
    ['a list', [], 'is not a measurement: its kind is undefined'],
    ['nothing', null, 'is not a measurement'],
  ])('%s', (_, value, message) => {
    expect(messageOf(() => expectationOf(value))).toContain(`estimate-invalid\ncounted.json: ${message}`);
  });

  test('several problems at once, but not without end', () => {
    const counts = Array.from({ length: 50 }, () => ({}));
    expect(messageOfChange(['counts'], counts).match(/counts\.\d+/g)).toHaveLength(5);
  });
});

test('what a count lacks is said', () => {
  const lacking = { filesFailed: 2, unreadableLines: 3, filteredOut: 4, complete: false };
  const value = Object.entries(lacking).reduce((whole, [key, number]) => written(whole, ['coverage', key], number), GOLDEN);
  const { uncounted } = expectationOf(value);
  expect(uncounted.map(({ code, count: some }) => `${code} ${some}`)).toEqual([
    'stopped 1',
    'files-failed 2',
    'lines-unreadable 3',
    'filtered-out 4',
  ]);
  expect(uncounted.map(uncountedText)).toEqual([
    'The count was stopped early, so the bill has more.',
    '2 log files could not be read, so what they hold is not counted.',
    '3 lines of the logs could not be read, so what they hold is not counted.',
    'Filters left 4 requests out of the count; the bill has them.',
  ]);
});

test('prices in several currencies are no amounts, converted ones are', () => {
  const mixed = written(GOLDEN, ['prices', 0, 'currency'], 'CNY');
  expect(expectationOf(mixed).entries.every(({ cost }) => cost === undefined)).toBe(true);
  const converted = written(mixed, ['assumptions'], ['Amounts are in USD.']);
  expect(expectationOf(converted).entries[0]?.cost?.expected.toFixed()).toBe('0.000084');
});
