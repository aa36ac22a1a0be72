import type { Readable, Writable } from 'node:stream';
import { escaped } from '../base/cleaned.js';

/** What a run of the program has from outside, apart from files and the network. */
export interface Io {
  stdin: Readable;
  stdout: Writable;
  stderr: Writable;
  /** Environment variables. */
  env: Readonly<Record<string, string | undefined>>;
  /** Where relative paths start. */
  cwd: string;
  /** The clock: milliseconds since 1970-01-01 UTC. */
  now: () => number;
  /** Whether a person types into a stream, or sees it, in colour and while it is written. */
  isTerminal: { stdin: boolean; stdout: boolean; stderr: boolean };
  /** Columns and lines of the terminal that standard output is; undefined where it is none, or does not say. */
  size: { columns: number; rows: number } | undefined;
  /** Whether nothing but errors is said beside the result. */
  isQuiet: boolean;
  /** Does work that Ctrl-C asks to end in order, by the signal. Any other work it just ends. */
  interruptible: <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;
  /** Is told how far the work is, such as `3,210 of 14,000 points`, which is said where it is stopped; undefined when that is done. */
  onProgress: (done: string | undefined) => void;
  /** Is told, in place of standard error, why a run that was stopped has no result: of two that may say so, one does. */
  onStopped?: (text: string) => void;
}

/** One line to the user beside the result that says why there is none, or why the exit code is not 0. */
export function note(text: string, io: Pick<Io, 'stderr'>): void {
  io.stderr.write(`trailcost: ${escaped(text)}
`);
}

/** One line to the user beside the result that may be left out, with `--quiet`. */
export function remark(text: string, io: Pick<Io, 'stderr' | 'isQuiet'>): void {
  if (!io.isQuiet) note(text, io);
}

/** What is said of work that was stopped. */
export function stoppedText(done: string | undefined): string {
  return `stopped ${done === undefined ? 'before the end' : `after ${done}`}`;
}

/** What takes the line that a terminal is on away. */
export const CLEAR_LINE = '\r\u001b[K';
