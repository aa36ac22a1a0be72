import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/base/decimal.js';
import { isFreeTier, kindOfCharge, kindOfLineItem } from '../../src/bill/row/kind.js';
import { serviceOf, UsageTypes } from '../../src/bill/row/usage.js';
import { accountOf, decimalOf, monthOf } from '../../src/bill/row/values.js';
import { loadPriceBook } from '../../src/prices/load.js';

const usageTypes = new UsageTypes((await loadPriceBook()).regions);

describe('usage types', () => {
  test.each([
    ['kms', 'us-east-1-KMS-Requests', 'kms-request', 'us-east-1'],
    ['kms', 'eu-central-1-KMS-Requests', 'kms-request', 'eu-central-1'],
    ['kms', 'us-gov-west-1-KMS-Requests', 'kms-request', 'us-gov-west-1'],
    ['kms', 'Global-KMS-Requests', 'kms-request', undefined],
    ['kms', 'us-east-1-KMS-Keys', 'kms-key-month', 'us-east-1'],
    ['kms', 'us-east-1-KMS-Requests-Asymmetric', undefined, 'us-east-1'],
    ['kms', 'us-east-1-KMS-Requests-Asymmetric-RSA_2048', undefined, 'us-east-1'],
    ['kms', 'us-east-1-KMS-Requests-GenerateDatakeyPair-ECC', undefined, 'us-east-1'],
    ['kms', 'us-east-1-KMS-Requests-GenerateDatakeyPair-RSA', undefined, 'us-east-1'],
    ['kms', 'KMS-Requests', undefined, undefined],
    ['kms', 'us-east-1-Custom-KMS-Requests', undefined, 'us-east-1'],
    ['kms', 'xx-new-9-KMS-Requests', 'kms-request', undefined],
    ['kms', '', undefined, undefined],
    ['s3', 'Requests-Tier1', 's3-put', 'us-east-1'],
    ['s3', 'Requests-Tier2', 's3-get', 'us-east-1'],
    ['s3', 'EU-Requests-Tier2', 's3-get', 'eu-west-1'],
    ['s3', 'EUC1-Requests-Tier1', 's3-put', 'eu-central-1'],
    ['s3', 'EUC1-Requests-SIA-Tier2', undefined, 'eu-central-1'],
    ['s3', 'Requests-Tier3', undefined, undefined],
    ['s3', 'us-east-1-KMS-Requests', undefined, 'us-east-1'],
    ['cloudtrail', 'USE1-PaidEventsRecorded', 'cloudtrail-paid-copy', 'us-east-1'],
    ['cloudtrail', 'USE1-DataEventsRecorded', 'cloudtrail-data-event', 'us-east-1'],
    ['cloudtrail', 'USE1-InsightsEvents', 'cloudtrail-insights', 'us-east-1'],
    ['cloudtrail', 'USE1-DataInsightsEvents', undefined, 'us-east-1'],
    ['cloudtrail', 'USE1-FreeEventsRecorded', undefined, 'us-east-1'],
    ['cloudtrail', 'PaidEventsRecorded', undefined, undefined],
    ['guardduty', 'USE1-PaidEventsAnalyzed', 'guardduty-management-event', 'us-east-1'],
    ['guardduty', 'APN1-PaidEventsAnalyzed', 'guardduty-management-event', 'ap-northeast-1'],
    ['guardduty', 'P-PaidEventsAnalyzed', 'guardduty-management-event', undefined],
    ['guardduty', 'USE1-PaidEventsAnalyzed-Bytes', undefined, 'us-east-1'],
    ['guardduty', 'USE1-FreeEventsAnalyzed', undefined, 'us-east-1'],
    ['guardduty', 'USE1-PaidS3DataEventsAnalyzed', undefined, 'us-east-1'],
    ['cloudtrail', 'USE1-PaidEventsAnalyzed', undefined, 'us-east-1'],
    ['other', 'USE1-Requests-Tier2', undefined, 'us-east-1'],
  ] as const)('%s %s is %s of %s', (service, usageType, metric, region) => {
    expect(usageTypes.usageOf(service, usageType)).toMatchObject({ metric, region });
  });

  test.each([
    ['awskms', 'kms'],
    ['AWS Key Management Service', 'kms'],
    ['AmazonS3', 's3'],
    ['AmazonS3GlacierDeepArchive', 'other'],
    ['AWSCloudTrail', 'cloudtrail'],
    ['AmazonGuardDuty', 'guardduty'],
    ['Amazon GuardDuty', 'guardduty'],
    ['Amazon Athena', 'athena'],
    ['', 'other'],
  ])('%s is %s', (name, service) => expect(serviceOf(name)).toBe(service));
});

describe('kinds', () => {
  test.each([
    ['Usage', 'usage'],
    ['DiscountedUsage', 'usage'],
    ['SavingsPlanCoveredUsage', 'usage'],
    ['Tax', 'tax'],
    ['Credit', 'credit'],
    ['Refund', 'refund'],
    ['EdpDiscount', 'discount'],
    ['PrivateRateDiscount', 'discount'],
    ['RIFee', 'fee'],
    ['SavingsPlanNegation', 'other'],
    ['', 'other'],
  ])('line item type %s is %s', (type, kind) => expect(kindOfLineItem(type)).toBe(kind));

  test.each([
    ['Usage', '', '', '1', 'usage'],
    ['Usage', 'Correction', '', '-1', 'refund'],
    ['Usage', 'Correction', '', '1', 'usage'],
    ['Credit', 'Correction', '', '-1', 'credit'],
    ['Purchase', '', '', '1', 'fee'],
    ['Tax', '', '', '1', 'tax'],
    ['Adjustment', '', 'Enterprise Discount', '-1', 'discount'],
    ['Adjustment', '', 'rounding', '-0.01', 'other'],
  ])('charge %s %s %s of %s is %s', (category, chargeClass, description, cost, kind) => {
    expect(kindOfCharge(category, chargeClass, description, new Decimal(cost))).toBe(kind);
  });

  const zero = new Decimal(0);
  const ordinary = {
    usage: usageTypes.usageOf('s3', 'Requests-Tier2'),
    quantity: new Decimal(1000),
    cost: zero,
    unitPrice: zero,
    listCost: undefined,
    listUnitPrice: undefined,
    priceId: '',
    description: '',
  };
  test.each([
    ['rate 0 alone, of S3', {}, false],
    ['a public price above 0', { listUnitPrice: new Decimal('0.0000004') }, true],
    ['a public cost above 0', { listCost: new Decimal('0.0004') }, true],
    ['the free tier’s term', { priceId: 'MADE.A429C66SYZ.MADE' }, true],
    ['a description that says so', { description: '$0.00 under the monthly global free tier' }, true],
    ['KMS requests at rate 0', { usage: usageTypes.usageOf('kms', 'us-east-1-KMS-Requests') }, true],
    ['the free tier’s usage type', { usage: usageTypes.usageOf('s3', 'Global-Requests-Tier2') }, true],
    ['something billed', { cost: new Decimal('0.1'), listCost: new Decimal('0.1') }, false],
    ['a rate above 0 whose cost is rounded away', { unitPrice: new Decimal('0.0000004'), listCost: new Decimal('1') }, false],
    ['a correction of it', { usage: usageTypes.usageOf('kms', 'us-east-1-KMS-Requests'), quantity: new Decimal(-500) }, true],
    ['a key at price 0', { usage: usageTypes.usageOf('kms', 'us-east-1-KMS-Keys'), listCost: new Decimal('1') }, false],
    ['no quantity', { quantity: zero, listCost: new Decimal('1') }, false],
    ['the first copy of events', { usage: usageTypes.usageOf('cloudtrail', 'USE1-FreeEventsRecorded'), listCost: new Decimal('1') }, false],
  ])('free tier: %s', (_, signs, expected) => expect(isFreeTier({ ...ordinary, ...signs })).toBe(expected));
});

describe('values', () => {
  test.each([
    ['0.0000030000', '0.000003'],
    ['3.0E-6', '0.000003'],
    ['-2.5', '-2.5'],
    ['.5', '0.5'],
    ['-0', '0'],
    ['12345678901234567890.123456789012', '12345678901234567890.123456789012'],
    ['NULL', undefined],
    ['null', undefined],
    ['', undefined],
  ])('amount %j', (text, expected) => expect(decimalOf(text)?.toFixed()).toBe(expected));

  test.each(['1,234.5', '$1', 'NaN', 'Infinity', '1e999', '0x10', '1 '])('%j is no amount', (text) => {
    expect(() => decimalOf(text)).toThrow('is not a number');
  });

  test.each([
    ['2026-11-01T00:00:00Z', '2026-11'],
    ['2026-11-30T23:59:59.999Z', '2026-11'],
    ['2026-11-01', '2026-11'],
    ['2026-11-01 00:00:00', '2026-11'],
    ['2026-11-01 00:00:00.000 UTC', '2026-11'],
    ['2026-11-01 00:30:00+01', '2026-10'],
    ['2026-10-31T23:30:00-0100', '2026-11'],
    ['2028-02-29', '2028-02'],
  ])('%s is in %s', (text, month) => expect(monthOf(text)).toBe(month));

  test.each(['11/1/2026 0:00', '2026-13-01', '2026-02-30', '', 'NULL', '20261101'])('%j is not a date', (text) => {
    expect(() => monthOf(text)).toThrow('is not a date');
  });

  test('more amounts than are remembered are read alike', () => {
    const texts = Array.from({ length: 3000 }, (_, index) => `${index}.25`);
    const read = () => texts.map((text) => decimalOf(text)?.toFixed());
    expect(read()).toEqual(texts);
    expect(read()).toEqual(texts);
  });

  test('zeros that a number column lost come back', () => {
    expect(accountOf('111222333')).toBe('000111222333');
    expect(accountOf('111122223333')).toBe('111122223333');
    expect(accountOf('')).toBe('');
  });
});
