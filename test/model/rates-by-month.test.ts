import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/base/decimal.js';
import { conversionText, rateIn } from '../../src/model/conversion.js';
import { jsonReport, parseSavedEstimate } from '../../src/model/saved/estimate.js';
import { STRATEGIES } from '../../src/model/strategies.js';
import { scenarios } from '../arbitraries.mjs';
import { runs } from '../runs.js';
import { costOf, estimateOf, messageOf, scenarioOf } from '../support.js';

const RATES = { '2026-12': { rate: 0.5, rateDate: '2026-12-31', source: 'made for a test' }, '2027-02': 0.25 };
/** A key for a dollar a month, and reads for $3.40 a million. */
const GIVEN = {
  period: { start: '2026-12', months: 4 },
  readers: [{ name: 'soc', pattern: 'single', readsPerMonth: 1_000_000 }],
  recording: { guardDuty: false },
};
const converted = (currency: object, more: object = {}) => estimateOf({ ...GIVEN, ...more, currency: { code: 'EUR', ...currency } });

describe('each month has its own rate', () => {
  test.each<[string, object, string[]]>([
    ['else that of the nearest earlier month', { rates: RATES }, ['0.5', '0.5', '0.25', '0.25']],
    ['else the one for all', { rate: 2, rateDate: '2026-11-01', rates: RATES }, ['0.5', '2', '0.25', '2']],
    ['whatever the order of the months', { rates: Object.fromEntries(Object.entries(RATES).reverse()) }, ['0.5', '0.5', '0.25', '0.25']],
    ['a month before the period counts too', { rates: { '2025-01': 0.1 } }, ['0.1', '0.1', '0.1', '0.1']],
  ])('%s', (_, currency, rates) => {
    const { totals, lines } = converted(currency);
    expect(totals['sse-kms'].months.map(({ expected }) => expected.div('4.4').toFixed())).toEqual(rates);
    expect(
      lines.filter(({ charge, strategy }) => charge === 'kms-keys' && strategy === 'sse-kms').map(({ unitPrice }) => unitPrice.toFixed()),
    ).toEqual(rates);
  });

  test('a report says which months take an earlier rate', () => {
    const { warnings, assumptions } = converted({ rates: RATES });
    expect(warnings.map(({ code }) => code)).toContain('rate-of-earlier-month');
    expect(warnings.find(({ code }) => code === 'rate-of-earlier-month')?.message).toMatch(/^2 months, 2027-01 to 2027-03, have no rate/);
    expect(assumptions.join(' ')).toContain(
      '0.5 EUR in 2026-12 to 2027-01 (the rate of 2026-12, the nearest earlier month; rate of 2026-12-31; made for a test), 0.25 EUR in ' +
        '2027-02 to 2027-03 (the rate of 2027-02, the nearest earlier month)',
    );
    expect(converted({ rate: 2, rateDate: '2026-11-01' }).warnings.map(({ code }) => code)).not.toContain('rate-of-earlier-month');
  });

  test('one rate for all is said as before', () => {
    expect(conversionText({ code: 'EUR', rate: 0.9, rateDate: '2026-11-01' }, ['2026-12', '2027-01'])).toBe(
      "Amounts are in EUR: one unit of the prices' own currency is 0.9 EUR (rate of 2026-11-01). AWS or a bank may convert " +
        'at another rate.',
    );
  });

  test('is saved with the estimate', () => {
    const text = jsonReport(converted({ rates: RATES }));
    expect(JSON.parse(text).conversion.rates).toEqual([
      { month: '2026-12', rate: '0.5', rateDate: '2026-12-31', source: 'made for a test' },
      { month: '2027-01', rate: '0.5', rateDate: '2026-12-31', source: 'made for a test', rateOf: '2026-12' },
      { month: '2027-02', rate: '0.25' },
      { month: '2027-03', rate: '0.25', rateOf: '2027-02' },
    ]);
    expect([...(parseSavedEstimate(text, 'saved').rates ?? [])].map(([, rate]) => rate)).toEqual(['0.5', '0.5', '0.25', '0.25']);
  });
});

describe('rates that do not fit are refused', () => {
  test.each<[string, object, string]>([
    [
      'none before the first month',
      { rates: { '2027-01': 1.1 } },
      'currency.rates: has no rate for 2026-12, and none of a month before it\n  Add it',
    ],
    ['none at all', {}, 'currency.rate: missing\n  Give rate and rateDate, or rates by month.'],
    ['an empty map', { rates: {} }, 'currency.rates: is empty'],
    ['a rate without its day', { rate: 0.9 }, 'currency.rateDate: missing'],
    ['a day without its rate', { rateDate: '2026-11-01', rates: RATES }, 'currency.rateDate: needs rate'],
    ['no month', { rates: { 'December 2026': 1.1 } }, 'currency.rates.December 2026: expected a month as YYYY-MM, such as 2026-12'],
    ['a rate of 0', { rates: { '2026-12': 0 } }, 'currency.rates.2026-12: expected a number or a group of fields, found 0'],
    ['a dated rate without its day', { rates: { '2026-12': { rate: 1.1 } } }, 'currency.rates.2026-12.rateDate: missing'],
    [
      'an unknown field',
      { rates: { '2026-12': { rate: 1.1, rateDate: '2026-12-01', form: 'ECB' } } },
      'currency.rates.2026-12.form: unknown field',
    ],
  ])('%s', (_, currency, message) => {
    expect(messageOf(() => scenarioOf({ ...GIVEN, currency: { code: 'EUR', ...currency } }))).toContain(message);
  });

  test('also by the library', () => {
    expect(messageOf(() => rateIn({ code: 'EUR', rates: { '2027-01': 1 } }, '2026-12'))).toContain('has no rate for 2026-12');
  });
});

test('for any scenario a month costs what it costs unconverted, times its rate', () => {
  const rates = fc.dictionary(
    fc.constantFrom('2020-01', '2025-03', '2025-04', '2026-01', '2026-12', '2027-06'),
    fc.constantFrom(0.5, 0.75, 1.25, 2),
  );
  fc.assert(
    fc.property(scenarios, rates, (given, found) => {
      const plain = estimateOf({ ...given, currency: undefined });
      const currency = { code: 'EUR', rates: { '2000-01': 4, ...found } };
      const estimate = estimateOf({ ...given, currency });
      for (const strategy of STRATEGIES) {
        for (const { month } of plain.totals[strategy].months) {
          const rate = new Decimal(rateIn(currency, month).rate);
          expect(costOf(estimate, { strategy, month })).toBe(rate.times(costOf(plain, { strategy, month })).toFixed());
        }
      }
    }),
    runs(50),
  );
});
