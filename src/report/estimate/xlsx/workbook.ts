// report/estimate/xlsx: the workbook, a file a sheet, with formulas over its lines.

import type { Blob } from 'node:buffer';
import type { Stream } from 'node:stream';
import type { Cell, Feature } from 'write-excel-file/node';
import type { Estimate } from '../../../model/estimate.js';
import { assumptionsSheet, pricesSheet } from './basis-sheets.js';
import { letterOf, type Sheet, textCell } from './cells.js';
import { linesSheet } from './lines-sheet.js';
import { monthsSheet } from './months-sheet.js';
import { readersSheet } from './readers-sheet.js';
import { summarySheet } from './summary-sheet.js';

/**
 * The estimate as a workbook (Office Open XML): sheets summary, lines, months, readers, prices and assumptions. Totals are formulas over
 * the lines, with their values beside them.
 *
 * @throws TrailcostError `usage` where there are more lines than a sheet can hold
 */
export async function xlsxReport(estimate: Estimate): Promise<Buffer> {
  const sheets = [summarySheet, linesSheet, monthsSheet, readersSheet, pricesSheet, assumptionsSheet].map((sheetOf) => sheetOf(estimate));
  const { default: writeExcelFile } = await import('write-excel-file/node');
  const written = sheets.map(({ name, header, widths, rows }) => ({
    sheet: name,
    data: [header.map((title) => textCell(title, HEADER)), ...rows] satisfies Cell[][],
    columns: widths.map((width) => ({ width })),
    stickyRowsCount: 1,
  }));
  return writeExcelFile(written, { features: [formulaResults(sheets)] }).toBuffer();
}

/** What the library calls the content of a file within the workbook; it does not export the name. */
type FileContent = Stream | Buffer | Blob;

const HEADER = { fontWeight: 'bold', backgroundColor: '#E7EEF7' } as const;

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
