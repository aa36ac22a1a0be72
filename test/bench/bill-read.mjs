// Reads a bill as reconciliation does: node bill-read.mjs FILE
import { readBill } from '../../dist/bill/read.js';
import { loadPriceBook } from '../../dist/prices/load.js';

const { regions } = await loadPriceBook();
let free = 0;
const onRow = ({ kind }) => {
  if (kind === 'free-tier') free += 1;
};
const { rows } = await readBill({ paths: [process.argv[2]], regions, onRow });
process.stdout.write(JSON.stringify({ rows, free }));
