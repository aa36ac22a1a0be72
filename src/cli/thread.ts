import { parentPort, workerData } from 'node:worker_threads';
import type { Said } from './command-thread.js';
import { EXIT } from './exit.js';
import { stoppedText } from './io.js';
import { runInProcess } from './process-io.js';
import { Turn } from './turn.js';

const turn = new Turn(workerData as SharedArrayBuffer);
const underway = new Set<AbortController>();
let progress: string | undefined;
let isDone = false;

const say = (said: Said) => parentPort?.postMessage(said);

async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  // The thread is about to be taken away.
  if (!turn.begin()) return new Promise(() => undefined);
  const stop = new AbortController();
  underway.add(stop);
  try {
    return await work(stop.signal);
  } finally {
    underway.delete(stop);
    if (turn.leave()) say({ isFree: true });
  }
}

parentPort?.on('message', () => {
  if (!turn.takeRequest()) return;
  // It may have come to its end while it was asked to; after the last of it there is nothing to take away.
  if (underway.size === 0 && !isDone) say({ isFree: true });
  for (const stop of underway) stop.abort(new DOMException(stoppedText(progress), 'AbortError'));
});
// Being told to stop is nothing to wait for.
parentPort?.unref();

function onProgress(done: string | undefined): void {
  progress = done;
  say({ progress });
}

// A thread that is taken away may be about to say it, or have said it: the first one says it, one time.
const onStopped = (stopped: string) => say({ stopped });

// As in `main.ts`.
process.exitCode = EXIT.unexpected;
void runInProcess(process.argv.slice(2), { interruptible, onProgress, onStopped }).then(() => {
  // What is done can no longer be stopped.
  isDone = turn.begin();
});
