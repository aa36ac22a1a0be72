import type { Readable } from 'node:stream';
import { isatty } from 'node:tty';
import { parentPort, workerData } from 'node:worker_threads';
import { readableOf } from '../files/descriptors.js';
import type { Said } from './command-thread.js';
import { type Io, stoppedText } from './io.js';
import { failed, main } from './program.js';
import { sizeOf, standardOutput } from './standard-streams.js';
import { Turn } from './turn.js';

const turn = new Turn(workerData as SharedArrayBuffer);
const underway = new Set<AbortController>();
let progress: string | undefined;
let isDone = false;
let stdin: Readable | undefined;

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
    turn.leave();
  }
}

parentPort?.on('message', () => {
  // It may have come to its end while it was asked to; after the last of it there is nothing to take away.
  if (underway.size === 0 && !isDone) say({ isFree: true });
  for (const stop of underway) stop.abort(new DOMException(stoppedText(progress), 'AbortError'));
});
// Being told to stop is nothing to wait for.
parentPort?.unref();

const argv = process.argv.slice(2);
const stdout = standardOutput(1);
const io: Io = {
  get stdin() {
    stdin ??= readableOf(0);
    return stdin;
  },
  stdout,
  stderr: standardOutput(2),
  env: process.env,
  cwd: process.cwd(),
  now: Date.now,
  isTerminal: { stdin: isatty(0), stdout: isatty(1), stderr: isatty(2) },
  size: sizeOf(stdout),
  isQuiet: false,
  interruptible,
  onProgress(done) {
    progress = done;
    say({ progress });
  },
};

// What no command hears of, as an error of a stream or a promise that nobody waits for, is a defect as any other.
process.on('uncaughtException', (error) => {
  const code = failed(error, argv, io);
  io.stderr.write('', () => process.exit(code));
});

process.exitCode = await main(argv, io);
// What is done can no longer be stopped.
isDone = turn.begin();
