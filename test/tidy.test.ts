import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const SRC = new URL('../src/', import.meta.url);

interface Import {
  target: string;
  isType: boolean;
  /** Whether it is imported only when it is needed. */
  isLazy: boolean;
}

/** What a file imports, fixed or when it runs; types count too, and are marked. */
function importsOf(file: string): Import[] {
  const text = readFileSync(new URL(file, SRC), 'utf8');
  return [...text.matchAll(/^(?:import|export)\s+(?:(type\s)?([^'"]*?)\s+from\s+)?'([^']+)'|import\('([^']+)'\)/gms)].map(
    ([, type, names, fixed, dynamic]) => {
      const written = fixed ?? dynamic ?? '';
      // AssemblyScript writes no ending.
      const source = written.replace(/(?:\.js)?$/, '.ts');
      return {
        target: written.startsWith('.') ? new URL(source, new URL(file, SRC)).href.slice(SRC.href.length) : written,
        isType: type !== undefined || /^\{(?:\s*type\s[^,}]*,?)+\s*\}$/.test(names ?? ''),
        isLazy: dynamic !== undefined,
      };
    },
  );
}

const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'));
const GRAPH = new Map(FILES.map((file) => [file, importsOf(file)]));

function reachedFrom(start: string, follows: (found: Import) => boolean, seen = new Set<string>()): Set<string> {
  for (const found of GRAPH.get(start) ?? []) {
    if (seen.has(found.target) || !follows(found)) continue;
    seen.add(found.target);
    reachedFrom(found.target, follows, seen);
  }
  return seen;
}

const always = () => true;
const whenItRuns = ({ isType }: Import) => !isType;

/** A file's room: its folder under `src/`; within `report/` the folder there, within `logs/` whichever it is in. */
function roomOf(file: string): string {
  const folders = file.split('/').slice(0, -1);
  if (folders[0] === 'logs') return folders.join('/');
  return folders.slice(0, folders[0] === 'report' ? 2 : 1).join('/');
}

/**
 * The arrows of the house: what each room may import, itself aside. `cli` and the public API (`index.ts`) may import all.
 * A room that is not named here may not be there.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  base: [],
  boot: [],
  files: ['base'],
  aws: ['base'],
  athena: [
    'base',
    'aws',
    'files',
    'prices',
    'scenario',
    'logs/classify',
    'logs/read/open',
    'logs/read/find',
    'logs/read/keep',
    'logs/count',
    'logs/measure',
  ],
  prices: ['base', 'files'],
  scenario: ['base', 'prices'],
  model: ['base', 'prices', 'scenario'],
  planning: ['base', 'prices', 'scenario', 'model'],
  start: ['base', 'files', 'prices', 'scenario', 'model', 'planning', 'billed', 'logs/classify', 'logs/measure'],
  'logs/classify': ['base'],
  'logs/scan': [],
  'logs/read/open': ['base', 'files', 'logs/classify'],
  'logs/read/find': ['base', 'files', 'logs/classify', 'logs/read/open'],
  'logs/read/keep': ['base', 'files', 'logs/classify', 'logs/read/open', 'logs/read/find'],
  'logs/read': ['base', 'files', 'logs/classify', 'logs/read/open', 'logs/read/keep'],
  'logs/count': ['base', 'files', 'scenario', 'logs/classify', 'logs/read/open', 'logs/read/keep', 'logs/read'],
  'logs/measure': ['base', 'files', 'prices', 'scenario', 'model', 'logs/classify', 'logs/read/find', 'logs/read/keep', 'logs/count'],
  'logs/s3': ['base', 'files', 'aws', 'prices', 'logs/classify', 'logs/read/open', 'logs/read'],
  'logs/checkpoint': ['base', 'files', 'logs/classify', 'logs/read/keep', 'logs/read'],
  'logs/history': ['base', 'files', 'aws', 'logs/classify', 'logs/read/open', 'logs/read/find', 'logs/read'],
  logs: ['base', 'prices', 'scenario', 'logs/classify', 'logs/read/find', 'logs/read', 'logs/count', 'logs/measure'],
  bill: ['base', 'files', 'prices'],
  billed: ['base', 'prices', 'scenario', 'model', 'bill'],
  reconciliation: ['base', 'prices', 'scenario', 'model', 'bill', 'billed', 'logs/classify', 'logs/measure'],
  'report/layout': ['base'],
  'report/prices': ['base', 'prices', 'report/layout'],
  'report/estimate': ['base', 'prices', 'scenario', 'model', 'report/layout', 'report/prices'],
  'report/count': ['base', 'model', 'logs/classify', 'logs/measure', 'report/layout', 'report/prices'],
  'report/diff': ['base', 'model', 'planning', 'report/layout'],
  'report/what-if': ['base', 'prices', 'scenario', 'model', 'planning', 'report/layout', 'report/prices', 'report/diff'],
  'report/planner': ['base', 'model', 'planning', 'scenario', 'report/layout', 'report/estimate', 'report/what-if'],
  'report/read-bill': ['base', 'bill', 'report/layout'],
  'report/reconciliation': ['base', 'model', 'bill', 'billed', 'reconciliation', 'report/layout', 'report/read-bill'],
  'report/bill': ['base', 'model', 'bill', 'billed', 'report/layout', 'report/read-bill'],
  'report/focus': ['base', 'prices', 'model', 'logs/measure', 'report/layout'],
  page: [
    'base',
    'prices',
    'scenario',
    'model',
    'planning',
    'report/layout',
    'report/prices',
    'report/estimate',
    'report/what-if',
    'report/planner',
  ],
};

test('the walk sees imports', () => {
  const targets = (file: string) => GRAPH.get(file)?.map(({ target }) => target);
  expect(targets('cli/exit.ts')).toContain('base/errors.ts');
  expect(targets('cli/shown-estimate.ts')).toContain('model/estimate-at.ts');
  expect(reachedFrom('model/estimate.ts', whenItRuns)).toContain('base/decimal.ts');
  expect(targets('scenario/load.ts')).toContain('yaml');
  expect(targets('logs/scan/names.ts')).toContain('logs/scan/values.ts');
  expect(GRAPH.get('model/lines.ts')).toContainEqual({ target: 'scenario/schema.ts', isType: true, isLazy: false });
});

describe('arrows run one way', () => {
  test.each([...new Set(FILES.map(roomOf))].filter((room) => room !== '' && room !== 'cli'))('out of %s', (room) => {
    const strays = FILES.filter((file) => roomOf(file) === room).flatMap((file) =>
      (GRAPH.get(file) ?? [])
        .filter(({ target }) => target.endsWith('.ts') && roomOf(target) !== room && !MAY_IMPORT[room]?.includes(roomOf(target)))
        .map(({ target }) => `${file} -> ${target}`),
    );
    expect(MAY_IMPORT).toHaveProperty([room]);
    expect(strays).toEqual([]);
  });

  test.each(FILES)('%s is in no circle, types included', (file) => {
    expect(reachedFrom(file, always)).not.toContain(file);
  });
});

describe('the model runs in a web page', () => {
  const starts = ['model/estimate.ts', 'model/explain.ts', 'model/unit-costs.ts'];
  const reached = starts.flatMap((start) => [...reachedFrom(start, whenItRuns)]);
  const own = reached.filter((target) => target.endsWith('.ts'));

  test('of other packages it needs arithmetic, dates, grouping and spelling only', () => {
    const packages = reached.filter((target) => !target.endsWith('.ts'));
    expect([...new Set(packages.map((target) => target.replace(/^(@[^/]+\/)?([^/]+).*$/, '$1$2')))].toSorted()).toEqual([
      '@date-fns/utc',
      'd3-array',
      'date-fns',
      'decimal.js',
      'fastest-levenshtein',
    ]);
  });

  test('it reads no clock, no environment and no chance', () => {
    for (const file of own) {
      expect(readFileSync(new URL(file, SRC), 'utf8')).not.toMatch(/\bprocess\.|Date\.now|new Date\(\)|Math\.random/);
    }
  });

  test('it does not reach the edge, the reports or the reading of files', () => {
    expect(own.filter((target) => /^(cli|report|files)\/|prices\/(load|parse)|scenario\/(load|issues|schema)/.test(target))).toEqual([]);
  });
});

/** What words need, and the standard streams that they go to. */
const WORDS = /^(base\/(cleaned|errors|nearest)|files\/(descriptors|package-folder)|cli\/([a-z-]+|commands\/[a-z-]+))\.ts$/;

test('help loads no more than words: what does the work is loaded when a command runs', () => {
  const entries = ['cli/main.ts', 'cli/thread.ts'];
  const atOnce = [...new Set(entries.flatMap((entry) => [...reachedFrom(entry, ({ isType, isLazy }) => !isType && !isLazy)]))];
  const strays = atOnce.filter((target) => target.endsWith('.ts') && !WORDS.test(target));
  expect(strays).toEqual([]);
  expect(atOnce.filter((target) => !target.endsWith('.ts') && !target.startsWith('node:'))).toEqual(['yargs', 'fastest-levenshtein']);
});

test.each(['base', 'model', 'planning', 'reconciliation', 'scenario'])('%s has nothing of Node in it', (room) => {
  for (const file of FILES.filter((name) => roomOf(name) === room)) {
    const ofNode = (GRAPH.get(file) ?? []).filter(({ target }) => target.startsWith('node:'));
    expect({ file, ofNode }).toEqual({ file, ofNode: [] });
  }
});

test.each(['page/report.ts', 'page/planner.ts'])('%s runs in a browser: nothing that it needs is of Node', (start) => {
  expect([...reachedFrom(start, whenItRuns)].filter((target) => target.startsWith('node:'))).toEqual([]);
});

test('planning and the float model leave nothing to the machine: the same seed has to give the same numbers everywhere', () => {
  for (const file of FILES.filter((name) => /^(planning|model\/float)\//.test(name))) {
    const text = readFileSync(new URL(file, SRC), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    expect(text).not.toMatch(/Math\.(random|exp|expm1|pow|log\w*|a?sinh?|a?cosh?|a?tan[h2]?|cbrt|hypot)\b|\*\*/);
    expect(text).not.toMatch(/\bprocess\.|Date\.now|new Date\(/);
  }
});

const LONGEST_LINE = 140;
const LONGEST_FUNCTION = 59;
/** Casts in `src/`; whoever takes one away lowers it. */
const MOST_CASTS = 53;

const REPOSITORY = new URL('../', import.meta.url);
const WRITTEN = ['src', 'test'].flatMap((folder) =>
  readdirSync(new URL(folder, REPOSITORY), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|mjs)$/.test(file))
    .map((file) => `${folder}/${file}`),
);

test('no line is longer than a screen, be it text or comment', () => {
  const tooLong = WRITTEN.flatMap((file) =>
    readFileSync(new URL(file, REPOSITORY), 'utf8')
      .split('\n')
      .flatMap((line, index) => (line.length > LONGEST_LINE ? [`${file}:${index + 1}`] : [])),
  );
  expect(tooLong).toEqual([]);
});

test('casts become fewer', () => {
  const casts = FILES.flatMap((file) => {
    const code = readFileSync(new URL(file, SRC), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*|'[^'\n]*'/g, '');
    return [...code.replace(/^(import|export) (type )?[{*][^;]*;/gm, '').matchAll(/[\w)\]}>`]\s+as (?!const\b)/g)];
  });
  expect(casts.length).toBeLessThanOrEqual(MOST_CASTS);
});

test('no function is longer than a screen is high', () => {
  const start = /(\bfunction\b.*|=>|^\s+(?:(?:async|static|get|set) )*[*#]?\w+\(.*\)(?:: .*)?|^\s*\)(?:: .*)?) \{$/;
  const tooLong = FILES.flatMap((file) => {
    const lines = readFileSync(new URL(file, SRC), 'utf8').split('\n');
    return lines.flatMap((line, index) => {
      if (!start.test(line) || /^\s*(if|for|while|switch) /.test(line)) return [];
      const [indent = ''] = /^\s*/.exec(line) ?? [];
      const length = lines.slice(index).findIndex((later) => later.startsWith(`${indent}}`)) + 1;
      return length > LONGEST_FUNCTION ? [`${file}:${index + 1} has ${length} lines`] : [];
    });
  });
  expect(tooLong).toEqual([]);
});

test('each folder says at its door what it is for: in the first line of its main file', () => {
  const folderOf = (file: string) => file.split('/').slice(0, -1).join('/');
  const folders = [...new Set(FILES.map(folderOf))].filter((folder) => folder !== '');
  const doors = FILES.filter((file) => readFileSync(new URL(file, SRC), 'utf8').startsWith(`// ${folderOf(file)}: `));
  expect(doors.map(folderOf).sort()).toEqual(folders.sort());
});
