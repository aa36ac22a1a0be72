import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Decimal, sum } from '../../../src/base/decimal.js';
import { billData } from '../../../src/report/bill/workbook.js';
import { answer } from '../../billed/made.js';
import { bills } from '../../reconciliation/arbitraries.js';
import { runs } from '../../runs.js';

test('each sheet of a breakdown adds up to all requests, and the rows to the whole bill', () => {
  fc.assert(
    fc.property(bills, (rows) => {
      const of = answer(rows);
      const { tables } = billData(of);
      const sumOf = (name: string) => {
        const table = tables.find((each) => each.name === name);
        const column = table?.columns.indexOf('cost') ?? -1;
        return sum((table?.rows ?? []).map((cells) => new Decimal(cells[column] ?? Number.NaN))).toFixed();
      };
      for (const name of ['operations', 'accounts', 'regions', 'keys', 'months']) expect(sumOf(name)).toBe(of.requests.cost.toFixed());
      expect(sumOf('log-reads-at-most')).toBe(of.logReads.most.cost.toFixed());
      expect(sumOf('charges')).toBe(sum(of.charges.map(({ cost }) => cost)).toFixed());
      expect(sumOf('rows')).toBe(sum(of.groups.map(({ cost }) => cost)).toFixed());
    }),
    runs(50),
  );
});
