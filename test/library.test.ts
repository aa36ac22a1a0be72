import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Scenario, type ScenarioInput, scenarioSchema } from '../src/index.js';
import { estimate } from '../src/model/estimate.js';
import type { PriceBook } from '../src/prices/book.js';
import { loadPriceBook } from '../src/prices/load.js';
import { parseScenario } from '../src/scenario/load.js';
import { book, messageOf, sampleText } from './support.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const TSC = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');

const INPUT: ScenarioInput = {
  period: { start: '2026-12' },
  bucket: { region: 'us-east-1' },
  readers: [{ name: 'soc', pattern: 'single', readsPerMonth: 1000 }],
};

describe('a program that uses the package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trailcost-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const options = { module: 'nodenext', target: 'es2023', strict: true, types: ['node'], noUnusedLocals: true };

  beforeAll(() => {
    mkdirSync(join(folder, 'node_modules', '@types'), { recursive: true });
    symlinkSync(ROOT, join(folder, 'node_modules', 'trailcost'), 'junction');
    symlinkSync(join(ROOT, 'node_modules', '@types', 'node'), join(folder, 'node_modules', '@types', 'node'), 'junction');
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }));
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.ts'] }));
  });

  function compiled(): string {
    try {
      return execFileSync(process.execPath, [TSC, '-p', folder], { encoding: 'utf8', cwd: folder });
    } catch (error) {
      return String((error as { stdout?: unknown }).stdout);
    }
  }

  test('is compiled, types and all, and says what it found', () => {
    copyFileSync(join(ROOT, 'samples', 'library.ts'), join(folder, 'library.ts'));
    expect(compiled()).toBe('');
    expect(execFileSync(process.execPath, [join(folder, 'library.js')], { encoding: 'utf8' })).toMatchInlineSnapshot(`
      "SSE-KMS adds 167.54 USD in an average month,
      from 35.15 to 1373.59.
      Over the period, athena pays 2155.68 USD under SSE-KMS.
      scenario-invalid: bucket.region
      "
    `);
  });

  test('is compiled for a bill too', () => {
    copyFileSync(join(ROOT, 'samples', 'library-bill.ts'), join(folder, 'library-bill.ts'));
    expect(compiled()).toBe('');
    const bill = join(ROOT, 'samples', 'bill', 'made-cur.csv');
    expect(execFileSync(process.execPath, [join(folder, 'library-bill.js'), bill], { encoding: 'utf8' })).toMatchInlineSnapshot(`
      "2026-11: at most 1399791 requests can be reads of logs,
      for 4.15 USD, in 7 rows of the bill.
        Decrypt 1399791
        GenerateDataKey 4019
        DescribeKey 3
      "
    `);
  });

  test('is not compiled with a field that no scenario has', () => {
    const text =
      "import { parseScenario } from 'trailcost';\nparseScenario({ period: { start: '2026-12' }, bucket: { region: 'us-east-1' }, ";
    writeFileSync(join(folder, 'wrong.ts'), `${text}readers: [{ name: 'siem', pattern: 'evry-file' }] });\n`);
    expect(compiled()).toMatch(/^wrong\.ts\(2,\d+\): error .*evry-file/s);
  });
});

describe('a scenario as an object', () => {
  test('is the same as its text', () => {
    const { scenario } = parseScenario(INPUT);
    expect(parseScenario(JSON.stringify(INPUT), 'scenario.json').scenario).toEqual(scenario);
    expect(scenario).toMatchObject({ version: 1, name: 'unnamed', period: { months: 12 }, encryption: { sseKmsSince: 'always' } });
    expect(scenarioSchema.parse(INPUT)).toEqual(scenario);
  });

  test('stays as it was given', () => {
    const given = structuredClone(INPUT);
    parseScenario(given);
    expect(given).toEqual(INPUT);
  });

  test('has its fields named where they do not fit', () => {
    const wrong = { ...INPUT, readers: [{ name: 'soc', pattern: 'single', readsPerMonth: -1 }], trials: [] } as unknown as ScenarioInput;
    expect(messageOf(() => parseScenario(wrong, 'made'))).toMatchInlineSnapshot(`
      "scenario-invalid
      made trials: unknown field "trials"
        Did you mean "trails"?
      made readers.soc.readsPerMonth: expected a number from 0 to 1,000,000,000,000 or {low, expected, high}, found -1
        Reads in a month."
    `);
  });
});

describe('a wrong call is refused in words', () => {
  const { scenario } = parseScenario(INPUT);
  const anything = (value: unknown) => value as Scenario & PriceBook & string;
  test.each([
    ['parseScenario of nothing', () => parseScenario(anything(undefined)), 'parseScenario(): needs a scenario, not undefined'],
    ['parseScenario of a number', () => parseScenario(anything(7)), 'parseScenario(): needs a scenario, not number'],
    ['no scenario', () => estimate(anything(undefined), book), 'estimate(): needs a scenario, not undefined'],
    ['the text of a scenario', () => estimate(anything(sampleText('first.yaml')), book), 'estimate(): needs a scenario, not string'],
    ['a scenario that was not parsed', () => estimate(anything(INPUT), book), 'estimate(): needs a scenario with its defaults'],
    [
      'all that parseScenario returns',
      () => estimate(anything(parseScenario(INPUT)), book),
      'estimate(): needs the scenario itself, not what parseScenario returns around it',
    ],
    ['no price book', () => estimate(scenario, anything(undefined)), 'estimate(): needs a price book, not undefined'],
    ['a promise of one', () => estimate(scenario, anything(loadPriceBook())), 'estimate(): needs a price book, not a promise of one'],
    ['prices alone', () => estimate(scenario, anything(book.layers)), 'estimate(): needs a price book, not a list'],
  ])('%s', (_, call, message) => {
    expect(messageOf(call)).toMatch(new RegExp(`^usage\\n${message.replace(/[()]/g, '\\$&')}\\n  Give `));
  });
});
