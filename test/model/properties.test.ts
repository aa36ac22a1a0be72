import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Decimal, sum } from '../../src/base/decimal.js';
import { CASES } from '../../src/base/range.js';
import type { Estimate } from '../../src/model/estimate.js';
import { KMS_STRATEGIES, STRATEGIES } from '../../src/model/strategies.js';
import { scenarios } from '../arbitraries.js';
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

test('SSE-S3 has no KMS line; a Bucket Key never makes more requests; S3 costs the same under every strategy', () => {
  checked((_, { lines }) => {
    expect(linesWith(lines, { strategy: 'sse-s3' }).filter(({ charge }) => charge.startsWith('kms-'))).toEqual([]);
    const requests = (strategy: 'sse-kms' | 'sse-kms-bucket-key') => linesWith(lines, { strategy, charge: 'kms-requests' });
    for (const [index, line] of requests('sse-kms').entries()) {
      expect(requests('sse-kms-bucket-key')[index]?.quantity.expected.lte(line.quantity.expected)).toBe(true);
    }
    const s3 = STRATEGIES.map((strategy) => plain(sum(linesWith(lines, { strategy, charge: 's3-gets' }).map(({ cost }) => cost.expected))));
    expect(new Set(s3).size).toBe(1);
  });
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
      const single = (readsPerMonth: number) => ({ name: 'another', pattern: 'single', readsPerMonth });
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
