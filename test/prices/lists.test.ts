import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TrailcostError } from '../../src/base/errors.js';
import { estimate } from '../../src/model/estimate.js';
import { PRICE_METRICS, type Price } from '../../src/prices/book.js';
import { comparePrices, mergePrices, pricesCsv } from '../../src/prices/own.js';
import { parsePrices } from '../../src/prices/parse.js';
import { runs } from '../runs.js';
import { book, costOf, scenarioOf } from '../support.js';
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
import { imported, importOf, inPieces } from './reading.js';

type Made = ReturnType<typeof kms>;

const texts = (prices: readonly Price[]) =>
  prices.map(({ metric, region, price, currency }) => `${metric} ${region} ${price.toFixed()} ${currency}`);

const KMS = [...kms(FRANKFURT), FREE] as Made;
const KMS_PRICES = ['kms-key-month eu-central-1 1 USD', 'kms-request eu-central-1 0.000003 USD'];

const LIST = bulkJson('awskms', KMS, FRANKFURT);
const ITEMS = getProducts(KMS, FRANKFURT);
const TEXTS = ITEMS.map((item) => JSON.stringify(item));
const lines = (values: readonly unknown[]) =>
  values.map((value) => `${typeof value === 'string' ? value : JSON.stringify(value)}\n`).join('');
const page = (texts: readonly string[], NextToken?: string) => ({ FormatVersion: 'aws_v1', NextToken, PriceList: texts });
const PAGES = [page(TEXTS.slice(0, 2), 'more'), page(TEXTS.slice(2))];
const yamlOf = (texts: readonly string[]) => `PriceList:\n${texts.map((item) => `- '${item}'\n`).join('')}`;

describe('every form of a list says the same', () => {
  test.each<[string, unknown]>([
    ['Bulk JSON', bulkJson('awskms', KMS, FRANKFURT)],
    ['Bulk CSV', bulkCsv('awskms', KMS, FRANKFURT)],
    ['Bulk CSV with a byte order mark and Windows ends of lines', `\uFEFF${bulkCsv('awskms', KMS, FRANKFURT).replaceAll('\n', '\r\n')}`],
    ['GetProducts, items as text', { FormatVersion: 'aws_v1', PriceList: getProducts(KMS, FRANKFURT).map((item) => JSON.stringify(item)) }],
    ['GetProducts, items parsed', { PriceList: getProducts(KMS, FRANKFURT) }],
    ['GetProducts, its items alone', getProducts(KMS, FRANKFURT)],
    ['a product a line', lines(ITEMS)],
    ['a product a line, Windows ends of lines', lines(ITEMS).replaceAll('\n', '\r\n')],
    ['a product a line, its keys sorted', lines(ITEMS.map((item) => JSON.stringify(Object.fromEntries(Object.entries(item).sort()))))],
    ['a product a line, as text', lines(TEXTS.map((item) => JSON.stringify(item)))],
    ['products over many lines', ITEMS.map((item) => JSON.stringify(item, undefined, 2)).join('\n')],
    ['pages, one after the other', lines(PAGES)],
    ['pages, over many lines', PAGES.map((each) => JSON.stringify(each, undefined, 4)).join('')],
    ['pages in an array', PAGES],
    ['arrays in an array', [ITEMS.slice(0, 3), TEXTS.slice(3)]],
    ['arrays, one after the other', lines([ITEMS.slice(0, 3), ITEMS.slice(3)])],
    [
      'Bulk JSON after products',
      `${lines(ITEMS.slice(0, 2))}${JSON.stringify({ ...LIST, products: {}, terms: {} })}${lines(ITEMS.slice(2))}`,
    ],
    ['--output text', `aws_v1\n${TEXTS.map((item) => `PRICELIST\t${item}\n`).join('')}`],
    ['--output text, two pages', TEXTS.map((item, index) => `aws_v1${index === 0 ? '\tmore' : ''}\nPRICELIST\t${item}\n`).join('')],
    ['--output text, its items alone', TEXTS.join('\t')],
    ['--output yaml', `FormatVersion: aws_v1\n${yamlOf(TEXTS)}`],
    ['--output yaml, its items alone', TEXTS.map((item) => `- '${item}'\n`).join('')],
    ['--output yaml-stream', PAGES.map(({ PriceList }) => `- ${yamlOf(PriceList).replaceAll('\n', '\n  ').trimEnd()}\n`).join('')],
    ['YAML, a document a page', PAGES.map(({ PriceList }) => `---\n${yamlOf(PriceList)}`).join('')],
  ])('%s', async (_, list) => {
    const { prices, freeRequestsPerMonth, missing, tiered, alike, entries } = await imported(list);
    expect(texts(prices)).toEqual(KMS_PRICES);
    expect(freeRequestsPerMonth?.toFixed()).toBe('20000');
    expect([missing, tiered, alike, entries]).toEqual([[], [], [], 5]);
    expect(prices[0]).toMatchObject({ effectiveFrom: '2026-11-01', asOf: '2026-11-16', confidence: 'single' });
    expect(prices[0]?.source).toBe('AWS price list awskms; version 20261116100000, SKU KMSKEYeu-central-1');
  });

  test.each<[string, (text: string) => Uint8Array]>([
    ['packed', (text) => gzipSync(text)],
    ['packed in parts', (text) => Buffer.concat([gzipSync(text.slice(0, 99)), gzipSync(text.slice(99))])],
    ['packed twice', (text) => gzipSync(gzipSync(text))],
    ['from a Windows shell', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ])('%s', async (_, packed) => {
    for (const text of [JSON.stringify(LIST), lines(ITEMS), bulkCsv('awskms', KMS, FRANKFURT)]) {
      for (const size of [1, 4096]) expect(texts((await importOf(inPieces(packed(text), size))).result().prices)).toEqual(KMS_PRICES);
    }
  });

  test.each<[string, unknown[], string[]]>([
    ['the last page is here', PAGES, []],
    ['the last page comes first', PAGES.toReversed(), []],
    ['it is not here', PAGES.slice(0, 1), ['awskms']],
  ])('a page that names a next one: %s', async (_, pages, unfinished) => {
    expect((await imported(...pages)).unfinished).toEqual(unfinished);
    expect((await imported(lines(pages))).unfinished).toEqual(unfinished);
  });

  test('the samples, which are made', async () => {
    for (const [name, textOf] of Object.entries(SAMPLE_LISTS)) {
      expect(readFileSync(new URL(`../../samples/price-lists/${name}`, import.meta.url), 'utf8')).toBe(textOf());
    }
    const { prices } = await imported(...Object.values(SAMPLE_LISTS).map((textOf) => textOf()));
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
  ])('%s', async (_, list, expected) => {
    expect(texts((await imported(list)).prices)).toEqual(expected);
  });

  test('what has another family, group or unit is not taken, but told', async () => {
    const renamed = kms(FRANKFURT).map((made) => (made.sku.startsWith('KMSREQ') ? { ...made, group: 'awskms-APIRequest-Some' } : made));
    const { prices, alike, missing } = await imported(bulkJson('awskms', renamed, FRANKFURT));
    expect(texts(prices)).toEqual(['kms-key-month eu-central-1 1 USD']);
    expect(alike.map(({ usageType, group }) => `${usageType} ${group}`)).toEqual(['eu-central-1-KMS-Requests awskms-APIRequest-Some']);
    expect(missing).toEqual([{ metric: 'kms-request', service: 'awskms', regions: ['eu-central-1'] }]);
  });

  test('a list of all Regions tells where it lacks a price', async () => {
    const [frankfurt, virginia] = [bulkJson('AmazonS3', s3(FRANKFURT), FRANKFURT), bulkJson('AmazonS3', s3(VIRGINIA).slice(1), VIRGINIA)];
    const all = {
      ...frankfurt,
      products: { ...frankfurt.products, ...virginia.products },
      terms: { OnDemand: { ...frankfurt.terms.OnDemand, ...virginia.terms.OnDemand } },
    };
    const { prices, missing } = await imported(all);
    expect(texts(prices)).toHaveLength(3);
    expect(missing).toEqual([{ metric: 's3-get', service: 'AmazonS3', regions: ['us-east-1'] }]);
  });
});

describe('two currencies', () => {
  const yuan = bulkJson('awskms', kms(FRANKFURT, '0.0000200000'), FRANKFURT, { currency: 'CNY' });
  const both = JSON.parse(JSON.stringify(LIST).replaceAll(/"USD":"([\d.]+)"/g, '"USD":"$1","CNY":"2$1"'));
  const csv = bulkCsv('awskms', KMS, FRANKFURT);
  const rows = csv.split('\n').filter((row) => row.includes('"USD"'));

  test.each<[string, unknown[]]>([
    ['of one product', [both]],
    ['of one product, as items', [JSON.parse(JSON.stringify(ITEMS).replaceAll(/"USD":"([\d.]+)"/g, '"USD":"$1","CNY":"2$1"'))]],
    ['in the rows of a table', [csv + rows.map((row) => row.replace('"USD"', '"CNY"')).join('\n')]],
    ['in two lists', [LIST, yuan]],
  ])('%s are not halved', async (_, lists) => {
    await expect(imported(...lists)).rejects.toThrow(
      'kms-request in eu-central-1 has prices in CNY and USD, and a price book holds one of them\n  Nothing was written. Keep',
    );
  });

  test('of things that are not needed do not matter', async () => {
    const others = kms(FRANKFURT).filter(({ sku }) => /ASY|RSA/.test(sku));
    const list = JSON.stringify(bulkJson('awskms', [...others, ...KMS], FRANKFURT)).replaceAll(
      '"USD":"0.0012000000"',
      '"USD":"1","CNY":"2"',
    );
    expect(texts((await imported(list)).prices)).toEqual(KMS_PRICES);
  });
});

describe('tiers', () => {
  const tiersOf = (tiers: object[]) => imported(bulkJson('AmazonAthena', [{ ...athena(FRANKFURT)[0], tiers }] as never, FRANKFURT));

  test('a first tier at 0 is an allowance, not the price', async () => {
    const { prices, tiered } = await tiersOf([
      { price: '5.0000000000', from: '10', to: 'Inf' },
      { price: '0.0000000000', from: '0', to: '10' },
    ]);
    expect(texts(prices)).toEqual(['athena-scanned eu-central-1 5 USD']);
    expect(tiered).toEqual([]);
  });

  test('of several the first is taken, and the next is told', async () => {
    const { prices, tiered } = await tiersOf([
      { price: '4.0000000000', from: '1000', to: 'Inf' },
      { price: '5.0000000000', from: '0', to: '1000' },
    ]);
    expect(texts(prices)).toEqual(['athena-scanned eu-central-1 5 USD']);
    expect(tiered.map(({ next }) => `${next.price} from ${next.from}`)).toEqual(['4 from 1000']);
  });

  test('one that costs nothing for ever costs nothing', async () => {
    expect(texts((await tiersOf([{ price: '0', from: '0', to: 'Inf' }])).prices)).toEqual(['athena-scanned eu-central-1 0 USD']);
  });
});

describe('history', () => {
  const list = (price: string, effective: string, published = `${effective}T00:00:00Z`) =>
    bulkJson('awskms', kms(FRANKFURT, price), FRANKFURT, { effective, published, version: published.replace(/\D/g, '') });
  const requests = (prices: readonly Price[]) =>
    prices.filter(({ metric }) => metric === 'kms-request').map(({ price, effectiveFrom }) => `${effectiveFrom} ${price}`);

  test('a price that later lists repeat stands once, from its first day', async () => {
    const { prices } = await imported(
      list('0.0000030000', '2026-09-01'),
      list('0.0000030000', '2026-10-01'),
      list('0.0000040000', '2026-11-01'),
    );
    expect(requests(prices)).toEqual(['2026-09-01 0.000003', '2026-11-01 0.000004']);
  });

  test('in whatever order the lists come', async () => {
    const lists = [list('0.0000030000', '2026-09-01'), list('0.0000050000', '2026-10-01'), list('0.0000030000', '2026-11-01')];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(lists, { minLength: 3 }), async (shuffled) => {
        expect(requests((await imported(...shuffled)).prices)).toEqual([
          '2026-09-01 0.000003',
          '2026-10-01 0.000005',
          '2026-11-01 0.000003',
        ]);
      }),
      runs(),
    );
  });

  test('of one day the list that was published last holds', async () => {
    const { prices } = await imported(
      list('0.0000040000', '2026-11-01', '2026-11-09T00:00:00Z'),
      list('0.0000030000', '2026-11-01', '2026-11-02T00:00:00Z'),
    );
    expect(requests(prices)).toEqual(['2026-11-01 0.000004']);
  });

  test('estimates take each month at the price of its first day', async () => {
    const { prices } = await imported(list('0.0000100000', '2026-12-01'), list('0.0000200000', '2027-01-02'));
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

const { prices } = await imported(bulkJson('awskms', KMS, FRANKFURT));

describe('a price book of the user', () => {
  test('written and read back is the same', async () => {
    expect(pricesCsv(parsePrices(pricesCsv(prices), 'own.csv'))).toBe(pricesCsv(prices));
  });

  test('keeps what is not imported anew', async () => {
    const again = (await imported(bulkJson('awskms', kms(FRANKFURT, '0.0000050000'), FRANKFURT))).prices;
    const other = (await imported(bulkJson('awskms', kms(VIRGINIA), VIRGINIA))).prices;
    expect(texts(mergePrices([...prices, ...other], again))).toEqual([
      'kms-key-month eu-central-1 1 USD',
      'kms-key-month us-east-1 1 USD',
      'kms-request eu-central-1 0.000005 USD',
      'kms-request us-east-1 0.000003 USD',
    ]);
  });

  test('is compared with the bundled one on a day', async () => {
    const dearer = (await imported(bulkJson('awskms', kms(FRANKFURT, '0.0000060000'), FRANKFURT))).prices;
    const on = (day: string) =>
      comparePrices(book.layers[0] ?? [], dearer, day).map(({ metric, bundled, own }) => `${metric} ${bundled?.price ?? '-'} ${own.price}`);
    expect(on('2026-11-01')).toEqual(['kms-key-month 1 1', 'kms-request 0.000003 0.000006']);
    expect(on('2026-10-31')).toEqual([]);
  });
});

async function failureOf(content: string | Uint8Array, size?: number): Promise<string> {
  try {
    await importOf(inPieces(content, size));
  } catch (error) {
    if (error instanceof TrailcostError) return `${error.code}\n${error.message}`;
    throw error;
  }
  return 'no error';
}

const termsFirst = ({ terms, ...rest }: ReturnType<typeof bulkJson>) => ({ terms, ...rest });
const ONE_TERM = JSON.stringify({ KMSFREE: (LIST.terms.OnDemand as Record<string, unknown>)['KMSFREE'] }).slice(1, -1);
const ONE_RATE = ONE_TERM.slice(ONE_TERM.indexOf('"KMSFREE.JRTCKXETXF.'), ONE_TERM.indexOf('},"termAttributes"'));

describe('a list that comes piece by piece', () => {
  test.each<[string, string]>([
    ['Bulk JSON', JSON.stringify(LIST)],
    ['Bulk JSON with room', JSON.stringify(LIST, undefined, 2)],
    ['Bulk JSON, its terms first', JSON.stringify(termsFirst(LIST))],
    ['Bulk JSON without a version', JSON.stringify({ ...LIST, version: undefined })],
    ['Bulk CSV', bulkCsv('awskms', KMS, FRANKFURT)],
    ['GetProducts', JSON.stringify({ PriceList: getProducts(KMS, FRANKFURT).map((item) => JSON.stringify(item)) })],
  ])('says the same wherever it is cut: %s', async (_, text) => {
    const whole = (await importOf(inPieces(text, text.length))).result();
    expect(texts(whole.prices)).toEqual(KMS_PRICES);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), async (size) => {
        expect((await importOf(inPieces(text, size))).result()).toEqual(whole);
      }),
      runs(),
    );
  });

  test('has its products first, where it is long', async () => {
    const many = Array.from({ length: 20_001 }, (_, index) =>
      entry(`SKU${index}`, 'awskms', '', 'x', 'Keys', [{ price: '1', from: '0', to: 'Inf' }]),
    ) as Made;
    const all = bulkJson('awskms', many, FRANKFURT);
    expect((await imported(all)).entries).toBe(20_001);
    expect(await failureOf(JSON.stringify(termsFirst(all)))).toContain('has too many prices before its products\n  Give');
  });

  test('keeps of what nobody needs its service and place only', async () => {
    const others = [entry('A', 'AmazonEC2', 'Compute', 'BoxUsage', 'Hrs', [{ price: 'none', from: '0', to: 'Inf' }])] as Made;
    const nowhere = { code: '', location: 'Atlantis' };
    for (const list of [bulkJson('AmazonEC2', others, nowhere), bulkCsv('AmazonEC2', others, nowhere)]) {
      const { entries, unknownLocations, prices } = await imported(list);
      expect([entries, unknownLocations, prices]).toEqual([1, ['Atlantis'], []]);
    }
  });
});

describe('what is no price list is refused', () => {
  test.each<[string, string, string]>([
    ['nothing', '', 'is not an AWS price list'],
    ['some text', 'Dear customer', 'is not an AWS price list'],
    ['JSON cut off', JSON.stringify(bulkJson('awskms', KMS, FRANKFURT)).slice(0, 500), 'is not complete JSON'],
    ['JSON with more after it', `${JSON.stringify(LIST)}{}`, 'it has neither offerCode nor PriceList'],
    ['JSON with text after it', `${JSON.stringify(LIST)} and more`, 'is not complete JSON'],
    ['JSON lines, the last cut off', `${lines(ITEMS)}{"product"`, 'is not complete JSON'],
    ['text output with another line', `PRICELIST\t{}\nTOTAL\t3\n`, ''],
    ['YAML that is broken', 'PriceList:\n- "{\n', 'is not valid YAML'],
    ['YAML of pages without marks between', 'PriceList: []\nPriceList: []\n'.repeat(2), 'is not valid YAML: Map keys must be unique'],
    ['a table', `${'-'.repeat(40)}\n|  GetProducts  |\n`, 'is a table for people\n  Save it with --output json.'],
    ['JSON nested without end', '['.repeat(100_000), 'nested deeper than 64 levels'],
    ['JSON with a text without end', `{"offerCode": "${'a'.repeat(17 * 1024 * 1024)}`, 'a value of more than 16 MiB'],
    ['JSON with a value without end', `{"PriceList": [{"a": [${'1,'.repeat(10 * 1024 * 1024)}`, 'a value of more than 16 MiB'],
    ['products twice', '{"products": {}, "products": {}}', 'has products more than once'],
    ['products in an array', '{"products": []}', 'products: expected an object'],
    ['no products', '{"offerCode": "awskms", "publicationDate": "2026-11-16", "terms": {}}', 'products: is missing'],
    ['prices of a product twice', JSON.stringify(LIST).replace(ONE_TERM, `${ONE_TERM},${ONE_TERM}`), 'KMSFREE more than once'],
    ['a rate twice', JSON.stringify(LIST).replace(ONE_RATE, `${ONE_RATE},${ONE_RATE}`), 'more than once'],
    [
      'a version after the prices',
      JSON.stringify({ ...LIST, version: undefined, last: '1' }).replace('last', 'version'),
      'has its version after',
    ],
    ['another CSV', '"FormatVersion","v1.0"\na,b\n', 'lacks the columns SKU'],
    ['other JSON', '{"a": 1}', 'neither offerCode nor PriceList'],
    ['an index of Regions', '{"formatVersion": "v1.0", "regions": {}}', 'is an index of price lists'],
    ['an index of versions', '{"offerCode": "awskms", "versions": {}}', 'is an index of price lists'],
    ['a price in exponents', JSON.stringify(bulkJson('awskms', kms(FRANKFURT, '3E-6'), FRANKFURT)), 'a plain decimal number in quotes'],
    ['a price below nothing', JSON.stringify(bulkJson('awskms', kms(FRANKFURT, '-1'), FRANKFURT)), 'a plain decimal number in quotes'],
    ['GetProducts of numbers', '{"PriceList": [1]}', 'is not in the form of an AWS price list'],
    ['GetProducts of broken text', '{"PriceList": ["{"]}', 'is not complete JSON'],
    ['null', 'null', 'is not an AWS price list'],
  ])('%s', async (_, text, message) => {
    const told = await failureOf(text);
    expect(told).toContain('price-list-invalid\nlist: ');
    expect(told).toContain(message);
  });

  const CSV = bulkCsv('awskms', KMS, FRANKFURT);
  const [header = '', first = ''] = CSV.split('\n').slice(5);
  const csvWith = (row: string) => CSV.replace(first, row);

  test.each<[string, string, string]>([
    ['cut off in a text', CSV.slice(0, CSV.indexOf('API Request') + 3), '7: is not valid CSV: Quote Not Closed'],
    ['cut off between two cells', CSV.slice(0, CSV.indexOf(',"API Request')), '7: has 11 cells in this row'],
    ['a quotation mark never closed', `${csvWith('"KMSREQ')}${'"a,b"\n,'.repeat(200_000)}`, '7: is not valid CSV: Invalid Closing Quote'],
    ['a cell without end', csvWith(`"KMSREQ${'a'.repeat(10_000_000)}`), '7: has a row of more than 1024 KiB'],
    ['a NUL byte', csvWith(first.replace('Requests', 'Req\0ests')), '7: contains a NUL byte'],
    ['a cell too few', csvWith(first.slice(0, first.lastIndexOf(','))), '7: has 19 cells in this row'],
    ['a cell too many', csvWith(`${first},"a"`), '7: has 21 cells in this row'],
    ['its header again', `${CSV}${header}\n`, '12: has a second header'],
    ['another list after it', `${CSV}${CSV}`, '12: has 2 cells in this row'],
    ['a column twice', CSV.replace('"PriceDescription"', '"PricePerUnit"'), ' has the columns PricePerUnit more than once'],
    [
      'a price in exponents',
      csvWith(first.replace('0.0000030000', '3e-6')),
      '7: PricePerUnit: expected a plain decimal number in quotes, found "3e-6"',
    ],
    ['a price below nothing', csvWith(first.replace('0.0000030000', '-1')), '7: PricePerUnit: expected a plain decimal number'],
    ['a range without an end', csvWith(first.replace('"Inf"', '""')), '7: EndingRange: expected a plain decimal number'],
    ['a day that is none', csvWith(first.replace('2026-11-01', 'soon')), '7: EffectiveDate: expected a date, found "soon"'],
    ['no date of its own', CSV.replace('2026-11-16T10:00:00Z', ''), ' is not in the form of an AWS price list: Publication Date: a date'],
    ['its head alone', CSV.slice(0, CSV.indexOf('"SKU"')), ' lacks the columns SKU'],
  ])('CSV with %s', async (_, text, message) => {
    for (const size of [7919, 64 * 1024]) expect(await failureOf(text, size)).toContain(`price-list-invalid\nlist:${message}`);
  });

  test('text that is not UTF-8', async () => {
    const latin1 = Buffer.from('{"offerCode": "größer als vierzig Zeichen muss es sein"}', 'latin1');
    expect(await failureOf(latin1)).toBe('file-unreadable\nlist: cannot be read: not UTF-8 text\n  Save it as UTF-8.');
  });

  test('a product without a price is none, a term without a product neither', async () => {
    const list = bulkJson('awskms', KMS, FRANKFURT);
    const { KMSFREE: _, ...products } = list.products as Record<string, unknown>;
    expect((await imported({ ...list, products })).freeRequestsPerMonth).toBeUndefined();
    expect((await imported({ ...list, terms: {} })).prices).toEqual([]);
  });

  test('control characters of a list reach no report', async () => {
    const hostile = [
      entry('A\u001b[31m', 'awskms', 'Encryption Key', 'eu-central-1-KMS-Keys', 'Keys', [{ price: '1', from: '0', to: 'Inf' }]),
    ] as Made;
    expect((await imported(bulkJson('awskms', hostile, FRANKFURT))).prices[0]?.source).toMatch(/^[^\p{C}]+$/u);
  });
});
