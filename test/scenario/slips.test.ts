import { describe, expect, test } from 'vitest';
import { meantField, meantValues } from '../../src/scenario/slips.js';

const SCAN = ['name', 'account', 'trails', 'requesters', 'pattern', 'runsPerMonth', 'lookbackDays', 'share', 'runMinutes'];
const TRAIL = ['name', 'logFilesPerMonth', 'accounts', 'activeRegions', 'archiveMonths', 'growthPercentPerMonth'];

describe('a field written from memory', () => {
  test.each([
    ['runsPerDay', 4, SCAN, { field: 'runsPerMonth', value: 121.6, factor: 30.4 }],
    ['runs_per_week', 2, SCAN, { field: 'runsPerMonth', value: 8.7, factor: 4.35 }],
    ['queriesPerHour', 1, SCAN, { field: 'runsPerMonth', value: 730, factor: 730 }],
    ['runsAMonth', 4, SCAN, { field: 'runsPerMonth', value: 4, factor: 1 }],
    [
      'runsPerDay',
      { low: 1, expected: 2, high: 3 },
      SCAN,
      { field: 'runsPerMonth', value: { low: 30.4, expected: 60.8, high: 91.2 }, factor: 30.4 },
    ],
    ['runsPerDay', 'often', SCAN, { field: 'runsPerMonth', value: undefined, factor: 30.4 }],
    ['type', 'scan', SCAN, { field: 'pattern', value: 'scan', factor: 1 }],
    ['days', 30, SCAN, { field: 'lookbackDays', value: 30, factor: 1 }],
    ['lookbackWeeks', 4, SCAN, { field: 'lookbackDays', value: 28, factor: 7 }],
    ['Duration', 5, SCAN, { field: 'runMinutes', value: 5, factor: 1 }],
    ['count', 5, SCAN, { field: 'runsPerMonth', value: 5, factor: 1 }],
    ['count', 5, ['times', 'share'], { field: 'times', value: 5, factor: 1 }],
    ['count', 5, ['readsPerMonth'], { field: 'readsPerMonth', value: 5, factor: 1 }],
    ['reads', 5, ['readsPerMonth'], { field: 'readsPerMonth', value: 5, factor: 1 }],
    ['logFilesPerDay', 800, TRAIL, { field: 'logFilesPerMonth', value: 24_320, factor: 30.4 }],
    ['retentionYears', 1, TRAIL, { field: 'archiveMonths', value: 13, factor: 365 / 30.4 }],
    ['regions', 2, TRAIL, { field: 'activeRegions', value: 2, factor: 1 }],
    ['payer', '111122223333', SCAN, { field: 'account', value: '111122223333', factor: 1 }],
    ['min', 1, ['low', 'expected', 'high'], { field: 'low', value: 1, factor: 1 }],
    ['weekends', 1, SCAN, undefined],
    ['runsPerDay', 4, TRAIL, undefined],
    ['constructor', 1, SCAN, undefined],
    ['__proto__', 1, SCAN, undefined],
    ['', 1, SCAN, undefined],
  ])('%s: %o', (written, value, known, meant) => {
    expect(meantField(written, value, known)).toEqual(meant);
  });
});

describe('a value written from memory', () => {
  test.each([
    ['lookbackDays', '30d', 30],
    ['lookbackDays', '4 weeks', 28],
    ['lookbackDays', '3m', 91.2],
    ['lookbackDays', '1 year', 365],
    ['lookbackDays', 'everything', 'all'],
    ['archiveMonths', '2 years', 25],
    ['runMinutes', '2h', 120],
    ['runMinutes', '5 min', 5],
    ['runsPerMonth', 'daily', 30.4],
    ['runsPerMonth', 'weekly', 4.35],
    ['runsPerMonth', 'hourly', 730],
    ['runsPerMonth', '4 per day', 121.6],
    ['runsPerMonth', 'twice a week', 8.7],
    ['runsPerMonth', 'every day', 30.4],
    ['runsPerMonth', '3/week', 13.05],
    ['readsPerMonth', '3,000', 3000],
    ['readsPerMonth', '12k', 12_000],
    ['share', '50%', 0.5],
    ['times', [1, 2, 5], { low: 1, expected: 2, high: 5 }],
    ['times', '1-5', { low: 1, expected: 3, high: 5 }],
    ['digests', 'yes', true],
    ['digests', 'off', false],
    ['pattern', 'SIEM', 'every-file'],
    ['pattern', 'replication', 'replicate'],
    ['account', 12_345_678_901, '012345678901'],
    ['sseKmsSince', true, 'always'],
    ['sseKmsSince', '2026-12', '2026-12-01'],
    ['start', '2026-12-15', '2026-12'],
    ['trails', 'org', ['org']],
  ])('%s: %o', (field, value, meant) => {
    expect(meantValues(field, value)[0]).toEqual(meant);
  });

  test.each([
    ['runsPerMonth', 'often'],
    ['lookbackDays', 'd'],
    ['lookbackDays', `${'1'.repeat(400)}d`],
    ['share', 'x%'],
    ['times', `1${' '.repeat(100_000)}x`],
    ['times', [1, 'x', 3]],
    ['pattern', 'constructor'],
  ])('%s: %o means no number or word', (field, value) => {
    expect(meantValues(field, value).filter((meant) => !Array.isArray(meant))).toEqual([]);
  });
});
