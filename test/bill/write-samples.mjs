// Writes the sample bills: node test/bill/write-samples.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { billsPageTable, costAndUsage, costExplorerTable, csvOf, curTable, focusTable, madeItems } from './made.mjs';

const SAMPLES = new URL('../../samples/bill/', import.meta.url);

mkdirSync(SAMPLES, { recursive: true });
writeFileSync(new URL('made-cur.csv', SAMPLES), csvOf(curTable(madeItems())));
writeFileSync(new URL('made-focus.csv', SAMPLES), csvOf(focusTable(madeItems())));
writeFileSync(new URL('cost-explorer.csv', SAMPLES), csvOf(costExplorerTable(madeItems())));
writeFileSync(new URL('cost-and-usage.json', SAMPLES), `${JSON.stringify(costAndUsage(madeItems()), undefined, 2)}\n`);
writeFileSync(new URL('bills-page.csv', SAMPLES), csvOf(billsPageTable(madeItems())));
