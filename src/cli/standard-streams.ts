import { writeFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { isPipe, isTerminal, pipeOf, terminalOf } from '../files/descriptors.js';

/**
 * Standard output or standard error, as Node gives it to the first thread of a process alone: what other threads have as
 * `process.stdout` goes by way of the first one, which hides why it failed.
 *
 * @param fd 1 or 2
 */
export function standardOutput(fd: number): Writable {
  const stream = outputOf(fd);
  // A reader that has seen enough (`| head`) is no error. Whoever writes hears of any other failure and reports it.
  stream.on('error', () => undefined);
  return stream;
}

/** Columns and lines of a terminal that a stream writes to; undefined where it is none, or does not say. */
export function sizeOf(stream: Writable): { columns: number; rows: number } | undefined {
  if (!('columns' in stream && 'rows' in stream)) return undefined;
  const [columns, rows] = [Number(stream.columns), Number(stream.rows)];
  return columns > 0 && rows > 0 ? { columns, rows } : undefined;
}

function outputOf(fd: number): Writable {
  if (isTerminal(fd)) return terminalOf(fd);
  return isPipe(fd) ? pipeOf(fd, { readable: false, writable: true }) : new FileOutput(fd);
}

/**
 * To a file Node's own standard output writes once and does not look how much of it was taken, so that on a full disk the rest is lost in
 * silence; this writes all or fails, at once as Node does.
 */
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
