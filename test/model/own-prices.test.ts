import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/base/decimal.js';
import { costingOf } from '../../src/model/costing.js';
import { estimate } from '../../src/model/estimate.js';
import { numberIn } from '../../src/model/float/drawn.js';
import { floatModel } from '../../src/model/float/model.js';
import { adviceFor } from '../../src/planning/advice.js';
import { copying } from '../../src/planning/copying.js';
import { diffOf } from '../../src/planning/diff.js';
import { drawnScenario, rangedFields } from '../../src/planning/ranged.js';
import { sensitivityOf } from '../../src/planning/sensitivity.js';
import { simulate } from '../../src/planning/simulation.js';
import { whatIf } from '../../src/planning/what-if.js';
import type { PriceBook } from '../../src/prices/book.js';
import { parsePrices } from '../../src/prices/parse.js';
import { tableReport } from '../../src/report/estimate/text.js';
import { numberFields } from '../../src/scenario/numbers.js';
import { parseSetting } from '../../src/scenario/settings.js';
import { runs } from '../runs.js';
import { book, costOf, estimateOf, loadedOf, messageOf, NO_QUESTIONS, pricedOf, scenarioOf } from '../support.js';

/** A million Decrypts and GETs: in the book $3 and $0.40, and $1 for the key. */
const GIVEN = { readers: [{ name: 'soc', pattern: 'single', readsPerMonth: 1_000_000 }], freeRequestsLeft: 0 };
const REQUEST = { region: 'us-east-1', price: '0.05', per: 10_000, source: 'our contract' };
const withPrices = (prices: object, given: object = {}) => ({ ...GIVEN, ...given, prices });
const requests = (given: object) => costOf(estimateOf(given), { strategy: 'sse-kms', charge: 'kms-requests' });

const users = (rows: string): PriceBook => ({
  ...book,
  layers: [
    ...book.layers,
    parsePrices(`metric,region,price,per,unit,currency,effective_from,as_of,confidence,source\n${rows}\n`, 'own.csv'),
  ],
});

describe('a price of its own', () => {
  test('goes before the price book', () => {
    expect(requests(GIVEN)).toBe('3');
    expect(requests(withPrices({ 'kms-request': REQUEST }))).toBe('5');
  });

  test("and before a user's price book, whenever that is from", () => {
    const theirs = users('kms-request,us-east-1,0.00001,1,requests,USD,2026-12-01,2026,confirmed,theirs');
    const costWith = (given: object) => costOf(estimate(scenarioOf(given), theirs), { strategy: 'sse-kms', charge: 'kms-requests' });
    expect([costWith(GIVEN), costWith(withPrices({ 'kms-request': REQUEST }))]).toEqual(['10', '5']);
  });

  test('is among the prices used, with its source', () => {
    const made = estimateOf(withPrices({ 'kms-request': REQUEST }));
    const used = made.prices.find(({ metric }) => metric === 'kms-request');
    expect(used).toMatchObject({ region: 'us-east-1', currency: 'USD', source: 'our contract', unit: 'requests' });
    expect(made.prices.filter(({ metric }) => metric === 'kms-request')).toHaveLength(1);
    expect(tableReport(made, { color: false })).toContain('our contract');
  });

  test('leaves other prices as they are', () => {
    const costs = (given: object) => ['kms-keys', 's3-gets'].map((charge) => costOf(estimateOf(given), { charge: charge as 'kms-keys' }));
    expect(costs(withPrices({ 'kms-request': REQUEST }))).toEqual(costs(GIVEN));
  });

  test('makes a charge that the book has no price of', () => {
    const region = 'us-gov-west-1';
    const prices = { 'kms-request': { ...REQUEST, region }, 'kms-key-month': { region, price: '2', source: 'x' } };
    const moved = { bucket: { region } };
    expect(messageOf(() => estimateOf({ ...GIVEN, ...moved }))).toContain('price-missing\n');
    expect(requests(withPrices(prices, moved))).toBe('5');
  });

  test('of another Region is not borrowed', () => {
    const moved = { bucket: { region: 'eu-west-1' } };
    expect(requests(withPrices({ 'kms-request': REQUEST }, moved))).toBe(requests({ ...GIVEN, ...moved }));
  });

  test.each([
    ['the discount', { discountPercent: 10 }, '4.5'],
    ["the service's discount in its place", { discountPercent: 10, serviceDiscountPercent: { kms: 20 } }, '4'],
    ['the currency', { currency: { code: 'EUR', rate: 0.5, rateDate: '2026-11-01' } }, '2.5'],
    ['both', { discountPercent: 10, currency: { code: 'EUR', rate: 0.5, rateDate: '2026-11-01' } }, '2.25'],
  ])('is a list price: %s comes on top', (_, given, cost) => {
    expect(requests(withPrices({ 'kms-request': REQUEST }, given))).toBe(cost);
  });

  test('in another currency is not added to the others', () => {
    const yuan = { 'kms-request': { ...REQUEST, currency: 'CNY' } };
    expect(messageOf(() => estimateOf(withPrices(yuan)))).toContain('currency-mixed\n');
    const converted = withPrices(yuan, { currency: { code: 'EUR', rate: 0.5, rateDate: '2026-11-01' } });
    expect(messageOf(() => estimateOf(converted))).toContain('currency-mixed\n');
  });
});

describe('the schema', () => {
  test.each<[string, object, string]>([
    ['an unknown metric', { 'kms-requests': REQUEST }, 'kms-requests'],
    ['a number for the price', { 'kms-request': { ...REQUEST, price: 0.05 } }, 'a decimal number in quotes'],
    ['an exponent', { 'kms-request': { ...REQUEST, price: '5e-2' } }, 'a decimal number in quotes'],
    ['below 0', { 'kms-request': { ...REQUEST, price: '-0.05' } }, 'a decimal number in quotes'],
    ['very many digits', { 'kms-request': { ...REQUEST, price: '9'.repeat(1e5) } }, 'a decimal number in quotes'],
    ['for no unit', { 'kms-request': { ...REQUEST, per: 0 } }, 'prices.kms-request.per'],
    ['for three units', { 'kms-request': { ...REQUEST, per: 3 } }, 'prices.kms-request.per'],
    ['no currency code', { 'kms-request': { ...REQUEST, currency: 'dollars' } }, 'a currency code, for example USD'],
    ['no source', { 'kms-request': { region: 'us-east-1', price: '0.05' } }, 'prices.kms-request.source'],
    ['no Region', { 'kms-request': { price: '0.05', source: 'x' } }, 'prices.kms-request.region'],
    ['a source on two lines', { 'kms-request': { ...REQUEST, source: 'a\nb' } }, 'printable characters'],
  ])('refuses %s', (_, prices, message) => {
    const found = messageOf(() => scenarioOf(withPrices(prices)));
    expect(found).toContain('scenario-invalid\n');
    expect(found).toContain(message);
  });

  test('completes units and currency', () => {
    expect(scenarioOf(withPrices({ 'kms-request': { region: 'us-east-1', price: '1', source: 'x' } })).prices).toEqual({
      'kms-request': { region: 'us-east-1', price: '1', per: 1, currency: 'USD', source: 'x' },
    });
  });
});

describe('questions', () => {
  const own = withPrices({ 'kms-request': REQUEST });

  test('what if it were another', () => {
    const settings = [parseSetting('prices.kms-request.price=0.06', '--set')];
    const { cases } = whatIf(loadedOf(own), book, { ...NO_QUESTIONS, settings });
    expect(cases?.map(({ estimate: made }) => costOf(made, { strategy: 'sse-kms', charge: 'kms-requests' }))).toEqual(['6']);
  });

  test('a difference shows the field and the price', () => {
    const after = withPrices({ 'kms-request': { ...REQUEST, price: '0.06' } });
    const { fields, prices } = diffOf(costingOf(estimateOf(own)), costingOf(estimateOf(after)));
    expect(fields).toEqual([{ path: 'prices.kms-request.price', before: '0.05', after: '0.06' }]);
    expect(prices.map(({ metric, before, after: now }) => [metric, before.map(String), now.map(String)])).toEqual([
      ['kms-request', ['0.000005'], ['0.000006']],
    ]);
  });

  test('a sensitivity starts from it, and does not turn the units that it is for', () => {
    const { cost, effects } = sensitivityOf(pricedOf(own), 'sse-kms', []);
    // Decrypts, the key and GETs
    expect(cost.toFixed()).toBe('6.4');
    expect(effects.find(({ path }) => path === 'readers.soc.readsPerMonth')?.high.cost.toFixed()).toBe('7.48');
    expect(numberFields(scenarioOf(own)).filter(({ path }) => path.startsWith('prices'))).toEqual([]);
  });

  test('a simulation draws with it', () => {
    const { totals } = simulate(scenarioOf(own), book, { draws: 2, seed: 1 });
    expect(totals['sse-kms'].period.mean).toBeCloseTo(6.4, 9);
  });

  test('copying old files is priced with it', () => {
    const old = {
      encryption: { sseKmsSince: '2026-06-01', bucketKeySince: '2026-12-01', bucketKeyReduction: 0.9 },
      trails: [{ name: 'org', logFilesPerMonth: 100_000, archiveMonths: 8 }],
      readers: [{ name: 'athena', pattern: 'scan', runsPerMonth: 2, lookbackDays: 'all' }],
    };
    const found = (given: object) => copying(pricedOf(given), estimateOf(given));
    // Two KMS requests a file, dearer by 0.000002 each; 90 % of one for each read.
    const [before, after] = [found(old), found({ ...old, prices: { 'kms-request': REQUEST } })];
    expect(after.costPerFile?.minus(before.costPerFile ?? 0).toFixed()).toBe('0.000004');
    expect(after.savedPerRead.toFixed()).toBe('0.0000045');
  });

  test('advice prices the data events that a Bucket Key makes necessary with it', () => {
    const given = withPrices({ 'cloudtrail-data-event': { region: 'us-east-1', price: '7', per: 1_000_000, source: 'x' } });
    const advice = adviceFor(pricedOf(given), estimateOf(given), 'sse-kms');
    const details = advice.map(({ detail }) => detail).filter(({ kind }) => kind === 'bucket-key');
    expect(details).toEqual([{ kind: 'bucket-key', dataEvents: { readsPerMonth: new Decimal(1_000_000), costPerMonth: new Decimal(7) } }]);
  });

  test('the quick model has them as the exact one', () => {
    const price = fc
      .tuple(fc.integer({ min: 0, max: 1e6 }), fc.constantFrom(1000, 10_000, 1_000_000))
      .map(([digits, per]) => ({ region: 'us-east-1', price: new Decimal(digits).div(1e4).toFixed(), per, source: 'x' }));
    const metrics = ['kms-request', 'kms-key-month', 's3-get', 'cloudtrail-paid-copy', 'cloudtrail-data-event', 'cloudtrail-insights'];
    const prices = fc.record(Object.fromEntries(metrics.map((metric) => [metric, price])), { requiredKeys: [] });
    const recording = { paidCopies: 1, insightsTrails: 1, dataEventCopies: 1 };
    fc.assert(
      fc.property(prices, fc.integer({ min: 0, max: 100 }), (own, discountPercent) => {
        const scenario = scenarioOf(withPrices(own, { recording, discountPercent }));
        const exact = estimate(scenario, book);
        const quick = floatModel(scenario, book)(drawnScenario(scenario, rangedFields(scenario)).drawn);
        for (const strategy of ['sse-s3', 'sse-kms'] as const) {
          const cost = exact.totals[strategy].expected.toNumber();
          expect(Math.abs(numberIn(quick[strategy][0] ?? Number.NaN, 0) - cost)).toBeLessThanOrEqual(1e-9 * Math.max(cost, 1));
        }
      }),
      runs(100),
    );
  });
});
