import { describe, expect, test } from 'vitest';
import { Decimal } from '../../../../src/base/decimal.js';
import { parseVariation } from '../../../../src/planning/sweep.js';
import { type Questions, type WhatIf, whatIf } from '../../../../src/planning/what-if.js';
import { whatIfDocument } from '../../../../src/report/what-if/document.js';
import { whatIfJson } from '../../../../src/report/what-if/json.js';
import { whatIfPage } from '../../../../src/report/what-if/page/page.js';
import { parseScenario } from '../../../../src/scenario/load.js';
import { parseSetting } from '../../../../src/scenario/settings.js';
import { book, loadedOf, NO_QUESTIONS, sampleText } from '../../../support.js';
import { drawingOf, markupOf, rowsOf } from '../../page-text.js';

const LOOKBACK = 'readers.athena-hunting.lookbackDays';
const limit = (amount: number) => ({ amount: new Decimal(amount), on: 'expected', strategy: 'sse-kms' }) as const;
const more = [parseSetting('trails.org.accounts=140', '--set')];
const vary = (...texts: string[]) => ({ variations: texts.map(parseVariation) });

const ORGANIZATION = parseScenario(sampleText('organization.yaml'), 'organization.yaml');
const PLAIN = { version: 1, readers: [{ name: 'siem', pattern: 'single', readsPerMonth: 2_000_000 }] };

const ask = (asked: Partial<Questions>, loaded = ORGANIZATION) => whatIf(loaded, book, { ...NO_QUESTIONS, ...asked });
const dollars = (value: string | number | Decimal) => `$${new Decimal(value).toFixed(2).replace(/\B(?=(?:\d{3})+\.)/g, ',')}`;
const idsOf = (result: WhatIf) => whatIfPage(result).figures.map(({ id }) => id);
const statsOf = (result: WhatIf) => whatIfPage(result).stats.map(({ name, value }) => `${name}: ${value}`);

const ASKED: [string, Partial<Questions>, string[]][] = [
  ['the cases', {}, ['cases']],
  ['a setting', { settings: more }, ['cases', 'changes-0']],
  ['the cases under a budget', { budget: limit(300) }, ['cases', 'budget-0']],
  ['a sweep', vary(`${LOOKBACK}=30..360:30`), ['sweep']],
  ['a sweep of two', vary(`${LOOKBACK}=7,30,all`, 'trails.org.accounts=100,150'), ['sweep']],
  ['a break-even', { breakEvens: [{ path: 'readers.siem.times', target: { ...limit(400), kind: 'budget' } }] }, ['break-even']],
  ['the fields of a break-even', { breakEvenFields: true }, ['tornado']],
  ['a sensitivity', { sensitivity: true }, ['tornado']],
  ['a simulation', { simulation: { draws: 20, seed: 1 } }, ['simulation', 'simulation-months']],
  ['advice', { advice: true, ...vary('trails.org.accounts=100,110') }, ['sweep', 'advice']],
];

describe.each(ASKED)('%s', (_, asked, ids) => {
  const result = ask(asked);
  const page = whatIfPage(result);

  test('has its figures, two to four stats and each table once', () => {
    expect(page.figures.map(({ id }) => id)).toEqual(ids);
    expect(page.stats.length).toBeGreaterThan(asked.breakEvens === undefined ? 1 : 0);
    expect(page.stats.length).toBeLessThanOrEqual(4);
    expect(page.stats.filter(({ isMain }) => isMain)).toHaveLength(1);
    const titles = [...page.figures.map(({ table }) => table.title), ...page.document.tables.map(({ title }) => title)];
    expect(new Set(titles).size).toBe(titles.length);
    for (const { table } of page.figures) {
      expect(table.rows.length).toBeGreaterThan(0);
      for (const row of table.rows) expect(row).toHaveLength(table.header.length);
    }
  });

  test('is the same report as the others, with nothing in it that has a style or an address', () => {
    expect(page.document.headline).toBe(whatIfDocument(result).headline);
    expect(markupOf(page)).not.toMatch(/\sstyle=|https?:|NaN|Infinity|undefined/);
  });
});

test('cases: bars as long as the cost in JSON, a line at the cost as written', () => {
  const result = ask({ settings: more });
  const { base, cases } = JSON.parse(whatIfJson(result));
  const costs = [base, ...cases].map(({ totals }) => new Decimal(totals['sse-kms'].expected).div(12));
  const most = Decimal.max(...costs);
  const rows = rowsOf(drawingOf(whatIfPage(result), 'cases'));
  expect(rows.map(({ text }) => text.match(/\$[\d,.]+(?: \(\$| \(no change|$)/)?.[0].split(' ')[0])).toEqual(costs.map(dollars));
  expect(rows.map(({ bars }) => bars[0]?.width)).toEqual(costs.map((cost) => Number(cost.div(most).times(100).toFixed(2))));
  for (const { marks } of rows) expect(marks).toEqual([Number(costs[0]?.div(most).times(100).toFixed(2))]);
});

test('with a setting, the stats are before, after and the difference, and the verdict is of what was asked', () => {
  expect(statsOf(ask({ settings: more, budget: limit(500) }))).toEqual([
    'as written: $257.65',
    'as set: $360.31',
    'Difference: +$102.66',
    'Budget $500.00: kept',
  ]);
  expect(statsOf(ask({ budget: limit(330) }))).toEqual([
    'as written: $257.65',
    'forty-more: $272.51',
    'one-year-hunts: $323.92',
    'Budget $330.00: 3 of 4 over',
  ]);
});

test('changes of a case go to the left where it costs less, and add up to the difference', () => {
  const settings = [parseSetting(`${LOOKBACK}=90`, '--set'), parseSetting('readers.siem.times=2', '--set')];
  const result = ask({ settings });
  const by = result.asSet.totals['sse-kms'].expected.minus(result.base.totals['sse-kms'].expected).div(12).toNumber();
  const rows = rowsOf(drawingOf(whatIfPage(result), 'changes-0'));
  expect(rows.length).toBeGreaterThan(2);
  expect(by).toBeLessThan(-10);
  const amounts = rows.map(({ text }) =>
    Number(
      text
        .match(/([+-])\$([\d.]+) \(/)
        ?.slice(1)
        .join(''),
    ),
  );
  expect(amounts.reduce((all, each) => all + each, 0)).toBeCloseTo(by, 1);
  for (const [index, { bars, marks }] of rows.entries()) {
    const zero = marks[0] ?? Number.NaN;
    const [bar = { x: Number.NaN, width: Number.NaN }] = bars;
    expect((amounts[index] ?? 0) < 0 ? bar.x + bar.width : bar.x).toBeCloseTo(zero, 2);
  }
});

describe('a sweep', () => {
  const result = ask({ ...vary(`${LOOKBACK}=30..360:30`), budget: limit(300) });
  const drawing = drawingOf(whatIfPage(result), 'sweep');
  const { sweep } = JSON.parse(whatIfJson(result));

  test('says at each value what JSON says', () => {
    const titles = [...drawing.matchAll(/<title>([^<]*)<\/title>/g)].map(([, title]) => title?.split('\n'));
    expect(titles).toEqual(
      sweep.points.map(({ values, totals, mostExpensiveMonth }: (typeof sweep.points)[number]) => [
        String(values[0]),
        `most expensive month ${dollars(mostExpensiveMonth['sse-kms'])}`,
        `SSE-KMS ${dollars(new Decimal(totals['sse-kms'].expected).div(12))}`,
        `with a Bucket Key ${dollars(new Decimal(totals['sse-kms-bucket-key'].expected).div(12))}`,
        `SSE-S3 ${dollars(new Decimal(totals['sse-s3'].expected).div(12))}`,
      ]),
    );
  });

  test('has its lines where its points are, on one scale', () => {
    const heights = [...drawing.matchAll(/<circle class="dot tone-first" cx="([\d.]+)%" cy="([\d.]+)"/g)].map(([, x, y]) => ({
      x: Number(x),
      y: 278 - Number(y),
    }));
    const costs = sweep.points.map(({ totals }: (typeof sweep.points)[number]) => Number(totals['sse-kms'].expected) / 12);
    const scale = (heights[0]?.y ?? 0) / costs[0];
    for (const [index, { x, y }] of heights.entries()) {
      expect(y).toBeCloseTo(costs[index] * scale, 0);
      expect(x).toBeCloseTo((index / 11) * 100, 2);
    }
    const path = drawing.match(/<path class="line tone-first" d="M([^"]*)"/)?.[1]?.split('L') ?? [];
    expect(path.map((point) => Number(point.split(',')[0]) / 10)).toEqual(heights.map(({ x }) => expect.closeTo(x, 1)));
    expect(path.map((point) => 278 - Number(point.split(',')[1]))).toEqual(heights.map(({ y }) => expect.closeTo(y, 1)));
  });

  test('marks what the scenario has now, and the budget', () => {
    expect(drawing).toContain('>now 180</text>');
    expect(drawing).toContain('>budget $300.00 for each month</text>');
    expect(drawingOf(whatIfPage(ask(vary(`${LOOKBACK}=200..360:80`))), 'sweep')).not.toContain('>now');
  });

  test('of words, or of one value, is bars', () => {
    const words = drawingOf(whatIfPage(ask(vary(`${LOOKBACK}=30,all`))), 'sweep');
    expect(rowsOf(words).map(({ text }) => text.split(' ')[0])).toEqual(['30', 'all']);
    expect(rowsOf(drawingOf(whatIfPage(ask(vary(`${LOOKBACK}=30`))), 'sweep'))).toHaveLength(1);
  });

  test('of two numbers has a line for each value of the second, and names them all', () => {
    const two = drawingOf(whatIfPage(ask(vary('trails.org.accounts=100,150', `${LOOKBACK}=7,30,all`))), 'sweep');
    expect([...two.matchAll(/<text class="name"[^>]*>([^<]*)</g)].map(([, name]) => name)).toEqual([
      'lookbackDays 7',
      'lookbackDays 30',
      'lookbackDays all',
    ]);
  });

  test('of hundreds of points stays small', () => {
    const page = whatIfPage(ask(vary('readers.siem.readsPerMonth=1..700:1'), loadedOf(PLAIN)));
    expect(page.figures[0]?.table.rows).toHaveLength(61);
    expect(page.figures[0]?.table.rows.at(-1)?.[0]).toBe('640 more in CSV and JSON');
    const many = drawingOf(page, 'sweep');
    expect(many.match(/<path class="line tone-first" d="([^"]*)"/)?.[1]?.split('L')).toHaveLength(500);
    expect(many).not.toContain('<circle');
  });
});

test('a tornado has the costs of JSON, the largest first, and the rest in a row', () => {
  const result = ask({ sensitivity: true });
  const { effects, cost } = JSON.parse(whatIfJson(result)).sensitivity;
  const rows = rowsOf(drawingOf(whatIfPage(result), 'tornado'));
  expect(rows.slice(0, 12).map(({ text }) => text.match(/\$.*$/)?.[0])).toEqual(
    effects.slice(0, 12).map(({ low, high }: (typeof effects)[number]) => `${dollars(low.cost)} to ${dollars(high.cost)}`),
  );
  expect(rows[12]?.text).toBe(`${effects.length - 12} more smaller effects`);
  expect(whatIfPage(result).figures[0]?.note).toContain(dollars(cost));
});

test('break-even: the bar turns where the limit is, the line is today', () => {
  const breakEvens = [
    { path: 'trails.org.accounts', target: { ...limit(300), kind: 'budget' } },
    { path: 'trails.org.growthPercentPerMonth', target: { ...limit(300), kind: 'budget' } },
    { path: 'readers.siem.requesters', target: { ...limit(300), kind: 'budget' } },
  ] as const;
  const page = whatIfPage(ask({ breakEvens }));
  const [accounts, growth, ...others] = rowsOf(drawingOf(page, 'break-even'));
  expect(accounts).toMatchObject({ marks: [80], bars: [{ x: 0, width: 75.2 }, { width: 24.8 }] });
  expect(growth?.bars).toHaveLength(3);
  expect(others).toEqual([]);
  expect(page.stats.map(({ value }) => value)).toEqual(['94 at most', '-45.0671 to 0.370156', 'no effect']);
});

test('a simulation has the quantiles of JSON', () => {
  const result = ask({ simulation: { draws: 50, seed: 3 }, budget: limit(300) });
  const { totals } = JSON.parse(whatIfJson(result)).simulation;
  const page = whatIfPage(result);
  const rows = rowsOf(drawingOf(page, 'simulation'));
  const monthly = (value: string) => dollars(new Decimal(value).div(12));
  for (const [index, strategy] of ['sse-s3', 'sse-kms', 'sse-kms-bucket-key'].entries()) {
    const { p10, p50, p90, mean } = totals[strategy].period;
    expect(rows[index]?.text).toContain(`half below ${monthly(p50)} · mean ${monthly(mean)}`);
    expect(rows[index]?.text).toContain(`${monthly(p10)} to ${monthly(p90)}`);
  }
  const months = [...drawingOf(page, 'simulation-months').matchAll(/<title>([^<]*)</g)].map(([, title]) => title);
  expect(months).toEqual(
    totals['sse-kms'].months.map(
      ({ month, p10, p50, p90 }: Record<string, string>) =>
        `${month}: ${dollars(p10 ?? '')} to ${dollars(p90 ?? '')}, half below ${dollars(p50 ?? '')}`,
    ),
  );
});

test('advice has what remains of each saving as in JSON', () => {
  const result = ask({ advice: true });
  const { advice } = JSON.parse(whatIfJson(result));
  const rows = rowsOf(drawingOf(whatIfPage(result), 'advice'));
  expect(rows.map(({ text }) => text.match(/(\$[\d,.]+) \(\S+%\)$/)?.[1])).toEqual(
    advice.map(({ remains }: { remains: string }) => dollars(new Decimal(remains).div(12))),
  );
});

test('what has nothing to draw has no figure', () => {
  const empty = loadedOf({ readers: [{ name: 'siem', pattern: 'single', readsPerMonth: 0 }] });
  expect(idsOf(ask({ advice: true }, empty))).toEqual([]);
  expect(statsOf(ask({ advice: true }, empty))).toEqual(['Now: $1.00']);
  const nothing = { breakEvens: [{ path: 'freeRequestsLeft', target: { ...limit(3), kind: 'budget' as const } }] };
  expect(idsOf(ask(nothing, empty))).toEqual([]);
});

test('of many cases the others are a row', () => {
  const cases = Array.from({ length: 40 }, (_, index) => ({
    name: `case ${index}`,
    settings: [parseSetting(`readers.siem.readsPerMonth=${index}`, '--set')],
  }));
  const page = whatIfPage(ask({ cases, budget: limit(3) }, loadedOf(PLAIN)));
  expect(rowsOf(drawingOf(page, 'cases')).at(-1)?.text).toBe('25 more among the numbers');
  expect(rowsOf(drawingOf(page, 'budget-0')).at(-1)?.text).toBe('26 more among the numbers');
  expect(page.figures[0]?.table.rows).toHaveLength(41);
});

test('names that are markup stay text', () => {
  const name = '<img src=x onerror=alert(1)>';
  const loaded = loadedOf({ ...PLAIN, name: '</script><b>', readers: [{ ...PLAIN.readers[0], name }] });
  const cases = [{ name: '</h2><svg onload=alert(1)>', settings: [parseSetting(`readers.0.readsPerMonth=5`, '--set')] }];
  const page = whatIfPage(ask({ cases, ...vary('readers.0.readsPerMonth=1,2'), budget: limit(3) }, loaded));
  expect(page.figures.map(({ id }) => id)).toEqual(['cases', 'changes-0', 'budget-0', 'sweep']);
  expect(markupOf(page)).not.toMatch(/<img|<svg onload|<\/?script|<b>(?!trailcost)/);
  expect(markupOf(page)).toContain('&lt;img src=x onerror=alert(1)&gt;: KMS requests');
});
