import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compiledFile } from '../../src/boot/load.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CHUNKS = join(ROOT, 'dist', 'chunks');
const CODE = `
const { load, loaded } = require(${JSON.stringify(join(CHUNKS, 'boot-load.cjs'))});
load('./' + process.argv[1] + '.cjs');
console.log(JSON.stringify([...loaded].map(([file, { script }]) => [file, script.cachedDataRejected])));
`;

// In a process of its own: other tests have loaded files of which nothing is compiled.
test.each(['arguments', 'estimating', 'count'])('the engine takes what the build has compiled of %s and of all that it needs', (name) => {
  const loaded: [string, boolean | undefined][] = JSON.parse(spawnSync(process.execPath, ['-e', CODE, name], { encoding: 'utf8' }).stdout);
  expect(loaded.length).toBeGreaterThan(2);
  expect(loaded.filter(([, isRejected]) => isRejected !== false)).toEqual([]);
});

describe('whatever is compiled', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trailcost-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const compiled = dirname(compiledFile(join(folder, 'dist', 'chunks', 'all')));

  beforeAll(() => {
    const isNeeded = (path: string) => !['modules', 'page'].includes(basename(path));
    cpSync(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true, filter: isNeeded });
    cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  });

  function answerOf(root: string, ...more: string[]): string {
    const argv = [...more, join(root, 'dist/cli/main.js'), 'estimate', join(ROOT, 'samples/organization.yaml')];
    const { stdout, stderr, status } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    return stdout;
  }

  test('the answer is the same: of an engine with other settings, of files that were cut, of none', () => {
    const answer = answerOf(ROOT);
    expect(answer).toContain('SSE-KMS is expected to cost');
    expect(answerOf(folder, '--max-old-space-size=500')).toBe(answer);
    for (const name of readdirSync(compiled)) truncateSync(join(compiled, name), 1000);
    expect(answerOf(folder)).toBe(answer);
    rmSync(compiled, { recursive: true });
    expect(answerOf(folder)).toBe(answer);
  });
});
