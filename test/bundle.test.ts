import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { builtFile } from '../src/files/package-folder.js';

const DIST = new URL('.', builtFile('index.js')).pathname;

/** What a built file loads before it runs, itself included. */
function loadedWith(file: string): string[] {
  const loaded = new Set([resolve(DIST, file)]);
  for (const each of loaded) {
    const imports = readFileSync(each, 'utf8').matchAll(/^(?:import|export) (?:[^;]* from )?"(\.[^"]+)";$/gm);
    for (const [, path = ''] of imports) loaded.add(resolve(dirname(each), path));
  }
  return [...loaded].map((each) => each.slice(DIST.length)).sort();
}

const READING = ['files', 'logs', 'rolldown-runtime', 'start'];

test.each([
  ['the first thread', 'cli/main.js', ['start']],
  ["a command's thread", 'cli/thread.js', ['arguments', 'rolldown-runtime', 'start']],
  ['a worker that reads logs', 'logs/read/worker.js', READING],
  ['an estimate', 'chunks/estimating.js', ['arguments', 'core', 'edge', 'files', 'layout', 'rolldown-runtime', 'scenario', 'start']],
  ['a count', 'chunks/count.js', [...READING, 'arguments', 'core', 'count', 'edge', 'layout']],
])('%s loads at its start what it needs and nothing more', (_, file, chunks) => {
  expect(loadedWith(file)).toEqual([...new Set([file, ...chunks.map((chunk) => `chunks/${chunk}.js`)])].sort());
});
