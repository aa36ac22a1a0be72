// Measures, never judges: reading a listing against reading its lines alone, and the peak memory of a short and a long one. Each run is a
// fresh process and the contenders take turns, so that a slow spell of the machine meets them all. Quote the ratios; machines differ.
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { run } from './process.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const MAX_RSS = new URL('max-rss.mjs', import.meta.url).href;
const { values } = parseArgs({ options: { keys: { type: 'string', default: '10000000' }, rounds: { type: 'string', default: '1' } } });
const [most, rounds] = [values.keys, values.rounds].map(Number);
const READ = here('listing-read.mjs');
const CONTENDERS = { readListingFile: READ, 'lines alone': here('lines-read.mjs') };
const REGIONS = ['eu-west-1', 'us-east-1', 'us-west-2'];
const ACCOUNTS = 20;
const FILES_A_SLOT = 2;

const print = (line) => process.stdout.write(`${line}\n`);
const two = (number) => String(number).padStart(2, '0');

/** As `aws s3 ls --recursive` prints a bucket with so many log files, in the order of their keys. */
function* linesOf(keys) {
  const days = Math.ceil(keys / (ACCOUNTS * REGIONS.length * 288 * FILES_A_SLOT));
  let number = 0;
  for (let account = 111122223333; ; account += 1) {
    for (const region of REGIONS) {
      for (let day = 0; day < days; day += 1) {
        const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
        const folder = `AWSLogs/o-exampleorgid/${account}/CloudTrail/${region}/${date.replaceAll('-', '/')}`;
        for (let file = 0; file < 288 * FILES_A_SLOT; file += 1) {
          const slot = Math.floor(file / FILES_A_SLOT);
          const stamp = `${date.replaceAll('-', '')}T${two(Math.floor(slot / 12))}${two((slot % 12) * 5)}Z`;
          const unique = (Math.imul(number, 2654435761) >>> 0).toString(36).padStart(8, '0') + number.toString(36).padStart(8, '0');
          const key = `${folder}/${account}_CloudTrail_${region}_${stamp}_${unique}.json.gz`;
          yield `2026-11-25 03:39:34       ${1000 + (number % 3000)} ${key}\n`;
          number += 1;
          if (number === keys) return;
        }
      }
    }
  }
}

function writeListing(path, keys) {
  const file = openSync(path, 'w');
  let text = '';
  for (const line of linesOf(keys)) {
    text += line;
    if (text.length < 2 ** 22) continue;
    writeSync(file, text);
    text = '';
  }
  writeSync(file, text);
  closeSync(file);
}

const temporary = mkdtempSync(join(tmpdir(), 'trailcost-listing-'));
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));
process.once('SIGINT', () => process.exit(130));
const path = join(temporary, 'files.txt');
for (const keys of [most / 10, most]) {
  writeListing(path, keys);
  print(`${keys} keys`);
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, script] of Object.entries(CONTENDERS)) {
      const { ms, stdout, stderr } = await run(['--import', MAX_RSS, script, path]);
      if (JSON.parse(stdout).keys !== keys) throw new Error(`${name}: not every key: ${stdout}`);
      const peak = Number(/^maxRSS (\d+)$/m.exec(stderr)[1]) / 1024;
      print(`  ${name}: ${(ms / 1000).toFixed(1)} s, ${((keys / ms) * 1000).toFixed(0)} keys/s, peak ${peak.toFixed(0)} MiB`);
    }
  }
}
