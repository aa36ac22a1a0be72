// report/layout/workbook: sheets as an Office Open XML workbook, and a document with its exact tables as sheets.

import type { Cell, Feature } from 'write-excel-file/node';
import { TrailcostError } from '../../../base/errors.js';
import { letterOf, type Row, type Sheet, type SheetCell, textCell } from './cells.js';
import type { FileContent } from './file-content.js';
import { withHeight } from './heights.js';
import { printedPages } from './print.js';

/** Rows of a sheet without the header (support.microsoft.com, Excel specifications and limits). */
const MOST_ROWS = 1_048_575;

const HEADER = { fontWeight: 'bold', backgroundColor: '#E7EEF7' } as const;

/**
 * Sheets as a workbook: headers stay in sight, tables have filter buttons, and each sheet prints as wide as a page in landscape, with its
 * header on every page.
 *
 * @throws TrailcostError `usage` where there are more rows than a sheet can hold
 */
export async function workbookOf(sheets: readonly Sheet[]): Promise<Buffer> {
  for (const { name, rows } of sheets) {
    if (rows.length <= MOST_ROWS) continue;
    const what = `a sheet holds ${MOST_ROWS} rows, and there are ${rows.length} for the sheet "${name}"`;
    throw new TrailcostError('usage', { where: '--format xlsx', what, remedy: 'Use --format csv.' });
  }
  const [{ default: writeExcelFile }, utility] = await Promise.all([import('write-excel-file/node'), import('write-excel-file/utility')]);
  const written = sheets.map(({ name, header, widths, rows }) => ({
    sheet: name,
    data: [header.map((title, column) => headerCell(title, column, rows)), ...rows].map((row) =>
      withHeight(row, widths),
    ) satisfies Cell[][],
    columns: widths.map((width) => ({ width })),
    stickyRowsCount: 1,
    orientation: 'landscape' as const,
  }));
  return writeExcelFile(written, { features: [formulaResults(sheets), printedPages(sheets, utility)] }).toBuffer();
}

/** A title over its column: to the right over numbers. */
function headerCell(title: string, column: number, rows: readonly Row[]): SheetCell {
  const first = rows.map((row) => row[column]).find((cell) => cell !== null && cell !== undefined);
  const isNumber = first?.type === Number || first?.type === 'Formula';
  const { align, indent }: Pick<SheetCell, 'align' | 'indent'> = isNumber ? { align: 'right' } : (first ?? {});
  return textCell(title, { ...HEADER, wrap: true, ...(align && { align }), ...(indent && { indent }) });
}

/** Stores the value of each formula with it: viewers and programs that do not calculate would otherwise show nothing. */
function formulaResults(sheets: readonly Sheet[]): Feature<FileContent> {
  const results = sheets.map(
    ({ rows }) =>
      new Map(
        rows.flatMap((row, index) =>
          row.flatMap((cell, column): [string, string][] =>
            cell?.result === undefined ? [] : [[`${letterOf(column)}${index + 2}`, String(cell.result.toNumber())]],
          ),
        ),
      ),
  );
  const withResults = (xml: string, sheetIndex: number) =>
    xml.replace(/<c r="([A-Z]+\d+)"[^>]*><f>[^<]*<\/f>/g, (formula, address: string) => {
      const result = results[sheetIndex]?.get(address);
      return result === undefined ? formula : `${formula}<v>${result}</v>`;
    });
  return {
    files: { transform: { 'xl/worksheets/sheet{id}.xml': { transform: (xml, _options, { sheetIndex }) => withResults(xml, sheetIndex) } } },
  };
}
