import { resolve, sep } from 'node:path';
import { TrailcostError } from '../base/errors.js';
import { matchingPaths } from '../files/paths.js';
import { assertNotAnInput, assertWritable, isSpecialFile, placeOf } from './files.js';

/**
 * Refuses outputs that cannot be written or would destroy something, before hours of reading: inputs or files among them, one file for two
 * outputs, folders that are not there.
 *
 * @param inputs files, folders and patterns
 * @param outputs by the options that they are given with
 * @throws TrailcostError `usage`, `output-unwritable`, `file-unreadable`
 */
export async function assertOutputs(
  inputs: readonly (string | undefined)[],
  outputs: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const taken = new Set<string>();
  const given = inputs.filter((path) => path !== undefined && path !== '-') as string[];
  const paths = (await Promise.all(given.map((path) => matchingPaths(path)))).flat().map(({ place }) => place);
  for (const [option, path] of Object.entries(outputs)) {
    if (path === undefined) continue;
    const place = path === '-' ? path : resolve(path);
    if (taken.has(place)) throw usage(path === '-' ? 'standard output' : path, 'is given for two outputs', 'Give each a file of its own.');
    taken.add(place);
    if (path === '-') continue;
    await assertNotAnInput(path, paths);
    await assertNotAmong(path, paths);
    await assertWritable(path, option);
  }
}

/** A file that exists within a folder that is counted may be one of the inputs. */
async function assertNotAmong(output: string, inputs: readonly string[]): Promise<void> {
  const target = await placeOf(output);
  if (target === undefined || (await isSpecialFile(output))) return;
  for (const input of inputs) {
    const folder = await placeOf(input);
    if (folder === undefined || !target.startsWith(folder + sep)) continue;
    throw usage(output, 'exists in a folder that is read, and would be overwritten', 'Choose a file outside of it.');
  }
}

function usage(where: string, what: string, remedy: string): TrailcostError {
  return new TrailcostError('usage', { where, what, remedy });
}
