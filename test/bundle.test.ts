import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { builtFile } from '../src/files/package-folder.js';

const CHUNKS = fileURLToPath(builtFile('chunks/'));

/** What a built file loads before it runs, itself included. */
function loadedWith(file: string): string[] {
  const loaded = new Set([resolve(CHUNKS, `${file}.cjs`)]);
  for (const each of loaded) {
    const needed = readFileSync(each, 'utf8').matchAll(/^(?:const \w+ = )?require\("(\.[^"]+)"\);$/gm);
    for (const [, path = ''] of needed) loaded.add(resolve(dirname(each), path));
  }
  return [...loaded].map((each) => each.slice(CHUNKS.length, -'.cjs'.length)).sort();
}

const READING = ['files', 'logs', 'rolldown-runtime', 'start'];

test.each([
  ['the first thread', 'cli-main', ['start']],
  ["a command's thread", 'cli-thread', ['arguments', 'rolldown-runtime', 'start']],
  ['a worker that reads logs', 'logs-read-worker', READING],
  ['an estimate', 'estimating', ['arguments', 'core', 'edge', 'files', 'layout', 'rolldown-runtime', 'scenario', 'start']],
  ['a count', 'count', [...READING, 'arguments', 'core', 'edge', 'layout']],
])('%s loads at its start what it needs and nothing more', (_, file, chunks) => {
  expect(loadedWith(file)).toEqual([file, ...chunks].sort());
});
