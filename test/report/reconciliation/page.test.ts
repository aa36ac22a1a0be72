import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal, sum, ZERO } from '../../../src/base/decimal.js';
import { BillTally } from '../../../src/bill/summary.js';
import type { Cause } from '../../../src/reconciliation/causes.js';
import type { ReadReconciliation } from '../../../src/reconciliation/result.js';
import { withNamesOfAccounts } from '../../../src/report/layout/account-names.js';
import type { Figure } from '../../../src/report/layout/html/figure.js';
import { pageHtml } from '../../../src/report/layout/html/page.js';
import { isPriced } from '../../../src/report/reconciliation/answer.js';
import { type Bridge, bridgeOf } from '../../../src/report/reconciliation/page/bridge.js';
import { reconciliationPage } from '../../../src/report/reconciliation/page/page.js';
import { bills, expectations, keyLists } from '../../reconciliation/arbitraries.js';
import { chargeRow, compared, expectation, expected, row, STRANGER, wholeRow } from '../../reconciliation/made.js';
import { runs } from '../../runs.js';

function read(...[of, rows, options]: Parameters<typeof compared>): ReadReconciliation {
  const tally = new BillTally();
  for (const each of rows) tally.addRow(each);
  return { ...compared(of, rows, options), bill: tally.summary(), openMonths: [] };
}

const asset = { text: '', hash: 'sha256-' };
const htmlOf = (result: ReadReconciliation) =>
  pageHtml(withNamesOfAccounts(reconciliationPage(result), new Map()), {
    title: '',
    assets: { style: asset, start: asset, script: { ...asset, packed: '' } },
  });
const figureOf = (result: ReadReconciliation, id: string): Figure | undefined =>
  reconciliationPage(result).figures.find((figure) => figure.id === id);
const drawn = (figure: Figure | undefined) => figure?.drawing({}).text ?? '';
const count = (text: string, part: RegExp) => text.match(part)?.length ?? 0;

/** Where each stretch of a bridge leads, by its own steps. */
function reached({ start, stretches }: Bridge): string[] {
  let level = start.value;
  return stretches.map(({ steps }) => {
    level = level.plus(sum(steps.map(({ cost }) => cost)));
    return level.toFixed();
  });
}

describe('the bridge', () => {
  test('of any bill leads from what was expected to usage and to what is billed, to the last digit', () => {
    fc.assert(
      fc.property(expectations, bills, keyLists, (of, rows, keys) => {
        const result = read(of, rows, { keys });
        fc.pre(result.months.length > 0);
        const { cost, causes } = result.whole;
        const bridge = bridgeOf(result);
        const steps = bridge.stretches.flatMap((stretch) => stretch.steps);
        expect(bridge.start.value.toFixed()).toBe(cost.expected.expected.toFixed());
        expect(reached(bridge)).toEqual(bridge.stretches.map(({ end }) => end.value.toFixed()));
        expect(bridge.stretches[0]?.end.value.toFixed()).toBe(cost.use.toFixed());
        expect(bridge.stretches.at(-1)?.end.value.toFixed()).toBe(cost.billed.toFixed());
        const all = sum(causes.map((cause) => cause.cost ?? ZERO)).toFixed();
        expect(sum(steps.map((step) => step.cost)).toFixed()).toBe(all);
        expect(all).toBe(cost.billed.minus(cost.expected.expected).toFixed());
        const figure = figureOf(result, 'bridge');
        expect(figure === undefined).toBe(!isPriced(result) || steps.length === 0);
        if (figure === undefined) return;
        expect(count(drawn(figure), /class="row/g)).toBe(steps.length + bridge.stretches.length + 1);
        expect(figure.table.rows.filter(([name = '']) => name.includes('smaller cause'))).toHaveLength(
          steps.filter(({ isRest }) => isRest === true).length,
        );
      }),
      runs(200),
    );
  });

  const difference = read(expectation([expected({ requests: 1_000_000 })]), [
    row({ quantity: 3_000_000 }),
    wholeRow('tax', '1.71'),
    wholeRow('credit', '-2'),
  ]);

  test('has a step for each cause in the order of the report, with its amount, its sign and how certain it is', () => {
    const text = drawn(figureOf(difference, 'bridge'));
    const rows = [...text.matchAll(/<span class="name">(.*?)(?:<small>(.*?)<\/small>)?<\/span><span class="value">(.*?)<\/span>/g)];
    expect(rows.map(([, name, certainty, value]) => [name, certainty, value])).toEqual([
      ['Estimated', undefined, '$3.00'],
      ['Decrypts of other objects or readers', 'possible', '+$6.00'],
      ['Billed for usage', undefined, '$9.00'],
      ['credit, AWS KMS', 'on the bill', '-$2.00'],
      ['tax, AWS KMS', 'on the bill', '+$1.71'],
      ['Billed', undefined, '$8.71'],
    ]);
    expect(rows.length).toBe(count(text, /class="row/g));
  });

  test('has bars that float from where the last one ended, upwards and downwards', () => {
    const bars = [...drawn(figureOf(difference, 'bridge')).matchAll(/<rect class="(.*?)" x="(.*?)%" width="(.*?)%"/g)];
    const of = (amount: number) => String(Number(((amount / 9) * 100).toFixed(2)));
    expect(bars.map(([, ink, x, width]) => [ink, x, width])).toEqual([
      ['ink-second', of(0), of(3)],
      ['ink-more', of(3), of(6)],
      ['ink-second', of(0), of(9)],
      ['ink-less', of(7), of(2)],
      ['ink-more', of(7), of(1.71)],
      ['ink-second', of(0), of(8.71)],
    ]);
  });

  test('has the same numbers in its table, which the document does not have a second time', () => {
    const page = reconciliationPage(difference);
    const table = figureOf(difference, 'bridge')?.table;
    expect(table?.rows.map((cells) => [cells[0], cells.at(-1)])).toEqual([
      ['Estimated', '3.00'],
      ['Decrypts of other objects or readers', '+6.00'],
      ['credit, AWS KMS', '-2.00'],
      ['tax, AWS KMS', '+1.71'],
      ['for usage', '+6.00'],
      ['billed − expected', '+5.71'],
      ['Billed for usage', '9.00'],
      ['Billed', '8.71'],
    ]);
    expect(page.document.tables.map(({ title }) => title)).toContain(table?.title);
    expect(count(htmlOf(difference), /<caption[^>]*>Why the bill differs/g)).toBe(1);
  });

  test('does not start at zero where the steps would be too thin beside the sums, and says so', () => {
    const close = read(expectation([expected({ requests: 1_000_000 })]), [row({ quantity: 1_010_000 })]);
    const figure = figureOf(close, 'bridge');
    expect(figure?.note).toContain('does not start at zero');
    expect([...drawn(figure).matchAll(/<rect class="(.*?)" x="(.*?)%" width="(.*?)%"/g)].map(([, ...bar]) => bar)).toEqual([
      ['ink-more', '0', '100'],
    ]);
    expect(figureOf(difference, 'bridge')?.note).not.toContain('zero');
  });

  test('has many small causes as one step', () => {
    const [first] = difference.whole.causes;
    const causes = Array.from(
      { length: 60 },
      (_, index): Cause => ({
        ...(first ?? expect.unreachable()),
        code: 'failed-requests',
        cost: new Decimal(60 - index),
      }),
    );
    const { whole } = difference;
    const billed = whole.cost.expected.expected.plus(sum(causes.flatMap(({ cost }) => cost ?? [])));
    const many = { ...difference, whole: { ...whole, causes, cost: { ...whole.cost, use: billed, billed } } };
    const bridge = bridgeOf(many);
    expect(bridge.stretches.flatMap(({ steps }) => steps)).toHaveLength(9);
    expect(reached(bridge)).toEqual([billed.toFixed()]);
    expect(drawn(figureOf(many, 'bridge'))).toContain('52 smaller causes');
    expect(figureOf(many, 'bridge')?.table.rows).toContainEqual(['52 smaller causes', expect.any(String), '', '+1,378.00']);
  });

  test('is not there where nothing differs', () => {
    const same = read(expectation([expected({ requests: 1_000_000 })]), [row({ quantity: 1_000_000 })]);
    expect(reconciliationPage(same).figures).toEqual([]);
    expect(reconciliationPage(same).stats.map(({ value }) => value)).toEqual(['$3.00', '$3.00', 'none']);
  });
});

describe('the figures at the top', () => {
  const statsOf = (result: ReadReconciliation) => reconciliationPage(result).stats.map(({ name, value, notes }) => [name, value, ...notes]);
  const estimate = expectation([expected({ requests: 1_000_000 })]);

  test.each<[string, Parameters<typeof compared>[1], string[]]>([
    ['nothing certain', [row({ quantity: 3_000_000 })], ['Explained', 'none of it', '+$6.00 has no certain cause']],
    [
      'all on the bill',
      [row({ quantity: 1_000_000 }), row({ operation: 'Encrypt', quantity: 1_000_000 })],
      ['Explained', 'all of it', 'the bill and the logs show why'],
    ],
    [
      'a part',
      [row({ quantity: 2_000_000 }), row({ operation: 'Encrypt', quantity: 1_000_000 })],
      ['Explained', '50%', '+$3.00 has a known cause', '+$3.00 has no certain cause'],
    ],
    [
      'against each other',
      [row({ quantity: 3_000_000 }), wholeRow('discount', '-1')],
      ['Known causes', '-$1.00', 'as the bill or the logs show', '+$6.00 has no certain cause'],
    ],
  ])('say how much is explained: %s', (_, rows, last) => {
    expect(statsOf(read(estimate, rows)).at(-1)).toEqual(last);
  });

  test('say by how much the bill differs, with sign and percent, and where it is in the range', () => {
    const entry = expected({ requests: 1_000_000 });
    const cost = { low: new Decimal(2), expected: new Decimal(3), high: new Decimal(4) };
    expect(statsOf(read(expectation([{ ...entry, cost }]), [row({ quantity: 500_000 }), wholeRow('tax', '0.5')])).slice(0, 3)).toEqual([
      ['Estimated', '$3.00', '2026-11', '$2.00 to $4.00'],
      ['Billed for usage', '$1.50', '$2.00 with tax, credits and the like'],
      ['Difference', '-$1.50 (-50%)', 'below the range of the estimate'],
    ]);
  });

  test('are of requests where no price is known', () => {
    const unpriced = expected({ requests: 1000, unitPrice: undefined, listUnitPrice: undefined });
    const result = read(expectation([unpriced]), [row({ quantity: 1500 })]);
    expect(statsOf(result)).toEqual([
      ['Decrypt requests estimated', '1,000', '2026-11'],
      ['Decrypt requests billed', '1,500', 'no price is known'],
      ['Difference', '+500 (+50%)'],
    ]);
    expect(reconciliationPage(result).figures).toEqual([]);
  });
});

describe('months and charges', () => {
  const MONTHS = ['2026-10', '2026-11', '2026-12'];
  const several = read(
    expectation(
      MONTHS.map((month) => expected({ month, requests: 1_000_000 })),
      { months: MONTHS },
    ),
    MONTHS.map((month, index) => row({ month, quantity: 1_000_000 * (index + 1) })),
  );

  test('several months are columns beside what was expected', () => {
    const figure = figureOf(several, 'months');
    const titles = [...drawn(figure).matchAll(/<title>(.*?)<\/title>/g)].map(([, title]) => title);
    expect(titles).toEqual([
      '2026-10: billed $3.00, estimated $3.00',
      '2026-11: billed $6.00, estimated $3.00',
      '2026-12: billed $9.00, estimated $3.00',
    ]);
    const heights = [...drawn(figure).matchAll(/<rect class="ink-main".*? height="(.*?)"/g)].map(([, height]) => Number(height));
    expect(heights.map((height) => (height / (heights[0] ?? 0)).toFixed(2))).toEqual(['1.00', '2.00', '3.00']);
    expect(figure?.table.rows.map((cells) => cells.slice(0, 3))).toEqual([
      ['2026-10', '3.00', '3.00'],
      ['2026-11', '3.00', '6.00'],
      ['2026-12', '3.00', '9.00'],
    ]);
    expect(figure?.note).toContain('the line is what was estimated');
  });

  test('one month and one charge have no chart of their own', () => {
    expect(reconciliationPage(read(expectation([expected({ requests: 1 })]), [row({ quantity: 9 })])).figures.map(({ id }) => id)).toEqual([
      'bridge',
    ]);
  });

  test('a month with a negative sum is said to have no column', () => {
    const rows = [row({ month: '2026-10', quantity: 1000 }), row({ quantity: 1000 }), wholeRow('credit', '-7')];
    const credit = read(
      expectation(
        MONTHS.slice(0, 2).map((month) => expected({ month, requests: 1000 })),
        { months: MONTHS.slice(0, 2) },
      ),
      rows,
    );
    expect(figureOf(credit, 'months')?.note).toContain('negative');
    expect(figureOf(several, 'months')?.note).not.toContain('negative');
  });

  test('several charges are bars with a line at what was expected', () => {
    const keys = expected({ charge: 'kms-keys', requests: 1, unitPrice: new Decimal(1), listUnitPrice: new Decimal(1) });
    const result = read(expectation([expected({ requests: 1_000_000 }), keys]), [
      row({ quantity: 2_000_000 }),
      chargeRow('kms-keys', 4, 1),
    ]);
    const text = drawn(figureOf(result, 'charges'));
    const x = (amount: number) => `${Number(((amount / 6) * 100).toFixed(2))}%`;
    expect([...text.matchAll(/<rect class="ink-main" x="0%" width="(.*?)"/g)].map(([, width]) => width)).toEqual([x(6), x(4)]);
    expect([...text.matchAll(/<line class="mark" x1="(.*?)"/g)].map(([, mark]) => mark)).toEqual([x(3), x(1)]);
    expect(figureOf(result, 'charges')?.table.rows.map((cells) => [cells[0], cells[1], cells[4]])).toEqual([
      ['KMS requests', '3.00', '6.00'],
      ['KMS keys', '1.00', '4.00'],
    ]);
  });
});

test('the page of any bill has nothing that is no number, no style of its own and no id twice', () => {
  fc.assert(
    fc.property(expectations, bills, keyLists, (of, rows, keys) => {
      const result = read(of, rows, { keys });
      fc.pre(result.months.length > 0);
      const html = htmlOf(result);
      expect(html).not.toMatch(/NaN|undefined|Infinity| style=|"-[\d.]+" height|height="-|width="-/);
      const ids = [...html.matchAll(/ id="(.*?)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(reconciliationPage(result).stats.length).toBeLessThanOrEqual(4);
    }),
    runs(100),
  );
});

test('names from anywhere stay text', () => {
  const hostile = '<img src=x onerror=alert(1)></script>';
  const result = read(expectation([expected({ requests: 10 })], { name: hostile }), [
    row({ quantity: 999, operation: hostile, account: hostile, region: 'us-east-1' }),
    row({ quantity: 999, account: STRANGER, resourceId: hostile }),
  ]);
  const html = htmlOf({ ...result, bill: { ...result.bill, holes: [{ file: hostile, reason: hostile }] } });
  expect(html).toContain('&lt;img src=x');
  expect(html).not.toContain('<img');
  // The page's own: the packed one, and the one that starts it.
  expect(html.match(/<\/script>/g)).toHaveLength(2);
});
