// Measures, never judges: ten thousand draws, a sweep and a break-even of the organization sample. Quote the ratios; machines differ.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Bench } from 'tinybench';
import { estimate, loadPriceBook, parseScenario, parseVariation, simulate, whatIf } from '../../dist/index.js';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const SAMPLE = fileURLToPath(new URL('../../samples/organization.yaml', import.meta.url));

const start = async (...args) => {
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
};

const book = await loadPriceBook();
const loaded = parseScenario(readFileSync(SAMPLE, 'utf8'), SAMPLE);
const questions = {
  strategy: 'sse-kms',
  settings: [],
  cases: [],
  variations: [parseVariation('readers.athena-hunting.lookbackDays=1..100:1')],
  breakEvens: [],
  sensitivity: false,
  simulation: undefined,
  advice: false,
  budget: undefined,
};

const SINGLE = 'one estimate';
const DRAWS = '10,000 draws';
const SWEEP = 'a sweep of 100 points';
const COMMAND = 'trailcost what-if --simulate 10000';
const NODE = 'node -e 0';

const bench = new Bench({ iterations: 15, time: 0, warmupIterations: 3, warmupTime: 0 })
  .add(SINGLE, () => estimate(loaded.scenario, book))
  .add(DRAWS, () => simulate(loaded.scenario, book, { draws: 10_000, seed: 1 }))
  .add(SWEEP, () => whatIf(loaded, book, questions))
  .add(COMMAND, () => start(MAIN, 'what-if', SAMPLE, '--simulate', '10000'))
  .add(NODE, () => start('-e', '0'));
await bench.run();

const median = (name) => bench.getTask(name).result.latency.p50;
for (const { name, result } of bench.tasks) {
  const { p50, min, max } = result.latency;
  process.stdout.write(`${name}: median ${p50.toFixed(1)} ms (${min.toFixed(1)} to ${max.toFixed(1)}), n=${result.latency.samplesCount}\n`);
}
process.stdout.write(`${DRAWS} / ${SINGLE}: ${(median(DRAWS) / median(SINGLE)).toFixed(1)}\n`);
process.stdout.write(`a point of the sweep / ${SINGLE}: ${(median(SWEEP) / 100 / median(SINGLE)).toFixed(2)}\n`);
process.stdout.write(`${COMMAND} / ${NODE}: ${(median(COMMAND) / median(NODE)).toFixed(1)}\n`);
