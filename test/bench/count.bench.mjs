// Measures, never judges: `trailcost count` against DuckDB doing the same count and against merely inflating the same files. Each run is a
// fresh process and the contenders take turns, so that a slow spell of the machine meets them all. Quote the ratios; machines differ.
// A ratio is to be trusted no closer than the one that inflating has to itself.
import { linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeLogs, writeLogsTogether } from './logs.mjs';
import { run } from './process.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const MAIN = here('../../dist/cli/main.js');
const MAX_RSS = new URL('max-rss.mjs', import.meta.url).href;
const COUNTS = ['records', 'duplicates', 'billable', 'free', 'unrelated'];

const { values } = parseArgs({
  options: {
    'large-files': { type: 'string', default: '950' },
    'small-files': { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '5' },
    'files-per-day': { type: 'string', default: '2000' },
    days: { type: 'string', default: '2' },
  },
});
const [rounds, filesPerDay, days] = [values.rounds, values['files-per-day'], values.days].map(Number);

/** Large files are 2 GB in all, inflated; small ones are as real trails have them. */
const SETS = [
  { name: 'large files', filesPerDay: Number(values['large-files']), recordsPerFile: 1500 },
  { name: 'small files', filesPerDay: Number(values['small-files']), recordsPerFile: 10 },
];
const A_DAY = { name: 'one day', filesPerDay: 500, recordsPerFile: 10 };

const INFLATE = [here('inflate.mjs')];
const CONTENDERS = [
  { name: 'trailcost count', args: (folder) => [MAIN, 'count', folder, '--format', 'json'], countsOf: countsOfMeasurement },
  { name: 'DuckDB', args: (folder) => [here('count-duckdb.mjs'), folder], countsOf: (counts) => counts },
  { name: 'inflate only', args: (folder) => [...INFLATE, folder], isInflating: true },
  { name: 'inflate again', args: (folder) => [...INFLATE, folder], isInflating: true },
  { name: 'node -e 0', args: () => ['-e', '0'] },
];
/** What is divided by what, and what that is to be; of records that can count the more there are, the more is done. */
const ratiosOf = (kmsShare) => [
  { of: 'trailcost count', by: 'inflate only', goal: kmsShare > 0.5 ? 1.6 : 1.3, isMost: true },
  { of: 'DuckDB', by: 'trailcost count', goal: 1.5, isMost: false },
  { of: 'inflate again', by: 'inflate only' },
];
const DAY_RATIOS = [
  { of: 'trailcost count', by: 'inflate only', goal: 3, isMost: true },
  { of: 'inflate again', by: 'inflate only' },
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

function assertOutput({ name, countsOf, isInflating }, stdout, expected) {
  if (countsOf !== undefined) assertCounts(name, countsOf(JSON.parse(stdout)), expected);
  else if (isInflating && JSON.parse(stdout).files !== expected.files) throw new Error(`${name}: not every file`);
}

function summaryOf(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted.at(-1) };
}

const print = (line) => process.stdout.write(`${line}\n`);
const spread = ({ median, min, max }, unit) => `median ${median.toFixed(0)} ${unit} (${min.toFixed(0)} to ${max.toFixed(0)})`;

async function time(set, kmsShare, times, contenders, ratios) {
  const folder = join(temporary, 'timed');
  const { name, ...files } = set;
  const expected = await writeLogsTogether(folder, { days: 1, ...files, kmsShare });
  const taken = new Map(contenders.map((contender) => [contender.name, []]));
  // The first round fills the caches and is not counted.
  for (let round = 0; round <= times; round += 1) {
    for (const contender of contenders) {
      const { ms, stdout } = await run(contender.args(folder));
      assertOutput(contender, stdout, expected);
      if (round > 0) taken.get(contender.name).push(ms);
    }
  }
  rmSync(folder, { recursive: true });
  const { records, bytes, inflatedBytes } = expected;
  print(`${name}, KMS share ${kmsShare}, n=${times}`);
  print(`  ${expected.files} files, ${records} records, ${mb(bytes)} MB, inflated ${mb(inflatedBytes)} MB`);
  const summaries = new Map([...taken].map(([contender, numbers]) => [contender, summaryOf(numbers)]));
  for (const [contender, summary] of summaries) print(`  ${contender}: ${spread(summary, 'ms')}, noise ${noiseOf(summary)}`);
  for (const ratio of ratios) print(`  ${ratioText(ratio, summaries)}`);
}

/** How far the slowest and the fastest run are apart. */
function noiseOf({ median, min, max }) {
  return `${(((max - min) / median) * 100).toFixed(0)}%`;
}

function ratioText({ of, by, goal, isMost }, summaries) {
  const ratio = summaries.get(of).median / summaries.get(by).median;
  const text = `${of} / ${by}: ${ratio.toFixed(2)}`;
  if (goal === undefined) return `${text} (the machine)`;
  const isMet = isMost ? ratio <= goal : ratio >= goal;
  return `${text} (goal: ${isMost ? 'at most' : 'at least'} ${goal}${isMet ? '' : ', MISSED'})`;
}

const mb = (bytes) => (bytes / 1e6).toFixed(0);

/** The same files in one folder, under names that tell no time and are in no order of delivery. */
function withoutTimes(folder) {
  const renamed = `${folder} renamed`;
  mkdirSync(renamed);
  const paths = readdirSync(folder, { recursive: true }).filter((path) => path.endsWith('.json.gz'));
  for (const path of paths) linkSync(join(folder, path), join(renamed, path.split('_').at(-1)));
  return renamed;
}

async function comparePeaks(folder) {
  const named = [days, days * 10].map((span) => {
    const place = join(folder, `${span}`);
    return { span, folder: place, expected: writeLogs(place, { days: span, filesPerDay, kmsShare: 0.5 }), peaks: [] };
  });
  await measurePeaks('', named);
  await measurePeaks(
    ', names without a time',
    named.map((each) => ({ ...each, folder: withoutTimes(each.folder), peaks: [] })),
  );
}

async function measurePeaks(names, spans) {
  const [count] = CONTENDERS;
  for (let round = 0; round < rounds; round += 1) {
    for (const each of spans) {
      const { stdout, stderr } = await run(['--import', MAX_RSS, ...count.args(each.folder)]);
      assertOutput(count, stdout, each.expected);
      each.peaks.push(Number(/^maxRSS (\d+)$/m.exec(stderr)[1]) / 1024);
    }
  }
  print(`peak memory of ${count.name}, ${filesPerDay} files a day, KMS share 0.5${names}, n=${rounds}`);
  for (const { span, peaks } of spans) print(`  ${span} days: ${spread(summaryOf(peaks), 'MiB')}`);
  const [short, long] = spans.map(({ peaks }) => summaryOf(peaks).median);
  print(`  ${days * 10} days / ${days} days: ${(long / short).toFixed(2)}`);
}

const temporary = mkdtempSync(join(tmpdir(), 'trailcost-count-'));
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));
process.once('SIGINT', () => process.exit(130));
for (const set of SETS) for (const kmsShare of [0.1, 0.9]) await time(set, kmsShare, rounds, CONTENDERS, ratiosOf(kmsShare));
const withoutDuckDB = CONTENDERS.filter(({ name }) => name !== 'DuckDB');
for (const kmsShare of [0.1, 0.9]) await time(A_DAY, kmsShare, 3 * rounds, withoutDuckDB, DAY_RATIOS);
await comparePeaks(join(temporary, 'peak'));
