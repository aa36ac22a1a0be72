import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/base/decimal.js';
import type { Target } from '../../src/planning/break-even.js';
import { messageOf } from '../support.js';
import { assertCrossings, breakEven, targetOf } from './crossings.js';

/** One reader of every file, all files encrypted, no free tier: a read costs 0.000003 under SSE-KMS and 0.0000004 anyway, the key 1. */
const MILLION = {
  trails: [{ name: 'org', logFilesPerMonth: 1_000_000, archiveMonths: 0 }],
  readers: [{ name: 'siem', pattern: 'every-file' }],
};

const SINGLE = { readers: [{ name: 'soc', pattern: 'single', readsPerMonth: 100_000 }] };

const solved = (given: object, path: string, kind: Target['kind'], amount: string | number, more?: Partial<Target>) =>
  breakEven(given, path, { ...targetOf(kind, amount), ...more });
const text = ({ value, cost }: { value: Decimal; cost: Decimal }) => `${value} costs ${cost}`;

describe('where the answer is known by hand', () => {
  test.each<[string, object, string, Target['kind'], string, string, string]>([
    ['3,000,000 requests are $9 and a key $1', MILLION, 'readers.siem.times', 'difference', '10', '3', '3 costs 10'],
    ['3.2 times before it costs $9.60 for requests', MILLION, 'readers.siem.times', 'difference', '10.6', '3.2', '3.2 costs 10.6'],
    ['a budget pays the GETs too', MILLION, 'readers.siem.times', 'budget', '9.5', '2.5', '2.5 costs 9.5'],
    ['a third has no last digit', MILLION, 'readers.siem.times', 'difference', '11', '3.33333333333333', '3.33333 costs 10.99999'],
    ['half of the files', MILLION, 'readers.siem.share', 'difference', '2.5', '0.5', '0.5 costs 2.5'],
    ['files themselves', MILLION, 'trails.org.logFilesPerMonth', 'difference', '37', '12000000', '12000000 costs 37'],
    ['keys', MILLION, 'keys.number', 'difference', '10', '7', '7 costs 10'],
    ['paid copies at $0.00002 each', MILLION, 'recording.paidCopies', 'difference', '14', '0.5', '0.5 costs 14'],
    ['a discount, which lowers the cost', MILLION, 'discountPercent', 'difference', '3', '25', '25 costs 3'],
    ['the free tier, which lowers the cost', MILLION, 'freeRequestsLeft', 'difference', '3.97', '10000', '10000 costs 3.97'],
  ])('%s', (_, given, path, kind, amount, value, within) => {
    const { verdict, crossings } = solved(given, path, kind, amount);
    expect(verdict).toBe('crossed');
    expect(crossings.map((crossing) => [crossing.value.toFixed(), text(crossing.within)])).toEqual([[value, within]]);
  });

  test('a Bucket Key that saves a fifth', () => {
    const { crossings } = solved(MILLION, 'encryption.bucketKeyReduction', 'difference', '3.4', { strategy: 'sse-kms-bucket-key' });
    expect(crossings[0]?.value.toFixed()).toBe('0.2');
    expect(crossings[0]?.beyond.value.toFixed()).toBe('0.199999');
  });

  test('the free tier ends after 20,000 reads: nothing but the key is paid up to there', () => {
    const { crossings } = solved({ ...SINGLE, freeRequestsLeft: 20_000 }, 'readers.soc.readsPerMonth', 'difference', '1.03');
    expect(crossings.map(({ value }) => value.toFixed())).toEqual(['30000']);
  });

  test('a target that is the cost of a whole stretch is passed at its end', () => {
    const { crossings } = solved({ ...SINGLE, freeRequestsLeft: 20_000 }, 'readers.soc.readsPerMonth', 'difference', '1');
    expect(crossings).toHaveLength(1);
    expect(crossings[0]?.value.toNumber()).toBeCloseTo(20_000, 3);
    expect(crossings[0]?.within.value.toNumber()).toBeCloseTo(20_000, 3);
  });

  test('a stretch at the target may come after what is beyond it', () => {
    const given = { readers: [{ name: 'soc', pattern: 'single', readsPerMonth: 10_000 }] };
    const { crossings } = solved(given, 'freeRequestsLeft', 'difference', '1');
    expect(crossings.map(({ value }) => value.toNumber())).toEqual([expect.closeTo(10_000, 3)]);
  });

  test('all of the free tier is what can be left of it', () => {
    const { most, crossings } = solved(SINGLE, 'freeRequestsLeft', 'difference', '1.24');
    expect(text(most)).toBe('20000 costs 1.24');
    expect(crossings.map(({ value }) => value.toFixed())).toEqual(['20000']);
  });

  test('whole months: the last one that keeps to the target', () => {
    const given = {
      trails: [{ name: 'org', logFilesPerMonth: 1_000_000, archiveMonths: 2 }],
      readers: [{ name: 'athena', pattern: 'scan', runsPerMonth: 1, lookbackDays: 'all' }],
    };
    const { crossings } = solved(given, 'trails.org.archiveMonths', 'difference', '12');
    // (3 + 0.5) million files at the middle of the month are $10.50 and the key $1; a fourth month makes it $14.50.
    expect(crossings.map(({ value, within, beyond }) => [value.toFixed(), text(within), text(beyond)])).toEqual([
      ['3', '3 costs 11.5', '4 costs 14.5'],
    ]);
  });

  test('things: the last whole number of them that keeps to the target, unless the scenario has a fraction', () => {
    const answer = (number: number) =>
      solved({ ...MILLION, keys: { number } }, 'keys.number', 'difference', '10.5').crossings.map(({ value, within, beyond }) =>
        [value, within.value, beyond.value].map((each) => each.toFixed()),
      );
    expect(answer(1)).toEqual([['7', '7', '8']]);
    expect(answer(1.5)).toEqual([['7.5', '7.5', '7.50001']]);
  });
});

describe('never and already', () => {
  test.each<[string, object, string, string, 'never' | 'already' | 'no-effect']>([
    ['all files cost less than the target', MILLION, 'readers.siem.share', '4', 'never'],
    ['the key alone costs more', MILLION, 'readers.siem.share', '0.99', 'already'],
    ['the key alone is the target', MILLION, 'readers.siem.share', '1', 'no-effect'],
    ['a full discount is below any target, none too', MILLION, 'discountPercent', '4', 'never'],
    ['a field without effect', MILLION, 'readers.siem.requesters', '3.99', 'no-effect'],
    ['a field without effect, target kept', MILLION, 'readers.siem.requesters', '4', 'no-effect'],
  ])('%s', (_, given, path, amount, verdict) => {
    const nothing =
      path.endsWith('share') && amount === '1' ? { ...given, trails: [{ ...MILLION.trails[0], logFilesPerMonth: 0 }] } : given;
    expect(solved(nothing, path, 'difference', amount)).toMatchObject({ verdict, crossings: [] });
  });
});

describe('what the answer tells besides', () => {
  test('what the scenario has now and what that costs', () => {
    expect(solved(MILLION, 'readers.siem.times', 'difference', '10')).toMatchObject({ path: 'readers.siem.times', now: 1 });
    expect(solved(MILLION, 'readers.siem.times', 'difference', '10').costNow.toFixed()).toBe('4');
    const range = { low: 1, expected: 2, high: 5 };
    const ranged = { ...MILLION, readers: [{ ...MILLION.readers[0], times: range }] };
    expect(solved(ranged, 'readers.siem.times', 'difference', '10').now).toEqual(range);
    expect(solved(ranged, 'readers.siem.times', 'difference', '10', { on: 'high' }).costNow.toFixed()).toBe('16');
    expect(solved(MILLION, 'keys.number', 'difference', '10').now).toBe(1);
    expect(solved(MILLION, 'readers.siem.bucketKeyReduction', 'difference', '10').now).toBeUndefined();
  });

  test('the ends of what was searched', () => {
    const { least, most } = solved(MILLION, 'readers.siem.times', 'difference', '10');
    expect([text(least), text(most)]).toEqual(['0 costs 1', '1000 costs 3001']);
  });

  test('no further than a scenario holds together', () => {
    const given = { ...MILLION, period: { start: '2026-12', months: 60 } };
    const { most } = solved(given, 'trails.org.growthPercentPerMonth', 'difference', '1000');
    expect(1e6 * (1 + most.value.toNumber() / 100) ** 59).toBeLessThanOrEqual(1e15);
    expect(1e6 * (1 + most.value.toNumber() / 100) ** 59).toBeGreaterThan(0.99e15);
  });

  test('a window that looks back over all files now', () => {
    const given = {
      trails: [{ name: 'org', logFilesPerMonth: 310_000, archiveMonths: 12 }],
      readers: [{ name: 'athena', pattern: 'scan', runsPerMonth: 1, lookbackDays: 'all' }],
    };
    const { now, crossings } = solved(given, 'readers.athena.lookbackDays', 'difference', '1.3');
    expect(now).toBe('all');
    // 10,000 files a day in December, and 10,333 in November, into which the windows of the first days reach: 10,000 w + 5.376 w² =
    // 100,000 has w = 9.95, and a window has whole days.
    expect([crossings[0]?.within, crossings[0]?.beyond].map((each) => each?.value.toNumber())).toEqual([9, 10]);
    expect(crossings[0]?.within.cost.toNumber()).toBeCloseTo(1 + (90_000 + 5.376 * 81) * 3e-6, 4);
  });

  test.each([
    ['bucket.region', 'usage\n--break-even bucket.region: is not a number of the scenario'],
    ['readers.siem', 'is not a number of the scenario'],
    ['readers.siem.digests', 'is not a number of the scenario'],
    ['readers.siem.tmies', 'is not a number of the scenario'],
    ['version', 'is not a number of the scenario'],
    ['__proto__.x', 'is not a number of the scenario'],
    ['readers.seim.times', 'scenario-invalid\n--break-even readers.seim.times: no reader is named "seim"\n  Did you mean "siem"?'],
    ['trails.org.accounts', 'scenario-invalid\n--break-even trails.org.accounts: given together with logFilesPerMonth'],
  ])('%s has no break-even', (path, message) => {
    expect(messageOf(() => solved(MILLION, path, 'difference', '10'))).toContain(message);
  });
});

test('growth may be too low and too high: both crossings are found', () => {
  const given = {
    period: { start: '2026-12', months: 12 },
    trails: [{ name: 'org', logFilesPerMonth: 1_000_000, archiveMonths: 12 }],
    readers: [{ name: 'athena', pattern: 'scan', runsPerMonth: 1, lookbackDays: 'all' }],
  };
  const target = targetOf('difference', 60);
  const result = breakEven(given, 'trails.org.growthPercentPerMonth', target);
  expect(result.crossings).toHaveLength(2);
  assertCrossings(result, given, ['trails', 0, 'growthPercentPerMonth'], target);
  const [falling, rising] = result.crossings;
  expect(falling?.beyond.value.lt(falling.within.value)).toBe(true);
  expect(rising?.beyond.value.gt(rising.within.value)).toBe(true);
  expect(falling?.value.lt(rising?.value ?? 0)).toBe(true);
});

test('a rise over the target between values that are far apart is found', () => {
  // With a growth from -50% on the requests of `evidence` stay at its requesters up to -40% and fall from there on; those of `siem` rise.
  const given = {
    period: { start: '2026-12', months: 12 },
    // Each requester fetches one key a month.
    encryption: { sseKmsSince: 'always', bucketKeyReduction: 1, bucketKeyWriteMinutes: 44_640, bucketKeyReadMinutes: 44_640 },
    trails: [{ name: 'org', logFilesPerMonth: 1000, archiveMonths: 12 }],
    readers: [
      { name: 'evidence', pattern: 'once', month: '2026-12', firstDay: '2025-12-01', lastDay: '2025-12-31', requesters: 459_000 },
      { name: 'siem', pattern: 'every-file', times: 1000, requesters: 78_000 },
    ],
  };
  const target = { ...targetOf('difference', '1.25'), strategy: 'sse-kms-bucket-key' } as const;
  const result = breakEven(given, 'trails.org.growthPercentPerMonth', target);
  expect(result.crossings.map(({ value }) => Math.round(value.toNumber()))).toEqual([-42, -39]);
  assertCrossings(result, given, ['trails', 0, 'growthPercentPerMonth'], target);
});

test('amounts of very different size', () => {
  for (const amount of ['1.000003', '1.00001', '2', '1000', '2999999.5']) {
    const { crossings } = solved(SINGLE, 'readers.soc.readsPerMonth', 'difference', amount);
    expect(crossings.map(({ value }) => value.toFixed())).toEqual([
      new Decimal(amount).minus(1).div('0.000003').toSignificantDigits(15).toFixed(),
    ]);
  }
});
