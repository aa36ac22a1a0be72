import { readFileSync } from 'node:fs';
import { PACKAGE_FOLDER } from '../files/package-folder.js';

/** Of this package; left to itself yargs finds the version of whoever installed it. Read at once: no error can come in between. */
export const VERSION = versionIn(readFileSync(new URL('package.json', PACKAGE_FOLDER), 'utf8'));

function versionIn(text: string): string {
  const { version } = JSON.parse(text) as { version: string };
  return version;
}
