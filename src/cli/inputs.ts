import { createReadStream, readFileSync, statSync } from 'node:fs';
import { addAbortSignal, type Readable } from 'node:stream';
import { TrailcostError } from '../base/errors.js';
import { grouped } from '../base/text.js';
import { placeOf } from '../files/paths.js';
import { pipeStream } from '../files/pipes.js';
import { isSpecial, statsOf } from '../files/stats.js';
import { isSystemError, reasonOf } from '../files/system-errors.js';
import { Unreadable } from '../files/unreadable.js';
import { type Io, remark } from './io.js';

const WAITING = 'reading standard input: type or paste it, then press Ctrl-D (on Windows Ctrl-Z and Enter)';

/**
 * The text of a file, or of standard input for `-`.
 *
 * @param maxBytes a limit against files that are something else
 * @throws TrailcostError `file-unreadable`
 */
export async function readInput(path: string, maxBytes: number, io: Io): Promise<string> {
  const bytes = await readBytes(path, maxBytes, 'Check that it is the right file.', io);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw error instanceof TypeError ? unreadable(path, 'it is not UTF-8 text', 'Save it as UTF-8.', error) : error;
  }
}

/**
 * The bytes of a file, or of standard input for `-`.
 *
 * @param remedy what to do if there are more than that
 * @throws TrailcostError `file-unreadable`
 */
export async function readBytes(path: string, maxBytes: number, remedy: string, io: Io): Promise<Buffer> {
  const atOnce = path === '-' ? undefined : bytesAtOnce(path, maxBytes, io);
  if (atOnce !== undefined) return atOnce;
  return io.interruptible(async (signal) => {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of inputChunks(path, io, signal)) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw unreadable(path, `larger than ${grouped(maxBytes)} bytes`, remedy);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  });
}

/** The bytes of a file at once, which is quicker; undefined for what may have to be waited for, has no size, or is to be explained. */
function bytesAtOnce(path: string, maxBytes: number, { cwd }: Io): Buffer | undefined {
  try {
    const place = placeOf(path, cwd);
    const found = statSync(place);
    if (!found.isFile() || found.size === 0 || found.size > maxBytes) return undefined;
    const bytes = readFileSync(place);
    return bytes.length > maxBytes ? undefined : bytes;
  } catch (error) {
    if (error instanceof Unreadable || isSystemError(error)) return undefined;
    throw error;
  }
}

/** Standard input; where a person types it, who is told that it is waited for. */
export function standardInput(io: Io): Readable {
  if (io.isTerminal.stdin) remark(WAITING, io);
  return io.stdin;
}

/**
 * The bytes of a file, or of standard input for `-`, as they come.
 *
 * @param signal ends it with an AbortError
 * @throws TrailcostError `file-unreadable`
 */
export async function* inputChunks(path: string, io: Io, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    const stream = path === '-' ? standardInput(io) : await streamOf(placeOf(path, io.cwd));
    if (signal !== undefined) addAbortSignal(signal, stream);
    for await (const chunk of stream) yield chunk;
  } catch (error) {
    if (error instanceof Unreadable) throw unreadable(path, error.message, 'Check the path.', error);
    throw isSystemError(error) ? unreadable(path, reasonOf(error), 'Check the path.', error) : error;
  }
}

/** A pipe or a device is waited for beside everything else: read like a file, the program could not end until somebody writes to it. */
async function streamOf(place: string): Promise<Readable> {
  return isSpecial(await statsOf(place)) ? pipeStream(place) : createReadStream(place);
}

/** How messages name an input. */
export function inputName(path: string): string {
  if (path === '') return '(empty path)';
  return path === '-' ? 'standard input' : path;
}

function unreadable(path: string, what: string, remedy: string, cause?: unknown): TrailcostError {
  return new TrailcostError('file-unreadable', { where: inputName(path), what: `cannot be read: ${what}`, remedy }, cause);
}
