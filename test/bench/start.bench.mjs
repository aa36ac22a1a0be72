// Measures, never judges: how long commands take from start to end, against an empty Node. Each run is a fresh process and the contenders
// take turns, so that a slow spell of the machine meets them all. Quote the ratios; machines differ.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeLogs } from './logs.mjs';
import { run } from './process.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const MAIN = here('../../dist/cli/main.js');
const EMPTY = 'node -e 0';
const FILES = 20;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });

const folder = mkdtempSync(join(tmpdir(), 'trailcost-start-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.once('SIGINT', () => process.exit(130));
writeLogs(folder, { days: 1, filesPerDay: FILES, kmsShare: 0.5 });

const CONTENDERS = new Map([
  [EMPTY, ['-e', '0']],
  ['trailcost --help', [MAIN, '--help']],
  ['trailcost estimate', [MAIN, 'estimate', here('../../samples/organization.yaml')]],
  [`trailcost count, ${FILES} files`, [MAIN, 'count', folder]],
]);

function medianOf(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const times = new Map([...CONTENDERS.keys()].map((name) => [name, []]));
// The first round fills the caches and is not counted.
for (let round = 0; round <= Number(values.rounds); round += 1) {
  for (const [name, args] of CONTENDERS) {
    const { ms } = await run(args);
    if (round > 0) times.get(name).push(ms);
  }
}

const empty = medianOf(times.get(EMPTY));
for (const [name, numbers] of times) {
  const [median, min, max] = [medianOf(numbers), Math.min(...numbers), Math.max(...numbers)].map((ms) => ms.toFixed(0));
  const ratio = name === EMPTY ? '' : `, ${(medianOf(numbers) / empty).toFixed(2)} × ${EMPTY}`;
  process.stdout.write(`${name}: median ${median} ms (${min} to ${max})${ratio}, n=${numbers.length}\n`);
}
