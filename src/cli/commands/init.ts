import type { Declaration, Given } from '../command.js';

export const INIT = {
  usage: 'init',
  describe: 'Print a commented scenario to start from',
  options: { output: { alias: 'o', type: 'string', requiresArg: true, describe: 'Write to FILE, which must be new' } },
} as const satisfies Declaration;

export type InitArguments = Given<typeof INIT>;
