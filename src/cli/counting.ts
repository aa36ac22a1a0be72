import { tmpdir } from 'node:os';
import type { Filters } from '../logs/classify/filters.js';
import { countLogs } from '../logs/count-logs.js';
import type { Measurement } from '../logs/measure/measurement.js';
import { MAX_FILE_BYTES } from '../logs/read/inflate.js';
import type { PriceBook } from '../prices/book.js';
import type { Conversion } from '../scenario/schema.js';
import { inputName, isSpecialFile, readStdin } from './files.js';
import { Progress } from './progress.js';
import { TraceFile } from './trace.js';

/** What asks a program to end; each is answered with what was counted until then. */
const STOPS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface Order {
  paths: readonly string[];
  filters: Filters;
  loadBook: () => Promise<PriceBook>;
  conversion: Conversion | undefined;
  trace: string | undefined;
}

/** Counts with what a terminal adds: progress, Ctrl-C, which ends it with what was counted until then, and the trace. */
export async function countAtTerminal({ paths, filters, loadBook, conversion, trace }: Order): Promise<Measurement> {
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  const progress = new Progress(process.stderr);
  const content = paths.includes('-') ? { name: inputName('-'), bytes: await readStdin(MAX_FILE_BYTES) } : undefined;
  const traceFile = trace === undefined ? undefined : new TraceFile(trace, await isSpecialFile(trace), tmpdir());
  for (const signal of STOPS) process.once(signal, onInterrupt);
  try {
    return await countLogs({
      paths: paths.filter((path) => path !== '-'),
      content,
      filters,
      book: loadBook,
      conversion,
      signal: stop.signal,
      onStart: (days) => progress.start(days),
      onResult: (result) => progress.show(result),
      ...(traceFile === undefined
        ? {}
        : { onRequest: (request) => traceFile.add(request), onEnd: (tally) => traceFile.finish(tally, filters.buckets) }),
    });
  } finally {
    for (const signal of STOPS) process.off(signal, onInterrupt);
    progress.clear();
    traceFile?.abandon();
  }
}
