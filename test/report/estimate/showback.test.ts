import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { Decimal, sum } from '../../../src/base/decimal.js';
import { SHARED_BY, sharesOf } from '../../../src/model/shares.js';
import { STRATEGIES } from '../../../src/model/strategies.js';
import { showbackDocument, showbackJson, showbackTable } from '../../../src/report/estimate/showback.js';
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
    const rows = parse(report, { columns: true }) as { strategy: string; cost: string }[];
    const total = sum(rows.filter(({ strategy }) => strategy === 'sse-kms').map(({ cost }) => new Decimal(cost)));
    expect(total.toFixed()).toBe(estimate.totals['sse-kms'].expected.toFixed());
  });

  test('json', async () => {
    await expect(showbackJson(estimate, by)).toMatchFileSnapshot(golden('json'));
  });
});
