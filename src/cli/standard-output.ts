import { writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { Writable } from 'node:stream';
import { TrailcostError } from '../base/errors.js';
import type { Io } from './io.js';

/**
 * Standard output of this process. To a file Node writes once and does not look how much of it was taken, so that on a full disk the
 * rest is lost in silence; what is handed out here writes all or fails, at once as Node does.
 */
export function standardOutput(): Writable {
  const given: Writable = process.stdout;
  // As documented: no socket means a file.
  return given instanceof Socket ? given : new FileOutput(process.stdout.fd);
}

class FileOutput extends Writable {
  readonly #file: number;

  constructor(file: number) {
    super();
    this.#file = file;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    try {
      writeFileSync(this.#file, chunk);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      done(error);
      return;
    }
    done();
  }
}

/**
 * Writes to standard output. A reader that has seen enough (`| head`) is no error.
 *
 * @throws TrailcostError `output-unwritable`
 */
export async function writeToStdout(content: string | Buffer, { stdout }: Io): Promise<void> {
  const error = await new Promise<Error | null | undefined>((resolve) => stdout.write(content, resolve));
  if (error === null || error === undefined || ('code' in error && error.code === 'EPIPE')) return;
  const { isSystemError, reasonOf } = await import('../files/system-errors.js');
  if (!isSystemError(error)) throw error;
  const problem = { where: 'standard output', what: reasonOf(error), remedy: 'The report is not complete.' };
  throw new TrailcostError('output-unwritable', problem, error);
}
