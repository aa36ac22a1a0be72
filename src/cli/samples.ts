import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { placeOf } from '../files/paths.js';
import { statsOf } from '../files/stats.js';
import type { Io } from './io.js';
import { PACKAGE } from './version.js';

/** Where the package has its samples. */
export const SAMPLES_FOLDER = join(PACKAGE, 'samples');

const SCHEMA = join(SAMPLES_FOLDER, 'scenario.schema.json');
const MODELINE = /^# yaml-language-server: .*\n/;

/** A sample, its first line for editors right for where it goes. */
export async function sampleText(sample: string, output: string | undefined, io: Io): Promise<string> {
  const text = await readFile(join(SAMPLES_FOLDER, `${sample}.yaml`), 'utf8');
  return `${await schemaLine(output, io)}\n${text.replace(MODELINE, '')}`;
}

/** The first line of a scenario, for editors, right for where it goes. */
export async function schemaLine(output: string | undefined, io: Io): Promise<string> {
  const folder = output === undefined || output === '-' ? undefined : dirname(placeOf(output, io.cwd));
  return `# yaml-language-server: $schema=${await schemaFrom(folder)}`;
}

/**
 * Where an editor finds the schema: beside the scenario, else in this package, by a relative path where both are in one project, which
 * then may be moved.
 *
 * @param folder of the scenario, if it goes to a file
 */
async function schemaFrom(folder: string | undefined): Promise<string> {
  if (folder !== undefined) {
    if ((await statsOf(join(folder, 'scenario.schema.json')))?.isFile() === true) return 'scenario.schema.json';
    const [project = '', installed] = SCHEMA.split(`${sep}node_modules${sep}`);
    if (installed !== undefined && `${resolve(folder)}${sep}`.startsWith(`${project}${sep}`))
      return encodeURI(relative(folder, SCHEMA).replaceAll(sep, '/'));
  }
  return pathToFileURL(SCHEMA).href;
}
