import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KmsStrategy } from '../../src/model/strategies.js';
import { sensitivityOf } from '../../src/planning/sensitivity.js';
import type { Variation } from '../../src/planning/sweep.js';
import { numberFields } from '../../src/scenario/numbers.js';
import { shortScenarios } from '../arbitraries.mjs';
import { runs } from '../runs.js';
import { estimateOf, messageOf, pricedOf, scenarioOf, written } from '../support.js';

/** A read costs 0.000003 under SSE-KMS and 0.0000004 anyway, the key 1. */
const GIVEN = {
  encryption: { sseKmsSince: 'always', bucketKeyReduction: 0.5 },
  trails: [{ name: 'org', logFilesPerMonth: { low: 500_000, expected: 1_000_000, high: 3_000_000 }, archiveMonths: 2 }],
  readers: [
    { name: 'siem', pattern: 'every-file', times: 2, share: 0.9 },
    { name: 'soc', pattern: 'single', readsPerMonth: { low: 0, expected: 100_000, high: 200_000 } },
  ],
};

const sensitivity = (given: object, { strategy = 'sse-kms' as KmsStrategy, variations = [] as Variation[] } = {}) =>
  sensitivityOf(pricedOf(given), strategy, variations);
const effect = (given: object, path: string, variations: Variation[] = []) =>
  sensitivity(given, { variations }).effects.find((each) => each.path === path);

describe('by hand', () => {
  const { cost, effects, without, zero } = sensitivity(GIVEN);

  test('the cost as expected', () => {
    expect(cost.toFixed()).toBe('7.46');
  });

  test('each number from low to high alone, the largest effect first', () => {
    const rows = effects.map(({ path, value, basis, low, high, swing }) =>
      [path, value, basis, `${low.value}: ${low.cost}`, `${high.value}: ${high.cost}`, swing.toFixed()].join(' | '),
    );
    expect(rows).toEqual([
      'trails.org.logFilesPerMonth | 1000000 | range | 500000: 4.4 | 3000000: 19.7 | 15.3',
      'readers.siem.times | 2 | fifth | 1.6: 6.236 | 2.4: 8.684 | 2.448',
      'keys.number | 1 | fifth | 0: 6.46 | 2: 8.46 | 2',
      'readers.siem.share | 0.9 | fifth | 0.72: 6.236 | 1: 8.14 | 1.904',
      'readers.soc.readsPerMonth | 100000 | range | 0: 7.12 | 200000: 7.8 | 0.68',
    ]);
  });

  test('numbers without an effect, and those of which a fifth is nothing', () => {
    expect(without.toSorted()).toEqual(
      [
        'encryption.bucketKeyReadMinutes',
        'encryption.bucketKeyReduction',
        'encryption.bucketKeyWriteMinutes',
        'readers.siem.requesters',
        'readers.soc.requesters',
        'trails.org.archiveMonths',
      ].toSorted(),
    );
    expect(zero.toSorted()).toEqual(
      [
        'discountPercent',
        'freeRequestsLeft',
        'keys.replicas',
        'keys.rotations',
        'recording.dataEventCopies',
        'recording.insightsTrails',
        'recording.paidCopies',
        'trails.org.growthPercentPerMonth',
      ].toSorted(),
    );
  });

  test('of another strategy', () => {
    const { cost: withKey, effects: ofKey } = sensitivity(GIVEN, { strategy: 'sse-kms-bucket-key' });
    expect(withKey.toFixed()).toBe('4.61');
    const reduction = ofKey.find(({ path }) => path === 'encryption.bucketKeyReduction');
    expect([reduction?.low.cost.toFixed(), reduction?.high.cost.toFixed(), reduction?.swing.toFixed()]).toEqual(['5.18', '4.04', '1.14']);
  });
});

describe('a fifth up and down', () => {
  const ends = (given: object, path: string) => {
    const found = effect(given, path);
    return found && [found.basis, found.low.value, found.high.value];
  };
  const scan = { name: 'athena', pattern: 'scan', runsPerMonth: 3, lookbackDays: 'all' };
  const old = (archiveMonths: number) => ({ ...GIVEN, trails: [{ ...GIVEN.trails[0], archiveMonths }], readers: [scan] });

  test.each([
    ['within what the schema allows above', { ...GIVEN, discountPercent: 90 }, 'discountPercent', ['fifth', 72, 100]],
    [
      'below',
      { ...GIVEN, trails: [{ ...GIVEN.trails[0], growthPercentPerMonth: -45 }], readers: [scan] },
      'trails.org.growthPercentPerMonth',
      ['fifth', -50, -36],
    ],
    [
      'without digits that are none',
      { ...GIVEN, readers: [{ ...GIVEN.readers[0], times: 0.7 }] },
      'readers.siem.times',
      ['fifth', 0.56, 0.84],
    ],
    ['whole numbers outwards to whole ones', old(2), 'trails.org.archiveMonths', ['fifth', 1, 3]],
    ['and exactly where a fifth is whole', old(15), 'trails.org.archiveMonths', ['fifth', 12, 18]],
    [
      'a range of one number is a number',
      { ...GIVEN, readers: [{ ...GIVEN.readers[0], times: { low: 2, expected: 2, high: 2 } }] },
      'readers.siem.times',
      ['fifth', 1.6, 2.4],
    ],
  ])('%s', (_, given, path, expected) => {
    expect(ends(given, path)).toEqual(expected);
  });

  test('of the free tier is no more than there is of it', () => {
    expect(ends({ ...GIVEN, freeRequestsLeft: 20_000 }, 'freeRequestsLeft')).toEqual(['fifth', 16_000, 20_000]);
  });

  test('never leaves the schema: a share of all files stays one, a single requester too', () => {
    const { effects, without, zero } = sensitivity({ ...GIVEN, readers: [{ ...GIVEN.readers[0], requesters: 1, share: 1 }] });
    expect(effects.find(({ path }) => path === 'readers.siem.share')?.high.value).toBe(1);
    expect([...without, ...zero]).toContain('readers.siem.requesters');
  });
});

describe('numbers whose ends are given', () => {
  const vary = (path: string, values: unknown[]) => effect(GIVEN, 'readers.siem.times', [{ path, values }]);

  test('take the least and the most of them', () => {
    const found = vary('readers.siem.times', [3, 1, 5]);
    expect([found?.basis, found?.low.value, found?.high.value, found?.swing.toFixed()]).toEqual(['varied', 1, 5, '12.24']);
  });

  test('also instead of a range', () => {
    const found = effect(GIVEN, 'readers.soc.readsPerMonth', [{ path: 'readers.soc.readsPerMonth', values: [0, 1_000_000] }]);
    expect([found?.basis, found?.high.value, found?.swing.toFixed()]).toEqual(['varied', 1_000_000, '3.4']);
  });

  test('however the field is named', () => {
    expect(vary('readers.0.times', [1, 5])?.basis).toBe('varied');
  });

  test('also of a field that the scenario leaves out', () => {
    const variations = [{ path: 'readers.siem.bucketKeyReduction', values: [0.1, 0.9] }];
    const { effects } = sensitivity(GIVEN, { variations, strategy: 'sse-kms-bucket-key' });
    expect(effects.find(({ path }) => path === 'readers.siem.bucketKeyReduction')).toMatchObject({ basis: 'varied' });
  });

  test('a field that is not there is refused', () => {
    expect(messageOf(() => vary('readers.seim.times', [1, 5]))).toContain('no reader is named "seim"\n  Did you mean "siem"?');
    expect(messageOf(() => vary('readers.siem.tmies', [1, 5]))).toContain('readers.siem.tmies');
  });

  test('values that do not fit the field are refused', () => {
    expect(messageOf(() => vary('readers.siem.times', [-1, 5]))).toContain(
      'scenario-invalid\n--sensitivity readers.siem.times: expected a number',
    );
  });
});

describe('names that look like something else', () => {
  const single = (name: string, readsPerMonth: number) => ({ name, pattern: 'single', readsPerMonth });

  test('a number: each reader gets its own effect', () => {
    const { effects } = sensitivity({ readers: [single('1', 1_000_000), single('x y', 5)] });
    const swings = effects.map(({ value, swing }) => `${value}: ${swing}`);
    expect(swings).toEqual(['1: 2', '1000000: 1.36', '5: 0.0000068']);
  });

  test('a field of another reader', () => {
    const { effects } = sensitivity({ readers: [single('soc', 1000), single('soc.readsPerMonth', 2000)] });
    expect(effects.map(({ value }) => value)).toEqual([1, 2000, 1000]);
  });
});

describe('for any scenario', () => {
  test('every number is in exactly one list, and an effect is that of single estimates, whichever it is', () => {
    fc.assert(
      fc.property(shortScenarios, fc.nat(2), (drawn, third) => {
        const given = { ...withoutPointRanges(drawn), freeRequestsLeft: { low: 1000, expected: 5000, high: 20_000 } };
        const { effects, without, zero, cost } = sensitivity(given);
        const fields = numberFields(scenarioOf(given));
        expect([...effects.map(({ path }) => path), ...without, ...zero].toSorted()).toEqual(fields.map(({ path }) => path).toSorted());
        expect(cost.toFixed()).toBe(estimateOf(given).totals['sse-kms'].expected.toFixed());
        expect(effects.map(({ swing }) => swing.toNumber())).toEqual(
          effects.map(({ swing }) => swing.toNumber()).toSorted((a, b) => b - a),
        );
        for (const { path, low, high } of effects.filter((_, index) => index % 3 === third)) {
          const field = fields.find((each) => each.path === path)?.field ?? [];
          for (const end of [low, high]) {
            expect(end.cost.toFixed()).toBe(estimateOf(written(given, field, end.value)).totals['sse-kms'].expected.toFixed());
          }
        }
      }),
      runs(25),
    );
  });
});

/** Ranges of one number and the limit of the free tier have tests of their own. */
function withoutPointRanges<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if ('low' in value && 'high' in value) return (value.low === value.high ? value.low : value) as T;
  if (Array.isArray(value)) return value.map(withoutPointRanges) as T;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutPointRanges(part)])) as T;
}
