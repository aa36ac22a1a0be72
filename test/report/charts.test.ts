import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/base/decimal.js';
import type { Estimate } from '../../src/model/estimate.js';
import { withLikely } from '../../src/planning/likely.js';
import { parseVariation } from '../../src/planning/sweep.js';
import { type Questions, whatIf } from '../../src/planning/what-if.js';
import { measurementChart } from '../../src/report/count/chart.js';
import { CHARGE_INKS } from '../../src/report/estimate/chart/charges.js';
import { estimateChart } from '../../src/report/estimate/chart/chart.js';
import { MOST_LINES, strokeOf } from '../../src/report/layout/strokes.js';
import { fitted, textWidth } from '../../src/report/layout/text-width.js';
import { sweepChart } from '../../src/report/what-if/sweep-chart.js';
import { tornadoChart } from '../../src/report/what-if/tornado-chart.js';
import { scenarios } from '../arbitraries.mjs';
import { count } from '../logs/built.js';
import { runs } from '../runs.js';
import { book, estimateOf, loadedOf, NO_QUESTIONS, sampleEstimate } from '../support.js';
import { contrastToWhite, misplaced, textBoxes } from './boxes.js';

const budget = (amount: number) => ({ amount: new Decimal(amount), on: 'likely', strategy: 'sse-kms' }) as const;

const LONG = 'W'.repeat(60);
const HOSTILE = '"<script>&amp;]]>\' שלום 日志 🔑 {{x}}';

/** 36 months, many readers with the longest names, amounts of 12 digits. */
const wide = (name: string, readers = 15) => ({
  name,
  period: { start: '2026-12', months: 36 },
  currency: { code: 'IDR', rate: 1e6, rateDate: '2026-11-01' },
  trails: [{ name: 'org', logFilesPerMonth: { low: 1e7, expected: 2e7, high: 5e7 }, archiveMonths: 0 }],
  recording: { paidCopies: 2, insightsTrails: 1, dataEventCopies: 1, guardDuty: true, consumers: [] },
  readers: Array.from({ length: readers }, (_, index) => ({
    name: `${name.slice(0, 55)}-${index}`,
    pattern: 'every-file',
    times: { low: 0.5, expected: 1 + index, high: 40 },
  })),
});

const shown = (given: object): Estimate => withLikely(estimateOf(given), book);

function answer(given: object, asked: Partial<Questions>) {
  return whatIf(loadedOf(given), book, { ...NO_QUESTIONS, ...asked });
}

function sweep(given: object, variations: string[], limit?: number): string {
  const questions = { variations: variations.map(parseVariation), budget: limit === undefined ? undefined : budget(limit) };
  const result = answer(given, questions);
  return sweepChart(result, result.sweep ?? { variations: [], points: [] });
}

function tornado(given: object): string {
  const result = answer(given, { sensitivity: true });
  if (result.sensitivity === undefined) throw new Error('no sensitivity');
  return tornadoChart(result, result.sensitivity);
}

const measurement = await count([fileURLToPath(new URL('../../samples/trail', import.meta.url))]);
const [reader] = measurement.readers;
if (reader === undefined) throw new Error('the sample has readers');
const crowd = (name: string) => ({
  ...measurement,
  readers: Array.from({ length: 30 }, (_, index) => ({ ...reader, name: `${name}${index}`, requests: 123_456_789_012 * (index + 1) })),
});

const QUIET = {
  readers: [{ name: 'soc', pattern: 'single', readsPerMonth: 0 }],
  trails: [{ name: 'org', logFilesPerMonth: 1000, archiveMonths: 0 }],
};
const PATH = `readers.${LONG.slice(0, 55)}-0.times`;

const CHARTS: Record<string, () => string> = {
  organization: () => estimateChart(withLikely(sampleEstimate('organization.yaml'), book), budget(300)),
  'organization, exact': () => estimateChart(sampleEstimate('organization.yaml'), undefined),
  'a far budget': () => estimateChart(sampleEstimate('organization.yaml'), budget(123_456_789_012)),
  wide: () => estimateChart(shown(wide(LONG)), budget(123_456_789_012)),
  'wide, hostile': () => estimateChart(estimateOf(wide(HOSTILE)), budget(5e12)),
  'no cost but the key, one month': () => estimateChart(shown(QUIET), budget(1)),
  'sweep of wide': () => sweep(wide(LONG, 1), [`${PATH}=1..401:50`], 123_456_789_012),
  'sweep of two of wide': () => sweep(wide(LONG, 1), [`${PATH}=1,999.123`, 'trails.org.logFilesPerMonth=1..9:1'], 1),
  'sweep of words': () => sweep(wide(LONG, 1), ['encryption.sseKmsSince=always,2027-01-01,2027-02-01,2027-03-01']),
  'sweep of one value': () => sweep(QUIET, ['keys.number=1']),
  'tornado of wide': () => tornado(wide(LONG, 2)),
  'tornado of hostile': () => tornado(wide(HOSTILE, 2)),
  count: () => measurementChart(measurement),
  'count of a crowd': () => measurementChart(crowd(LONG)),
  'count of hostile': () => measurementChart(crowd(HOSTILE)),
  'count of reads': () => measurementChart({ ...measurement, kmsRequests: { ...measurement.kmsRequests, billable: null } }),
  'count of nothing': () => measurementChart({ ...measurement, readers: [], cost: undefined }),
};

const DRAWN = Object.entries(CHARTS).map(([name, draw]) => [name, draw()] as const);

describe.each(DRAWN)('%s', (_, svg) => {
  test('no word reaches over the edge or lies on another', () => {
    expect(textBoxes(svg).length).toBeGreaterThan(2);
    expect(misplaced(svg)).toEqual([]);
  });

  test('is named and described, and nothing in it is more than a picture', () => {
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="(\w+)-title \1-description"/);
    expect(svg).toMatch(/<title id="(\w+)-title">[^<]+<\/title>\n<desc id="\1-description">[^<]+<\/desc>/);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(svg).not.toMatch(/<(script|image|foreignObject|style)|href|url\(/);
    expect(svg).not.toMatch(/&(?!amp;|lt;|gt;|quot;)/);
  });

  test('each word has 4.5 times the contrast of white', () => {
    for (const { ink } of textBoxes(svg)) expect(contrastToWhite(ink)).toBeGreaterThanOrEqual(4.5);
  });
});

test('a picture of any scenario keeps its words inside and off each other', () => {
  fc.assert(
    fc.property(scenarios, fc.integer({ min: 0, max: 5000 }), (given, amount) => {
      expect(misplaced(estimateChart(estimateOf(given), budget(amount)))).toEqual([]);
    }),
    runs(60),
  );
});

test('lines differ without their colours, and bars have three times the contrast of white', () => {
  const strokes = Array.from({ length: MOST_LINES }, (_, index) => strokeOf(index));
  expect(new Set(strokes.map(({ dashes }) => dashes)).size).toBe(MOST_LINES);
  expect(new Set(strokes.map(({ shape, isHollow }) => `${shape} ${isHollow}`)).size).toBe(MOST_LINES);
  for (const { ink } of strokes) expect(contrastToWhite(ink)).toBeGreaterThanOrEqual(4.5);
  for (const ink of Object.values(CHARGE_INKS)) expect(contrastToWhite(ink)).toBeGreaterThanOrEqual(3);
});

test('golden pictures', async () => {
  const drawn = new Map(DRAWN);
  await expect(drawn.get('organization')).toMatchFileSnapshot('../golden/organization.svg');
  await expect(drawn.get('count')).toMatchFileSnapshot('../golden/measurement.svg');
});

test.each([
  ['readers.siem.times', 500, 'start', 'readers.siem.times'],
  ['readers.siem.times', 60, 'start', 'readers…'],
  ['readers.siem.times', 60, 'end', '….times'],
  ['readers', 3, 'start', ''],
] as const)('%s in %d pixels keeps its %s', (text, room, keeps, short) => {
  expect(fitted(text, room, { size: 12 }, keeps)).toBe(short);
  expect(textWidth(short, { size: 12 })).toBeLessThanOrEqual(room);
});

/** Has each picture parsed and laid out in a font; says what a browser finds over an edge, or cannot read. */
function foundBy(browser: string, font: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'trailcost-charts-'));
  const page = join(folder, 'page.html');
  const code = `
    const found = [];
    for (const [name, svg] of ${JSON.stringify(DRAWN).replaceAll('<', '\\u003c')}) {
      const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
      if (parsed.querySelector('parsererror')) { found.push(name + ': not XML'); continue; }
      const picture = document.body.appendChild(document.importNode(parsed.documentElement, true));
      picture.setAttribute('font-family', ${JSON.stringify(font)});
      const { width, height } = picture.viewBox.baseVal;
      for (const text of picture.querySelectorAll('text')) {
        const box = text.getBBox();
        if (box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height) found.push(name + ': ' + text.textContent);
      }
    }
    document.body.textContent = 'found ' + JSON.stringify(found) + ' in ' + ${DRAWN.length};`;
  writeFileSync(page, `<!doctype html><meta charset="utf-8"><body><script>${code}</script></body>`);
  const options = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', `--user-data-dir=${folder}`];
  const { stdout } = spawnSync(browser, [...options, '--dump-dom', `file://${page}`], { encoding: 'utf8', timeout: 60_000 });
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  return /<body>(.*?)<\/body>/s.exec(stdout ?? '')?.[1]?.trim() ?? `no answer of ${browser}`;
}

const BROWSER = ['chromium', 'chromium-browser', 'google-chrome'].find((name) => spawnSync(name, ['--version']).status === 0);

test.for(['DejaVu Sans', 'Arial'])(
  'a browser reads each picture and finds nothing over its edge in %s',
  { timeout: 90_000 },
  (font, context) => {
    if (BROWSER === undefined) return context.skip('no Chromium on the PATH');
    expect(foundBy(BROWSER, font)).toBe(`found [] in ${DRAWN.length}`);
  },
);
