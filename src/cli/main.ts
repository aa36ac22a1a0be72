#!/usr/bin/env node
import type { Io } from './io.js';
import { failed, main } from './program.js';
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

const argv = process.argv.slice(2);
const io: Io = {
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
};

// What no command hears of, as an error of a stream or a promise that nobody waits for, is a defect as any other.
process.on('uncaughtException', (error) => process.exit(failed(error, argv, io)));

process.exitCode = await main(argv, io);
