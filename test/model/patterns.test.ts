import { describe, expect, test } from 'vitest';
import { estimateOf, linesWith } from '../support.js';

/**
 * 900 log files (0.5 × 6.25 × 288) and 120 digest files (5 × 24) a day, in a December of 31 days with an archive of 91 days before it, so
 * that every figure below can be checked by hand.
 */
const TRAIL = { name: 'a', accounts: 1, activeRegions: 1, activeSlotShare: 0.5, filesPerSlot: 6.25, digestRegions: 5, archiveMonths: 3 };

interface Row {
  what: string;
  reader: object;
  since?: string;
  bucketKeySince?: string;
  /** Minutes for which a bucket-level key serves; an hour where not given. */
  keyMinutes?: number;
  /** GETs under any strategy; undefined where the pattern makes no S3 GET. */
  gets: string | undefined;
  requests: string;
  bucketKeyRequests: string;
}

const ROWS: Row[] = [
  { what: 'every file', reader: { pattern: 'every-file' }, gets: '27900', requests: '27900', bucketKeyRequests: '2790' },
  {
    what: 'every file, half of them, three times, digests too',
    reader: { pattern: 'every-file', share: 0.5, times: 3, digests: true },
    gets: '47430',
    requests: '47430',
    bucketKeyRequests: '4743',
  },
  {
    what: 'every file, when the switch leaves 21 days of the month',
    reader: { pattern: 'every-file' },
    since: '2026-12-11',
    gets: '27900',
    requests: '18900',
    bucketKeyRequests: '1890',
  },
  {
    what: 'scan of a day, four times',
    reader: { pattern: 'scan', runsPerMonth: 4, lookbackDays: 1 },
    gets: '3600',
    requests: '3600',
    bucketKeyRequests: '360',
  },
  {
    what: 'scan of 31 days since the switch: its window is half full on average',
    reader: { pattern: 'scan', runsPerMonth: 2, lookbackDays: 31, share: 0.5, getsPerFile: 2 },
    since: '2026-12-01',
    gets: '55800',
    requests: '27900',
    bucketKeyRequests: '2790',
  },
  {
    what: 'scan of a week, switch three days before the end: 900 × 3² / 2 file-days over 31 days',
    reader: { pattern: 'scan', runsPerMonth: 1, lookbackDays: 7 },
    since: '2026-12-29',
    gets: '6300',
    requests: '130.645161290323',
    bucketKeyRequests: '13.064516129032',
  },
  {
    what: 'scan of all files: 91 days of archive and half the month',
    reader: { pattern: 'scan', runsPerMonth: 1, lookbackDays: 'all' },
    since: '2026-12-01',
    gets: '95850',
    requests: '13950',
    bucketKeyRequests: '1395',
  },
  {
    what: 'scan with a window longer than the archive reads what there is',
    reader: { pattern: 'scan', runsPerMonth: 1, lookbackDays: 400 },
    gets: '95850',
    requests: '95850',
    bucketKeyRequests: '9585',
  },
  {
    what: 'scan that meets a key an hour of 106.5 days on average, and reads fewer files than that',
    reader: { pattern: 'scan', runsPerMonth: 1000, lookbackDays: 'all', share: 0.0001, requesters: 3 },
    gets: '9585',
    requests: '9585',
    bucketKeyRequests: '9585',
  },
  {
    what: 'scan that runs so often that each requester fetches the one bucket-level key of a year once a run',
    reader: { pattern: 'scan', runsPerMonth: 1000, lookbackDays: 'all', share: 0.0001, requesters: 3 },
    keyMinutes: 527_040,
    gets: '9585',
    requests: '9585',
    bucketKeyRequests: '3000',
  },
  {
    what: 'scan before the switch',
    reader: { pattern: 'scan', runsPerMonth: 5, lookbackDays: 7 },
    since: '2027-01-01',
    gets: '31500',
    requests: '0',
    bucketKeyRequests: '0',
  },
  {
    what: 'validation reads log and digest files',
    reader: { pattern: 'validate', runsPerMonth: 2, lookbackDays: 'all' },
    gets: '217260',
    requests: '217260',
    bucketKeyRequests: '21726',
  },
  {
    what: 'single reads, fewer than the 744 hours of the month',
    reader: { pattern: 'single', readsPerMonth: 310 },
    gets: '310',
    requests: '310',
    bucketKeyRequests: '310',
  },
  {
    what: 'single reads, ten a day, where a key serves a day',
    reader: { pattern: 'single', readsPerMonth: 310 },
    keyMinutes: 1440,
    gets: '310',
    requests: '310',
    bucketKeyRequests: '31',
  },
  {
    what: 'single reads of the days after the switch, where a key serves a day',
    reader: { pattern: 'single', readsPerMonth: 310 },
    since: '2026-12-31',
    keyMinutes: 1440,
    gets: '310',
    requests: '10',
    bucketKeyRequests: '1',
  },
  {
    what: 'one time, a day of November and a day of December, both included',
    reader: { pattern: 'once', month: '2026-12', firstDay: '2026-11-30', lastDay: '2026-12-01', share: 0.3 },
    since: '2026-12-01',
    gets: '540',
    requests: '270',
    bucketKeyRequests: '27',
  },
  {
    what: 'replication makes two requests a file and no GET, digests too',
    reader: { pattern: 'replicate' },
    gets: undefined,
    requests: '63240',
    bucketKeyRequests: '6324',
  },
  {
    what: 'a Bucket Key saves on files written since it was on only: 21 days without, 10 with',
    reader: { pattern: 'every-file' },
    bucketKeySince: '2026-12-22',
    gets: '27900',
    requests: '27900',
    bucketKeyRequests: '19800',
  },
  {
    what: "a reader's own reduction",
    reader: { pattern: 'every-file', bucketKeyReduction: 0.25 },
    gets: '27900',
    requests: '27900',
    bucketKeyRequests: '20925',
  },
];

describe('reads and requests of each access pattern', () => {
  test.each(ROWS)('$what', ({ reader, since = 'always', bucketKeySince, keyMinutes = 60, gets, requests, bucketKeyRequests }) => {
    const { lines } = estimateOf({
      encryption: {
        sseKmsSince: since,
        bucketKeySince,
        bucketKeyReduction: 0.9,
        bucketKeyWriteMinutes: keyMinutes,
        bucketKeyReadMinutes: keyMinutes,
      },
      trails: [TRAIL],
      readers: [{ name: 'r', ...reader }],
    });
    const quantity = (strategy: 'sse-kms' | 'sse-kms-bucket-key' | 'sse-s3', charge: 'kms-requests' | 's3-gets') =>
      linesWith(lines, { strategy, charge, reader: 'r' })[0]?.quantity.expected.toFixed();
    expect(quantity('sse-s3', 's3-gets')).toBe(gets);
    expect(quantity('sse-kms', 's3-gets')).toBe(gets);
    expect(quantity('sse-kms', 'kms-requests')).toBe(requests);
    expect(quantity('sse-kms-bucket-key', 'kms-requests')).toBe(bucketKeyRequests);
  });
});

test('digest files are SSE-KMS since 22 May 2025 only, whatever the trail says', () => {
  const { lines } = estimateOf({
    period: { start: '2025-05', months: 2 },
    trails: [TRAIL],
    readers: [{ name: 'r', pattern: 'every-file', digests: true }],
  });
  const requests = linesWith(lines, { strategy: 'sse-kms', charge: 'kms-requests', reader: 'r' });
  // May: 31 × 900 log files and 10 × 120 digest files; June: 30 × 1,020 files.
  expect(requests.map(({ quantity }) => quantity.expected.toFixed())).toEqual(['29100', '30600']);
});

test('growth is compound from the first month, forwards and backwards', () => {
  const { lines } = estimateOf({
    period: { start: '2026-12', months: 3 },
    trails: [{ name: 'a', logFilesPerMonth: 1000, growthPercentPerMonth: 25, archiveMonths: 2 }],
    readers: [
      { name: 'siem', pattern: 'every-file' },
      { name: 'old', pattern: 'once', month: '2026-12', firstDay: '2026-10-01', lastDay: '2026-11-30' },
    ],
  });
  const reads = (reader: string) => linesWith(lines, { strategy: 'sse-s3', reader }).map(({ quantity }) => quantity.expected.toFixed());
  expect(reads('siem')).toEqual(['1000', '1250', '1562.5']);
  expect(reads('old')).toEqual(['1440']); // 1000 / 1.25 + 1000 / 1.25²
});

test('a reader reads the trails that it names, or all', () => {
  const { lines } = estimateOf({
    trails: [
      { name: 'a', logFilesPerMonth: 100, archiveMonths: 0 },
      { name: 'b', logFilesPerMonth: 7, archiveMonths: 0 },
    ],
    readers: [
      { name: 'both', pattern: 'every-file' },
      { name: 'one', pattern: 'every-file', trails: ['b'] },
    ],
  });
  const reads = (reader: string) => linesWith(lines, { strategy: 'sse-s3', reader })[0]?.quantity.expected.toFixed();
  expect([reads('both'), reads('one')]).toEqual(['107', '7']);
});
