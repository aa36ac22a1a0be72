import { parse } from 'csv-parse/sync';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { Decimal } from '../../../src/base/decimal.js';
import { parseVariation } from '../../../src/planning/sweep.js';
import { type Questions, type WhatIf, whatIf } from '../../../src/planning/what-if.js';
import { csvTable } from '../../../src/report/layout/csv.js';
import { markdownText } from '../../../src/report/layout/markdown.js';
import { terminalText } from '../../../src/report/layout/terminal.js';
import { whatIfTables } from '../../../src/report/what-if/csv.js';
import { whatIfDocument } from '../../../src/report/what-if/document.js';
import { whatIfJson } from '../../../src/report/what-if/json.js';
import { whatIfPage } from '../../../src/report/what-if/page/page.js';
import { sweepChart } from '../../../src/report/what-if/sweep-chart.js';
import { tornadoChart } from '../../../src/report/what-if/tornado-chart.js';
import { parseScenario } from '../../../src/scenario/load.js';
import { parseSetting } from '../../../src/scenario/settings.js';
import { book, loadedOf, NO_QUESTIONS, sampleText } from '../../support.js';

const LOOKBACK = 'readers.athena-hunting.lookbackDays';
const limit = (amount: number) => ({ amount: new Decimal(amount), on: 'expected', strategy: 'sse-kms' }) as const;

const QUESTIONS: Record<string, Partial<Questions>> = {
  cases: { settings: [parseSetting('readers.siem.share=0.5', '--set')], budget: limit(300) },
  advice: { advice: true },
  sweep: { variations: [parseVariation(`${LOOKBACK}=30..360:30`)] },
  'sweep-of-two': { variations: [parseVariation(`${LOOKBACK}=7,30,all`), parseVariation('trails.org.accounts=100,150')] },
  'break-even': {
    breakEvens: [
      { path: 'readers.siem.times', target: { ...limit(400), kind: 'budget' } },
      { path: 'readers.siem.times', target: { ...limit(200), kind: 'difference' } },
      { path: LOOKBACK, target: { ...limit(200), kind: 'difference' } },
      { path: 'trails.org.growthPercentPerMonth', target: { ...limit(300), kind: 'budget' } },
      { path: 'readers.siem.requesters', target: { ...limit(400), kind: 'budget' } },
    ],
  },
  sensitivity: { sensitivity: true, variations: [parseVariation('trails.org.accounts=90,150')] },
  simulation: { simulation: { draws: 1000, seed: 7 }, budget: limit(400) },
};

function answer(asked: Partial<Questions>): WhatIf {
  const text = sampleText('organization.yaml');
  const ownCases = asked.settings === undefined ? text.slice(0, text.indexOf('\ncases:')) : text;
  return whatIf(parseScenario(ownCases, 'organization.yaml'), book, { ...NO_QUESTIONS, ...asked });
}

/** Of the lines that are not commands, which may be long to stay whole. */
const widest = (text: string) =>
  Math.max(
    ...text
      .split('\n')
      .filter((line) => !/^ +--/.test(line))
      .map((line) => stringWidth(line)),
  );

describe('a budget over a sweep', () => {
  const high = { ...limit(1000), on: 'high' } as const;
  const within = 'SSE-KMS stays within the budget of';
  const most = 'in its most expensive month';

  test.each<[string, Partial<Questions>, string]>([
    [
      `${LOOKBACK}=7..365:30`,
      { budget: limit(300) },
      `${within} $300.00 ${most} with ${LOOKBACK} from 7 to 157; from 187 to 337 it is over.`,
    ],
    [`${LOOKBACK}=365,7,30`, { budget: limit(280) }, `${within} $280.00 ${most} with ${LOOKBACK} from 7 to 30; at 365 it is over.`],
    [`${LOOKBACK}=7,all,30`, { budget: limit(280) }, `${within} $280.00 ${most} with ${LOOKBACK} at 7, 30; at "all" it is over.`],
    [`${LOOKBACK}=7,30`, { budget: limit(280) }, `${within} $280.00 with all 2 values of ${LOOKBACK}: it costs at most $147.06 ${most}.`],
    [
      `${LOOKBACK}=7,30`,
      { budget: limit(28) },
      `SSE-KMS is over the budget of $28.00 with all 2 values of ${LOOKBACK}: it costs at least $120.22 ${most}.`,
    ],
    [`${LOOKBACK}=7,30`, { budget: high }, 'at high cost in its most expensive month'],
  ])('--vary %s', (text, asked, sentence) => {
    const { headline, lead } = whatIfDocument(answer({ ...asked, variations: [parseVariation(text)] }));
    expect(headline).toContain(sentence);
    expect(lead).toMatch(/^With these values of .* As written, SSE-KMS costs/);
  });

  test('of two fields', () => {
    const variations = [parseVariation(`${LOOKBACK}=7,365`), parseVariation('trails.org.accounts=50,100')];
    expect(whatIfDocument(answer({ variations, budget: limit(300) })).headline).toBe(
      `${within} $300.00 ${most} with 3 of 4 values of ${LOOKBACK} and trails.org.accounts; with 1 it is over.`,
    );
  });

  test('of what is likely is held against the scenario alone', () => {
    const likely = { ...limit(300), on: 'likely' } as const;
    expect(whatIfDocument(answer({ variations: [parseVariation(`${LOOKBACK}=7,30`)], budget: likely })).headline).toMatch(/^SSE-KMS costs/);
  });

  test('is a line of the chart, which says what it is for', () => {
    const result = answer({ variations: [parseVariation(`${LOOKBACK}=7,30,365`)], budget: limit(300) });
    expect(sweepChart(result, result.sweep ?? { variations: [], points: [] })).toContain(
      '>budget $300.00 for each month of SSE-KMS; the most expensive one decides, lines are of an average one<',
    );
  });
});

test('a chart and a page of two fields say how many of the values they draw', () => {
  const accounts = 'trails.org.accounts';
  const result = answer({ variations: [parseVariation(`${LOOKBACK}=7,30`), parseVariation(`${accounts}=10..100:10`)] });
  const chart = sweepChart(result, result.sweep ?? { variations: [], points: [] });
  expect(chart).toContain(`no other number changes · 8 of 10 values of ${accounts} · scenario organization`);
  expect(pageText(result)).toMatch(/a line for \d of 10 values of trails\.org\.accounts/);
  const few = answer({ variations: [parseVariation(`${LOOKBACK}=7,30`), parseVariation(`${accounts}=10,20`)] });
  expect(sweepChart(few, few.sweep ?? { variations: [], points: [] })).toContain('no other number changes · scenario organization');
  expect(pageText(few)).toContain(`a line for each value of ${accounts}`);
});

const pageText = (result: WhatIf) => JSON.stringify(whatIfPage(result));

const golden = (name: string, ending: string) => `../../golden/what-if/${name}.${ending}`;

describe.each(Object.entries(QUESTIONS))('%s of the organization', (name, asked) => {
  const result = answer(asked);
  const document = whatIfDocument(result);

  test('table', async () => {
    const report = terminalText(document, { color: false });
    await expect(report).toMatchFileSnapshot(golden(name, 'txt'));
    expect(widest(report)).toBeLessThanOrEqual(80);
  });

  test('markdown', async () => {
    await expect(markdownText(document)).toMatchFileSnapshot(golden(name, 'md'));
  });

  test('json', async () => {
    const report = whatIfJson(result);
    await expect(report).toMatchFileSnapshot(golden(name, 'json'));
    expect(JSON.parse(report)).toMatchObject({ schemaVersion: 1, kind: 'what-if', scenario: 'organization', strategy: 'sse-kms' });
    expect(report).not.toMatch(/"-?[\d.]+e[+-]?\d+"/i);
  });

  test('csv', async () => {
    const [table, ...others] = whatIfTables(result);
    expect(others).toEqual([]);
    const report = csvTable(table ?? { columns: [], rows: [] });
    await expect(report).toMatchFileSnapshot(golden(name, 'csv'));
    expect(parse(report, { columns: true })).toHaveLength(table?.rows.length ?? 0);
  });
});

describe('charts', () => {
  const charts = {
    sweep: () => sweepChart(answer(QUESTIONS['sweep'] ?? {}), answer(QUESTIONS['sweep'] ?? {}).sweep ?? { variations: [], points: [] }),
    'sweep-of-two': () => {
      const result = answer(QUESTIONS['sweep-of-two'] ?? {});
      return sweepChart(result, result.sweep ?? { variations: [], points: [] });
    },
    sensitivity: () => {
      const result = answer({ sensitivity: true });
      return tornadoChart(result, result.sensitivity as NonNullable<WhatIf['sensitivity']>);
    },
  };

  test.each(Object.entries(charts))('%s', async (name, draw) => {
    const svg = draw();
    await expect(svg).toMatchFileSnapshot(golden(name, 'svg'));
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="(sweep|tornado)-title \1-description"/);
    expect(svg).toMatch(/<title id="(sweep|tornado)-title">[^<]+<\/title>\n<desc id="\1-description">[^<]+<\/desc>/);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(svg).not.toMatch(/<(script|image|foreignObject)|href|url\(/);
  });

  test("a scenario's names cannot become markup", () => {
    const hostile = `"<script>alert('&')</script>"`;
    const text = sampleText('organization.yaml').replace('name: organization', `name: ${hostile}`);
    const result = whatIf(parseScenario(text, 'hostile.yaml'), book, { ...NO_QUESTIONS, ...QUESTIONS['sweep'] });
    const svg = sweepChart(result, result.sweep ?? { variations: [], points: [] });
    expect(svg).not.toContain('<script>');
    expect(svg).toContain("&lt;script&gt;alert('&amp;')&lt;/script&gt;");
  });
});

test('a question that was not asked has no key', () => {
  const keys = Object.keys(JSON.parse(whatIfJson(answer({ advice: true }))));
  expect(keys).toEqual(
    'schemaVersion kind scenario period region currency strategy settings prices base thresholds advice assumptions warnings'.split(' '),
  );
});

test('of many points the table shows some, with the first and the last, and says so', () => {
  const loaded = loadedOf({ readers: [{ name: 'soc', pattern: 'single', readsPerMonth: 1_000_000 }] });
  const result = whatIf(loaded, book, { ...NO_QUESTIONS, variations: [parseVariation('readers.soc.readsPerMonth=1..200:1')] });
  const { tables, lists } = whatIfDocument(result);
  expect(tables.map(({ rows, detail = false }) => [rows.length, detail])).toEqual([
    [13, false],
    [60, true],
  ]);
  expect([tables[0]?.rows[0]?.[0], tables[0]?.rows.at(-1)?.[0]]).toEqual(['1', '200']);
  expect(lists.find(({ title }) => title === 'Points')).toMatchObject({ items: ['13 of 200 are shown; CSV and JSON have all.'] });
  expect(whatIfTables(result)[0]?.rows).toHaveLength(600);
});

describe('the headline of cases that leave the strategy as it is', () => {
  const GIVEN = {
    trails: [{ name: 'org', logFilesPerMonth: 10_000_000, archiveMonths: 0 }],
    readers: [{ name: 'siem', pattern: 'every-file' }],
  };
  const headlineOf = (...settings: string[]) =>
    whatIfDocument(whatIf(loadedOf(GIVEN), book, { ...NO_QUESTIONS, settings: settings.map((setting) => parseSetting(setting, '--set')) }))
      .headline;

  test('names the one that changes, and what the other stays at', () => {
    // 10,000,000 Decrypts at $0.000003, of which 20% or 10% remain, a key and the GETs at $4.00.
    expect(headlineOf('encryption.bucketKeyReduction=0.8')).toBe(
      '"as set": SSE-KMS with a Bucket Key (not measured) costs $11.00 in total a month on average ' +
        'instead of $8.00 ($3.00 more, +38%). SSE-KMS stays at $35.00.',
    );
  });

  test('says of a case among others that it changes the other strategy alone', () => {
    const cases = [
      { name: 'thin', settings: [parseSetting('encryption.bucketKeyReduction=0.8', '--case')] },
      { name: 'twice', settings: [parseSetting('readers.siem.times=2', '--case')] },
    ];
    const { headline } = whatIfDocument(whatIf(loadedOf(GIVEN), book, { ...NO_QUESTIONS, cases }));
    expect(headline).toContain(
      'As written, SSE-KMS costs $35.00 in total a month on average; "thin" $35.00 (no change; ' +
        'SSE-KMS with a Bucket Key (not measured) $3.00 more), "twice" $69.00 ($34.00 more, +97%).',
    );
  });

  test('is about the strategy that was asked about where that changes, or nothing does', () => {
    expect(headlineOf('readers.siem.times=2')).toMatch(/^"as set": SSE-KMS costs \$69\.00 .*\(\$34\.00 more, \+97%\)\.$/);
    expect(headlineOf('name=other')).toBe('"as set": SSE-KMS costs $35.00 in total a month on average instead of $35.00 (no change).');
  });
});
