import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { main } from '../../dist/cli/program.js';

/** Done, bad input, over budget, incomplete: anything else is a defect. */
const EXPECTED = new Map([
  [0, 'done'],
  [2, 'refused'],
  [3, 'over budget'],
  [4, 'incomplete'],
]);

class Collected extends Writable {
  text = '';

  _write(chunk, _encoding, done) {
    this.text += chunk.toString('utf8');
    done();
  }
}

/**
 * Does something in a folder of its own that holds these files, and takes it away.
 *
 * @template T
 * @param {Readonly<Record<string, string>>} files bytes as texts of one sign each, by their names
 * @param {(folder: string) => Promise<T>} work
 */
export async function inFolder(files, work) {
  const folder = mkdtempSync(join(tmpdir(), 'trailcost-fuzz-'));
  try {
    for (const [name, bytes] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), bytes, 'latin1');
    }
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs the program as a user does.
 *
 * @returns its output, and its exit code in a word
 * @throws Error for an exit code that bad input must not give
 */
export async function run(argv, cwd) {
  const [stdout, stderr] = [new Collected(), new Collected()];
  const code = await main([...argv, '--debug'], {
    stdin: Readable.from([]),
    stdout,
    stderr,
    env: { XDG_CONFIG_HOME: '/nonexistent' },
    cwd,
    now: () => Date.UTC(2026, 11, 1),
    isTerminal: { stdin: false, stdout: false, stderr: false },
    isQuiet: false,
    interruptible: (work) => work(new AbortController().signal),
    onProgress: () => undefined,
  });
  const outcome = EXPECTED.get(code);
  if (outcome === undefined) throw new Error(`${argv.join(' ')} ends with ${code}: ${stderr.text}`);
  return { outcome, stdout: stdout.text, stderr: stderr.text };
}

/** What the program wrote into a file; undefined where it wrote none. */
export function written(folder, name) {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
