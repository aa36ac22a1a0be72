import { describe, expect, test } from 'vitest';
import { headline, lead } from '../../../src/report/estimate/headline.js';
import { estimateOf } from '../../support.js';

const TRAIL = { name: 'org', logFilesPerMonth: 10_000_000, archiveMonths: 12 };
const period = (months: number) => ({ start: '2027-01', months });
const certain = { sseKmsSince: 'always', bucketKeyReduction: 0.9 };

/** Nothing is read in the first month, ten million files in the second, and a share of them in the third. */
function endingWith(share: number) {
  const read = (month: string, part: number) => ({
    name: month,
    pattern: 'once',
    month,
    firstDay: '2027-01-01',
    lastDay: '2027-01-31',
    share: part,
  });
  return { period: period(3), encryption: certain, trails: [TRAIL], readers: [read('2027-02', 1), read('2027-03', share)] };
}

describe('the answer', () => {
  test.each([
    {
      what: 'the same in every month',
      given: { period: period(3), encryption: certain, trails: [TRAIL], readers: [{ name: 'siem', pattern: 'every-file' }] },
      sentence:
        'SSE-KMS costs $31.00 a month more than SSE-S3, 97% of it for Decrypt requests; the dearest reader is ' +
        'siem (97%); a Bucket Key would bring it to $4.00.',
      after: undefined,
    },
    {
      what: 'one expensive month',
      given: {
        period: period(12),
        encryption: certain,
        trails: [TRAIL],
        readers: [{ name: 'ir', pattern: 'once', month: '2027-06', firstDay: '2026-06-01', lastDay: '2027-05-31' }],
      },
      sentence:
        'On average SSE-KMS costs $31.00 a month more than SSE-S3, 97% of it for Decrypt requests; the ' +
        'dearest reader is ir (97%); a Bucket Key would bring it to $4.00.',
      after: 'Average of 12 months: from $1.00 in 2027-01 to $361.00 in 2027-06, at the end $1.00 in 2027-12.',
    },
    {
      what: 'a Bucket Key that saves a twentieth',
      given: { encryption: { ...certain, bucketKeyReduction: 0.05 }, readers: [{ name: 'soc', pattern: 'single', readsPerMonth: 1e7 }] },
      sentence: /; a Bucket Key would bring it to \$29\.50\.$/,
      after: undefined,
    },
    {
      what: 'a Bucket Key that saves next to nothing',
      given: { encryption: { ...certain, bucketKeyReduction: 0.005 }, readers: [{ name: 'soc', pattern: 'single', readsPerMonth: 1e7 }] },
      sentence: /; a Bucket Key would leave it at \$30\.85\.$/,
      after: undefined,
    },
    {
      what: 'an end a tenth below the most',
      given: endingWith(0.9),
      sentence: /^On average SSE-KMS costs/,
      after: 'Average of 3 months: from $1.00 in 2027-01 to $31.00 in 2027-02, at the end $28.00 in 2027-03.',
    },
    {
      what: 'an end within a twentieth of the most',
      given: endingWith(0.98),
      sentence: /^On average SSE-KMS costs/,
      after: 'Average of 3 months: from $1.00 in 2027-01 to $30.40 in 2027-03.',
    },
    {
      what: 'a ramp with ranges',
      given: {
        period: period(6),
        encryption: { sseKmsSince: '2027-01-01' },
        trails: [TRAIL],
        readers: [{ name: 'scan', pattern: 'scan', runsPerMonth: { low: 1, expected: 2, high: 4 }, lookbackDays: 31 }],
      },
      sentence: /^With every number as expected, SSE-KMS costs \$\S+ a month more than SSE-S3 \(average of 6 months\), /,
      after: /^Average of 6 months: low \$\S+, high \$\S+; from \$\S+ in 2027-01 to \$\S+ in 2027-06\.$/,
    },
    {
      what: 'nothing',
      given: { keys: { number: 0 }, readers: [{ name: 'idle', pattern: 'single', readsPerMonth: 0 }] },
      sentence: 'SSE-KMS is expected to cost nothing more than SSE-S3 in this period.',
      after: undefined,
    },
    {
      what: 'nothing expected, but perhaps something',
      given: { keys: { number: 0 }, readers: [{ name: 'rare', pattern: 'single', readsPerMonth: { low: 0, expected: 0, high: 1e9 } }] },
      sentence: 'SSE-KMS is expected to cost nothing more than SSE-S3 in this period, at the most $3,000.00 a month.',
      after: 'In 2026-12: low $0.00, high $3,000.00.',
    },
    {
      what: 'charges without a price',
      given: {
        bucket: { region: 'eu-south-1' },
        encryption: certain,
        readers: [{ name: 'siem', pattern: 'single', readsPerMonth: 1_000_000 }],
        recording: { insightsTrails: 1 },
      },
      sentence:
        'SSE-KMS costs at least $4.00 a month more than SSE-S3 without CloudTrail Insights, whose price is ' +
        'not known, 75% of it for Decrypt requests; the dearest reader is siem (75%); a Bucket Key would bring it to $1.30.',
      after: undefined,
    },
  ])('$what', ({ given, sentence, after }) => {
    const result = estimateOf(given);
    if (typeof sentence === 'string') expect(headline(result)).toBe(sentence);
    else expect(headline(result)).toMatch(sentence);
    if (typeof after !== 'object') expect(lead(result)).toBe(after);
    else expect(lead(result)).toMatch(after);
  });
});
