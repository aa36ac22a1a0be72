import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const SRC = new URL('../../src/', import.meta.url);

const importsOf = (folder: string) =>
  readdirSync(new URL(folder, SRC)).flatMap((file) => {
    const text = readFileSync(new URL(`${folder}${file}`, SRC), 'utf8');
    return [...text.matchAll(/from '([^']+)'/g)].map(([, target = '']) => ({ file: `${folder}${file}`, target }));
  });

test('the model runs in a web page: no Node module, file, clock or environment', () => {
  for (const { file, target } of importsOf('model/')) {
    expect(`${file} ${target}`).not.toMatch(/ node:|report\/|cli\/|prices\/(load|parse)|scenario\/load/);
    expect(readFileSync(new URL(file, SRC), 'utf8')).not.toMatch(/\bprocess\.|Date\.now|new Date\(\)|Math\.random/);
  }
});

test('arrows run one way: only the edge imports the edge, and prices know no model', () => {
  for (const folder of ['model/', 'prices/', 'scenario/', 'report/']) {
    for (const { file, target } of importsOf(folder)) expect(`${file} ${target}`).not.toMatch(/\/cli\//);
  }
  for (const { file, target } of [...importsOf('prices/'), ...importsOf('scenario/')]) {
    expect(`${file} ${target}`).not.toMatch(/\/(model|report)\//);
  }
});
