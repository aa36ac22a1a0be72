import { describe, expect, test } from 'vitest';
import { isUsageType, usageTypeOf } from '../../src/prices/usage-types.js';
import { book } from '../support.js';

const named = (id: string) => book.regions.find(({ region }) => region === id) ?? { region: id, usagePrefix: '' };

describe('usage types', () => {
  test.each([
    ['kms-request', 'us-east-1', 'us-east-1-KMS-Requests'],
    ['kms-key-month', 'eu-west-1', 'eu-west-1-KMS-Keys'],
    ['cloudtrail-paid-copy', 'us-east-1', 'USE1-PaidEventsRecorded'],
    ['cloudtrail-data-event', 'eu-central-1', 'EUC1-DataEventsRecorded'],
    ['cloudtrail-insights', 'eu-west-1', 'EU-InsightsEvents'],
    ['guardduty-management-event', 'us-east-1', 'USE1-PaidEventsAnalyzed'],
    ['guardduty-management-event', 'ap-northeast-1', 'APN1-PaidEventsAnalyzed'],
    ['s3-get', 'us-east-1', 'Requests-Tier2'],
    ['s3-get', 'eu-west-1', 'EU-Requests-Tier2'],
    ['s3-get', 'cn-north-1', undefined],
  ] as const)('of %s in %s: %s', (metric, id, expected) => {
    expect(usageTypeOf(metric, named(id))).toBe(expected);
    if (expected !== undefined) expect(isUsageType(expected, metric, named(id))).toBe(true);
  });

  test.each([
    ['kms-request', 'us-east-1', 'us-east-1-KMS-Requests-Asymmetric'],
    ['kms-request', 'us-east-1', 'us-east-2-KMS-Requests'],
    ['s3-get', 'us-east-1', 'Requests-SIA-Tier2'],
    ['s3-get', 'eu-west-1', 'EUC1-Requests-Tier2'],
    ['s3-get', 'eu-west-1', 'Requests-Tier2'],
    ['s3-get', 'cn-north-1', 'CNN1-Requests-SIA-Tier2'],
    ['s3-get', 'cn-north-1', 'CNN1-X-Requests-Tier2'],
    ['cloudtrail-insights', 'us-east-1', 'USE1-DataInsightsEvents'],
    ['guardduty-management-event', 'us-east-1', 'USE1-PaidEventsAnalyzed-Bytes'],
    ['guardduty-management-event', 'us-east-1', 'USE1-PaidS3DataEventsAnalyzed'],
    ['guardduty-management-event', 'us-east-1', 'PaidEventsAnalyzed'],
  ] as const)('not of %s in %s: %s', (metric, id, usageType) => {
    expect(isUsageType(usageType, metric, named(id))).toBe(false);
  });

  test('where a prefix is not known any one is taken', () => {
    expect(isUsageType('CNN1-Requests-Tier2', 's3-get', named('cn-north-1'))).toBe(true);
  });
});
