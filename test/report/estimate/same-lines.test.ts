import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { Decimal, sum } from '../../../src/base/decimal.js';
import { jsonReport } from '../../../src/model/saved/estimate.js';
import { csvReport } from '../../../src/report/estimate/csv.js';
import { xlsxReport } from '../../../src/report/estimate/xlsx/workbook.js';
import { SAMPLES, sampleEstimate } from '../../support.js';
import { type ReadCell, readWorkbook, timeOf } from '../read-workbook.js';

type Row = Record<string, string>;
interface Parsed {
  lines: Row[];
  totals: Record<string, Row & { months: Row[] }>;
  comparison: Record<string, { period: Row; months: Row[] }>;
}

const ENDS = [
  ['low', 'cost_low'],
  ['expected', 'cost'],
  ['high', 'cost_high'],
] as const;

/** A sheet as rows under the titles of its first row. */
function rowsOf(cells: ReadonlyMap<string, ReadCell>, titles: readonly string[]): Map<string, ReadCell | undefined>[] {
  const letters = titles.map((_, index) => String.fromCharCode(65 + index));
  expect(letters.map((letter) => cells.get(`${letter}1`)?.value)).toEqual(titles);
  const count = [...cells.keys()].filter((address) => /^A\d+$/.test(address)).length - 1;
  return Array.from(
    { length: count },
    (_, row) => new Map(titles.map((title, index) => [title, cells.get(`${letters[index]}${row + 2}`)])),
  );
}

/** What a cell should hold of a value in CSV: months are days, and a spreadsheet keeps about fifteen digits of a number. */
function expectedCell(title: string, value = ''): string | number | undefined {
  if (title === 'month') return `day ${value}-01T00:00:00.000Z`;
  return /quantity|price$|cost/.test(title) ? Number(value) : value;
}

function shown(cell: ReadCell | undefined): string | number {
  return cell?.kind === 'day' ? `day ${timeOf(Number(cell.value))}` : (cell?.value ?? '');
}

describe.each(SAMPLES)('%s', async (sample) => {
  const estimate = sampleEstimate(sample);
  const { lines, totals, comparison } = JSON.parse(jsonReport(estimate)) as Parsed;
  const csv = parse(csvReport(estimate), { columns: true }) as Row[];
  const titles = Object.keys(csv[0] ?? {});

  test('JSON and CSV hold the same lines', () => {
    expect(lines.length).toBe(estimate.lines.length);
    expect(lines.map((line) => titles.map((title) => line[title]))).toEqual(csv.map((row) => titles.map((title) => row[title])));
  });

  test('the workbook holds the same lines, numbers and months as such', async () => {
    const { cells } = readWorkbook(await xlsxReport(estimate)).get('lines') ?? { cells: new Map<string, ReadCell>() };
    const rows = rowsOf(cells, titles).map((row) => titles.map((title) => shown(row.get(title))));
    expect(rows).toEqual(csv.map((row) => titles.map((title) => expectedCell(title, row[title]))));
  });

  const costOf = (column: string, strategy: string, month?: string) =>
    sum(
      lines
        .filter((line) => line['strategy'] === strategy && (month === undefined || line['month'] === month))
        .map((line) => new Decimal(line[column] ?? Number.NaN)),
    );

  test.each(ENDS)('the totals in JSON are the sums of its lines: %s', (end, column) => {
    for (const [strategy, { months, ...period }] of Object.entries(totals)) {
      expect(period[end]).toBe(costOf(column, strategy).toFixed());
      for (const month of months) expect(month[end]).toBe(costOf(column, strategy, month['month']).toFixed());
    }
  });

  test.each(ENDS)('the comparison in JSON is what the lines cost more than those of SSE-S3: %s', (end, column) => {
    for (const [strategy, { period, months }] of Object.entries(comparison)) {
      const more = (month?: string) =>
        costOf(column, strategy, month)
          .minus(costOf(column, 'sse-s3', month))
          .toFixed();
      expect(period[end]).toBe(more());
      for (const month of months) expect(month[end]).toBe(more(month['month']));
    }
  });
});
