import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/base/decimal.js';
import { grouped, listed, quantityText } from '../../src/base/text.js';

describe('a number as people write it', () => {
  test.each([
    [0, '0'],
    [1680, '1,680'],
    [1234.5678, '1,234.5678'],
    [5e-324, `0.${'0'.repeat(323)}5`],
    [1e21, '1,000,000,000,000,000,000,000'],
    ['-1234.50', '-1,234.50'],
    ['-0.50', '-0.50'],
    ['999.000', '999.000'],
    [new Decimal('1e30'), '1,000,000,000,000,000,000,000,000,000,000'],
  ])('%s is %s', (number, text) => {
    expect(grouped(number)).toBe(text);
  });

  test('every digit is kept, in groups of three before the point and as it is behind it', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 60 }).map((list) => list.join(''));
    const whole = digits.map((text) => text.replace(/^0+(?=\d)/, ''));
    const number = fc.tuple(fc.constantFrom('', '-'), whole, fc.option(digits, { nil: undefined }));
    fc.assert(
      fc.property(number, ([sign, before, behind]) => {
        const given = [sign + before, ...(behind === undefined ? [] : [behind])].join('.');
        const text = grouped(given);
        expect(text.replaceAll(',', '')).toBe(given);
        expect(text).toMatch(/^-?\d{1,3}(,\d{3})*(\.\d+)?$/);
      }),
    );
  });
});

test('a range has its three numbers, a number only itself', () => {
  expect(quantityText({ low: 1, expected: 2.5, high: 1000 })).toBe('1 to 1,000 (expected 2.5)');
  expect(quantityText(1000)).toBe('1,000');
});

test('of many names some, with how many more there are', () => {
  expect(listed(['a', 'b', 'c'], 2)).toBe('a, b and 1 more');
  expect(listed(['a', 'b'], 2)).toBe('a, b');
});
