import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PACKAGE_FOLDER } from '../files/package-folder.js';

/** The folder of this package, where its documents, samples and prices are. */
export const PACKAGE = fileURLToPath(PACKAGE_FOLDER);

/** Of this package; left to itself yargs finds the version of whoever installed it. Read at once: no error can come in between. */
export const VERSION = versionIn(readFileSync(`${PACKAGE}package.json`, 'utf8'));

function versionIn(text: string): string {
  const { version } = JSON.parse(text) as { version: string };
  return version;
}
