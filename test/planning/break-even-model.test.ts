import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FieldPath } from '../../src/base/errors.js';
import { remembered } from '../../src/base/memo.js';
import { KMS_STRATEGIES, type KmsStrategy } from '../../src/model/strategies.js';
import { breakEvens, type Target } from '../../src/planning/break-even.js';
import { type NumberField, numberFields } from '../../src/scenario/numbers.js';
import { expectedOf } from '../../src/scenario/quantity.js';
import { shortScenarios } from '../arbitraries.mjs';
import { runs } from '../runs.js';
import { pricedOf, scenarioOf } from '../support.js';
import { assertCrossings, breakEven, costWritten, targetOf } from './crossings.js';

const GIVEN = {
  period: { start: '2026-12', months: 3 },
  encryption: { sseKmsSince: '2026-11-10', bucketKeySince: '2026-12-20' },
  trails: [
    {
      name: 'org',
      accounts: 40,
      activeRegions: { low: 2, expected: 3, high: 4 },
      filesPerSlot: 2.6,
      activeSlotShare: 0.5,
      digestRegions: 17,
      archiveMonths: 7,
    },
  ],
  readers: [
    { name: 'siem', pattern: 'every-file', digests: true },
    { name: 'athena', pattern: 'scan', runsPerMonth: { low: 4, expected: 8.7, high: 20 }, lookbackDays: 90, share: 0.3 },
    { name: 'soc', pattern: 'single', readsPerMonth: 40_000 },
  ],
  freeRequestsLeft: 5000,
};

/** Scans that reach back to the oldest file, all of it encrypted. */
const OLD_FILES = {
  ...GIVEN,
  encryption: { sseKmsSince: 'always' },
  readers: [{ name: 'athena', pattern: 'scan', runsPerMonth: 2, lookbackDays: 'all' }],
};

/** Roles of one reader: only where they are more than its requests does their number count. */
const MANY_ROLES = {
  // A bucket-level key serves the month.
  encryption: { sseKmsSince: 'always', bucketKeyWriteMinutes: 44_640, bucketKeyReadMinutes: 44_640 },
  readers: [{ name: 'roles', pattern: 'single', readsPerMonth: 100_000 }],
};
/** So few reads that the keys decide what remains: two of an hour's, or of a day's, 31 days. */
const THIN = {
  encryption: { sseKmsSince: 'always', bucketKeyReduction: 0.99, bucketKeyWriteMinutes: 60, bucketKeyReadMinutes: 60 },
  trails: [{ name: 'org', logFilesPerMonth: 20_000, archiveMonths: 1 }],
  readers: [
    { name: 'siem', pattern: 'every-file' },
    { name: 'athena', pattern: 'scan', runsPerMonth: 4, lookbackDays: 7 },
  ],
  recording: { guardDuty: true, consumers: [{ name: 'siem', usdPerGb: 2 }] },
};
/** Fewer requests than the free tier has. */
const FEW_READS = {
  readers: [{ name: 'few', pattern: 'single', readsPerMonth: 12_000 }],
  keys: { number: { low: 1, expected: 2, high: 3 } },
};

interface Row {
  given?: object;
  path: string;
  field: FieldPath;
  /** The target lies midway between the costs at these. */
  between: [number, number];
  strategy?: KmsStrategy;
}

const ROWS: readonly Row[] = [
  { path: 'readers.siem.times', field: ['readers', 0, 'times'], between: [1, 7] },
  { path: 'readers.siem.share', field: ['readers', 0, 'share'], between: [0, 0.9] },
  { path: 'readers.athena.runsPerMonth', field: ['readers', 1, 'runsPerMonth'], between: [2, 100] },
  { path: 'readers.athena.getsPerFile', field: ['readers', 1, 'getsPerFile'], between: [1, 3] },
  { path: 'readers.athena.lookbackDays', field: ['readers', 1, 'lookbackDays'], between: [7, 180] },
  { path: 'readers.soc.readsPerMonth', field: ['readers', 2, 'readsPerMonth'], between: [0, 3_000_000] },
  { path: 'trails.org.accounts', field: ['trails', 0, 'accounts'], between: [10, 140] },
  { path: 'trails.org.growthPercentPerMonth', field: ['trails', 0, 'growthPercentPerMonth'], between: [9, 40] },
  { path: 'trails.org.archiveMonths', field: ['trails', 0, 'archiveMonths'], between: [0, 2], given: OLD_FILES },
  { path: 'keys.number', field: ['keys', 'number'], between: [1, 30] },
  { path: 'recording.paidCopies', field: ['recording', 'paidCopies'], between: [0, 3] },
  { path: 'discountPercent', field: ['discountPercent'], between: [5, 35] },
  { path: 'freeRequestsLeft', field: ['freeRequestsLeft'], between: [0, 12_000], given: FEW_READS },
  { path: 'encryption.bucketKeyReduction', field: ['encryption', 'bucketKeyReduction'], between: [0.5, 1], strategy: 'sse-kms-bucket-key' },
  {
    path: 'encryption.bucketKeyWriteMinutes',
    field: ['encryption', 'bucketKeyWriteMinutes'],
    between: [7, 300],
    strategy: 'sse-kms-bucket-key',
    given: THIN,
  },
  {
    path: 'encryption.bucketKeyReadMinutes',
    field: ['encryption', 'bucketKeyReadMinutes'],
    between: [7, 50],
    strategy: 'sse-kms-bucket-key',
    given: THIN,
  },
  {
    path: 'recording.consumers.siem.usdPerGb',
    field: ['recording', 'consumers', 0, 'usdPerGb'],
    between: [0, 50],
    given: THIN,
  },
  {
    path: 'readers.roles.requesters',
    field: ['readers', 0, 'requesters'],
    between: [20_000, 60_000],
    strategy: 'sse-kms-bucket-key',
    given: MANY_ROLES,
  },
  {
    path: 'readers.roles.bucketKeyReduction',
    field: ['readers', 0, 'bucketKeyReduction'],
    between: [0.2, 0.9],
    strategy: 'sse-kms-bucket-key',
    given: MANY_ROLES,
  },
];

const ASKED = ROWS.flatMap((row) =>
  (['budget', 'difference'] as const).flatMap((kind) => (['expected', 'high'] as const).map((on) => ({ row, path: row.path, kind, on }))),
);

const targetsOf = remembered(({ given = GIVEN, field, between, strategy = 'sse-kms' }: Row) =>
  (['budget', 'difference'] as const).flatMap((kind) =>
    (['expected', 'high'] as const).map((on): Target => {
      const bare: Target = { ...targetOf(kind, 0), on, strategy };
      const [from, to] = between.map((value) => costWritten(given, field, value, bare));
      return { ...bare, amount: from?.plus(to ?? 0).div(2) ?? bare.amount };
    }),
  ),
);
const resultsOf = remembered((row: Row) => breakEvens(pricedOf(row.given ?? GIVEN), row.path, targetsOf(row)));

test.each(ASKED)('$path, $kind on $on: the model keeps to the target on one side and not on the other', ({ row, kind, on }) => {
  const result = resultsOf(row).find(({ target }) => target.kind === kind && target.on === on);
  expect(result?.verdict).toBe('crossed');
  expect(result?.crossings).toHaveLength(1);
  const [value] = result?.crossings.map((crossing) => crossing.value.toNumber()) ?? [];
  expect(value).toBeGreaterThanOrEqual(row.between[0]);
  expect(value).toBeLessThanOrEqual(row.between[1]);
  if (result !== undefined) assertCrossings(result, row.given ?? GIVEN, row.field, result.target);
});

test('several targets of a path are answered as each alone', () => {
  const [row] = ROWS;
  if (row === undefined) throw new Error('there is no row');
  const alone = targetsOf(row).flatMap((target) => breakEvens(pricedOf(GIVEN), row.path, [target]));
  expect(resultsOf(row)).toEqual(alone);
});

/** Another value that fits the field, some way off. */
function otherValue({ value, min, max, whole }: NumberField): number {
  const now = expectedOf(value);
  const other = now === 0 ? Math.min(max, 2) : now / 2;
  return Math.max(min, whole ? Math.floor(other) : other);
}

test('for any scenario, any of its numbers and a target between two costs, the crossings are true and one lies between', () => {
  const asked = fc.record({
    index: fc.nat(),
    kind: fc.constantFrom('budget', 'difference'),
    on: fc.constantFrom('expected', 'high'),
    strategy: fc.constantFrom(...KMS_STRATEGIES),
    part: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(
    fc.property(shortScenarios, asked, (given, { index, part, ...rest }) => {
      const fields = numberFields(scenarioOf(given));
      const chosen = fields[index % fields.length] as NumberField;
      const bare: Target = { ...targetOf(rest.kind as Target['kind'], 0), ...(rest as Pick<Target, 'kind' | 'on' | 'strategy'>) };
      const ends = [expectedOf(chosen.value), otherValue(chosen)].toSorted((a, b) => a - b) as [number, number];
      const [from, to] = ends.map((value) => costWritten(given, chosen.field, value, bare));
      fc.pre(from !== undefined && to !== undefined && from.minus(to).abs().gt(1e-4));
      const target = { ...bare, amount: from?.plus(to?.minus(from).times(part).div(10) ?? 0) ?? bare.amount };
      const result = breakEven(given, chosen.path, target);
      expect(result.verdict).toBe('crossed');
      assertCrossings(result, given, chosen.field, target);
      const values = result.crossings.flatMap(({ within, beyond }) => [within.value.toNumber(), beyond.value.toNumber()]);
      expect(values.some((value) => value >= ends[0] && value <= ends[1])).toBe(true);
    }),
    runs(30),
  );
});
