import fc from 'fast-check';
import { expect, test } from 'vitest';
import { billCsv } from '../../../src/report/bill/csv.js';
import { billDocument } from '../../../src/report/bill/document.js';
import { billJson } from '../../../src/report/bill/json.js';
import { terminalText } from '../../../src/report/layout/terminal.js';
import { answer } from '../../billed/made.js';
import { bills, keyLists } from '../../reconciliation/arbitraries.js';
import { runs } from '../../runs.js';

const LINES = 40;

test('the short report of any bill fits a screen, and JSON and CSV have all of it', () => {
  fc.assert(
    fc.property(bills, keyLists, (rows, keys) => {
      const of = answer(rows, { keys });
      fc.pre(of.months.length > 0);
      const short = terminalText(billDocument(of), { color: false, isFull: false });
      expect(short.trimEnd().split('\n').length, short).toBeLessThanOrEqual(LINES);
      expect(JSON.parse(billJson(of)).kmsRequests.rows).toBe(of.requests.rows);
      expect(billCsv(of).trimEnd().split('\r\n')).toHaveLength(of.groups.length + 1);
    }),
    runs(200),
  );
});

test('on a small screen the answer comes last', () => {
  fc.assert(
    fc.property(bills, (rows) => {
      const of = answer(rows);
      fc.pre(of.months.length > 0);
      const document = billDocument(of);
      const text = terminalText(document, { color: false, isFull: false, columns: 80, rows: 24 });
      const last =
        text
          .trimEnd()
          .split('\n\n')
          .at(text.split('\n').length < 24 ? 0 : -1) ?? '';
      expect(last.replaceAll('\n', ' ')).toContain(document.headline.slice(0, 60));
    }),
    runs(50),
  );
});
