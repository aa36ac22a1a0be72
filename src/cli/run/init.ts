import { readFile } from 'node:fs/promises';
import { TrailcostError } from '../../base/errors.js';
import { PACKAGE_FOLDER } from '../../files/package-folder.js';
import { placeOf } from '../../files/paths.js';
import { statsOf } from '../../files/stats.js';
import type { InitArguments } from '../commands/init.js';
import { EXIT } from '../exit.js';
import type { Io } from '../io.js';
import { writeOutput } from '../outputs.js';

const STARTER = new URL('samples/starter.yaml', PACKAGE_FOLDER);

export async function runInit({ output }: InitArguments, io: Io): Promise<number> {
  const starter = await readFile(STARTER, 'utf8');
  await assertNew(output, io);
  await writeOutput(starter, output, io);
  return EXIT.done;
}

/** Never over a scenario that somebody has filled in. */
async function assertNew(output: string | undefined, { cwd }: Io): Promise<void> {
  if (output === undefined || output === '-' || (await statsOf(placeOf(output, cwd))) === undefined) return;
  throw new TrailcostError('output-unwritable', {
    where: output,
    what: 'exists already',
    remedy: 'init never overwrites: choose another --output.',
  });
}
