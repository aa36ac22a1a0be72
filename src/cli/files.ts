import { constants, createReadStream } from 'node:fs';
import { access, realpath, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { TrailcostError } from '../base/errors.js';
import { isSystemError, reasonOf } from '../files/system-errors.js';

/**
 * The text of a file, or of standard input for `-`.
 *
 * @param maxBytes a limit against files that are something else
 * @throws TrailcostError `file-unreadable`
 */
export async function readInput(path: string, maxBytes: number): Promise<string> {
  const source = inputName(path);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of path === '-' ? process.stdin : createReadStream(path)) {
      bytes += (chunk as Buffer).length;
      if (bytes > maxBytes) throw unreadable(source, `larger than ${maxBytes} bytes`, 'Is it the right file?');
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    throw isSystemError(error) ? unreadable(source, reasonOf(error), 'Check the path.', error) : error;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    throw error instanceof TypeError ? unreadable(source, 'not UTF-8 text', 'Save it as UTF-8.', error) : error;
  }
}

/** The bytes of standard input. */
export async function readStdin(maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin) {
    bytes += (chunk as Buffer).length;
    if (bytes > maxBytes) throw unreadable(inputName('-'), `larger than ${maxBytes} bytes`, 'Give files instead.');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** How messages name an input. */
export function inputName(path: string): string {
  if (path === '') return '(empty path)';
  return path === '-' ? 'standard input' : path;
}

/**
 * Refuses an output that is one of the inputs: they would be gone.
 *
 * @throws TrailcostError `usage`
 */
export async function assertNotAnInput(output: string | undefined, inputs: readonly (string | undefined)[]): Promise<void> {
  if (output === undefined || output === '-') return;
  const target = await identityOf(output);
  for (const input of inputs) {
    if (input === undefined || input === '-' || target === undefined || (await identityOf(input)) !== target) continue;
    throw new TrailcostError('usage', { where: output, what: 'is an input and would be overwritten', remedy: 'Choose another file.' });
  }
}

/** Device and inode of a regular file, whatever path leads to it; undefined for anything else. */
async function identityOf(path: string): Promise<string | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() ? `${found.dev} ${found.ino}` : undefined;
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

/**
 * Writes a result whole or not at all: to a file by way of a temporary one beside it, or to standard output.
 *
 * @param option what the user gave the path with
 * @throws TrailcostError `output-unwritable`; what stood at the path is then still there
 */
export async function writeOutput(content: string | Buffer, path: string | undefined, option = '--output'): Promise<void> {
  try {
    if (path === undefined || path === '-') await writeToStdout(content);
    else if (await isSpecialFile(path)) await writeFile(path, content);
    else await (await import('write-file-atomic')).default(path, content);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const toStdout = path === undefined || path === '-';
    const where = toStdout ? 'standard output' : inputName(path);
    const remedy = toStdout ? 'The report is not complete.' : `Nothing was written. Choose another ${option}.`;
    throw new TrailcostError('output-unwritable', { where, what: reasonOf(error), remedy }, error);
  }
}

function writeToStdout(content: string | Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(content, (error) => {
      if (error === null || error === undefined || (error as NodeJS.ErrnoException).code === 'EPIPE') resolve();
      else reject(error);
    });
  });
}

/** A pipe or a device such as /dev/null is written to, never replaced. */
export async function isSpecialFile(path: string): Promise<boolean> {
  try {
    const found = await stat(path);
    return !found.isFile() && !found.isDirectory();
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return false;
    throw error;
  }
}

function unreadable(source: string, what: string, remedy: string, cause?: unknown): TrailcostError {
  return new TrailcostError('file-unreadable', { where: source, what: `cannot be read: ${what}`, remedy }, cause);
}

/**
 * Refuses, before any work, a path that no output can be written to.
 *
 * @param option what the user gave the path with
 * @throws TrailcostError `output-unwritable`
 */
export async function assertWritable(path: string, option: string): Promise<void> {
  try {
    if ((await placeOf(path)) !== undefined && (await stat(path)).isDirectory()) throw unwritable(path, 'is a folder', option);
    await access(dirname(resolve(path)), constants.W_OK);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw unwritable(path, reasonOf(error), option);
  }
}

/** Where a path leads; undefined where nothing is there. */
export async function placeOf(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

function unwritable(where: string, what: string, option: string): TrailcostError {
  return new TrailcostError('output-unwritable', { where, what, remedy: `Nothing was written. Choose another ${option}.` });
}
