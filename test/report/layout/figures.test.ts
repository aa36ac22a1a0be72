import { describe, expect, test } from 'vitest';
import { Decimal } from '../../../src/base/decimal.js';
import { amount, countOf, money, percentOf, placesFor } from '../../../src/report/layout/figures.js';

const decimal = (text: string) => new Decimal(text);

describe('figures for people', () => {
  test.each([
    ['1234567.891', 2, '1,234,567.89'],
    ['0.005', 2, '0.01'],
    ['0.004', 2, '<0.01'],
    ['0', 2, '0.00'],
    ['999.995', 2, '1,000.00'],
    ['-1234.5', 2, '-1,234.50'],
    ['0.0000004', 6, '<0.000001'],
    ['99999999', 0, '99,999,999'],
    ['123456789', 0, '1.23e+8'],
  ])('amount %s with %i places is %s', (value, places, text) => {
    expect(amount(decimal(value), places)).toBe(text);
  });

  test.each([
    [['250000', '0.5'], 0],
    [['99999', '0.5'], 2],
    [['5', '0.001'], 2],
    [['0.5', '0.001'], 4],
    [['0.001698'], 6],
    [['0'], 2],
    [[], 2],
  ])('%j wants %i places', (values, places) => {
    expect(placesFor(values.map(decimal))).toBe(places);
  });

  test.each([
    ['12.3', 'USD', '$12.30'],
    ['0.1488', 'USD', '$0.15'],
    ['0.001698', 'USD', 'under $0.01'],
    ['123456.78', 'USD', '$123,457'],
    ['1234', 'CNY', 'CNY 1,234.00'],
    ['0.001', 'EUR', 'under EUR 0.01'],
  ])('money %s %s is %s', (value, currency, text) => {
    expect(money(decimal(value), currency)).toBe(text);
  });

  test.each([
    ['1234', '1,234'],
    ['99999999999', '99,999,999,999'],
    ['1e11', '1.00e+11'],
    ['1234.56', '1,235'],
    ['12.34', '12.3'],
    ['0.01', '<0.1'],
    ['0', '0'],
  ])('count %s is %s', (value, text) => {
    expect(countOf(decimal(value))).toBe(text);
  });

  test.each([
    ['1', '3', '33%'],
    ['1', '1000', '<1%'],
    ['999', '1000', '>99%'],
    ['7', '7', '100%'],
    ['0', '3', '0%'],
    ['0', '0', '–'],
  ])('%s of %s is %s', (part, whole, text) => {
    expect(percentOf(decimal(part), decimal(whole))).toBe(text);
  });
});
