import { describe, expect, test } from 'vitest';
import { type Contrast, explainOne } from '../../src/model/explanation.js';
import { estimateOf, SAMPLES, sampleEstimate } from '../support.js';

const organization = sampleEstimate('organization.yaml');
const chosen = (estimate: typeof organization, ...words: string[]) => {
  const { line } = explainOne(estimate, words).derivation;
  return [line.strategy, line.month, line.charge, line.reader].join(' ');
};

describe('which of many lines is explained', () => {
  test.each([
    { words: [], line: 'sse-kms 2027-11 kms-requests athena-hunting' },
    { words: ['siem'], line: 'sse-kms 2027-10 kms-requests siem' },
    { words: ['siem', '2027-01'], line: 'sse-kms 2027-01 kms-requests siem' },
    { words: ['siem', 's3-gets'], line: 'sse-kms 2027-10 s3-gets siem' },
    { words: ['sse-s3'], line: 'sse-s3 2027-11 s3-gets athena-hunting' },
    { words: ['sse-kms-bucket-key', '2026-12'], line: 'sse-kms-bucket-key 2026-12 kms-requests validation' },
    // All cost nothing: the one with most requests.
    { words: ['CloudTrail'], line: 'sse-kms 2027-10 kms-requests CloudTrail' },
    { words: ['kms-keys'], line: 'sse-kms 2026-12 kms-keys ' },
  ])('$words: $line', ({ words, line }) => {
    expect(chosen(organization, ...words)).toBe(line);
  });

  test('what else the words name', () => {
    const { lines, others, isTied } = explainOne(organization, ['siem', 'sse-kms']);
    expect({ lines, isTied }).toEqual({ lines: 24, isTied: false });
    expect(others.month).toHaveLength(11);
    expect(others).toMatchObject({ charge: ['s3-gets'], reader: [] });
    expect(explainOne(organization, ['kms-keys'])).toMatchObject({ isTied: true, others: { charge: [], reader: [] } });
    expect(explainOne(organization, ['kms-keys', '2027-01', 'sse-kms'])).toMatchObject({ lines: 1, isTied: false, others: { month: [] } });
  });

  test('of every sample the figures are those of the line', () => {
    for (const sample of SAMPLES) {
      const estimate = sampleEstimate(sample);
      const { derivation } = explainOne(estimate, []);
      expect(estimate.lines).toContainEqual(derivation.line);
      expect(derivation.steps.at(-1)?.result.toFixed()).toBe(derivation.line.cost.expected.toFixed());
    }
  });
});

describe('what differs by strategy', () => {
  const TRAIL = { name: 'org', logFilesPerMonth: 1_000_000, archiveMonths: 1 };
  const SIEM = { name: 'siem', pattern: 'every-file' };
  const KEY = { sseKmsSince: 'always', bucketKeyReduction: 0.9, bucketKeyWriteMinutes: 60, bucketKeyReadMinutes: 60 };
  const told = ({ strategy, difference, reduction, line }: Contrast) =>
    [strategy, difference, reduction, line?.quantity.expected, line?.cost.expected].filter((part) => part !== undefined).join(' ');
  const contrasts = (given: object, ...words: string[]) =>
    explainOne(estimateOf({ encryption: KEY, trails: [TRAIL], readers: [SIEM], ...given }), words).contrasts.map(told);

  test.each([
    { what: 'a reduction', given: {}, words: ['siem'], said: ['sse-s3 none 0.9', 'sse-kms-bucket-key reduced 0.9 100000 0.3'] },
    {
      what: 'a reduction of a reader',
      given: { readers: [{ ...SIEM, bucketKeyReduction: 0.5 }] },
      words: ['siem'],
      said: ['sse-s3 none 0.5', 'sse-kms-bucket-key reduced 0.5 500000 1.5'],
    },
    {
      what: 'fewer files than keys',
      given: { trails: [{ ...TRAIL, logFilesPerMonth: 1000 }] },
      words: ['siem'],
      said: ['sse-s3 none 0.9', 'sse-kms-bucket-key limited 0.9 744 0.002232'],
    },
    {
      what: 'a Bucket Key that saves nothing',
      given: { encryption: { ...KEY, bucketKeyReduction: 0 } },
      words: ['siem'],
      said: ['sse-s3 none 0', 'sse-kms-bucket-key alike 0 1000000 3'],
    },
    {
      what: 'seen from the Bucket Key',
      given: {},
      words: ['siem', 'sse-kms-bucket-key'],
      said: ['sse-s3 none 0.9', 'sse-kms unreduced 0.9 1000000 3'],
    },
    {
      what: 'GETs',
      given: {},
      words: ['s3-gets', 'sse-s3'],
      said: ['sse-kms alike 0.9 1000000 0.4', 'sse-kms-bucket-key alike 0.9 1000000 0.4'],
    },
    { what: 'keys', given: {}, words: ['kms-keys'], said: ['sse-s3 none 0.9', 'sse-kms-bucket-key alike 0.9 1 1'] },
    {
      what: 'events',
      given: { recording: { paidCopies: 1 } },
      words: ['cloudtrail-copies'],
      said: ['sse-s3 none 0.9', 'sse-kms-bucket-key reduced 0.9 100000 2'],
    },
  ])('$what', ({ given, words, said }) => {
    expect(contrasts(given, ...words)).toEqual(said);
  });
});
