// Measures, never judges: `trailcost count` against DuckDB doing the same count and against merely inflating the same files. Each run is a
// fresh process and the contenders take turns, so that a slow spell of the machine meets them all. Quote the ratios; machines differ.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeLogs } from './logs.mjs';
import { run } from './process.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const MAIN = here('../../dist/cli/main.js');
const MAX_RSS = new URL('max-rss.mjs', import.meta.url).href;
const COUNTS = ['records', 'duplicates', 'billable', 'free', 'unrelated'];

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '5' },
    'files-per-day': { type: 'string', default: '2000' },
    days: { type: 'string', default: '2' },
  },
});
const [files, rounds, filesPerDay, days] = [values.files, values.rounds, values['files-per-day'], values.days].map(Number);

const CONTENDERS = [
  { name: 'trailcost count', args: (folder) => [MAIN, 'count', folder, '--format', 'json'], countsOf: countsOfMeasurement },
  { name: 'DuckDB', args: (folder) => [here('count-duckdb.mjs'), folder], countsOf: (counts) => counts },
  { name: 'inflate only', args: (folder) => [here('inflate.mjs'), folder] },
  { name: 'node -e 0', args: () => ['-e', '0'] },
];

function countsOfMeasurement({ coverage, kmsRequests }) {
  const { records, duplicates } = coverage;
  const { billable, free, unrelated } = kmsRequests;
  return { records, duplicates, billable, free, unrelated };
}

function assertCounts(name, actual, expected) {
  for (const count of COUNTS) {
    if (Number(actual[count]) !== expected[count]) throw new Error(`${name}: ${count} is ${actual[count]}, not ${expected[count]}`);
  }
}

function assertOutput({ name, countsOf }, stdout, expected) {
  if (countsOf !== undefined) assertCounts(name, countsOf(JSON.parse(stdout)), expected);
  else if (name === 'inflate only' && JSON.parse(stdout).files !== expected.files) throw new Error(`${name}: not every file`);
}

function summaryOf(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted.at(-1) };
}

const print = (line) => process.stdout.write(`${line}\n`);
const spread = ({ median, min, max }, unit) => `median ${median.toFixed(0)} ${unit} (${min.toFixed(0)} to ${max.toFixed(0)})`;

async function timeMix(folder, kmsShare) {
  const expected = writeLogs(folder, { days: 1, filesPerDay: files, kmsShare });
  const times = new Map(CONTENDERS.map(({ name }) => [name, []]));
  // The first round fills the caches and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    for (const contender of CONTENDERS) {
      const { ms, stdout } = await run(contender.args(folder));
      assertOutput(contender, stdout, expected);
      if (round > 0) times.get(contender.name).push(ms);
    }
  }
  rmSync(folder, { recursive: true });
  const { records, bytes, inflatedBytes } = expected;
  print(
    `KMS share ${kmsShare}: ${expected.files} files, ${records} records, ${mb(bytes)} MB, inflated ${mb(inflatedBytes)} MB, n=${rounds}`,
  );
  const summaries = new Map([...times].map(([name, numbers]) => [name, summaryOf(numbers)]));
  for (const [name, summary] of summaries) print(`  ${name}: ${spread(summary, 'ms')}`);
  const ratio = (a, b) => print(`  ${a} / ${b}: ${(summaries.get(a).median / summaries.get(b).median).toFixed(2)}`);
  ratio('DuckDB', 'trailcost count');
  ratio('trailcost count', 'inflate only');
}

const mb = (bytes) => (bytes / 1e6).toFixed(0);

async function comparePeaks(folder) {
  const [count] = CONTENDERS;
  const spans = [days, days * 10].map((span) => ({ span, folder: join(folder, `${span}`), peaks: [] }));
  for (const each of spans) each.expected = writeLogs(each.folder, { days: each.span, filesPerDay, kmsShare: 0.5 });
  for (let round = 0; round < rounds; round += 1) {
    for (const each of spans) {
      const { stdout, stderr } = await run(['--import', MAX_RSS, ...count.args(each.folder)]);
      assertOutput(count, stdout, each.expected);
      each.peaks.push(Number(/^maxRSS (\d+)$/m.exec(stderr)[1]) / 1024);
    }
  }
  print(`peak memory of ${count.name}, ${filesPerDay} files a day, KMS share 0.5, n=${rounds}`);
  for (const { span, peaks } of spans) print(`  ${span} days: ${spread(summaryOf(peaks), 'MiB')}`);
  const [short, long] = spans.map(({ peaks }) => summaryOf(peaks).median);
  print(`  ${days * 10} days / ${days} days: ${(long / short).toFixed(2)}`);
}

const temporary = mkdtempSync(join(tmpdir(), 'trailcost-count-'));
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));
process.once('SIGINT', () => process.exit(130));
for (const kmsShare of [0.1, 0.9]) await timeMix(join(temporary, `mix ${kmsShare}`), kmsShare);
await comparePeaks(join(temporary, 'peak'));
