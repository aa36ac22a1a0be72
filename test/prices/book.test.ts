import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  findPrice,
  freeRequestsPerMonth,
  PRICE_COLUMNS,
  PRICE_METRICS,
  type PriceMetric,
  requestQuotaPerSecond,
  unitPrice,
} from '../../src/prices/book.js';
import { loadPriceBook } from '../../src/prices/load.js';
import { parsePrices } from '../../src/prices/parse.js';
import { book } from '../support.js';

const HEADER = `${PRICE_COLUMNS.join(',')}\n`;

describe('the bundled book', () => {
  const [bundled = []] = book.layers;

  test('has each price once, with source, date and confidence, in a known Region', () => {
    const regions = new Set(book.regions.map(({ region }) => region));
    expect(new Set(bundled.map(({ metric, region, effectiveFrom }) => `${metric} ${region} ${effectiveFrom}`)).size).toBe(bundled.length);
    for (const price of bundled) {
      expect(price.source.length).toBeGreaterThan(10);
      expect(price.asOf).toMatch(/^(undated|20\d\d(-\d\d){0,2})$/);
      expect(regions).toContain(price.region);
      if (price.asOf === 'undated') expect(['assumed', 'single']).toContain(price.confidence);
    }
  });

  test('has the KMS prices that AWS states, in every Region that has one', () => {
    const unit = (metric: 'kms-request' | 'kms-key-month') => [
      ...new Set(bundled.filter((price) => price.metric === metric).map((price) => `${unitPrice(price)} ${price.currency}`)),
    ];
    expect(unit('kms-request')).toEqual(['0.000003 USD']);
    expect(unit('kms-key-month')).toEqual(['1 USD']);
  });

  test.each([
    { region: 'us-east-1', metric: 'cloudtrail-paid-copy', per10000: '0.2' },
    { region: 'us-east-1', metric: 'kms-request', per10000: '0.03' },
    { region: 'us-east-1', metric: 's3-get', per10000: '0.004' },
    { region: 'us-east-1', metric: 's3-put', per10000: '0.05' },
    { region: 'us-east-1', metric: 'cloudtrail-data-event', per10000: '0.01' },
    { region: 'us-east-1', metric: 'cloudtrail-insights', per10000: '0.035' },
    { region: 'sa-east-1', metric: 's3-get', per10000: '0.0056' },
    { region: 'us-east-2', metric: 's3-get', per10000: '0.004' },
    { region: 'sa-east-1', metric: 'cloudtrail-insights', per10000: '0.035' },
    { region: 'us-east-1', metric: 'guardduty-management-event', per10000: '0.04' },
    { region: 'ap-northeast-1', metric: 'guardduty-management-event', per10000: '0.0472' },
  ] as const)('$metric in $region is $per10000 for 10,000', ({ region, metric, per10000 }) => {
    const price = findPrice(book, metric, region, '2026-12');
    expect(price === undefined ? undefined : unitPrice(price).times(10000).toFixed()).toBe(per10000);
  });

  test('has the S3 GET price of all commercial Regions with KMS prices but four', () => {
    const knows = (metric: PriceMetric, region: string) => findPrice(book, metric, region, '2026-12') !== undefined;
    const commercial = book.regions.filter(({ partition, region }) => partition === 'aws' && knows('kms-request', region));
    const lacking = commercial.map(({ region }) => region).filter((region) => !knows('s3-get', region));
    expect(commercial).toHaveLength(34);
    expect(lacking).toEqual(['ap-east-2', 'ap-southeast-6', 'ap-southeast-7', 'mx-central-1']);
  });

  test.each(['us-gov-west-1', 'us-gov-east-1', 'cn-north-1', 'eusc-de-east-1', 'sa-west-1'])(
    'never borrows a KMS price for %s',
    (region) => {
      expect(findPrice(book, 'kms-request', region, '2026-12')).toBeUndefined();
      expect(findPrice(book, 'kms-key-month', region, '2026-12')).toBeUndefined();
    },
  );

  test('has the free tier and the quotas by Region', () => {
    expect(freeRequestsPerMonth(book).toFixed()).toBe('20000');
    expect(['us-east-1', 'eu-west-2', 'eu-north-1'].map((region) => requestQuotaPerSecond(book, region)?.toFixed())).toEqual([
      '100000',
      '20000',
      '10000',
    ]);
  });

  test('no price stands in code', () => {
    expect(readFileSync(new URL('../../src/model/rates.ts', import.meta.url), 'utf8')).not.toMatch(/0\.0/);
  });
});

describe('prices of the user', () => {
  const row = (price: string, from = '', metric = 'kms-request', region = 'us-east-1') =>
    `${metric},${region},${price},1,requests,USD,${from},2026-11-01,confirmed,our contract\n`;
  const own = async (rows: string) => loadPriceBook({ csv: HEADER + rows, source: 'own.csv' });
  const priceIn = async (rows: string, month: string) => findPrice(await own(rows), 'kms-request', 'us-east-1', month)?.price.toFixed();

  test('take precedence over the bundled ones', async () => {
    expect(await priceIn(row('0.0000025'), '2026-12')).toBe('0.0000025');
  });

  test('hold from their day on: the one in force on the first of the month counts', async () => {
    const rows = row('0.000001', '2027-03-01') + row('0.000002', '2027-02-02');
    expect(await priceIn(rows, '2027-02')).toBe('0.000003');
    expect(await priceIn(rows, '2027-03')).toBe('0.000001');
  });

  test.each([
    {
      csv: `${HEADER}kms-request,us-east-1,three,1,requests,USD,,2026,single,x\n`,
      message: 'own.csv:2 price: expected a plain decimal number',
    },
    { csv: HEADER + row('-1'), message: 'own.csv:2 price: expected a plain decimal number such as 0.000003, found "-1"' },
    {
      csv: `${HEADER}kms-requests,us-east-1,1,1,requests,USD,,2026,single,x\n`,
      message: `own.csv:2 metric: expected one of ${PRICE_METRICS.join(', ')}`,
    },
    { csv: `${HEADER}kms-request,us-east-1,1,7,requests,USD,,2026,single,x\n`, message: 'own.csv:2 per: expected 1, 10, 100, …' },
    {
      csv: `${HEADER}kms-request,us-east-1,1,1,requests,$,,2026,single,x\n`,
      message: 'own.csv:2 currency: expected a currency code such as USD, found "$"',
    },
    {
      csv: `${HEADER}kms-request,us-east-1,1,1,requests,USD,2026-02-30,2026,single,x\n`,
      message: 'own.csv:2 effective_from: expected a day',
    },
    {
      csv: 'metric,region\nkms-request,us-east-1\n',
      message: 'own.csv:1: column price, per, unit, currency, effective_from, as_of, confidence, source is missing',
    },
    { csv: HEADER + row('0.5') + row('0.25'), message: 'own.csv: has two prices of kms-request us-east-1' },
    { csv: HEADER, message: 'own.csv: has no prices' },
    { csv: '', message: 'own.csv: has no prices' },
    { csv: `${HEADER}kms-request,us-east-1,1,1,requests,USD,,,single,x\n`, message: 'own.csv:2 as_of: expected a date as YYYY' },
    { csv: `${HEADER}"kms-request`, message: 'own.csv:2: not a CSV file: Quote Not Closed' },
    { csv: `${HEADER}kms-request,us-east-1\n`, message: 'own.csv:2: not a CSV file: Invalid Record Length' },
    { csv: `${HEADER}kms-req"uest,us-east-1\n`, message: 'own.csv:2: not a CSV file: Invalid Opening Quote' },
    { csv: `${HEADER}${'m'.repeat(600)},us-east-1,1,1,requests,USD,,2026,single,x\n`, message: `found "${'m'.repeat(100)}…"` },
    { csv: HEADER.replace('unit', 'price'), message: 'own.csv:1: column unit is missing' },
    { csv: HEADER.replace('\n', ',price\n'), message: 'own.csv:1: column price appears twice' },
  ])('$message', ({ csv, message }) => {
    expect(() => parsePrices(csv, 'own.csv')).toThrow(message);
  });
});
