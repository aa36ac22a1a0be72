import { describe, expect, test } from 'vitest';
import { sum } from '../../../src/base/decimal.js';
import type { Estimate } from '../../../src/model/estimate.js';
import { STRATEGIES } from '../../../src/model/strategies.js';
import { xlsxReport } from '../../../src/report/estimate/xlsx/workbook.js';
import { estimateOf, SAMPLES, sampleEstimate } from '../../support.js';
import { calculator, type ReadSheet, readWorkbook } from '../read-workbook.js';

const SHEETS = ['summary', 'lines', 'months', 'readers', 'prices', 'assumptions'];

const read = async (estimate: Estimate) => readWorkbook(await xlsxReport(estimate));
const sheetOf = (workbook: Map<string, ReadSheet>, name: string) => workbook.get(name) as ReadSheet;
const isNear = (one: number, other: number) => Math.abs(one - other) <= 1e-9 * Math.max(1e-3, Math.abs(one), Math.abs(other));
const rowNamed = ({ cells }: ReadSheet, name: string) =>
  [...cells].find(([address, { value }]) => address.startsWith('A') && value === name)?.[0].slice(1) ?? 'none';

describe.each(SAMPLES)('%s', async (sample) => {
  const estimate = sampleEstimate(sample);
  const workbook = await read(estimate);
  const { lines, totals, comparison } = estimate;

  test('has its sheets, with headers that stay in sight and widths', () => {
    expect([...workbook.keys()]).toEqual(SHEETS);
    for (const [name, { frozenRows, widths, cells, print }] of workbook) {
      expect(frozenRows).toBe(1);
      expect(print).toEqual({ fitToWidth: '1', fitToHeight: '0', orientation: 'landscape', titles: `'${name}'!$1:$1` });
      const header = [...cells.keys()].filter((address) => /^[A-Z]1$/.test(address));
      expect(widths.length).toBe(header.length);
    }
  });

  test('has formulas whose values stand beside them', () => {
    const calculated = calculator(workbook);
    let formulas = 0;
    for (const [name, { cells }] of workbook) {
      for (const { formula, value, kind } of cells.values()) {
        if (formula === undefined) continue;
        formulas += 1;
        expect(kind).toBe('number');
        expect(isNear(calculated(name, formula), Number(value)), `${name}: ${formula}`).toBe(true);
      }
    }
    expect(formulas).toBeGreaterThan(20);
  });

  test('adds up to the estimate', () => {
    const summary = sheetOf(workbook, 'summary');
    const months = sheetOf(workbook, 'months');
    const readers = sheetOf(workbook, 'readers');
    for (const [index, strategy] of STRATEGIES.entries()) {
      const own = sum(lines.flatMap((line) => (line.strategy === strategy ? [line.cost.expected] : []))).toNumber();
      const at = (sheet: ReadSheet, letter: string, name: string) => Number(sheet.cells.get(`${letter}${rowNamed(sheet, name)}`)?.value);
      expect(isNear(at(summary, 'BCD'[index] ?? '', 'total'), own)).toBe(true);
      expect(isNear(at(summary, 'BCD'[index] ?? '', 'total, high'), totals[strategy].high.toNumber())).toBe(true);
      expect(isNear(at(months, 'CFI'[index] ?? '', 'total'), own)).toBe(true);
      expect(isNear(at(readers, 'EFG'[index] ?? '', 'total'), own)).toBe(true);
    }
    const more = Number(summary.cells.get(`C${rowNamed(summary, 'more than sse-s3')}`)?.value);
    expect(isNear(more, comparison['sse-kms'].period.expected.toNumber())).toBe(true);
  });

  test('has filter buttons over its tables, their totals left out', () => {
    const filters = [...workbook].map(([name, { filter }]) => [name, filter]);
    const { months } = estimate.scenario.period;
    expect(filters[0]).toEqual(['summary', undefined]);
    expect(filters[1]).toEqual(['lines', `A1:T${lines.length + 1}`]);
    expect(filters[2]).toEqual(['months', expect.stringMatching(`^A1:[A-Z]${months + 1}$`)]);
  });

  test('shows money with two decimals and keeps all of them', () => {
    const cost = sheetOf(workbook, 'lines').cells;
    for (const [index, line] of lines.entries()) {
      expect(cost.get(`P${index + 2}`)).toMatchObject({ value: line.cost.expected.toNumber(), format: '#,##0.00' });
    }
  });

  test('draws bars for months and readers on the summary', () => {
    const { cells } = sheetOf(workbook, 'summary');
    const bars = [...cells].filter(([address, { value }]) => address.startsWith('C') && /^█+$/.test(String(value)));
    expect(bars.length).toBeGreaterThan(1);
    expect(Math.max(...bars.map(([, { value }]) => String(value).length))).toBe(36);
  });

  test('names the prices and what it rests on', () => {
    const { cells } = sheetOf(workbook, 'prices');
    for (const [index, price] of estimate.prices.entries()) {
      expect([cells.get(`A${index + 2}`)?.value, cells.get(`C${index + 2}`)?.value]).toEqual([price.metric, price.price.toNumber()]);
    }
    const texts = [...sheetOf(workbook, 'assumptions').cells.values()].map(({ value }) => value);
    for (const text of [...estimate.assumptions, ...estimate.warnings.map(({ message }) => message)]) expect(texts).toContain(text);
  });
});

describe('names that are made to harm', async () => {
  const names = [
    '=1+1',
    '=HYPERLINK("http://x","y")',
    '@SUM(A1)',
    '+1',
    '-2+3',
    '>5',
    '*',
    'si?m',
    'SIEM',
    'siem',
    '<b>&amp;"</b>',
    '日本語',
  ];
  const readers = names.map((name, index) => ({ name, pattern: 'single', readsPerMonth: 1000 * (index + 1) }));
  const workbook = await read(estimateOf({ name: '=danger', readers }));

  test('are texts, never formulas', () => {
    const texts = [...workbook.values()].flatMap(({ cells }) => [...cells.values()].filter(({ kind }) => kind === 'text'));
    for (const name of ['=danger', ...names]) expect(texts.map(({ value }) => value)).toContain(name);
    for (const { formula } of texts) expect(formula).toBe(undefined);
    const formulas = [...workbook.values()].flatMap(({ cells }) => [...cells.values()].flatMap(({ formula }) => formula ?? []));
    for (const formula of formulas) expect(formula).toMatch(/^(SUM\(|SUMIFS\(|SUMPRODUCT\(|\$?[A-Z]\$?\d+[-/])/);
  });

  test('are told apart by the formulas, whatever signs they hold', () => {
    const sheet = sheetOf(workbook, 'readers');
    const calculated = calculator(workbook);
    for (const { name, readsPerMonth } of readers) {
      const { formula = '' } = sheet.cells.get(`C${rowNamed(sheet, name)}`) ?? {};
      expect(calculated('readers', formula)).toBe(readsPerMonth);
    }
  });
});
