import { type Document, sanitisedDocument, shownLists } from '../document.js';
import { barRows } from './bars.js';
import { bold, type Row, type Sheet, textCell } from './cells.js';
import type { WorkbookData } from './data.js';
import { LINE_HEIGHT } from './heights.js';
import { tableSheet } from './table-sheet.js';
import { workbookOf } from './write.js';

/**
 * A report as a workbook: a sheet "summary" with its answer, warnings and charts, a sheet for each table, and a sheet "notes" with all else
 * that the report says. Tables without a row are left out.
 *
 * @throws TrailcostError `usage` where there are more rows than a sheet can hold
 */
export async function documentWorkbook(document: Document, { charts, tables }: WorkbookData): Promise<Buffer> {
  const shown = sanitisedDocument(document);
  return workbookOf([summarySheet(shown, charts), ...tables.filter(({ rows }) => rows.length > 0).map(tableSheet), notesSheet(shown)]);
}

const SUMMARY_WIDTHS = [40, 18, 60];
const ALL_COLUMNS = SUMMARY_WIDTHS.length;
/** Characters that surely fit on a line across all columns. */
const LINE_CHARACTERS = 110;

function summarySheet(document: Document, charts: WorkbookData['charts']): Sheet {
  const { headline, lead, caption } = document;
  const warnings = shownLists(document).flatMap((list) => ('items' in list && list.isWarning === true ? list.items : []));
  return {
    name: 'summary',
    header: ['summary', '', ''],
    widths: SUMMARY_WIDTHS,
    rows: [
      paragraph(headline).map((cell) => (cell === null ? null : bold(cell))),
      ...(lead === undefined ? [] : [paragraph(lead)]),
      paragraph(caption),
      ...charts.flatMap(barRows),
      ...(warnings.length === 0 ? [] : [[], [bold(textCell('Warnings'))], ...warnings.map(paragraph)]),
    ],
  };
}

/** A text across all columns. Programs do not make a row with joined cells as high as its text, so its height is given. */
function paragraph(text: string): Row {
  const height = Math.ceil(text.length / LINE_CHARACTERS) * LINE_HEIGHT;
  const others = Array.from({ length: ALL_COLUMNS - 1 }, () => null);
  return [textCell(text, { wrap: true, alignVertical: 'top', columnSpan: ALL_COLUMNS, height }), ...others];
}

function notesSheet(document: Document): Sheet {
  const rows = shownLists(document).flatMap((list) => {
    const texts = 'commands' in list ? list.commands.map((words) => words.join(' ')) : list.items;
    return texts.map((text) => [textCell(list.title), textCell(text, { wrap: true })]);
  });
  return { name: 'notes', header: ['kind', 'text'], widths: [30, 120], rows, filteredRows: rows.length };
}
