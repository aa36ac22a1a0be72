// Plain JavaScript, since the fuzzer runs it without a compiler.
import fc from 'fast-check';

const DAY = 86_400_000;

/** A plain number, or a range around it. */
const quantity = (/** @type {number} */ max, decimals = 0, min = 0) => {
  const scale = 10 ** decimals;
  const number = fc.integer({ min: min * scale, max: max * scale }).map((value) => value / scale);
  const range = fc
    .tuple(number, number, number)
    .map((values) => values.toSorted((a, b) => a - b))
    .map(([low, expected, high]) => ({ low, expected, high }));
  return fc.oneof(number, range);
};

const start = fc.constantFrom('2025-03', '2026-12', '2027-02', '2028-01');
const share = quantity(1, 2);
/** Often all or nearly all: then the keys decide how much a Bucket Key leaves. */
const reduction = fc.oneof(share, fc.constantFrom(0.99, 1));
const lookbackDays = fc.oneof(fc.constant('all'), quantity(120, 1));
/** Two accounts are enough for every way in which key, bucket, trail and reader may be one another's. */
const account = fc.constantFrom(undefined, '111111111111', '222222222222');
/** From the shortest time to some that no month holds; the common ones more often. */
const keyMinutes = fc.oneof(fc.constantFrom(1, 5, 60, 1440), quantity(3000, 1, 1), quantity(100_000, 0, 1));

const growthPercentPerMonth = fc.oneof(
  fc.constant(0),
  quantity(20, 1),
  fc.integer({ min: -20, max: -1 }),
  fc.constant({ low: -6, expected: 3, high: 5 }),
);
const archiveMonths = quantity(30);
const trail = fc.oneof(
  fc.record(
    { logFilesPerMonth: quantity(1e6), digestFilesPerMonth: quantity(5000), growthPercentPerMonth, archiveMonths },
    { requiredKeys: ['logFilesPerMonth', 'digestFilesPerMonth', 'archiveMonths'] },
  ),
  fc.record(
    {
      accounts: fc.oneof(quantity(2), quantity(60)),
      activeRegions: fc.oneof(quantity(2, 1), quantity(17, 1)),
      filesPerSlot: quantity(12, 1),
      activeSlotShare: share,
      digestRegions: quantity(17),
      growthPercentPerMonth,
      archiveMonths,
    },
    { requiredKeys: ['accounts', 'activeRegions', 'filesPerSlot', 'activeSlotShare', 'digestRegions', 'archiveMonths'] },
  ),
);

const consumers = fc
  .array(
    fc.oneof(
      fc.record({ usdPerGb: quantity(5, 2, 1), usdPerMillionEvents: quantity(20, 1) }, { requiredKeys: ['usdPerGb'] }),
      fc.record({ usdPerMillionEvents: quantity(20, 1, 1) }),
    ),
    { maxLength: 2 },
  )
  .map((all) => all.map((given, index) => ({ name: `consumer ${index}`, ...given })));

const readerOf = (/** @type {readonly string[]} */ monthsOfPeriod) =>
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
        fc.record({ pattern: fc.constant('replicate'), share, requestsPerFile: quantity(2, 1, 1) }),
        fc
          .tuple(fc.constantFrom(...monthsOfPeriod), fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 27 }), share)
          .map(([month, back, day, part]) => ({
            pattern: 'once',
            month,
            firstDay: dayOf(startOf(month) - back),
            lastDay: dayOf(startOf(month) + day),
            share: part,
          })),
      ),
      fc.record({ requesters: quantity(40, 0, 1), account, bucketKeyReduction: fc.option(reduction, { nil: undefined, freq: 3 }) }),
      fc.option(fc.nat(2), { nil: undefined, freq: 2 }),
    )
    .map(([pattern, base, place]) => ({ pattern, base, place }));

const dayOf = (/** @type {number} */ day) => new Date(day * DAY).toISOString().slice(0, 10);

/** In days since 1970-01-01 UTC. */
const startOf = (/** @type {string} */ month) => Date.parse(`${month}-01T00:00:00Z`) / DAY;

/** The month so many months later. */
function monthPlus(/** @type {string} */ month, /** @type {number} */ months) {
  const number = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months;
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;
}

/** Scenarios as a user would write them, all patterns and most options among them, with ranges. */
export const scenarios = scenariosOver(5);

/** For questions that estimate one scenario dozens of times. */
export const shortScenarios = scenariosOver(2);

/** @param {number} mostMonths */
function scenariosOver(mostMonths) {
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
        bucketKeyReduction: reduction,
        writeMinutes: keyMinutes,
        readMinutes: keyMinutes,
        region: fc.constantFrom('us-east-1', 'us-east-1', 'us-east-1', 'ap-northeast-1', 'eu-central-1'),
        bucketAccount: account,
        keyAccount: account,
        freeRequestsLeft: quantity(20000),
        discountPercent: fc.oneof(fc.constant(0), quantity(100, 1)),
        serviceDiscountPercent: fc.record(
          { kms: quantity(100, 1), s3: quantity(30), cloudtrail: quantity(100), guardduty: quantity(100) },
          { requiredKeys: [] },
        ),
        currency: fc.constantFrom(
          undefined,
          undefined,
          { code: 'EUR', rate: 0.92, rateDate: '2026-11-01' },
          { code: 'EUR', rates: { '2020-01': 0.5, '2025-05': 0.8, '2026-12': { rate: 1.25, rateDate: '2026-12-31' } } },
        ),
        recording: fc.record({
          paidCopies: quantity(2),
          insightsTrails: quantity(1),
          dataEventCopies: quantity(1),
          excludeKmsEvents: fc.constantFrom(false, false, true),
          deliveryEventsBilled: fc.boolean(),
          guardDuty: fc.constantFrom(undefined, false, true, true),
          covers: fc.constantFrom(undefined, 'organization', 'key-account', 'reader-account'),
          consumers,
          account,
        }),
        keys: fc.record({ number: quantity(3), replicas: quantity(2), rotations: quantity(4) }),
      })
      .map(
        ({
          trails,
          readers,
          switchDay,
          bucketKeyDays,
          bucketKeyReduction,
          writeMinutes,
          readMinutes,
          region,
          bucketAccount,
          keyAccount,
          keys,
          ...rest
        }) => {
          const first = startOf(firstMonth);
          const sseKmsSince = typeof switchDay === 'number' ? dayOf(first + switchDay) : 'always';
          const bucketKeySince = typeof switchDay === 'number' ? dayOf(first + switchDay + bucketKeyDays) : 'always';
          return {
            ...rest,
            period: { start: firstMonth, months: count },
            bucket: { region, account: bucketAccount },
            encryption: {
              sseKmsSince,
              bucketKeySince,
              bucketKeyReduction,
              bucketKeyWriteMinutes: writeMinutes,
              bucketKeyReadMinutes: readMinutes,
            },
            keys: { ...keys, account: keyAccount },
            trails: trails.map((given, index) => ({ name: `trail ${index}`, ...given })),
            readers: readers.map(({ pattern, base, place }, index) => ({
              name: `reader ${index}`,
              ...base,
              ...(place === undefined ? {} : { trails: [`trail ${place % trails.length}`] }),
              ...pattern,
            })),
          };
        },
      ),
  );
}
