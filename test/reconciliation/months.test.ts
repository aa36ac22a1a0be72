import { describe, expect, test } from 'vitest';
import { causeSentence } from '../../src/report/reconciliation/sentences.js';
import { notComparedName } from '../../src/report/reconciliation/wording.js';
import { causeTexts, compared, expectation, expected, MONTH, row } from './made.js';

describe('months', () => {
  const two = ['2026-11', '2026-12'];
  const of = expectation([expected({ requests: 1000 }), expected({ requests: 1000, month: '2026-12' })], { months: two });

  test('more in one and fewer in the other are two causes, and add up to nothing', () => {
    const rows = [row({ quantity: 1300 }), row({ quantity: 700, month: '2026-12' })];
    const { whole, months } = compared(of, rows);
    expect(causeTexts({ whole } as ReturnType<typeof compared>).toSorted()).toEqual([
      'fewer-than-expected possible -300 -0.0009',
      'other-objects possible 300 0.0009',
    ]);
    expect(months.map(({ month, cost }) => `${month} ${cost.billed.minus(cost.expected.expected)}`)).toEqual([
      '2026-11 0.0009',
      '2026-12 -0.0009',
    ]);
    expect(whole.cost.billed.toFixed()).toBe('0.006');
  });

  test.each([
    ['which differ, with the month that they are of', '0.009', '0.000009 on the bill, 0.000003 was expected (2026-12)'],
    ['which are the same, without a month', '0.005', '0.000005 on the bill, 0.000003 was expected'],
    ['which are the same but for what a bill rounds', '0.0050000001', '0.000005 on the bill, 0.000003 was expected'],
  ])('causes of two months are one, by their facts: %s', (_, cost, text) => {
    const rows = [
      row({ quantity: 1000, cost: '0.005', listCost: '0.005' }),
      row({ quantity: 1000, cost, listCost: cost, month: '2026-12' }),
    ];
    const { whole } = compared(of, rows);
    expect(whole.causes.map(({ code }) => code)).toEqual(['price-differs']);
    expect(whole.causes.map(causeSentence)).toEqual([`in us-east-1 the list price of a unit is ${text}`]);
  });

  test('only those that both have, and wanted, are compared', () => {
    const rows = [row({ quantity: 1000 }), row({ quantity: 1, month: '2027-01' })];
    const summary = (given = {}) => {
      const { months, onlyBilled, onlyExpected } = compared(of, rows, given);
      const billed = onlyBilled.map(({ month, cost }) => `${month} ${cost}`);
      return { months: months.map(({ month }) => month), onlyBilled: billed, onlyExpected };
    };
    expect(summary()).toEqual({ months: [MONTH], onlyBilled: ['2027-01 0.000003'], onlyExpected: ['2026-12'] });
    expect(summary({ months: ['2026-12'] })).toEqual({ months: [], onlyBilled: [], onlyExpected: ['2026-12'] });
  });

  test('a row that names no account is of an account that is not known', () => {
    const rows = [row({ quantity: 1000 }), row({ quantity: 1, account: '' }), row({ quantity: 1, account: '', service: 'other' })];
    expect(compared(of, rows).accounts).toEqual([undefined, '111111111111']);
    expect(compared(of, rows).hasAccounts).toBe(false);
  });

  test('what is not compared is named, the dearest first, and other currencies are counted', () => {
    const rows = [
      row({ quantity: 1000 }),
      row({ quantity: 10, cost: 5, region: 'eu-west-1' }),
      row({ quantity: 3, cost: 9, metric: undefined, usageType: 'us-east-1-KMS-Requests-Asymmetric' }),
      row({ quantity: 70, kind: 'free-tier', region: undefined, usageType: 'Global-KMS-Requests' }),
      row({ kind: 'credit', quantity: 1, cost: -2, region: 'ap-south-1' }),
      row({ quantity: 9, cost: 2, region: 'ap-south-1' }),
      row({ quantity: 4, cost: 2, currency: 'EUR' }),
    ];
    const { notCompared, months, otherCurrencies } = compared(of, rows);
    expect(notCompared.map((rows) => `${notComparedName(rows)} ${rows.quantity} ${rows.cost}`)).toEqual([
      'us-east-1-KMS-Requests-Asymmetric 3 9',
      'eu-west-1-KMS-Requests 10 5',
      // Of the same size: usage first.
      'ap-south-1-KMS-Requests 9 2',
      'ap-south-1-KMS-Requests, credit 0 -2',
      'Global-KMS-Requests, free tier 70 0',
    ]);
    expect(months[0]?.freeTier.withoutRegion.toFixed()).toBe('70');
    expect(otherCurrencies.map(({ currency, rows: number, cost }) => `${currency} ${number} ${cost}`)).toEqual(['EUR 1 2']);
  });
});
