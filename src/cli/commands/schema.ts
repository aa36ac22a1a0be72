import type { Declaration, Given } from '../command.js';

export const SCHEMA = {
  usage: 'schema',
  describe: "Print the scenario's JSON Schema, for editors",
  takes: 'Give the name of the file as --output FILE.',
  options: { output: { alias: 'o', type: 'string', requiresArg: true, describe: 'Write to this file' } },
  examples: [['schema -o scenario.schema.json', 'Beside the scenarios that name it']],
} as const satisfies Declaration;

export type SchemaArguments = Given<typeof SCHEMA>;
