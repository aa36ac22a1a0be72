import { parse } from 'csv-parse/sync';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { jsonReport } from '../../../src/model/saved/estimate.js';
import { LINE_COLUMNS, lineRow } from '../../../src/model/saved/line-row.js';
import { csvReport } from '../../../src/report/estimate/csv.js';
import { documentOf } from '../../../src/report/estimate/document.js';
import { explainReport } from '../../../src/report/estimate/explain.js';
import { markdownReport, tableReport } from '../../../src/report/estimate/text.js';
import { forecastFocus } from '../../../src/report/focus/forecast.js';
import { terminalText } from '../../../src/report/layout/terminal.js';
import { book, likelyEstimate, SAMPLES } from '../../support.js';

const widest = (text: string) => Math.max(...text.split('\n').map((line) => stringWidth(line)));

describe.each(SAMPLES)('%s', (sample) => {
  const estimate = likelyEstimate(sample);
  const golden = (ending: string) => `../../golden/${sample.replace(/\.\w+$/, '')}.${ending}`;

  test('table', async () => {
    const report = tableReport(estimate, { color: false });
    await expect(report).toMatchFileSnapshot(golden('txt'));
    expect(widest(report)).toBeLessThanOrEqual(80);
  });

  test('in short', async () => {
    const report = terminalText(documentOf(estimate), { color: false, isFull: false });
    await expect(report).toMatchFileSnapshot(golden('short.txt'));
    expect(widest(report)).toBeLessThanOrEqual(80);
    expect(report.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  });

  test.each([60, 80, 120])('on a terminal of %i columns', (columns) => {
    expect(widest(terminalText(documentOf(estimate), { color: false, columns }))).toBeLessThanOrEqual(columns);
  });

  test('colour changes nothing but colour', () => {
    const escapes = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
    const colored = tableReport(estimate, { color: true });
    expect(colored).toMatch(escapes);
    expect(colored.replace(escapes, '')).toBe(tableReport(estimate, { color: false }));
  });

  test('json', () => {
    const report = jsonReport(estimate);
    const parsed = JSON.parse(report) as Record<string, unknown>;
    expect(Object.keys(parsed)).toEqual(
      'schemaVersion kind scenario period region currency prices lines totals comparison likely unitCosts assumptions warnings'.split(' '),
    );
    for (const line of parsed['lines'] as { charge: string }[]) {
      expect(Object.keys(line)).toEqual([...LINE_COLUMNS, ...(line.charge === 'kms-requests' ? ['operations'] : [])]);
    }
    expect(report).not.toMatch(/"-?[\d.]+e[+-]?\d+"/i);
  });

  test('csv', async () => {
    const report = csvReport(estimate);
    await expect(report).toMatchFileSnapshot(golden('csv'));
    expect(report.split('\r\n').length).toBe(estimate.lines.length + 2);
    const { likely } = estimate;
    const rows = estimate.lines.map((line) => {
      const month = likely?.totals[line.strategy].months.find((each) => each.month === line.month);
      return { ...lineRow(line, estimate), month_total_p10: month?.p10.toFixed(), month_total_p90: month?.p90.toFixed() };
    });
    expect(parse(report, { columns: true })).toEqual(rows);
  });

  test('focus', async () => {
    const options = { strategy: 'sse-kms', generatedAt: '2026-11-02T08:00:00Z', billingAccount: '999988887777' } as const;
    await expect(forecastFocus(estimate, { ...options, regions: book.regions })).toMatchFileSnapshot(golden('focus.csv'));
  });

  test('markdown', async () => {
    await expect(markdownReport(estimate)).toMatchFileSnapshot(golden('md'));
  });

  test('explanation of the last month', async () => {
    const last = estimate.totals['sse-s3'].months.at(-1)?.month ?? '';
    const report = explainReport(estimate, [last, 'sse-kms-bucket-key'], { isFull: true, isDebug: true });
    await expect(report).toMatchFileSnapshot(golden('explain.txt'));
    expect(widest(report)).toBeLessThanOrEqual(80);
  });
});

test('a whole report as JSON', async () => {
  await expect(jsonReport(likelyEstimate('small-account.yaml'))).toMatchFileSnapshot('../../golden/small-account.json');
});
