import fc from 'fast-check';
import { monthPlus, monthSpan } from '../src/base/months.js';

/** A plain number, or a range around it. */
const quantity = (max: number, decimals = 0) => {
  const scale = 10 ** decimals;
  const number = fc.integer({ min: 0, max: max * scale }).map((value) => value / scale);
  const range = fc
    .tuple(number, number, number)
    .map((values) => values.toSorted((a, b) => a - b))
    .map(([low, expected, high]) => ({ low, expected, high }));
  return fc.oneof(number, range);
};

const start = fc.constantFrom('2025-03', '2026-12', '2027-02', '2028-01');
const share = quantity(1, 2);
const lookbackDays = fc.oneof(fc.constant('all'), quantity(120, 1));

const trail = fc.record(
  {
    logFilesPerMonth: quantity(1e6),
    digestFilesPerMonth: quantity(5000),
    growthPercentPerMonth: fc.oneof(fc.constant(0), quantity(20, 1), fc.integer({ min: -20, max: -1 })),
    archiveMonths: quantity(30),
  },
  { requiredKeys: ['logFilesPerMonth', 'digestFilesPerMonth', 'archiveMonths'] },
);

const readerOf = (monthsOfPeriod: readonly string[]) =>
  fc
    .tuple(
      fc.oneof(
        fc.record({ pattern: fc.constant('every-file'), share, times: quantity(4, 1), digests: fc.boolean() }),
        fc.record({
          pattern: fc.constant('scan'),
          runsPerMonth: quantity(50, 1),
          lookbackDays,
          share,
          getsPerFile: quantity(3, 1),
          digests: fc.boolean(),
        }),
        fc.record({ pattern: fc.constant('validate'), runsPerMonth: quantity(30), lookbackDays }),
        fc.record({ pattern: fc.constant('single'), readsPerMonth: quantity(1e7) }),
        fc.record({ pattern: fc.constant('replicate'), share }),
        fc
          .tuple(fc.constantFrom(...monthsOfPeriod), fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 27 }), share)
          .map(([month, back, day, part]) => ({
            pattern: 'once',
            month,
            firstDay: dayOf(monthSpan(month).startDay - back),
            lastDay: dayOf(monthSpan(month).startDay + day),
            share: part,
          })),
      ),
      fc.record({ requesters: fc.integer({ min: 1, max: 40 }) }),
    )
    .map(([pattern, base]) => ({ ...base, ...pattern }));

const dayOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** Scenarios as a user would write them, all patterns and most options among them, with ranges. */
export const scenarios = scenariosOver(5);

/** For questions that estimate one scenario dozens of times. */
export const shortScenarios = scenariosOver(2);

function scenariosOver(mostMonths: number) {
  return fc.tuple(start, fc.integer({ min: 1, max: mostMonths })).chain(([firstMonth, count]) =>
    fc
      .record({
        trails: fc.array(trail, { minLength: 1, maxLength: 3 }),
        readers: fc.array(readerOf(Array.from({ length: count }, (_, index) => monthPlus(firstMonth, index))), {
          minLength: 1,
          maxLength: 5,
        }),
        switchDay: fc.oneof(fc.constant('always'), fc.integer({ min: -100, max: 100 })),
        bucketKeyDays: fc.integer({ min: 0, max: 60 }),
        reduction: share,
        freeRequestsLeft: quantity(20000),
        discountPercent: fc.oneof(fc.constant(0), quantity(100, 1)),
        serviceDiscountPercent: fc.record({ kms: quantity(100, 1), s3: quantity(30), cloudtrail: quantity(100) }, { requiredKeys: [] }),
        currency: fc.constantFrom(undefined, undefined, { code: 'EUR', rate: 0.92, rateDate: '2026-11-01' }),
        recording: fc.record({
          paidCopies: quantity(2),
          insightsTrails: quantity(1),
          dataEventCopies: quantity(1),
          excludeKmsEvents: fc.boolean(),
          deliveryEventsBilled: fc.boolean(),
        }),
        keys: fc.record({ number: quantity(3), replicas: quantity(2), rotations: quantity(4) }),
      })
      .map(({ trails, readers, switchDay, bucketKeyDays, reduction, ...rest }) => {
        const first = monthSpan(firstMonth).startDay;
        const sseKmsSince = typeof switchDay === 'number' ? dayOf(first + switchDay) : 'always';
        const bucketKeySince = typeof switchDay === 'number' ? dayOf(first + switchDay + bucketKeyDays) : 'always';
        return {
          ...rest,
          period: { start: firstMonth, months: count },
          encryption: { sseKmsSince, bucketKeySince, bucketKeyReduction: reduction },
          trails: trails.map((given, index) => ({ name: `trail ${index}`, ...given })),
          readers: readers.map((given, index) => ({ name: `reader ${index}`, ...given })),
        };
      }),
  );
}
