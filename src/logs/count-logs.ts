// logs: from real logs to a measurement, in four steps: read, classify, count, measure.

import type { Readable } from 'node:stream';
import { TrailcostError } from '../base/errors.js';
import { listed } from '../base/text.js';
import { SECONDS_A_DAY } from '../base/time.js';
import type { PriceBook } from '../prices/book.js';
import type { Conversion } from '../scenario/schema.js';
import { type Filters, NO_FILTERS } from './classify/filters.js';
import { DUPLICATE_HOURS } from './count/identifiers.js';
import { Tally, type Traced } from './count/tally.js';
import { measurementOf } from './measure/measure.js';
import type { Measurement } from './measure/measurement.js';
import { scanModule } from './read/find/module.js';
import { localSupply, type Supply } from './read/supply.js';
import type { TaskResult } from './read/task.js';
import { type Walk, walk, withPipesRead } from './read/walk.js';

/** How to count, and who is told of it. */
export interface CountSettings {
  filters?: Filters;
  /** The prices, or what loads them while the logs are being read. */
  book: PriceBook | (() => Promise<PriceBook>);
  /** Of all amounts; without it they are in the prices' own currency. */
  conversion?: Conversion | undefined;
  /** Ends the reading; the measurement then has what was counted until then and says so. */
  signal?: AbortSignal;
  /** Is told how far the reading is: days of delivery to be read (since 1970-01-01), then each portion of files. */
  onStart?: (days: readonly number[]) => void;
  onResult?: (result: TaskResult) => void;
  /** Is told of each billable request as it is counted. */
  onRequest?: (request: Traced) => void;
  /** Is given the tally when all is read. */
  onEnd?: (tally: Tally) => void;
}

/** The same with what to count. */
export interface CountOptions extends CountSettings {
  /** Files, folders, patterns. */
  paths: readonly string[];
  /** Where relative paths start; without it, where the process runs. */
  cwd?: string;
  /** Content that comes from elsewhere, with its name for messages. */
  content?: { name: string; stream: Readable } | undefined;
}

/**
 * Counts the KMS requests that CloudTrail logs and S3 access logs show, each once, and what they cost.
 *
 * @throws TrailcostError `file-unreadable` for a path that is not there, and where the processor lacks SIMD for WebAssembly (files that
 * cannot be read are counted and named instead),
 * `currency-mixed` and `scenario-invalid` for a conversion that does not fit the prices
 */
export async function countLogs(options: CountOptions): Promise<Measurement> {
  const { paths, content, filters = NO_FILTERS, signal } = options;
  const found = await walk(paths, options);
  if (content !== undefined) found.pipes.push({ path: content.name, stream: content.stream });
  if (signal?.aborted !== true && hasNothing(found)) throw empty(paths);
  return await withPipesRead(found, signal, () => countSupply(localSupply(found, wantsDay(filters)), options));
}

/**
 * Counts what a supply gives, as {@link countLogs} does.
 *
 * @throws TrailcostError as {@link countLogs}
 */
export async function countSupply(supply: Supply, settings: CountSettings): Promise<Measurement> {
  const { filters = NO_FILTERS, signal, book, conversion, onRequest } = settings;
  // Where it cannot be loaded, this is said once and not by each thread.
  scanModule();
  const tally = new Tally(onRequest);
  const isStopped = () => signal?.aborted === true;
  const reading = async () => {
    settings.onStart?.(supply.days);
    if (isStopped()) return;
    for await (const result of supply.results({ filters, wantsTrace: onRequest !== undefined }, signal)) {
      tally.take(result);
      settings.onResult?.(result);
      if (isStopped()) break;
    }
  };
  // Settled, so that nothing is left running when one of them fails.
  const [read, loaded] = await Promise.allSettled([reading(), typeof book === 'function' ? book() : book]);
  if (read.status === 'rejected') throw read.reason;
  if (loaded.status === 'rejected') throw loaded.reason;
  for (const failure of supply.failures) tally.fail(failure);
  tally.readers.settle();
  const { since, until, buckets, accounts, regions, trails } = filters;
  const { daysNotOpened, accountsNotRead, historyRegions } = supply;
  const run = {
    complete: !isStopped() && supply.isCutShort !== true,
    daysNotOpened,
    accountsNotRead,
    historyRegions,
    buckets,
    accounts,
    regions,
    hasTrailFilter: trails.length > 0,
    since,
    until,
    conversion,
  };
  const measurement = measurementOf(tally, loaded.value, run);
  settings.onEnd?.(tally);
  return measurement;
}

/**
 * Whether files that were delivered on a day can hold what is asked for: a file holds events from before its delivery, and a copy of one
 * comes at the latest so many hours after it.
 *
 * @returns of days since 1970-01-01 UTC
 */
export function wantsDay({ since, until }: Filters): (day: number) => boolean {
  return (day) => {
    const start = day * SECONDS_A_DAY;
    return (since === undefined || start + SECONDS_A_DAY > since) && (until === undefined || start < until + DUPLICATE_HOURS * 3600);
  };
}

function hasNothing({ undated, days, pipes, failures }: Walk): boolean {
  return undated.length + days.size + pipes.length + failures.length === 0;
}

/** Named in a message. */
const MOST_PATHS = 10;

function empty(paths: readonly string[]): TrailcostError {
  return new TrailcostError('file-unreadable', { where: listed(paths, MOST_PATHS), what: 'holds no file', remedy: 'Check the path.' });
}
