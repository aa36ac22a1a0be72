import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DELIVERY_STAMP, EVENT_TIME } from '../../src/athena/sql/patterns.js';
import { secondsOf } from '../../src/base/time.js';
import { deliveredMinuteOf } from '../../src/logs/classify/objects.js';
import { folders, recordsText } from '../logs/built.js';
import { ALL } from '../logs/classify/cases.js';
import { fileKey } from '../logs/events.mjs';
import { duckdbResult, locationOf, scopeOf } from './duckdb.js';

const temporary = folders();
const KEY = fileKey({ ms: Date.UTC(2026, 10, 2, 1, 20), unique: 'cases', organization: undefined });

/** What SQL decides otherwise: it takes a number for its text. METHOD.md says so. */
const OTHERWISE: Readonly<Record<string, string>> = { 'eventName that is no text': 'no-rule' };

test('SQL decides each case as the classifier does', async () => {
  // Each case has a Region of its own, by which its row is found again.
  const records = ALL.map(([, record], index) => ({
    ...record,
    eventID: `case ${index}`,
    sharedEventID: undefined,
    awsRegion: `case-${index}`,
  }));
  const folder = temporary.with([[KEY, gzipSync(recordsText(records))]]);
  const [since, until] = ['2015-01-01', '2027-01-01'];
  const csv = await duckdbResult(scopeOf([locationOf(`${folder}/AWSLogs`, since, until, ['111122223333'])], since, until));
  const rows = parse(csv, { columns: true }) as Record<string, string>[];
  const decided = Object.fromEntries(rows.filter((row) => row['row_kind'] === 'requests').map((row) => [row['region'], row['rule']]));
  expect(ALL.map(([name], index) => [name, decided[`case-${index}`]])).toEqual(
    ALL.map(([name, , , rule]) => [name, OTHERWISE[name] ?? rule]),
  );
});

const digits = (least: number, most: number, length: number) =>
  fc.integer({ min: least, max: most }).map((n) => String(n).padStart(length, '0'));
const day = fc.tuple(digits(1998, 2101, 4), digits(0, 13, 2), digits(0, 32, 2));
const clock = fc.tuple(digits(0, 25, 2), digits(0, 61, 2), digits(0, 61, 2));
/** Days that no month of their year has: the pattern takes them, and SQL's own calendar does not. */
const isDay = ([year, month, date]: readonly string[]) =>
  new Date(Date.UTC(Number(year), Number(month) - 1, Number(date))).getUTCDate() === Number(date);

test('the patterns of times say what the code says', () => {
  fc.assert(
    fc.property(day, clock, fc.constantFrom('Z', '.5Z', '', 'z', '+00:00'), (date, time, end) => {
      const text = `${date.join('-')}T${time.join(':')}${end}`;
      expect(EVENT_TIME.test(text) && isDay(date)).toBe(secondsOf(text) !== undefined);
    }),
  );
  const part = fc.constantFrom('_', 'Z', '/', 'T0005', '_20261102T0005Z', '_20261102T000530Z', 'a', '1', '\n');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), day.filter(isDay), clock, (parts, date, time) => {
      const name = `${parts.join('')}_${date.join('')}T${time.slice(0, 2).join('')}Z${parts.slice(0, 3).join('')}`;
      expect(DELIVERY_STAMP.test(name)).toBe(deliveredMinuteOf(name) !== undefined);
    }),
  );
});
