import { expect, test } from 'vitest';
import { Decimal } from '../../src/base/decimal.js';
import { bounded } from '../../src/model/lines.js';

const PRICE = new Decimal('0.000003');
const EXPECTED = PRICE.times(1000);
const costOf = (requests: string) => PRICE.times(requests);
const withCost = (which: 'low' | 'high', requests: string) => ({
  low: EXPECTED,
  expected: EXPECTED,
  high: EXPECTED,
  [which]: costOf(requests),
});

test.each([
  ['low', '999', '999'],
  ['low', '1000.000000000001', '1000'],
  ['low', '1000.000001', '1000'],
  ['high', '1001', '1001'],
  ['high', '999.999999999999', '1000'],
  ['high', '999.999999', '1000'],
] as const)('a %s cost of %s requests bounds 1,000 with %s: what sharing out the free tier moves is none', (which, requests, bound) => {
  expect(bounded(withCost(which, requests), PRICE)[which].toFixed()).toBe(costOf(bound).toFixed());
});

test.each([
  ['low', '1000.00001'],
  ['low', '1000.5'],
  ['high', '999.99999'],
  ['high', '999.5'],
] as const)('a %s cost of %s requests beside 1,000 is a defect', (which, requests) => {
  expect(() => bounded(withCost(which, requests), PRICE)).toThrow(/is on the wrong side of the expected/);
});
