// report/estimate/xlsx: the workbook, a file a sheet, with formulas over its lines.

import type { Estimate } from '../../../model/estimate.js';
import { workbookOf } from '../../layout/workbook/write.js';
import { assumptionsSheet, pricesSheet } from './basis-sheets.js';
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
  return workbookOf(
    [summarySheet, linesSheet, monthsSheet, readersSheet, pricesSheet, assumptionsSheet].map((sheetOf) => sheetOf(estimate)),
  );
}
