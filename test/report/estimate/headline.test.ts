import { describe, expect, test } from 'vitest';
import { courseLine } from '../../../src/report/estimate/course.js';
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
      sentence: 'SSE-KMS costs $31.00 a month more than SSE-S3, 97% of it Decrypt requests; siem causes most (97%).',
      after: 'Over the 3 months together: $93.00 more.',
    },
    {
      what: 'one expensive month',
      given: {
        period: period(12),
        encryption: certain,
        trails: [TRAIL],
        readers: [{ name: 'ir', pattern: 'once', month: '2027-06', firstDay: '2026-06-01', lastDay: '2027-05-31' }],
      },
      sentence: 'SSE-KMS costs $31.00 a month more than SSE-S3 (average of 12 months), 97% of it Decrypt requests; ir causes most (97%).',
      after: 'Over the 12 months together: $372.00 more.',
    },
    {
      what: 'an end a tenth below the most',
      given: endingWith(0.9),
      sentence: /^SSE-KMS costs \$20\.00 a month more than SSE-S3 \(average of 3 months\), /,
      after: 'Over the 3 months together: $60.00 more.',
    },
    {
      what: 'an end within a twentieth of the most',
      given: endingWith(0.98),
      sentence: /^SSE-KMS costs \$20\.80 a month more than SSE-S3 \(average of 3 months\), /,
      after: 'Over the 3 months together: $62.40 more.',
    },
    {
      what: 'a ramp with ranges',
      given: {
        period: period(6),
        encryption: { sseKmsSince: '2027-01-01' },
        trails: [TRAIL],
        readers: [{ name: 'scan', pattern: 'scan', runsPerMonth: { low: 1, expected: 2, high: 4 }, lookbackDays: 31 }],
      },
      sentence: /^SSE-KMS is expected to cost \$\S+ a month more than SSE-S3 \(average of 6 months\), .*\(\d+%\)\.$/,
      after: /^Range: at least \$\S+, at most \$\S+ a month\. Over the 6 months together: \$\S+ more\.$/,
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
      sentence: 'SSE-KMS is expected to cost nothing more than SSE-S3 in this period, at most $3,000.00 a month.',
      after: 'Range: at least $0.00, at most $3,000.00 a month.',
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
        'not known, 75% of it Decrypt requests; siem causes most (75%).',
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

describe('the months in one line', () => {
  const line = (given: object) => {
    const { comparison, currency } = estimateOf(given);
    return courseLine(comparison['sse-kms'].months, currency);
  };

  test.each([
    ['an end a tenth below the most', endingWith(0.9), '▁██  $1.00 in 2027-01 to $31.00 in 2027-02, at the end $28.00 in 2027-03.'],
    ['an end within a twentieth of the most', endingWith(0.98), '▁██  $1.00 in 2027-01 to $31.00 in 2027-02.'],
    ['an end that is the least', endingWith(0), '▁█▁  $1.00 in 2027-01 to $31.00 in 2027-02, at the end $1.00 in 2027-03.'],
    ['months of nothing', { ...endingWith(1), keys: { number: 0 } }, '·██  $0.00 in 2027-01 to $30.00 in 2027-02.'],
  ])('%s', (_, given, text) => {
    expect(line(given)).toBe(`By month, SSE-KMS adds  ${text}`);
  });

  test('months alike', () => {
    expect(
      line({ period: period(3), readers: [{ name: 'soc', pattern: 'single', readsPerMonth: 1e6 }], encryption: { sseKmsSince: 'always' } }),
    ).toBe('By month, SSE-KMS adds  ███  $4.00 in every month.');
  });

  test('months that differ by less than a cent', () => {
    const [, last] = endingWith(0.0001).readers;
    expect(line({ ...endingWith(1), readers: [last] })).toBe('By month, SSE-KMS adds  ███  $1.00 in every month.');
  });

  test('many months share bars, and years are summed up', () => {
    expect(line({ ...endingWith(1), period: period(60) })).toMatch(
      /^By month, SSE-KMS adds {2}█▁{19} {2}\$1\.00 in 2027-01.*\. By year: 2027 \$72\.00, 2028 \$12\.00, .*, 2031 \$12\.00\.$/,
    );
  });
});
