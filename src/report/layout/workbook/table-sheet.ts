import { Decimal, sum } from '../../../base/decimal.js';
import { dayCell, FORMAT, numberCell, type Row, type Sheet, type SheetCell, textCell, totalRow } from './cells.js';
import type { DataTable } from './data.js';

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
/** What is called so is a name, even where it has only digits: accounts, keys, ids. */
const NAMES = /^(?!sse_)(.*_)?(account|payer|id|key|name|reader|principal|centre|note|source|version)(_|$)|^tag:/;
const MONEY = /(^|_)(cost|amount|difference|total|saving|sse_s3|sse_kms|sse_kms_bucket_key)(_|$)/;
const QUANTITY = /(^|_)(quantity|requests|reads|records|files|rows)(_|$)/;
/** A cell holds no more digits of a number. */
const MOST_DIGITS = 15;

/** Places of money, and their point. */
const MONEY_PLACES = 3;
const LEAST_WIDTH = 9;
const MOST_WIDTH = 60;

/** A table as a sheet: numbers, months and days as such, everything else, ids among it, as text. */
export function tableSheet(table: DataTable): Sheet {
  const { name, rows, isCross = false } = table;
  const columns = columnsOf(table);
  const cellsOf = columns.map(({ kind, texts }) => cellMaker(kind, texts));
  const body = rows.map((row): Row => cellsOf.map((cellOf, index) => beside(index, cellOf(row[index] ?? ''))));
  return {
    name,
    header: columns.map(({ head }) => (isCross ? head : head.replaceAll('_', ' '))),
    widths: columns.map(widthOf),
    rows: isSummed(columns) ? [...body, sums(columns, rows.length)] : body,
    filteredRows: rows.length,
  };
}

/** A column: its head, what decides how its cells are made, and its texts. */
interface Column {
  head: string;
  kind: string;
  texts: string[];
  isSummed: boolean;
}

function columnsOf({ columns, rows, summed = [], isCross = false }: DataTable): Column[] {
  return columns.map((head, index) => ({
    head,
    kind: isCross ? (index === 0 ? 'name' : 'cost') : head,
    texts: rows.map((row) => row[index] ?? ''),
    isSummed: summed.includes(head),
  }));
}

function isSummed(columns: readonly Column[]): boolean {
  const currencies = new Set(columns.find(({ head }) => head === 'currency')?.texts.filter((text) => text !== ''));
  return columns.some((column) => column.isSummed && column.texts.length > 0) && currencies.size <= 1;
}

/** What is no number keeps off the number to its left. */
function beside(column: number, cell: SheetCell | null): SheetCell | null {
  return cell === null || cell.type === Number ? cell : { ...cell, align: 'left', indent: column === 0 ? 0 : 1 };
}

function sums(columns: readonly Column[], rowCount: number): Row {
  const added = columns.map(({ isSummed: is, texts }) =>
    is && texts.every((text) => NUMBER.test(text)) ? sum(texts.map((text) => new Decimal(text))) : undefined,
  );
  return totalRow(
    added,
    rowCount,
    columns.map(({ kind }) => formatOf(kind)),
  );
}

type CellMaker = (text: string) => SheetCell | null;

/** How the cells of a column are made: of one kind all of them, since filters and sums work on whole columns. */
function cellMaker(column: string, texts: readonly string[]): CellMaker {
  const filled = texts.filter((text) => text !== '');
  const all = (pattern: RegExp) => filled.length > 0 && filled.every((text) => pattern.test(text));
  const orEmpty =
    (cellOf: (text: string) => SheetCell): CellMaker =>
    (text) =>
      text === '' ? null : cellOf(text);
  if (all(MONTH)) return orEmpty((text) => dayCell(`${text}-01`, FORMAT.month));
  if (all(DAY)) return orEmpty((text) => dayCell(text, FORMAT.day));
  if (!NAMES.test(column) && all(NUMBER) && !filled.some(isLongWhole)) {
    const format = formatOf(column);
    return orEmpty((text) => numberCell(new Decimal(text), format));
  }
  return orEmpty((text) => textCell(text, text.length > MOST_WIDTH ? { wrap: true } : {}));
}

/** A whole number of which a cell would lose digits is an id, or as good as one. */
function isLongWhole(text: string): boolean {
  return !text.includes('.') && text.replace(/^-/, '').replace(/0+$/, '').length > MOST_DIGITS;
}

function formatOf(column: string): string {
  if (/(^|_)price(_|$)/.test(column)) return FORMAT.exact;
  if (QUANTITY.test(column)) return FORMAT.count;
  return MONEY.test(column) ? FORMAT.money : FORMAT.number;
}

function widthOf({ head, kind, texts }: Column): number {
  const longestWord = Math.max(...head.split('_').map((word) => word.length));
  const format = formatOf(kind);
  // A loop, since a column may have more cells than a function takes arguments.
  const longest = texts.reduce((most, text) => Math.max(most, NUMBER.test(text) ? lengthOfNumber(text, format) : text.length), 0);
  return Math.min(Math.max(longest, longestWord, LEAST_WIDTH) + 2, MOST_WIDTH);
}

/** As it is shown, with its thousands apart, and one digit more: the sum under a column is longer, and in bold. */
function lengthOfNumber(text: string, format: string): number {
  const whole = text.replace(/\..*$/, '').length;
  const places = format === FORMAT.count ? 0 : format === FORMAT.money ? MONEY_PLACES : text.length - whole;
  return Math.min(whole + places, MOST_DIGITS + 3) + Math.floor(whole / 3) + 1;
}
