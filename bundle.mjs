// Writes what is shipped: the program and the library as a few files with the packages that they use in them, so that little has to be
// found and read when a command starts. `tsc` has compiled the modules before.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, posix, relative, resolve } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { transform } from 'lightningcss';
import { build } from 'rolldown';

/** What runs start with: the program, its thread, and what reads files beside them; each loads the code of its module (`boot/`). */
const STARTS = [
  'cli/main.js',
  'cli/thread.js',
  'cli/program.js',
  'logs/read/worker.cjs',
  'bill/parquet/process.cjs',
  'bill/parquet/worker.cjs',
];

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
  ['scenario', /src.(scenario.(?!accounts-file)|model.(?!saved)|prices.(?!parse|own)[a-z-]+\.ts)/],
  ['estimating', /src.(cli.run.estimate|report.(estimate.document|layout.terminal)|planning.likely|model.unit-costs)\.ts$/],
  ['more', /src.(cli.(?!main|thread|command-thread|bill-totals)[a-z-]+|files.[a-z-]+)\.ts$/],
  ['report', /src.(report.layout|report.estimate.[a-z-]+\.ts|planning)\b/],
];

/** What the engine compiles of these runs is kept. */
const USUAL = [['--help'], ['estimate', 'samples/organization.yaml'], ['count', 'samples/trail']];

/** What stands for `import.meta.url`. */
const FILE_URL = 'TRAILCOST_FILE_URL';

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

// What an earlier build has compiled is not of this one's files.
const { compiledFile } = await import('./dist/modules/boot/load.js');
const COMPILED = dirname(compiledFile(resolve('dist/chunks/all')));
rmSync(COMPILED, { recursive: true, force: true });

const { output: built } = await build({
  input: Object.fromEntries(['boot/load', 'index', ...STARTS.map(moduleOf)].map((name) => [chunkOf(name), `src/${name}.ts`])),
  platform: 'node',
  resolve: {
    alias: {
      // Gives the same widths of what help has, and does not open all of Unicode's tables to start.
      'string-width': 'fast-string-width',
      // The same as modules, of which what is not used falls away and the rest is not evaluated one by one.
      yaml: resolve('node_modules/yaml/browser/index.js'),
    },
  },
  transform: { define: { 'import.meta.url': FILE_URL } },
  // Installed beside it, since it is large and few commands load it.
  external: [/^@aws-sdk\//],
  checks: { ineffectiveDynamicImport: false, emptyImportMeta: false },
  plugins: [onlyNew(), ownUrl(), ascii(), lightAssert(), bundledSchema(), bundledPrices(), packagesInside(), licences()],
  output: {
    dir: 'dist',
    // What is required has started sooner than what is imported, and only what is required can be compiled before.
    format: 'cjs',
    exports: 'named',
    dynamicImportInCjs: false,
    entryFileNames: 'chunks/[name].cjs',
    chunkFileNames: 'chunks/[name].cjs',
    banner: "'use strict';",
    comments: { legal: true, annotation: false, jsdoc: false },
    codeSplitting: { groups: GROUPS.map(([name, test], index) => ({ name, test, priority: GROUPS.length - index })) },
  },
});

for (const file of STARTS) {
  mkdirSync(dirname(`dist/${file}`), { recursive: true });
  writeFileSync(`dist/${file}`, startOf(file));
}
writeFileSync('dist/cli/package.json', '{ "type": "commonjs" }\n');
writeFileSync('dist/index.js', `export { ${built.find(({ name }) => name === 'index').exports.join(', ')} } from './chunks/index.cjs';\n`);
await keepCompiled();

/** Runs the program as it is run most, and keeps what the engine has compiled then: later runs need not when they first call a function. */
async function keepCompiled() {
  const { load, loaded } = createRequire(import.meta.url)('./dist/chunks/boot-load.cjs');
  const { main } = load('./cli-program.cjs');
  // A machine without SIMD counts nothing: that is then compiled for nobody.
  for (const argv of USUAL) await main(argv, nowhere());
  mkdirSync(COMPILED, { recursive: true });
  for (const [file, { script }] of loaded) writeFileSync(compiledFile(file), script.createCachedData());
}

/** What a run has from outside, with nothing in it. */
function nowhere() {
  const nothing = new Writable({ write: (_chunk, _encoding, done) => done() });
  return {
    stdin: Readable.from([]),
    stdout: nothing,
    stderr: nothing,
    env: { XDG_CONFIG_HOME: '/nonexistent' },
    cwd: process.cwd(),
    now: Date.now,
    isTerminal: { stdin: false, stdout: false, stderr: false },
    size: undefined,
    isQuiet: false,
    interruptible: (work) => work(new AbortController().signal),
    onProgress: () => undefined,
  };
}

/** The one line of a file that a run starts with. */
function startOf(file) {
  const loading = `require('${posix.relative(posix.dirname(file), 'chunks/boot-load.cjs')}').load('./${chunkOf(moduleOf(file))}.cjs')`;
  if (file === 'cli/program.js') return `exports.main = ${loading}.main;\n`;
  return file === 'cli/main.js' ? `#!/usr/bin/env node\n${loading};\n` : `${loading};\n`;
}

function moduleOf(file) {
  return file.replace(/\.c?js$/, '');
}

function chunkOf(name) {
  return name.replaceAll('/', '-');
}

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
      const left = readdirSync('dist/chunks').filter((file) => bundle[`chunks/${file}`] === undefined);
      for (const file of left) rmSync(`dist/chunks/${file}`, { recursive: true });
    },
  };
}

/** A module's own address, in the files that ask for it. */
function ownUrl() {
  const declared = `const ${FILE_URL} = require('node:url').pathToFileURL(__filename).href;\n`;
  return {
    name: 'own-url',
    renderChunk: (code) => (code.includes(FILE_URL) ? code.replace(/^'use strict';\n/, (banner) => banner + declared) : null),
  };
}

/** What yargs asserts of itself, without Node's module for that, which it takes longer to load than yargs. */
function lightAssert() {
  const code = `
    const assert = (isSo, message) => { if (!isSo) throw new Error(message); };
    export const strictEqual = (one, other, message) => assert(Object.is(one, other), message);
    export const notStrictEqual = (one, other, message) => assert(!Object.is(one, other), message);
  `;
  return {
    name: 'light-assert',
    resolveId: (id, importer) => (id === 'assert' && /[\\/]node_modules[\\/]yargs[\\/]/.test(importer) ? 'light-assert' : undefined),
    load: (id) => (id === 'light-assert' ? { code, moduleType: 'js' } : undefined),
  };
}

/** Signs of ASCII alone, with which the engine keeps half as many bytes of a file. */
function ascii() {
  const escaped = (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return {
    name: 'ascii',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle).filter(({ type }) => type === 'chunk')) {
        if (/\.raw`[^`]*[^\0-\x7f]/.test(file.code)) throw new Error(`${file.fileName}: a raw text cannot be in other signs`);
        file.code = file.code.replace(/[^\0-\x7f]/g, escaped);
      }
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
