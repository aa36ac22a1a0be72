// Writes the made price lists of the samples anew: node test/prices/write-lists.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { SAMPLE_LISTS } from './made-lists.mjs';

const folder = new URL('../../samples/price-lists/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, textOf] of Object.entries(SAMPLE_LISTS)) writeFileSync(new URL(name, folder), textOf());
