import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { stringify } from 'csv-stringify/sync';
import { describe, expect, test } from 'vitest';
import { BillTotals } from '../../src/billed/totals.js';
import { built } from '../built.js';
import { cur2Table, curTable, focusTable, madeItems } from './made.mjs';
import { asText, folder, read, regions } from './reading.js';

interface Sheet {
  header: string[];
  rows: string[][];
}

const items = madeItems();
const CUR: Sheet = curTable(items);
const CUR2: Sheet = cur2Table(items);
const FOCUS: Sheet = focusTable(items, '1.2');
const csv = ({ header, rows }: Sheet) => stringify([header, ...rows]);
const { rows: expected } = await read(folder({ 'a.csv': csv(CUR) }));

/** The same with other names of columns. */
const renamed = ({ header, rows }: Sheet, name: (old: string) => string): Sheet => ({ header: header.map(name), rows });
/** The same with other cells in a column. */
function changed({ header, rows }: Sheet, column: string, cell: (old: string, row: number) => string): Sheet {
  const at = header.indexOf(column);
  return { header, rows: rows.map((row, index) => row.with(at, cell(row[at] ?? '', index))) };
}
const without = ({ header, rows }: Sheet, ...columns: string[]): Sheet => {
  const left = header.flatMap((name, at) => (columns.includes(name) ? [] : [at]));
  return { header: left.map((at) => header[at] ?? ''), rows: rows.map((row) => left.map((at) => row[at] ?? '')) };
};
const withColumn = ({ header, rows }: Sheet, name: string, cell: (row: string[]) => string): Sheet => ({
  header: [...header, name],
  rows: rows.map((row) => [...row, cell(row)]),
});
const snake = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

describe('columns in the spelling of other tools', () => {
  test.each<[string, Sheet, (name: string) => string]>([
    ['Redshift', CUR, (name) => name.replace('/', '_').toLowerCase()],
    ['Spark', CUR, (name) => name.replace('/', '_')],
    ['BigQuery', CUR, (name) => name.replace(/\W/g, '_')],
    ['DuckDB, normalised', CUR, (name) => name.replace(/\W/g, '_').toLowerCase()],
    ['with spaces', CUR, (name) => name.replace('/', ' ')],
    ['with dots', CUR, (name) => name.replace('/', '.')],
    ['in large letters', CUR, (name) => name.toUpperCase()],
    ['in quotation marks', CUR, (name) => `"${name}"`],
    ['Athena, in large letters', CUR2, (name) => name.toUpperCase()],
    ['Hive', CUR2, (name) => `cur.${name}`],
    ['Hive, without marks', CUR2, (name) => `cur.${name.replace('line_item_', 'lineitem_')}`],
    ['CUR 2.0 as titles', CUR2, (name) => name.replaceAll('_', ' ').replace(/\b\w/g, (letter) => letter.toUpperCase())],
    ['FOCUS in snake case', FOCUS, snake],
    ['FOCUS in large letters', FOCUS, (name) => name.toUpperCase()],
    ['FOCUS in small letters', FOCUS, (name) => name.toLowerCase()],
    ['FOCUS with spaces', FOCUS, (name) => name.replace(/([a-z0-9])([A-Z])/g, '$1 $2')],
  ])('%s', async (_, sheet, name) => {
    const { rows, summary } = await read(folder({ 'a.csv': csv(renamed(sheet, name)) }));
    expect(asText(rows)).toEqual(asText(expected));
    expect(summary.filesFailed).toEqual([]);
  });

  test('of two that are alike the one in the usual spelling counts', async () => {
    const two = withColumn(CUR, 'lineitem_usageamount', () => '7');
    expect(asText((await read(folder({ 'a.csv': csv(two) }))).rows)).toEqual(asText(expected));
  });

  test('two that are alike, none of them in the usual spelling, are refused', async () => {
    const two = withColumn(
      renamed(CUR, (name) => name.replace('/', '_').toLowerCase()),
      'lineitem.usageamount',
      () => '7',
    );
    const failed: unknown = await read(folder({ 'a.csv': csv(two) })).catch((error: unknown) => error);
    expect(failed).toMatchObject({
      problems: [
        {
          what: 'has the column line_item_usage_amount more than once ("lineitem_usageamount" and "lineitem.usageamount")',
          remedy: 'Leave all but one of them out.',
        },
      ],
    });
  });
});

describe('cells as other tools leave them', () => {
  const remade = async (sheet: Sheet) => read(folder({ 'a.csv': csv(sheet) }));

  test.each(['\\N', 'NaN', 'nan', 'None', 'N/A', '<NA>', '#N/A', 'null', '-'])('absent numbers and texts as %s', async (word) => {
    const cells = CUR.rows.map((row) => row.map((cell) => (cell === '' ? word : cell)));
    expect(asText((await remade({ ...CUR, rows: cells })).rows)).toEqual(asText(expected));
  });

  test.each<[string, (id: string) => string, number]>([
    ['with decimals', (id) => `${id}.0`, 30],
    ['behind an apostrophe', (id) => `'${id}`, 30],
    ['as a formula', (id) => `="${id}"`, 30],
    ['with dashes', (id) => id.replace(/(.{4})(.{4})/, '$1-$2-'), 30],
    ['with thousands', (id) => Number(id).toLocaleString('en'), 30],
    ['without the zeros in front', (id) => String(Number(id)), 3],
  ])('account ids %s are put right, and counted', async (_, id, count) => {
    const { rows, summary } = await remade(changed(CUR, 'lineItem/UsageAccountId', id));
    expect(asText(rows)).toEqual(asText(expected));
    expect(summary.remarks.accountsMended?.rows).toBe(count);
    expect(summary.remarks.accountsDamaged).toBeUndefined();
  });

  test('account ids that a spreadsheet has rounded are not known', async () => {
    const { rows, summary } = await remade(changed(CUR, 'lineItem/UsageAccountId', (id) => Number(id).toExponential(5).replace('e', 'E')));
    expect(rows.filter(({ account }) => account !== '' && account !== '000111222333')).toEqual([]);
    expect(summary.remarks.accountsDamaged?.example).toBe('4.44456E+11');
  });

  const serial = (time: string) => String(Date.parse(time) / 86_400_000 + 25_569);
  const split = (time: string) => time.slice(0, 10).split('-').map(Number);
  const TIMES: [string, (time: string) => string][] = [
    ['as days of a spreadsheet', serial],
    ['as seconds', (time) => String(Date.parse(time) / 1000)],
    ['as milliseconds', (time) => String(Date.parse(time))],
    ['as microseconds', (time) => `${Date.parse(time)}000`],
    ['with UTC and a blank', (time) => `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`],
    ['with a fraction', (time) => time.replace('Z', '.000Z')],
    ['as the month alone', (time) => time.slice(0, 7)],
    ['with months first', (time) => `${split(time)[1]}/${split(time)[2]}/${split(time)[0]} 0:00`],
    ['with days first', (time) => `${time.slice(8, 10)}/${time.slice(5, 7)}/${time.slice(0, 4)}`],
    ['with dots', (time) => `${time.slice(8, 10)}.${time.slice(5, 7)}.${time.slice(0, 4)}`],
  ];
  test.each(TIMES)('dates %s', async (_, time) => {
    expect(asText((await remade(changed(CUR, 'lineItem/UsageStartDate', time))).rows)).toEqual(asText(expected));
  });

  test.each(TIMES)('dates of FOCUS %s, beside the first day of the billing period', async (_, time) => {
    const start = withColumn(FOCUS, 'BillingPeriodStart', () => time('2026-11-01T00:00:00Z'));
    const sheet = changed(start, 'ChargePeriodStart', (old) => time(`${old.replace(' ', 'T')}Z`));
    expect(asText((await remade(sheet)).rows)).toEqual(asText(expected));
  });

  test('dates that may be in two months are refused', async () => {
    const sheet = changed(FOCUS, 'ChargePeriodStart', () => '11/1/2026');
    await expect(remade(sheet)).rejects.toThrow('row 1, ChargePeriodStart: "11/1/2026" may have the day or the month first');
  });

  test('a later date of the file shows how the first ones are meant', async () => {
    const sheet = changed(FOCUS, 'ChargePeriodStart', (_, row) => (row === 3 ? '11/25/2026' : '11/1/2026'));
    expect(new Set((await remade(sheet)).rows.map(({ month }) => month))).toEqual(new Set(['2026-11']));
  });

  test('odd cells of services that are not used refuse nothing', async () => {
    const at = CUR.header.indexOf('lineItem/ProductCode');
    const isOther = (row: number) => CUR.rows[row]?.[at] === 'AmazonEC2';
    const odd = ['lineItem/UsageAmount', 'lineItem/UnblendedCost', 'pricing/publicOnDemandRate'].reduce(
      (sheet, column) => changed(sheet, column, (old, row) => (isOther(row) ? 'odd' : old)),
      CUR,
    );
    const undated = changed(odd, 'lineItem/UsageStartDate', (old, row) => (isOther(row) ? '31/31/2026' : old));
    const root = folder({ 'a.csv': csv(undated) });
    const months: string[] = [];
    const summary = await built.readBill({ paths: [root], regions, onRow: ({ month }) => months.push(month) });
    expect(summary.filesFailed).toEqual([]);
    expect(summary.remarks.undated).toEqual({ rows: 2, example: '31/31/2026' });
    expect(months).toHaveLength(items.length - 2);
  });

  test('usage without a cost is refused, since it would look free', async () => {
    const sheet = changed(CUR, 'lineItem/UnblendedCost', (old, row) => (row === 4 ? 'NaN' : old));
    const failed: unknown = await remade(sheet).catch((error: unknown) => error);
    expect(failed).toMatchObject({
      problems: [
        { what: expect.stringMatching(/^row 5, lineItem\/UnblendedCost: "" is not/), remedy: 'Correct this cell, or what wrote it.' },
      ],
    });
  });
});

describe('what a row is for', () => {
  /** FOCUS as specified: without columns of AWS's own. */
  const pure = without(focusTable(items, '1.0'), 'x_UsageType', 'x_ServiceCode', 'x_Operation');
  const DESCRIPTIONS: readonly [RegExp, string, string][] = [
    [/KMS-Requests$/, '$0.03 per 10,000 KMS requests', 'Requests'],
    [/KMS-Keys$/, '$1 per customer managed KMS key version', 'Keys'],
    [/Asymmetric$/, '$0.15 per 10000 KMS Asymmetric Requests in US East (N. Virginia)', 'Requests'],
    [/Pair-RSA$/, '$12 per 10000 RSA Generate Data Key Pair Requests', 'Requests'],
    [/PaidEventsRecorded$/, 'Paid events recorded', 'Events'],
    [/DataEventsRecorded$/, 'Data events recorded', 'Events'],
    [/InsightsEvents$/, 'Insights events', 'Events'],
    [/FreeEventsRecorded$/, 'Free events recorded', 'Events'],
  ];
  const usageTypes = items.map(({ usageType }) => usageType);
  const wordsOf = (row: number) => DESCRIPTIONS.find(([form]) => form.test(usageTypes[row] ?? ''));
  const described = changed(
    changed(pure, 'ChargeDescription', (old, row) => wordsOf(row)?.[1] ?? old),
    'PricingUnit',
    (old, row) => wordsOf(row)?.[2] ?? old,
  );
  const metricsOf = (rows: readonly { service: string; metric: unknown; kind: string }[]) =>
    rows.flatMap(({ service, metric, kind }) => (['kms', 'cloudtrail'].includes(service) ? [`${service} ${metric} ${kind}`] : []));

  test('FOCUS as specified tells requests, keys and events apart by its words', async () => {
    const { rows, summary } = await read(folder({ 'a.csv': csv(described) }));
    expect(metricsOf(rows)).toEqual(metricsOf(expected));
    expect(rows.filter(({ isUnread }) => isUnread === true)).toEqual([]);
    expect(new Set(rows.map(({ operation }) => operation))).toEqual(new Set(['']));
    expect(summary.formats['focus-1.0']).toBe(1);
  });

  test('each row may say it in another column', async () => {
    const meter = withColumn(
      withColumn(described, 'SkuMeter', () => ''),
      'x_UsageType',
      () => '',
    );
    const details = withColumn(meter, 'SkuPriceDetails', () => '');
    const set = (sheet: Sheet, column: string, part: number, cell: (row: number) => string) =>
      changed(sheet, column, (old, row) => (row % 4 === part && usageTypes[row] !== '' ? cell(row) : old));
    const first = set(details, 'x_UsageType', 0, (row) => usageTypes[row] ?? '');
    const second = set(first, 'SkuMeter', 1, (row) => (usageTypes[row] ?? '').toUpperCase());
    const third = set(second, 'SkuPriceDetails', 2, (row) => JSON.stringify({ x_UsageType: usageTypes[row] }));
    const { rows } = await read(folder({ 'a.csv': csv(third) }));
    expect(metricsOf(rows)).toEqual(metricsOf(expected));
  });

  test.each(['KMS Requests', 'AWS Key Management Service Requests', 'kms-requests'])('a meter in words: %s', async (meter) => {
    const sheet = withColumn(
      changed(pure, 'ChargeDescription', () => ''),
      'SkuMeter',
      () => meter,
    );
    const { rows } = await read(folder({ 'a.csv': csv(sheet) }));
    expect(rows.find(({ service }) => service === 'kms')?.metric).toBe('kms-request');
  });

  test('requests at five times the price are not of symmetric keys, whatever the words', async () => {
    const sheet = withColumn(
      changed(pure, 'ChargeDescription', () => 'KMS requests'),
      'SkuMeter',
      () => '',
    );
    const { rows } = await read(folder({ 'a.csv': csv(sheet) }));
    expect(rows.find(({ unitPrice }) => unitPrice?.eq('0.000015'))).toMatchObject({ metric: undefined, isUnread: false });
  });

  test.each([
    ['nothing at all', '', ''],
    ['a text that nobody knows', 'something', ''],
    ['words against the unit', 'KMS requests', 'Keys'],
    ['a unit alone, which requests of asymmetric keys have too', '', 'Requests'],
  ])('usage that cannot be read is money all the same: %s', async (_, description, unit) => {
    const sheet = changed(
      changed(pure, 'ChargeDescription', () => description),
      'PricingUnit',
      () => unit,
    );
    const { rows } = await read(folder({ 'a.csv': csv(sheet) }));
    const kms = rows.filter(({ service, kind }) => service === 'kms' && kind === 'usage');
    expect(kms.filter(({ isUnread, unitPrice }) => isUnread !== true && !unitPrice?.gt('0.00001'))).toEqual([]);
    expect(kms.length).toBeGreaterThan(10);
  });

  test('a usage type that is blank is not read from the operation', async () => {
    const { rows } = await read(
      folder({
        'a.csv': csv(
          changed(
            changed(CUR, 'lineItem/UsageType', () => ''),
            'lineItem/LineItemDescription',
            () => '',
          ),
        ),
      }),
    );
    expect(rows.filter(({ service, kind, isUnread }) => service === 'kms' && kind === 'usage' && isUnread !== true)).toEqual([]);
  });

  test.each([
    ['10K Requests', 10_000],
    ['10,000 Requests', 10_000],
    ['1M Requests', 1_000_000],
    ['Requests per 10K', 10_000],
    ['Requests', 1],
  ])('priced by %s', async (unit, factor) => {
    const blank = changed(
      changed(FOCUS, 'ConsumedQuantity', () => 'NULL'),
      'PricingUnit',
      () => unit,
    );
    const sheet = changed(blank, 'PricingQuantity', (old) => String(Number(old) / factor));
    const { rows } = await read(folder({ 'a.csv': csv(sheet) }));
    const sumOf = (all: typeof rows) =>
      all.reduce((total, { metric, quantity }) => (metric === 'kms-request' ? total + Number(quantity) : total), 0);
    expect(sumOf(rows)).toBeCloseTo(sumOf(expected), 6);
  });

  test('a unit that is not known is said, and leaves the number unknown', async () => {
    const sheet = changed(
      changed(FOCUS, 'ConsumedQuantity', () => 'NULL'),
      'PricingUnit',
      () => 'Bundle',
    );
    const { rows, summary } = await read(folder({ 'a.csv': csv(sheet) }));
    expect(summary.remarks.unitsUnknown?.example).toBe('Bundle');
    const paid = rows.filter(({ metric, kind }) => metric === 'kms-request' && kind === 'usage');
    expect(paid.every(({ hasNoQuantity, quantity }) => hasNoQuantity === true && quantity.isZero())).toBe(true);
  });

  test.each([
    ['decrypt', 'Decrypt'],
    ['DECRYPT', 'Decrypt'],
    ['kms:Decrypt', 'Decrypt'],
  ])('operation %s', async (written, name) => {
    const { rows } = await read(folder({ 'a.csv': csv(changed(CUR, 'lineItem/Operation', () => written)) }));
    expect(new Set(rows.flatMap(({ service, operation }) => (service === 'kms' ? [operation] : [])))).toEqual(new Set([name]));
  });
});

describe('costs', () => {
  const cost = CUR.header.indexOf('lineItem/UnblendedCost');
  const net = withColumn(CUR, 'lineItem/NetUnblendedCost', (row) => String(Number(row[cost]) * 0.5));
  const costOf = async (sheet: Sheet, choice?: 'unblended' | 'net' | 'list') => {
    let total = 0;
    const onRow = (row: (typeof expected)[number]) => {
      if (row.metric === 'kms-key-month') total += Number(row.cost);
    };
    await built.readBill({ paths: [folder({ 'a.csv': csv(sheet) })], regions, onRow, ...(choice && { cost: choice }) });
    return total;
  };

  test('the unblended cost counts, unless another is asked for', async () => {
    expect(await costOf(net)).toBeCloseTo(3, 9);
    expect(await costOf(net, 'net')).toBeCloseTo(1.5, 9);
    expect(await costOf(net, 'list')).toBeCloseTo(3, 9);
    expect(
      await costOf(
        changed(FOCUS, 'EffectiveCost', (old) => String(Number(old) / 3)),
        'net',
      ),
    ).toBeCloseTo(1, 9);
  });

  test('a cost that the bill does not have is refused', async () => {
    await expect(costOf(CUR, 'net')).rejects.toThrow('has no net cost');
    await expect(costOf(without(CUR, 'pricing/publicOnDemandCost'), 'list')).rejects.toThrow('has no list cost');
  });

  test('the net cost stands beside where it is another', async () => {
    const { rows } = await read(folder({ 'a.csv': csv(net) }));
    const key = rows.find(({ metric }) => metric === 'kms-key-month');
    expect([key?.cost.toFixed(), key?.netCost?.toFixed()]).toEqual(['0.0333333333', '0.01666666665']);
    expect(expected.filter(({ netCost }) => netCost !== undefined)).toEqual([]);
  });
});

test.each([
  ['a list', `[{'line_item_unblended_cost': 1.25::DECIMAL(9,2)}] AS product`],
  ['a map', `MAP {'line_item_unblended_cost': 7.5::DECIMAL(9,1)} AS product`],
  ['a structure in a structure', `{'product': {'line_item_unblended_cost': 1.5::DECIMAL(9,3)}} AS product`],
  ['a name with a dot', `5.25::DECIMAL(9,2) AS "product.line_item_unblended_cost", {'line_item_unblended_cost': 1} AS product`],
])('Parquet: a decimal of the same name in %s is no cell of the column', async (_, nested) => {
  const root = folder({ 'a.csv': csv(without(CUR2, 'product')) });
  const connection = await (await DuckDBInstance.create()).connect();
  const source = `read_csv('${join(root, 'a.csv')}', all_varchar=true, nullstr='')`;
  for (const type of ['DECIMAL(18,10)', 'DOUBLE', 'VARCHAR']) {
    const columns = `* REPLACE (line_item_unblended_cost::${type} AS line_item_unblended_cost)`;
    const target = join(folder(), 'a.parquet');
    await connection.run(`COPY (SELECT ${nested}, ${columns} FROM ${source}) TO '${target}' (FORMAT parquet)`);
    expect(asText((await read(target)).rows)).toEqual(asText(expected));
  }
  connection.closeSync();
});

describe('cells as spreadsheets and databases leave them', () => {
  const AMOUNTS = ['lineItem/UsageAmount', 'lineItem/UnblendedCost', 'pricing/publicOnDemandCost'];
  const amounts = (sheet: Sheet, cell: (old: string) => string) =>
    AMOUNTS.reduce((of, column) => changed(of, column, (old) => (old === '' ? '' : cell(old))), sheet);
  const thousands = (old: string) => old.replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(?:\d{3})+$)/g, ','));

  test.each<[string, Sheet]>([
    ['commas between thousands', amounts(CUR, thousands)],
    ['a currency before amounts', amounts(CUR, (old) => old.replace(/^-?/, '$&$$'))],
    ['a currency after amounts', amounts(CUR, (old) => `${old} USD`)],
    ['brackets for a minus', amounts(CUR, (old) => old.replace(/^-(.*)/, '($1)'))],
    ['a minus at the end', amounts(CUR, (old) => old.replace(/^-(.*)/, '$1-'))],
    ['cells filled with spaces', { header: CUR.header, rows: CUR.rows.map((row) => row.map((cell) => `${cell}  `)) }],
    ['kinds of rows in small letters', changed(CUR, 'lineItem/LineItemType', (old) => old.toLowerCase())],
    ['kinds of rows in large letters', changed(CUR, 'lineItem/LineItemType', (old) => old.toUpperCase())],
    ['kinds of rows of FOCUS in small letters', changed(FOCUS, 'ChargeCategory', (old) => old.toLowerCase())],
    ['usage without its kind', changed(CUR, 'lineItem/LineItemType', (old) => (old === 'Usage' ? '' : old))],
  ])('%s', async (_, sheet) => {
    const { rows, summary } = await read(folder({ 'a.csv': csv(sheet) }));
    expect(asText(rows)).toEqual(asText(expected));
    expect(summary.filesFailed).toEqual([]);
  });

  test.each(['KMS', 'Key Management Service'])('usage of AWS KMS under the service name %j', async (name) => {
    const named = changed(without(FOCUS, 'x_ServiceCode'), 'ServiceName', (old) => (old.includes('Key Management') ? name : old));
    const usageOf = (all: typeof expected) => asText(all.filter(({ service, usageType }) => service === 'kms' && usageType !== ''));
    const { rows } = await read(folder({ 'a.csv': csv(named) }));
    expect(usageOf(rows)).toEqual(usageOf(expected));
    const ofOthers = changed(named, 'SkuMeter', (old) => (old.includes('KMS') ? 'B95384' : old));
    expect((await read(folder({ 'a.csv': csv(ofOthers) }))).summary.rowsByService.kms).toBe(0);
  });

  test('no cell of another service is read to add up the bill', async () => {
    const columns = ['lineItem/UsageAmount', 'lineItem/UnblendedCost', 'pricing/publicOnDemandCost', 'lineItem/UnblendedRate'];
    const isOther = (row: number) => CUR.rows[row]?.includes('AmazonEC2') === true;
    const sheet = columns.reduce((of, column) => changed(of, column, (old, row) => (isOther(row) ? '#REF!' : old)), CUR);
    const totals = new BillTotals();
    const summary = await built.readBill({ paths: [folder({ 'a.csv': csv(sheet) })], regions, onRow: (row) => totals.add(row) });
    expect(summary).toMatchObject({ filesFailed: [], rows: CUR.rows.length });
    expect(totals.groups().length).toBeGreaterThan(0);
  });

  test.each(['#####', '#REF!', '—'])('the account id %j is lost', async (id) => {
    const { rows, summary } = await read(folder({ 'a.csv': csv(changed(CUR, 'lineItem/UsageAccountId', () => id)) }));
    expect(new Set(rows.map(({ account }) => account))).toEqual(new Set(['']));
    expect(summary.remarks.accountsDamaged?.example).toBe(id);
  });
});
