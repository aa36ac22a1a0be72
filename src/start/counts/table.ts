// start/counts: a table of readers, months and counts, as Athena and consoles give one, made into readers.

import { CsvError, parse } from 'csv-parse/sync';
import { accountIn } from '../../base/account-ids.js';
import { TrailcostError } from '../../base/errors.js';
import { utcTimeOf } from '../../base/time.js';
import { isCountHeader, type Role, roleOf } from './columns.js';

const DELIMITERS = [',', '\t', ';', '|'] as const;
const FORM =
  "Name the columns in the query: SELECT useridentity.arn AS reader, date_format(…, '%Y-%m') AS month, count(*) AS count … GROUP BY 1, 2.";

/** What a row counts. */
export interface CountRow {
  /** As it is written: a name or an ARN; empty where there is none. */
  reader: string;
  /** Empty where no column has it. */
  account: string;
  /** Empty where no column has it. */
  event: string;
  /** A month or a day: YYYY-MM or YYYY-MM-DD. */
  time: string;
  count: number;
}

/** Whether a text is a table of readers and counts, by its header. */
export function isCountTable(start: string): boolean {
  return delimiterOf(start) !== undefined;
}

function delimiterOf(text: string): string | undefined {
  const [line = ''] = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1);
  return DELIMITERS.find((delimiter) => line.includes(delimiter) && isCountHeader(cellsIn(line, delimiter)));
}

function cellsIn(line: string, delimiter: string): string[] {
  return line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

/**
 * The rows of a table of readers and counts.
 *
 * @param file its name, for messages
 * @throws TrailcostError `file-unreadable` where columns are missing or may mean several things, or a row is not as its columns say
 */
export function countRows(text: string, file: string): CountRow[] {
  const [header = [], ...rows] = linesOf(text, file);
  const columns = columnsOf(header, rows, file);
  const at = (cells: readonly string[], role: Role) => cells[columns[role] ?? -1]?.trim() ?? '';
  return rows.map((cells, index) => {
    const place = `${file}, row ${index + 2}`;
    const time = timeOf((role) => at(cells, role));
    if (time === undefined) throw problem(place, 'has no month or day that can be read', 'Write months as 2026-11 and days as 2026-11-03.');
    const count = countIn(at(cells, 'count'));
    if (count === undefined) throw problem(place, `"${at(cells, 'count')}" is not a count`, 'A count is a whole number without a unit.');
    return { reader: at(cells, 'reader'), account: accountIn(at(cells, 'account')).id, event: at(cells, 'event'), time, count };
  });
}

function linesOf(text: string, file: string): string[][] {
  const delimiter = delimiterOf(text) ?? ',';
  try {
    const lines: string[][] = parse(text, { bom: true, delimiter, skip_empty_lines: true, relax_column_count: false });
    if (lines.length < 2) throw problem(file, 'has a header and no row', 'Run the query over a time in which somebody reads.');
    return lines;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw problem(file, `is not a CSV as a whole: ${error.message}`, 'Save the result again, whole.', error);
  }
}

type Columns = Partial<Record<Role, number>>;
const TIMES = ['time', 'day', 'month'] as const;

function columnsOf(header: readonly string[], rows: readonly string[][], file: string): Columns {
  const roles = header.map(roleOf);
  const columns: Columns = {};
  for (const [index, role] of roles.entries()) {
    if (role === undefined || role === 'unnamed') continue;
    const before = columns[role];
    if (before !== undefined) throw ambiguous(file, [header[before] ?? '', header[index] ?? ''], role);
    columns[role] = index;
  }
  const unnamed = roles.flatMap((role, index) => (role === 'unnamed' ? [index] : []));
  const fits = (index: number, test: (cell: string) => boolean) => rows.every((cells) => test(cells[index] ?? ''));
  const dated = unnamed.filter((index) => fits(index, (cell) => dateIn(cell) !== undefined));
  if (TIMES.every((role) => columns[role] === undefined)) placed(columns, 'time', dated, header, file);
  const numbers = unnamed.filter((index) => index !== columns.time && fits(index, (cell) => countIn(cell) !== undefined));
  if (columns.count === undefined) placed(columns, 'count', numbers, header, file);
  return columns;
}

/** Gives a role to the one column without a name that has such values. */
function placed(columns: Columns, role: 'time' | 'count', fitting: readonly number[], header: readonly string[], file: string): void {
  const [only] = fitting;
  if (fitting.length > 1)
    throw ambiguous(
      file,
      fitting.map((index) => header[index] ?? ''),
      role,
    );
  if (only === undefined) {
    const what = role === 'count' ? 'count' : 'month or day, and without it a count is not of a month';
    throw problem(file, `has no column for the ${what} (columns: ${header.join(', ')})`, FORM);
  }
  columns[role] = only;
}

const ROLE_WORDS: Readonly<Record<Role, string>> = {
  reader: 'the reader',
  account: 'the account',
  event: 'the event',
  time: 'the month or day',
  year: 'the year',
  month: 'the month',
  day: 'the day',
  count: 'the count',
};

function ambiguous(file: string, names: readonly string[], role: Role): TrailcostError {
  return problem(file, `has several columns that may be ${ROLE_WORDS[role]}: ${names.join(', ')}`, `Keep one of them. ${FORM}`);
}

function problem(where: string, what: string, remedy: string, cause?: unknown): TrailcostError {
  return new TrailcostError('file-unreadable', { where, what, remedy }, cause);
}

/** The finest time that the columns give: of a day, else of a month. */
function timeOf(at: (role: Role) => string): string | undefined {
  const [year, month, day] = [at('year'), at('month'), at('day')];
  if (/^\d{4}$/.test(year))
    return dateIn(
      [year, month, day]
        .filter((part) => part !== '')
        .map((part) => part.padStart(2, '0'))
        .join('-'),
    );
  const times = [dateIn(day), dateIn(at('time')), dateIn(month)?.slice(0, MONTH_SIGNS)].filter((time) => time !== undefined);
  return times.find((time) => time.length === DAY_SIGNS) ?? times[0];
}

const DAY_SIGNS = '2026-11-03'.length;
const MONTH_SIGNS = '2026-11'.length;
const COMPACT = /^(20\d\d)(\d\d)(\d\d)?$/;

/** A month or a day as databases write one; undefined for what is neither. */
function dateIn(cell: string): string | undefined {
  const text = cell.trim().replace(/^(20\d\d)\/(\d\d)(?:\/(\d\d))?/, (_, year, month, day) => [year, month, day].filter(Boolean).join('-'));
  const compact = COMPACT.exec(text);
  const plain = compact === null ? text : compact.slice(1).filter(Boolean).join('-');
  if (/^20\d\d-(0[1-9]|1[0-2])$/.test(plain)) return plain;
  const time = /^20\d\d-\d\d-\d\d$/.test(plain) ? `${plain}T00:00:00Z` : plain;
  return /^20/.test(time) ? utcTimeOf(time)?.slice(0, DAY_SIGNS) : undefined;
}

function countIn(cell: string): number | undefined {
  const text = cell.trim();
  if (!/^(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})$/.test(text)) return undefined;
  return Number(text.replaceAll(',', ''));
}
