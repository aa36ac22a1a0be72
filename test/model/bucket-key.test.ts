import { describe, expect, test } from 'vitest';
import { estimateOf, linesWith } from '../support.js';

const SIEM = { name: 'r', pattern: 'every-file' };

const encryption = (bucketKeyReduction: number, write: number, read: number, more: object = {}) => ({
  sseKmsSince: 'always',
  bucketKeyReduction,
  bucketKeyWriteMinutes: write,
  bucketKeyReadMinutes: read,
  ...more,
});

/** Requests in December 2026 with a Bucket Key. */
function remaining(given: object, reader = 'r'): string | undefined {
  const { lines } = estimateOf(given);
  return linesWith(lines, {
    strategy: 'sse-kms-bucket-key',
    charge: 'kms-requests',
    reader,
    month: '2026-12',
  })[0]?.quantity.expected.toFixed();
}

const monthly = (logFilesPerMonth: number, archiveMonths = 0) => ({ name: 'org', logFilesPerMonth, archiveMonths });
/** One account and Region in use all the time: 288 slots a day. */
const busy = (filesPerSlot: number, archiveMonths = 0) => ({
  name: 'org',
  accounts: 1,
  activeRegions: 1,
  activeSlotShare: 1,
  filesPerSlot,
  archiveMonths,
});

describe('files of a slot are written at one time', () => {
  test('so that half of the slots in use have half as many keys', () => {
    const halfBusy = { ...busy(4), activeSlotShare: 0.5 };
    expect(remaining({ encryption: encryption(1, 5, 5), trails: [halfBusy], readers: [SIEM] })).toBe('4464');
    // 17,856 files, of which nobody knows which come together
    expect(remaining({ encryption: encryption(1, 5, 5), trails: [monthly(17_856)], readers: [SIEM] })).toBe('8928');
  });

  test('a slot with less than a file is no more than that file', () => {
    expect(remaining({ encryption: encryption(1, 1, 1), trails: [busy(0.25)], readers: [SIEM] })).toBe('2232');
  });
});

/** 31 days × 1440 / minutes, or the files where they are fewer; December has no archive unless there is one. */
describe('the least that remains, by pattern, where the reduction is 100%', () => {
  const TWO_A_DAY = monthly(62, 1); // 62 files in December as in the 30 days of November
  const MANY = monthly(3_100_000, 3);
  interface Row {
    what: string;
    reader: object;
    write: number;
    read: number;
    trails?: object[];
    more?: object;
    requests: string;
  }
  const ROWS: Row[] = [
    { what: 'every file, a shorter time of reading: 31 × 24', reader: { pattern: 'every-file' }, write: 1440, read: 60, requests: '744' },
    { what: 'every file, a shorter time of writing: 31 × 24', reader: { pattern: 'every-file' }, write: 60, read: 1440, requests: '744' },
    { what: 'by three requesters', reader: { pattern: 'every-file', requesters: 3 }, write: 60, read: 60, requests: '2232' },
    {
      what: 'every file three times a month is no more keys',
      reader: { pattern: 'every-file', times: 3 },
      write: 60,
      read: 60,
      requests: '744',
    },
    {
      what: 'every file, where files are fewer than hours',
      reader: { pattern: 'every-file', times: 30 },
      write: 60,
      read: 60,
      trails: [TWO_A_DAY],
      requests: '62',
    },
    {
      what: 'never more than without a Bucket Key',
      reader: { pattern: 'every-file', requesters: 5 },
      write: 60,
      read: 60,
      trails: [TWO_A_DAY],
      requests: '62',
    },
    {
      what: 'every file, a key of two months is one key',
      reader: { pattern: 'every-file', requesters: 7 },
      write: 89_280,
      read: 89_280,
      requests: '7',
    },
    {
      what: 'digest files are keys as well: 62 log files and 31 digest files, 30 times',
      reader: { pattern: 'every-file', times: 30, digests: true },
      write: 60,
      read: 60,
      trails: [{ ...TWO_A_DAY, digestFilesPerMonth: 31 }],
      requests: '93',
    },
    {
      what: 'of two trails the batches add up: 62 and 2 × 31',
      reader: { pattern: 'every-file', times: 30 },
      write: 60,
      read: 60,
      trails: [TWO_A_DAY, { ...busy(20), name: 'other', activeSlotShare: 2 / 288 }],
      requests: '124',
    },
    {
      what: 'of two trails the days do not: 31 × 24',
      reader: { pattern: 'every-file' },
      write: 60,
      read: 60,
      trails: [MANY, { ...MANY, name: 'other' }],
      requests: '744',
    },
    {
      what: 'only of the trail that it reads',
      reader: { pattern: 'every-file', times: 30, trails: ['other'] },
      write: 60,
      read: 60,
      trails: [MANY, { ...TWO_A_DAY, name: 'other' }],
      requests: '62',
    },
    {
      what: 'since the Bucket Key is on: 10 × 24, and 2,100,000 from before it',
      reader: { pattern: 'every-file' },
      write: 60,
      read: 60,
      more: { bucketKeySince: '2026-12-22' },
      requests: '2100240',
    },
    {
      what: 'batches since the Bucket Key is on: 10 × 288, and 21 × 576 files from before it',
      reader: { pattern: 'every-file' },
      write: 1,
      read: 1,
      trails: [busy(2)],
      more: { bucketKeySince: '2026-12-22' },
      requests: '14976',
    },
    { what: 'replication makes two requests for each', reader: { pattern: 'replicate' }, write: 1440, read: 60, requests: '1488' },
    {
      what: 'or what it is said to make',
      reader: { pattern: 'replicate', requestsPerFile: 1.5 },
      write: 60,
      read: 1440,
      requests: '1116',
    },
    { what: 'single reads', reader: { pattern: 'single', readsPerMonth: 5000 }, write: 1440, read: 60, requests: '744' },
    {
      what: 'single reads meet no batch: their files may be any',
      reader: { pattern: 'single', readsPerMonth: 5000 },
      write: 60,
      read: 60,
      trails: [TWO_A_DAY],
      requests: '744',
    },
    {
      what: 'single reads without a trail, since the Bucket Key is on: 10 × 24, and those of 21 days before it',
      reader: { pattern: 'single', readsPerMonth: 4960 },
      write: 60,
      read: 60,
      trails: [],
      more: { bucketKeySince: '2026-12-22' },
      requests: '3600', // 4,960 × 21 / 31 = 3,360
    },
    {
      what: 'a scan meets the keys that its files were written under, in each run: 4 × 7 × 24',
      reader: { pattern: 'scan', runsPerMonth: 4, lookbackDays: 7 },
      write: 60,
      read: 5,
      requests: '672',
    },
    {
      what: 'a scan of three requesters, whatever its share: 3 × 4 × 7',
      reader: { pattern: 'scan', runsPerMonth: 4, lookbackDays: 7, share: 0.1, requesters: 3 },
      write: 1440,
      read: 5,
      requests: '84',
    },
    {
      what: 'a scan of an hour with a key of a day: one a run',
      reader: { pattern: 'scan', runsPerMonth: 40, lookbackDays: 1 / 24 },
      write: 1440,
      read: 5,
      requests: '40',
    },
    {
      what: 'a scan of a window with fewer files than hours: 4 × 7 × 2',
      reader: { pattern: 'scan', runsPerMonth: 4, lookbackDays: 7, getsPerFile: 10 },
      write: 60,
      read: 60,
      trails: [{ ...busy(1, 1), activeSlotShare: 2 / 288 }],
      requests: '56',
    },
    {
      what: 'a scan of the month since the Bucket Key is on: half of 31 days on average',
      reader: { pattern: 'scan', runsPerMonth: 2, lookbackDays: 31 },
      write: 1440,
      read: 60,
      more: { sseKmsSince: '2026-12-01', bucketKeySince: '2026-12-01' },
      requests: '31', // 2 × 15.5
    },
    {
      what: 'a scan of all files, as far back as the longer archive: 2 × (91 + 15.5)',
      reader: { pattern: 'scan', runsPerMonth: 2, lookbackDays: 'all' },
      write: 1440,
      read: 60,
      trails: [MANY, { ...MANY, name: 'other', archiveMonths: 0 }],
      requests: '213',
    },
    {
      what: 'a scan of the trail with the shorter one: 2 × 15.5',
      reader: { pattern: 'scan', runsPerMonth: 2, lookbackDays: 'all', trails: ['other'] },
      write: 1440,
      read: 60,
      trails: [MANY, { ...MANY, name: 'other', archiveMonths: 0 }],
      requests: '31',
    },
    {
      what: 'validation: 2 × 10 days',
      reader: { pattern: 'validate', runsPerMonth: 2, lookbackDays: 10 },
      write: 1440,
      read: 5,
      trails: [{ ...MANY, digestFilesPerMonth: 3100 }],
      requests: '20',
    },
    {
      what: 'one time, of ten days, two of November and eight of December: 10 × 24',
      reader: { pattern: 'once', month: '2026-12', firstDay: '2026-11-29', lastDay: '2026-12-08', requesters: 1 },
      write: 60,
      read: 5,
      requests: '240',
    },
    {
      what: 'a copy of these days, by two requesters: 2 × 10 × 24 × 2',
      reader: { pattern: 'once', month: '2026-12', firstDay: '2026-11-29', lastDay: '2026-12-08', requesters: 2, requestsPerFile: 2 },
      write: 60,
      read: 5,
      requests: '960',
    },
    { what: 'without reads nothing', reader: { pattern: 'single', readsPerMonth: 0, requesters: 9 }, write: 5, read: 5, requests: '0' },
    {
      what: 'without runs nothing',
      reader: { pattern: 'scan', runsPerMonth: 0, lookbackDays: 9, requesters: 9 },
      write: 5,
      read: 5,
      requests: '0',
    },
  ];

  test.each(ROWS)('$what', ({ reader, write, read, trails = [MANY], more, requests }) => {
    const given = { encryption: encryption(1, write, read, more), trails, readers: [{ name: 'r', ...reader }] };
    expect(remaining(given)).toBe(requests);
  });
});

describe("CloudTrail's own requests with a Bucket Key", () => {
  const READER = [{ name: 'r', pattern: 'single', readsPerMonth: 1 }];
  const own = (trails: object[], write: number, read: number, more: object = {}, reduction = 1) =>
    remaining({ encryption: encryption(reduction, write, read, more), trails, readers: READER }, 'CloudTrail');

  test.each([
    ['one for each time of writing, however short that of reading: 31 × 24', own([monthly(100_000)], 60, 5), '744'],
    ['for all trails together', own([monthly(100_000), { ...monthly(100_000), name: 'other' }], 60, 5), '744'],
    ['or what the reduction leaves', own([monthly(100_000)], 60, 5, {}, 0.99), '1000'],
    ['no more than files', own([monthly(62)], 60, 5), '62'],
    ['nor than batches, digest files among them: 31 × 288 and 744', own([{ ...busy(3), digestFilesPerMonth: 744 }], 1, 5), '9672'],
    ['one at least', own([monthly(62)], 100_000, 5), '1'],
    ['but none without files', own([monthly(0)], 60, 5), '0'],
    ['for ten days with it, and 21 without', own([monthly(31_000)], 60, 5, { bucketKeySince: '2026-12-22' }), '21240'],
  ])('%s', (_, found, requests) => {
    expect(found).toBe(requests);
  });
});

test('a window that fills from the switch on meets more keys from month to month', () => {
  const { lines } = estimateOf({
    period: { start: '2026-12', months: 3 },
    encryption: encryption(1, 1440, 60, { sseKmsSince: '2026-12-01' }),
    trails: [monthly(1_000_000, 6)],
    readers: [{ name: 'r', pattern: 'scan', runsPerMonth: 1, lookbackDays: 45 }],
  });
  const keys = linesWith(lines, { strategy: 'sse-kms-bucket-key', charge: 'kms-requests', reader: 'r' });
  // Half of December; in January 14 days of 38 on average and 17 of 45, over 31; then all 45
  expect(keys.map(({ quantity }) => quantity.expected.toFixed())).toEqual(['15.5', '41.838709677419', '45']);
});

test('how long a key serves is a range unless it is said: five minutes, an hour, a day', () => {
  const { lines } = estimateOf({
    encryption: { sseKmsSince: 'always', bucketKeyReduction: 1 },
    trails: [monthly(1_000_000)],
    readers: [SIEM],
  });
  const [line] = linesWith(lines, { strategy: 'sse-kms-bucket-key', charge: 'kms-requests', reader: 'r' });
  expect([line?.quantity.low, line?.quantity.expected, line?.quantity.high].map((each) => each?.toFixed())).toEqual(['31', '744', '8928']);
});
