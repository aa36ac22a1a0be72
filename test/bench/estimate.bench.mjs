// Measures, never judges: the model alone. Quote the ratio; machines differ.
import { Bench } from 'tinybench';
import { estimate, loadPriceBook, parseScenario } from '../../dist/index.js';

const PATTERNS = [
  { pattern: 'every-file' },
  { pattern: 'scan', runsPerMonth: 30, lookbackDays: 90 },
  { pattern: 'scan', runsPerMonth: 4, lookbackDays: 365, share: 0.5 },
  { pattern: 'validate', runsPerMonth: 4, lookbackDays: 30 },
  { pattern: 'single', readsPerMonth: 1000 },
];

function scenarioOf(activeRegions) {
  const written = {
    version: 1,
    name: 'bench',
    period: { start: '2026-12', months: 120 },
    bucket: { region: 'us-east-1' },
    encryption: { sseKmsSince: '2027-06-15' },
    trails: [
      {
        name: 'org',
        accounts: 100,
        activeRegions,
        filesPerSlot: 2.6,
        activeSlotShare: 0.5,
        digestRegions: 17,
        growthPercentPerMonth: 1,
        archiveMonths: 24,
      },
    ],
    readers: Array.from({ length: 50 }, (_, index) => ({ name: `reader ${index}`, ...PATTERNS[index % PATTERNS.length] })),
    freeRequestsLeft: 20000,
  };
  return parseScenario(JSON.stringify(written), 'bench').scenario;
}

const book = await loadPriceBook();
const plain = scenarioOf(4);
const ranged = scenarioOf({ low: 3, expected: 4, high: 6 });

const MODEL = 'model: 120 months × 3 strategies × 50 readers';
const RANGED = 'the same with a range of files';
const bench = new Bench({ iterations: 15, time: 0, warmupIterations: 5, warmupTime: 0 })
  .add(MODEL, () => estimate(plain, book))
  .add(RANGED, () => estimate(ranged, book));
await bench.run();

const median = (name) => bench.getTask(name).result.latency.p50;
for (const { name, result } of bench.tasks) {
  const { p50, min, max } = result.latency;
  process.stdout.write(`${name}: median ${p50.toFixed(0)} ms (${min.toFixed(0)} to ${max.toFixed(0)}), n=${result.latency.samplesCount}\n`);
}
process.stdout.write(`${RANGED} / ${MODEL}: ${(median(RANGED) / median(MODEL)).toFixed(2)}\n`);
