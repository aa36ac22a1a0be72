import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Io } from '../../src/cli/io.js';
import type { Ran } from './shell.js';

/** The program for tests that need a process: their own standard streams, signals, `/dev/full`. */
export const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** The built program, since a count of many files starts workers, and these need built code. By a URL, so that types need no build. */
const { main } = (await import(
  /* @vite-ignore */ new URL('../../dist/cli/program.js', import.meta.url).href
)) as typeof import('../../src/cli/program.js');

/** What a test gives the program; of anything else there is nothing, and no terminal. */
type Given = { stdin: Buffer; input: Readable; signal: AbortSignal } & Pick<
  Io,
  'env' | 'cwd' | 'now' | 'isTerminal' | 'size' | 'onProgress' | 'interruptible'
>;

/**
 * Runs the program in this process, some milliseconds where a process of its own costs hundreds: arguments in; standard output, standard
 * error and exit code out. Relative paths start at `cwd`. Any number may run one after the other or side by side, in worker threads too.
 *
 * @example await program(['estimate', 'good.yaml', '-f', 'csv'], { cwd: folder })
 * @example await program(['count', '-'], { cwd: folder, stdin: bytes, now: () => Date.UTC(2026, 11, 1) })
 */
export const program = programOf(main);

/** The same for another build of the program. */
export function programOf(start: typeof main) {
  return (argv: readonly string[], given: Partial<Given> = {}) => ranBy(start, argv, given);
}

async function ranBy(start: typeof main, argv: readonly string[], given: Partial<Given>): Promise<Ran> {
  const { stdin = Buffer.alloc(0), signal = new AbortController().signal, ...more } = given;
  const { input = Readable.from([stdin], { objectMode: false }), ...rest } = more;
  const [stdout, stderr] = [new Collected(), new Collected()];
  const status = await start(argv, {
    stdin: input,
    stdout,
    stderr,
    env: {},
    cwd: '/nonexistent',
    now: Date.now,
    isTerminal: { stdin: false, stdout: false, stderr: false },
    size: undefined,
    isQuiet: false,
    interruptible: (work) => work(signal),
    onProgress: () => undefined,
    ...rest,
  });
  return { stdout: stdout.bytes(), stderr: stderr.bytes().toString(), status };
}

class Collected extends Writable {
  readonly #chunks: Buffer[] = [];

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}
