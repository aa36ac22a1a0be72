import { type KmsStrategy, STRATEGY_NAMES } from '../../model/strategies.js';
import type { Change } from '../../planning/changes.js';
import type { Diff } from '../../planning/diff.js';
import { readerText } from '../layout/wording.js';
import type { WorkbookData } from '../layout/workbook/data.js';
import { splitTable } from '../layout/workbook/split.js';
import { diffTable } from './csv.js';
import { changed, differenceOf } from './tables.js';

/** What a workbook of a diff has: the rows of its CSV, a sheet for each kind of row; what changes by month and by reader. */
export function diffData(diff: Diff, strategy: KmsStrategy): WorkbookData {
  const { currency } = diff.after;
  const own = (changes: readonly Change[]) => changes.filter(({ line }) => line.strategy === strategy);
  const shape = { of: currency, isMoney: true };
  return {
    charts: [
      {
        ...shape,
        title: `Change by month, ${STRATEGY_NAMES[strategy]}`,
        bars: own(diff.byMonth).map((entry) => ({ name: entry.line.month, value: differenceOf(entry) })),
      },
      {
        ...shape,
        title: `Change by reader over the period, ${STRATEGY_NAMES[strategy]}`,
        bars: changed(diff, diff.byReader, strategy).map(({ entry }) => ({
          name: readerText(entry.line.reader),
          value: differenceOf(entry),
        })),
      },
    ],
    tables: splitTable(diffTable(diff), 'by', {
      strategy: { name: 'strategies' },
      charge: { name: 'charges' },
      reader: { name: 'readers' },
      month: { name: 'months' },
    }),
  };
}
