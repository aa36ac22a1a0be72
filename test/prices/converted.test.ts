import { describe, expect, test } from 'vitest';
import { estimate } from '../../src/model/estimate.js';
import { PRICE_COLUMNS } from '../../src/prices/book.js';
import { priceJson } from '../../src/prices/json.js';
import { pricesCsv } from '../../src/prices/own.js';
import { parsePrices } from '../../src/prices/parse.js';
import { fullPriceText } from '../../src/report/prices/price-text.js';
import { book, messageOf, scenarioOf } from '../support.js';

const HEADER = [...PRICE_COLUMNS, 'converted_from', 'rate', 'rate_date'].join(',');
const row = (metric: string, price: string, end: string, { currency = 'EUR', confidence = 'single', region = 'us-east-1' } = {}) =>
  `${metric},${region},${price},1,units,${currency},,2026-11-01,${confidence},made for a test${end}\n`;
const MARKED = ',USD,0.92,2026-11-01';
const csv = (...rows: string[]) => `${HEADER}\n${rows.join('')}`;
const ALL = csv(row('kms-request', '0.00000276', MARKED), row('kms-key-month', '0.92', MARKED), row('s3-get', '0.000000368', MARKED));
const GIVEN = { readers: [{ name: 'soc', pattern: 'single', readsPerMonth: 1_000_000 }], period: { start: '2026-12', months: 1 } };
const estimateWith = (text: string, more: object = {}) =>
  estimate(scenarioOf({ ...GIVEN, ...more }), { ...book, layers: [...book.layers, parsePrices(text, 'own.csv')] });

describe('a price that was converted', () => {
  test('says from what, at which rate and on which day', () => {
    const [price] = parsePrices(ALL, 'own.csv');
    expect(price && fullPriceText(price)).toContain('EUR 0.00000276 per unit, converted from USD at 0.92, rate of 2026-11-01; one source');
    expect(price && priceJson(price)).toMatchObject({ currency: 'EUR', convertedFrom: 'USD', rate: '0.92', rateDate: '2026-11-01' });
    expect(pricesCsv(parsePrices(ALL, 'own.csv'))).toBe(ALL);
  });

  test('is used with others that were', () => {
    const { currency, totals, warnings } = estimateWith(ALL);
    expect([currency, totals['sse-kms'].expected.toFixed()]).toEqual(['EUR', '4.048']);
    expect(warnings.map(({ code }) => code)).not.toContain('price-currency');
  });

  test.each<[string, string, object, string]>([
    [
      'beside one that was not',
      csv(row('kms-request', '0.00000276', MARKED), row('kms-key-month', '0.92', ',,,'), row('s3-get', '0.000000368', MARKED)),
      {},
      'currency-mixed\nbucket.region: the price of kms-key-month is in EUR, but that of s3-get is in EUR (converted from USD at 0.92, ' +
        'rate of 2026-11-01)\n  Converted prices and others are never added',
    ],
    [
      "beside AWS's own in another currency",
      csv(row('kms-request', '0.00000276', MARKED), row('kms-key-month', '0.92', MARKED)),
      {},
      'the price of kms-request is in EUR (converted from USD at 0.92, rate of 2026-11-01), but that of s3-get is in USD',
    ],
    [
      'and would be converted again',
      ALL,
      { currency: { code: 'CHF', rate: 0.9, rateDate: '2026-11-01' } },
      'scenario-invalid\ncurrency.rate: the prices are already converted, from USD into EUR, and would be converted again',
    ],
  ])('is refused %s', (_, text, more, message) => {
    expect(messageOf(() => estimateWith(text, more))).toContain(message);
  });

  test('is warned of where nothing says that it was', () => {
    const unmarked = ALL.replaceAll(MARKED, ',,,');
    const { warnings } = estimateWith(unmarked);
    expect(warnings.filter(({ code }) => code === 'price-currency').map(({ message }) => message)[0]).toBe(
      'The price of kms-request in us-east-1 is in EUR, and AWS lists its prices there in USD. If it was converted, say so in the ' +
        'price book (converted_from, rate, rate_date).',
    );
    const { length } = PRICE_COLUMNS;
    const without = ALL.split('\n').map((line) => line.split(',').slice(0, length).join(','));
    expect(estimateWith(without.join('\n')).totals).toEqual(estimateWith(unmarked).totals);
  });
});

describe('a price book is refused', () => {
  test.each<[string, string, string]>([
    [
      'a converted price that is confirmed',
      row('s3-get', '1', MARKED, { confidence: 'confirmed' }),
      'own.csv:2 confidence: expected single, assumed or stale for a converted price',
    ],
    [
      'one without a word of it',
      row('s3-get', '1', ',,,', { confidence: 'confirmed' }),
      'for a price in EUR, since AWS lists prices of us-east-1 in USD, found "confirmed"',
    ],
    [
      'a rate without its day',
      row('s3-get', '1', ',USD,0.92,'),
      'own.csv:2 rate_date: expected a day as YYYY-MM-DD (of a converted price), found ""',
    ],
    [
      'a rate alone',
      row('s3-get', '1', ',,0.92,'),
      'own.csv:2 converted_from: expected a currency code such as USD (of a converted price)',
    ],
    ['a rate of 0', row('s3-get', '1', ',USD,0,2026-11-01'), 'own.csv:2 rate: expected more than 0 (of a converted price), found "0"'],
    ['a conversion into the same', row('s3-get', '1', ',EUR,1,2026-11-01'), 'own.csv:2 converted_from: expected another currency than EUR'],
    [
      'two currencies for one',
      row('s3-get', '1', MARKED) + row('s3-get', '1', ',,,', { currency: 'USD' }),
      'own.csv: has two prices of s3-get us-east-1, in EUR and USD',
    ],
  ])('for %s', (_, rows, message) => {
    expect(messageOf(() => parsePrices(csv(rows), 'own.csv'))).toContain(`price-book-invalid\n`);
    expect(messageOf(() => parsePrices(csv(rows), 'own.csv'))).toContain(message);
  });

  test("but not for China's own currency", () => {
    const yuan = { currency: 'CNY', confidence: 'confirmed', region: 'cn-north-1' };
    expect(parsePrices(csv(row('s3-get', '1', ',,,', yuan)), 'own.csv')).toHaveLength(1);
  });
});
