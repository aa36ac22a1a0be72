import { parse } from 'csv-parse/sync';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { Costing } from '../../../src/model/costing.js';
import { costingOf } from '../../../src/model/costing.js';
import { estimate } from '../../../src/model/estimate.js';
import { jsonReport, parseSavedEstimate } from '../../../src/model/saved/estimate.js';
import { diffOf } from '../../../src/planning/diff.js';
import { diffCsv } from '../../../src/report/diff/csv.js';
import { diffDocument } from '../../../src/report/diff/document.js';
import { diffJson } from '../../../src/report/diff/json.js';
import { diffMarkdown } from '../../../src/report/diff/markdown.js';
import { terminalText } from '../../../src/report/layout/terminal.js';
import { parseScenario } from '../../../src/scenario/load.js';
import { book, sampleText } from '../../support.js';

const OLD = sampleText('organization.yaml').replace(/\ncases:[\s\S]*$/, '\n');
const NEW = OLD.replace('lookbackDays: 180', 'lookbackDays: 90')
  .replace('region: us-east-1', 'region: eu-central-1')
  .replace('start: 2026-12', 'start: 2027-01')
  .replace('- name: analysts', '- name: incident-responders')
  .replace('accounts: 100', 'accounts: { low: 100, expected: 120, high: 150 }');

const estimateOf = (text: string) => estimate(parseScenario(text, 'scenario.yaml').scenario, book);
const costing = (text: string): Costing => costingOf(estimateOf(text));
const saved = (text: string) => parseSavedEstimate(jsonReport(estimateOf(text)), 'saved.json');

describe.each([
  ['scenarios', diffOf(costing(OLD), costing(NEW))],
  ['saved', diffOf(saved(OLD), saved(NEW))],
])('of two %s', (name, diff) => {
  const golden = (ending: string) => `../../golden/diff/${name}.${ending}`;

  test('table', async () => {
    const report = terminalText(diffDocument(diff, 'sse-kms'), { color: false });
    await expect(report).toMatchFileSnapshot(golden('txt'));
    expect(Math.max(...report.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(80);
  });

  test('markdown, within what a comment may hold', async () => {
    const report = diffMarkdown(diff, 'sse-kms-bucket-key');
    await expect(report).toMatchFileSnapshot(golden('md'));
    expect(report.length).toBeLessThan(65_536);
    expect(report.match(/<\/?details>/g)).toEqual(['<details>', '</details>']);
  });

  test('json', async () => {
    const report = diffJson(diff);
    await expect(report).toMatchFileSnapshot(golden('json'));
    expect(JSON.parse(report)).toMatchObject({ schemaVersion: 1, kind: 'diff', currency: 'USD' });
  });

  test('csv', async () => {
    const report = diffCsv(diff);
    await expect(report).toMatchFileSnapshot(golden('csv'));
    expect(parse(report, { columns: true }).length).toBeGreaterThan(20);
  });
});

test('a comment on a thousand readers fits too', () => {
  const many = (times: number) => ({
    version: 1,
    name: 'many',
    period: { start: '2026-12', months: 1 },
    bucket: { region: 'us-east-1' },
    encryption: { sseKmsSince: 'always' },
    readers: Array.from({ length: 1000 }, (_, index) => ({
      name: `reader ${index} ${'long '.repeat(12)}name`,
      pattern: 'single',
      readsPerMonth: 1000 * times + index,
    })),
  });
  const report = diffMarkdown(diffOf(costing(JSON.stringify(many(1))), costing(JSON.stringify(many(2)))), 'sse-kms');
  expect(report.length).toBeLessThan(65_536);
  expect(report).toContain('(970 smaller changes in JSON and CSV)');
});

test('names that are markup stay text', () => {
  const hostile = OLD.replace('name: siem', 'name: "</details><img src=x> | **b** [l](http://e)"').replace(
    'digests: true',
    'digests: false',
  );
  const report = diffMarkdown(diffOf(costing(OLD), costing(hostile)), 'sse-kms');
  expect(report).not.toMatch(/(?<!\\)<img|(?<!\\)\[l/);
  expect(report.match(/(?<!\\)<\/details\\?>/g)).toEqual(['</details>']);
});
