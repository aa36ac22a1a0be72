import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { sum } from '../../src/base/decimal.js';
import { billsPageTable, costAndUsage, costExplorerTable, csvOf, curTable, focusTable, madeItems } from './made.mjs';
import { asText, read } from './reading.js';

const sample = (name: string) => fileURLToPath(new URL(`../../samples/bill/${name}`, import.meta.url));

test.each(['made-cur.csv', 'made-focus.csv'])('%s has the sums that are known', async (name) => {
  const { rows } = await read(sample(name));
  const decrypts = rows.filter(({ metric, operation }) => metric === 'kms-request' && operation === 'Decrypt');
  const quantityOf = (kind: string) => sum(decrypts.filter((row) => row.kind === kind).map(({ quantity }) => quantity)).toFixed();
  expect(rows).toHaveLength(34);
  expect(quantityOf('free-tier')).toBe('16000');
  expect(quantityOf('usage')).toBe('1383791');
  expect(sum(decrypts.map(({ cost }) => cost)).toFixed()).toBe('4.151373');
});

test('both samples say the same, and are what the generator makes', async () => {
  const [cur, focus] = await Promise.all([read(sample('made-cur.csv')), read(sample('made-focus.csv'))]);
  expect(asText(cur.rows)).toEqual(asText(focus.rows));
  expect(readFileSync(sample('made-cur.csv'), 'utf8')).toBe(csvOf(curTable(madeItems())));
  expect(readFileSync(sample('made-focus.csv'), 'utf8')).toBe(csvOf(focusTable(madeItems())));
});

test('what the console gives of it is what the generator makes', () => {
  expect(readFileSync(sample('cost-explorer.csv'), 'utf8')).toBe(csvOf(costExplorerTable(madeItems())));
  expect(JSON.parse(readFileSync(sample('cost-and-usage.json'), 'utf8'))).toEqual(costAndUsage(madeItems()));
  expect(readFileSync(sample('bills-page.csv'), 'utf8')).toBe(csvOf(billsPageTable(madeItems())));
});
