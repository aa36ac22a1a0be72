import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const SRC = new URL('../../src/', import.meta.url);

/** What a file imports when it runs: types do not count, however they are imported or exported. */
function importsOf(file: string): string[] {
  const text = readFileSync(new URL(file, SRC), 'utf8');
  return [...text.matchAll(/^(?:import|export)\s+(?!type\b)(?:([^'"]*?)\s+from\s+)?'([^']+)'|import\('([^']+)'\)/gms)]
    .filter(([, names]) => names === undefined || !/^\{(?:\s*type\s[^,}]*,?)+\s*\}$/.test(names))
    .map(([, , fixed, dynamic]) => fixed ?? dynamic ?? '')
    .map((target) =>
      target.startsWith('.') ? new URL(target.replace(/\.js$/, '.ts'), new URL(file, SRC)).href.slice(SRC.href.length) : target,
    );
}

const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'));
const GRAPH = new Map(FILES.map((file) => [file, importsOf(file)]));

function reachedFrom(start: string, seen = new Set<string>()): Set<string> {
  for (const target of GRAPH.get(start) ?? []) {
    if (seen.has(target)) continue;
    seen.add(target);
    reachedFrom(target, seen);
  }
  return seen;
}

test('the walk sees imports', () => {
  expect(GRAPH.get('cli/main.ts')).toContain('cli/estimate.ts');
  expect(GRAPH.get('cli/estimate.ts')).toContain('report/csv.ts');
  expect(reachedFrom('model/estimate.ts')).toContain('decimal.ts');
  expect(GRAPH.get('scenario/load.ts')).toContain('yaml');
});

describe('the model runs in a web page', () => {
  const reached = [...reachedFrom('model/estimate.ts'), ...reachedFrom('model/explain.ts')];

  test('of other packages it needs arithmetic, dates and spelling only', () => {
    const packages = reached.filter((target) => !target.endsWith('.ts'));
    expect([...new Set(packages.map((target) => target.replace(/^(@[^/]+\/)?([^/]+).*$/, '$1$2')))].toSorted()).toEqual([
      '@date-fns/utc',
      'date-fns',
      'decimal.js',
      'fastest-levenshtein',
    ]);
  });

  test('it reads no clock, no environment and no chance', () => {
    for (const file of reached.filter((target) => target.endsWith('.ts'))) {
      expect(readFileSync(new URL(file, SRC), 'utf8')).not.toMatch(/\bprocess\.|Date\.now|new Date\(\)|Math\.random/);
    }
  });

  test('it does not reach the edge, the reports or the reading of files', () => {
    expect(reached.filter((target) => /^(cli|report)\/|prices\/(load|parse)|scenario\/(load|issues|schema)/.test(target))).toEqual([]);
  });
});

describe('arrows run one way', () => {
  test.each(FILES)('%s stands in no circle', (file) => {
    expect(reachedFrom(file)).not.toContain(file);
  });

  test.each([
    ['report', /^cli\//],
    ['reconciliation', /^(cli|report)\//],
    ['planning', /^(cli|report|reconciliation)\//],
    ['bill', /^(cli|report|reconciliation|planning|model)\//],
    ['model', /^(cli|report|planning)\//],
    ['prices', /^(cli|report|planning|model)\//],
    ['scenario', /^(cli|report|planning|model|prices)\//],
  ])('%s imports nothing that stands above it', (folder, above) => {
    for (const file of FILES.filter((name) => name.startsWith(`${folder}/`))) {
      expect((GRAPH.get(file) ?? []).filter((target) => above.test(target))).toEqual([]);
    }
  });
});

test('planning leaves nothing to the machine: the same seed has to give the same numbers everywhere', () => {
  for (const file of FILES.filter((name) => name.startsWith('planning/'))) {
    const text = readFileSync(new URL(file, SRC), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    expect(text).not.toMatch(/Math\.(random|exp|expm1|pow|log\w*|a?sinh?|a?cosh?|a?tan[h2]?|cbrt|hypot)\b|\*\*/);
    expect(text).not.toMatch(/\bprocess\.|Date\.now|new Date\(|from 'node:/);
  }
});
