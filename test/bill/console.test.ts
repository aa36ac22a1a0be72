import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { sum } from '../../src/base/decimal.js';
import type { BilledRow } from '../../src/index.js';
import { billsPageTable, costAndUsage, costExplorerTable, csvOf, curTable, madeItems } from './made.mjs';
import { folder, read } from './reading.js';

/** Reads files of one bill, given by their content. */
async function readText(...contents: string[]) {
  const files = Object.fromEntries(contents.map((content, index) => [`${index}.${/^[[{]/.test(content) ? 'json' : 'csv'}`, content]));
  const root = folder(files);
  return read(...Object.keys(files).map((name) => `${root}/${name}`));
}

const said = ({ service, metric, operation, account, quantity, hasNoQuantity, cost, currency, kind }: BilledRow) =>
  [service, metric ?? '', operation, account, hasNoQuantity ? '?' : quantity.toFixed(), cost.toFixed(), currency, kind].join(' ').trim();

describe("Cost Explorer's CSV", () => {
  const KMS = 'kms kms-request   ? 0.24 USD usage';
  test.each<[string, string, string[]]>([
    [
      'usage types in columns, dates in rows, totals of both',
      'Usage type,us-east-1-KMS-Requests($),us-east-1-KMS-Keys($),Total costs($)\nUsage type total,0.24,1,1.24\n2026-11-01,0.24,1,1.24\n',
      [KMS, 'kms kms-key-month   ? 1 USD usage'],
    ],
    [
      'usage types in rows, dates in columns',
      'Usage type,2026-11-01($),Total costs($)\nus-east-1-KMS-Requests,0.24,0.24\nTotal costs,0.24,0.24\n',
      [KMS],
    ],
    [
      'services by the names of the console',
      '"Service","Key Management Service($)","CloudTrail($)","GuardDuty($)","S3($)","EC2-Other($)","Support (Developer)($)",' +
        '"Total costs($)"\n' +
        '"Service total","1","2","3","4","5","6","21"\n"2026-11-01","1","2","3","4","5","6","21"\n',
      [
        ...['kms    ? 1', 'cloudtrail    ? 2', 'guardduty    ? 3', 's3    ? 4', 'other    ? 5', 'other    ? 6'].map(
          (each) => `${each} USD usage`,
        ),
      ],
    ],
    [
      'with usage beside the cost',
      'Usage type,us-east-1-KMS-Requests(Requests),us-east-1-KMS-Requests($),Total costs($)\n2026-11-01,"80,000",0.24,0.24\n',
      ['kms kms-request   80000 0.24 USD usage'],
    ],
    ['blanks are no rows', 'Usage type,us-east-1-KMS-Requests($),x($)\n2026-11-01,0.24,\n', [KMS]],
    ['thousands in quotes', 'Usage type,us-east-1-KMS-Requests($)\n2026-11-01,"1,234.5"\n', [KMS.replace('0.24', '1234.5')]],
    ['euros', 'Usage type,us-east-1-KMS-Requests(€)\n2026-11-01,0.24\n', [KMS.replace('USD', 'EUR')]],
    ['another code', 'Usage type,us-east-1-KMS-Requests(CNY)\n2026-11-01,0.24\n', [KMS.replace('USD', 'CNY')]],
    ['a month', 'Usage type,us-east-1-KMS-Requests($)\n2026-11,0.24\n', [KMS]],
    ['a mark in front', '\uFEFF"Usage type","us-east-1-KMS-Requests($)"\r\n"2026-11-01","0.24"\r\n', [KMS]],
  ])('%s', async (_, csv, rows) => {
    const { rows: found, summary } = await readText(csv);
    expect(found.map(said)).toEqual(rows);
    expect(summary.formats['cost-explorer']).toBe(1);
    expect(summary.months).toEqual(['2026-11']);
  });

  test('an amount that is none is named', async () => {
    await expect(readText('Usage type,us-east-1-KMS-Requests($)\n2026-11-01,much\n')).rejects.toThrow('cost: "much" is not a number');
  });
});

describe('get-cost-and-usage', () => {
  const period = { TimePeriod: { Start: '2026-11-01', End: '2026-12-01' } };
  const cost = (Amount: string) => ({ UnblendedCost: { Amount, Unit: 'USD' } });
  const group = (keys: string[], metrics: object) => ({ Keys: keys, Metrics: metrics });
  const by = (...names: string[]) => ({ GroupDefinitions: names.map((Key) => ({ Type: 'DIMENSION', Key })) });
  const page = (names: string[], groups: object[]) => ({ ...by(...names), ResultsByTime: [{ ...period, Total: {}, Groups: groups }] });
  const usage = { UsageQuantity: { Amount: '80000.0', Unit: 'N/A' } };
  const decrypts = page(['USAGE_TYPE', 'OPERATION'], [group(['us-east-1-KMS-Requests', 'Decrypt'], { ...cost('0.24'), ...usage })]);
  const DECRYPTS = 'kms kms-request Decrypt  80000 0.24 USD usage';
  const byAccount = page(['LINKED_ACCOUNT', 'USAGE_TYPE'], [group(['444455556666', 'us-east-1-KMS-Requests'], cost('0.24'))]);
  const byType = page(
    ['SERVICE', 'RECORD_TYPE'],
    [group(['AWS Key Management Service', 'Tax'], cost('0.1')), group(['AWS Key Management Service', 'Usage'], cost('1'))],
  );
  const net = page(['USAGE_TYPE'], [group(['us-east-1-KMS-Requests'], { NetUnblendedCost: { Amount: '0.2', Unit: 'USD' } })]);
  const keys = page(['USAGE_TYPE', 'OPERATION'], [group(['us-east-1-KMS-Keys', 'NoOperation'], cost('1'))]);

  test.each<[string, string, string[]]>([
    ['usage types and operations', JSON.stringify(decrypts), [DECRYPTS]],
    ['accounts', JSON.stringify(byAccount), ['kms kms-request  444455556666 ? 0.24 USD usage']],
    ['charge types', JSON.stringify(byType), ['kms    ? 0.1 USD tax', 'kms    ? 1 USD usage']],
    ['net cost alone', JSON.stringify(net), ['kms kms-request   ? 0.2 USD usage']],
    ['pages in a list', JSON.stringify([decrypts, keys]), [DECRYPTS, 'kms kms-key-month   ? 1 USD usage']],
    ['pages by line', `${JSON.stringify(decrypts)}\n${JSON.stringify(keys)}\n`, [DECRYPTS, 'kms kms-key-month   ? 1 USD usage']],
    [
      'pages one after the other',
      `${JSON.stringify(decrypts, undefined, 4)}\n${JSON.stringify(keys, undefined, 4)}\n`,
      [DECRYPTS, 'kms kms-key-month   ? 1 USD usage'],
    ],
  ])('%s', async (_, json, rows) => {
    const { rows: found, summary } = await readText(json);
    expect(found.map(said)).toEqual(rows);
    expect(summary.formats['cost-explorer']).toBe(1);
  });

  test('what unpacks to more than any answer is named', async () => {
    const root = folder({ 'much.json.gz': gzipSync(Buffer.alloc(65 * 1024 * 1024, ' ')) });
    await expect(read(`${root}/much.json.gz`)).rejects.toThrow('is JSON but neither');
  });

  test('net cost beside the other', async () => {
    const both = { ...cost('0.24'), NetUnblendedCost: { Amount: '0.2', Unit: 'USD' } };
    const { rows } = await readText(JSON.stringify(page(['USAGE_TYPE'], [group(['us-east-1-KMS-Requests'], both)])));
    expect(rows.map((row) => [row.cost.toFixed(), row.netCost?.toFixed()])).toEqual([['0.24', '0.2']]);
  });

  test('packed with gzip', async () => {
    const root = folder({ 'ce.json.gz': gzipSync(JSON.stringify(decrypts)), 'ce.csv.gz': gzipSync('Service,KMS\n') });
    const { rows } = await read(`${root}/ce.json.gz`);
    expect(rows.map(said)).toEqual([DECRYPTS]);
  });

  test('pages in files, one of them twice, are one bill', async () => {
    const { rows, summary } = await readText(JSON.stringify(decrypts), JSON.stringify(keys), JSON.stringify(decrypts, undefined, 1));
    expect(rows.map(said)).toEqual([DECRYPTS, 'kms kms-key-month   ? 1 USD usage']);
    expect(summary.duplicates).toBe(1);
  });

  const first = { ...decrypts, NextPageToken: 'more' };

  test('pages before the last one are a hole, whatever they hold', async () => {
    const { rows, summary } = await readText(JSON.stringify(first));
    expect(rows.map(said)).toEqual([DECRYPTS]);
    expect(summary.holes.map(({ reason }) => reason)).toEqual(['is not the whole answer: its NextPageToken says that more pages follow']);
  });

  test.each<[string, string[]]>([
    ['in one file', [JSON.stringify([first, keys])]],
    ['in files of their own', [JSON.stringify(first), JSON.stringify(keys)]],
  ])('with the last page, %s, the answer is whole', async (_, files) => {
    const { rows, summary } = await readText(...files);
    expect(rows.map(said)).toEqual([DECRYPTS, 'kms kms-key-month   ? 1 USD usage']);
    expect(summary.holes).toEqual([]);
  });
});

describe('the Bills page', () => {
  const HEADER =
    'InvoiceID,PayerAccountId,LinkedAccountId,RecordType,RecordId,BillingPeriodStartDate,ProductCode,ProductName,UsageType,Operation,' +
    'ItemDescription,UsageStartDate,UsageQuantity,BlendedRate,CurrencyCode,CostBeforeTax,Credits,TaxAmount,TotalCost';
  const line = (type: string, account: string, quantity: number, given: { credits?: string; tax?: string; id?: string } = {}) =>
    `x,111122223333,${account},${type},${given.id ?? `${type}${account}`},2026/11/01 00:00:00,awskms,AWS KMS,` +
    `us-east-1-KMS-Requests,Decrypt,x,2026/11/01 00:00:00,${quantity},0.000003,USD,1,${given.credits ?? '0.0'},${given.tax ?? '0.0'},1`;
  const linked = (account: string, quantity: number) => `kms kms-request Decrypt ${account} ${quantity} 1 USD usage`;

  test.each<[string, string[], string[]]>([
    [
      'totals are left out',
      [line('LinkedLineItem', '444455556666', 5), line('AccountTotal', '444455556666', 5), line('StatementTotal', '', 5)],
      [linked('444455556666', 5)],
    ],
    ["the payer's own use", [line('PayerLineItem', '', 7)], [linked('111122223333', 7)]],
    [
      'what the payer has once more for all accounts',
      [line('LinkedLineItem', '444455556666', 5), line('LinkedLineItem', '123456789012', 2), line('PayerLineItem', '', 7)],
      [linked('444455556666', 5), linked('123456789012', 2)],
    ],
    [
      "the payer's own use beside that of accounts",
      [line('LinkedLineItem', '444455556666', 5), line('PayerLineItem', '', 7)],
      [linked('444455556666', 5), linked('111122223333', 7)],
    ],
    [
      'credits and tax in columns',
      [line('LinkedLineItem', '444455556666', 5, { credits: '-0.5', tax: '0.1' })],
      [linked('444455556666', 5), 'kms  Decrypt 444455556666 0 -0.5 USD credit', 'kms  Decrypt 444455556666 0 0.1 USD tax'],
    ],
  ])('%s', async (_, lines, rows) => {
    const { rows: found, summary } = await readText(`${HEADER}\n${lines.join('\n')}\n`);
    expect(found.map(said)).toEqual(rows);
    expect(summary.formats['bills-page']).toBe(1);
  });
});

describe('the made bill by other ways', () => {
  const items = madeItems();
  const [cur, csv, json, page] = [
    csvOf(curTable(items)),
    csvOf(costExplorerTable(items)),
    JSON.stringify(costAndUsage(items)),
    csvOf(billsPageTable(items)),
  ];
  const requests = ({ rows }: { rows: BilledRow[] }) => rows.filter(({ metric }) => metric === 'kms-request');
  const costOf = (rows: readonly BilledRow[]) => sum(rows.map(({ cost }) => cost)).toFixed();
  const quantityOf = (rows: readonly BilledRow[]) => sum(rows.map(({ quantity }) => quantity)).toFixed();

  test('has the same cost, and the same quantities where it has any', async () => {
    const [exported, explored, asked, billed] = (await Promise.all([cur, csv, json, page].map((text) => readText(text)))).map(requests) as [
      BilledRow[],
      BilledRow[],
      BilledRow[],
      BilledRow[],
    ];
    expect([explored, asked, billed].map(costOf)).toEqual([exported, exported, exported].map(costOf));
    expect([asked, billed].map(quantityOf)).toEqual([exported, exported].map(quantityOf));
    expect(explored.every(({ hasNoQuantity }) => hasNoQuantity)).toBe(true);
  });

  test.each<[string, string, string]>([
    ['an export and Cost Explorer', cur, csv],
    ['an export and the API', cur, json],
    ['an export and the Bills page', cur, page],
    ['two groupings', csv, json],
    ['Cost Explorer and the Bills page', csv, page],
    ['months and days', csv, csv.replace(/\n2026-11-01,(.*)\n$/, '\n2026-11-01,$1\n2026-11-02,$1\n')],
  ])('%s of one month are refused', async (_, one, other) => {
    await expect(readText(one, other)).rejects.toThrow('which would count it twice');
    await expect(readText(other, one)).rejects.toThrow('which would count it twice');
  });
});
