import { resolve, sep } from 'node:path';
import { TrailcostError } from '../errors.js';
import { matchingPaths } from '../evidence/walk.js';
import { assertNotAnInput, assertWritable, isSpecialFile, placeOf } from './files.js';

interface Outputs {
  paths: readonly string[];
  output: string | undefined;
  scenario: string | undefined;
  trace: string | undefined;
  'price-book': string | undefined;
}

/**
 * Refuses outputs that cannot be written or would destroy something, before hours of reading: logs among the inputs, one file for two
 * outputs, folders that are not there.
 *
 * @throws TrailcostError `usage`, `output-unwritable`, `file-unreadable`
 */
export async function assertOutputs({ paths, output = '-', scenario, trace, 'price-book': priceBook }: Outputs): Promise<void> {
  if (trace === '-') throw usage('--trace', 'goes to a file, beside the report', 'Give it a file.');
  const given = { '--output': output, '--scenario': scenario, '--trace': trace };
  const taken = new Set<string>();
  const inputs = (await Promise.all(paths.filter((path) => path !== '-').map(matchingPaths))).flat();
  for (const [option, path] of Object.entries(given)) {
    if (path === undefined) continue;
    const place = path === '-' ? path : resolve(path);
    if (taken.has(place)) throw usage(path === '-' ? 'standard output' : path, 'is given for two outputs', 'Give each a file of its own.');
    taken.add(place);
    if (path === '-') continue;
    await assertNotAnInput(path, [...inputs, priceBook]);
    await assertNotAmong(path, inputs);
    await assertWritable(path, option);
  }
}

/** A file that exists within a folder that is counted may be a log. */
async function assertNotAmong(output: string, inputs: readonly string[]): Promise<void> {
  const target = await placeOf(output);
  if (target === undefined || (await isSpecialFile(output))) return;
  for (const input of inputs) {
    const folder = await placeOf(input);
    if (folder === undefined || !target.startsWith(folder + sep)) continue;
    throw usage(output, 'exists among the logs and would be overwritten', 'Choose a file outside of them.');
  }
}

function usage(where: string, what: string, remedy: string): TrailcostError {
  return new TrailcostError('usage', { where, what, remedy });
}
