// trailcost as a library: what a bill alone says, and why that may not be all. In a package with "type": "module" that has trailcost,
// typescript and @types/node, run it with
//   npx tsc --module nodenext --target es2023 --strict library-bill.ts && node library-bill.js cur.csv.gz
import { answerOf, BillTotals, billIncompleteness, loadPriceBook, type ReadAnswer, readBill } from 'trailcost';

const book = await loadPriceBook();
const totals = new BillTotals();

// Files, folders and patterns are one bill. Each row comes once, as soon as it is read, so memory does not grow with the bill.
const bill = await readBill({ paths: process.argv.slice(2), regions: book.regions, onRow: (row) => totals.add(row) });
const answer = answerOf(totals, { keys: [], book });

// A quantity is undefined where the bill does not say it, which is not the same as 0.
const { most } = answer.logReads;
process.stdout.write(`${answer.months.join(', ')}: at most ${most.quantity ?? 'an unknown number of'} requests can be reads of logs,\n`);
process.stdout.write(`for ${most.cost.toFixed(2)} ${answer.currency}, in ${most.rows} rows of the bill.\n`);
for (const { name = 'not on the bill', quantity } of answer.requestsBy.operation) {
  process.stdout.write(`  ${name} ${quantity ?? '?'}\n`);
}

// What is known beside the bill goes with the answer: then reasons why it is not the whole one can be asked for.
const read: ReadAnswer = { ...answer, bill, bucketAsked: undefined, openMonths: [], monthsMissing: [] };
for (const { code, count } of billIncompleteness(read)) process.stdout.write(`incomplete: ${code} ${count}\n`);
