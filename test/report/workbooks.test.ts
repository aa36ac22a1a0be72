import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/base/decimal.js';
import { BillTally } from '../../src/bill/summary.js';
import { measurementJson } from '../../src/logs/measure/json.js';
import { costingOf } from '../../src/model/costing.js';
import { diffOf } from '../../src/planning/diff.js';
import { measurementData } from '../../src/report/count/workbook.js';
import { diffJson } from '../../src/report/diff/json.js';
import { diffData } from '../../src/report/diff/workbook.js';
import type { WorkbookData } from '../../src/report/layout/workbook/data.js';
import { documentWorkbook } from '../../src/report/layout/workbook/document-workbook.js';
import { reconciliationJson } from '../../src/report/reconciliation/json.js';
import { reconciliationData } from '../../src/report/reconciliation/workbook.js';
import { count } from '../logs/built.js';
import { compared, expectation, expected, row } from '../reconciliation/made.js';
import { sampleEstimate } from '../support.js';
import { calculator, readWorkbook } from './read-workbook.js';

const DOCUMENT = { headline: '', caption: '', tables: [], lists: [] };

/** The total under a column of a sheet, calculated, and each cell above it. */
async function columnOf(data: WorkbookData, sheet: string, title: string): Promise<{ total: number | undefined; cells: number[] }> {
  const workbook = readWorkbook(await documentWorkbook(DOCUMENT, data));
  const { cells } = workbook.get(sheet) ?? { cells: new Map() };
  const [letter = ''] = [...cells].flatMap(([address, { value }]) => (/^[A-Z]1$/.test(address) && value === title ? address[0] : []));
  const own = [...cells].filter(([address]) => address.startsWith(letter) && address !== `${letter}1`).map(([, cell]) => cell);
  const last = own.at(-1);
  const total = last?.formula === undefined ? undefined : calculator(workbook)(sheet, last.formula);
  return { total, cells: own.filter(({ formula }) => formula === undefined).map(({ value }) => Number(value)) };
}

describe('a workbook has the figures of JSON', () => {
  test('of a measurement', async () => {
    const measurement = await count(['samples/trail', 'samples/access-logs']);
    const json = JSON.parse(measurementJson(measurement));
    const data = measurementData(measurement);
    expect((await columnOf(data, 'readers', 'requests')).total).toBe(json.kmsRequests.billable);
    expect((await columnOf(data, 'readers', 'cost')).total).toBeCloseTo(Number(json.cost), 12);
    const { cells } = await columnOf(data, 'requests', 'cost');
    expect(cells.reduce((total, cost) => total + cost, 0)).toBeCloseTo(Number(json.cost), 12);
  });

  test('of a reconciliation, whose causes add up to the difference', async () => {
    const rows = [row({ quantity: 123_456, cost: '0.370368' }), row({ quantity: 7, operation: 'DescribeKey', cost: '0.000021' })];
    const bill = new BillTally().summary();
    const result = { ...compared(expectation([expected({ requests: 100_000 })]), rows), bill, openMonths: [] };
    const json = JSON.parse(reconciliationJson(result));
    const data = reconciliationData(result);
    const difference = new Decimal(json.whole.cost.billed).minus(json.whole.cost.expected.expected).toNumber();
    expect((await columnOf(data, 'causes', 'difference cost')).total).toBeCloseTo(difference, 12);
    expect((await columnOf(data, 'months', 'billed cost')).total).toBe(Number(json.whole.cost.billed));
    expect((await columnOf(data, 'operations', 'billed quantity')).cells).toEqual([123_456, 0, 7]);
  });

  test('of a diff', async () => {
    const diff = diffOf(costingOf(sampleEstimate('first.yaml')), costingOf(sampleEstimate('small-account.yaml')));
    const json = JSON.parse(diffJson(diff));
    const { cells } = await columnOf(diffData(diff, 'sse-kms'), 'strategies', 'difference');
    expect(cells).toEqual(json.byStrategy.map(({ difference }: { difference: string }) => Number(difference)));
    const readers = await columnOf(diffData(diff, 'sse-kms'), 'readers', 'difference');
    expect(readers.cells).toEqual(json.byReader.map(({ difference }: { difference: string }) => Number(difference)));
  });
});
