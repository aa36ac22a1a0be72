import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal, sum } from '../../src/base/decimal.js';
import { shareFreeTier, underBucketKey } from '../../src/model/requests.js';
import { runs } from '../runs.js';

const decimals = (values: (number | string)[]) => values.map((value) => new Decimal(value));

describe('requests that remain under a Bucket Key', () => {
  test.each([
    { requests: 1000, reduction: 0.99, fetches: 1, remaining: '10', why: 'the reduction' },
    { requests: 1000, reduction: 1, fetches: 12, remaining: '12', why: 'never under one for each requester and run' },
    { requests: 5, reduction: 0.9, fetches: 12, remaining: '5', why: 'never more than without a Bucket Key' },
    { requests: 0, reduction: 0.9, fetches: 12, remaining: '0', why: 'no reads, no fetches' },
    { requests: 1000, reduction: 0, fetches: 1, remaining: '1000', why: 'no reduction' },
    { requests: 1, reduction: '0.3333333333333', fetches: 0, remaining: '0.666666666667', why: 'on the grid of 12 decimals' },
  ])('$why', ({ requests, reduction, fetches, remaining }) => {
    expect(underBucketKey(new Decimal(requests), new Decimal(reduction), new Decimal(fetches)).toFixed()).toBe(remaining);
  });
});

describe('the free tier shared out', () => {
  test.each([
    { free: 20000, requests: [30000, 10000], shares: ['15000', '5000'], why: 'in proportion' },
    { free: 20000, requests: [500, 100], shares: ['500', '100'], why: 'no more than there are requests' },
    { free: 0, requests: [500, 100], shares: ['0', '0'], why: 'nothing left' },
    { free: 1, requests: [1, 1, 1], shares: ['0.333333333334', '0.333333333333', '0.333333333333'], why: 'thirds add up to one' },
    { free: 10, requests: [], shares: [], why: 'no readers' },
    { free: 10, requests: [0, 40], shares: ['0', '10'], why: 'a reader without requests' },
  ])('$why', ({ free, requests, shares }) => {
    const names = requests.map((_, index) => `reader ${index}`);
    expect(shareFreeTier(new Decimal(free), decimals(requests), names).map((share) => share.toFixed())).toEqual(shares);
  });

  const request = fc.bigInt({ min: 0n, max: 10n ** 21n }).map((units) => new Decimal(units.toString()).div(1e12));
  const readers = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1 }), request), { selector: ([name]) => name, maxLength: 12 });

  test('adds up to the last digit, never gives more than asked, and does not depend on the order', () => {
    fc.assert(
      fc.property(readers, fc.integer({ min: 0, max: 20000 }), (asked, free) => {
        const share = (list: typeof asked) =>
          shareFreeTier(
            new Decimal(free),
            list.map(([, requests]) => requests),
            list.map(([name]) => name),
          );
        const shares = share(asked);
        const total = sum(asked.map(([, requests]) => requests));
        expect(sum(shares).toFixed()).toBe(Decimal.min(free, total).toFixed());
        for (const [index, [, requests]] of asked.entries()) {
          expect(shares[index]?.gte(0) && shares[index]?.lte(requests)).toBe(true);
        }
        expect(share(asked.toReversed()).toReversed().map(String)).toEqual(shares.map(String));
      }),
      runs(),
    );
  });
});
