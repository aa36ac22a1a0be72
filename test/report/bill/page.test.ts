import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal, sum } from '../../../src/base/decimal.js';
import type { ReadAnswer } from '../../../src/billed/completeness.js';
import { billPage } from '../../../src/report/bill/page/page.js';
import { type AccountNames, withNamesOfAccounts } from '../../../src/report/layout/account-names.js';
import type { Figure } from '../../../src/report/layout/html/figure.js';
import { pageHtml } from '../../../src/report/layout/html/page.js';
import { answer } from '../../billed/made.js';
import { bills, keyLists } from '../../reconciliation/arbitraries.js';
import { AUDIT, chargeRow, row, SIEM, STRANGER, wholeRow } from '../../reconciliation/made.js';
import { runs } from '../../runs.js';

const asset = { text: '', hash: 'sha256-' };
const htmlOf = (of: ReadAnswer, names: AccountNames = new Map()) =>
  pageHtml(withNamesOfAccounts(billPage(of, names), names), {
    title: '',
    assets: { style: asset, start: asset, script: { ...asset, packed: '' } },
  });
const figureOf = (of: ReadAnswer, id: string): Figure | undefined => billPage(of).figures.find((figure) => figure.id === id);
const drawn = (figure: Figure | undefined) => figure?.drawing({}).text ?? '';
const idsOf = (of: ReadAnswer) => billPage(of).figures.map(({ id }) => id);
const statsOf = (of: ReadAnswer) => billPage(of).stats.map(({ name, value, notes }) => [name, value, ...notes]);

/** The rows of a drawing: name, note, value, and the widths of its bars in percent. */
function rowsOf(figure: Figure | undefined) {
  return drawn(figure)
    .split('<div class="row')
    .slice(1)
    .map((text) => {
      const [, name, note, value] = /"name">(.*?)(?:<small>(.*?)<\/small>)?<\/span><span class="value">(.*?)</.exec(text) ?? [];
      return { name, note, value, widths: [...text.matchAll(/ width="([\d.]+)%" y/g)].map(([, width]) => Number(width)) };
    });
}

const READS = [
  row({ quantity: 2_000_000, account: SIEM }),
  row({ quantity: 1_000_000, account: AUDIT }),
  row({ quantity: 20_000, kind: 'free-tier', account: AUDIT }),
  row({ quantity: 1_000_000, operation: 'Encrypt', account: STRANGER }),
];

describe('the figures at the top', () => {
  test('say what reads can cost at most, all requests, what else is billed, and the months', () => {
    expect(statsOf(answer([...READS, chargeRow('kms-keys', 2, 1), chargeRow('cloudtrail-copies', 1000, 0.004)]))).toEqual([
      ['Reads of CloudTrail logs', 'at most $9.00', 'at most 3,020,000 of 4,020,000 KMS requests'],
      ['All KMS requests', '$12.00', '4,020,000 requests', '20,000 of them free (free tier)'],
      ['Keys and events', '$6.00', 'CloudTrail paid copies $4.00, KMS keys $2.00', 'for all use on the bill, not only of logs'],
      ['Period', '1 month', '2026-11'],
    ]);
  });

  test('say what is not over, and what a month costs at most on average', () => {
    const of = answer([row({ month: '2026-10', quantity: 1_000_000 }), row({ quantity: 3_000_000 })]);
    expect(statsOf({ ...of, openMonths: ['2026-11'], monthsMissing: ['2026-09'] })).toEqual([
      ['Reads of CloudTrail logs', 'at most $12.00', 'at most 4,000,000 of 4,000,000 KMS requests', 'at most $6.00 in an average month'],
      ['All KMS requests', '$12.00', '4,000,000 requests'],
      ['Period', '2 months', '2026-10 to 2026-11', '2026-11 is not over', 'nothing in 2026-09'],
    ]);
  });

  const unreadable = row({ usageType: '', metric: undefined, isUnread: true, operation: '', quantity: 1, cost: 7 });
  test.each<[string, ReadAnswer, string[]]>([
    [
      'money that cannot be split',
      answer([...READS, unreadable]),
      ['not known', '$7.00 of AWS KMS cannot be split', 'at most $9.00 of the rest'],
    ],
    ['nothing but such money', answer([unreadable]), ['not known', '$7.00 of AWS KMS cannot be split']],
    ['no KMS request', answer([chargeRow('cloudtrail-copies', 1, 1)]), ['none on this bill']],
    [
      'rows without a quantity',
      answer([row({ cost: 5, hasNoQuantity: true })]),
      ['at most $5.00', 'the bill does not say how many requests'],
    ],
    [
      'a key that is not on the bill',
      answer([row({ quantity: 1_000_000, resourceId: 'other' })], { keys: ['ours'] }),
      ['at most $0.00', 'at most 0 of 1,000,000 KMS requests', 'no Decrypt names a key given with --key'],
    ],
    [
      'a part of the bill that was not read',
      { ...answer(READS), bill: { ...answer(READS).bill, holes: [{ file: 'a.csv', reason: 'is missing' }] } },
      ['at most $9.00', 'at most 3,020,000 of 4,020,000 KMS requests', 'not the whole bill was read'],
    ],
  ])('do not say more than the bill: %s', (_, of, first) => {
    expect(statsOf(of)[0]?.slice(1)).toEqual(first);
  });

  test('of a bucket come first', () => {
    const gets = row({
      service: 's3',
      metric: 's3-get',
      usageType: 'Requests-Tier2',
      operation: 'GetObject',
      resourceId: 'logs',
      quantity: 1e6,
    });
    const stats = billPage(answer([...READS, gets], { bucket: 'logs' })).stats;
    expect(stats[0]).toEqual({
      name: 'GETs as Decrypts',
      value: 'at most $3.00',
      notes: ['1,000,000 GETs, before the free tier', 'bucket logs'],
      isMain: true,
    });
    expect(stats.filter(({ isMain }) => isMain === true)).toHaveLength(1);
  });
});

describe('charts', () => {
  test('one month is bars by charge, several are columns whose parts add up to what is billed', () => {
    expect(rowsOf(figureOf(answer([...READS, chargeRow('kms-keys', 6, 1)]), 'charges'))).toEqual([
      { name: 'KMS requests', note: undefined, value: '$12.00 (67%)', widths: [100] },
      { name: 'KMS keys', note: undefined, value: '$6.00 (33%)', widths: [50] },
    ]);
    const months = answer([row({ month: '2026-10', quantity: 1_000_000 }), row({ quantity: 2_000_000 }), chargeRow('kms-keys', 3, 1)]);
    const figure = figureOf(months, 'months');
    const [columns = ''] = drawn(figure).split('<ul');
    const heights = [...columns.matchAll(/<rect class="(ink-.*?)".*? height="(.*?)"/g)].map(([, ink, height]) => [ink, Number(height)]);
    const [, unit] = heights[0] ?? [];
    expect(heights.map(([ink, height]) => [ink, (Number(height) / Number(unit)).toFixed(2)])).toEqual([
      ['ink-kms-requests', '1.00'],
      ['ink-kms-requests', '2.00'],
      ['ink-kms-keys', '1.00'],
    ]);
    expect(figure?.table.rows).toEqual([
      ['2026-10', '3.00', '–', '3.00'],
      ['2026-11', '6.00', '3.00', '9.00'],
      ['all', '9.00', '3.00', '12.00'],
    ]);
  });

  test('negative amounts have no column, and that is said', () => {
    const of = answer([row({ month: '2026-10', quantity: 1_000_000 }), row({ quantity: -1_000_000 })]);
    expect(figureOf(of, 'months')?.note).toContain('Negative');
    expect(figureOf(of, 'months')?.table.rows.at(1)).toEqual(['2026-11', '-3.00', '-3.00']);
  });

  test('who pays is an upper limit in words, most expensive first', () => {
    const figure = figureOf(answer(READS), 'payers');
    expect(`${figure?.title} ${figure?.note}`).toMatch(/at most.*upper limits/);
    expect(rowsOf(figure)).toEqual([
      { name: SIEM, note: '2,000,000 requests', value: '$6.00 (67%)', widths: [100] },
      { name: AUDIT, note: '1,020,000 requests, 20,000 of them free', value: '$3.00 (33%)', widths: [50] },
    ]);
    expect(figure?.table.rows.map((cells) => cells.slice(0, 4))).toEqual([
      [SIEM, '2,000,000', '–', '6.00'],
      [AUDIT, '1,020,000', '20,000', '3.00'],
      ['all', '3,020,000', '20,000', '9.00'],
    ]);
  });

  test('requests are paid and free', () => {
    expect(rowsOf(figureOf(answer(READS), 'operations'))).toEqual([
      { name: 'Decrypt', note: '20,000 of them free', value: '3,020,000', widths: [99.34, 0.66] },
      { name: 'Encrypt', note: undefined, value: '1,000,000', widths: [33.11] },
    ]);
  });

  test('where all is free, bars are of requests', () => {
    const free = (account: string, quantity: number) => row({ kind: 'free-tier', account, quantity });
    expect(rowsOf(figureOf(answer([free(SIEM, 900), free(AUDIT, 300)]), 'payers'))).toEqual([
      { name: SIEM, note: undefined, value: '900 requests, 900 of them free', widths: [100] },
      { name: AUDIT, note: undefined, value: '300 requests, 300 of them free', widths: [33.33] },
    ]);
  });

  test('are of what there are several of: keys, else Regions', () => {
    expect(idsOf(answer([row({ quantity: 1000, resourceId: 'one' })]))).toEqual([]);
    expect(idsOf(answer([row({ quantity: 1000 }), row({ quantity: 1000, region: 'eu-west-1' })]))).toEqual(['regions']);
    expect(
      idsOf(answer([row({ quantity: 1000, resourceId: 'one' }), row({ quantity: 1000, resourceId: 'two', region: 'eu-west-1' })])),
    ).toEqual(['keys']);
    expect(idsOf(answer([row({ cost: 5, hasNoQuantity: true }), row({ cost: 5, hasNoQuantity: true, operation: '' })]))).toEqual([]);
  });

  test('have twelve bars and one of the others; the table has a hundred', () => {
    const accounts = Array.from({ length: 150 }, (_, index) => String(100_000_000_000 + index));
    const of = answer(
      accounts.map((account) => row({ account, quantity: 1_000_000, resourceId: `key-${account}`, operation: `Op${account}` })),
    );
    const decrypts = answer(accounts.map((account) => row({ account, quantity: 1_000_000, resourceId: `key-${account}` })));
    expect(rowsOf(figureOf(decrypts, 'payers')).at(-1)).toMatchObject({ name: '138 more', value: '$414.00 (92%)' });
    for (const figure of [figureOf(decrypts, 'payers'), figureOf(decrypts, 'keys'), figureOf(of, 'operations')]) {
      expect(rowsOf(figure)).toHaveLength(13);
      expect(figure?.table.rows).toHaveLength(102);
    }
    const titles = billPage(decrypts).document.tables.map(({ title }) => title);
    expect(titles.filter((title) => title.startsWith('KMS requests by key'))).toEqual(['KMS requests by key']);
  });
});

test('charts of any bill add up to its figures', () => {
  fc.assert(
    fc.property(bills, keyLists, (rows, keys) => {
      const of = answer(rows, { keys });
      fc.pre(of.months.length > 0);
      const { figures, stats } = billPage(of);
      const columns = figures.find(({ id }) => id === 'months' || id === 'charges');
      const all = sum([of.requests, ...of.charges, ...of.unreadable].map(({ cost }) => cost));
      const shown = new Decimal((columns?.table.rows.at(-1)?.at(-1) ?? '0').replace(/,/g, '').replace(/^-?<.*|–/, '0'));
      if (columns !== undefined && all.abs().lt(1e8)) expect(shown.minus(all).abs().toNumber()).toBeLessThanOrEqual(0.51);
      for (const figure of figures) expect(rowsOf(figure).length).toBeLessThanOrEqual(13);
      expect(stats.length).toBeLessThanOrEqual(4);
      const html = htmlOf(of);
      expect(html).not.toMatch(/NaN|undefined|Infinity| style=|height="-|width="-/);
      const ids = [...html.matchAll(/ id="(.*?)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }),
    runs(100),
  );
});

test('names from anywhere stay text, and accounts have theirs', () => {
  const hostile = '<img src=x onerror=alert(1)></script>';
  const rows = [SIEM, AUDIT].map((account, index) =>
    row({ account, quantity: 1000, operation: `${hostile}${index}`, resourceId: `${hostile}${index}`, region: `${hostile}${index}` }),
  );
  const reads = [SIEM, AUDIT].map((account) => row({ account, quantity: 1000 }));
  const html = htmlOf(answer([...rows, ...reads, wholeRow('tax', 1)]), new Map([[SIEM, { name: hostile, tags: {} }]]));
  expect(html).toContain(`&lt;img src=x onerror=alert(1)&gt;&lt;/script&gt; (${SIEM})`);
  expect(html).not.toContain('<img');
  // The page's own: the packed one, and the one that starts it.
  expect(html.match(/<\/script>/g)).toHaveLength(2);
});
