import type { Readable } from 'node:stream';
import { isTerminal, readableOf } from '../files/descriptors.js';
import type { Io } from './io.js';
import { failed, main } from './program.js';
import { sizeOf, standardOutput } from './standard-streams.js';

/** What of a run its thread decides. */
type OfThread = Pick<Io, 'interruptible' | 'onProgress' | 'onStopped'>;

/** Runs the program with all else that it has of this process, and gives it its exit code. */
export async function runInProcess(argv: readonly string[], ofThread: OfThread): Promise<void> {
  const io = processIo(ofThread);
  // What no command hears of, as an error of a stream or a promise that nobody waits for, is a defect as any other.
  process.on('uncaughtException', (error) => {
    const code = failed(error, argv, io);
    io.stderr.write('', () => process.exit(code));
  });
  process.exitCode = await main(argv, io);
}

function processIo(ofThread: OfThread): Io {
  const stdout = standardOutput(1);
  let stdin: Readable | undefined;
  return {
    ...ofThread,
    get stdin() {
      stdin ??= readableOf(0);
      return stdin;
    },
    stdout,
    stderr: standardOutput(2),
    env: process.env,
    cwd: process.cwd(),
    now: Date.now,
    isTerminal: {
      // Looked at when it matters: most commands do not read it, whatever it is.
      get stdin() {
        return isTerminal(0);
      },
      stdout: isTerminal(1),
      stderr: isTerminal(2),
    },
    size: sizeOf(stdout),
    isQuiet: false,
  };
}
