import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BillTally } from '../../../src/bill/summary.js';
import type { ReadReconciliation } from '../../../src/reconciliation/result.js';
import type { Document } from '../../../src/report/layout/document.js';
import { terminalText } from '../../../src/report/layout/terminal.js';
import { reconciliationDocument } from '../../../src/report/reconciliation/document.js';
import { bills, expectations, keyLists } from '../../reconciliation/arbitraries.js';
import { compared, expectation, expected, row } from '../../reconciliation/made.js';
import { runs } from '../../runs.js';

const SCREEN_LINES = 40;

/** What is left without the details. */
const short = ({ tables, lists, ...document }: Document): Document => ({
  ...document,
  tables: tables.filter(({ detail }) => detail !== true),
  lists: lists.filter((list) => 'commands' in list || list.detail !== true),
});
const linesOf = (document: Document) => terminalText(document, { color: false }).trimEnd().split('\n');

function read(
  of: Parameters<typeof compared>[0],
  rows: Parameters<typeof compared>[1],
  keys: string[] = [],
  failed = 0,
): ReadReconciliation {
  const tally = new BillTally();
  for (const each of rows) tally.addRow(each);
  const filesFailed = Array.from({ length: failed }, (_, index) => ({
    file: `bills/2026-11/part-0000${index}.csv.gz`,
    reason: 'ends in the middle of a row',
    rows: index,
  }));
  return { ...compared(of, rows, { keys }), bill: { ...tally.summary(), filesFailed }, openMonths: [] };
}

test('the short report of any bill fits a screen, and the whole one has all of it', () => {
  fc.assert(
    fc.property(expectations, bills, keyLists, fc.nat(9), (of, rows, keys, failed) => {
      const reconciliation = read(of, rows, keys, failed);
      fc.pre(reconciliation.months.length > 0);
      const document = reconciliationDocument(reconciliation);
      const shown = linesOf(short(document));
      expect(shown.length, shown.join('\n')).toBeLessThanOrEqual(SCREEN_LINES);
      const whole = linesOf(document);
      for (const line of shown.filter((each) => each !== '')) expect(whole).toContain(line);
    }),
    runs(200),
  );
});

describe('more warnings than fit', () => {
  const titles = (failed: number) => {
    const { lists } = reconciliationDocument(read(expectation([expected({ requests: 1000 })]), [row({ quantity: 1000 })], [], failed));
    return lists.filter((list) => 'isWarning' in list).map((list) => `${list.title}: ${'items' in list ? list.items.length : 0}`);
  };

  test.each([
    [2, ['Warnings: 2']],
    [3, ['Warnings: 3']],
    [9, ['Warnings, the first 3 of 9: 3', 'More warnings: 6']],
  ])('%i files that failed', (failed, shown) => {
    expect(titles(failed)).toEqual(shown);
  });
});
