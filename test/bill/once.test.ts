import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/base/decimal.js';
import type { BilledRow } from '../../src/index.js';
import { built } from '../built.js';
import { runs } from '../runs.js';
import { csvOf, cur2Table, curTable, focusTable, madeItems, PAYER, parquetColumns, zipOf } from './made.mjs';
import { folder, read, regions } from './reading.js';
import type { Table } from './tables.js';

type Item = ReturnType<typeof madeItems>[number];

const [template] = madeItems().filter(
  ({ product, operation, type }) => product === 'awskms' && operation === 'Decrypt' && type === 'Usage',
);
const KEYS = ['one', 'two'].map((key) => `arn:aws:kms:us-east-1:${PAYER}:key/${key}`);
const ACCOUNTS = ['444455556666', PAYER];

/** KMS requests of three days, by the hour, account and key; every quantity is another. */
const hourly: Item[] = ACCOUNTS.flatMap((account, a) =>
  KEYS.flatMap((resource, k) =>
    Array.from({ length: 72 }, (_, hour) =>
      use({ account, resource, hours: [hour, hour + 1], quantity: 1000 + 7 * hour + 1009 * k + 5003 * a }),
    ),
  ),
);

function use({
  account,
  resource,
  hours,
  quantity,
}: {
  account: string;
  resource: string;
  hours: [number, number];
  quantity: number;
}): Item {
  const [start, end] = hours.map((hour) => `${new Date(Date.UTC(2026, 10, 1, hour)).toISOString().slice(0, 19)}Z`);
  const cost = new Decimal(quantity).times('0.000003').toFixed();
  const price = { unitPrice: '0.000003', listUnitPrice: '0.000003', cost, listCost: cost };
  return {
    ...(template as Item),
    ...price,
    id: `h${account}${resource.slice(-3)}${hours}`,
    account,
    resource,
    start,
    end,
    quantity: String(quantity),
  };
}

/** The same usage in longer rows, or without the keys, under other ids. */
function grouped(items: readonly Item[], hours: number, withKeys = true): Item[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const at = Math.floor((Date.parse(item.start) - Date.UTC(2026, 10, 1)) / 3_600_000 / hours);
    const key = `${item.account} ${withKeys ? item.resource : ''} ${at}`;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups].map(([key, own]) => {
    const [account = '', resource = '', at = ''] = key.split(' ');
    const quantity = own.reduce((total, item) => total + Number(item.quantity), 0);
    const first = Number(at) * hours;
    return { ...use({ account, resource, hours: [first, first + hours], quantity }), id: `g${key}` };
  });
}

const renamed = (items: readonly Item[], given: Partial<Item> = {}) => items.map((item) => ({ ...item, ...given, id: `other ${item.id}` }));
const without = ({ header, rows }: Table, column: string): Table => {
  const at = header.indexOf(column);
  return { header: header.toSpliced(at, 1), rows: rows.map((row) => row.toSpliced(at, 1)) };
};
const proForma = (items: readonly Item[]) =>
  renamed(items).map((item) => ({ ...item, unitPrice: '0.000004', cost: new Decimal(item.quantity).times('0.000004').toFixed() }));

/** As a spreadsheet of a country saves it: the day first, and no interval. */
function local(table: Table, withTime: boolean): Table {
  const written = (cell: string) => {
    const [, year, month, day, time] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d):\d\dZ$/.exec(cell) ?? [];
    return year === undefined ? cell : `${day}.${month}.${year}${withTime ? ` ${time}` : ''}`;
  };
  return without({ ...table, rows: table.rows.map((row) => row.map(written)) }, 'identity/TimeInterval');
}

const [days, month] = [grouped(hourly, 24), grouped(hourly, 720)];
const earlier = hourly.filter(({ start }) => start < '2026-11-02T12');
const restated = renamed(earlier).map((item) =>
  item.start.startsWith('2026-11-02T11') ? { ...item, quantity: '1', cost: '0.000003' } : item,
);

describe('the same usage in two files is refused with both names, what differs and which to leave out', () => {
  test.each<[string, Table, Table, RegExp, RegExp]>([
    ['by the hour and by the day', curTable(hourly), curTable(days), /once by the hour and once by the day/, /Leave out \S+b\.csv\./],
    [
      'by the hour and, with dates of a country, by the day',
      curTable(hourly),
      local(curTable(days), true),
      /once by the hour and once by the day/,
      /Leave out \S+b\.csv\./,
    ],
    [
      'by the hour and, with dates that have lost their time, by the month',
      local(curTable(hourly), true),
      local(curTable(month), false),
      /once by the hour and once by the month/,
      /Leave out \S+b\.csv\./,
    ],
    [
      'an earlier version whose rows have the same ids and other quantities',
      curTable(hourly.map((item) => ({ ...item, quantity: `${item.quantity}0`, cost: `${new Decimal(item.cost).times(10)}` }))),
      curTable(hourly),
      /two versions of one bill: 288 rows have the same id, account and time and differ in quantity; both would count twice/,
      /Leave out the older or pro forma one: \S+a\.csv or \S+b\.csv/,
    ],
    ['by the day and by the month', cur2Table(month), cur2Table(days), /once by the month and once by the day/, /Leave out \S+a\.csv\./],
    [
      'FOCUS by the hour and by the day',
      focusTable(hourly),
      focusTable(days),
      /once by the hour and once by the day/,
      /Leave out \S+b\.csv\./,
    ],
    ['CUR and FOCUS', curTable(hourly), focusTable(hourly), /both as CUR and as FOCUS 1\.0/, /Leave out \S+a\.csv or \S+b\.csv\./],
    ['CUR and CUR 2.0', curTable(hourly), cur2Table(renamed(hourly)), /once as CUR and once as CUR 2\.0/, /Leave out \S+a\.csv\./],
    [
      'FOCUS 1.0 and 1.2',
      focusTable(hourly),
      focusTable(renamed(hourly, { description: 'Made otherwise' }), '1.2'),
      /once as FOCUS 1\.0 and once as FOCUS 1\.2/,
      /Leave out \S+a\.csv\./,
    ],
    [
      'with resource ids and without the column',
      curTable(hourly),
      without(curTable(grouped(hourly, 1, false)), 'lineItem/ResourceId'),
      /once with resource ids and once without resource ids/,
      /Leave out \S+b\.csv\./,
    ],
    [
      'with resource ids and with the column empty',
      curTable(grouped(hourly, 1, false)),
      curTable(hourly),
      /without resource ids/,
      /Leave out \S+a\.csv\./,
    ],
    [
      'with other columns',
      curTable(hourly),
      without(curTable(renamed(hourly)), 'pricing/RateCode'),
      /two versions of one bill/,
      /Leave out the older/,
    ],
    [
      'FOCUS with operations by the hour and without by the day',
      focusTable(hourly),
      without(focusTable(days), 'x_Operation'),
      /once by the hour and once by the day/,
      /Leave out \S+b\.csv\./,
    ],
    [
      'under two payers',
      curTable(hourly),
      curTable(proForma(hourly).map((item) => ({ ...item, payer: '444455556666' }))),
      /under payer/,
      /pro forma/,
    ],
    ['pro forma with the same payer', curTable(hourly), curTable(proForma(hourly)), /288 of them have other row ids or costs/, /pro forma/],
    ['pro forma in FOCUS', focusTable(hourly), focusTable(proForma(hourly)), /two versions of one bill/, /pro forma/],
    [
      'the same under other ids',
      curTable(hourly),
      curTable(renamed(hourly).toReversed()),
      /two versions of one bill/,
      /Leave out the older/,
    ],
    [
      'an earlier version under other ids',
      curTable(earlier),
      curTable(renamed(hourly)),
      /two versions of one bill/,
      /Leave out \S+a\.csv, whose usage ends earlier/,
    ],
    [
      'an earlier version of FOCUS with an hour that grew',
      focusTable(hourly),
      focusTable(restated),
      /4 more differ in quantity/,
      /Leave out \S+b\.csv, whose/,
    ],
  ])('%s', async (_, one, other, what, remedy) => {
    for (const [a, b] of [
      [csvOf(one), csvOf(other)],
      [gzipSync(csvOf(one)), parquetWriteBuffer({ columnData: parquetColumns(other) })],
    ] as const) {
      const error = await read(folder({ 'a.csv': a, 'b.csv': b })).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'bill-invalid', message: expect.stringMatching(what) });
      expect((error as Error).message).toMatch(remedy);
    }
  });

  test('within one file', async () => {
    const both = csvOf(curTable([...hourly, ...days]));
    await expect(read(folder({ 'a.csv': both }))).rejects.toThrow(/a\.csv: has the same usage .* once by the hour and once by the day/);
  });

  test('in two parts of an archive', async () => {
    const zip = zipOf([
      ['hours.csv', csvOf(curTable(hourly))],
      ['days.csv', csvOf(curTable(days))],
    ]);
    await expect(read(folder({ 'a.zip': zip }))).rejects.toThrow(/Leave out \S+a\.zip › days\.csv/);
  });
});

describe('what is not the same usage adds up', () => {
  const half = (items: readonly Item[], which: 0 | 1) => items.filter((_, index) => index % 2 === which);
  const first = hourly.filter(({ start }) => start < '2026-11-02');
  const later = hourly.filter(({ start }) => start >= '2026-11-02');
  test.each<[string, Item[], Item[]]>([
    ['rows with keys and rows without, of other quantities', half(hourly, 0), half(hourly, 1).map((item) => ({ ...item, resource: '' }))],
    [
      'usage of no account under two payers',
      first.map((item) => ({ ...item, account: '' })),
      renamed(first, { account: '', payer: '999988887777' }),
    ],
    ['hours and later days', first, grouped(later, 24)],
    ['an account that leaves its payer', first, later.map((item) => ({ ...item, payer: '999988887777' }))],
    ['ids of two payers that meet', hourly, hourly.map((item) => ({ ...item, payer: '999988887777', account: '555566667777' }))],
    [
      'ids that two parts use for other rows',
      half(hourly, 0),
      half(hourly, 1).map((item, index) => ({ ...item, id: half(hourly, 0)[index]?.id ?? '' })),
    ],
  ])('%s', async (_, one, other) => {
    const { rows, summary } = await read(folder({ 'a.csv': csvOf(curTable(one)), 'b.csv': csvOf(curTable(other)) }));
    expect(rows).toHaveLength(one.length + other.length);
    expect(summary).toMatchObject({ duplicates: 0, restated: 0, repeated: 0 });
  });
});

test('FOCUS 1.0 and 1.2 that say just the same count once', async () => {
  const { summary } = await read(folder({ 'a.csv': csvOf(focusTable(hourly)), 'b.csv': csvOf(focusTable(hourly, '1.2')) }));
  expect(summary).toMatchObject({ rows: hourly.length, duplicates: hourly.length });
});

const TABLES = { cur: curTable, cur2: cur2Table, 'focus-1.0': focusTable, 'focus-1.2': (items: Item[]) => focusTable(items, '1.2') };
const PACKINGS: Record<string, (table: Table) => string | Buffer | ArrayBuffer> = {
  csv: csvOf,
  gz: (table) => gzipSync(csvOf(table)),
  parquet: (table) => parquetWriteBuffer({ columnData: parquetColumns(table) }),
  zip: (table) => zipOf([['inside.csv', csvOf(table)]]),
};

/** Rows of services that are not of interest. */
const others: Item[] = renamed(hourly.slice(0, 40), { product: 'AmazonEC2', usageType: 'BoxUsage', operation: '', resource: '' });

/** What a bill says about AWS KMS: sums by all that a comparison asks for. */
async function kmsFigures(files: Record<string, string | Buffer | ArrayBuffer>): Promise<string[]> {
  const sums = new Map<string, [Decimal, Decimal]>();
  for (const row of (await read(folder(files))).rows) {
    if (row.service !== 'kms') continue;
    const { month, kind, usageType, region, operation, account, payer, resourceId, quantity, cost } = row;
    const key = JSON.stringify([month, kind, usageType, region, operation, account, payer, resourceId]);
    const [before, costBefore] = sums.get(key) ?? [new Decimal(0), new Decimal(0)];
    sums.set(key, [before.plus(quantity), costBefore.plus(cost)]);
  }
  return [...sums].map(([key, [quantity, cost]]) => `${key} ${quantity.toFixed()} ${cost.toFixed()}`).sort();
}

test('parts, a part that comes again, the order of rows and other rows change nothing of what a bill says about AWS KMS', async () => {
  // As tags split them: rows that nothing but the quantity tells apart.
  const tagged = renamed(hourly.slice(0, 50)).map((item, index) => ({ ...item, quantity: String(500 + index) }));
  const all = [...madeItems(), ...hourly, ...tagged];
  const cases = fc.record({
    format: fc.constantFrom(...(Object.keys(TABLES) as (keyof typeof TABLES)[])),
    items: fc.shuffledSubarray(all, { minLength: 1 }),
    more: fc.subarray(others),
    parts: fc.integer({ min: 1, max: 4 }),
    packings: fc.array(fc.constantFrom(...Object.keys(PACKINGS)), { minLength: 6, maxLength: 6 }),
    again: fc.array(fc.nat(3), { maxLength: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ format, items, more, parts, packings, again }) => {
      const tableOf = TABLES[format] as (items: Item[]) => Table;
      const whole = await kmsFigures({ 'whole.csv': csvOf(tableOf(items)) });
      const split = Array.from({ length: parts }, (_, part) => [...items, ...more].filter((__, index) => index % parts === part));
      const repeated = again.flatMap((part) => (split[part] === undefined ? [] : [split[part].toReversed()]));
      const files = [...split, ...repeated].flatMap((own, index) => {
        const packing = packings[index] as string;
        return own.length === 0 ? [] : [[`${index}.${packing}`, (PACKINGS[packing] as typeof csvOf)(tableOf(own))] as const];
      });
      expect(await kmsFigures(Object.fromEntries(files))).toEqual(whole);
    }),
    runs(60),
  );
});

describe('S3 requests of a bucket count once too', () => {
  const items = madeItems();
  const bucket = 'amzn-s3-demo-logs';

  test.each([
    ['cur', curTable(items)],
    ['focus-1.2', focusTable(items, '1.2')],
  ])('in a part that repeats another: %s', async (_, { header, rows: all }) => {
    const whole = csvOf({ header, rows: all });
    const requests = async (files: Record<string, string>) => {
      let total = new Decimal(0);
      const onRow = (row: BilledRow) => {
        if (row.resourceId === bucket) total = total.plus(row.quantity);
      };
      await built.readBill({ paths: [folder(files)], regions, bucket, onRow });
      return total.toFixed();
    };
    const once = await requests({ 'a.csv': whole });
    expect(once).toBe('1248819');
    expect(await requests({ 'a.csv': whole, 'b.csv': csvOf({ header, rows: all.slice(3) }) })).toBe(once);
  });
});
