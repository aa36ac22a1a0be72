import { EXIT } from './exit.js';
import { CLEAR_LINE, note, stoppedText } from './io.js';
import { runInProcess } from './process-io.js';
import { STOPS } from './stops.js';

const underway = new Set<AbortController>();
let progress: string | undefined;
let isAsked = false;

/**
 * Runs a short command in the first thread of the process. What asks it to end is heard only while it has something to end in order: at any
 * other time the system ends the process at once.
 */
export function runInFirstThread(argv: readonly string[]): Promise<void> {
  return runInProcess(argv, {
    interruptible,
    onProgress(done) {
      progress = done;
    },
  });
}

async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const own = new AbortController();
  if (underway.size === 0) for (const name of STOPS) process.on(name, stop);
  underway.add(own);
  try {
    return await work(own.signal);
  } finally {
    underway.delete(own);
    if (underway.size === 0) for (const name of STOPS) process.off(name, stop);
  }
}

/** Asks what is under way to end; the second time it is not asked any more. */
function stop(): void {
  if (isAsked) end();
  isAsked = true;
  for (const each of underway) each.abort(new DOMException(stoppedText(progress), 'AbortError'));
}

function end(): never {
  const { stderr } = process;
  if (stderr.isTTY) stderr.write(CLEAR_LINE);
  note(`${stoppedText(progress)}: there is no result`, { stderr });
  process.exit(EXIT.interrupted);
}
