import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { grouped } from '../src/base/text.js';
import { scanCost } from '../src/cli/run/athena-cost.js';
import { RULES } from '../src/logs/classify/rules.js';
import { ownCost } from '../src/logs/s3/own-cost.js';
import type { Charge } from '../src/model/charges.js';
import { type Estimate, estimate } from '../src/model/estimate.js';
import { LINE_COLUMNS, lineRow } from '../src/model/saved/line-row.js';
import { CAUSES } from '../src/reconciliation/causes.js';
import { BILL_COLUMNS } from '../src/report/bill/csv.js';
import { xlsxReport } from '../src/report/estimate/xlsx/workbook.js';
import { FOCUS_COLUMNS } from '../src/report/focus/columns.js';
import { RECONCILIATION_COLUMNS } from '../src/report/reconciliation/csv.js';
import { parseScenario } from '../src/scenario/load.js';
import { MAIN, program } from './cli/program.js';
import { readWorkbook } from './report/read-workbook.js';
import { book, costOf, estimateOf, linesWith, sampleEstimate } from './support.js';

const ROOT = new URL('../', import.meta.url);
const text = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');
const METHOD = text('METHOD.md');

/** By a clock of 2027: the months of the samples are over. */
async function printed(...argv: string[]): Promise<string> {
  const { stdout } = await program(argv, { cwd: fileURLToPath(ROOT), env: { SOURCE_DATE_EPOCH: '1798761600' } });
  return stdout.toString();
}

test("README's report is what the command prints", async () => {
  const [, shown] = /```text\n([\s\S]*?)```/.exec(text('README.md')) ?? [];
  expect((await printed('estimate', 'samples/organization.yaml')).startsWith(shown ?? 'nothing')).toBe(true);
});

test("README's count is what the command prints of the sample", async () => {
  const [, , shown] = text('README.md').split('```text\n');
  const output = await printed('count', 'samples/trail', 'samples/access-logs');
  expect(output.startsWith(shown?.split('```')[0]?.trimEnd() ?? 'nothing')).toBe(true);
});

test("README's break-even is what the command prints", async () => {
  const [, , , shown] = text('README.md').split('```text\n');
  const output = await printed('what-if', 'samples/organization.yaml', '--break-even', 'readers.siem.times', '--budget', '400');
  expect(output.startsWith(shown?.split('```')[0] ?? 'nothing')).toBe(true);
});

test("README's bill is what the command prints", async () => {
  const [, , , , shown] = text('README.md').split('```text\n');
  const output = await printed('bill', 'samples/bill/made-cur.csv');
  expect(output.startsWith(shown?.split('```')[0] ?? 'nothing')).toBe(true);
});

test("README's reconciliation is what the command prints", async () => {
  const [, , , , , shown] = text('README.md').split('```text\n');
  const output = await printed('reconcile', 'samples/bill/november.yaml', '--bill', 'samples/bill/made-cur.csv');
  expect(output.startsWith(shown?.split('```')[0] ?? 'nothing')).toBe(true);
});

test('METHOD has every column of a bill', () => {
  const [, table = ''] = METHOD.split('### Columns of `bill --format csv`');
  const names = [...(table.split('\n## ')[0] ?? '').matchAll(/^\| ([^|]*) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([\w-]+)`/g)].map(([, name]) => name),
  );
  expect(names).toEqual([...BILL_COLUMNS]);
});

test('METHOD has every column of a reconciliation, and every cause', () => {
  const [, section = ''] = /## 10\. Reconciling with a bill\n(.*?)\n## /s.exec(METHOD) ?? [];
  const [causes = '', columns = ''] = section.split('### Columns of');
  const firstCells = (part: string) => part.split('\n').flatMap((line) => (line.startsWith('| `') ? [line.split('|')[1] ?? ''] : []));
  const names = (part: string) => firstCells(part).flatMap((cell) => [...cell.matchAll(/`([\w-]+)`/g)].map(([, name = '']) => name));
  expect(names(columns)).toEqual([...RECONCILIATION_COLUMNS]);
  expect([...new Set(names(causes))].sort()).toEqual([...CAUSES].sort());
});

describe('the guard of a pull request compares the old scenario with the new one and stops over the budget', () => {
  const recipe = /```sh\n(git show [\s\S]*?)```/.exec(text('README.md'))?.[1] ?? '';
  const workflow = parseYaml(text('samples/pull-request/guard.yml')) as { jobs: { guard: { steps: { id?: string; run?: string }[] } } };
  const step = workflow.jobs.guard.steps.find(({ id }) => id === 'guard')?.run ?? '';

  test.each([
    ["README's recipe", recipe],
    ["the sample's step", step],
  ])('%s', (_, script) => {
    const folder = mkdtempSync(join(tmpdir(), 'trailcost-'));
    const scenario = text('samples/organization.yaml');
    writeFileSync(join(folder, 'trailcost.yaml'), scenario);
    const before = ['git init -q', 'git add trailcost.yaml', 'git -c user.name=made -c user.email=made@example.com commit -qm made'];
    execFileSync('bash', ['-ec', [...before, 'git update-ref refs/remotes/origin/main HEAD'].join('\n')], { cwd: folder });
    writeFileSync(join(folder, 'trailcost.yaml'), scenario.replace('lookbackDays: 180', 'lookbackDays: 90'));
    const { stderr, status } = spawnSync('bash', ['-ec', `trailcost() { "${process.execPath}" "${MAIN}" "$@"; }\n${script}`], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, GITHUB_BASE_REF: 'main' },
    });
    expect(status).toBe(3);
    expect(stderr).toMatch(/^trailcost: over budget: SSE-KMS costs \$[\d,.]+ at most in 2027-11 in total, .* for athena-hunting .*\.\n$/);
    expect(readFileSync(join(folder, 'comment.md'), 'utf8')).toMatch(
      /^\*\*SSE-KMS stays within the limit of \$50\.00 more in any month: .*\*\*\n\nSSE-KMS costs \$65\.51 less a month/,
    );
    expect(readFileSync(join(folder, 'cost.md'), 'utf8')).toContain('SSE-KMS is expected to cost $');
    rmSync(folder, { recursive: true });
  });
});

describe('the guard of a Terraform plan compares what is before it with what it makes', () => {
  const recipe = /```sh\nterraform show [^\n]*\n([\s\S]*?)```/.exec(text('README.md'))?.[1] ?? '';
  const workflow = parseYaml(text('samples/pull-request/terraform.yml')) as { jobs: { guard: { steps: { id?: string; run?: string }[] } } };
  const step = workflow.jobs.guard.steps.find(({ id }) => id === 'guard')?.run ?? '';

  test.each([
    ["README's recipe", recipe, 0, 'stays within the limit of $50.00 more'],
    ["README's recipe with a lower limit", recipe.replace('--max-increase 50', '--max-increase 1'), 3, 'over the limit of $1.00'],
    ["the sample's step", step, 0, 'stays within the limit of $50.00 more'],
    ["the sample's step with a lower limit", step.replace('--max-increase 50', '--max-increase 1'), 3, 'over the limit of $1.00'],
  ])('%s', (_, script, expected, verdict) => {
    const folder = mkdtempSync(join(tmpdir(), 'trailcost-'));
    writeFileSync(join(folder, 'plan.json'), text('samples/start/plan.json'));
    const { stderr, status } = spawnSync('bash', ['-ec', `trailcost() { "${process.execPath}" "${MAIN}" "$@"; }\n${script}`], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect([status, stderr === '']).toEqual([expected, expected === 0]);
    const comment = readFileSync(join(folder, 'comment.md'), 'utf8');
    expect(comment).toContain(verdict);
    expect(comment).toMatch(/SSE-KMS costs \$\d\.\d\d more a month on average .*: \$\d\.\d\d instead of \$0\.02\./);
    rmSync(folder, { recursive: true });
  });
});

test('METHOD has every advice', () => {
  for (const kind of [
    'Bucket Key',
    'window',
    'partitions',
    'validate',
    'read each file once',
    'feed',
    'exclude KMS events',
    'compact',
    'copy old',
    'digest',
  ]) {
    expect(METHOD).toMatch(new RegExp(`^\\| [^|]*${kind}[^|]*\\|`, 'm'));
  }
});

describe("METHOD's exports", () => {
  const [, exports = ''] = /## 9\. Exports\n(.*?)\n## /s.exec(METHOD) ?? [];
  const [, lines = '', workbook = '', focus = ''] = exports.split('\n### ');
  const rowsOf = (section: string) =>
    section
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .slice(2)
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
  const namesIn = (section: string) => [...section.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);

  test('have every column of the lines once, in order, with the cells of one row', () => {
    const rows = rowsOf(lines);
    expect(rows.map(([name]) => name)).toEqual(LINE_COLUMNS.map((column) => `\`${column}\``));
    for (const row of rows) expect(row.length === 4 && row.every((cell) => cell !== '')).toBe(true);
    const estimated = sampleEstimate('paid-copy.yaml');
    const wanted = { strategy: 'sse-kms', month: '2026-12', charge: 'kms-requests', reader: 'siem' } as const;
    const [line] = linesWith(estimated.lines, wanted);
    const cells = line === undefined ? {} : lineRow(line, estimated);
    expect(rows.map(([, , , example = '']) => example.replaceAll('`', '').replace('–', ''))).toEqual(Object.values(cells));
  });

  test('have every sheet of the workbook in order', async () => {
    const sheets = readWorkbook(await xlsxReport(sampleEstimate('starter.yaml')));
    expect(rowsOf(workbook).map(([name]) => name)).toEqual([...sheets.keys()].map((name) => `\`${name}\``));
  });

  test('have every FOCUS column once, and tell which are always null', () => {
    const filled = rowsOf(focus).flatMap(([names = '']) => namesIn(names));
    const empty = namesIn(/Always null:(.*?)\.\s/s.exec(focus)?.[1] ?? '');
    expect([...filled, ...empty].sort()).toEqual([...FOCUS_COLUMNS].sort());
    const files = readdirSync(new URL('test/golden/', ROOT)).filter((file) => file.endsWith('.focus.csv'));
    const rows = files.flatMap((file) => parse(text(`test/golden/${file}`), { columns: true }) as Record<string, string>[]);
    expect(FOCUS_COLUMNS.filter((column) => rows.every((row) => row[column] === ''))).toEqual(empty);
  });
});

test('METHOD has every rule of the classifier, with its class and reason', () => {
  const cells = METHOD.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  for (const { name, class: requestClass, why } of RULES) {
    expect(cells).toContainEqual(['', `\`${name}\``, `\`${requestClass}\``, why, '']);
  }
});

test('every function that METHOD names exists in the model', () => {
  const source = readdirSync(new URL('src/', ROOT), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => text(`src/${file}`))
    .join('\n');
  const named = [...METHOD.matchAll(/\((`[A-Za-z]+`(?:, `[A-Za-z]+`)*)\)/g)].flatMap(([, names = '']) => names.match(/[A-Za-z]+/g) ?? []);
  expect(named.length).toBeGreaterThan(10);
  for (const name of named) expect(source).toMatch(new RegExp(`(function|const) ${name}\\b|\\b${name}\\(|${name}:`));
});

/** The circumstances of METHOD's section 12 in the order of its rows, each with what is computed. */
function computedFigures(): string[] {
  const reads = (readsPerMonth: number, more: object = {}) =>
    estimateOf({ readers: [{ name: 'reader', pattern: 'single', readsPerMonth }], ...more });
  const of = (result: Estimate, charge: Charge) => costOf(result, { strategy: 'sse-kms', charge });
  const tenThousand = reads(10_000, { recording: { paidCopies: 1, dataEventCopies: 1, insightsTrails: 1, guardDuty: true } });
  const scan = estimateOf({
    period: { start: '2026-01', months: 1 },
    trails: [{ name: 'org', logFilesPerMonth: 684_375, archiveMonths: 12 }],
    readers: [{ name: 'scan', pattern: 'once', month: '2026-01', firstDay: '2025-01-01', lastDay: '2025-12-31' }],
  });
  const crossAccount = estimateOf({
    bucket: { region: 'us-east-1', account: '111122223333' },
    readers: [{ name: 'siem', account: '444455556666', pattern: 'single', readsPerMonth: 1_000_000 }],
    recording: { paidCopies: 1, covers: 'organization' },
  });
  const insights = estimateOf({
    trails: [{ name: 'org', logFilesPerMonth: 1_000_000, archiveMonths: 0 }],
    readers: [{ name: 'siem', pattern: 'every-file' }],
    recording: { insightsTrails: 1 },
  });
  return [
    of(reads(49_000_000, { freeRequestsLeft: 20_000 }), 'kms-requests'),
    of(reads(566), 'kms-requests'),
    ...(['s3-gets', 'kms-requests', 'cloudtrail-copies', 'cloudtrail-data-events', 'cloudtrail-insights', 'guardduty-events'] as const).map(
      (charge) => of(tenThousand, charge),
    ),
    of(scan, 'kms-requests'),
    of(scan, 's3-gets'),
    of(crossAccount, 'cloudtrail-copies'),
    insights.totals['sse-kms'].expected.toFixed(),
    of(reads(100_000_000, { recording: { paidCopies: 1 } }), 'cloudtrail-copies'),
  ];
}

test("METHOD's figures of others are computed as it says", () => {
  const [, section = ''] = /## 12\. Reported and computed\n(.*?)\n## /s.exec(METHOD) ?? [];
  const cells = section.split('\n').filter((line) => line.startsWith('|'));
  const computed = cells.slice(2).map((line) => line.split('|')[3]?.trim());
  expect(computed).toEqual(computedFigures().map((cost) => `$${cost}`));
});

test("METHOD's bill of scale is what its files cost", () => {
  const [, section = ''] = /### What a read of a year costs\n(.*?)\n### /s.exec(METHOD) ?? [];
  const rows = section.split('\n').filter((line) => /^\| \d/.test(line));
  expect(rows).toHaveLength(4);
  for (const row of rows) {
    const files = Number(row.split('|')[1]?.replaceAll(',', ''));
    const own = ownCost({ lists: files / 1000, gets: files, decrypts: files }, 'us-east-1', '2026-11', book);
    const scanned = scanCost([files * 2000], 'us-east-1', '2026-11', book)?.amount ?? Number.NaN;
    const costs = [own.decrypts, own.gets, own.lists, scanned, own.total?.plus(scanned)];
    expect(row).toBe(`| ${grouped(files)} | ${costs.map((cost) => `$${cost?.toFixed()}`).join(' | ')} |`);
  }
});

describe("METHOD's worked example", () => {
  const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(METHOD) ?? [];
  const result = estimate(parseScenario(yaml, 'METHOD.md').scenario, book);

  test('has the figures that are worked out by hand', () => {
    const requests = (reader: string, strategy: 'sse-kms' | 'sse-kms-bucket-key' = 'sse-kms') =>
      linesWith(result.lines, { strategy, charge: 'kms-requests', reader })[0];
    expect(requests('siem')?.quantity.expected.toFixed()).toBe('27900');
    expect(requests('athena')?.quantity.expected.toFixed()).toBe('139500');
    expect(requests('CloudTrail')?.quantity.expected.toFixed()).toBe('27900');
    expect(requests('siem')?.freeTierQuantity.toFixed(2)).toBe('1233.33');
    expect(requests('athena', 'sse-kms-bucket-key')?.quantity.expected.toFixed()).toBe('13950');
    expect(costOf(result, { strategy: 'sse-kms', charge: 'kms-requests' })).toBe('0.48');
    expect(costOf(result, { strategy: 'sse-s3', charge: 's3-gets' })).toBe('0.12276');
    expect(result.totals['sse-kms'].expected.toFixed()).toBe('1.60276');
    expect(result.comparison['sse-kms'].period.expected.toFixed()).toBe('1.48');
    expect(result.comparison['sse-kms-bucket-key'].period.expected.toFixed()).toBe('1.02802');
  });
});
