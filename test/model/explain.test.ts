import { describe, expect, test } from 'vitest';
import { type Derivation, explain } from '../../src/model/explain.js';
import { estimateOf, SAMPLES, sampleEstimate } from '../support.js';

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

  test('the numbers of every equation give its result', () => {
    const equations = derivations.flatMap(({ steps }) => steps).filter(({ values }) => values !== '' && !values.startsWith('reduction'));
    expect(equations.length).toBeGreaterThan(0);
    for (const { name, values, result } of equations) {
      const value = evaluated(values);
      if (name === 'free tier') continue; // at most the requests: not an equation of its numbers alone
      expect(Math.abs(value - result.toNumber())).toBeLessThanOrEqual(Math.abs(value) * 1e-9);
    }
  });
});

/** The arithmetic of a derivation, which has nothing but numbers, max, min and signs in it. */
function evaluated(values: string): number {
  const script = values
    .replaceAll('×', '*')
    .replaceAll('−', '-')
    .replaceAll('^', '**')
    .replace(/\b(max|min)\b/g, 'Math.$1');
  expect(script).toMatch(/^(?:[\d.\s*/+()-]|,|Math\.(?:max|min))+$/);
  return new Function(`return ${script}`)() as number;
}

test('the equation of a Bucket Key holds at its bounds', () => {
  for (const [pattern, requesters] of [
    ['replicate', 5],
    ['every-file', 50],
    ['every-file', 3],
  ]) {
    const estimate = estimateOf({
      encryption: { sseKmsSince: 'always', bucketKeyReduction: 1 },
      trails: [{ name: 'a', logFilesPerMonth: 10, archiveMonths: 0 }],
      readers: [{ name: 'r', pattern, requesters }],
    });
    const [derivation] = explain(estimate, ['r', 'sse-kms-bucket-key', 'kms-requests']);
    const step = derivation?.steps.find(({ name }) => name === 'KMS requests');
    expect(evaluated(step?.values ?? '')).toBe(step?.result.toNumber());
  }
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
