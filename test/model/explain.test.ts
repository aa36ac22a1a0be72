import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Derivation, Step } from '../../src/model/derivation.js';
import { explain } from '../../src/model/explain.js';
import { shortScenarios } from '../arbitraries.mjs';
import { runs } from '../runs.js';
import { estimateOf, SAMPLES, sampleEstimate } from '../support.js';

describe.each(SAMPLES)('%s', (sample) => {
  const estimate = sampleEstimate(sample);
  const derivations = explain(estimate, []);

  test('every line has a derivation that ends in its quantity and cost', () => {
    expect(derivations.map(({ line }) => line)).toEqual(estimate.lines);
    for (const derivation of derivations) assertEnds(derivation);
  });

  test('the numbers of every equation give its result', () => {
    expect(equationsOf(derivations).length).toBeGreaterThan(0);
    for (const equation of equationsOf(derivations)) assertHolds(equation);
  });
});

test('of any scenario every line has a derivation that ends in its quantity and cost', () => {
  fc.assert(
    fc.property(shortScenarios, (given) => {
      const estimate = estimateOf(given);
      const derivations = explain(estimate, []);
      expect(derivations.map(({ line }) => line)).toEqual(estimate.lines);
      for (const derivation of derivations) assertEnds(derivation);
    }),
    runs(30),
  );
});

function assertEnds({ line, steps }: Derivation): void {
  expect(steps.at(-1)).toMatchObject({ name: 'cost', result: line.cost.expected });
  expect(steps.map(({ result }) => result.toFixed())).toContain(line.quantity.expected.toFixed());
  expect(steps.every(({ computedBy }) => computedBy !== '')).toBe(true);
}

function equationsOf(derivations: readonly Derivation[]): Step[] {
  return derivations.flatMap(({ steps }) => steps).filter(({ values }) => values !== '' && !values.startsWith('reduction'));
}

function assertHolds({ name, values, result }: Step): void {
  const value = evaluated(values);
  if (name === 'free tier') return; // at most the requests: not an equation of its numbers alone
  expect(Math.abs(value - result.toNumber())).toBeLessThanOrEqual(Math.abs(value) * 1e-9);
}

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

describe('what is charged for recorded requests, and keys that decide', () => {
  const estimate = estimateOf({
    bucket: { region: 'us-east-1', account: '111111111111' },
    encryption: { sseKmsSince: 'always', bucketKeyReduction: 0.99, bucketKeyWriteMinutes: 60, bucketKeyReadMinutes: 5 },
    trails: [{ name: 'a', accounts: 1, activeRegions: 1, activeSlotShare: 1, filesPerSlot: 2, archiveMonths: 1 }],
    readers: [
      { name: 'siem', account: '222222222222', pattern: 'every-file' },
      { name: 'athena', pattern: 'scan', runsPerMonth: 3, lookbackDays: 2, requesters: 4 },
      { name: 'soc', pattern: 'single', readsPerMonth: 10_000 },
    ],
    recording: {
      paidCopies: 2,
      insightsTrails: 1,
      guardDuty: true,
      covers: 'organization',
      consumers: [{ name: 'logs', usdPerGb: 0.5, usdPerMillionEvents: 1 }],
    },
    currency: { code: 'EUR', rate: 0.9, rateDate: '2026-11-01' },
  });
  const stepsOf = (...words: string[]) => explain(estimate, words).map(({ steps }) => steps);
  const said = (name: string, ...words: string[]) =>
    stepsOf(...words).map((steps) => {
      const step = steps.find((each) => each.name === name);
      return `${step?.formula}: ${step?.values} = ${step?.result}`;
    });

  test('every equation holds', () => {
    for (const equation of equationsOf(explain(estimate, []))) assertHolds(equation);
  });

  test('the least that remains', () => {
    expect(said('least requests', 'siem', 'sse-kms-bucket-key', 'kms-requests')).toEqual([
      'requesters × runs × keys (at least 1) × requests for each read; keys: days × 1440 / minutes a key lasts, or batches of files if ' +
        'fewer: 1 × 1 × max(1, min(31 × 1440 / 5, 8928)) × 1 = 8928',
    ]);
    expect(said('least requests', 'athena', 'sse-kms-bucket-key', 'kms-requests')).toEqual([
      'requesters × runs × keys (at least 1) × requests for each read; keys: days × 1440 / minutes a key lasts, or batches of files if ' +
        'fewer: 4 × 3 × max(1, min(2 × 1440 / 60, 576)) × 1 = 576',
    ]);
    expect(said('least requests', 'soc', 'sse-kms-bucket-key', 'kms-requests')).toEqual([
      'requesters × runs × keys (at least 1) × requests for each read; keys: days × 1440 / minutes a key lasts: ' +
        '1 × 1 × max(1, 31 × 1440 / 5) × 1 = 8928',
    ]);
  });

  test('how often an event is charged', () => {
    expect(said('paid copies of events', 'siem', 'sse-kms', 'cloudtrail-copies')).toEqual([
      'KMS requests × trails that record them × accounts that record them: 17856 × 2 × 2 = 71424',
    ]);
    expect(said('events analysed', 'siem', 'sse-kms', 'guardduty-events')).toEqual(
      Array.from({ length: 2 }, () => 'KMS requests: 17856 = 17856'),
    );
    expect(said('events received', 'CloudTrail', 'sse-kms', 'event-consumers')).toEqual(['KMS requests: 17856 = 17856']);
    expect(said('unit price', 'CloudTrail', 'sse-kms', 'event-consumers')).toEqual([
      // 1,174 × 0.5 / 10^9 + 1 / 10^6
      'price / units it is for × (1 − discount) × conversion rate: 0.000001587 / 1 × 0.9 = 0.0000014283',
    ]);
  });
});

test('aside is only what the figures can be followed without', () => {
  for (const sample of SAMPLES) {
    for (const { line, steps } of explain(sampleEstimate(sample), [])) {
      const kept = steps.filter(({ isAside }) => isAside !== true).map(({ result }) => result.toFixed());
      expect(kept.at(-1)).toBe(line.cost.expected.toFixed());
      expect(kept).toContain(line.quantity.expected.toFixed());
    }
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
