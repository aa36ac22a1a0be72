import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Block, fitted, linesOf } from '../../../src/report/layout/blocks.js';
import type { Document } from '../../../src/report/layout/document.js';
import { terminalText } from '../../../src/report/layout/terminal.js';

const rows = (count: number, name = 'row') => Array.from({ length: count }, (_, index) => `${name} ${index + 1}`);
const block = (items: string[], foot = ''): Block => ({ head: 'Head', items, foot });
const textOf = (blocks: Block[], most: number) => fitted(blocks, most).join('\n\n');

describe('what does not fit is left out and counted', () => {
  test('the longest block gives first', () => {
    expect(fitted([block(rows(3)), block(rows(9))], 11)).toEqual([
      'Head\nrow 1\nrow 2\nrow 3',
      'Head\nrow 1\nrow 2\nrow 3\nrow 4\n  … and 5 more',
    ]);
  });

  test('a line is not left out for the line that counts it', () => {
    expect(fitted([block(rows(5))], 5)).toEqual(['Head\nrow 1\nrow 2\nrow 3\n  … and 2 more']);
  });

  test('the first rows give last', () => {
    expect(fitted([block(rows(6)), block(rows(4))], 12)).toEqual([`Head\n${rows(6).join('\n')}`, 'Head\nrow 1\nrow 2\n  … and 2 more']);
  });

  test('rows under a sum give last', () => {
    expect(fitted([block(rows(9), 'total'), block(rows(4))], 16)).toEqual([
      `Head\n${rows(9).join('\n')}\ntotal`,
      'Head\nrow 1\nrow 2\n  … and 2 more',
    ]);
    expect(fitted([block(rows(9), 'total')], 6)).toEqual(['Head\nrow 1\nrow 2\nrow 3\n  … and 6 more\ntotal']);
  });

  test('two of each are kept as long as that is enough, then one; of the first block one is kept, however few lines there are', () => {
    expect(textOf([block(rows(9)), block(rows(2))], 8)).toBe('Head\nrow 1\nrow 2\n  … and 7 more\n\nHead\nrow 1\nrow 2');
    expect(textOf([block(rows(9)), block(rows(3))], 7)).toBe('Head\nrow 1\n  … and 8 more\n\nHead\nrow 1\n  … and 2 more');
    expect(textOf([block(rows(9)), block(rows(3))], 1)).toBe('Head\nrow 1\n  … and 8 more\n\nHead\n  … and 3 more');
  });

  test('a point of several lines gives way to one line that counts it', () => {
    expect(fitted([block(rows(1)), block(['one', 'two\nlines\nhere'])], 7)).toEqual(['Head\nrow 1', 'Head\none\n  … and 1 more']);
  });

  test('the rows that count for most stay, in their order', () => {
    expect(fitted([{ ...block(rows(5), 'total'), weights: [2, 0.5, 30, 0, 7] }], 6)).toEqual([
      'Head\nrow 1\nrow 3\nrow 5\n  … and 2 more\ntotal',
    ]);
  });

  test('rows that are something else go first, and by their names', () => {
    const asides = new Map([
      [0, '(keys)'],
      [4, 'CloudTrail'],
    ]);
    const readers = { ...block(rows(5)), rest: { noun: 'reader', asides } };
    expect(fitted([readers], 5)).toEqual(['Head\nrow 2\nrow 3\nrow 4\n  … and (keys), CloudTrail']);
    expect(fitted([readers], 4)).toEqual(['Head\nrow 2\nrow 3\n  … and 1 more reader, (keys), CloudTrail']);
    expect(fitted([readers], 3)).toEqual(['Head\nrow 2\n  … and 2 more readers, (keys), CloudTrail']);
  });

  test('spare lines go when nothing else can, uncounted', () => {
    const spare: Block = { head: '', items: ['by month', 'unit prices\nof two lines'], foot: '', isSpare: true };
    expect(fitted([block(rows(3)), spare], 7)).toEqual(['Head\nrow 1\n  … and 2 more', 'by month\nunit prices\nof two lines']);
    expect(fitted([block(rows(3)), spare], 5)).toEqual(['Head\nrow 1\n  … and 2 more', 'by month']);
    expect(fitted([block(rows(3)), spare], 3)).toEqual(['Head\nrow 1\n  … and 2 more']);
  });

  test('what fits is left as it is; what does not is as long as it may be, or has two of each', () => {
    const blocks = fc.array(
      fc.record({
        head: fc.constant('Head'),
        items: fc.array(fc.constantFrom('one line', 'two\nlines')),
        foot: fc.constantFrom('', 'total'),
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(blocks, fc.integer({ min: 1, max: 60 }), (given, most) => {
        const whole = given.map(({ head, items, foot }) => [head, ...items, foot].filter((line) => line !== '').join('\n')).join('\n\n');
        const text = textOf(given, most);
        if (linesOf(whole) <= most) expect(text).toBe(whole);
        const kept = text.split('\n\n').map((part) => part.split('\n').filter((line) => /^(one line|two)$/.test(line)).length);
        expect(linesOf(text) <= most || kept.every((count, index) => count <= Math.max(1, given[index]?.items.length === 2 ? 2 : 1))).toBe(
          true,
        );
        const left = [...text.matchAll(/ … and (\d+) more/g)].reduce((sum, [, count]) => sum + Number(count), 0);
        expect(left + kept.reduce((sum, count) => sum + count, 0)).toBe(given.reduce((sum, { items }) => sum + items.length, 0));
      }),
    );
  });
});

describe('a terminal', () => {
  const report: Document = {
    headline: 'The answer.',
    lead: undefined,
    caption: 'Scenario',
    tables: [
      {
        title: 'Readers',
        header: ['', 'account', 'cost', 'range'],
        leftColumns: 2,
        rows: rows(30, 'reader').map((row) => [row, '111122223333', '2.00', '1.00 to 3.00']),
        spareColumns: [3, 1],
      },
      { title: 'Months, USD', header: ['', 'cost'], leftColumns: 1, rows: [['2026-12', '1']], detail: true, inShort: 'By month ▁▂▃' },
      { title: 'Accounts', header: ['', 'cost'], leftColumns: 1, rows: [['1', '2']], detail: true },
    ],
    lists: [
      { title: 'Assumptions', items: ['none'], detail: true },
      { title: 'Nothing', items: [], detail: true },
    ],
  };

  test('a short report leaves details out, says which, and has a line in place of one', () => {
    const text = terminalText(report, { color: false, isFull: false });
    expect(text).toContain('\n\nBy month ▁▂▃\n\n--full adds: months · accounts · assumptions\n');
    expect(text).not.toMatch(/2026-12|Accounts\n|none/);
    expect(text.trimEnd().split('\n')).toHaveLength(40);
  });

  test('a report that is longer than the terminal ends with its answer, within the same lines', () => {
    const text = terminalText(report, { color: false, isFull: false, columns: 80, rows: 24 });
    expect(text).toMatch(/\n\nThe answer\.\n$/);
    expect(text.trimEnd().split('\n')).toHaveLength(40);
    expect(terminalText(report, { color: false, isFull: false, columns: 80, rows: 50 })).not.toMatch(/The answer\.\n$/);
  });

  test('only the first sentence of an answer is repeated', () => {
    const text = terminalText(
      { ...report, headline: 'It costs $2.50. More of it.' },
      { color: false, isFull: false, columns: 80, rows: 24 },
    );
    expect(text).toMatch(/^It costs \$2\.50\. More of it\.\n[\s\S]*\n\nIt costs \$2\.50\.\n$/);
  });

  test.each([
    [80, '           account       cost         range'],
    [43, '           account       cost         range'],
    [20, '           account       cost'],
  ])('of %i columns has the columns that fit', (columns, header) => {
    expect(terminalText({ ...report, tables: report.tables.slice(0, 1) }, { color: false, columns }).split('\n')).toContain(header);
  });
});
