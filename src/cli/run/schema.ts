import { scenarioJsonSchema } from '../../scenario/json-schema.js';
import type { SchemaArguments } from '../commands/schema.js';
import { EXIT } from '../exit.js';
import { assertNameFor } from '../formats.js';
import type { Io } from '../io.js';
import { assertOutputs, writeOutput } from '../outputs.js';

export async function runSchema({ output }: SchemaArguments, io: Io): Promise<number> {
  assertNameFor('schema', output);
  await assertOutputs({ '--output': output }, { files: [] }, io);
  await writeOutput(`${JSON.stringify(scenarioJsonSchema(), undefined, 2)}\n`, output, io);
  return EXIT.done;
}
