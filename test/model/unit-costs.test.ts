import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/base/decimal.js';
import { estimate } from '../../src/model/estimate.js';
import { jsonReport, parseSavedEstimate } from '../../src/model/saved/estimate.js';
import type { UnitCost, UnitKind } from '../../src/model/unit-cost.js';
import { withUnitCosts } from '../../src/model/unit-costs.js';
import { book, estimateOf, SAMPLES, sampleEstimate } from '../support.js';

const unitsOf = (given: object) => withUnitCosts(estimateOf(given), book).unitCosts?.each ?? [];
const textOf = ({ kind, name, units, month, most, average }: UnitCost) =>
  `${units} ${kind} ${name}: ${most.requests} ${most.cost} in ${month}, ${average.requests} ${average.cost}`;
const of = (kind: UnitKind, given: object) =>
  unitsOf(given)
    .filter((unit) => unit.kind === kind)
    .map(textOf);

const TRAIL = { name: 'org', logFilesPerMonth: 1_000_000, archiveMonths: 1 };
const PERIOD = { start: '2026-12', months: 2 };

describe('what a unit costs', () => {
  test.each<{ what: string; kind: UnitKind; given: object; costs: string[] }>([
    {
      what: 'a run is its share of the month, in which all files of the window are SSE-KMS or only some of them',
      kind: 'run',
      given: {
        period: PERIOD,
        encryption: { sseKmsSince: '2026-12-01' },
        trails: [TRAIL],
        readers: [{ name: 'athena', pattern: 'scan', runsPerMonth: 4, lookbackDays: 31, share: 0.5 }],
      },
      // December: half of a window of a month on average; January: a window of 31 days is full.
      costs: ['1 run athena: 500000 1.5 in 2027-01, 375000 1.125'],
    },
    {
      what: 'a validation run reads digest files too',
      kind: 'run',
      given: {
        trails: [{ ...TRAIL, digestFilesPerMonth: 200_000 }],
        readers: [{ name: 'validation', pattern: 'validate', runsPerMonth: 2, lookbackDays: 31 }],
      },
      // On average 600,000 files of December and 619,354.84 of November.
      costs: ['1 run validation: 1219354.838709677419 3.658064516129032257 in 2026-12, 1219354.838709677419 3.658064516129032257'],
    },
    {
      what: 'the free tier changes nothing',
      kind: 'new-files',
      given: {
        trails: [TRAIL],
        readers: [{ name: 'siem', pattern: 'every-file', share: 0.5, times: 3 }],
        freeRequestsLeft: 20_000,
      },
      costs: ['1000 new-files siem: 1500 0.0045 in 2026-12, 1500 0.0045'],
    },
    {
      what: 'files from before SSE-KMS are no part of a thousand new files, and all that requests are charged for is',
      kind: 'new-files',
      given: {
        encryption: { sseKmsSince: '2026-12-16' },
        trails: [TRAIL],
        readers: [{ name: 'copy', pattern: 'replicate', digests: false }],
        recording: { paidCopies: 1 },
      },
      // Two requests a file: 2,000 × ($0.000003 + $0.00002).
      costs: ['1000 new-files copy: 2000 0.046 in 2026-12, 2000 0.046'],
    },
    {
      what: 'an account more in each trail that has accounts, read by all that read the trail, by files of a month',
      kind: 'account',
      given: {
        trails: [
          { name: 'org', accounts: 10, activeRegions: 1, activeSlotShare: 1, filesPerSlot: 1, archiveMonths: 0 },
          { name: 'other', accounts: 1, activeRegions: 2, activeSlotShare: 1, filesPerSlot: 1, archiveMonths: 0 },
          { ...TRAIL, name: 'given' },
        ],
        readers: [
          { name: 'siem', pattern: 'every-file' },
          { name: 'second', pattern: 'every-file', trails: ['org'] },
        ],
      },
      // 288 × 31 = 8,928 files of an account and Region.
      costs: ['1 account org: 17856 0.053568 in 2026-12, 17856 0.053568', '1 account other: 17856 0.053568 in 2026-12, 17856 0.053568'],
    },
    {
      what: 'a day of logs is a Decrypt for each file, with the discount',
      kind: 'log-day',
      given: {
        period: PERIOD,
        trails: [{ ...TRAIL, logFilesPerMonth: 310_000, growthPercentPerMonth: 10 }],
        readers: [{ name: 'soc', pattern: 'single', readsPerMonth: 1 }],
        discountPercent: 50,
      },
      costs: ['1 log-day : 11000 0.0165 in 2027-01, 10500 0.01575'],
    },
  ])('$what', ({ kind, given, costs }) => {
    expect(of(kind, given)).toEqual(costs);
  });

  test('what costs nothing has no price', () => {
    const soc = { name: 'soc', pattern: 'single', readsPerMonth: 5 };
    const readers = [
      { name: 'never', pattern: 'scan', runsPerMonth: 0, lookbackDays: 1 },
      { name: 'none', pattern: 'every-file', share: 0 },
      soc,
    ];
    const siem = { name: 'siem', pattern: 'every-file' };
    const kinds = (given: object) => unitsOf({ trails: [TRAIL], ...given }).map(({ kind }) => kind);
    expect(unitsOf({ readers: [soc] })).toEqual([]);
    expect(kinds({ readers })).toEqual(['log-day']);
    expect(kinds({ readers: [siem], encryption: { sseKmsSince: '2027-01-01' } })).toEqual(['log-day']);
    expect(kinds({ readers: [siem] })).toEqual(['new-files', 'log-day']);
  });

  test('the most expensive first within a kind', () => {
    const scan = (name: string, lookbackDays: number) => ({ name, pattern: 'scan', runsPerMonth: 1, lookbackDays });
    const named = unitsOf({ trails: [TRAIL], readers: [scan('short', 1), scan('long', 20), scan('middle', 5)] }).filter(
      ({ kind }) => kind === 'run',
    );
    expect(named.map(({ name }) => name)).toEqual(['long', 'middle', 'short']);
  });
});

describe.each(SAMPLES)('%s', (sample) => {
  const { scenario } = sampleEstimate(sample);
  const unfree = { ...scenario, freeRequestsLeft: 0 };
  const before = estimate(unfree, book);
  const units = withUnitCosts(before, book).unitCosts?.each ?? [];

  test('an account is the difference of two estimates', () => {
    for (const { name, average, most, month } of units.filter(({ kind }) => kind === 'account')) {
      const trails = unfree.trails.map((trail) => {
        const accounts = typeof trail.accounts === 'object' ? trail.accounts.expected : (trail.accounts ?? 0);
        return trail.name === name ? { ...trail, accounts: accounts + 1 } : trail;
      });
      const after = estimate({ ...unfree, trails }, book);
      const added = ({ comparison }: typeof after) => comparison['sse-kms'];
      const in12 = (value: Decimal) => value.toDecimalPlaces(12).toFixed();
      expect(in12(added(after).averageMonth.expected.minus(added(before).averageMonth.expected))).toBe(in12(average.cost));
      const ofMonth = (of: typeof after) => added(of).months.find((each) => each.month === month)?.expected ?? new Decimal(0);
      expect(in12(ofMonth(after).minus(ofMonth(before)))).toBe(in12(most.cost));
    }
  });

  test('a run more costs what a run costs', () => {
    for (const { name, average } of units.filter(({ kind }) => kind === 'run')) {
      const readers = unfree.readers.map((reader) => {
        if (reader.name !== name || !('runsPerMonth' in reader)) return reader;
        const { runsPerMonth: runs } = reader;
        return { ...reader, runsPerMonth: (typeof runs === 'number' ? runs : runs.expected) + 1 };
      });
      const more = estimate({ ...unfree, readers }, book).comparison['sse-kms'].averageMonth.expected;
      const less = before.comparison['sse-kms'].averageMonth.expected;
      expect(more.minus(less).toDecimalPlaces(9).toFixed()).toBe(average.cost.toDecimalPlaces(9).toFixed());
    }
  });

  test('a saved estimate is read with them and without', () => {
    const withThem = jsonReport(withUnitCosts(before, book));
    expect(withThem).toContain('"unitCosts"');
    expect(withThem).not.toMatch(/"-?[\d.]+e[+-]?\d+"/i);
    expect(parseSavedEstimate(withThem, 'x')).toEqual(parseSavedEstimate(jsonReport(before), 'x'));
  });
});
