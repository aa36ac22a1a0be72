// trailcost as a library: a scenario as an object, its estimate, and what bad input looks like. In a package with "type": "module" that
// has trailcost, typescript and @types/node, run it with
//   npx tsc --module nodenext --target es2023 --strict library.ts && node library.js
import { Decimal, estimate, loadPriceBook, parseScenario, type ScenarioInput, TrailcostError } from 'trailcost';

// Whatever has a default may be left out; the types say what a field takes.
const input: ScenarioInput = {
  name: 'library',
  period: { start: '2026-12', months: 12 },
  bucket: { region: 'us-east-1' },
  trails: [{ name: 'org', accounts: 60, activeRegions: { low: 1, expected: 2, high: 3 } }],
  readers: [
    { name: 'siem', like: 'splunk' },
    { name: 'athena', pattern: 'scan', runsPerMonth: 20, lookbackDays: 30 },
  ],
};

const book = await loadPriceBook();
const { scenario } = parseScenario(input);
const { comparison, lines, currency } = estimate(scenario, book);

const { averageMonth } = comparison['sse-kms'];
process.stdout.write(`SSE-KMS adds ${averageMonth.expected.toFixed(2)} ${currency} in an average month,\n`);
process.stdout.write(`from ${averageMonth.low.toFixed(2)} to ${averageMonth.high.toFixed(2)}.\n`);

// Money is a Decimal: exact, and added without floating-point errors.
const ofAthena = lines.filter(({ reader, strategy }) => reader === 'athena' && strategy === 'sse-kms');
const cost = ofAthena.reduce((sum, line) => sum.plus(line.cost.expected), new Decimal(0));
process.stdout.write(`Over the period, athena pays ${cost.toFixed(2)} ${currency} under SSE-KMS.\n`);

// Bad input is a TrailcostError: a code that stays the same, and every problem with what to do about it.
try {
  parseScenario({ ...input, bucket: { region: '' } });
} catch (error) {
  if (!(error instanceof TrailcostError)) throw error;
  process.stdout.write(`${error.code}: ${error.problems.map(({ field = [] }) => field.join('.')).join(', ')}\n`);
}
