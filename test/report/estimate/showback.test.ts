import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { Decimal, sum } from '../../../src/base/decimal.js';
import { directoryOf } from '../../../src/model/directory.js';
import { crossShares, SHARED_BY, sharesOf } from '../../../src/model/shares.js';
import { STRATEGIES, type Strategy } from '../../../src/model/strategies.js';
import { csvReport } from '../../../src/report/estimate/csv.js';
import { type SHOWBACK_COLUMNS, showbackDocument, showbackJson, showbackTable } from '../../../src/report/estimate/showback.js';
import { showbackData } from '../../../src/report/estimate/showback-workbook.js';
import { csvTable } from '../../../src/report/layout/csv.js';
import { terminalText } from '../../../src/report/layout/terminal.js';
import { documentWorkbook } from '../../../src/report/layout/workbook/document-workbook.js';
import { scenarios } from '../../arbitraries.mjs';
import { runs } from '../../runs.js';
import { estimateOf, sampleEstimate } from '../../support.js';
import { calculator, readWorkbook } from '../read-workbook.js';

test('the parts add up to the total to the last digit, however it is shared out', () => {
  fc.assert(
    fc.property(scenarios, fc.constantFrom(...SHARED_BY), (given, by) => {
      const estimate = estimateOf(given);
      const shares = sharesOf(estimate.lines, by);
      for (const strategy of STRATEGIES) {
        expect(sum(shares.map(({ costs }) => costs[strategy])).toFixed()).toBe(estimate.totals[strategy].expected.toFixed());
      }
      expect(new Set(shares.map(({ name }) => name)).size).toBe(shares.length);
    }),
    runs(60),
  );
});

test('the columns of the wide CSV add up to the totals and the difference to the last digit', () => {
  fc.assert(
    fc.property(scenarios, fc.constantFrom(...SHARED_BY), (given, by) => {
      const estimate = estimateOf(given);
      const { totals, comparison } = estimate;
      const rows = parse(csvTable(showbackTable(estimate, [by])), { columns: true }) as Record<string, string>[];
      const added = (column: (typeof SHOWBACK_COLUMNS)[number]) => sum(rows.map((row) => new Decimal(row[column] ?? 'none'))).toFixed();
      expect(added('sse_s3')).toBe(totals['sse-s3'].expected.toFixed());
      expect(added('sse_kms')).toBe(totals['sse-kms'].expected.toFixed());
      expect(added('sse_kms_bucket_key')).toBe(totals['sse-kms-bucket-key'].expected.toFixed());
      expect(added('sse_kms_low')).toBe(totals['sse-kms'].low.toFixed());
      expect(added('sse_kms_high')).toBe(totals['sse-kms'].high.toFixed());
      expect(added('sse_kms_adds')).toBe(comparison['sse-kms'].period.expected.toFixed());
    }),
    runs(60),
  );
});

/** Accounts of the made scenarios, two of them on one cost centre, one without a name. */
const ACCOUNTS = [
  { id: '111122223333', name: 'log archive', costCentre: '4100', tags: { team: 'security' } },
  { id: '444455556666', name: 'soc', costCentre: '4100', tags: { team: 'soc', env: 'prod' } },
  { id: '555566667777', tags: { team: 'soc' } },
];
const DIMENSIONS = [...SHARED_BY, 'cost_centre', 'tag:team'] as const;

test('any two dimensions add up to the total and to each of the two alone, to the last digit', () => {
  fc.assert(
    fc.property(scenarios, fc.constantFrom(...DIMENSIONS), fc.constantFrom(...DIMENSIONS), (given, one, other) => {
      fc.pre(one !== other);
      const { lines, totals } = estimateOf(given);
      const directory = directoryOf(ACCOUNTS);
      const shares = crossShares(lines, [one, other], directory);
      for (const strategy of STRATEGIES)
        expect(sum(shares.map(({ costs }) => costs[strategy])).toFixed()).toBe(totals[strategy].expected.toFixed());
      for (const which of ['low', 'expected', 'high'] as const)
        expect(sum(shares.map(({ range }) => range[which])).toFixed()).toBe(totals['sse-kms'][which].toFixed());
      for (const { names, costs } of crossShares(lines, [one], directory)) {
        const own = shares.filter((share) => share.names[0] === names[0]);
        expect(sum(own.map((share) => share.costs['sse-kms'])).toFixed()).toBe(costs['sse-kms'].toFixed());
      }
      expect(new Set(shares.map(({ names }) => JSON.stringify(names))).size).toBe(shares.length);
    }),
    runs(60),
  );
});

test('one dimension is shared out as it always was', () => {
  fc.assert(
    fc.property(scenarios, fc.constantFrom(...SHARED_BY), (given, by) => {
      const { lines } = estimateOf(given);
      const plain = (shares: readonly { costs: object; range: object }[]) =>
        shares.map(({ costs, range }) => JSON.stringify([costs, range]));
      expect(plain(crossShares(lines, [by], new Map())).toSorted()).toEqual(plain(sharesOf(lines, by)).toSorted());
    }),
    runs(30),
  );
});

describe.each([
  ['account-month', ['account', 'month']],
  ['cost_centre-charge', ['cost_centre', 'charge']],
  ['tag-reader', ['tag:team', 'reader']],
] as const)('by %s, with names of accounts', (name, by) => {
  const { scenario, ...rest } = sampleEstimate('organization.yaml');
  const estimate = { ...rest, scenario: { ...scenario, accounts: ACCOUNTS } };
  const golden = (ending: string) => `../../golden/showback/${name}.${ending}`;

  test('table', async () => {
    const report = terminalText(showbackDocument(estimate, by), { color: false });
    await expect(report).toMatchFileSnapshot(golden('txt'));
    expect(Math.max(...report.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(80);
  });

  test('csv', async () => {
    await expect(csvTable(showbackTable(estimate, by))).toMatchFileSnapshot(golden('csv'));
  });

  test('json', async () => {
    await expect(showbackJson(estimate, by)).toMatchFileSnapshot(golden('json'));
  });

  test('a workbook has the rows of the CSV, and one dimension across the other', async () => {
    const workbook = readWorkbook(await documentWorkbook(showbackDocument(estimate, by), showbackData(estimate, by)));
    expect([...workbook.keys()]).toEqual(['summary', 'sse-kms', 'shares', 'notes']);
    const calculated = calculator(workbook);
    const { cells } = workbook.get('sse-kms') ?? { cells: new Map() };
    const totals = [...cells.values()].flatMap(({ formula }) => (formula === undefined ? [] : [calculated('sse-kms', formula)]));
    expect(totals.reduce((all, each) => all + each, 0)).toBeCloseTo(estimate.totals['sse-kms'].expected.toNumber(), 9);
  });
});

test('lines of one strategy alone add up to its total', () => {
  const estimate = sampleEstimate('organization.yaml');
  const rows = (strategy?: Strategy) => parse(csvReport(estimate, strategy), { columns: true }) as Record<string, string>[];
  for (const strategy of STRATEGIES) {
    const cost = sum(rows(strategy).map((row) => new Decimal(row['cost'] ?? 'none')));
    expect(cost.toFixed()).toBe(estimate.totals[strategy].expected.toFixed());
  }
  expect(STRATEGIES.flatMap((strategy) => rows(strategy))).toHaveLength(rows().length);
});

describe.each(SHARED_BY)('by %s', (by) => {
  const estimate = sampleEstimate('organization.yaml');
  const golden = (ending: string) => `../../golden/showback/${by}.${ending}`;

  test('table', async () => {
    const report = terminalText(showbackDocument(estimate, [by]), { color: false });
    await expect(report).toMatchFileSnapshot(golden('txt'));
    expect(Math.max(...report.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(80);
  });

  test('csv', async () => {
    const report = csvTable(showbackTable(estimate, [by]));
    await expect(report).toMatchFileSnapshot(golden('csv'));
    const rows = parse(report, { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(sharesOf(estimate.lines, by).length);
  });

  test('json', async () => {
    await expect(showbackJson(estimate, [by])).toMatchFileSnapshot(golden('json'));
  });
});
