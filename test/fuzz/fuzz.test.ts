import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { Court } from './court.mjs';
import { assertAmounts, assertInert, assertInertCsv, assertSums, plainReport } from './oracles.mjs';

const FOUND = new URL('found/', import.meta.url);
const court = new Court();
afterAll(() => court.close());

test.each(readdirSync(FOUND))('what was found once is borne: %s', async (name) => {
  const { target, input } = JSON.parse(readFileSync(new URL(name, FOUND), 'utf8')) as { target: string; input: unknown };
  await expect(court.judge(target, input)).resolves.toBeTypeOf('string');
});

describe('an input is a fault', () => {
  const endless = new Court(new URL('endless-worker.mjs', import.meta.url), 0.5);
  afterAll(() => endless.close());

  test('where it never ends, and the next one is judged all the same', async () => {
    await expect(endless.judge('loops', '')).rejects.toThrow('takes more than 0.5 seconds');
    await expect(endless.judge('throws', '')).rejects.toThrow('ends the thread: thrown outside of any judge');
  });

  test('where a report commands a terminal, or hides something', () => {
    for (const text of ['\u001b[31mred', 'a\u0000', '\u202Eb', 'a\u200B']) expect(() => assertInert(text, 'it')).toThrow('it holds');
    expect(() => assertInert('plain\r\n\ttext, 名前', 'it')).not.toThrow();
  });

  test('where a spreadsheet would compute something', () => {
    for (const cell of ['=1+1', '+1', '@SUM(A1)', "-cmd|'/C calc'!A0"])
      expect(() => assertInertCsv(`a,${cell}\n`, 'it')).toThrow('a formula');
    expect(() => assertInertCsv("a,-1.5,'=1\n", 'it')).not.toThrow();
  });

  test('where a number is not written out, is negative or is none', () => {
    for (const text of ['{"a":1e21}', '{"a":-1}']) expect(() => plainReport(text)).toThrow('a is no plain number');
    for (const amount of ['NaN', '1e-7', '-1', '']) expect(() => assertAmounts({ cost: amount }, ['cost'])).toThrow('cost is no amount');
  });

  test('where lines do not add up, or low is above high', () => {
    const amounts = {
      quantity_low: '0',
      quantity: '1',
      quantity_high: '2',
      free_tier_quantity: '0',
      billable_quantity: '1',
      unit_price: '1',
    };
    const line = { ...amounts, strategy: 'sse-kms', cost_low: '0', cost: '1', cost_high: '2' };
    const totals = { 'sse-kms': { low: '0', expected: '1', high: '2' } };
    expect(() => assertSums({ lines: [line], totals })).not.toThrow();
    expect(() => assertSums({ lines: [line, line], totals })).toThrow('do not add up');
    expect(() => assertSums({ lines: [{ ...line, cost_low: '3' }], totals })).toThrow('low ≤ expected ≤ high');
  });
});
