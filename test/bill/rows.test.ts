import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/base/decimal.js';
import { Dates } from '../../src/bill/row/dates.js';
import { isFreeTier, kindOfCharge, kindOfLineItem } from '../../src/bill/row/kind.js';
import { operationOf } from '../../src/bill/row/operations.js';
import { unitOf } from '../../src/bill/row/units.js';
import { serviceOf, UsageTypes } from '../../src/bill/row/usage.js';
import { decimalCommaOf, decimalOf, decimalPointOf, monthOf, textOf } from '../../src/bill/row/values.js';
import { wordedAs } from '../../src/bill/row/words.js';
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
    ['usage', 'usage'],
    ['EDPDISCOUNT', 'discount'],
    ['TAX', 'tax'],
    ['ri_fee', 'fee'],
    ['', 'usage'],
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
    [' 2.5  ', '2.5'],
    ['$2.5', '2.5'],
    ['-$2.5', '-2.5'],
    ['2.5 USD', '2.5'],
    ['USD 2.5', '2.5'],
    ['(2.5)', '-2.5'],
    ['($2.50)', '-2.5'],
    ['2.5-', '-2.5'],
    ['€ 3.0E-6', '0.000003'],
  ])('amount %j', (text, expected) => expect(decimalOf(text)?.toFixed()).toBe(expected));

  test.each([
    ['1,234.5', '1234.5'],
    ['-1,234,567', '-1234567'],
    ['$1,000', '1000'],
  ])('amount %j beside amounts with a decimal point', (text, expected) => expect(decimalPointOf(text)?.toFixed()).toBe(expected));

  test.each(['1,23', '12,34.5', '1.234,5'])('%j is no amount beside amounts with a decimal point', (text) => {
    expect(() => decimalPointOf(text)).toThrow('is not a number');
  });

  test.each([
    ['1.234,5 €', '1234.5'],
    ['(0,25)', '-0.25'],
  ])('amount %j beside amounts with a decimal comma', (text, expected) => expect(decimalCommaOf(text)?.toFixed()).toBe(expected));

  test.each(['\\N', 'NaN', 'nan', 'None', 'N/A', 'n/a', '<NA>', '#N/A', 'NA', 'NaT', '-', '(null)'])('%j is nothing', (text) => {
    expect(decimalOf(text)).toBeUndefined();
    expect(textOf(text)).toBe('');
  });

  test.each(['1,234.5', '$', '$1x', '(1', '--1', '1 USD EUR', 'Infinity', '1e999', '0x10', '1 2'])('%j is no amount', (text) => {
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

  test.each([
    ['46327', '2026-11'],
    ['46356.9583333333', '2026-11'],
    ['1793491200', '2026-11'],
    ['1793491200000', '2026-11'],
    ['1793491200000000', '2026-11'],
    ['1793491200000000000', '2026-11'],
    ['1793491200.0', '2026-11'],
    ['2026-11', '2026-11'],
    ['2026/11/01', '2026-11'],
    ['2026-11-01 00:00:00.000000 UTC', '2026-11'],
    ['1.11.2026', '2026-11'],
    ['01.11.2026 00:00', '2026-11'],
    ['11/13/2026 0:00', '2026-11'],
    ['13/11/2026', '2026-11'],
    ['11/11/26', '2026-11'],
    ['1-Nov-26', '2026-11'],
    ['November 1, 2026', '2026-11'],
    ['11/1/2026', undefined],
    ['01-11-2026', undefined],
  ])('date %j is in %s', (text, month) => expect(new Dates().month(text)).toBe(month));

  test.each([
    ['2026-11-03T05:30:00Z', 3, 5.5],
    ['2026-11-03 05:00:00+02', 3, 3],
    ['2026-11-03', 3, 0],
    ['03.11.2026 05:00', 3, 5],
    ['03.11.26', 3, 0],
    ['13/11/2026 05:00:36', 13, 5.01],
    ['11/13/2026 12:00:00 AM', 13, 0],
    ['11/13/26 5:15 pm', 13, 17.25],
    ['3-Nov-26 05:00', 3, 5],
    ['2026/11/03 05:00', 3, 5],
    ['46329.2083333333', 3, 5],
    ['46329', 3, 0],
    ['1793682000', 3, 5],
    ['1793682000000', 3, 5],
  ])('time %j', (text, day, hour) => {
    const moment = new Dates().moment(text);
    expect((moment?.hours ?? 0) - Date.UTC(2026, 10, day) / 3_600_000).toBeCloseTo(hour, 6);
    expect(moment?.hasTime).toBe(/:|\d{10}|\.\d{6}/.test(text));
  });

  test.each(['99999', '12345', '2026-13', '31/31/2026', '1-Foo-26', '1.13.2026', '20261101', ''])('date %j is none', (text) => {
    expect(() => new Dates().month(text)).toThrow('is not a date');
  });

  test('the order of day and month is learned, and kept', () => {
    const dates = new Dates();
    expect(dates.moment('11/1/2026 5:00 PM')).toBeUndefined();
    dates.learn('2026-11-25');
    expect(dates.month('11/1/2026')).toBeUndefined();
    dates.learn('11/1/2026', true);
    expect(dates.month('11/1/2026')).toBe('2026-11');
    expect(dates.month('12/3/2026')).toBe('2026-12');
    expect(() => dates.month('25/11/2026')).toThrow('the other way round');
  });

  test.each([
    ['Requests', '1', 'request'],
    ['Request', '1', 'request'],
    ['10K Requests', '10000', 'request'],
    ['10,000 Requests', '10000', 'request'],
    ['10.000 Requests', '10000', 'request'],
    ['1M Requests', '1000000', 'request'],
    ['1 million requests', '1000000', 'request'],
    ['Requests per 10K', '10000', 'request'],
    ['per 10,000 requests', '10000', 'request'],
    ['Requests (10K)', '10000', 'request'],
    ['1000 Requests', '1000', 'request'],
    ['Thousand API calls', '1000', 'request'],
    ['10K', '10000', undefined],
    ['Keys', '1', 'key'],
    ['Key-Months', '1', 'key'],
    ['100,000 Events', '100000', 'event'],
    ['Count', '1', undefined],
  ])('unit %j is %s of %s', (text, factor, thing) => {
    expect(unitOf(text)?.factor.toFixed()).toBe(factor);
    expect(unitOf(text)?.thing).toBe(thing);
  });

  test.each(['Bundle', '10 Packs', '', '0 Requests', '10 x 10K Requests'])('unit %j is not known', (text) => {
    expect(unitOf(text)).toBeUndefined();
  });

  test.each([
    ['decrypt', 'Decrypt'],
    ['DECRYPT', 'Decrypt'],
    ['kms:Decrypt', 'Decrypt'],
    ['generate_data_key', 'GenerateDataKey'],
    ['GENERATEDATAKEYWITHOUTPLAINTEXT', 'GenerateDataKeyWithoutPlaintext'],
    ['NewOperation', 'NewOperation'],
    ['', ''],
  ])('operation %j is %s', (text, expected) => expect(operationOf('kms', text)).toBe(expected));
});

describe('usage in words', () => {
  test.each([
    ['kms', 'KMS Requests', 'kms-request'],
    ['kms', 'AWS Key Management Service Requests', 'kms-request'],
    ['kms', 'KMS-Requests', 'kms-request'],
    ['kms', '$0.03 per 10,000 KMS requests', 'kms-request'],
    ['kms', '$0.00 per request - Monthly Global Free Tier for KMS requests', 'kms-request'],
    ['kms', 'KMS Keys', 'kms-key-month'],
    ['kms', '$1 per customer managed KMS key version', 'kms-key-month'],
    ['kms', '$0.15 per 10000 KMS Asymmetric Requests in Asia Pacific (Sydney)', 'other'],
    ['kms', '$12 per 10000 RSA Generate Data Key Pair Requests', 'other'],
    ['kms', 'AWS Key Management Service', undefined],
    ['kms', 'something', undefined],
    ['cloudtrail', 'Paid Events Recorded', 'cloudtrail-paid-copy'],
    ['cloudtrail', 'PaidEventsRecorded', 'cloudtrail-paid-copy'],
    ['cloudtrail', 'Data Events Recorded', 'cloudtrail-data-event'],
    ['cloudtrail', 'Insights Events', 'cloudtrail-insights'],
    ['cloudtrail', 'Free Events Recorded', 'other'],
    ['s3', '$0.004 per 10,000 GET and all other requests', 's3-get'],
    ['s3', '$0.01 per 10,000 GET and all other requests in Standard-Infrequent Access', 'other'],
    ['guardduty', 'Paid Events Analyzed', 'guardduty-management-event'],
    ['guardduty', 'VPC flow logs', 'other'],
  ] as const)('%s %j is %s', (service, text, expected) => expect(wordedAs(service, text)).toBe(expected));

  test.each([
    ['kms', 'US-EAST-1-KMS-REQUESTS', 'kms-request', 'us-east-1'],
    ['kms', 'us-east-1-kms-requests', 'kms-request', 'us-east-1'],
    ['kms', 'global-kms-requests', 'kms-request', undefined],
    ['kms', 'us-east-1-kms-keys', 'kms-key-month', 'us-east-1'],
    ['kms', 'us-east-1-kms-requests-asymmetric', undefined, 'us-east-1'],
    ['cloudtrail', 'use1-paideventsrecorded', 'cloudtrail-paid-copy', 'us-east-1'],
  ] as const)('%s %s is %s of %s', (service, usageType, metric, region) => {
    expect(usageTypes.usageOf(service, usageType)).toMatchObject({ metric, region });
  });
});
