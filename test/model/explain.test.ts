import { describe, expect, test } from 'vitest';
import { type Derivation, explain } from '../../src/model/explain.js';
import { SAMPLES, sampleEstimate } from '../support.js';

describe.each(SAMPLES)('%s', (sample) => {
  const estimate = sampleEstimate(sample);
  const derivations = explain(estimate, []);

  test('every line has a derivation that ends in its quantity and cost', () => {
    expect(derivations.map(({ line }) => line)).toEqual(estimate.lines);
    for (const { line, steps } of derivations) {
      expect(steps.at(-1)).toMatchObject({ name: 'cost', result: line.cost.expected });
      expect(steps.map(({ result }) => result.toFixed())).toContain(line.quantity.expected.toFixed());
      expect(steps.every(({ computedBy }) => computedBy !== '')).toBe(true);
    }
  });

  test('products in a derivation multiply to what it says', () => {
    const products = derivations.flatMap(({ steps }) => steps).filter(({ values }) => /^[\d.]+( × [\d.]+)+$/.test(values));
    expect(products.length).toBeGreaterThan(0);
    for (const { values, result } of products) {
      const product = values.split(' × ').reduce((total, factor) => total * Number(factor), 1);
      expect(Math.abs(product - result.toNumber())).toBeLessThanOrEqual(Math.abs(product) * 1e-9);
    }
  });
});

describe('which lines are explained', () => {
  const estimate = sampleEstimate('organization.yaml');
  const named = (...words: string[]) =>
    explain(estimate, words).map(({ line }: Derivation) => [line.strategy, line.month, line.charge, line.reader].join(' '));

  test('those that all words name', () => {
    expect(named('siem', '2027-03', 'sse-kms')).toEqual(['sse-kms 2027-03 kms-requests siem', 'sse-kms 2027-03 s3-gets siem']);
  });

  test.each([
    { words: ['sime'], message: 'no line has "sime"\n  Did you mean "siem"?' },
    { words: ['sse-s3', 'kms-keys'], message: 'no line has all of sse-s3, kms-keys' },
  ])('$words is refused', ({ words, message }) => {
    expect(() => explain(estimate, words)).toThrow(message);
  });
});
