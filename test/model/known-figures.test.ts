import { describe, expect, test } from 'vitest';
import type { Charge } from '../../src/model/charges.js';
import { costOf, estimateOf, linesWith } from '../support.js';

/** 31 days of 288 slots of five minutes. */
const SLOTS = 8928;

const monthly = (logFilesPerMonth: number) => ({ name: 'org', logFilesPerMonth, archiveMonths: 0 });
/** One account and Region in use all the time: 288 slots a day. */
const busy = (filesPerSlot: number, archiveMonths = 0) => ({
  name: 'org',
  accounts: 1,
  activeRegions: 1,
  activeSlotShare: 1,
  filesPerSlot,
  archiveMonths,
});
const withKeyOf = (minutes: number, bucketKeyReduction: number) => ({
  sseKmsSince: 'always',
  bucketKeyReduction,
  bucketKeyWriteMinutes: minutes,
  bucketKeyReadMinutes: minutes,
});

/** The reader's requests in the month. */
function requestsUnder(strategy: 'sse-kms' | 'sse-kms-bucket-key', given: object): string {
  const { lines } = estimateOf({ readers: [{ name: 'r', pattern: 'every-file' }], ...given });
  return linesWith(lines, { strategy, charge: 'kms-requests', reader: 'r' })[0]?.quantity.expected.toFixed() ?? '';
}

/** Figures from outside: a public report, a measured bucket, and arithmetic on AWS's prices by hand. */
describe('known figures', () => {
  test('49,000,000 single reads with the whole free tier cost $146.94', () => {
    const result = estimateOf({
      freeRequestsLeft: 20000,
      readers: [{ name: 'everyone', pattern: 'single', readsPerMonth: 49_000_000 }],
    });
    expect(costOf(result, { strategy: 'sse-kms', charge: 'kms-requests' })).toBe('146.94');
  });

  test('566 Decrypts, as measured in a real bucket, cost $0.001698 without the free tier', () => {
    const result = estimateOf({ readers: [{ name: 'reader', pattern: 'single', readsPerMonth: 566 }] });
    expect(costOf(result, { strategy: 'sse-kms', charge: 'kms-requests' })).toBe('0.001698');
  });

  test('one full scan of 8,212,500 files costs $24.6375 of Decrypt and $3.285 of GET', () => {
    const result = estimateOf({
      period: { start: '2026-01', months: 1 },
      trails: [{ name: 'org', logFilesPerMonth: 684_375, archiveMonths: 12 }],
      readers: [{ name: 'scan', pattern: 'once', month: '2026-01', firstDay: '2025-01-01', lastDay: '2025-12-31' }],
    });
    expect(linesWith(result.lines, { charge: 's3-gets', strategy: 'sse-kms' })[0]?.quantity.expected.toFixed()).toBe('8212500');
    expect(costOf(result, { strategy: 'sse-kms', charge: 'kms-requests' })).toBe('24.6375');
    expect(costOf(result, { strategy: 'sse-kms', charge: 's3-gets' })).toBe('3.285');
    expect(costOf(result, { strategy: 'sse-s3', charge: 's3-gets' })).toBe('3.285');
  });

  test('10,000 reads with one paid copy, data events, Insights, GuardDuty and a consumer: $0.03, $0.20, $0.01, $0.035, $0.04', () => {
    const result = estimateOf({
      readers: [{ name: 'reader', pattern: 'single', readsPerMonth: 10_000 }],
      recording: { paidCopies: 1, dataEventCopies: 1, insightsTrails: 1, guardDuty: true, consumers: [{ name: 'logs', usdPerGb: 0.5 }] },
    });
    const cost = (charge: Charge) => costOf(result, { strategy: 'sse-kms', charge });
    expect(cost('kms-requests')).toBe('0.03');
    expect(cost('cloudtrail-copies')).toBe('0.2');
    expect(cost('cloudtrail-data-events')).toBe('0.01');
    expect(cost('cloudtrail-insights')).toBe('0.035');
    expect(cost('guardduty-events')).toBe('0.04');
    expect(cost('event-consumers')).toBe('0.006685'); // 13.37 MB
    expect(cost('s3-gets')).toBe('0.004');
  });

  test('a million files that one reader reads, with Insights on one trail, are $11.40: half of the Insights are of deliveries', () => {
    const { totals } = estimateOf({
      trails: [monthly(1_000_000)],
      readers: [{ name: 'siem', pattern: 'every-file' }],
      recording: { insightsTrails: 1 },
    });
    expect(totals['sse-kms'].expected.toFixed()).toBe('11.4'); // 3.00 Decrypt + 1.00 key + 0.40 GET + 3.50 + 3.50
  });

  test(
    'an organization of 100 accounts in 17 Regions delivers over ten million files a month, and ' + "CloudTrail's own requests are free",
    () => {
      const result = estimateOf({
        trails: [
          { name: 'org', accounts: 100, activeRegions: 17, filesPerSlot: 2.6, activeSlotShare: 0.3, digestRegions: 17, archiveMonths: 0 },
        ],
        readers: [{ name: 'siem', pattern: 'every-file' }],
      });
      const [own] = linesWith(result.lines, { strategy: 'sse-kms', charge: 'kms-requests', reader: 'CloudTrail' });
      // 100 accounts × 17 Regions × 31 days × (288 slots × 0.3 × 2.6 log files + 24 digest files)
      expect(own?.quantity.expected.toFixed()).toBe('13103328');
      expect(own?.billableQuantity.toFixed()).toBe('0');
      expect(own?.cost.high.toFixed()).toBe('0');
    },
  );
});

describe('one file every five minutes, 99% saved at best', () => {
  test.each([
    [5, String(SLOTS)],
    [60, '744'],
    [1440, '89.28'], // not 31: 1% of the files are more
  ])('a key of %i minutes leaves %s requests', (minutes, requests) => {
    expect(requestsUnder('sse-kms-bucket-key', { encryption: withKeyOf(minutes, 0.99), trails: [monthly(SLOTS)] })).toBe(requests);
  });
});

describe('what a reader of new files saves with k files a slot, where nothing else keeps it from saving all', () => {
  const savedPercent = (trail: object, minutes: number, files: number) =>
    100 * (1 - Number(requestsUnder('sse-kms-bucket-key', { encryption: withKeyOf(minutes, 1), trails: [trail] })) / files);

  test.each([
    [1, '0.0'],
    [1.1, '9.1'],
    [2.6, '61.5'],
    [5, '80.0'],
    [12, '91.7'],
  ])('k = %f: %s%% at five minutes, 1 − 1/k', (k, percent) => {
    for (const trail of [busy(k), monthly(SLOTS * k)]) {
      const saved = savedPercent(trail, 5, SLOTS * k);
      expect(saved).toBeCloseTo(100 * (1 - 1 / k), 9);
      expect(saved.toFixed(1)).toBe(percent);
    }
  });

  test.each([1.1, 2.6, 5, 12])('k = %f: at least 92%% in an hour', (k) => {
    for (const trail of [busy(k), monthly(SLOTS * k)]) expect(savedPercent(trail, 60, SLOTS * k)).toBeGreaterThan(92);
  });
});

/**
 * AWS's sample: 100 GETs of 9 objects by one role, and 50 PUTs, within ten minutes made 4 requests with a Bucket Key, 150 without. Here 4.5
 * files come every five minutes, and a run reads the 9 of the last ten.
 */
test("AWS's demo: the least that remains at five minutes is no more than the 4 requests that were left", () => {
  const demo = {
    encryption: withKeyOf(5, 1),
    trails: [busy(4.5, 1)],
    readers: [{ name: 'r', pattern: 'scan', runsPerMonth: 1, lookbackDays: 10 / 1440, getsPerFile: 100 / 9 }],
  };
  expect(Number(requestsUnder('sse-kms', demo))).toBeCloseTo(100, 6);
  expect(Number(requestsUnder('sse-kms-bucket-key', demo))).toBeCloseTo(2, 6); // ten minutes are two times five
});

test('a field report, 5,787 requests a second: $1,500 a day, and $300 with a Bucket Key that saves 80%', () => {
  const result = estimateOf({
    encryption: withKeyOf(5, 0.8),
    readers: [{ name: 'r', pattern: 'single', readsPerMonth: 5787 * 86_400 * 31 }],
  });
  const perDay = (strategy: 'sse-kms' | 'sse-kms-bucket-key') => Number(costOf(result, { strategy, charge: 'kms-requests' })) / 31;
  expect(perDay('sse-kms')).toBeCloseTo(1500, 1);
  expect(perDay('sse-kms-bucket-key')).toBeCloseTo(300, 1);
});
