import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { Decimal } from '../src/base/decimal.js';
import { quantityText } from '../src/base/text.js';
import { main } from '../src/cli/program.js';
import { RULES } from '../src/logs/classify/rules.js';
import { estimate } from '../src/model/estimate.js';
import { KNOWN_READERS, READERS_BY_NAME } from '../src/scenario/known-readers.js';
import { parseScenario } from '../src/scenario/load.js';
import { program, programOf } from './cli/program.js';
import { workspace } from './cli/workspace.js';
import { book, linesWith } from './support.js';

const ROOT = new URL('../', import.meta.url);
const textOf = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');
const METHOD = textOf('METHOD.md');

const tableOf = (rows: readonly (readonly string[])[]) => rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');

function knownReaders(): string {
  const rows = KNOWN_READERS.map(({ id, name, pattern, getsPerFile, confidence, source }) => [
    name,
    READERS_BY_NAME.some((reader) => reader.id === id) ? `\`${id}\`` : '–',
    `\`${pattern}\``,
    getsPerFile === undefined ? 'not known' : quantityText(getsPerFile),
    confidence,
    source === undefined ? '–' : `\`${source}\``,
  ]);
  return tableOf([['reader', 'like', 'pattern', 'GETs a file', 'confidence', 'source'], Array(6).fill('---'), ...rows]);
}

function rules(): string {
  const rows = RULES.map(({ name, class: requestClass, why }) => [`\`${name}\``, `\`${requestClass}\``, why]);
  return tableOf([['rule', 'class', 'why'], Array(3).fill('---'), ...rows]);
}

type Row = Record<string, string>;

/** METHOD's example of a reconciliation: its rows as `--format csv` has them, and what equation 4 is made of. */
async function reconciled() {
  const argv = ['reconcile', 'samples/bill/november.yaml', '--bill', 'samples/bill/made-cur.csv', '--format', 'csv'];
  const { stdout } = await program(argv, { cwd: fileURLToPath(ROOT), env: { SOURCE_DATE_EPOCH: '1798761600' } });
  const rows = parse(stdout, { columns: true }) as Row[];
  const rowsOf = (kind: string) => rows.filter(({ row }) => row === kind);
  const charge = rowsOf('charge').find(({ name }) => name === 'kms-requests') ?? {};
  const expected = estimate(parseScenario(textOf('samples/bill/november.yaml'), 'november.yaml').scenario, book);
  const lines = linesWith(expected.lines, { strategy: 'sse-kms', charge: 'kms-requests' });
  const others = rowsOf('operation').filter(({ name }) => name !== 'Decrypt');
  const total = (numbers: readonly (string | undefined)[]) => Decimal.sum(0, ...numbers.map((number) => number ?? 0));
  const causes = rowsOf('cause');
  return {
    causes,
    rowsOf,
    causesOf: (...names: string[]) => causes.filter((cause) => cause['charge'] === 'kms-requests' && names.includes(cause['name'] ?? '')),
    costOf: (given: readonly Row[]) => total(given.map((row) => row['difference_cost'])),
    of: {
      C: new Decimal(charge['billed_cost'] ?? 0),
      qe: new Decimal(charge['expected_quantity'] ?? 0),
      fe: total(lines.map(({ freeTierQuantity }) => freeTierQuantity.toFixed())),
      qb: new Decimal(charge['billed_quantity'] ?? 0),
      fb: new Decimal(charge['free_tier_quantity'] ?? 0),
      s: total(others.map((row) => row['free_tier_quantity'])),
      p: lines.find(({ reader }) => reader === 'siem')?.unitPrice ?? new Decimal(0),
    },
    difference: new Decimal(charge['difference_cost'] ?? 0),
  };
}

const grouped = (number: Decimal | string | undefined) => {
  const [whole = '', ...part] = new Decimal(number ?? 0).toFixed().split('.');
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...part].join('.');
};

/** Equation 4 with the example's numbers. No discount names these requests and their price is the expected one: D = 0, L = C, l = p. */
async function equation(): Promise<string> {
  const { C, qe, fe, qb, fb, s, p } = (await reconciled()).of;
  const [unit, [c, q_e, f_e, q_b, f_b, s_]] = [p.toFixed(), [C, qe, fe, qb, fb, s].map(grouped)];
  const terms: [string, Decimal, string][] = [
    [`${c} + 0 − (${q_e} − ${f_e}) × ${unit}`, C.minus(qe.minus(fe).times(p)), 'the difference'],
    [`(${q_b} − ${q_e} − ${s_}) × ${unit}`, qb.minus(qe).minus(s).times(p), 'more requests'],
    [`(${f_e} − ${f_b} + ${s_}) × ${unit}`, fe.minus(fb).plus(s).times(p), 'free tier'],
    [`${c} + 0 − ${c} − (${q_b} − ${f_b}) × 0`, new Decimal(0), 'discount'],
    [`${c} − (${q_b} − ${f_b}) × ${unit}`, C.minus(qb.minus(fb).times(p)), 'price, or rounding'],
  ];
  const width = Math.max(...terms.map(([text]) => text.length));
  const lines = terms.map(([text, value, what]) => `${text.padEnd(width)}  =  ${value.toFixed().padEnd(8)}  ${what}`);
  return ['```', ...lines, '```'].join('\n');
}

async function causes(): Promise<string> {
  const { rowsOf, costOf, causes: all } = await reconciled();
  const rows = all.map(({ name, charge, certainty = '', difference_quantity = '', difference_cost = '' }) => [
    `\`${name}\``,
    charge === '' ? '–' : `\`${charge}\``,
    certainty,
    difference_quantity === '' ? '–' : grouped(difference_quantity),
    grouped(difference_cost),
  ]);
  const [total = {}] = rowsOf('total');
  expect(costOf(all).toFixed()).toBe(total['difference_cost']);
  const head = [
    ['cause', 'charge', 'certainty', 'quantity', 'USD'],
    ['---', '---', '---', '--:', '--:'],
  ];
  return tableOf([...head, ...rows, ['**total**', '', '', '', `**${grouped(total['difference_cost'])}**`]]);
}

/** What METHOD takes from the program, by name: each between `<!-- made: NAME -->` and `<!-- /made -->`. */
const MADE: Record<string, () => string | Promise<string>> = {
  'known-readers': knownReaders,
  rules,
  'reconciled-equation': equation,
  'reconciled-causes': causes,
};

/** What commands of bad input say on stderr, by the command, from the transcripts. */
function transcripts(): Map<string, string> {
  const files = readdirSync(new URL('test/golden/cli/', ROOT)).map((file) => textOf(`test/golden/cli/${file}`));
  const parts = files.flatMap((file) => file.split(/^\$ /m));
  return new Map(
    parts.flatMap((part) => {
      const [, command, stderr] = /^(.*)\n--- stderr\n([\s\S]*?)--- exit 2\n/.exec(part) ?? [];
      return command === undefined || stderr === undefined ? [] : [[command, stderr] as const];
    }),
  );
}

/** METHOD with its made parts and its examples of errors as the program gives them now. */
async function renewed(): Promise<string> {
  let text = METHOD;
  for (const [name, make] of Object.entries(MADE)) {
    const part = await make();
    text = text.replace(new RegExp(`(<!-- made: ${name} -->\n)[\\s\\S]*?(?=<!-- /made -->)`), (_, mark) => `${mark}\n${part}\n\n`);
  }
  const said = transcripts();
  return text.replace(/^```text\n\$ (.*)\n[\s\S]*?```$/gm, (_, command) => {
    return `\`\`\`text\n$ ${command}\n${said.get(command) ?? 'no transcript of bad input has this command\n'}\`\`\``;
  });
}

test('METHOD has the tables, figures and messages of the program: `npx vitest run test/method.test.ts -u` renews them', async () => {
  expect([...METHOD.matchAll(/<!-- made: (.*) -->/g)].map(([, name]) => name)).toEqual(Object.keys(MADE));
  const text = await renewed();
  expect(text).not.toContain('no transcript of bad input has this command');
  await expect(text).toMatchFileSnapshot('../METHOD.md');
});

describe("METHOD's example of a reconciliation", () => {
  test('has equation 4 with the numbers that the program compares, and its terms are what the causes explain', async () => {
    const { of, difference, causesOf, costOf } = await reconciled();
    const { C, qe, fe, qb, fb, s, p } = of;
    expect(C.minus(qe.minus(fe).times(p)).toFixed()).toBe(difference.toFixed());
    expect(costOf(causesOf('other-kms-use', 'other-objects')).toFixed()).toBe(qb.minus(qe).minus(s).times(p).toFixed());
    expect(costOf(causesOf('free-tier')).toFixed()).toBe(fe.minus(fb).plus(s).times(p).toFixed());
    expect(causesOf('discount', 'price-differs', 'rounding')).toEqual([]);
    expect(C.toFixed()).toBe(qb.minus(fb).times(p).toFixed());
  });

  test('has no number in its sentences that the program does not give', async () => {
    const { of, difference, causesOf, costOf, rowsOf } = await reconciled();
    const [use = {}] = rowsOf('use');
    const [taken, left] = [causesOf('other-kms-use'), causesOf('other-objects')].map(([row = {}]) => row['difference_quantity'] ?? '');
    const operations = rowsOf('operation').flatMap(({ name, billed_quantity = '' }) => (name === 'Decrypt' ? [] : [billed_quantity]));
    const quantities = [of.qe, of.fe, of.qb, of.fb, of.s, of.qb.minus(of.qe), of.fe.minus(of.fb).plus(of.s), taken, left, ...operations];
    const paid = new Decimal(taken ?? 0).minus(of.s);
    const costs = [of.p, of.C, difference, costOf(causesOf('other-kms-use', 'other-objects')), costOf(causesOf('free-tier'))];
    const amounts = [...costs, use['billed_cost'], use['expected_cost'], use['difference_cost']].map((cost) => `$${grouped(cost)}`);
    const known = [...[...quantities, paid].map((quantity) => grouped(quantity)), ...amounts, '2026'];
    const [, section = ''] = /### Example with numbers\n([\s\S]*?)\n### /.exec(METHOD) ?? [];
    const sentences = section.replace(/```[\s\S]*?```|<!-- made[\s\S]*?made -->|D = 0|[Ee]quation 4/g, '');
    const numbers = sentences.match(/\$?\d[\d,]*(?:\.\d+)?(?<!,)/g) ?? [];
    expect(numbers.length).toBeGreaterThan(15);
    expect(numbers.filter((number) => !known.includes(number))).toEqual([]);
  });
});

const codes = vi.hoisted((): unknown[] => []);
vi.mock(import('../src/cli/exit.js'), async (original) => {
  const real = await original();
  const reportError: typeof real.reportError = (error, io, failed) => {
    codes.push(error instanceof Error && 'code' in error ? error.code : error);
    return real.reportError(error, io, failed);
  };
  return { ...real, reportError };
});

describe("METHOD's index of errors", () => {
  const [, index = ''] = /## 13\. Errors\n([\s\S]*?)\n## /.exec(METHOD) ?? [];
  const entries = index.split(/^### /m).slice(1);
  const errors = entries.map((entry) => ({
    code: /^`(.*)`\n/.exec(entry)?.[1],
    command: /^```text\n\$ (.*)\n/m.exec(entry)?.[1] ?? '',
    entry,
  }));
  const { run } = workspace({ ours: programOf(main) });

  beforeAll(async () => {
    await run('trailcost estimate good.yaml -f json -o old.json');
  });

  test('has every code of TrailcostError, and no other', () => {
    const [, union = ''] = /export type ErrorCode =([^;]*);/.exec(textOf('src/base/errors.ts')) ?? [];
    const written = [...union.matchAll(/'([\w-]+)'/g)].map(([, code]) => code);
    expect(errors.map(({ code }) => code).sort()).toEqual(written.sort());
  });

  test.each(errors)('$code: has cause and remedy, and its example has this code', async ({ code, command, entry }) => {
    expect(entry).toMatch(/\nCause: [\s\S]*\.\n\nRemedy: [\s\S]*\.\n\n```text\n/);
    codes.length = 0;
    await run(command);
    expect(codes).toEqual([code]);
  });
});

describe('METHOD is written for reading', () => {
  const sentences = METHOD.replace(/^```[\s\S]*?^```$/gm, '')
    .split('\n')
    .filter((line) => !line.startsWith('|'));

  test('its lines are at most 140 characters long', () => {
    expect(sentences.filter((line) => line.length > 140)).toEqual([]);
  });

  test('its rules have headings, and its paragraphs at most 6 lines', () => {
    expect(sentences.filter((line) => line.startsWith('**'))).toEqual([]);
    const paragraphs = sentences
      .join('\n')
      .split(/\n\n+/)
      .filter((paragraph) => !/^[-#>]/.test(paragraph));
    expect(paragraphs.filter((paragraph) => paragraph.split('\n').length > 6)).toEqual([]);
  });
});
