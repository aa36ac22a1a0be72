import { CsvError, parse } from 'csv-parse';
import { TrailcostError } from '../../base/errors.js';
import { listed } from '../../base/text.js';
import { secondsOf } from '../../base/time.js';
import { RULES } from '../../logs/classify/rules.js';
import { COLUMNS, GET_RULE, NUMBER_COLUMNS, RESULT_VERSION, ROW_KINDS } from '../sql/columns.js';
import { rulesHash } from '../sql/fingerprint.js';

/** A file with the result of a query. */
export interface ResultFile {
  name: string;
  chunks: AsyncIterable<Uint8Array>;
}

/** One row of it: what a column has as text, empty where it has nothing. */
export type ResultRow = (column: string) => string;

/** What a result is of. */
export interface ResultScope {
  name: string;
  /** The same for all results of one query. */
  query: string;
  /** Seconds since 1970-01-01 UTC. */
  since: number;
  until: number;
  excluded: readonly string[];
}

const MADE_ANEW = 'Make the query with `trailcost athena sql` of this version, run it, and give its result unchanged.';
const MOST_NAMED = 5;

/**
 * Reads a result and gives each of its rows.
 *
 * @throws TrailcostError `athena-result-invalid` where it is no CSV, of another query or version, or not whole
 */
export async function readResult(file: ResultFile, take: (row: ResultRow) => void): Promise<ResultScope> {
  const { name } = file;
  const check = new Check(name);
  try {
    const rows = parse({ bom: true, skip_empty_lines: true, max_record_size: 1024 * 1024 });
    const feeding = feed(file, rows);
    for await (const values of rows) if (isTexts(values)) check.take(values, take);
    await feeding;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw refused(name, `is not whole CSV: line ${error['lines'] ?? '?'} ${FAULTS[error.code] ?? 'cannot be read'}`, MADE_ANEW, error);
  }
  return check.end();
}

async function feed({ name, chunks }: ResultFile, rows: ReturnType<typeof parse>): Promise<void> {
  try {
    let isFirst = true;
    for await (const chunk of chunks) {
      if (isFirst) assertText(name, chunk);
      isFirst = false;
      if (!rows.write(chunk)) await drained(rows);
    }
    rows.end();
  } catch (error) {
    rows.destroy(error instanceof Error ? error : undefined);
  }
}

/** What the reader of CSV finds wrong with a line; it would quote the line itself, whatever is in it. */
const FAULTS: Readonly<Record<string, string>> = {
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'has another number of columns than the first',
  INVALID_OPENING_QUOTE: 'has a quote within a cell',
  CSV_INVALID_CLOSING_QUOTE: 'has text after a closing quote',
  CSV_QUOTE_NOT_CLOSED: 'has a quote that is not closed',
};

/** What files start with that are no text. */
const PACKED: readonly (readonly [string, string])[] = [
  ['\x1f\x8b', 'gzip'],
  ['PK\x03\x04', 'a zip archive or a workbook'],
  ['PAR1', 'Parquet'],
];

function assertText(name: string, start: Uint8Array): void {
  const head = String.fromCharCode(...start.subarray(0, 4));
  const packed = PACKED.find(([magic]) => head.startsWith(magic));
  if (packed !== undefined) throw refused(name, `is ${packed[1]}, not CSV`, 'Unpack it, or save the result as CSV.');
}

function drained(rows: ReturnType<typeof parse>): Promise<void> {
  return new Promise((resolve) => {
    rows.once('drain', resolve);
    rows.once('close', resolve);
  });
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value);
}

const KINDS = new Set<string>(Object.values(ROW_KINDS));
const RULE_NAMES = new Set<string>(['', GET_RULE, ...RULES.map(({ name }) => name)]);
const NUMBERS = [...NUMBER_COLUMNS, 'since', 'until', 'result_rows'];
const NUMBER = /^\d{0,15}$/;
/** What spreadsheet programs make of an account id: a number, without its first zeros. */
const NO_ACCOUNT = /^(?:\d{1,11}|\d(?:[.,]\d+)?E\+?\d+)$/i;
const ACCOUNTS = ['account_id', 'file_account', 'recipient', 'other_recipient'] as const;
/** An hour, a day or a month. */
const START = /^\d{4}-\d\d(?:-\d\d(?:T\d\d)?)?$/;
/** Completes each of them to its first second. */
const START_END = '2000-01-01T00:00:00Z';

/** Seconds since 1970-01-01 UTC at which what a row sums up starts; undefined where that is no time. */
export function startOf(row: ResultRow): number | undefined {
  const start = row('starts_at');
  return START.test(start) ? secondsOf(`${start}${START_END.slice(start.length)}`) : undefined;
}

/** The first column that cannot have the value that a row has there. */
function damagedIn(row: ResultRow): string | undefined {
  if (!KINDS.has(row('row_kind'))) return 'row_kind';
  if (!RULE_NAMES.has(row('rule'))) return 'rule';
  if (row('starts_at') !== '' && startOf(row) === undefined) return 'starts_at';
  const damaged = ACCOUNTS.find((column) => NO_ACCOUNT.test(row(column))) ?? NUMBERS.find((column) => !NUMBER.test(row(column)));
  if (damaged !== undefined) return damaged;
  // Each request has a record, or several.
  return Number(row('requests')) > Number(row('records')) ? 'requests' : undefined;
}

/** Whether a result is the whole one of one query of this version. */
class Check {
  readonly #name: string;
  /** Place of each column. */
  #places: ReadonlyMap<string, number> | undefined;
  #rows = 0;
  #expected = '';
  #query = '';
  #scope: ResultScope | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  take(values: readonly string[], give: (row: ResultRow) => void): void {
    if (this.#places === undefined) {
      this.#places = this.#placesOf(values);
      return;
    }
    const places = this.#places;
    const row: ResultRow = (column) => values[places.get(column) ?? -1] ?? '';
    this.#rows += 1;
    this.#compare(row);
    this.#assertSound(row);
    if (row('row_kind') === ROW_KINDS.query) this.#scope = this.#scopeOf(row);
    else give(row);
  }

  end(): ResultScope {
    if (this.#places === undefined) throw refused(this.#name, 'is empty', MADE_ANEW);
    const expected = Number(this.#expected);
    if (this.#rows !== expected || this.#scope === undefined) {
      const there = `it has ${this.#rows} rows${this.#expected === '' ? '' : ` of ${this.#expected}`}`;
      throw refused(this.#name, `is not the whole result: ${there}`, 'Download the result anew, all of it.');
    }
    return this.#scope;
  }

  #placesOf(header: readonly string[]): ReadonlyMap<string, number> {
    const places = new Map(header.map((column, index) => [column.trim().toLowerCase(), index]));
    const missing = COLUMNS.filter((column) => !places.has(column));
    if (missing.length === COLUMNS.length) throw refused(this.#name, 'is not a result of a query of `trailcost athena sql`', MADE_ANEW);
    if (missing.length > 0)
      throw refused(this.#name, `lacks the ${missing.length === 1 ? 'column' : 'columns'} ${listed(missing, MOST_NAMED)}`, MADE_ANEW);
    return places;
  }

  #compare(row: ResultRow): void {
    const [version, rules, query, rows] = [row('trailcost_result'), row('rules'), row('query'), row('result_rows')];
    if (version !== RESULT_VERSION || rules !== rulesHash()) {
      throw refused(this.#name, 'comes from a query of another version of trailcost, with other rules or columns', MADE_ANEW);
    }
    if (this.#rows === 1) [this.#query, this.#expected] = [query, rows];
    if (query !== this.#query || rows !== this.#expected) {
      throw refused(this.#name, 'has rows of two results', 'Give each result as a file of its own.');
    }
  }

  /** A result that somebody edited is not made a figure. */
  #assertSound(row: ResultRow): void {
    const damaged = damagedIn(row);
    if (damaged === undefined) return;
    const remedy = 'Download the result anew, unchanged: spreadsheet programs change account ids and times as they save.';
    throw refused(this.#name, `row ${this.#rows} has "${row(damaged)}" as its ${damaged}`, remedy);
  }

  #scopeOf(row: ResultRow): ResultScope {
    const excluded = textsIn(row('excluded'));
    if (excluded === undefined) throw refused(this.#name, 'has a damaged row about its query', MADE_ANEW);
    return { name: this.#name, query: this.#query, since: Number(row('since')), until: Number(row('until')), excluded };
  }
}

/** Of a list of texts as JSON; undefined where it is none. */
function textsIn(json: string): string[] | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value.map(String) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A result that cannot be loaded. */
export function refused(where: string, what: string, remedy: string, cause?: unknown): TrailcostError {
  return new TrailcostError('athena-result-invalid', { where, what, remedy }, cause);
}
