import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { builtFile } from '../src/files/package-folder.js';

const CHUNKS = fileURLToPath(builtFile('chunks/'));

/** The built files that one asks for first. */
function neededBy(file: string): string[] {
  const needed = readFileSync(file, 'utf8').matchAll(/^(?:const \w+ = )?require\("(\.[^"]+)"\);$/gm);
  return [...needed].map(([, path = '']) => resolve(dirname(file), path));
}

/** What a built file loads before it runs, itself included. */
function loadedWith(file: string): string[] {
  const loaded = new Set([resolve(CHUNKS, `${file}.cjs`)]);
  for (const each of loaded) for (const needed of neededBy(each)) loaded.add(needed);
  return [...loaded].map((each) => each.slice(CHUNKS.length, -'.cjs'.length)).sort();
}

test('files are in no circle: each is there as a whole when another one has asked for it', () => {
  const files = readdirSync(CHUNKS).filter((name) => name.endsWith('.cjs'));
  const circles = files.filter((name) =>
    neededBy(resolve(CHUNKS, name)).some((needed) => loadedWith(basename(needed, '.cjs')).includes(basename(name, '.cjs'))),
  );
  expect(circles).toEqual([]);
});

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
