import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { asBytes, damaged, edited } from '../hostile.mjs';
import { assertInert } from '../oracles.mjs';
import { inFolder, run } from '../program.mjs';

const file = (path) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const ESTIMATE = JSON.parse(file('test/golden/small-account.json'));
const MEASUREMENT = JSON.parse(file('test/golden/measurement.json'));
const BILL = asBytes(file('samples/bill/made-cur.csv'));

/** A few lines are enough, and leave the changes some chance to matter. */
const estimate = fc.constant({ ...ESTIMATE, lines: ESTIMATE.lines });
const json = fc.oneof(edited(estimate), edited(fc.constant(MEASUREMENT))).map((value) => asBytes(JSON.stringify(value) ?? ''));

export const reports = {
  inputs: fc.record({ text: fc.oneof({ arbitrary: json, weight: 4 }, { arbitrary: damaged(json), weight: 1 }) }),
  judge: ({ text }) =>
    inFolder({ 'saved.json': text, 'whole.json': asBytes(JSON.stringify(ESTIMATE)), 'bill.csv': BILL }, async (folder) => {
      const outcomes = [];
      for (const argv of [
        ['diff', 'saved.json', 'whole.json', '--format', 'markdown'],
        ['diff', 'whole.json', 'saved.json', '--format', 'json'],
        ['reconcile', 'saved.json', '--bill', 'bill.csv', '--format', 'json'],
        ['reconcile', 'saved.json', '--bill', 'bill.csv'],
      ]) {
        const { outcome, stdout, stderr } = await run(argv, folder);
        assertInert(stdout, argv.join(' '));
        assertInert(stderr, 'what is said');
        outcomes.push(outcome);
      }
      return outcomes.find((outcome) => outcome !== 'refused') ?? 'refused';
    }),
};
