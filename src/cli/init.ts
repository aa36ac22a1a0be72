import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { CommandModule } from 'yargs';
import { TrailcostError } from '../base/errors.js';
import { writeOutput } from './files.js';

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
    await assertNew(output);
    await writeOutput(starter, output);
  },
};

/** Never over a scenario that somebody has filled in. */
async function assertNew(output: string | undefined): Promise<void> {
  if (output === undefined || output === '-' || !existsSync(output)) return;
  throw new TrailcostError('output-unwritable', {
    where: output,
    what: 'exists already',
    remedy: 'init never overwrites: choose another --output.',
  });
}
