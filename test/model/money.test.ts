import { describe, expect, test } from 'vitest';
import { sum } from '../../src/base/decimal.js';
import { explain } from '../../src/model/explain.js';
import { listCost } from '../../src/model/lines.js';
import { STRATEGIES } from '../../src/model/strategies.js';
import { estimateOf, linesWith, messageOf, scenarioOf } from '../support.js';

const GIVEN = {
  readers: [{ name: 'soc', pattern: 'single', readsPerMonth: 1_000_000 }],
  recording: { paidCopies: 1, insightsTrails: 1, dataEventCopies: 1 },
};
const EUROS = { code: 'EUR', rate: 0.5, rateDate: '2026-11-01' };
const costs = (more: object) =>
  Object.fromEntries(
    linesWith(estimateOf({ ...GIVEN, ...more }).lines, { strategy: 'sse-kms' }).map(({ charge, cost }) => [
      charge,
      cost.expected.toFixed(),
    ]),
  );

describe('discounts', () => {
  const LIST = {
    'kms-requests': '3',
    'kms-keys': '1',
    'cloudtrail-copies': '20',
    'cloudtrail-insights': '3.5',
    'cloudtrail-data-events': '1',
    's3-gets': '0.4',
  };

  test.each<[string, object, object]>([
    ['none', {}, {}],
    ['of one service: its charges alone', { serviceDiscountPercent: { kms: 10 } }, { 'kms-requests': '2.7', 'kms-keys': '0.9' }],
    [
      'CloudTrail has three',
      { serviceDiscountPercent: { cloudtrail: 50 } },
      { 'cloudtrail-copies': '10', 'cloudtrail-insights': '1.75', 'cloudtrail-data-events': '0.5' },
    ],
    [
      'of a service goes before the general one',
      { discountPercent: 50, serviceDiscountPercent: { cloudtrail: 0, s3: 100 } },
      { 'kms-requests': '1.5', 'kms-keys': '0.5', 's3-gets': '0' },
    ],
  ])('%s', (_, more, changed) => {
    expect(costs(more)).toEqual({ ...LIST, ...changed });
  });

  test('a range: the low discount makes the high cost', () => {
    const { lines } = estimateOf({ ...GIVEN, serviceDiscountPercent: { kms: { low: 0, expected: 10, high: 50 } } });
    const [line] = linesWith(lines, { strategy: 'sse-kms', charge: 'kms-requests', reader: 'soc' });
    expect([line?.cost.low, line?.cost.expected, line?.cost.high].map(String)).toEqual(['1.5', '2.7', '3']);
  });

  test('the list cost is what it would be without', () => {
    const { lines, scenario } = estimateOf({ ...GIVEN, discountPercent: 20, serviceDiscountPercent: { kms: 75 }, currency: EUROS });
    const total = sum(linesWith(lines, { strategy: 'sse-kms' }).map((line) => listCost(line, scenario)));
    expect(total.toFixed()).toBe('14.45');
  });

  test('are said', () => {
    const { assumptions } = estimateOf({ ...GIVEN, discountPercent: 5, serviceDiscountPercent: { kms: 10 } });
    expect(assumptions).toContain('List prices are reduced: KMS by 10%, all others by 5%.');
  });
});

describe('another currency', () => {
  const plain = estimateOf(GIVEN);
  const converted = estimateOf({ ...GIVEN, currency: EUROS });

  test('every amount is the converted one, every quantity the same', () => {
    expect(converted.currency).toBe('EUR');
    for (const [index, line] of converted.lines.entries()) {
      const before = plain.lines[index];
      expect(line.cost.expected.toFixed()).toBe(before?.cost.expected.times(0.5).toFixed());
      expect(line.unitPrice.toFixed()).toBe(before?.unitPrice.times(0.5).toFixed());
      expect(line.quantity.expected.toFixed()).toBe(before?.quantity.expected.toFixed());
    }
    for (const strategy of STRATEGIES) {
      expect(converted.totals[strategy].high.toFixed()).toBe(plain.totals[strategy].high.times(0.5).toFixed());
    }
  });

  test('prices stay as their sources have them, and the rate is said with its date', () => {
    expect(converted.prices).toEqual(plain.prices);
    expect(converted.assumptions.find((text) => text.includes('EUR'))).toContain(
      "one unit of the prices' own currency is 0.5 EUR (rate of 2026-11-01)",
    );
    const [derivation] = explain(converted, ['sse-kms', 'kms-requests', 'soc']);
    expect(derivation?.steps.find(({ name }) => name === 'unit price')).toMatchObject({
      formula: 'price / units it is for × (1 − discount) × conversion rate',
      values: '0.000003 / 1 × 0.5',
    });
  });

  test('the own currency at another rate than 1 is a slip', () => {
    const own = (rate: number) => ({ ...GIVEN, currency: { ...EUROS, code: 'USD', rate } });
    expect(messageOf(() => estimateOf(own(0.9)))).toContain('the prices are already in USD, so the rate cannot be 0.9');
    expect(estimateOf(own(1)).currency).toBe('USD');
  });

  test.each([
    ['no code', { code: 'euro' }, 'a currency code, for example EUR'],
    ['no rate', { rate: 0 }, 'found 0'],
    ['no day', { rateDate: '2026-13-01' }, 'a day as YYYY-MM-DD'],
  ])('%s', (_, wrong, message) => {
    expect(messageOf(() => scenarioOf({ ...GIVEN, currency: { ...EUROS, ...wrong } }))).toContain(message);
  });
});
