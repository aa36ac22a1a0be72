import { sanitised } from '../../base/cleaned.js';
import { counted } from '../../base/text.js';
import type { BillSummary } from '../../bill/summary.js';

/** As many files as a person looks at; JSON has all. */
const MOST = 10;

/** Rows that are there more than once. */
export function duplicateItems({ duplicates }: BillSummary): string[] {
  if (duplicates === 0) return [];
  return [`${counted(duplicates, 'row')} ${duplicates === 1 ? 'is' : 'are'} there more than once and counted once.`];
}

/** Cells that were read in spite of how they are written, or not at all. */
export function remarkItems({ remarks }: BillSummary): string[] {
  const { accountsMended: accounts, undated } = remarks;
  return [
    ...(accounts === undefined
      ? []
      : [`Account ids were put right in ${counted(accounts.rows, 'row')}: "${accounts.example}" is ${accounts.readAs}.`]),
    ...(undated === undefined
      ? []
      : [
          `${counted(undated.rows, 'row')} of other services ${undated.rows === 1 ? 'has' : 'have'} no date that can be read ` +
            `(${undated.example === '' ? 'it is empty' : `"${undated.example}"`}); nothing of them is needed.`,
        ]),
  ];
}

/** How the files are written, and which rows are none of the bill. */
export function rowsItems({ dialects, headersOf, rowsLeftOut }: BillSummary): string[] {
  const { blank, header, total, note } = rowsLeftOut;
  const parts = [
    ...(blank === 0 ? [] : [counted(blank, 'empty row')]),
    ...(header === 0 ? [] : [counted(header, 'repeated header')]),
    ...(total === 0 ? [] : [counted(total, 'row of totals', 'rows of totals')]),
    ...(note === 0 ? [] : [counted(note, 'line of text', 'lines of text')]),
  ];
  return [
    ...dialects.map(({ dialect, files }) => `Found in ${counted(files, 'file')}: ${dialect}.`),
    ...headersOf
      .slice(0, MOST)
      .map(({ file, header }) => `${sanitised(file)} has no header; its columns are those of ${sanitised(header)}.`),
    ...(parts.length === 0 ? [] : [`Not rows of the bill, so left out: ${parts.join(', ')}.`]),
  ];
}
