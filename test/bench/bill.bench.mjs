// Measures, never judges: reading a bill against csv-parse alone on the same file, and the peak memory of a short and a long bill. Each run
// is a fresh process and the contenders take turns, so that a slow spell of the machine meets them all. Quote the ratios; machines differ.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeBill } from './bills.mjs';
import { run } from './process.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const MAX_RSS = new URL('max-rss.mjs', import.meta.url).href;
const MB = 1e6;

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '5' },
    'peak-megabytes': { type: 'string', default: '2000' },
  },
});
const [megabytes, rounds, peakMegabytes] = [values.megabytes, values.rounds, values['peak-megabytes']].map(Number);

const CONTENDERS = [
  { name: 'readBill', script: here('bill-read.mjs') },
  { name: 'csv-parse alone', script: here('csv-parse.mjs') },
];

function medianOf(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const print = (line) => process.stdout.write(`${line}\n`);

async function timeReading(path, columns) {
  const { rows, bytes } = await writeBill(path, megabytes * MB, columns);
  const times = new Map(CONTENDERS.map(({ name }) => [name, []]));
  // The first round fills the caches and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, script } of CONTENDERS) {
      const { ms, stdout } = await run([script, path]);
      if (JSON.parse(stdout).rows !== rows) throw new Error(`${name}: not every row: ${stdout}`);
      if (round > 0) times.get(name).push(ms);
    }
  }
  rmSync(path);
  print(`${columns} columns: ${rows} rows, ${(bytes / MB).toFixed(0)} MB, n=${rounds}`);
  for (const [name, numbers] of times) {
    const range = `${Math.min(...numbers).toFixed(0)} to ${Math.max(...numbers).toFixed(0)}`;
    const median = medianOf(numbers);
    print(`  ${name}: median ${median.toFixed(0)} ms (${range}), ${((rows / median) * 1000).toFixed(0)} rows/s`);
  }
  const [ours, theirs] = CONTENDERS.map(({ name }) => medianOf(times.get(name)));
  print(`  readBill / csv-parse alone: ${(ours / theirs).toFixed(2)}`);
}

async function comparePeaks(path) {
  const peaks = [];
  print('peak memory of readBill with 128 MiB of heap');
  for (const size of [peakMegabytes / 10, peakMegabytes]) {
    const { rows } = await writeBill(path, size * MB, 100);
    const { stderr } = await run(['--max-old-space-size=128', '--import', MAX_RSS, CONTENDERS[0].script, path]);
    peaks.push(Number(/^maxRSS (\d+)$/m.exec(stderr)[1]) / 1024);
    print(`  ${size} MB, ${rows} rows: ${peaks.at(-1).toFixed(0)} MiB`);
  }
  print(`  ratio: ${(peaks[1] / peaks[0]).toFixed(2)}`);
}

const temporary = mkdtempSync(join(tmpdir(), 'trailcost-bill-'));
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));
process.once('SIGINT', () => process.exit(130));
for (const columns of [22, 100]) await timeReading(join(temporary, 'time.csv'), columns);
await comparePeaks(join(temporary, 'peak.csv'));
