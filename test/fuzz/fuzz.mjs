// Looks for inputs that the program does not bear: npm run fuzz -- --seconds 60 --seed 1. Every kind of input gets its share of the time.
// Exit code 1 where one was found; it is printed in its smallest form, to be kept in found/, where the tests try it from then on.
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { Court } from './court.mjs';
import { TARGETS } from './targets.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    target: { type: 'string', multiple: true, default: Object.keys(TARGETS) },
  },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed);
/** Shrinking tries many inputs, and some of them may take their whole time. */
const MOST_SHRINKING_MS = 60_000;

const print = (line) => process.stdout.write(`${line}\n`);
const court = new Court();

async function fuzz(target, milliseconds) {
  const outcomes = new Map();
  let failedAt;
  const property = fc.asyncProperty(TARGETS[target].inputs, async (input) => {
    if (failedAt !== undefined && Date.now() - failedAt > MOST_SHRINKING_MS) return;
    try {
      const outcome = await court.judge(target, input);
      if (failedAt === undefined) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    } catch (error) {
      failedAt ??= Date.now();
      throw error;
    }
  });
  const limits = { numRuns: 2 ** 31 - 1, interruptAfterTimeLimit: milliseconds, markInterruptAsFailure: false };
  const details = await fc.check(property, { seed, ...limits });
  const tries = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
  const counts = [...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  print(`${target}: ${tries} inputs (${counts})${details.failed ? ', then a fault' : ''}`);
  if (details.failed) report(target, details);
  return details.failed;
}

function report(target, { counterexample, errorInstance }) {
  print(`${target}: ${errorInstance instanceof Error ? errorInstance.message : String(errorInstance)}`);
  print(`Keep it as test/fuzz/found/NAME.json:\n${JSON.stringify({ target, input: counterexample?.[0] })}`);
}

print(`seed ${seed}`);
let failures = 0;
for (const target of values.target) {
  if (!Object.hasOwn(TARGETS, target)) throw new Error(`${target} is none of ${Object.keys(TARGETS).join(', ')}`);
  if (await fuzz(target, (seconds * 1000) / values.target.length)) failures += 1;
}
await court.close();
process.exitCode = failures === 0 ? 0 : 1;
