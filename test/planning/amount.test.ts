import { describe, expect, test } from 'vitest';
import { amountOf } from '../../src/planning/amount.js';
import { assertBudgetCurrency } from '../../src/planning/budget.js';
import { messageOf } from '../support.js';

const read = (text: string) => {
  const { amount, written } = amountOf(text, '--budget');
  return [amount.toFixed(), written?.currency];
};

test.each<[string, string, string | undefined]>([
  ['300', '300', undefined],
  ['300.5', '300.5', undefined],
  ['300.50', '300.5', undefined],
  ['0', '0', undefined],
  ['0.125', '0.125', undefined],
  ['1234.567891', '1234.567891', undefined],
  ['3,000', '3000', undefined],
  ['3,000.50', '3000.5', undefined],
  ['1,234,567.89', '1234567.89', undefined],
  ['$300', '300', '$'],
  ['$ 3,000.50', '3000.5', '$'],
  ['300$', '300', '$'],
  ['300 USD', '300', 'USD'],
  ['USD 300', '300', 'USD'],
  ['usd300', '300', 'usd'],
  ['€300', '300', '€'],
  ['300 €', '300', '€'],
  ['US$300', '300', 'US$'],
  [' 300 ', '300', undefined],
])('%j is %s', (text, amount, currency) => {
  expect(read(text)).toEqual([amount, currency]);
});

test.each([
  ['many', 'is not an amount\n  Write 300, 3,000.50,'],
  ['-5', 'is not an amount'],
  ['+5', 'is not an amount'],
  ['1e3', 'is not an amount'],
  ['', 'is not an amount'],
  ['$', 'is not an amount'],
  ['$300 USD', 'is not an amount'],
  ['300 dollars', 'is not an amount'],
  ['300 US', 'is not an amount'],
  ['3,00,000', 'is not an amount'],
  ['3.000,50', 'is not an amount'],
  ["3'000", 'is not an amount'],
  ['3 000', 'is not an amount'],
  ['30%', 'is not an amount'],
  ['3,00', 'is not clear: a comma separates thousands, as in 3,000\n  For cents write 3.00.'],
  ['€3,5', 'is not clear: a comma separates thousands, as in 3,000\n  For cents write 3.5.'],
  ['3.000', 'is not clear: a point separates cents, as in 3.50\n  For thousands write 3,000, else 3.0000.'],
  // What a shell leaves of $300, $1,900 and $5.
  ['00', "is not an amount\n  If it was $ and a number: write it in quotes, '$300'"],
  [',900', "is not an amount\n  If it was $ and a number: write it in quotes, '$300'"],
])('%j is refused', (text, message) => {
  expect(messageOf(() => read(text))).toContain(`usage\n--budget ${text}: ${message}`);
});

describe('the currency that is written is the one of the report', () => {
  const refuses = (text: string, reported: string) => messageOf(() => assertBudgetCurrency(amountOf(text, '--budget'), reported));

  test.each([
    ['300', 'EUR'],
    ['$300', 'USD'],
    ['US$300', 'USD'],
    ['usd 300', 'USD'],
    ['€300', 'EUR'],
    ['300 EUR', 'EUR'],
    ['£300', 'GBP'],
    ['$300', 'CAD'],
    ['CA$300', 'CAD'],
    ['A$300', 'AUD'],
    ['¥300', 'JPY'],
    ['¥300', 'CNY'],
  ])('%s in %s', (text, reported) => {
    expect(refuses(text, reported)).toBe('no error');
  });

  test.each([
    ['$300', 'EUR'],
    ['300 USD', 'EUR'],
    ['€300', 'USD'],
    ['US$300', 'CAD'],
    ['CA$300', 'USD'],
    ['300 XYZ', 'USD'],
  ])('%s is not in %s', (text, reported) => {
    expect(refuses(text, reported)).toBe(
      `currency-mixed\n--budget ${text}: is in another currency than the report, which is in ${reported}\n  Give the amount in ` +
        `${reported}, or ask for a report in the other currency with --currency, --rate and --rate-date.`,
    );
  });
});
