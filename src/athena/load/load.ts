// athena/load: results of the query as a measurement, as `count` makes it of the same records.

import { timeText } from '../../base/time.js';
import type { Filters } from '../../logs/classify/filters.js';
import { Tally } from '../../logs/count/tally.js';
import { measurementOf } from '../../logs/measure/measure.js';
import type { Measurement } from '../../logs/measure/measurement.js';
import type { PriceBook } from '../../prices/book.js';
import type { Conversion } from '../../scenario/schema.js';
import { ROW_KINDS } from '../sql/columns.js';
import { DeliveredHours } from './delivered-hours.js';
import { Requests } from './requests.js';
import { type ResultFile, type ResultRow, type ResultScope, readResult, refused } from './result.js';

/** How results are made a measurement. */
export interface LoadSettings {
  /** The time is that of the queries. */
  filters: Omit<Filters, 'since' | 'until'>;
  book: PriceBook;
  conversion?: Conversion | undefined;
}

/**
 * Makes results of the query of `athena sql` the measurement that `count` makes of the same records, but for what sums do not show. Several
 * results are of times one after the other.
 *
 * @throws TrailcostError `athena-result-invalid`; `currency-mixed` and `scenario-invalid` for a conversion that does not fit the prices
 */
export async function loadResults(files: Iterable<ResultFile> | AsyncIterable<ResultFile>, settings: LoadSettings): Promise<Measurement> {
  const { book, conversion } = settings;
  const filters: Filters = { ...settings.filters, since: undefined, until: undefined };
  const tally = new Tally();
  tally.isOfSums = true;
  const loading = new Loading(tally, filters);
  const scopes: ResultScope[] = [];
  for await (const file of files) scopes.push(await readResult(file, (row) => loading.take(row)));
  assertApart(scopes);
  loading.finish(scopes);
  tally.readers.settle();
  const { buckets, accounts, regions, trails } = filters;
  return measurementOf(tally, book, {
    complete: true,
    daysNotOpened: 0,
    since: Math.min(...scopes.map(({ since }) => since)),
    until: Math.max(...scopes.map(({ until }) => until)),
    buckets,
    accounts,
    regions,
    hasTrailFilter: trails.length > 0,
    conversion,
  });
}

/** An event that is in two results would count twice. */
function assertApart(scopes: readonly ResultScope[]): void {
  const inOrder = scopes.toSorted((one, other) => one.since - other.since);
  for (const [index, { name, since, query }] of inOrder.entries()) {
    const before = inOrder[index - 1];
    if (before === undefined || since >= before.until) continue;
    const what =
      query === before.query
        ? `is a result of the query of ${before.name}`
        : `is of events from ${timeText(since)} on, and ${before.name} is of events until ${timeText(before.until)}`;
    throw refused(name, what, 'Give each time once: an event that is in two results would count twice.');
  }
}

/** Adds rows to a count, each by its kind. */
class Loading {
  readonly #tally: Tally;
  readonly #requests: Requests;
  readonly #hours = new DeliveredHours();

  constructor(tally: Tally, filters: Filters) {
    this.#tally = tally;
    this.#requests = new Requests(tally, filters);
  }

  take(row: ResultRow): void {
    const takes: Record<string, (row: ResultRow) => void> = {
      [ROW_KINDS.requests]: (each) => this.#requests.take(each),
      [ROW_KINDS.otherGets]: (each) => this.#requests.takeOtherGets(each),
      [ROW_KINDS.deliveries]: (each) => this.#requests.takeDelivery(each),
      [ROW_KINDS.files]: (each) => this.#hours.take(each),
      [ROW_KINDS.places]: (each) => this.#takePlace(each),
    };
    takes[row('row_kind')]?.(row);
  }

  /** What was read, and which files were left out. */
  finish(scopes: readonly ResultScope[]): void {
    this.#hours.addTo(this.#tally.intake, scopes);
    for (const file of new Set(scopes.flatMap(({ excluded }) => excluded))) {
      this.#tally.fail({ file, reason: 'left out of the query with --exclude' });
    }
  }

  #takePlace(row: ResultRow): void {
    const { accounts, regions } = this.#tally.intake;
    const add = (to: Set<string>, columns: readonly string[]) => {
      for (const column of columns) if (row(column) !== '') to.add(row(column));
    };
    add(accounts, ['file_account', 'recipient', 'other_recipient']);
    add(regions, ['region', 'other_region']);
  }
}
