import { describe, expect, test } from 'vitest';
import { Decimal } from '../../../src/base/decimal.js';
import { KMS_STRATEGIES, STRATEGIES } from '../../../src/model/strategies.js';
import { rangeEffects, sensitivityOf } from '../../../src/planning/sensitivity.js';
import { blocksOf } from '../../../src/report/layout/html/page.js';
import { estimatePage } from '../../../src/report/planner/page.js';
import { changeText } from '../../../src/report/planner/stats.js';
import { book, estimateOf, likelyEstimate, SAMPLES, sampleScenario } from '../../support.js';

const YAML = SAMPLES.filter((file) => file.endsWith('.yaml'));
const NAMES = new Map();

function pageOf(file: string) {
  const estimate = likelyEstimate(file);
  return { estimate, page: estimatePage({ estimate, effects: rangeEffects(estimate.scenario, book, 'sse-kms'), names: NAMES }) };
}

/** A number as a table has it, to its last place. */
function numberIn(text = ''): Decimal {
  return new Decimal(text.replaceAll(',', '').replace(/^[<>–]+/, '') || 0);
}

describe.each(YAML)('the page of %s', (file) => {
  const { estimate, page } = pageOf(file);
  const { months } = estimate.scenario.period;

  test('begins with what a month of each strategy costs', () => {
    for (const [index, strategy] of STRATEGIES.entries()) {
      const shown = numberIn(page.stats[index]?.value.replace(/^[^\d]*/, '').replace(/ a month$/, ''));
      expect(shown.toFixed()).toBe(
        estimate.totals[strategy].expected.div(months).toDecimalPlaces(shown.decimalPlaces(), Decimal.ROUND_HALF_UP).toFixed(),
      );
    }
  });

  test('has free and billable requests that add up to all', () => {
    const table = page.figures.find(({ id }) => id === 'requests')?.table;
    for (const [index, strategy] of KMS_STRATEGIES.entries()) {
      const [, billable, freeTier, own] = table?.rows[index] ?? [];
      const lines = estimate.lines.filter((line) => line.strategy === strategy && line.charge === 'kms-requests');
      const all = lines.reduce((sum, { quantity }) => sum.plus(quantity.expected), new Decimal(0)).div(months);
      const shown = [billable, freeTier, own].reduce((sum, cell) => sum.plus(numberIn(cell)), new Decimal(0));
      expect(shown.minus(all).abs().toNumber()).toBeLessThan(2);
    }
  });

  test('has each chart with its numbers, and no table twice', () => {
    const html = blocksOf(page)
      .map(({ content }) => content.text)
      .join('');
    for (const { id, title, table } of page.figures) {
      expect(html).toContain(`aria-labelledby="${id}-title" aria-describedby="${id}-description"`);
      expect(html.split(`aria-label="${table.title}"`)).toHaveLength(2);
      expect(title.length).toBeLessThan(70);
      for (const row of table.rows) expect(row).toHaveLength(table.header.length);
    }
    expect(html).not.toMatch(/ style=|<img|javascript:|NaN|undefined|Infinity/);
  });
});

describe('what numbers with a range do', () => {
  test.each(YAML)('in %s is what --sensitivity says, to nine digits', (file) => {
    const loaded = sampleScenario(file);
    const exact = sensitivityOf({ loaded, book }, 'sse-kms', []).effects.filter(({ basis }) => basis === 'range');
    const fast = rangeEffects(loaded.scenario, book, 'sse-kms');
    expect(fast.map(({ path }) => path)).toEqual(exact.map(({ path }) => path));
    const costs = (effects: typeof exact) =>
      effects.map(({ low, high }) => [low, high].map(({ cost }) => cost.toSignificantDigits(9).toFixed()));
    expect(costs(fast)).toEqual(costs(exact));
  });

  test('without a range is not drawn', () => {
    const estimate = estimateOf({ readers: [{ name: 'people', pattern: 'single', readsPerMonth: 10 }] });
    expect(rangeEffects(estimate.scenario, book, 'sse-kms')).toEqual([]);
    const { figures } = estimatePage({ estimate, effects: [], names: NAMES });
    expect(figures.map(({ id }) => id)).not.toContain('tornado');
  });
});

test('names that are markup are text on the page', () => {
  const name = '<img src=x onerror=alert(1)>';
  const estimate = estimateOf({ name, readers: [{ name: '</script><i>', pattern: 'single', readsPerMonth: 10 }] });
  const html = blocksOf(estimatePage({ estimate, effects: [], names: NAMES }))
    .map(({ content }) => content.text)
    .join('');
  expect(html).not.toMatch(/<img|<\/script|<i>/);
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
});

test('very many readers are twelve bars and one of all others', () => {
  const readers = Array.from({ length: 40 }, (_, index) => ({ name: `reader-${index}`, pattern: 'single', readsPerMonth: 1e6 + index }));
  const estimate = estimateOf({ readers });
  const [, figure] = estimatePage({ estimate, effects: [], names: NAMES }).figures;
  const html = figure?.drawing({}).text ?? '';
  expect(html.match(/class="row"/g)).toHaveLength(13);
  expect(html).toContain('29 more');
});

test.each([
  [{ readsPerMonth: 1e6 }, { readsPerMonth: 2e6 }, '$3.40 more than before (+77%)'],
  [{ readsPerMonth: 2e6 }, { readsPerMonth: 1e6 }, '$3.40 less than before (-44%)'],
  [{ readsPerMonth: 1e6 }, { readsPerMonth: 1e6 }, 'as before'],
])('a change of %j to %j is %s', (before, after, text) => {
  const of = (fields: object) => estimateOf({ readers: [{ name: 'people', pattern: 'single', ...fields }] });
  expect(changeText(of(after), of(before), 'sse-kms')).toBe(text);
});
