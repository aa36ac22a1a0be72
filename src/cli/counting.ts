import { TrailcostError } from '../errors.js';
import type { Filters } from '../evidence/filters.js';
import { DUPLICATE_HOURS } from '../evidence/identifiers.js';
import { MAX_FILE_BYTES, unpacked } from '../evidence/inflate.js';
import { measurementOf } from '../evidence/measure.js';
import type { Measurement } from '../evidence/measurement.js';
import { readInOrder } from '../evidence/pool.js';
import { Tally } from '../evidence/tally.js';
import { readContents } from '../evidence/task.js';
import { tasksOf, type Walk, walk } from '../evidence/walk.js';
import type { PriceBook } from '../prices/book.js';
import { inputName, readStdin } from './files.js';
import { Progress } from './progress.js';
import { TraceFile } from './trace.js';

const SECONDS_A_DAY = 86_400;

interface Order {
  paths: readonly string[];
  filters: Filters;
  book: PriceBook;
  trace: string | undefined;
}

/** Reads the logs and counts. Ctrl-C ends it with what was counted until then. */
export async function countLogs({ paths, filters, book, trace }: Order): Promise<Measurement> {
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once('SIGINT', onInterrupt);
  const traceFile = trace === undefined ? undefined : new TraceFile(trace);
  try {
    const tally = new Tally(traceFile === undefined ? undefined : (request) => traceFile.add(request));
    if (paths.includes('-')) tally.take(await stdinOutcome(filters, trace !== undefined));
    const found = await walk(paths.filter((path) => path !== '-'), stop.signal);
    if (!paths.includes('-') && found.undated.length === 0 && found.days.size === 0 && found.failures.length === 0) throw empty(paths);
    const daysNotOpened = await readAll(found, filters, trace !== undefined, tally, stop.signal);
    for (const failure of found.failures) tally.fail(failure);
    const circumstances = { complete: !stop.signal.aborted, daysNotOpened, buckets: filters.buckets, regions: filters.regions, since: filters.since, until: filters.until };
    const measurement = measurementOf(tally, book, circumstances);
    traceFile?.finish(tally, filters.buckets);
    return measurement;
  } finally {
    process.off('SIGINT', onInterrupt);
    traceFile?.abandon();
  }
}

async function readAll(found: Walk, filters: Filters, wantsTrace: boolean, tally: Tally, signal: AbortSignal): Promise<number> {
  const days = [...found.days.keys()];
  const wants = wantsDay(filters);
  const progress = new Progress(process.stderr, days.filter(wants));
  try {
    for await (const outcome of readInOrder(tasksOf(found, wants), { filters, wantsTrace })) {
      tally.take(outcome);
      progress.show(outcome);
      if (signal.aborted) break;
    }
  } finally {
    progress.clear();
  }
  return days.filter((day) => !wants(day)).length;
}

/** A file holds events from before its delivery, and a copy of one comes at the latest so many hours after it. */
function wantsDay({ since, until }: Filters): (day: number) => boolean {
  return (day) => {
    const start = day * SECONDS_A_DAY;
    return (since === undefined || start + SECONDS_A_DAY > since) && (until === undefined || start < until + DUPLICATE_HOURS * 3600);
  };
}

async function stdinOutcome(filters: Filters, wantsTrace: boolean) {
  const bytes = await readStdin(MAX_FILE_BYTES);
  return readContents([inputName('-')], () => unpacked(bytes), { filters, wantsTrace });
}

function empty(paths: readonly string[]): TrailcostError {
  return new TrailcostError('file-unreadable', { where: paths.join(', '), what: 'holds no file', remedy: 'Check the path.' });
}
