#!/usr/bin/env node
import { main } from './program.js';
import { standardOutput } from './standard-output.js';

/** What asks a program to end. */
const STOPS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const onStop = () => stop.abort();
  for (const name of STOPS) process.once(name, onStop);
  try {
    return await work(stop.signal);
  } finally {
    for (const name of STOPS) process.off(name, onStop);
  }
}

const stdout = standardOutput();

// A reader that has seen enough (`| head`) is no error. Whoever writes hears of any other failure and reports it.
for (const stream of [stdout, process.stderr]) stream.on('error', () => undefined);

process.exitCode = await main(process.argv.slice(2), {
  get stdin() {
    return process.stdin;
  },
  stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  now: Date.now,
  isTerminal: { stdout: process.stdout.isTTY === true, stderr: process.stderr.isTTY === true },
  interruptible,
});
