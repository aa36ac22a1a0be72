// Writes the sample bills: node test/bill/write-samples.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { csvOf, curTable, focusTable, madeItems } from './made.mjs';

const SAMPLES = new URL('../../samples/bill/', import.meta.url);

mkdirSync(SAMPLES, { recursive: true });
writeFileSync(new URL('made-cur.csv', SAMPLES), csvOf(curTable(madeItems())));
writeFileSync(new URL('made-focus.csv', SAMPLES), csvOf(focusTable(madeItems())));
