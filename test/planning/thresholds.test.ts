import { describe, expect, test } from 'vitest';
import { copying } from '../../src/planning/copying.js';
import { freeTierReach } from '../../src/planning/thresholds.js';
import { estimateOf, pricedOf } from '../support.js';

/** Six months of 100,000 log and 1,000 digest files are SSE-KMS and from before the Bucket Key. */
const OLD = {
  period: { start: '2026-12', months: 12 },
  encryption: { sseKmsSince: '2026-06-01', bucketKeySince: '2026-12-01', bucketKeyReduction: 0.9 },
  trails: [{ name: 'org', logFilesPerMonth: 100_000, digestFilesPerMonth: 1000, archiveMonths: 8 }],
  readers: [{ name: 'athena', pattern: 'scan', runsPerMonth: 2, lookbackDays: 'all' }],
};

const copyingOf = (given: object) => copying(pricedOf(given), estimateOf(given));
const plain = (found: ReturnType<typeof copying>) => ({
  files: found.files.toFixed(),
  costPerFile: found.costPerFile?.toFixed(),
  cost: found.cost?.toFixed(),
  savedPerRead: found.savedPerRead.toFixed(),
  readsToPay: found.readsToPay?.toFixed(6),
  savedInPeriod: found.savedInPeriod.toFixed(),
  paysIn: found.paysIn,
});

describe('copying the files from before the Bucket Key', () => {
  test('by hand: two KMS requests, a GET and a PUT a file, against 90% of each Decrypt', () => {
    // 600,000 old log files are read twice a month: 1,200,000 × 0.000003 × 0.9 = $3.24 a month, and as many copies cost $6.84.
    expect(plain(copyingOf(OLD))).toEqual({
      files: '600000',
      costPerFile: '0.0000114',
      cost: '6.84',
      savedPerRead: '0.0000027',
      readsToPay: '4.222222',
      savedInPeriod: '38.88',
      paysIn: '2027-02',
    });
  });

  test('pays in the month in which the savings reach the cost, or not at all', () => {
    const paysIn = (runsPerMonth: number) => copyingOf({ ...OLD, readers: [{ ...OLD.readers[0], runsPerMonth }] }).paysIn;
    expect([5, 3, 2, 0.4, 0.3].map(paysIn)).toEqual(['2026-12', '2027-01', '2027-02', '2027-10', undefined]);
  });

  test('a discount lowers cost and savings alike', () => {
    const { costPerFile, savedPerRead, readsToPay, paysIn } = plain(copyingOf({ ...OLD, discountPercent: 50 }));
    expect({ costPerFile, savedPerRead, readsToPay, paysIn }).toEqual({
      costPerFile: '0.0000057',
      savedPerRead: '0.00000135',
      readsToPay: '4.222222',
      paysIn: '2027-02',
    });
  });

  test('a read saves its paid copies and all that analyses or takes its event, too', () => {
    const saved = (recording: object) => copyingOf({ ...OLD, recording }).savedPerRead.toFixed();
    expect(saved({ paidCopies: 1 })).toBe('0.0000207');
    expect(saved({ paidCopies: 2, excludeKmsEvents: true })).toBe('0.0000027');
    expect(saved({ insightsTrails: 1 })).toBe('0.00000585');
    expect(saved({ guardDuty: true, excludeKmsEvents: true })).toBe('0.0000063'); // 0.9 × (0.000003 + 0.000004)
    // 0.9 × (0.000003 + 1,337 bytes × $2 / 10^9 + $5 / 10^6)
    expect(saved({ consumers: [{ name: 'siem', usdPerGb: 2, usdPerMillionEvents: 5 }] })).toBe('0.0000096066');
  });

  test('nothing is old where the Bucket Key came with SSE-KMS, or always was', () => {
    const files = (encryption: object) => copyingOf({ ...OLD, encryption: { ...OLD.encryption, ...encryption } }).files.toFixed();
    expect(files({ bucketKeySince: undefined })).toBe('0');
    expect(files({ bucketKeySince: '2026-06-01' })).toBe('0');
    expect(files({ sseKmsSince: 'always', bucketKeySince: 'always' })).toBe('0');
    expect(copyingOf({ ...OLD, encryption: { sseKmsSince: 'always' } })).toMatchObject({ paysIn: undefined });
  });

  test('only what the archive still has is old, and only what the period brings', () => {
    const files = (encryption: object, archiveMonths = 8) =>
      copyingOf({
        ...OLD,
        encryption: { ...OLD.encryption, ...encryption },
        trails: [{ ...OLD.trails[0], archiveMonths }],
      }).files.toFixed();
    expect(files({ sseKmsSince: 'always' })).toBe('800000');
    expect(files({}, 2)).toBe('200000');
    expect(files({ sseKmsSince: '2026-12-01', bucketKeySince: '2027-02-01' })).toBe('200000');
    expect(files({ sseKmsSince: '2026-12-01', bucketKeySince: '2030-01-01' })).toBe('0'); // nobody reads them under a Bucket Key
  });

  test('digest files from before 22 May 2025 are none of them', () => {
    const files = copyingOf({
      ...OLD,
      period: { start: '2025-07', months: 1 },
      encryption: { sseKmsSince: 'always', bucketKeySince: '2025-07-01', bucketKeyReduction: 0.9 },
      trails: [{ name: 'org', logFilesPerMonth: 0, digestFilesPerMonth: 3100, archiveMonths: 4 }],
      readers: [{ ...OLD.readers[0], digests: true }],
    }).files;
    // Ten of May's 31 days, and June.
    expect(files.toFixed()).toBe('4100');
  });

  test('files that no window reaches any more, and those that are read one time, are not copied', () => {
    const files = (reader: object) => copyingOf({ ...OLD, readers: [{ ...OLD.readers[0], ...reader }] }).files.toFixed(3);
    expect(files({ lookbackDays: 30 })).toBe('100000.000'); // November
    expect(files({ lookbackDays: 15 })).toBe('50000.000');
    expect(files({ trails: ['org'], lookbackDays: 0 })).toBe('0.000');
    const once = { name: 'once', pattern: 'once', month: '2027-01', firstDay: '2026-07-01', lastDay: '2026-08-31' };
    expect(copyingOf({ ...OLD, readers: [once] }).files.toFixed()).toBe('0');
  });

  test('savings count from the Bucket Key on: before it there is nothing to copy to', () => {
    const given = { ...OLD, period: { start: '2026-06', months: 12 }, readers: [{ name: 'siem', pattern: 'every-file', times: 5 }] };
    // Each file is read in the month of its delivery only, so no copied file is ever read again.
    expect(plain(copyingOf(given))).toMatchObject({ savedInPeriod: '0', paysIn: undefined });
  });

  test('a price that is not known leaves the answer open', () => {
    const elsewhere = { ...OLD, bucket: { region: 'mx-central-1' } };
    expect(copyingOf(elsewhere)).toMatchObject({
      missing: ['s3-get'],
      costPerFile: undefined,
      cost: undefined,
      readsToPay: undefined,
      paysIn: undefined,
    });
    expect(copyingOf(elsewhere).savedInPeriod.toFixed()).toBe('38.88');
    const { book, loaded } = pricedOf(OLD);
    const without = { ...book, layers: book.layers.map((layer) => layer.filter(({ metric }) => metric !== 's3-put')) };
    expect(copying({ loaded, book: without }, estimateOf(OLD))).toMatchObject({ missing: ['s3-put'], cost: undefined, paysIn: undefined });
  });

  test('a Bucket Key that saves nothing never pays', () => {
    const found = copyingOf({ ...OLD, encryption: { ...OLD.encryption, bucketKeyReduction: 0 } });
    expect(found).toMatchObject({ readsToPay: undefined, paysIn: undefined });
    expect(found.savedInPeriod.toFixed()).toBe('0');
  });
});

describe('how far the free tier reaches', () => {
  const GIVEN = {
    period: { start: '2026-12', months: 3 },
    // A bucket-level key serves a day: 28 to 31 requests of each reader at least, less than its reduction leaves.
    encryption: { sseKmsSince: 'always', bucketKeyReduction: 0.75, bucketKeyWriteMinutes: 1440, bucketKeyReadMinutes: 1440 },
    trails: [{ name: 'org', logFilesPerMonth: 8000, growthPercentPerMonth: 50, archiveMonths: 0 }],
    readers: [
      { name: 'siem', pattern: 'every-file' },
      { name: 'soc', pattern: 'single', readsPerMonth: 1000 },
    ],
    freeRequestsLeft: 10_000,
  };
  const reach = (more: object = {}) =>
    freeTierReach(estimateOf({ ...GIVEN, ...more })).map(({ strategy, requestsLeft, reads, mostRequests, usedUpIn }) =>
      [strategy, requestsLeft, reads, mostRequests, usedUpIn].join(' '),
    );

  test('by hand: 9,000, 13,000 and 19,000 requests; with a Bucket Key a quarter of them', () => {
    expect(reach()).toEqual(['sse-kms 10000 10000 19000 2027-01,2027-02', 'sse-kms-bucket-key 10000 40000 4750 ']);
  });

  test('used up is more than there is left, not as much', () => {
    expect(reach({ freeRequestsLeft: 13_000 })[0]).toBe('sse-kms 13000 13000 19000 2027-02');
    expect(reach({ freeRequestsLeft: 19_000 })[0]).toBe('sse-kms 19000 19000 19000 ');
    expect(reach({ freeRequestsLeft: 0 })[0]).toBe('sse-kms 0 0 19000 2026-12,2027-01,2027-02');
  });

  test('reads are whole ones, and without end where they make no request', () => {
    const withReduction = (bucketKeyReduction: number) => reach({ encryption: { ...GIVEN.encryption, bucketKeyReduction } })[1];
    expect(withReduction(0.97)).toBe('sse-kms-bucket-key 10000 333333 570 ');
    expect(freeTierReach(estimateOf({ ...GIVEN, encryption: { sseKmsSince: 'always', bucketKeyReduction: 1 } }))[1]?.reads).toBeUndefined();
  });

  test('of ranges the expected values', () => {
    expect(reach({ freeRequestsLeft: { low: 0, expected: 13_000, high: 20_000 } })[0]).toBe('sse-kms 13000 13000 19000 2027-02');
  });

  test("CloudTrail's own requests use none of it", () => {
    expect(reach({ readers: [{ name: 'soc', pattern: 'single', readsPerMonth: 100 }] })[0]).toBe('sse-kms 10000 10000 100 ');
  });
});
