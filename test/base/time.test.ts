import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayAt, minuteAt, secondsAt, secondsInZone, secondsOf, timeText, utcTimeOf } from '../../src/base/time.js';
import { runs } from '../runs.js';

const FIRST = Date.UTC(2000, 0, 1) / 1000;
const LAST = Date.UTC(2100, 0, 1) / 1000 - 1;

test.each<[string, number | undefined]>([
  ['2000-01-01T00:00:00Z', FIRST],
  ['2024-02-29T23:59:59Z', Date.UTC(2024, 1, 29, 23, 59, 59) / 1000],
  ['2026-11-02T00:00:00.123Z', Date.UTC(2026, 10, 2) / 1000],
  ['2099-12-31T23:59:59Z', LAST],
  ['1970-01-01T00:00:00Z', undefined],
  ['1969-12-31T23:59:59Z', undefined],
  ['1999-12-31T23:59:59Z', undefined],
  ['0071-01-01T00:00:00Z', undefined],
  ['2100-01-01T00:00:00Z', undefined],
  ['2107-03-01T00:00:00Z', undefined],
  ['2026-02-29T00:00:00Z', undefined],
  ['2026-02-30T00:00:00Z', undefined],
  ['2026-00-10T00:00:00Z', undefined],
  ['2026-13-01T00:00:00Z', undefined],
  ['2026-11-00T00:00:00Z', undefined],
  ['2026-11-31T00:00:00Z', undefined],
  ['2026-11-02T24:00:00Z', undefined],
  ['2026-11-02T12:60:00Z', undefined],
  ['2026-11-02T12:00:60Z', undefined],
  ['2016-12-31T23:59:60Z', undefined],
  ['2026-11-02', undefined],
])('%s is %s', (text, expected) => {
  expect(secondsOf(text)).toBe(expected);
  expect(utcTimeOf(text)).toBe(expected === undefined ? undefined : text);
});

test.each<[unknown, string | undefined]>([
  ['2026-11-02T01:00:00+01:00', '2026-11-02T00:00:00Z'],
  ['2026-11-02 14:00:00 +1400', '2026-11-02T00:00:00Z'],
  ['2026-11-01T12:00:00-12:00', '2026-11-02T00:00:00Z'],
  ['2026-11-02T01:00:00+14:01', undefined],
  ['2026-11-02T01:00:00+99:99', undefined],
  ['2026-11-02T01:00:00-99:00', undefined],
  ['2026-11-02T01:00:00+01:60', undefined],
  ['2000-01-01T00:30:00+01:00', undefined],
  ['2099-12-31T23:30:00-01:00', undefined],
  ['2026-02-30T01:00:00+01:00', undefined],
  [1793577600, '2026-11-02T00:00:00Z'],
  [1793577600000, '2026-11-02T00:00:00Z'],
  ['1793577600', '2026-11-02T00:00:00Z'],
  [9_999_999_999, undefined],
  ['9999999999999', undefined],
  [-1_793_577_600, undefined],
  [0, undefined],
  [1e21, undefined],
  [Number.NaN, undefined],
  [null, undefined],
])('as exporters write it, %s is %s', (value, expected) => {
  expect(utcTimeOf(value)).toBe(expected);
});

describe('what somebody wrote in parts', () => {
  test.each([
    { year: 2026, month: 13, day: 1 },
    { year: 2026, month: 0, day: 1 },
    { year: 2026, month: 2, day: 29 },
    { year: 2026, month: 4, day: 31 },
    { year: 2026, month: 11, day: 0 },
    { year: 2026, month: 11, day: 2, hour: 24 },
    { year: 2026, month: 11, day: 2, minute: 60 },
    { year: 2026, month: 11, day: 2, second: 60 },
    { year: 71, month: 11, day: 2 },
    { year: 1999, month: 12, day: 31 },
    { year: 2100, month: 1, day: 1 },
    { year: Number.NaN, month: 1, day: 1 },
  ])('is no time: %j', (written) => {
    expect(secondsAt(written)).toBeUndefined();
    expect(minuteAt(written)).toBeUndefined();
  });

  test('minutes and days', () => {
    expect(minuteAt({ year: 2026, month: 11, day: 2, hour: 0, minute: 5 })).toBe(29_892_965);
    expect(dayAt({ year: 2000, month: 1, day: 1 })).toBe(10_957);
    expect(dayAt({ year: 2026, month: 13, day: 45 })).toBeUndefined();
  });

  test('every second of the years that there are, and no other, as the language has it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 5e9 }), (seconds) => {
        const expected = seconds >= FIRST && seconds <= LAST ? seconds : undefined;
        const date = new Date(seconds * 1000);
        const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
        const written = { year, month, day, hour: date.getUTCHours(), minute: date.getUTCMinutes(), second: date.getUTCSeconds() };
        expect(secondsAt(written)).toBe(expected);
        expect(secondsOf(timeText(seconds))).toBe(expected);
        expect(secondsInZone(seconds, 0)).toBe(expected);
      }),
      runs(),
    );
  });
});
