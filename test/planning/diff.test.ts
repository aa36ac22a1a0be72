import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal, sum } from '../../src/base/decimal.js';
import { CASES } from '../../src/base/range.js';
import { costingOf } from '../../src/model/costing.js';
import { jsonReport, parseSavedEstimate } from '../../src/model/saved/estimate.js';
import { STRATEGIES } from '../../src/model/strategies.js';
import type { Change } from '../../src/planning/changes.js';
import { type Diff, diffOf } from '../../src/planning/diff.js';
import { scenarios } from '../arbitraries.mjs';
import { runs } from '../runs.js';
import { estimateOf, messageOf, SAMPLES, sampleEstimate } from '../support.js';

const VIEWS = ['byStrategy', 'byCharge', 'byReader', 'byMonth'] as const;

const difference = ({ before, after }: Change, which: (typeof CASES)[number]) =>
  (after?.cost[which] ?? new Decimal(0)).minus(before?.cost[which] ?? 0);

const GIVEN = {
  period: { start: '2026-12', months: 2 },
  encryption: { sseKmsSince: 'always', bucketKeyReduction: 0.5 },
  trails: [{ name: 'org', logFilesPerMonth: 1_000_000, archiveMonths: 2 }],
  readers: [
    { name: 'siem', pattern: 'every-file' },
    { name: 'soc', pattern: 'single', readsPerMonth: 1_000_000 },
  ],
};
const diffBetween = (before: object, after: object) => diffOf(costingOf(estimateOf(before)), costingOf(estimateOf(after)));
const row = (change: Change, name: string) =>
  `${change.kind} ${name} ${change.before?.cost.expected ?? '-'} → ${change.after?.cost.expected ?? '-'}`;

describe('by hand', () => {
  const after = {
    ...GIVEN,
    period: { start: '2027-01', months: 2 },
    readers: [
      { name: 'siem', pattern: 'every-file', times: 2 },
      { name: 'lake', pattern: 'every-file', share: 0.5 },
    ],
  };
  const diff = diffBetween(GIVEN, after);
  const under = (changes: readonly Change[]) => changes.filter(({ line }) => line.strategy === 'sse-kms');

  test('by strategy', () => {
    expect(diff.byStrategy.map((change) => row(change, change.line.strategy))).toEqual([
      'changed sse-s3 1.6 → 2',
      'changed sse-kms 15.6 → 19',
      'changed sse-kms-bucket-key 9.6 → 11.5',
    ]);
  });

  test('by charge', () => {
    expect(under(diff.byCharge).map((change) => row(change, change.line.charge))).toEqual([
      'changed kms-requests 12 → 15',
      'changed kms-keys 2 → 2',
      'changed s3-gets 1.6 → 2',
    ]);
  });

  test('by reader', () => {
    expect(under(diff.byReader).map((change) => row(change, change.line.reader))).toEqual([
      'changed CloudTrail 0 → 0',
      'changed siem 6.8 → 13.6',
      'removed soc 6.8 → -',
      'changed  2 → 2',
      'added lake - → 3.4',
    ]);
  });

  test('by month', () => {
    expect(under(diff.byMonth).map((change) => row(change, change.line.month))).toEqual([
      'removed 2026-12 7.8 → -',
      'changed 2027-01 7.8 → 9.5',
      'added 2027-02 - → 9.5',
    ]);
  });

  test('by field: what was added, removed, changed', () => {
    expect(diff.fields).toEqual([
      { path: 'period.start', before: '2026-12', after: '2027-01' },
      { path: 'readers.siem.times', before: 1, after: 2 },
      { path: 'readers.soc', before: expect.objectContaining({ readsPerMonth: 1_000_000 }), after: undefined },
      { path: 'readers.lake', before: undefined, after: expect.objectContaining({ share: 0.5 }) },
    ]);
    expect(diff.prices).toEqual([]);
  });
});

describe('fields', () => {
  const fieldsBetween = (before: object, after: object) => diffBetween(before, after).fields;

  test('a range, a list of names and a group that is not written are one field each', () => {
    const after = {
      ...GIVEN,
      readers: [{ ...GIVEN.readers[0], times: { low: 1, expected: 2, high: 3 }, trails: ['org'] }, GIVEN.readers[1]],
      keys: { account: '111122223333' },
    };
    expect(fieldsBetween(GIVEN, after)?.toSorted((a, b) => a.path.localeCompare(b.path))).toEqual([
      { path: 'keys.account', before: undefined, after: '111122223333' },
      { path: 'readers.siem.times', before: 1, after: { low: 1, expected: 2, high: 3 } },
      { path: 'readers.siem.trails', before: undefined, after: ['org'] },
    ]);
  });

  test('what says nothing about cost is none, and order is none', () => {
    const after = { ...GIVEN, description: 'other words', cases: [{ name: 'a', set: {} }], readers: GIVEN.readers.toReversed() };
    expect(fieldsBetween(GIVEN, after)).toEqual([]);
  });

  test('a reader removed hides no change of another whose name begins alike', () => {
    const readers = (times: number, ...names: string[]) => names.map((name) => ({ name, pattern: 'every-file', times }));
    const fields = fieldsBetween({ ...GIVEN, readers: readers(1, 'siem', 'siem.eu') }, { ...GIVEN, readers: readers(3, 'siem.eu') });
    expect(fields?.map(({ path }) => path)).toEqual(['readers.siem.eu.times', 'readers.siem']);
  });
});

test('prices that are not the same are told, for one unit', () => {
  const { prices } = diffBetween(GIVEN, { ...GIVEN, bucket: { region: 'eu-central-1' } });
  const rows = prices.map(({ metric, before, after }) => `${metric} ${before.join()} → ${after.join()}`);
  expect(rows).toEqual(['s3-get 0.0000004 → 0.00000043']);
});

test('two currencies are never compared', () => {
  const costing = costingOf(estimateOf(GIVEN));
  expect(messageOf(() => diffOf(costing, { ...costing, currency: 'CNY' }))).toContain(
    'currency-mixed\nthe new estimate is in CNY, not in USD',
  );
});

/** Each change by what it is about, with the sign of its difference turned around on demand. */
function signed(diff: Diff, sign: 1 | -1): Map<string, string> {
  const turned = { added: 'removed', removed: 'added', changed: 'changed', same: 'same' } as const;
  return new Map(
    VIEWS.flatMap((view) =>
      diff[view].map((change) => {
        const { strategy, charge, reader, month } = change.line;
        const about = { byStrategy: '', byCharge: charge, byReader: reader, byMonth: month }[view];
        const amounts = CASES.map((which) => difference(change, which).times(sign).plus(0).toFixed());
        return [`${view} ${strategy} ${about}`, `${sign === 1 ? change.kind : turned[change.kind]} ${amounts.join(' ')}`] as const;
      }),
    ),
  );
}

const inDollars = scenarios.map((given) => ({ ...given, currency: undefined }));

describe('for any two scenarios', () => {
  const differences = (changes: readonly Change[], strategy: string, which: (typeof CASES)[number]) =>
    sum(changes.filter(({ line }) => line.strategy === strategy).map((change) => difference(change, which)));

  test('the parts add up: charges, readers and months to the difference of the totals', () => {
    fc.assert(
      fc.property(inDollars, inDollars, (one, other) => {
        const [before, after] = [estimateOf(one), estimateOf(other)];
        const diff = diffOf(costingOf(before), costingOf(after));
        for (const strategy of STRATEGIES) {
          for (const which of CASES) {
            const total = after.totals[strategy][which].minus(before.totals[strategy][which]).toFixed();
            for (const view of VIEWS) expect(differences(diff[view], strategy, which).toFixed()).toBe(total);
          }
        }
      }),
      runs(60),
    );
  });

  test('turned around it is the same with the other sign', () => {
    fc.assert(
      fc.property(inDollars, inDollars, (one, other) => {
        expect(signed(diffBetween(other, one), -1)).toEqual(signed(diffBetween(one, other), 1));
      }),
      runs(40),
    );
  });

  test('with itself, also saved and read again, everything is the same', () => {
    fc.assert(
      fc.property(scenarios, (given) => {
        const estimate = estimateOf(given);
        const fresh = costingOf(estimate);
        const saved = parseSavedEstimate(jsonReport(estimate), 'saved.json');
        for (const diff of [diffOf(fresh, fresh), diffOf(saved, fresh), diffOf(fresh, saved), diffOf(saved, saved)]) {
          for (const view of VIEWS) for (const { kind } of diff[view]) expect(kind).toBe('same');
          expect(diff.prices).toEqual([]);
        }
        expect(diffOf(fresh, fresh).fields).toEqual([]);
        expect(diffOf(saved, fresh).fields).toBeUndefined();
      }),
      runs(60),
    );
  });
});

test.each(SAMPLES)('the sample %s saved and read again is the same', (sample) => {
  const estimate = sampleEstimate(sample);
  const diff = diffOf(parseSavedEstimate(jsonReport(estimate), sample), costingOf(estimate));
  for (const view of VIEWS) expect(diff[view].filter(({ kind }) => kind !== 'same')).toEqual([]);
});
