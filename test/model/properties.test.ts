import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Decimal, sum } from '../../src/base/decimal.js';
import { CASES } from '../../src/base/range.js';
import type { Estimate } from '../../src/model/estimate.js';
import { KMS_STRATEGIES, STRATEGIES } from '../../src/model/strategies.js';
import { scenarios } from '../arbitraries.mjs';
import { runs } from '../runs.js';
import { estimateOf, linesWith } from '../support.js';

/** All properties are tried on the same scenarios, so that each of these is estimated once. */
const SEED = Date.now();
const known = new Map<string, Estimate>();

function estimated(given: object): Estimate {
  const key = JSON.stringify(given);
  const result = known.get(key) ?? estimateOf(given);
  known.set(key, result);
  return result;
}

const checked = (property: (given: object, result: Estimate) => void) =>
  fc.assert(
    fc.property(scenarios, (given) => property(given, estimated(given))),
    { ...runs(150), seed: SEED },
  );

const plain = (value: Decimal | undefined) => value?.toFixed();

test('parts sum to the whole: lines to months, months to the period, readers to the total', () => {
  checked((_, { lines, totals, scenario }) => {
    for (const strategy of STRATEGIES) {
      const own = linesWith(lines, { strategy });
      for (const which of CASES) {
        expect(plain(sum(own.map(({ cost }) => cost[which])))).toBe(plain(totals[strategy][which]));
        expect(plain(sum(totals[strategy].months.map((month) => month[which])))).toBe(plain(totals[strategy][which]));
      }
      const names = ['', 'CloudTrail', ...scenario.readers.map(({ name }) => name)];
      const ofReaders = names.map((reader) => sum(linesWith(own, { reader }).map(({ cost }) => cost.expected)));
      expect(plain(sum(ofReaders.toReversed()))).toBe(plain(totals[strategy].expected));
    }
  });
});

test('a line is what it says: billable × unit price = cost, and quantity = free tier + billable but for what is free', () => {
  checked((_, { lines }) => {
    for (const { reader, charge, quantity, freeTierQuantity, billableQuantity, unitPrice, cost } of lines) {
      expect(plain(billableQuantity.times(unitPrice))).toBe(plain(cost.expected));
      const isFree = reader === 'CloudTrail' && charge === 'kms-requests';
      expect(plain(isFree ? billableQuantity : freeTierQuantity.plus(billableQuantity))).toBe(isFree ? '0' : plain(quantity.expected));
    }
  });
});

test('the free tier is used up before anything is paid, once for all readers', () => {
  checked((_, { lines, scenario, totals }) => {
    const { freeRequestsLeft } = scenario;
    const free = new Decimal(typeof freeRequestsLeft === 'number' ? freeRequestsLeft : freeRequestsLeft.expected);
    for (const strategy of KMS_STRATEGIES) {
      for (const { month } of totals[strategy].months) {
        const ofMonth = linesWith(lines, { strategy, month, charge: 'kms-requests' }).filter(({ reader }) => reader !== 'CloudTrail');
        const requests = sum(ofMonth.map(({ quantity }) => quantity.expected));
        expect(plain(sum(ofMonth.map(({ freeTierQuantity }) => freeTierQuantity)))).toBe(plain(Decimal.min(free, requests)));
      }
    }
  });
});

test('low ≤ expected ≤ high, for every line, total and difference', () => {
  checked((_, { lines, totals, comparison }) => {
    const amounts = [
      ...lines.flatMap(({ quantity, cost }) => [quantity, cost]),
      ...STRATEGIES.flatMap((strategy) => [totals[strategy], ...totals[strategy].months]),
      ...KMS_STRATEGIES.flatMap((strategy) => [
        comparison[strategy].period,
        comparison[strategy].averageMonth,
        ...comparison[strategy].months,
      ]),
    ];
    for (const { low, expected, high } of amounts) {
      expect(low.lte(expected)).toBe(true);
      expect(expected.lte(high)).toBe(true);
    }
  });
});

test('SSE-S3 has no charge that SSE-KMS brings; a Bucket Key never makes more requests; S3 costs the same under every strategy', () => {
  checked((_, { lines }) => {
    const charges = new Set(linesWith(lines, { strategy: 'sse-s3' }).map(({ charge }) => charge));
    expect([...charges].filter((charge) => charge !== 's3-gets' && charge !== 'cloudtrail-data-events')).toEqual([]);
    const requests = (strategy: 'sse-kms' | 'sse-kms-bucket-key') => linesWith(lines, { strategy, charge: 'kms-requests' });
    for (const [index, line] of requests('sse-kms').entries()) {
      expect(requests('sse-kms-bucket-key')[index]?.quantity.expected.lte(line.quantity.expected)).toBe(true);
    }
    const s3 = STRATEGIES.map((strategy) => plain(sum(linesWith(lines, { strategy, charge: 's3-gets' }).map(({ cost }) => cost.expected))));
    expect(new Set(s3).size).toBe(1);
  });
});

test('quantities have twelve decimal places at the most, so that sums are exact', () => {
  checked((_, { lines }) => {
    for (const { quantity, freeTierQuantity, billableQuantity } of lines) {
      const places = [...CASES.map((which) => quantity[which]), freeTierQuantity, billableQuantity].map((each) => each.decimalPlaces());
      expect(Math.max(...places)).toBeLessThanOrEqual(12);
    }
  });
});

/** What is charged for recorded requests. */
const RECORDED = ['cloudtrail-copies', 'cloudtrail-insights', 'guardduty-events', 'event-consumers'] as const;

test('trails that exclude KMS events make no copies, no Insights and nothing for consumers, and spare GuardDuty nothing', () => {
  checked((given, { lines }) => {
    const { recording } = given as { recording: object };
    const excluding = estimateOf({ ...given, recording: { ...recording, excludeKmsEvents: true } }).lines;
    const of = (all: Estimate['lines'], charge: (typeof RECORDED)[number]) =>
      linesWith(all, { charge }).map(({ cost }) => plain(cost.high));
    for (const charge of RECORDED) expect(of(excluding, charge)).toEqual(charge === 'guardduty-events' ? of(lines, charge) : []);
  });
});

test('an organization sees what both accounts see: never cheaper than one of them, and both together never cheaper than it', () => {
  const costs = (given: { recording: object }, covers: 'organization' | 'key-account' | 'reader-account') => {
    const { lines } = estimateOf({ ...given, recording: { ...given.recording, covers } });
    return KMS_STRATEGIES.flatMap((strategy) =>
      RECORDED.map((charge) => sum(linesWith(lines, { strategy, charge }).map(({ cost }) => cost.expected))),
    );
  };
  fc.assert(
    fc.property(scenarios, (given) => {
      const [all, key, reader] = [costs(given, 'organization'), costs(given, 'key-account'), costs(given, 'reader-account')];
      for (const [index, cost] of all.entries()) {
        expect(key[index]?.lte(cost)).toBe(true);
        expect(reader[index]?.lte(cost)).toBe(true);
        expect(key[index]?.plus(reader[index] ?? 0).gte(cost)).toBe(true);
      }
    }),
    runs(50),
  );
});

test('the longer a bucket-level key serves the less it costs, or the same', () => {
  fc.assert(
    fc.property(
      scenarios,
      fc.constantFrom(['bucketKeyWriteMinutes'], ['bucketKeyReadMinutes'], ['bucketKeyWriteMinutes', 'bucketKeyReadMinutes']),
      fc.integer({ min: 1, max: 2000 }),
      fc.integer({ min: 1, max: 2000 }),
      (given, fields, minutes, more) => {
        const costs = (life: number) => {
          const lives = Object.fromEntries(fields.map((field) => [field, life]));
          const { totals } = estimateOf({ ...given, encryption: { ...given.encryption, ...lives } });
          return [totals['sse-kms-bucket-key'], totals['sse-kms']].map((total) => CASES.map((which) => total[which]));
        };
        const [short, long] = [costs(minutes), costs(minutes + more)];
        for (const [index, cost] of short[0]?.entries() ?? []) expect(long[0]?.[index]?.lte(cost)).toBe(true);
        expect(long[1]?.map(plain)).toEqual(short[1]?.map(plain));
      },
    ),
    runs(60),
  );
});

test('the order of readers and of trails does not matter', () => {
  checked((given, result) => {
    const { readers, trails } = given as { readers: object[]; trails: object[] };
    const turned = estimateOf({ ...given, readers: readers.toReversed(), trails: trails.toReversed() });
    for (const strategy of STRATEGIES) expect(plain(turned.totals[strategy].expected)).toBe(plain(result.totals[strategy].expected));
    const cost = ({ lines }: Estimate, reader: string) => linesWith(lines, { reader }).map((line) => plain(line.cost.expected));
    expect(cost(turned, 'reader 0')).toEqual(cost(result, 'reader 0'));
  });
});

test('more reads never cost less', () => {
  fc.assert(
    fc.property(scenarios, fc.integer({ min: 0, max: 1e6 }), (given, more) => {
      const single = (readsPerMonth: number) => ({ name: 'another', account: '222222222222', pattern: 'single', readsPerMonth });
      const withReads = (readsPerMonth: number) => estimateOf({ ...given, readers: [...given.readers, single(readsPerMonth)] });
      const [few, many] = [withReads(1000), withReads(1000 + more)];
      for (const strategy of STRATEGIES) expect(many.totals[strategy].expected.gte(few.totals[strategy].expected)).toBe(true);
    }),
    runs(60),
  );
});

test('zero reads make zero requests', () => {
  fc.assert(
    fc.property(scenarios, (given) => {
      const { lines } = estimateOf({ ...given, readers: [{ name: 'idle', pattern: 'single', readsPerMonth: 0 }] });
      for (const { quantity, cost } of linesWith(lines, { reader: 'idle' })) {
        expect(plain(quantity.high)).toBe('0');
        expect(plain(cost.high)).toBe('0');
      }
    }),
    runs(60),
  );
});

test('a range of one number is that number', () => {
  const ranged = (value: unknown): unknown => {
    if (typeof value === 'number') return { low: value, expected: value, high: value };
    if (Array.isArray(value)) return value.map(ranged);
    if (typeof value !== 'object' || value === null || 'low' in value) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, ['period', 'currency'].includes(key) ? entry : ranged(entry)]),
    );
  };
  checked((given, result) => {
    const same = estimateOf(ranged(given) as object);
    expect(same.lines.map((line) => plain(line.cost.expected))).toEqual(result.lines.map((line) => plain(line.cost.expected)));
    expect(same.totals).toEqual(result.totals);
  });
});
