import { type Decimal, ZERO } from '../../base/decimal.js';
import { CHARGE } from '../../model/charges.js';
import { type KmsStrategy, STRATEGIES, STRATEGY_NAMES } from '../../model/strategies.js';
import type { Change } from '../../planning/changes.js';
import type { Diff } from '../../planning/diff.js';
import type { Table } from '../layout/document.js';
import { amount, change, changePercent, placesFor } from '../layout/figures.js';
import { firstRows } from '../layout/parts.js';
import { readerText } from '../layout/wording.js';

/** Of more rows the report has the largest; JSON and CSV have all. */
const MOST_ROWS = 30;
/** As many of charges and of readers as fit a screen. */
const MOST_SHORT_ROWS = 6;

/** The tables of a diff: strategies, and what changes under one of them. */
export function diffTables(diff: Diff, strategy: KmsStrategy): Table[] {
  const changes = [chargeTable(diff, strategy), readerTable(diff, strategy)];
  return [
    strategyTable(diff),
    ...changes.flatMap((table) => firstRows(table, MOST_SHORT_ROWS, 'smaller changes')),
    { ...monthTable(diff, strategy), detail: true },
  ].filter(({ rows }) => rows.length > 0);
}

/** Cost before and after, each in an average month of its own period. */
export interface Row {
  entry: Change;
  was: Decimal | undefined;
  is: Decimal | undefined;
  by: Decimal;
}

export function rowsOf({ before, after }: Diff, changes: readonly Change[]): Row[] {
  return changes.map((entry) => {
    const was = entry.before?.cost.expected.div(before.period.months);
    const is = entry.after?.cost.expected.div(after.period.months);
    return { entry, was, is, by: difference(was, is) };
  });
}

/** Expected cost after − before, each over its whole period. */
export function differenceOf({ before, after }: Change): Decimal {
  return difference(before?.cost.expected, after?.cost.expected);
}

function difference(was = ZERO, is = ZERO): Decimal {
  return is.minus(was);
}

/** The rows of a strategy whose cost changes, largest change first. */
export function changed(diff: Diff, changes: readonly Change[], strategy: KmsStrategy): Row[] {
  return rowsOf(diff, changes)
    .filter(({ entry, by }) => entry.line.strategy === strategy && (isOneSided(entry) || !by.isZero()))
    .sort((a, b) => b.by.abs().cmp(a.by.abs()));
}

/** Each strategy before and after. */
export function strategyTable(diff: Diff): Table {
  const rows = rowsOf(diff, diff.byStrategy).sort(
    (a, b) => STRATEGIES.indexOf(a.entry.line.strategy) - STRATEGIES.indexOf(b.entry.line.strategy),
  );
  return tableOf(`Strategies, average month, ${diff.after.currency}`, rows, ({ line }) => STRATEGY_NAMES[line.strategy]);
}

/** The charges that change. */
export function chargeTable(diff: Diff, strategy: KmsStrategy): Table {
  const rows = changed(diff, diff.byCharge, strategy);
  return tableOf(`Charges that change, average month, ${diff.after.currency}`, rows, ({ line }) => CHARGE[line.charge].name);
}

/** The readers that change. */
export function readerTable(diff: Diff, strategy: KmsStrategy): Table {
  const rows = changed(diff, diff.byReader, strategy);
  return tableOf(`Readers that change, average month, ${diff.after.currency}`, rows, ({ line }) => readerText(line.reader));
}

function tableOf(title: string, rows: readonly Row[], nameOfRow: (entry: Change) => string): Table {
  const shown = rows.slice(0, MOST_ROWS);
  const places = placesFor(shown.flatMap(({ was, is }) => [was, is]).filter((cost) => cost !== undefined));
  const left = rows.length - shown.length;
  const kinds = shown.some(({ entry }) => isOneSided(entry)) ? [''] : [];
  return {
    title: left > 0 ? `${title} (${left} smaller changes in JSON and CSV)` : title,
    header: ['', 'before', 'after', 'change', '', ...kinds],
    leftColumns: 1,
    rows: shown.map(({ entry, was, is, by }) => [
      nameOfRow(entry),
      was === undefined ? '–' : amount(was, places),
      is === undefined ? '–' : amount(is, places),
      change(by, places),
      was === undefined ? '–' : changePercent(by, was),
      ...kinds.map(() => (isOneSided(entry) ? entry.kind : '')),
    ]),
  };
}

/** Whether something is in one of the two only. */
function isOneSided({ kind }: Change): boolean {
  return kind === 'added' || kind === 'removed';
}

/** Every month in order; a month of only one of the periods has nothing to compare with. Without rows where none changes. */
export function monthTable(diff: Diff, strategy: KmsStrategy): Table {
  const months = diff.byMonth
    .filter(({ line }) => line.strategy === strategy)
    .map((entry): Row => {
      const [was, is] = [entry.before?.cost.expected, entry.after?.cost.expected];
      return { entry, was, is, by: difference(was, is) };
    })
    .sort((a, b) => (a.entry.line.month < b.entry.line.month ? -1 : 1));
  if (months.every(({ entry }) => entry.kind === 'same')) return { title: '', header: [], leftColumns: 1, rows: [] };
  const table = tableOf(`Months, ${diff.after.currency}`, months, ({ line }) => line.month);
  return { ...table, title: table.title.replace('smaller changes', 'later months') };
}
