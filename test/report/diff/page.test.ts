import { describe, expect, test } from 'vitest';
import { Decimal } from '../../../src/base/decimal.js';
import { type Costing, costingOf } from '../../../src/model/costing.js';
import { estimate } from '../../../src/model/estimate.js';
import { jsonReport, parseSavedEstimate } from '../../../src/model/saved/estimate.js';
import { type Diff, diffOf } from '../../../src/planning/diff.js';
import { increaseVerdict } from '../../../src/planning/increase.js';
import { diffDocument } from '../../../src/report/diff/document.js';
import type { JudgedIncrease } from '../../../src/report/diff/increase.js';
import { diffJson } from '../../../src/report/diff/json.js';
import { diffPage } from '../../../src/report/diff/page.js';
import { parseScenario } from '../../../src/scenario/load.js';
import { book, estimateOf, sampleText } from '../../support.js';
import { drawingOf, markupOf, rowsOf } from '../page-text.js';

const OLD = sampleText('organization.yaml').replace(/\ncases:[\s\S]*$/, '\n');
const NEW = OLD.replace('lookbackDays: 180', 'lookbackDays: 90')
  .replace('- name: analysts', '- name: incident-responders')
  .replace('accounts: 100', 'accounts: { low: 100, expected: 120, high: 150 }');

const estimateIn = (text: string) => estimate(parseScenario(text, 'scenario.yaml').scenario, book);
const costing = (text: string): Costing => costingOf(estimateIn(text));
const saved = (text: string) => parseSavedEstimate(jsonReport(estimateIn(text)), 'saved.json');
const readers = (...names: string[]) =>
  costingOf(estimateOf({ readers: names.map((name, index) => ({ name, pattern: 'single', readsPerMonth: 1_000_000 * (index + 1) })) }));

const judged = (diff: Diff, percent: number): JudgedIncrease => {
  const limit = { value: new Decimal(percent), unit: 'percent', strategy: 'sse-kms' } as const;
  return { limit, verdict: increaseVerdict(diff, limit) };
};
const dollars = (value: string | Decimal) => `$${new Decimal(value).toFixed(2)}`;
const idsOf = (diff: Diff) => diffPage(diff, 'sse-kms').figures.map(({ id }) => id);

describe.each([
  ['scenarios', diffOf(costing(OLD), costing(NEW))],
  ['saved estimates', diffOf(saved(OLD), saved(NEW))],
])('of two %s', (kind, diff) => {
  const page = diffPage(diff, 'sse-kms');
  const json = JSON.parse(diffJson(diff));

  test('each table is there once, and what the fields were is a table', () => {
    expect(page.figures.map(({ id }) => id)).toEqual(['strategies', 'charges', 'readers', 'months']);
    expect(page.document.headline).toBe(diffDocument(diff, 'sse-kms').headline);
    expect(page.document.tables.map(({ title }) => title)).toEqual(kind === 'scenarios' ? ['Fields of the scenario'] : []);
    expect(page.document.lists.some(({ title }) => title === 'Fields of the scenario')).toBe(kind !== 'scenarios');
    expect(markupOf(page)).not.toMatch(/\sstyle=|https?:|NaN|Infinity|undefined/);
  });

  test('before and after as in JSON, a line where it was', () => {
    const rows = rowsOf(drawingOf(page, 'strategies'));
    const totals = ['sse-s3', 'sse-kms', 'sse-kms-bucket-key'].map((strategy) =>
      json.byStrategy.find((each: { strategy: string }) => each.strategy === strategy),
    );
    const monthly = totals.map(({ before, after }) => [before, after].map((side) => new Decimal(side.expected).div(12)));
    const most = Decimal.max(...monthly.flat());
    expect(rows.map(({ text }) => text.match(/\$[\d.]+ → \$[\d.]+/)?.[0])).toEqual(
      monthly.map(([was = '', is = '']) => `${dollars(was)} → ${dollars(is)}`),
    );
    expect(rows.map(({ marks, bars }) => [marks[0], bars[0]?.width])).toEqual(
      monthly.map((sides) => sides.map((side) => Number(side.div(most).times(100).toFixed(2)))),
    );
  });

  test.each(['charges', 'readers'])('the changes of %s add up to the difference', (id) => {
    const rows = rowsOf(drawingOf(page, id));
    const changes = rows.map(({ text }) =>
      Number(
        text
          .match(/([+-])\$([\d.]+)(?: \(\S+\))?$/)
          ?.slice(1)
          .join(''),
      ),
    );
    expect(changes.reduce((all, each) => all + each, 0)).toBeCloseTo(-27.28, 1);
    expect(changes.map(Math.abs)).toEqual(changes.map(Math.abs).toSorted((a, b) => b - a));
    expect(rows.every(({ bars: [bar], marks: [zero] }, index) => ((changes[index] ?? 0) < 0 ? bar?.x !== zero : bar?.x === zero))).toBe(
      true,
    );
  });

  test('the months as in JSON', () => {
    const titles = [...drawingOf(page, 'months').matchAll(/<title>([^<]*)</g)].map(([, title]) => title);
    const months = json.byMonth.filter(({ strategy }: { strategy: string }) => strategy === 'sse-kms');
    expect(titles).toEqual(
      ['before', 'after'].flatMap((side) =>
        months.map(
          (each: Record<string, { expected: string }> & { month: string }) => `${each.month}: ${dollars(each[side]?.expected ?? '')}`,
        ),
      ),
    );
  });
});

test('the stats: old, new, the difference, and whether the limit is kept', () => {
  const diff = diffOf(costing(OLD), costing(NEW));
  const statsOf = (percent: number) => diffPage(diff, 'sse-kms', judged(diff, percent)).stats.map(({ name, value }) => `${name}: ${value}`);
  expect(statsOf(10)).toEqual(['Before: $257.65', 'After: $230.37', 'Difference: -$27.28', 'Limit: 10% more: exceeded']);
  expect(statsOf(50).at(-1)).toBe('Limit: 50% more: kept');
  expect(diffPage(diff, 'sse-kms').stats[2]?.notes).toContain('-11% of the old cost');
});

test('of two that are the same only the strategies are drawn', () => {
  expect(idsOf(diffOf(costing(OLD), costing(OLD)))).toEqual(['strategies']);
  expect(diffPage(diffOf(costing(OLD), costing(OLD)), 'sse-kms').stats[2]?.value).toBe('no change');
});

test('of many changes the others are one bar', () => {
  const names = Array.from({ length: 60 }, (_, index) => `reader ${index}`);
  const page = diffPage(diffOf(readers('one'), readers(...names)), 'sse-kms');
  const rows = rowsOf(drawingOf(page, 'readers'));
  expect(rows).toHaveLength(13);
  expect(rows.at(-1)?.text).toMatch(/^49 more \+\$/);
  expect(page.figures.find(({ id }) => id === 'readers')?.table.rows).toHaveLength(30);
});

test('names that are markup stay text', () => {
  const page = diffPage(diffOf(readers('one'), readers('one', '<img src=x onerror=alert(1)></script>')), 'sse-kms');
  expect(markupOf(page)).not.toMatch(/<img|<\/script/);
  expect(drawingOf(page, 'readers')).toContain('&lt;img src=x onerror=alert(1)&gt;');
});
