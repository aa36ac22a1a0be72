import { readFile, rm, writeFile } from 'node:fs/promises';
import type { CommandModule } from 'yargs';
import { TrailcostError } from '../errors.js';
import { isSystemError, reasonOf, writeOutput } from './files.js';

interface InitArguments {
  output: string | undefined;
}

const STARTER = new URL('../../samples/starter.yaml', import.meta.url);

export const initCommand: CommandModule<object, InitArguments> = {
  command: 'init',
  describe: 'Print a commented scenario to start from',
  builder: (yargs) =>
    yargs.option('output', { alias: 'o', type: 'string', requiresArg: true, describe: 'Write to FILE, which must be new' }),
  handler: async ({ output }) => {
    const starter = await readFile(STARTER, 'utf8');
    if (output === undefined || output === '-') await writeOutput(starter, undefined);
    else await writeNew(starter, output);
  },
};

/** Never over a scenario that somebody has filled in. */
async function writeNew(text: string, path: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code !== 'EEXIST') await rm(path, { force: true });
    throw new TrailcostError(
      'output-unwritable',
      { where: path, what: reasonOf(error), remedy: 'init never overwrites: choose another --output.' },
      error,
    );
  }
}
