import { describe, expect, test } from 'vitest';
import { costOf, estimateOf, linesWith } from '../support.js';

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

  test('10,000 reads with one paid copy, data events and Insights: $0.03, $0.20, $0.01, $0.035', () => {
    const result = estimateOf({
      readers: [{ name: 'reader', pattern: 'single', readsPerMonth: 10_000 }],
      recording: { paidCopies: 1, dataEventCopies: 1, insightsTrails: 1 },
    });
    const cost = (charge: 'kms-requests' | 'cloudtrail-copies' | 'cloudtrail-data-events' | 'cloudtrail-insights' | 's3-gets') =>
      costOf(result, { strategy: 'sse-kms', charge });
    expect(cost('kms-requests')).toBe('0.03');
    expect(cost('cloudtrail-copies')).toBe('0.2');
    expect(cost('cloudtrail-data-events')).toBe('0.01');
    expect(cost('cloudtrail-insights')).toBe('0.035');
    expect(cost('s3-gets')).toBe('0.004');
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
