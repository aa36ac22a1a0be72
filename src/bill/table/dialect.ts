import { isUtf8 } from 'node:buffer';
import { CsvError } from 'csv-parse';
import { parse as parseNow } from 'csv-parse/sync';
import { greatest } from 'd3-array';

/** What separates the cells of a row. */
const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/**
 * How quotation marks within a cell are written: doubled, after a backslash as Spark writes them, or as they are in cells without any
 * around them (`="0123"`); with `none` they mean nothing.
 */
const QUOTINGS = ['doubled', 'backslash', 'loose', 'none'] as const;
export type Quoting = (typeof QUOTINGS)[number];

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** How a table is written as text. */
export interface Dialect {
  encoding: TextEncoding;
  delimiter: Delimiter;
  quoting: Quoting;
  lineEnd: LineEnd;
  /** Whether spaces around cells are none of them, as in tables for reading. */
  isPadded: boolean;
}

/** `cr` is that of spreadsheets on old Macs; the others are told apart line by line, since files that are put together mix them. */
export type LineEnd = 'lf' | 'cr';
const LINE_ENDS: Record<LineEnd, string[]> = { lf: ['\r\n', '\n'], cr: ['\r'] };

/** The rows that a text begins with, read in one dialect. */
export interface Sample {
  dialect: Dialect;
  rows: readonly (readonly string[])[];
}

/** A table's header, as it was found. */
export interface FoundHeader {
  dialect: Dialect;
  header: readonly string[];
  /** Bytes before the table, in UTF-8 once it is decoded: the line of the header, or the first of the rows that come before it. */
  startBytes: number;
  /** Lines with text among these, such as a title; the one that only names the separator is not among them. */
  linesBefore: number;
  /** All lines before the table. */
  linesAbove: number;
  /** Whether the table begins with the header's line; else rows come first, as where parts are put together in another order. */
  hasHeaderLine: boolean;
}

/** Titles and notes above a table are few. */
const MOST_LINES_BEFORE = 40;
const MOST_SAMPLE_ROWS = 200;
/** Cells that a line of a title fills; every row of a bill fills more. */
const MOST_TITLE_CELLS = 5;
const FEWEST_CELLS = 3;

const QUOTE_OPTIONS = {
  doubled: { quote: '"', escape: '"' },
  backslash: { quote: '"', escape: '\\' },
  loose: { quote: '"', escape: '"', relax_quotes: true },
  none: { quote: null, escape: null },
};

/** What csv-parse takes for a dialect. */
export function parsingOf({ delimiter, quoting, lineEnd, isPadded }: Dialect) {
  const rows = { bom: true, skip_empty_lines: true, relax_column_count: true, record_delimiter: LINE_ENDS[lineEnd], trim: isPadded };
  return { delimiter, ...QUOTE_OPTIONS[quoting], ...rows };
}

/** The encoding of a text that begins so: by its byte order mark, by the zeros of UTF-16, or by what is no UTF-8. */
export function encodingOf(start: Buffer): TextEncoding {
  const [first, second, third, fourth] = start;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (second === 0 && fourth === 0 && first !== 0 && third !== 0) return 'utf-16le';
  if (first === 0 && third === 0 && second !== 0 && fourth !== 0) return 'utf-16be';
  return isUtf8(start.subarray(0, lastWhole(start))) ? 'utf-8' : 'windows-1252';
}

/** A character may be cut off where the bytes end. */
function lastWhole(bytes: Buffer): number {
  let end = bytes.length;
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) end = bytes.length - back;
    if (byte < 0x80 || byte >= 0xc0) break;
  }
  return end;
}

/**
 * Finds a table's header in the first lines of a text, in whatever dialect one is recognised; undefined where none is.
 *
 * @param text from the start of the file
 */
export function headerIn(text: string, encoding: TextEncoding, isHeader: (cells: readonly string[]) => boolean): FoundHeader | undefined {
  const starts = lineStarts(text);
  const lineEnd = lineEndOf(text);
  for (const [index, start] of starts.entries()) {
    const line = text.slice(start, starts[index + 1] ?? text.length);
    for (const delimiter of DELIMITERS) {
      if (!line.includes(delimiter)) continue;
      const header = cellsOf(line, { encoding, delimiter, quoting: 'doubled', lineEnd, isPadded: true });
      if (!isHeader(header)) continue;
      const dialect = dialectOf(text.slice(start), { encoding, delimiter, lineEnd, isPadded: isPaddedBy(line, delimiter) });
      return placed({ dialect, header, text, starts, index });
    }
  }
  return undefined;
}

interface Place {
  dialect: Dialect;
  header: readonly string[];
  text: string;
  starts: readonly number[];
  index: number;
}

function placed({ dialect, header, text, starts, index }: Place): FoundHeader {
  const before = starts.slice(0, index).map((start, at) => text.slice(start, starts[at + 1]));
  const firstRow = before.findIndex((line) => isRow(line, dialect, header.length));
  const linesAbove = firstRow < 0 ? index : firstRow;
  const notes = before.slice(0, linesAbove).filter((line) => line.trim() !== '' && !/^\uFEFF?"?sep=.?"?\s*$/i.test(line));
  const startBytes = Buffer.byteLength(text.slice(0, starts[linesAbove]));
  return { dialect, header, startBytes, linesBefore: notes.length, linesAbove, hasHeaderLine: firstRow < 0 };
}

function isRow(line: string, dialect: Dialect, columns: number): boolean {
  const cells = cellsOf(line, dialect);
  return cells.length >= columns && cells.filter((cell) => cell.trim() !== '').length > MOST_TITLE_CELLS;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const { 0: end, index } of text.matchAll(/\r\n|\n|\r/g)) {
    if (starts.length >= MOST_LINES_BEFORE) break;
    starts.push(index + end.length);
  }
  return starts;
}

function lineEndOf(text: string): LineEnd {
  return text.includes('\r') && !text.includes('\n') ? 'cr' : 'lf';
}

function isPaddedBy(line: string, delimiter: Delimiter): boolean {
  return line.split(delimiter).some((cell) => /^ | [\r\n]*$/.test(cell));
}

/** With the first way to quote in which all that is known of the text can be read; the usual one where none is. */
function dialectOf(text: string, known: Omit<Dialect, 'quoting'>): Dialect {
  if (!text.includes('"') || (known.delimiter === ',' && !/[\\=]"/.test(text))) return { ...known, quoting: 'doubled' };
  const whole = wholeLines(text);
  return { ...known, quoting: QUOTINGS.find((quoting) => isReadIn(whole, { ...known, quoting })) ?? 'doubled' };
}

function isReadIn(text: string, dialect: Dialect): boolean {
  const rows: string[][] = [];
  try {
    parseNow(text, { ...parsingOf(dialect), to: MOST_SAMPLE_ROWS, on_record: (row: string[]) => void rows.push(row) });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // Where the text is cut off, a cell may go on.
    if (error.code !== 'CSV_QUOTE_NOT_CLOSED') return false;
  }
  if (dialect.quoting === 'doubled' || dialect.quoting === 'backslash') return true;
  const [width = 0] = rows.map(({ length }) => length);
  // A line of dashes below the header or a count below the rows is one cell.
  return rows.every(
    (row) => (row.length === width || row.length === 1) && (dialect.quoting === 'loose' || !row.some((cell) => /^".*"$/.test(cell))),
  );
}

function wholeLines(text: string): string {
  const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
  return end < 0 ? text : text.slice(0, end + 1);
}

/**
 * The cells of a line. V8 makes the parser's inner loop a tenth slower once there was another parser, so the usual header is read without:
 * one without quotation marks needs none.
 */
function cellsOf(line: string, dialect: Dialect): readonly string[] {
  if (line.includes('"')) return rowsIn(line, dialect, 1)[0] ?? [];
  const text = line.replace(/^\uFEFF/, '').replace(/[\r\n]+$/, '');
  const cells = text.split(dialect.delimiter);
  return dialect.isPadded ? cells.map((cell) => cell.trim()) : cells;
}

/** The first rows of a text, as far as they can be read. */
function rowsIn(text: string, dialect: Dialect, most: number): string[][] {
  const rows: string[][] = [];
  try {
    parseNow(text, { ...parsingOf(dialect), to: most, on_record: (row: string[]) => void rows.push(row) });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  return rows;
}

/** The dialects in which a text without a header has rows that are all of one length. */
export function samplesOf(text: string, encoding: TextEncoding): Sample[] {
  const whole = wholeLines(text);
  return DELIMITERS.filter((delimiter) => whole.includes(delimiter)).flatMap((delimiter) => {
    const dialect = dialectOf(whole, { encoding, delimiter, lineEnd: lineEndOf(text), isPadded: false });
    const rows = rowsIn(whole, dialect, MOST_SAMPLE_ROWS);
    const [width = 0] = rows.map(({ length }) => length);
    return width >= FEWEST_CELLS && rows.every(({ length }) => length === width) ? [{ dialect, rows }] : [];
  });
}

/** The first row that has text, by the separator that makes most cells of it; undefined where it cannot be read. */
export function firstRowOf(text: string, encoding: TextEncoding): readonly string[] | undefined {
  const lineEnd = lineEndOf(text);
  const rows = DELIMITERS.map((delimiter) => rowsIn(text, { encoding, delimiter, lineEnd, quoting: 'doubled', isPadded: true }, 1)[0]);
  return greatest(rows, (row) => row?.length ?? 0);
}

const DELIMITER_NAMES: Record<Delimiter, string | undefined> = { ',': undefined, ';': 'semicolons', '\t': 'tabs', '|': 'pipes' };
const QUOTING_NAMES: Record<Quoting, string | undefined> = {
  doubled: undefined,
  backslash: 'backslash escapes',
  loose: 'quotation marks within cells',
  none: 'no quotation marks',
};
const ENCODING_NAMES: Record<TextEncoding, string | undefined> = {
  'utf-8': undefined,
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
  'windows-1252': 'Windows-1252',
};

const LINE_END_NAMES: Record<LineEnd, string | undefined> = { lf: undefined, cr: 'CR line ends' };

/** What is unusual of a dialect, in words: none for commas, doubled quotation marks, UTF-8 and the usual line ends. */
export function dialectNames({ delimiter, quoting, encoding, lineEnd, isPadded }: Dialect): string[] {
  const spaces = isPadded ? 'spaces around cells' : undefined;
  const names = [DELIMITER_NAMES[delimiter], QUOTING_NAMES[quoting], spaces, ENCODING_NAMES[encoding], LINE_END_NAMES[lineEnd]];
  return names.filter((name) => name !== undefined);
}
