import { constants, createReadStream, openSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { TrailcostError } from '../base/errors.js';
import { placeOf } from '../files/paths.js';
import { statsOf } from '../files/stats.js';
import { isSystemError, reasonOf } from '../files/system-errors.js';
import type { Io } from './io.js';

/**
 * The text of a file, or of standard input for `-`.
 *
 * @param maxBytes a limit against files that are something else
 * @throws TrailcostError `file-unreadable`
 */
export async function readInput(path: string, maxBytes: number, io: Io): Promise<string> {
  const bytes = await readBytes(path, maxBytes, 'Is it the right file?', io);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw error instanceof TypeError ? unreadable(path, 'not UTF-8 text', 'Save it as UTF-8.', error) : error;
  }
}

/**
 * The bytes of a file, or of standard input for `-`.
 *
 * @param remedy what to do where there are more than so many
 * @throws TrailcostError `file-unreadable`
 */
export async function readBytes(path: string, maxBytes: number, remedy: string, io: Io): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of path === '-' ? io.stdin : await streamOf(placeOf(path, io.cwd))) {
      bytes += (chunk as Buffer).length;
      if (bytes > maxBytes) throw unreadable(path, `larger than ${maxBytes} bytes`, remedy);
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    throw isSystemError(error) ? unreadable(path, reasonOf(error), 'Check the path.', error) : error;
  }
  return Buffer.concat(chunks);
}

/**
 * A named pipe is waited for beside everything else: read like a file, it would hold up the end of the process until somebody writes to
 * it. Of other systems it is not known that one without a writer waits.
 */
async function streamOf(place: string): Promise<Readable> {
  const isPipe = process.platform === 'linux' && (await statsOf(place))?.isFIFO() === true;
  if (!isPipe) return createReadStream(place);
  return new Socket({ fd: openSync(place, constants.O_RDONLY | constants.O_NONBLOCK), readable: true, writable: false });
}

/** How messages name an input. */
export function inputName(path: string): string {
  if (path === '') return '(empty path)';
  return path === '-' ? 'standard input' : path;
}

function unreadable(path: string, what: string, remedy: string, cause?: unknown): TrailcostError {
  return new TrailcostError('file-unreadable', { where: inputName(path), what: `cannot be read: ${what}`, remedy }, cause);
}
