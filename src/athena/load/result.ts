import { CsvError, parse } from 'csv-parse';
import { TrailcostError } from '../../base/errors.js';
import { listed } from '../../base/text.js';
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
export async function readResult({ name, chunks }: ResultFile, take: (row: ResultRow) => void): Promise<ResultScope> {
  const check = new Check(name);
  try {
    const rows = parse({ bom: true, skip_empty_lines: true, max_record_size: 1024 * 1024 });
    const feeding = feed(chunks, rows);
    for await (const values of rows) if (isTexts(values)) check.take(values, take);
    await feeding;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw refused(name, `is not whole CSV: line ${error['lines'] ?? '?'}: ${error.message}`, MADE_ANEW, error);
  }
  return check.end();
}

async function feed(chunks: AsyncIterable<Uint8Array>, rows: ReturnType<typeof parse>): Promise<void> {
  try {
    for await (const chunk of chunks) if (!rows.write(chunk)) await drained(rows);
    rows.end();
  } catch (error) {
    rows.destroy(error instanceof Error ? error : undefined);
  }
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
    if (missing.length > 0) throw refused(this.#name, `lacks the columns ${listed(missing, MOST_NAMED)}`, MADE_ANEW);
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
    const damaged =
      KINDS.has(row('row_kind')) && RULE_NAMES.has(row('rule')) ? NUMBERS.find((column) => !NUMBER.test(row(column))) : 'rule';
    if (damaged === undefined) return;
    throw refused(this.#name, `row ${this.#rows} has "${row(damaged)}" as its ${damaged}`, 'Download the result anew, unchanged.');
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
