import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { Decimal, sum } from '../../../src/base/decimal.js';
import { SHARED_BY, sharesOf } from '../../../src/model/shares.js';
import { STRATEGIES, type Strategy } from '../../../src/model/strategies.js';
import { csvReport } from '../../../src/report/estimate/csv.js';
import { type SHOWBACK_COLUMNS, showbackDocument, showbackJson, showbackTable } from '../../../src/report/estimate/showback.js';
import { csvTable } from '../../../src/report/layout/csv.js';
import { terminalText } from '../../../src/report/layout/terminal.js';
import { scenarios } from '../../arbitraries.mjs';
import { runs } from '../../runs.js';
import { estimateOf, sampleEstimate } from '../../support.js';

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
      const rows = parse(csvTable(showbackTable(estimate, by)), { columns: true }) as Record<string, string>[];
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
    const report = terminalText(showbackDocument(estimate, by), { color: false });
    await expect(report).toMatchFileSnapshot(golden('txt'));
    expect(Math.max(...report.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(80);
  });

  test('csv', async () => {
    const report = csvTable(showbackTable(estimate, by));
    await expect(report).toMatchFileSnapshot(golden('csv'));
    const rows = parse(report, { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(sharesOf(estimate.lines, by).length);
  });

  test('json', async () => {
    await expect(showbackJson(estimate, by)).toMatchFileSnapshot(golden('json'));
  });
});
