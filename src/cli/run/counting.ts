import type { TrailcostError } from '../../base/errors.js';
import { grouped } from '../../base/text.js';
import { MINUTES_A_DAY } from '../../base/time.js';
import type { Filters } from '../../logs/classify/filters.js';
import type { Tally, Traced } from '../../logs/count/tally.js';
import { type CountSettings, countLogs } from '../../logs/count-logs.js';
import type { Measurement } from '../../logs/measure/measurement.js';
import { lastMinuteOf } from '../../logs/read/open/log-file.js';
import type { TaskResult } from '../../logs/read/task.js';
import type { PriceBook } from '../../prices/book.js';
import type { Conversion } from '../../scenario/schema.js';
import { inputName, standardInput } from '../inputs.js';
import { type Io, stoppedText } from '../io.js';
import { progressLine, timeLeft } from '../progress.js';
import { TraceFile } from './trace.js';

/** A measurement, and what AWS refused in the middle of it, so that it is not whole. */
export interface Counted {
  measurement: Measurement;
  refusal?: TrailcostError | undefined;
}

/** What is to be counted, wherever it is. */
export interface Source {
  /** Files and folders of this machine that are read. */
  searched: readonly string[];
  /** Whether it shows itself how far it is. */
  showsProgress?: boolean;
  count: (settings: CountSettings & { filters: Filters; signal: AbortSignal }) => Promise<Counted>;
}

/** Files, folders and patterns of this machine. */
export function localSource(paths: readonly string[], io: Io): Source {
  return {
    searched: paths,
    count: async (settings) => {
      const content = paths.includes('-') ? { name: inputName('-'), stream: standardInput(io) } : undefined;
      const measurement = await countLogs({ ...settings, paths: paths.filter((path) => path !== '-'), cwd: io.cwd, content });
      return { measurement };
    },
  };
}

interface Order {
  source: Source;
  filters: Filters;
  loadBook: () => Promise<PriceBook>;
  conversion: Conversion | undefined;
  trace: string | undefined;
}

/** Counts with what a terminal adds: progress, Ctrl-C, which ends it with what was counted until then, and the trace. */
export async function countAtTerminal({ source, filters, loadBook, conversion, trace }: Order, io: Io): Promise<Counted> {
  const traceFile = trace === undefined ? undefined : await io.interruptible(() => TraceFile.at(trace, io));
  const progress = new CountProgress(io);
  let tally: Tally | undefined;
  const order = {
    filters,
    book: loadBook,
    conversion,
    ...(source.showsProgress === true ? {} : progress.listeners),
    onEnd: (whole: Tally) => {
      tally = whole;
    },
    ...(traceFile === undefined ? {} : { onRequest: (request: Traced) => traceFile.add(request) }),
  };
  try {
    const counted = await io.interruptible((signal) => source.count({ ...order, signal })).finally(() => progress.clear());
    assertSomething(counted.measurement);
    if (tally !== undefined) await traceFile?.finish(tally, filters.buckets, io);
    return counted;
  } finally {
    traceFile?.close();
  }
}

/** What was stopped before anything was read puts nothing in the place of what is there. */
function assertSomething({ coverage: { complete, filesRead } }: Measurement): void {
  if (!complete && filesRead === 0) throw new DOMException(stoppedText(undefined), 'AbortError');
}

/** How far the reading is. */
class CountProgress {
  readonly #line;
  readonly #now;
  readonly #started;
  #days: readonly number[] = [];
  #files = 0;
  #bytes = 0;

  constructor(io: Io) {
    this.#line = progressLine(io);
    this.#now = io.now;
    this.#started = io.now();
  }

  readonly listeners = {
    onStart: (days: readonly number[]): void => {
      this.#days = days;
    },
    onResult: ({ files, bytes }: TaskResult): void => {
      this.#files += files.length;
      this.#bytes += bytes;
      this.#line.show(() => this.#text(lastMinuteOf(files)));
    },
  };

  clear(): void {
    this.#line.clear();
  }

  #text(minute: number | undefined): string {
    const seconds = Math.max(0.001, (this.#now() - this.#started) / 1000);
    const left = timeLeft(seconds, this.#partDone(minute));
    return `${grouped(this.#files)} files · ${megabytes(this.#bytes)} MB · ${megabytes(this.#bytes / seconds)} MB/s${left}`;
  }

  /** By the days read, since nobody has counted the files. */
  #partDone(minute: number | undefined): number {
    if (minute === undefined || this.#days.length === 0) return 0;
    const before = this.#days.filter((day) => (day + 1) * MINUTES_A_DAY <= minute).length;
    return (before + (minute % MINUTES_A_DAY) / MINUTES_A_DAY) / this.#days.length;
  }
}

function megabytes(bytes: number): string {
  return grouped(Math.round(bytes / 1e6));
}
