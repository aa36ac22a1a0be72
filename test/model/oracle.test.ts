import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Decimal, sum } from '../../src/base/decimal.js';
import { KMS_STRATEGIES } from '../../src/model/strategies.js';
import { runs } from '../runs.js';
import { estimateOf, linesWith } from '../support.js';
import { type OracleCharge, type OracleReader, type OracleScenario, type OracleTrail, oracle } from './oracle.js';

const DAY = 86_400_000;
const dayOf = (start: string, days: number) => new Date(Date.parse(`${start}-01T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
const account = fc.constantFrom(undefined, '111111111111', '222222222222');
const percent = fc.integer({ min: 0, max: 100 });
/** Often all or nearly all: then the keys decide how much remains. */
const reductionPercent = fc.oneof(percent, fc.constantFrom(99, 100));
const keyMinutes = fc.oneof(fc.constantFrom(1, 5, 60, 1440), fc.integer({ min: 1, max: 50_000 }));
const archiveMonths = fc.integer({ min: 0, max: 4 });

const trail: fc.Arbitrary<OracleTrail> = fc.oneof(
  fc.record({
    archiveMonths,
    logFilesPerMonth: fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 3_000_000 })),
    digestFilesPerMonth: fc.integer({ min: 1, max: 20_000 }),
  }),
  fc.record({
    archiveMonths,
    accounts: fc.oneof(fc.constant(1), fc.integer({ min: 0, max: 20 })),
    activeRegions: fc.oneof(fc.constant(1), fc.integer({ min: 0, max: 5 })),
    slotSharePercent: percent,
    filesPerTenSlots: fc.integer({ min: 0, max: 120 }),
    digestRegions: fc.integer({ min: 1, max: 17 }),
  }),
);

const readersIn = (months: number, trails: number) =>
  fc.array(
    fc.record({
      pattern: fc.constantFrom<OracleReader['pattern']>('every-file', 'scan', 'validate', 'single', 'once', 'replicate'),
      account,
      trail: fc.oneof(
        fc.constant(undefined),
        fc.nat(trails - 1).map((index): number | undefined => index),
      ),
      digests: fc.boolean(),
      runsPerMonth: fc.integer({ min: 0, max: 400 }),
      lookbackDays: fc.integer({ min: 0, max: 90 }),
      sharePercent: percent,
      readsPerMonth: fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 5_000_000 })),
      requesters: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 50 })),
      requestsPerTenFiles: fc.integer({ min: 10, max: 20 }),
      reductionPercent: fc.option(reductionPercent, { nil: undefined, freq: 3 }),
      month: fc.nat(months - 1),
      daysBack: fc.tuple(fc.nat(120), fc.nat(40)).map(([one, other]): [number, number] => [Math.max(one, other), Math.min(one, other)]),
    }),
    { minLength: 1, maxLength: 4 },
  );

const cases: fc.Arbitrary<OracleScenario> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 2 }))
  .chain(([months, trails]) =>
    fc.record({
      start: fc.constantFrom('2025-02', '2025-05', '2027-02', '2027-12', '2028-02'),
      months: fc.constant(months),
      trails: fc.array(trail, { minLength: trails, maxLength: trails }),
      sseKmsDay: fc.integer({ min: -150, max: 130 }),
      bucketKeyDay: fc.integer({ min: 0, max: 90 }),
      reductionPercent,
      writeMinutes: keyMinutes,
      readMinutes: keyMinutes,
      freeRequestsLeft: fc.integer({ min: 0, max: 20_000 }),
      bucketAccount: account,
      keyAccount: account,
      readers: readersIn(months, trails),
      recording: fc.record({
        paidCopies: fc.integer({ min: 0, max: 2 }),
        insightsTrails: fc.integer({ min: 0, max: 2 }),
        guardDuty: fc.boolean(),
        consumers: fc.array(fc.record({ usdPerGb: fc.integer({ min: 1, max: 5 }), usdPerMillionEvents: fc.integer({ min: 0, max: 20 }) }), {
          maxLength: 2,
        }),
        excludeKmsEvents: fc.constantFrom(false, false, false, true),
        deliveryEventsBilled: fc.boolean(),
        covers: fc.constantFrom(undefined, 'organization' as const, 'key-account' as const, 'reader-account' as const),
      }),
    }),
  )
  .map((given) => ({ ...given, bucketKeyDay: given.sseKmsDay + given.bucketKeyDay }));

const written = (given: OracleScenario) => ({
  period: { start: given.start, months: given.months },
  bucket: { region: 'us-east-1', account: given.bucketAccount },
  encryption: {
    sseKmsSince: dayOf(given.start, given.sseKmsDay),
    bucketKeySince: dayOf(given.start, given.bucketKeyDay),
    bucketKeyReduction: given.reductionPercent / 100,
    bucketKeyWriteMinutes: given.writeMinutes,
    bucketKeyReadMinutes: given.readMinutes,
  },
  keys: { account: given.keyAccount },
  freeRequestsLeft: given.freeRequestsLeft,
  trails: given.trails.map((own, index) => {
    const name = `trail ${index}`;
    if ('logFilesPerMonth' in own) return { name, ...own };
    const { slotSharePercent, filesPerTenSlots, ...rest } = own;
    return { name, ...rest, activeSlotShare: slotSharePercent / 100, filesPerSlot: filesPerTenSlots / 10 };
  }),
  readers: given.readers.map((reader, index) => writtenReader(reader, index, given)),
  recording: {
    ...given.recording,
    consumers: given.recording.consumers.map((consumer, index) => ({ name: `consumer ${index}`, ...consumer })),
  },
});

function writtenReader(reader: OracleReader, index: number, { start, months }: OracleScenario): object {
  const { pattern, account: own, trail: read, digests, runsPerMonth, lookbackDays, readsPerMonth, requesters, daysBack } = reader;
  const share = reader.sharePercent / 100;
  const requestsPerFile = reader.requestsPerTenFiles / 10;
  const [year = 0, month = 0] = start.split('-').map(Number);
  const [first, end] = [reader.month, reader.month + 1].map((more) => new Date(Date.UTC(year, month - 1 + more, 1)).toISOString());
  const dayBefore = (days: number) => dayOf((end ?? '').slice(0, 7), -1 - days);
  const fields: Record<OracleReader['pattern'], object> = {
    'every-file': { digests, share },
    scan: { digests, share, runsPerMonth, lookbackDays },
    validate: { runsPerMonth, lookbackDays },
    single: { readsPerMonth },
    once: {
      digests,
      share,
      requestsPerFile,
      month: (first ?? '').slice(0, 7),
      firstDay: dayBefore(daysBack[0]),
      lastDay: dayBefore(daysBack[1]),
    },
    replicate: { digests, share, requestsPerFile },
  };
  const named = { name: `reader ${index}`, requesters, account: own, trails: read === undefined ? undefined : [`trail ${read}`] };
  expect(reader.month).toBeLessThan(months);
  return {
    ...named,
    bucketKeyReduction: reader.reductionPercent === undefined ? undefined : reader.reductionPercent / 100,
    pattern,
    ...fields[pattern],
  };
}

/**
 * In USD. A file count is rounded to 12 decimals before it is multiplied by runs, requesters and an event's price: at most 400 × 50 × 4
 * readers × some units of 10⁻¹² × a few 10⁻⁵ USD. A request is worth 30,000 times as much.
 */
const BOUND = new Decimal('1e-10');

const isNear = (found: Decimal, truth: bigint, unit: string) => found.minus(new Decimal(truth.toString()).times(unit)).abs().lte(BOUND);

test('the model agrees with day-by-day arithmetic in whole numbers', () => {
  fc.assert(
    fc.property(cases, (given) => {
      const { lines, totals } = estimateOf(written(given));
      for (const [index, truth] of oracle(given).entries()) {
        const month = totals['sse-kms'].months[index]?.month ?? '';
        for (const strategy of KMS_STRATEGIES) {
          const { costs, guardDutyBy, ownRequests } = truth[strategy];
          const costOf = (wanted: Parameters<typeof linesWith>[1] & { account?: string }) =>
            sum(linesWith(lines, { strategy, month, ...wanted }).map(({ cost }) => cost.expected));
          for (const [charge, cost] of Object.entries(costs) as [OracleCharge, bigint][]) {
            expect([charge, strategy, isNear(costOf({ charge }), cost, '1e-21')]).toEqual([charge, strategy, true]);
          }
          const paying = linesWith(lines, { strategy, month, charge: 'guardduty-events' }).filter(({ cost }) => !cost.expected.isZero());
          const charged = [...guardDutyBy].filter(([, cost]) => cost > 0n);
          expect([...new Set(paying.map((line) => line.account))].toSorted()).toEqual(charged.map(([payer]) => payer).toSorted());
          for (const [payer, cost] of guardDutyBy) {
            expect(isNear(costOf({ charge: 'guardduty-events', account: payer }), cost, '1e-21')).toBe(true);
          }
          const [own] = linesWith(lines, { strategy, month, charge: 'kms-requests', reader: 'CloudTrail' });
          expect(own !== undefined && isNear(own.quantity.expected, ownRequests, '1e-12')).toBe(true);
        }
      }
    }),
    runs(300),
  );
});
