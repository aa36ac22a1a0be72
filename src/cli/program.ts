// cli: the edge. Arguments, files, clock, colour and exit codes are known here only.

import { askedFor, calledAs, type Manner } from './arguments.js';
import { EXIT, reportError } from './exit.js';
import type { Io } from './io.js';
import { writeToStdout } from './standard-output.js';
import { sizeOf } from './standard-streams.js';

/**
 * The program as a value: arguments in, exit code out. All that it has from outside comes in `io`, files and the network aside; nothing
 * of it is left behind, so that it can be run any number of times in one process.
 *
 * @param argv the words after the name of the program
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    const asked = await askedFor(argv);
    if ('command' in asked) {
      const run = await asked.command.load?.();
      return (await run?.(asked.given as never, inManner(asked.manner, io))) ?? EXIT.done;
    }
    await writeToStdout(`${asked.text}\n`, io);
    return EXIT.done;
  } catch (error) {
    return failed(error, argv, io, io.isTerminal.stderr ? await lineBreaker(io) : undefined);
  }
}

/** How lines are broken for the terminal that standard error is; undefined where no more files can be opened, to say just that. */
async function lineBreaker({ stderr }: Io): Promise<((text: string) => string) | undefined> {
  const layout = await import('../report/layout/wrapping.js').catch(() => undefined);
  return layout && ((text) => layout.broken(text, sizeOf(stderr)?.columns));
}

/** What a run has from outside, seen in the way that its options ask for. Nothing is opened: standard input only when it is read. */
function inManner({ isQuiet, isPlain }: Manner, io: Io): Io {
  const isTerminal = isQuiet ? { ...io.isTerminal, stderr: false } : io.isTerminal;
  const env = isPlain ? { ...io.env, NO_COLOR: '1' } : io.env;
  return Object.create(io, { isQuiet: { value: isQuiet || io.isQuiet }, isTerminal: { value: isTerminal }, env: { value: env } });
}

/** Says what went wrong in a run with these arguments and returns the exit code. */
export function failed(error: unknown, argv: readonly string[], io: Io, breakLines?: (text: string) => string): number {
  return reportError(error, io, { command: calledAs(argv), debug: argv.includes('--debug'), breakLines });
}
