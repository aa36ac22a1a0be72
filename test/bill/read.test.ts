import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { sum } from '../../src/base/decimal.js';
import { billFile } from '../../src/bill/delivery/files.js';
import { versionsOf } from '../../src/bill/delivery/manifest.js';
import { zipSources } from '../../src/bill/table/zip.js';
import { built } from '../built.js';
import { makePipe } from '../fifo.js';
import { runs } from '../runs.js';
import { csvOf, curTable, focusTable, madeItems, parquetColumns, zipOf } from './made.mjs';
import { asText, folder, read } from './reading.js';

const items = madeItems();
const table = curTable(items);
const csv = csvOf(table);
const manyRows = curTable(Array.from({ length: 40 }, (_, index) => items.map((item) => ({ ...item, id: `${index} ${item.id}` }))).flat());

function without(column: string) {
  const at = table.header.indexOf(column);
  return csvOf({ header: table.header.toSpliced(at, 1), rows: table.rows.map((row: string[]) => row.toSpliced(at, 1)) });
}

function withCell(row: number, column: string, cell: string) {
  const at = table.header.indexOf(column);
  return csvOf({ ...table, rows: table.rows.map((cells: string[], index: number) => (index === row ? cells.with(at, cell) : cells)) });
}

/** What is not damage has advice of its own. */
const REMEDIES = [
  [/^row /, 'Correct this cell, or what wrote it.'],
  [/ missing; found /, 'Export the bill with these columns.'],
] as const;

describe('a file that fails is named with its reason, and the others go on', () => {
  const packed = gzipSync(csvOf(manyRows));
  const scrambled = Buffer.from(
    Array.from({ length: 200_000 }, (_, index) => createHash('md5').update(String(index)).digest()[0] as number),
  );
  const zip = zipOf([['a.csv', csv]]);
  const parquet = Buffer.from(parquetWriteBuffer({ columnData: parquetColumns(manyRows) }));
  const corrupt = (bytes: Buffer, at: number, length = 40) =>
    Buffer.concat([bytes.subarray(0, at), scrambled.subarray(0, length), bytes.subarray(at + length)]);

  test.each([
    ['gz cut off', packed.subarray(0, packed.length - 500), /truncated: the gzip data stops too early/],
    ['gz with other bytes within', corrupt(packed, packed.length >> 1), /damaged gzip data|damaged CSV/],
    ['zip cut off', zip.subarray(0, zip.length - 40), /damaged zip archive/],
    [
      'zip whose checksum differs',
      Buffer.from(zip.map((byte, index) => (index === 14 + zip.indexOf('PK\x01\x02') + 2 ? byte ^ 1 : byte))),
      /checksum differs/,
    ],
    ['zip with other bytes within', corrupt(zip, 200), /damaged zip/],
    ['Parquet cut off', parquet.subarray(0, parquet.length - 100), /damaged Parquet data/],
    ['Parquet with other bytes within', corrupt(parquet, 4, 4000), /damaged Parquet data|is not a number|is not a date/],
    ['CSV cut off within a row', csv.slice(0, -30), /damaged CSV: Invalid Record Length.* line 35/],
    ['CSV whose second row is short', `${csv.split('\n', 1)}\nmade,row\n${csv}`, /damaged CSV: Invalid Record Length/],
    ['a quotation mark that is never closed', `${csv}"${'x'.repeat(100)}`, /damaged CSV: Quote Not Closed/],
    [
      'columns that are missing',
      without('lineItem/UnblendedCost'),
      /column lineItem\/UnblendedCost is missing; found identity\/LineItemId, .* and \d+ more/,
    ],
    ['an amount that is none', withCell(6, 'lineItem/UsageAmount', '1,20.5'), /^row 7, lineItem\/UsageAmount: "1,20.5" is not a number$/],
    [
      'a date that is none',
      withCell(3, 'lineItem/UsageStartDate', 'last week'),
      /^row 4, lineItem\/UsageStartDate: "last week" is not a date/,
    ],
  ])('%s', async (_, broken, reason) => {
    const root = folder({ 'broken.bin': broken, 'good.csv': csvOf(curTable(madeItems('2026-12'))) });
    const { rows, summary } = await read(root);
    expect(summary.filesRead).toBe(1);
    const failed = { file: expect.stringContaining('broken.bin'), reason: expect.stringMatching(reason), rows: expect.any(Number) };
    const remedy = REMEDIES.find(([of]) => of.test(summary.filesFailed[0]?.reason ?? ''))?.[1];
    expect(summary.filesFailed).toEqual([remedy === undefined ? failed : { ...failed, remedy }]);
    expect(rows.filter(({ month }) => month === '2026-12')).toHaveLength(items.length);
    expect(summary.filesFailed[0]?.rows).toBe(rows.length - items.length);
  });

  test.skipIf(process.platform !== 'linux')(
    'one whose name is not UTF-8, a link to a folder, a pipe, and a folder that cannot be opened',
    async () => {
      const root = folder({ 'good.csv': csv, 'below/more.csv': csvOf(curTable(madeItems('2026-12'))) });
      writeFileSync(Buffer.from(`${root}/file\xff.csv`, 'latin1'), csv);
      mkdirSync(Buffer.from(`${root}/folder\xff`, 'latin1'));
      symlinkSync('..', join(root, 'below', 'up'));
      makePipe(join(root, 'pipe'));
      const { rows, summary } = await read(root);
      expect(rows).toHaveLength(2 * items.length);
      expect(summary.filesFailed.map(({ file, reason, rows }) => [file.slice(root.length + 1), reason, rows]).toSorted()).toEqual([
        ['below/up', 'is not a file (links to folders are not followed)', 0],
        ['file\uFFFD.csv', 'cannot be read: its name is not UTF-8; rename it', 0],
        ['folder\uFFFD', 'cannot be read: its name is not UTF-8; rename it', 0],
        ['pipe', 'is a pipe, which is read only when it is given by its own path', 0],
      ]);
    },
  );

  test.skipIf(process.platform !== 'linux')('what is gone since it was listed, or has become a pipe', async () => {
    const root = folder();
    makePipe(join(root, 'pipe'));
    const reasonOf = (name: string) =>
      billFile({ path: name, place: join(root, name) }).catch((error: Error) => `${error.name}: ${error.message}`);
    expect(await reasonOf('pipe')).toBe('Unreadable: cannot be read: is a pipe');
    expect(await reasonOf('gone')).toBe('Unreadable: cannot be read: no such file or folder');
    await expect(zipSources({ path: 'gone.zip', place: join(root, 'gone.zip') })).rejects.toThrow('cannot be read: no such file or folder');
  });

  test('alone it is an error', async () => {
    const error = await read(folder({ 'a.gz': packed.subarray(0, 3000) })).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(built.TrailcostError);
    expect(error).toMatchObject({ code: 'bill-invalid', problems: [{ what: expect.stringContaining('truncated') }] });
  });

  test('errors of whoever takes the rows pass through', async () => {
    const root = folder({ 'a.csv': csv });
    const onRow = () => {
      throw new RangeError('not the bill’s');
    };
    await expect(built.readBill({ paths: [root], regions: [], onRow })).rejects.toThrow(RangeError);
  });

  test('an abort ends it', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(built.readBill({ paths: [folder({ 'a.csv': csv })], regions: [], onRow: () => undefined, signal })).rejects.toThrow(
      'enough',
    );
  });
});

describe('what is no bill', () => {
  test('is an error that names some of many paths', async () => {
    const empty = folder();
    const paths = Array.from({ length: 1000 }, () => empty);
    const error = await read(...paths).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ problems: [{ where: expect.stringMatching(/ and 990 more$/) }] });
  });

  test('is listed beside one', async () => {
    const root = folder({
      'bill.csv': csv,
      'a-notes.txt': 'nothing to see',
      'b.png': Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
      'c.json': '{"some": "thing"}',
      'd.csv': '',
      'e.csv': 'name,price\napple,1\n',
      'f.zip': zipOf([['readme.txt', 'hello']]),
      'g.parquet': parquetWriteBuffer({ columnData: [{ name: 'status', data: ['READY'] }] }),
    });
    const { summary } = await read(root);
    expect(summary.filesRead).toBe(1);
    expect(summary.filesFailed).toEqual([]);
    expect(summary.unrecognised.map(({ file }) => file.slice(root.length + 1)).sort()).toEqual(
      ['a-notes.txt', 'b.png', 'c.json', 'd.csv', 'e.csv', 'f.zip › readme.txt', 'g.parquet'].sort(),
    );
    expect(summary.unrecognised.find(({ file }) => file.endsWith('e.csv'))?.reason).toBe('is not a bill; its columns are name, price');
  });

  test('alone is an error that says what would be one', async () => {
    const error = await read(folder({ 'a.csv': 'name,price\napple,1\n' })).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'bill-invalid', message: expect.stringContaining('FOCUS 1.0 to 1.2') });
    await expect(read(folder())).rejects.toMatchObject({ code: 'bill-invalid' });
    await expect(read(join(folder(), 'none.csv'))).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});

describe('the summary', () => {
  test('a bill of other services only', async () => {
    const { summary } = await read(folder({ 'a.csv': csvOf(curTable(items.filter(({ product }) => product === 'AmazonEC2'))) }));
    expect(summary.rowsByService).toEqual({ kms: 0, s3: 0, cloudtrail: 0, guardduty: 0, athena: 0, other: 2 });
  });

  test('kinds, months and currencies, kept apart', async () => {
    const yen = focusTable(madeItems('2026-12', 'JPY'));
    const { rows, summary } = await read(folder({ 'a.csv': csv, 'b.csv': csvOf(yen) }));
    expect(summary).toMatchObject({ currencies: ['JPY', 'USD'], months: ['2026-11', '2026-12'], rows: 2 * items.length, filesRead: 2 });
    expect(summary.rowsByKind).toEqual({ usage: 50, 'free-tier': 6, tax: 4, credit: 2, refund: 2, discount: 2, fee: 2, other: 0 });
    expect(rows.filter(({ currency }) => currency === 'JPY').every(({ month }) => month === '2026-12')).toBe(true);
    const negative = rows.filter(({ cost }) => cost.isNegative()).map(({ kind }) => kind);
    expect(new Set(negative)).toEqual(new Set(['credit', 'refund', 'discount']));
    expect(rows.filter(({ kind }) => kind === 'tax').every(({ usageType, metric }) => usageType === '' && metric === undefined)).toBe(true);
  });
});

/** Of AWS KMS and CloudTrail: only these are known again. */
const RECONCILED = items.filter(({ product }) => product === 'awskms' || product === 'AWSCloudTrail').length;

test('a correction of usage takes its quantity back, a refund of money has none', async () => {
  const header =
    'ChargePeriodStart,ServiceName,x_UsageType,x_Operation,PricingQuantity,PricingUnit,' +
    'BilledCost,BillingCurrency,SubAccountId,ChargeCategory,ChargeClass';
  const row = (quantity: string, cost: string) =>
    '2026-11-01T00:00:00Z,AWS Key Management ' +
    `Service,us-east-1-KMS-Requests,Decrypt,${quantity},Requests,${cost},USD,111122223333,Usage,Correction`;
  const { rows } = await read(folder({ 'a.csv': [header, row('-10000', '-0.03'), row('', '-0.03')].join('\n') }));
  expect(rows.map(({ kind, quantity }) => `${kind} ${quantity}`)).toEqual(['usage -10000', 'refund 0']);
});

describe('what comes twice', () => {
  test('rows of the same id and interval count once', async () => {
    const { rows, summary } = await read(folder({ 'a.csv': csv, 'b.csv': csvOf({ ...table, rows: table.rows.toReversed() }) }));
    expect(summary).toMatchObject({ duplicates: RECONCILED, restated: 0, rows: 2 * items.length - RECONCILED, filesRead: 2 });
    expect(rows.filter(({ service }) => service === 'kms' || service === 'cloudtrail')).toHaveLength(RECONCILED);
  });

  test('a row of the same id that says something else is kept and counted', async () => {
    const changed = withCell(0, 'lineItem/UsageAmount', '15001').split('\n').slice(0, 2).join('\n');
    const { summary } = await read(folder({ 'a.csv': csv, 'b.csv': changed }));
    expect(summary).toMatchObject({ duplicates: 0, restated: 1, rows: items.length + 1 });
  });

  test('FOCUS rows have no names: what another file has just the same counts once, as often as that file has it', async () => {
    const focus = focusTable(items);
    const again = csvOf({ ...focus, rows: focus.rows.toReversed() });
    const { summary } = await read(folder({ 'a.csv': csvOf(focus), 'b.csv': again }));
    expect(summary).toMatchObject({ duplicates: RECONCILED, repeated: 0, rows: 2 * items.length - RECONCILED });
    const twice = csvOf({ ...focus, rows: [...focus.rows, ...focus.rows] });
    expect((await read(folder({ 'a.csv': twice }))).summary).toMatchObject({ duplicates: 0, rows: 2 * items.length });
    const both = await read(folder({ 'a.csv': again, 'b.csv': twice }));
    expect(both.summary).toMatchObject({ duplicates: RECONCILED, rows: 3 * items.length - RECONCILED });
    const nextMonth = csvOf(focusTable(madeItems('2026-12')));
    expect((await read(folder({ 'a.csv': csvOf(focus), 'b.csv': nextMonth }))).summary).toMatchObject({ duplicates: 0 });
  });

  test('ids that stand for other days without an interval of time are other rows', async () => {
    const at = table.header.indexOf('identity/TimeInterval');
    const header = table.header.filter((_: string, index: number) => index !== at);
    const start = header.indexOf('lineItem/UsageStartDate');
    const [first = []] = table.rows.map((row: string[]) => row.filter((_, index) => index !== at));
    const days = ['01', '02', '03'].map((day) => first.with(start, `2026-11-${day}T00:00:00Z`));
    const { summary } = await read(folder({ 'a.csv': csvOf({ header, rows: [...days, ...days.slice(0, 1)] }) }));
    expect(summary).toMatchObject({ rows: 3, duplicates: 1 });
  });

  test('a month of one payer in two formats is refused, two versions of FOCUS are not', async () => {
    const [focus, december] = [csvOf(focusTable(items)), csvOf(focusTable(madeItems('2026-12')))];
    await expect(read(folder({ 'a.csv': csv, 'b.csv': focus }))).rejects.toThrow(
      /has 2026-11 of payer 111122223333 both as CUR and as FOCUS 1\.0, which would count it twice/,
    );
    expect((await read(folder({ 'a.csv': csv, 'b.csv': december }))).summary).toMatchObject({ months: ['2026-11', '2026-12'] });
  });

  test('copies of a file, packed or not, are left out in formats without ids', async () => {
    const focus = csvOf(focusTable(items));
    const { rows, summary } = await read(folder({ 'a.csv': focus, 'b.csv.gz': gzipSync(focus), 'c.csv': focus }));
    expect(rows).toHaveLength(items.length);
    expect(summary.superseded.map(({ reason }) => reason)).toEqual([expect.stringMatching(/a\.csv$/), expect.stringMatching(/a\.csv$/)]);
  });

  test('a path given twice', async () => {
    const root = folder({ 'a.csv': csvOf(focusTable(items)) });
    expect((await read(root, join(root, 'a.csv'), join(root, '*.csv'))).rows).toHaveLength(items.length);
  });
});

describe('versions of an export', () => {
  const [OLD, NEW] = ['0d1c2b3a-1111-4222-8333-444455556666', '1a2b3c4d-1111-4222-8333-444455556666'];
  const PERIOD = 'made-report/20261101-20261201';
  const older = csvOf(curTable(items.map((item) => ({ ...item, id: `old ${item.id}` }))));
  const manifest = (id: string, ...names: string[]) =>
    JSON.stringify({
      assemblyId: id,
      reportName: 'made-report',
      billingPeriod: { start: '20261101T000000.000Z', end: '20261201T000000.000Z' },
      columns: [{ category: 'identity', name: 'LineItemId' }],
      reportKeys: names.map((name) => `made-prefix/${PERIOD}/${id}/${name}`),
    });
  const both = {
    [`${PERIOD}/${OLD}/made-report-1.csv.gz`]: gzipSync(older),
    [`${PERIOD}/${OLD}/made-report-Manifest.json`]: manifest(OLD, 'made-report-1.csv.gz'),
    [`${PERIOD}/${NEW}/made-report-1.csv.gz`]: gzipSync(csv),
    [`${PERIOD}/${NEW}/made-report-Manifest.json`]: manifest(NEW, 'made-report-1.csv.gz'),
  };
  const above = { [`${PERIOD}/made-report-Manifest.json`]: manifest(NEW, 'made-report-1.csv.gz') };

  test('the manifest above the folders names the current one', async () => {
    const { rows, summary } = await read(folder({ ...both, ...above }));
    expect(rows).toHaveLength(items.length);
    expect(summary.superseded).toEqual([{ file: expect.stringContaining(OLD), reason: expect.stringContaining(NEW) }]);
    expect(summary.missing).toEqual([]);
  });

  test('it is found beside data files that are given alone', async () => {
    const root = folder({ ...both, ...above });
    const data = [OLD, NEW].map((version) => join(root, PERIOD, version, 'made-report-1.csv.gz'));
    const { rows } = await read(...data);
    expect(rows).toHaveLength(items.length);
  });

  test('without it nothing says which is the newest', async () => {
    await expect(read(folder(both))).rejects.toMatchObject({
      code: 'bill-invalid',
      message: expect.stringContaining('none of them says which'),
    });
  });

  test('folders of Data Exports that begin with the time', async () => {
    const versions = [`2026-12-01T03:00:00.000Z-${OLD}`, `2026-12-02T03:00:00.000Z-${NEW}`];
    const files = versions.flatMap((version, index) => [
      [`data/BILLING_PERIOD=2026-11/${version}/made-00001.csv`, index === 0 ? older : csv],
      [
        `metadata/BILLING_PERIOD=2026-11/${version}/made-Manifest.json`,
        JSON.stringify({
          executionId: [OLD, NEW][index],
          dataFiles: [`s3://made-bucket/made/data/BILLING_PERIOD=2026-11/${version}/made-00001.csv`],
        }),
      ],
    ]);
    const { rows, summary } = await read(folder(Object.fromEntries(files)));
    expect(rows).toHaveLength(items.length);
    expect(summary.superseded).toEqual([{ file: expect.stringContaining(OLD), reason: expect.stringContaining(NEW) }]);
  });

  test.each([
    ['of Data Exports', 'data/BILLING_PERIOD=2026-11', `2026-11-10T08:00:00.000Z-${NEW}`, `2026-11-20T08:00:00.000Z-${OLD}`],
    ['without colons', 'data/billing_period=2026-11', `2026-11-10T08_00_00.000Z-${NEW}`, `2026-11-10T08_00_00.001Z-${OLD}`],
    ['of a Cost and Usage Report', PERIOD, '20261109T235959Z', '20261110T000000Z'],
    ['of a year and month', 'report/year=2026/month=11', '2026-11-30T08:00:00Z', '2026-12-01T08:00:00Z'],
  ])('without manifests the names of the folders say which is the newest: %s', async (_, period, first, last) => {
    const root = folder({
      [`${period}/${first}/made-1.csv`]: older,
      [`${period}/${last}/made-1.csv`]: csv,
      [`${period}/notes/a.txt`]: 'Made',
    });
    for (const paths of [[root], [join(root, period, last, 'made-1.csv'), join(root, period, first, 'made-1.csv')]]) {
      const { rows, summary } = await read(...paths);
      expect(rows).toHaveLength(items.length);
      expect(summary.superseded).toEqual([
        { file: expect.stringContaining(first), reason: `version ${last} of the same export replaces it` },
      ]);
    }
  });

  test('names without a time, or with the same time, do not', async () => {
    for (const [first, last] of [
      [OLD, NEW],
      [OLD, '20261110T000000Z'],
      [`2026-11-10T08:00:00Z-${OLD}`, `2026-11-10T08:00:00Z-${NEW}`],
    ]) {
      const root = folder({ [`${PERIOD}/${first}/made-1.csv`]: older, [`${PERIOD}/${last}/made-1.csv`]: csv });
      await expect(read(root)).rejects.toThrow(
        new RegExp(`several deliveries of one billing period.*(${first}, ${last}|${last}, ${first})`),
      );
    }
  });

  test('folders of other periods, and other folders with a time, stay', async () => {
    const december = csvOf(curTable(madeItems('2026-12')));
    const periods = {
      'BILLING_PERIOD=2026-11/2026-11-10T08:00:00Z/a.csv': csv,
      'BILLING_PERIOD=2026-12/2026-12-10T08:00:00Z/a.csv': december,
    };
    const others = { 'bills/2026-11-10T08:00:00Z/a.csv': csv, 'bills/2026-12-10T08:00:00Z/a.csv': december };
    for (const files of [periods, others]) expect((await read(folder(files))).rows).toHaveLength(2 * items.length);
  });

  test('data files that a manifest names and nobody gave are missing', async () => {
    const files = { ...both, [`${PERIOD}/made-report-Manifest.json`]: manifest(NEW, 'made-report-1.csv.gz', 'made-report-2.csv.gz') };
    const { summary } = await read(folder(files));
    expect(summary.missing).toEqual([`made-prefix/${PERIOD}/made-report-2.csv.gz`]);
  });

  test('a manifest may name more files than a function takes arguments', () => {
    const names = Array.from({ length: 300_000 }, (_, index) => `made-${index}.csv`);
    const { missing } = versionsOf([{ path: 'a', place: 'a', period: 'p', version: undefined, names }], []);
    expect([missing.length, missing.at(-1)]).toEqual([300_000, 'p/made-299999.csv']);
  });
});

test('neither the order of rows nor their split into files changes what a bill says', async () => {
  const { rows: expected } = await read(folder({ 'a.csv': csv }));
  const total = sum(expected.map(({ cost }) => cost)).toFixed();
  const split = fc.tuple(
    fc.shuffledSubarray(table.rows, { minLength: table.rows.length }),
    fc.array(fc.nat(table.rows.length), { maxLength: 4 }),
  );
  await fc.assert(
    fc.asyncProperty(split, async ([rows, cuts]) => {
      const edges = [0, ...cuts.sort((one, other) => one - other), rows.length];
      const files = edges.slice(1).map((end, index) => {
        const text = csvOf({ ...table, rows: rows.slice(edges[index], end) });
        return [`${index}`, index % 2 === 0 ? text : gzipSync(text)] as const;
      });
      const actual = await read(folder(Object.fromEntries(files)));
      expect(asText(actual.rows)).toEqual(asText(expected));
      expect(sum(actual.rows.map(({ cost }) => cost)).toFixed()).toBe(total);
    }),
    runs(25),
  );
});
