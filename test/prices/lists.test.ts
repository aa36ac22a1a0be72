import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estimate } from '../../src/model/estimate.js';
import { PRICE_METRICS, type Price } from '../../src/prices/book.js';
import { importPrices } from '../../src/prices/lists/import.js';
import { parsePriceList } from '../../src/prices/lists/parse.js';
import { comparePrices, mergePrices, pricesCsv } from '../../src/prices/own.js';
import { parsePrices } from '../../src/prices/parse.js';
import { runs } from '../runs.js';
import { book, costOf, messageOf, scenarioOf } from '../support.js';
import {
  athena,
  bulkCsv,
  bulkJson,
  cloudTrail,
  entry,
  FRANKFURT,
  FREE,
  getProducts,
  guardDuty,
  kms,
  SAMPLE_LISTS,
  s3,
  VIRGINIA,
} from './made-lists.mjs';

type Made = ReturnType<typeof kms>;

const read = (value: unknown, name = 'list') => parsePriceList(typeof value === 'string' ? value : JSON.stringify(value), name);
const imported = (...lists: unknown[]) =>
  importPrices(
    lists.flatMap((list) => read(list)),
    book.regions,
  );
const texts = (prices: readonly Price[]) =>
  prices.map(({ metric, region, price, currency }) => `${metric} ${region} ${price.toFixed()} ${currency}`);

const KMS = [...kms(FRANKFURT), FREE] as Made;
const KMS_PRICES = ['kms-key-month eu-central-1 1 USD', 'kms-request eu-central-1 0.000003 USD'];

describe('every form of a list says the same', () => {
  test.each<[string, unknown]>([
    ['Bulk JSON', bulkJson('awskms', KMS, FRANKFURT)],
    ['Bulk CSV', bulkCsv('awskms', KMS, FRANKFURT)],
    ['Bulk CSV with a byte order mark and Windows ends of lines', `\uFEFF${bulkCsv('awskms', KMS, FRANKFURT).replaceAll('\n', '\r\n')}`],
    ['GetProducts, items as text', { FormatVersion: 'aws_v1', PriceList: getProducts(KMS, FRANKFURT).map((item) => JSON.stringify(item)) }],
    ['GetProducts, items parsed', { PriceList: getProducts(KMS, FRANKFURT) }],
    ['GetProducts, its items alone', getProducts(KMS, FRANKFURT)],
  ])('%s', (_, list) => {
    const { prices, freeRequestsPerMonth, missing, tiered, alike, entries } = imported(list);
    expect(texts(prices)).toEqual(KMS_PRICES);
    expect(freeRequestsPerMonth?.toFixed()).toBe('20000');
    expect([missing, tiered, alike, entries]).toEqual([[], [], [], 5]);
    expect(prices[0]).toMatchObject({ effectiveFrom: '2026-11-01', asOf: '2026-11-16', confidence: 'single' });
    expect(prices[0]?.source).toBe('AWS price list awskms 20261116100000, SKU KMSKEYeu-central-1');
  });

  test('the samples, which are made', () => {
    for (const [name, textOf] of Object.entries(SAMPLE_LISTS)) {
      expect(readFileSync(new URL(`../../samples/price-lists/${name}`, import.meta.url), 'utf8')).toBe(textOf());
    }
    const { prices } = imported(...Object.values(SAMPLE_LISTS).map((textOf) => textOf()));
    const listed = PRICE_METRICS.filter((metric) => /^(kms|s3|cloudtrail)-/.test(metric));
    expect(prices.map(({ metric }) => metric).sort()).toEqual(listed.toSorted());
  });
});

describe('only what is meant is taken', () => {
  test.each<[string, unknown, string[]]>([
    [
      'S3 in us-east-1 has no prefix',
      bulkJson('AmazonS3', s3(VIRGINIA), VIRGINIA),
      ['s3-get us-east-1 0.00000043 USD', 's3-put us-east-1 0.0000054 USD'],
    ],
    [
      'S3 elsewhere has one',
      bulkJson('AmazonS3', s3(FRANKFURT), FRANKFURT),
      ['s3-get eu-central-1 0.00000043 USD', 's3-put eu-central-1 0.0000054 USD'],
    ],
    [
      'CloudTrail: not the free events, not those of Insights on data events',
      bulkJson('AWSCloudTrail', cloudTrail(VIRGINIA), VIRGINIA),
      [
        'cloudtrail-data-event us-east-1 0.000001 USD',
        'cloudtrail-insights us-east-1 0.0000035 USD',
        'cloudtrail-paid-copy us-east-1 0.00002 USD',
      ],
    ],
    [
      'GuardDuty: events of CloudTrail, not volumes, not data events of S3',
      bulkJson('AmazonGuardDuty', guardDuty(VIRGINIA), VIRGINIA),
      ['guardduty-management-event us-east-1 0.000004 USD'],
    ],
    ['Athena', bulkJson('AmazonAthena', athena(FRANKFURT), FRANKFURT), ['athena-scanned eu-central-1 5 USD']],
    [
      "China's in its own currency",
      bulkJson(
        'awskms',
        kms({ code: 'cn-north-1', location: 'China (Beijing)', prefix: 'CNN1' }, '0.0000200000'),
        { code: 'cn-north-1', location: 'China (Beijing)' },
        { currency: 'CNY' },
      ),
      ['kms-key-month cn-north-1 1 CNY', 'kms-request cn-north-1 0.00002 CNY'],
    ],
    [
      'a Region by its location, where an older list has no code',
      bulkJson('awskms', kms(FRANKFURT), { code: '', location: 'EU (Frankfurt)' }),
      KMS_PRICES,
    ],
    [
      'a Region that is newer than the book',
      bulkJson('AmazonS3', s3({ code: 'xx-new-1', location: 'New', prefix: 'XXN1' }), { code: 'xx-new-1', location: 'New' }),
      ['s3-get xx-new-1 0.00000043 USD', 's3-put xx-new-1 0.0000054 USD'],
    ],
    ['a usage type of another Region', bulkJson('AmazonS3', s3({ ...FRANKFURT, prefix: 'EUC2' }), FRANKFURT), []],
    [
      'a service of another name',
      bulkJson(
        'comprehend',
        kms(FRANKFURT).map((made) => ({ ...made, service: 'comprehend' })),
        FRANKFURT,
      ),
      [],
    ],
  ])('%s', (_, list, expected) => {
    expect(texts(imported(list).prices)).toEqual(expected);
  });

  test('what has another family, group or unit is not taken, but told', () => {
    const renamed = kms(FRANKFURT).map((made) => (made.sku.startsWith('KMSREQ') ? { ...made, group: 'awskms-APIRequest-Some' } : made));
    const { prices, alike, missing } = imported(bulkJson('awskms', renamed, FRANKFURT));
    expect(texts(prices)).toEqual(['kms-key-month eu-central-1 1 USD']);
    expect(alike.map(({ usageType, group }) => `${usageType} ${group}`)).toEqual(['eu-central-1-KMS-Requests awskms-APIRequest-Some']);
    expect(missing).toEqual([{ metric: 'kms-request', service: 'awskms', regions: ['eu-central-1'] }]);
  });

  test('a list of all Regions tells where it lacks a price', () => {
    const [frankfurt, virginia] = [bulkJson('AmazonS3', s3(FRANKFURT), FRANKFURT), bulkJson('AmazonS3', s3(VIRGINIA).slice(1), VIRGINIA)];
    const all = {
      ...frankfurt,
      products: { ...frankfurt.products, ...virginia.products },
      terms: { OnDemand: { ...frankfurt.terms.OnDemand, ...virginia.terms.OnDemand } },
    };
    const { prices, missing } = imported(all);
    expect(texts(prices)).toHaveLength(3);
    expect(missing).toEqual([{ metric: 's3-get', service: 'AmazonS3', regions: ['us-east-1'] }]);
  });
});

describe('tiers', () => {
  const tiersOf = (tiers: object[]) => imported(bulkJson('AmazonAthena', [{ ...athena(FRANKFURT)[0], tiers }] as never, FRANKFURT));

  test('a first tier at 0 is an allowance, not the price', () => {
    const { prices, tiered } = tiersOf([
      { price: '5.0000000000', from: '10', to: 'Inf' },
      { price: '0.0000000000', from: '0', to: '10' },
    ]);
    expect(texts(prices)).toEqual(['athena-scanned eu-central-1 5 USD']);
    expect(tiered).toEqual([]);
  });

  test('of several the first is taken, and the next is told', () => {
    const { prices, tiered } = tiersOf([
      { price: '4.0000000000', from: '1000', to: 'Inf' },
      { price: '5.0000000000', from: '0', to: '1000' },
    ]);
    expect(texts(prices)).toEqual(['athena-scanned eu-central-1 5 USD']);
    expect(tiered.map(({ next }) => `${next.price} from ${next.from}`)).toEqual(['4 from 1000']);
  });

  test('one that costs nothing for ever costs nothing', () => {
    expect(texts(tiersOf([{ price: '0', from: '0', to: 'Inf' }]).prices)).toEqual(['athena-scanned eu-central-1 0 USD']);
  });
});

describe('history', () => {
  const list = (price: string, effective: string, published = `${effective}T00:00:00Z`) =>
    bulkJson('awskms', kms(FRANKFURT, price), FRANKFURT, { effective, published, version: published.replace(/\D/g, '') });
  const requests = (prices: readonly Price[]) =>
    prices.filter(({ metric }) => metric === 'kms-request').map(({ price, effectiveFrom }) => `${effectiveFrom} ${price}`);

  test('a price that later lists repeat stands once, from its first day', () => {
    const { prices } = imported(list('0.0000030000', '2026-09-01'), list('0.0000030000', '2026-10-01'), list('0.0000040000', '2026-11-01'));
    expect(requests(prices)).toEqual(['2026-09-01 0.000003', '2026-11-01 0.000004']);
  });

  test('in whatever order the lists come', () => {
    const lists = [list('0.0000030000', '2026-09-01'), list('0.0000050000', '2026-10-01'), list('0.0000030000', '2026-11-01')];
    fc.assert(
      fc.property(fc.shuffledSubarray(lists, { minLength: 3 }), (shuffled) => {
        expect(requests(imported(...shuffled).prices)).toEqual(['2026-09-01 0.000003', '2026-10-01 0.000005', '2026-11-01 0.000003']);
      }),
      runs(),
    );
  });

  test('of one day the list that was published last holds', () => {
    const { prices } = imported(
      list('0.0000040000', '2026-11-01', '2026-11-09T00:00:00Z'),
      list('0.0000030000', '2026-11-01', '2026-11-02T00:00:00Z'),
    );
    expect(requests(prices)).toEqual(['2026-11-01 0.000004']);
  });

  test('estimates take each month at the price of its first day', () => {
    const { prices } = imported(list('0.0000100000', '2026-12-01'), list('0.0000200000', '2027-01-02'));
    const own = { ...book, layers: [...book.layers, prices] };
    const given = {
      period: { start: '2026-11', months: 4 },
      bucket: { region: 'eu-central-1' },
      readers: [{ name: 'soc', pattern: 'single', readsPerMonth: 1e6 }],
    };
    const result = estimate(scenarioOf(given), own);
    const cost = (month: string) => costOf(result, { strategy: 'sse-kms', charge: 'kms-requests', reader: 'soc', month });
    expect(['2026-11', '2026-12', '2027-01', '2027-02'].map(cost)).toEqual(['3', '10', '10', '20']);
  });
});

describe('a price book of the user', () => {
  const { prices } = imported(bulkJson('awskms', KMS, FRANKFURT));

  test('written and read back is the same', () => {
    expect(pricesCsv(parsePrices(pricesCsv(prices), 'own.csv'))).toBe(pricesCsv(prices));
  });

  test('keeps what is not imported anew', () => {
    const again = imported(bulkJson('awskms', kms(FRANKFURT, '0.0000050000'), FRANKFURT)).prices;
    const other = imported(bulkJson('awskms', kms(VIRGINIA), VIRGINIA)).prices;
    expect(texts(mergePrices([...prices, ...other], again))).toEqual([
      'kms-key-month eu-central-1 1 USD',
      'kms-key-month us-east-1 1 USD',
      'kms-request eu-central-1 0.000005 USD',
      'kms-request us-east-1 0.000003 USD',
    ]);
  });

  test('is compared with the bundled one on a day', () => {
    const dearer = imported(bulkJson('awskms', kms(FRANKFURT, '0.0000060000'), FRANKFURT)).prices;
    const on = (day: string) =>
      comparePrices(book.layers[0] ?? [], dearer, day).map(({ metric, bundled, own }) => `${metric} ${bundled?.price ?? '-'} ${own.price}`);
    expect(on('2026-11-01')).toEqual(['kms-key-month 1 1', 'kms-request 0.000003 0.000006']);
    expect(on('2026-10-31')).toEqual([]);
  });
});

describe('what is no price list is refused', () => {
  test.each<[string, string, string]>([
    ['nothing', '', 'is no AWS price list'],
    ['some text', 'Dear customer', 'is no AWS price list'],
    ['JSON cut off', JSON.stringify(bulkJson('awskms', KMS, FRANKFURT)).slice(0, 500), 'is not whole JSON'],
    ['CSV cut off', bulkCsv('awskms', KMS, FRANKFURT).slice(0, 900), 'is not'],
    ['another CSV', '"FormatVersion","v1.0"\na,b\n', 'lacks the columns SKU'],
    ['other JSON', '{"a": 1}', 'no offerCode and no PriceList'],
    ['an index of Regions', '{"formatVersion": "v1.0", "regions": {}}', 'is an index of price lists'],
    ['an index of versions', '{"offerCode": "awskms", "versions": {}}', 'is an index of price lists'],
    ['a price in exponents', JSON.stringify(bulkJson('awskms', kms(FRANKFURT, '3E-6'), FRANKFURT)), 'a plain decimal number in quotes'],
    ['a price below nothing', JSON.stringify(bulkJson('awskms', kms(FRANKFURT, '-1'), FRANKFURT)), 'a plain decimal number in quotes'],
    ['GetProducts of numbers', '{"PriceList": [1]}', 'is not in the form of an AWS price list'],
    ['GetProducts of broken text', '{"PriceList": ["{"]}', 'is not whole JSON'],
    ['null', 'null', 'is no AWS price list'],
  ])('%s', (_, text, message) => {
    const told = messageOf(() => parsePriceList(text, 'list.json'));
    expect(told).toContain('price-list-invalid\nlist.json: ');
    expect(told).toContain(message);
  });

  test('a product without a price is none, a term without a product neither', () => {
    const list = bulkJson('awskms', KMS, FRANKFURT);
    const { KMSFREE: _, ...products } = list.products as Record<string, unknown>;
    expect(imported({ ...list, products }).freeRequestsPerMonth).toBeUndefined();
    expect(imported({ ...list, terms: {} }).prices).toEqual([]);
  });

  test('control characters of a list reach no report', () => {
    const hostile = [
      entry('A\u001b[31m', 'awskms', 'Encryption Key', 'eu-central-1-KMS-Keys', 'Keys', [{ price: '1', from: '0', to: 'Inf' }]),
    ] as Made;
    expect(imported(bulkJson('awskms', hostile, FRANKFURT)).prices[0]?.source).toMatch(/^[^\p{C}]+$/u);
  });
});
