// Reads a bill as reconciliation does: node bill-read.mjs FILE
import { BillTotals, loadPriceBook, readBill } from '../../dist/index.js';

const { regions } = await loadPriceBook();
const totals = new BillTotals();
const { rows } = await readBill({ paths: [process.argv[2]], regions, onRow: (row) => totals.add(row) });
process.stdout.write(JSON.stringify({ rows, groups: totals.groups().length }));
