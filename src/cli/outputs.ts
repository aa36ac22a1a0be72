import { constants } from 'node:fs';
import { access, realpath } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { sanitised } from '../base/cleaned.js';
import { TrailcostError } from '../base/errors.js';
import { entryAt } from '../base/lists.js';
import { clearParts } from '../files/parts.js';
import { matchingPaths, placeOf } from '../files/paths.js';
import { isSpecial, statsOf } from '../files/stats.js';
import { isSystemError, reasonOf } from '../files/system-errors.js';
import { type Write, writeWhole } from '../files/whole-file.js';
import { inputName } from './inputs.js';
import { type Io, remark } from './io.js';
import { writeToStdout } from './standard-output.js';
import { usage } from './usage.js';

/** What is read: files by their names, and what may also be folders and patterns. `-` and what was not given are left aside. */
interface Inputs {
  files: readonly (string | undefined)[];
  searched?: readonly string[];
}

/**
 * Refuses, before any work, outputs that cannot be written or would destroy something: an input or a file among them, one file for two
 * outputs, a folder, a file in a folder that is not there.
 *
 * @param outputs by the options that they are given with
 * @throws TrailcostError `usage`, `output-unwritable`, `file-unreadable` for something searched that is not there
 */
export async function assertOutputs(outputs: Readonly<Record<string, string | undefined>>, inputs: Inputs, io: Io): Promise<void> {
  const read = await placesOf(inputs, io);
  const taken = new Set<string>();
  for (const [option, path] of Object.entries(outputs)) {
    if (path === undefined) continue;
    const place = path === '-' ? path : await realPlaceOf(placeOf(path, io.cwd));
    if (taken.has(place)) throw usage(path === '-' ? 'standard output' : path, 'is used for two outputs', 'Give each output its own file.');
    taken.add(place);
    if (path === '-') continue;
    await assertNotRead(path, place, read);
    await assertWritable(path, place, option);
  }
}

async function placesOf({ files, searched = [] }: Inputs, { cwd }: Io): Promise<string[]> {
  const isPath = (path: string | undefined): path is string => path !== undefined && path !== '-';
  const found = await Promise.all(searched.filter(isPath).map((path) => matchingPaths(path, cwd)));
  return [...files.filter(isPath).map((path) => placeOf(path, cwd)), ...found.flat().map(({ place }) => place)];
}

/** Where a path leads in the end, whether or not a file is there already. */
export async function realPlaceOf(place: string): Promise<string> {
  try {
    return await realpath(place);
  } catch (error) {
    if (isSystemError(error)) return resolve(place);
    throw error;
  }
}

/** A file that exists in a folder that is read may be one of the inputs. A pipe or a device is never overwritten. */
async function assertNotRead(path: string, place: string, read: readonly string[]): Promise<void> {
  const target = await statsOf(place);
  if (target?.isFile() !== true) return;
  const found = await Promise.all(read.map(statsOf));
  for (const [index, input] of found.entries()) {
    if (input?.dev === target.dev && input.ino === target.ino)
      throw usage(path, 'is an input and would be overwritten', 'Choose another file.');
    if (input?.isDirectory() === true && place.startsWith((await realPlaceOf(entryAt(read, index))) + sep))
      throw usage(path, 'is in a folder that is read, and would be overwritten', 'Choose a file outside that folder.');
  }
}

async function assertWritable(path: string, place: string, option: string): Promise<void> {
  const target = await statsOf(place);
  if (target?.isDirectory() === true) throw unwritable(path, 'is a folder', option);
  if (target?.isFile() === false) return;
  await orUnwritable(path, option, () => access(dirname(place), constants.W_OK));
}

/**
 * Writes a result whole or not at all: to a file by way of a part beside it, or to standard output.
 *
 * @param path `-` or none for standard output
 * @param option what the user gave the path with
 * @param format what the user is told that was written
 * @throws TrailcostError `output-unwritable`; what stood at the path is then still there
 */
export async function writeOutput(
  content: string | Buffer,
  path: string | undefined,
  io: Io,
  option = '--output',
  format?: string,
): Promise<void> {
  if (path === undefined || path === '-') return writeToStdout(content, io);
  const lines = typeof content === 'string' ? [linesText(content)] : [];
  await fillOutput(path, option, io, (write) => write(content), [...(format === undefined ? [] : [format]), ...lines]);
}

function linesText(text: string): string {
  const lines = text.split('\n').length - 1;
  return `${lines.toLocaleString('en')} line${lines === 1 ? '' : 's'}`;
}

/**
 * Fills a file that is written whole or not at all, whatever it is filled with.
 *
 * @param option what the user gave the path with
 * @param facts what the user is told about the file
 * @throws TrailcostError `output-unwritable`; what stood at the path is then still there
 */
export async function fillOutput(
  path: string,
  option: string,
  io: Io,
  fill: (write: Write) => Promise<void>,
  facts: readonly string[] = [],
): Promise<void> {
  await orUnwritable(path, option, async () => {
    const place = await realPlaceOf(placeOf(path, io.cwd));
    // A pipe may wait for its reader without an end: that Ctrl-C just ends.
    if (isSpecial(await statsOf(place))) return whileRead(writeWhole(place, fill));
    await clearPartsOf(place, io);
    await io.interruptible((signal) => writeWhole(place, fill, signal));
    remark(`wrote ${path}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`, io);
  });
}

/** A reader of a pipe that has seen enough is no error. */
async function whileRead(writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    if (!isSystemError(error) || error.code !== 'EPIPE') throw error;
  }
}

/** Deletes what killed runs left of an output, and names what may be of another run that still writes it. */
export async function clearPartsOf(place: string, io: Io): Promise<void> {
  for (const { place: part, writer } of await clearParts(place)) {
    const whose = `process ${writer.pid} on ${writer.host}`;
    remark(
      `${sanitised(part)} is an unfinished output of ${whose}, which may still be writing it. If that process is gone, delete the file.`,
      io,
    );
  }
}

/** @throws TrailcostError `output-unwritable` for what the system says against an action */
export async function orUnwritable<T>(path: string, option: string, action: () => T | Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw unwritableBy(error, path, option);
  }
}

/** What the system says against writing as `output-unwritable`; any other error unchanged. */
export function unwritableBy(error: unknown, path: string, option: string): unknown {
  return isSystemError(error) ? unwritable(path, reasonOf(error), option, error) : error;
}

function unwritable(path: string, what: string, option: string, cause?: unknown): TrailcostError {
  const problem = { where: inputName(path), what, remedy: `Nothing was written. Choose another ${option}.` };
  return new TrailcostError('output-unwritable', problem, cause);
}
