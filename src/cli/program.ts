// cli: the edge. Arguments, files, clock, colour and exit codes are known here only.

import { askedFor, calledAs } from './arguments.js';
import { EXIT, reportError } from './exit.js';
import type { Io } from './io.js';
import { writeToStdout } from './standard-output.js';

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
      return (await run?.(asked.given as never, io)) ?? EXIT.done;
    }
    await writeToStdout(`${asked.text}\n`, io);
    return EXIT.done;
  } catch (error) {
    return failed(error, argv, io);
  }
}

/** Says what went wrong in a run with these arguments and returns the exit code. */
export function failed(error: unknown, argv: readonly string[], io: Io): number {
  return reportError(error, io, { command: calledAs(argv), debug: argv.includes('--debug') });
}
