import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estimate } from '../../src/model/estimate.js';
import { KMS_STRATEGIES, type KmsStrategy } from '../../src/model/strategies.js';
import { type Advice, type AdviceDetail, adviceFor, ownCost } from '../../src/planning/advice.js';
import { withSettings } from '../../src/scenario/load.js';
import { shortScenarios } from '../arbitraries.mjs';
import { runs } from '../runs.js';
import { book, estimateOf, loadedOf, pricedOf, SAMPLES, sampleScenario } from '../support.js';

const TRAIL = { name: 'org', logFilesPerMonth: 1_000_000, digestFilesPerMonth: 1000, archiveMonths: 6 };
const given = (reader: object, more?: object) => ({
  encryption: { sseKmsSince: 'always', bucketKeySince: '2026-12-01', bucketKeyReduction: 0 },
  trails: [TRAIL],
  readers: [{ name: 'siem', ...reader }],
  ...more,
});

const adviceOn = (scenario: object, strategy: KmsStrategy = 'sse-kms') => adviceFor(pricedOf(scenario), estimateOf(scenario), strategy);
const find = (advice: readonly Advice[], kind: AdviceDetail['kind']) => advice.find(({ detail }) => detail.kind === kind);

const EVERY = { pattern: 'every-file' };
const SCAN = { pattern: 'scan', runsPerMonth: 8, lookbackDays: 60 };
const VALIDATE = { pattern: 'validate', runsPerMonth: 4, lookbackDays: 30 };
const KEY = { sseKmsSince: 'always', bucketKeyReduction: 0.9 };

interface Row {
  kind: AdviceDetail['kind'];
  fits: object;
  doesNot: object;
  saved: number;
  /** Digits to which that is known by hand. */
  digits?: number;
  settings: object[];
}

/** Of each kind a scenario where it saves, how much by hand, and one where it would save nothing. */
const ROWS: Row[] = [
  {
    kind: 'bucket-key',
    fits: given(EVERY, { encryption: KEY }),
    doesNot: given(EVERY),
    saved: 2.7,
    settings: [{ path: 'encryption.bucketKeySince', value: '2026-12-01' }],
  },
  {
    kind: 'read-once',
    fits: given({ ...EVERY, times: 3 }),
    doesNot: given({ ...EVERY, times: 1 }),
    saved: 6.8,
    settings: [{ path: 'readers.siem.times', value: 1 }],
  },
  {
    kind: 'validate-once',
    fits: given({ ...VALIDATE, lookbackDays: 31 }),
    doesNot: given({ ...VALIDATE, lookbackDays: 8 }),
    saved: 10.3,
    digits: 0,
    settings: [{ path: 'readers.siem.lookbackDays', value: 8 }],
  },
  {
    kind: 'smaller-share',
    fits: given({ pattern: 'scan', runsPerMonth: 1, lookbackDays: 'all', share: 0.5 }),
    doesNot: given({ pattern: 'scan', runsPerMonth: 0, lookbackDays: 60 }),
    saved: 5.525,
    settings: [{ path: 'readers.siem.share', value: 0.25 }],
  },
  {
    kind: 'one-trail',
    fits: given(EVERY, { recording: { paidCopies: 1 } }),
    doesNot: given(EVERY, { recording: { paidCopies: 1, excludeKmsEvents: true } }),
    saved: 20,
    settings: [{ path: 'recording.paidCopies', value: 0 }],
  },
  {
    // All three trails have Insights, the one that keeps the events too: two times $3.50 for reads and as much for deliveries.
    kind: 'one-trail',
    fits: given(EVERY, { recording: { paidCopies: 2, insightsTrails: 3 } }),
    doesNot: given(EVERY, { recording: { insightsTrails: 1 } }),
    saved: 40 + 2 * 3.5 + 2 * 3.5035,
    settings: [
      { path: 'recording.paidCopies', value: 0 },
      { path: 'recording.insightsTrails', value: 1 },
    ],
  },
  {
    kind: 'skip-digests',
    fits: given({ ...EVERY, digests: true }),
    doesNot: given(VALIDATE),
    saved: 0.0034,
    settings: [{ path: 'readers.siem.digests', value: false }],
  },
  {
    kind: 'feed',
    fits: given(EVERY, {
      readers: [
        { name: 'siem', ...EVERY },
        { name: 'lake', ...EVERY, share: 0.5 },
      ],
    }),
    doesNot: given(EVERY, {
      readers: [
        { name: 'siem', ...EVERY, share: 0.5, trails: ['org'] },
        { name: 'lake', ...SCAN },
      ],
    }),
    saved: 1.7,
    settings: [{ path: 'readers.lake', value: null }],
  },
];

describe('each kind of advice', () => {
  test.each(ROWS)('$kind: what it saves, and what to set', ({ kind, fits, saved, digits = 12, settings }) => {
    const advice = find(adviceOn(fits), kind);
    expect(advice?.saved.toNumber()).toBeCloseTo(saved, digits);
    expect(advice?.settings).toEqual(settings);
  });

  test.each(ROWS)('$kind: is not given where it saves nothing', ({ kind, doesNot }) => {
    expect(find(adviceOn(doesNot), kind)).toBeUndefined();
  });

  test('shorter-window: half of the days', () => {
    const advice = find(adviceOn(given(SCAN)), 'shorter-window');
    expect(advice?.settings).toEqual([{ path: 'readers.siem.lookbackDays', value: 30 }]);
    expect(advice?.detail).toEqual({ kind: 'shorter-window', reader: 'siem', from: 60, to: 30 });
    // Without files that are encrypted and old there is nothing to leave out.
    const fresh = given(SCAN, { encryption: { sseKmsSince: '2027-06-01' }, bucket: { region: 'mx-central-1' } });
    expect(find(adviceOn(fresh), 'shorter-window')).toBeUndefined();
  });

  test('shorter-window: of all files, half of what there is', () => {
    const advice = find(adviceOn(given({ ...SCAN, lookbackDays: 'all' })), 'shorter-window');
    // Six months of archive and half a month of the period are 197.84 days.
    expect(advice?.detail).toEqual({ kind: 'shorter-window', reader: 'siem', from: 'all', to: 99 });
  });

  test('shorter-window: of a range, each end', () => {
    const advice = find(adviceOn(given({ ...SCAN, lookbackDays: { low: 10, expected: 30, high: 91 } })), 'shorter-window');
    expect(advice?.settings[0]?.value).toEqual({ low: 5, expected: 15, high: 46 });
  });

  test('compact: a job reads each file once, scans the last day', () => {
    const advice = find(adviceOn(given(SCAN)), 'compact');
    expect(advice?.detail).toEqual({ kind: 'compact', readers: ['siem'] });
    expect(advice?.settings).toEqual([
      { path: 'readers.compaction', value: { pattern: 'every-file', digests: false } },
      {
        path: 'readers.compaction-of-old-files',
        value: { pattern: 'once', digests: false, month: '2026-12', firstDay: '2026-10-02', lastDay: '2026-11-30' },
      },
      { path: 'readers.siem.lookbackDays', value: 1 },
    ]);
    expect(find(adviceOn(given({ ...SCAN, runsPerMonth: 0.1 })), 'compact')).toBeUndefined();
    expect(find(adviceOn(given({ ...SCAN, lookbackDays: 1 })), 'compact')).toBeUndefined();
  });

  test('compact: the job has a name of its own, and the account and trails of the scans', () => {
    const more = {
      readers: [
        { name: 'siem', ...SCAN, account: '111122223333', trails: ['org'], digests: true },
        { name: 'compaction', ...SCAN, trails: ['org'] },
      ],
    };
    expect(find(adviceOn(given({}, more)), 'compact')?.settings[0]).toEqual({
      path: 'readers.compaction-2',
      value: { pattern: 'every-file', account: '111122223333', trails: ['org'], digests: true },
    });
  });
});

describe('who may feed whom', () => {
  const fedBy = (readers: object[]) =>
    adviceOn(
      given(
        {},
        {
          readers: readers.map((reader, index) => ({ name: `r${index}`, ...EVERY, ...reader })),
          trails: [TRAIL, { ...TRAIL, name: 'eu' }],
        },
      ),
    )
      .map(({ detail }) => detail)
      .filter((detail) => detail.kind === 'feed')
      .map(({ reader, fed }) => `${reader}: ${fed.join(', ')}`);

  test.each<[string, object[], string[]]>([
    ['of two alike the earlier one', [{}, {}], ['r0: r1']],
    ['of three alike the first', [{}, {}, {}], ['r0: r1, r2', 'r1: r2']],
    ['nobody who reads fewer files', [{ share: 0.5 }, {}], ['r1: r0']],
    ['nobody without the digest files', [{}, { digests: true }], ['r1: r0']],
    ['nobody without the trail', [{ trails: ['eu'] }, { trails: ['org'] }], []],
    ['whoever has all trails', [{ trails: ['eu'] }, {}], ['r1: r0']],
    ['a list of all trails is all trails', [{ trails: ['eu', 'org'] }, {}], ['r0: r1']],
  ])('%s', (_, readers, expected) => {
    expect(fedBy(readers)).toEqual(expected);
  });
});

describe('a Bucket Key', () => {
  const keyOf = (scenario: object) => find(adviceOn(scenario), 'bucket-key');

  test.each([
    ['always', '2026-12-01'],
    ['2026-06-01', '2026-12-01'],
    ['2026-12-10', '2026-12-10'],
  ])('is turned on when files are SSE-KMS (since %s), but not before the period: %s', (sseKmsSince, since) => {
    expect(keyOf(given(EVERY, { encryption: { ...KEY, sseKmsSince } }))?.settings).toEqual([
      { path: 'encryption.bucketKeySince', value: since },
    ]);
  });

  test('on the day that the scenario has for it', () => {
    const encryption = { ...KEY, sseKmsSince: '2026-06-01', bucketKeySince: '2026-12-20' };
    expect(keyOf(given(EVERY, { encryption }))?.settings[0]?.value).toBe('2026-12-20');
  });

  test('costs the audit detail, which data events bring back at $0.000001 a GET', () => {
    const detail = (more: object) => keyOf(given(EVERY, { encryption: KEY, ...more }))?.detail;
    expect(detail({})).toMatchObject({ dataEvents: { costPerMonth: expect.objectContaining({}) } });
    const { dataEvents } = detail({ period: { start: '2026-12', months: 3 } }) as { dataEvents: { costPerMonth: { toFixed(): string } } };
    expect(dataEvents.costPerMonth.toFixed()).toBe('1');
    expect(detail({ recording: { dataEventCopies: 1 } })).toEqual({ kind: 'bucket-key', dataEvents: 'recorded' });
  });

  test('is no advice where there is one', () => {
    expect(adviceOn(given(EVERY, { encryption: KEY }), 'sse-kms-bucket-key').map(({ detail }) => detail.kind)).not.toContain('bucket-key');
  });
});

/** Advice must be repeatable: what it says to set gives what it says it costs. */
function assertReplayable(scenario: ReturnType<typeof loadedOf>, advice: readonly Advice[], strategy: KmsStrategy): void {
  const before = estimate(scenario.scenario, book).totals[strategy].expected;
  for (const { settings, cost, saved, strategy: leadsTo } of advice) {
    const replayed = estimate(withSettings(scenario, settings, ({ path }) => path).scenario, book).totals[leadsTo].expected;
    expect(replayed.toFixed()).toBe(cost.toFixed());
    expect(saved.toFixed()).toBe(before.minus(cost).toFixed());
    expect(saved.gt(0)).toBe(true);
  }
  const remaining = advice.map(({ detail, saved, remains }) => {
    expect(remains.toFixed()).toBe(saved.minus(ownCost(detail, scenario.scenario) ?? 0).toFixed());
    return remains.toNumber();
  });
  expect(remaining).toEqual(remaining.toSorted((a, b) => b - a));
}

describe('copying old files under a Bucket Key', () => {
  const old = (reader: object, encryption: object = {}) =>
    given(reader, {
      period: { start: '2026-12', months: 2 },
      encryption: { sseKmsSince: '2026-06-01', bucketKeySince: '2026-12-01', bucketKeyReduction: 0.9, ...encryption },
    });
  const copiedOf = (scenario: object, strategy: KmsStrategy) => find(adviceOn(scenario, strategy), 'copy-old-files');

  test('counts the files that are still read, those of the 60 days before the period, at $0.0000114 each', () => {
    const advice = copiedOf(old(SCAN), 'sse-kms-bucket-key');
    expect(advice?.settings).toEqual([{ path: 'encryption.bucketKeySince', value: '2026-10-02' }]);
    // 30 of October's 31 days and November: 1,967,741.9 files. Each month's runs meet those of them that are left in the window.
    expect(advice && ownCost(advice.detail, { period: { start: '2026-12', months: 2 } })?.toFixed(3)).toBe('22.432');
    expect(advice?.remains.toFixed(3)).toBe(advice?.saved.minus('22.432').toFixed(3));
  });

  test('the digest files too, where they are read, and all files for a scan of all', () => {
    const filesOf = (reader: object) => {
      const detail = copiedOf(old(reader), 'sse-kms-bucket-key')?.detail;
      return detail?.kind === 'copy-old-files' ? detail.files.toFixed() : undefined;
    };
    expect(filesOf({ ...SCAN, lookbackDays: 'all' })).toBe('6000000');
    expect(filesOf({ ...SCAN, lookbackDays: 'all', digests: true })).toBe('6006000');
  });

  test('turns the Bucket Key on first where there is none, whose audit detail is paid for too', () => {
    const advice = copiedOf(old(SCAN, { bucketKeySince: undefined }), 'sse-kms');
    expect(advice?.detail).toMatchObject({ since: '2026-10-02', turnedOn: '2026-12-01', dataEvents: { costPerMonth: expect.anything() } });
    expect(advice?.strategy).toBe('sse-kms-bucket-key');
  });

  test.each([
    ['nobody reads old files', old(EVERY)],
    ['all files are under it', old(SCAN, { bucketKeySince: '2026-06-01' })],
    ['it comes within the period', old(SCAN, { bucketKeySince: '2026-12-20' })],
    ['no file is SSE-KMS before it', old(SCAN, { sseKmsSince: '2026-12-01' })],
  ])('is no advice where %s', (_, scenario) => {
    expect(copiedOf(scenario, 'sse-kms-bucket-key')).toBeUndefined();
  });
});

test('a Bucket Key that saves less than its audit detail costs comes after what costs nothing', () => {
  // 1,000,000 reads: 1% of $3.00 is saved, and data events cost $1.00.
  const advice = adviceOn(given({ ...EVERY, digests: true }, { encryption: { sseKmsSince: 'always', bucketKeyReduction: 0.01 } }));
  expect(advice.map(({ detail }) => detail.kind)).toEqual(['skip-digests', 'bucket-key']);
  expect(advice[1]?.remains.toFixed(2)).toBe('-0.97');
});

test('the 25 most expensive readers are advised on, and no other', () => {
  const readers = Array.from({ length: 26 }, (_, index) => ({ name: `reader ${index}`, ...EVERY, share: 0.5, times: index + 2 }));
  const advised = adviceOn(given(EVERY, { readers })).flatMap(({ detail }) => (detail.kind === 'read-once' ? [detail.reader] : []));
  expect(advised).toEqual(
    readers
      .map(({ name }) => name)
      .toReversed()
      .slice(0, 25),
  );
});

test('for any scenario advice can be replayed, saves what it says, and the largest saving is first', () => {
  fc.assert(
    fc.property(shortScenarios, fc.constantFrom(...KMS_STRATEGIES), (scenario, strategy) => {
      assertReplayable(loadedOf(scenario), adviceOn(scenario, strategy), strategy);
    }),
    runs(60),
  );
});

test.each(SAMPLES)('and for the sample %s', (sample) => {
  const loaded = sampleScenario(sample);
  for (const strategy of KMS_STRATEGIES) {
    assertReplayable(loaded, adviceFor({ loaded, book }, estimate(loaded.scenario, book), strategy), strategy);
  }
});
