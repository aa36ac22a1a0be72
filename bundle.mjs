// Writes what is shipped: the program and the library as a few files with the packages that they use in them, so that little has to be
// found and read when a command starts. `tsc` has compiled the modules before.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { transform } from 'lightningcss';
import { build } from 'rolldown';

/** What a run starts as: the program, its thread, the library, and what reads files beside them. */
const STARTED = ['cli/main', 'cli/thread', 'cli/program', 'index', 'logs/read/worker', 'bill/parquet/process', 'bill/parquet/worker'];

/**
 * Modules that are loaded together, with all that they need: the first fitting row, in the order in which a run needs them. What is in none
 * has a file for who loads it. So a worker loads nothing but what reads files, and a count nothing of scenarios.
 */
const GROUPS = [
  // What the first thread needs, and nothing more.
  ['start', /src.(base.(cleaned|errors)|files.(package-folder|descriptors)|cli.(exit|io|stops|turn|version))\.ts$/],
  ['arguments', /src.cli.(program|process-io|first-thread|commands.*)\.ts$/],
  ['files', /src.(files.(reading|temporary)|base.(hash|lists|maps|memo|records|time))\.ts$/],
  ['logs', /src.logs.read.(task|handover)\.ts$/],
  // What most commands need. Figures and what calculates with them are together: so the engine makes the fastest code of them.
  ['core', /(src.(base.[a-z-]+|model.(directory|estimate|float.model)|prices.(json|load)|scenario.key-minutes)\.ts|simple-statistics.*)$/],
  ['edge', /src.cli.(accounts|chart|exports|outputs|present|price-book|progress)\.ts$/],
  ['layout', /src.report.(layout.(terminal|csv|figures)|prices.price-text)\.ts$/],
  ['count', /src.(logs.(count-logs|measure.json)|cli.run.count)\.ts$/],
  ['counted', /src.report.count.document\.ts$/],
  ['scenario', /src.(scenario.(?!accounts-file)|model|prices.(?!parse|own)[a-z-]+\.ts)\b/],
  ['estimating', /src.(cli.run.estimate|report.(estimate.document|layout.terminal)|planning.likely|model.unit-costs)\.ts$/],
  ['more', /src.(cli.(?!main|thread|command-thread|bill-totals)[a-z-]+|files.[a-z-]+)\.ts$/],
  ['report', /src.(report.layout|report.estimate.[a-z-]+\.ts|planning)\b/],
];

/** Scripts of pages, each a file of its own that a page holds whole. */
const SCRIPTS = ['start', 'report', 'planner'];

/** Their styles, by their parts. */
const STYLES = { report: ['page', 'charts'], planner: ['page', 'planner'] };

const inside = new Set(['node_modules/assemblyscript']);

mkdirSync('dist/page', { recursive: true });
for (const [name, parts] of Object.entries(STYLES)) writeFileSync(`dist/page/${name}.css`, parts.map(styleOf).join(''));
for (const name of SCRIPTS) {
  await build({
    input: `src/page/${name}.ts`,
    platform: 'browser',
    transform: { inject: { Buffer: [resolve('src/page/buffer.ts'), 'Buffer'] } },
    plugins: [packagesInside()],
    output: { file: `dist/page/${name}.js`, format: 'iife', minify: true, comments: { legal: true, annotation: false, jsdoc: false } },
  });
}

await build({
  input: Object.fromEntries(STARTED.map((name) => [name, `src/${name}.ts`])),
  platform: 'node',
  resolve: {
    alias: {
      // Gives the same widths of what help has, and does not open all of Unicode's tables to start.
      'string-width': 'fast-string-width',
      // The same as modules, of which what is not used falls away and the rest is not evaluated one by one.
      yaml: resolve('node_modules/yaml/browser/index.js'),
    },
  },
  // Installed beside it, since it is large and few commands load it.
  external: [/^@aws-sdk\//],
  checks: { ineffectiveDynamicImport: false },
  plugins: [onlyNew(), bundledSchema(), bundledPrices(), packagesInside(), licences()],
  output: {
    dir: 'dist',
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    comments: { legal: true, annotation: false, jsdoc: false },
    codeSplitting: { groups: GROUPS.map(([name, test], index) => ({ name, test, priority: GROUPS.length - index })) },
  },
});

/** A style sheet without what only its authors read. */
function styleOf(name) {
  const filename = `src/page/style/${name}.css`;
  return transform({ filename, code: readFileSync(filename), minify: true }).code;
}

/** What an earlier build has left is not shipped; it goes last, since a run may be about to load it. */
function onlyNew() {
  return {
    name: 'only-new',
    writeBundle(_, bundle) {
      for (const file of readdirSync('dist/chunks')) if (bundle[`chunks/${file}`] === undefined) rmSync(`dist/chunks/${file}`);
    },
  };
}

/** The JSON Schema is made of the scenario's schema here, once, and not at each start. */
function bundledSchema() {
  return {
    name: 'bundled-schema',
    async load(id) {
      if (id !== resolve('src/scenario/plain-schema.ts')) return undefined;
      const { plainJsonSchema } = await import('./dist/modules/scenario/plain-schema.js');
      const made = JSON.stringify(JSON.stringify(plainJsonSchema()));
      return { code: `const made = ${made};\nexport const plainJsonSchema = () => JSON.parse(made);\n`, moduleType: 'js' };
    },
  };
}

/** The price book is parsed and checked here, once, and not at each start. */
function bundledPrices() {
  return {
    name: 'bundled-prices',
    async generateBundle() {
      const { parsePrices, parseQuotas, parseRegions } = await import('./dist/modules/prices/parse.js');
      const parsed = (parse, file) => parse(readFileSync(file, 'utf8'), file);
      const { packedBook } = await import('./dist/modules/prices/packed.js');
      const book = packedBook({
        layers: [parsed(parsePrices, 'pricing/prices.csv')],
        quotas: parsed(parseQuotas, 'pricing/quotas.csv'),
        regions: parsed(parseRegions, 'pricing/regions.csv'),
      });
      this.emitFile({ type: 'asset', fileName: 'price-book.json', source: JSON.stringify(book) });
    },
  };
}

/** Remembers the packages whose code is in the files; in the module there are pieces of AssemblyScript's own library. */
function packagesInside() {
  return {
    name: 'packages-inside',
    generateBundle(_, bundle) {
      for (const id of Object.values(bundle).flatMap(({ moduleIds = [] }) => moduleIds)) {
        const [folder] = /^.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id) ?? [];
        if (folder !== undefined) inside.add(relative('.', folder));
      }
    },
  };
}

/** These packages, each with its licence. */
function licences() {
  return {
    name: 'licences',
    generateBundle() {
      const source = [...inside]
        .sort()
        .map(licenceIn)
        .join(`\n${'-'.repeat(80)}\n\n`);
      this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source });
    },
  };
}

function licenceIn(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (file === undefined) throw new Error(`${name} has no licence file`);
  return `${name} ${version} (${license})\n\n${readFileSync(`${folder}/${file}`, 'utf8').trim()}\n`;
}
