import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { TrailcostError } from '../../../dist/modules/base/errors.js';
import { loadPriceBook, readBill } from '../../../dist/modules/index.js';
import { csvOf, cur2Table, curTable, focusTable, madeItems } from '../../bill/made.mjs';
import { asBytes, damaged, hostileText } from '../hostile.mjs';
import { assertInert, assertSame, assertThat } from '../oracles.mjs';
import { inFolder, run } from '../program.mjs';

const { regions } = await loadPriceBook();
const SCENARIO = new URL('../../../samples/bill/november.yaml', import.meta.url).pathname;

const CELLS = [
  '',
  'NULL',
  'NaN',
  '\\N',
  'None',
  '-1',
  '1e9',
  '1E-12',
  '1,5',
  '$5',
  '9'.repeat(60),
  '4.44E+11',
  '="111122223333"',
  '2026-13-45',
  '46300',
  'KMS-Requests',
];
const cellEdit = fc.record({
  row: fc.nat(1000),
  column: fc.nat(1000),
  text: fc.oneof({ arbitrary: fc.constantFrom(...CELLS), weight: 3 }, { arbitrary: hostileText, weight: 1 }),
});
const TABLES = {
  cur: curTable,
  cur2: cur2Table,
  'focus-1.0': (items) => focusTable(items, '1.0'),
  'focus-1.1': (items) => focusTable(items, '1.1'),
  'focus-1.2': (items) => focusTable(items, '1.2'),
};
const table = fc
  .record({
    format: fc.constantFrom(...Object.keys(TABLES)),
    rows: fc.array(fc.nat(60), { minLength: 1, maxLength: 8 }),
    edits: fc.array(cellEdit, { maxLength: 3 }),
    dropped: fc.option(fc.nat(30), { freq: 4 }),
  })
  .map(({ format, rows, edits, dropped }) => {
    const items = madeItems();
    const made = TABLES[format](rows.map((row) => items[row % items.length]));
    for (const { row, column, text } of edits) made.rows[row % made.rows.length][column % made.header.length] = text;
    if (dropped === null) return made;
    const column = dropped % made.header.length;
    return { header: made.header.toSpliced(column, 1), rows: made.rows.map((cells) => cells.toSpliced(column, 1)) };
  });

/** What a bill adds up to, by all that its rows are told apart by; undefined where it is refused. */
async function totalsOf(folder, paths) {
  const totals = new Map();
  const onRow = (row) => {
    assertThat(row.cost.isFinite() && row.quantity.isFinite(), 'a row has no amount', row);
    const key = [row.month, row.service, row.region, row.metric, row.operation, row.account, row.kind, row.currency].join(' ');
    totals.set(key, row.cost.plus(totals.get(key) ?? 0));
  };
  try {
    const { rows } = await readBill({ paths, cwd: folder, regions, onRow });
    return { rows, totals: [...totals].map(([key, cost]) => `${key} ${new Decimal(cost).toFixed()}`).sort() };
  } catch (error) {
    if (error instanceof TrailcostError) return undefined;
    throw error;
  }
}

async function judgeOrder({ header, rows }) {
  const csv = (all) => asBytes(csvOf({ header, rows: all }));
  await inFolder({ 'one.csv': csv(rows), 'other.csv': csv(rows.toReversed()) }, async (folder) => {
    const [one, other] = [await totalsOf(folder, ['one.csv']), await totalsOf(folder, ['other.csv'])];
    // A row that cannot be read ends a file, and which rows came before it, the order tells.
    if (one !== undefined && other !== undefined && one.rows === rows.length)
      assertSame(other.totals, one.totals, 'another order changes a bill');
  });
}

export const bills = {
  inputs: fc.oneof(
    { arbitrary: table.map((given) => ({ table: given })), weight: 2 },
    { arbitrary: damaged(table.map((given) => asBytes(csvOf(given)))).map((text) => ({ text })), weight: 1 },
  ),
  async judge({ table: given, text }) {
    if (given !== undefined) await judgeOrder(given);
    return inFolder({ 'bill.csv': text ?? asBytes(csvOf(given)) }, async (folder) => {
      for (const format of ['json', 'markdown']) {
        const { outcome, stdout, stderr } = await run(
          ['reconcile', SCENARIO, '--bill', `${folder}/bill.csv`, '--format', format, '--calibrate', 'calibrated.yaml'],
          folder,
        );
        assertInert(stdout, `the reconciliation as ${format}`);
        assertInert(stderr, 'what is said');
        if (format === 'markdown' || outcome === 'refused') return outcome;
      }
      return 'done';
    });
  },
};
