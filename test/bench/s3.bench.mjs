// Measures, never judges: files a second of `trailcost count s3://` from a server of this machine against the same files on its disk. Each
// run is a fresh process and the two take turns. The server takes cores too, and a real one is farther away: quote the ratio for that.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeLogsTogether } from './logs.mjs';
import { run } from './process.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const MAIN = here('../../dist/cli/main.js');
const MAX_RSS = new URL('max-rss.mjs', import.meta.url).href;

const { values } = parseArgs({ options: { files: { type: 'string', default: '20000' }, rounds: { type: 'string', default: '5' } } });
const [files, rounds] = [values.files, values.rounds].map(Number);

Object.assign(process.env, {
  AWS_ACCESS_KEY_ID: 'made',
  AWS_SECRET_ACCESS_KEY: 'made',
  AWS_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
});

const folder = mkdtempSync(join(tmpdir(), 'trailcost-s3-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.once('SIGINT', () => process.exit(130));
const expected = await writeLogsTogether(folder, { days: 1, filesPerDay: files, kmsShare: 0.1 });
const server = spawn(process.execPath, [here('s3-server.mjs'), folder], { stdio: ['ignore', 'pipe', 'inherit'] });
process.on('exit', () => server.kill());
const [address] = await once(server.stdout, 'data');

const CONTENDERS = [
  { name: 'from S3', args: ['count', 's3://made-logs', '--endpoint', address.toString().trim(), '--yes', '--json'] },
  { name: 'from the disk', args: ['count', folder, '--json'] },
];

const taken = new Map(CONTENDERS.map(({ name }) => [name, []]));
const peaks = new Map(CONTENDERS.map(({ name }) => [name, 0]));
for (let round = 0; round <= rounds; round += 1) {
  for (const { name, args } of CONTENDERS) {
    const { ms, stdout, stderr } = await run(['--import', MAX_RSS, MAIN, ...args]);
    const { coverage, kmsRequests } = JSON.parse(stdout);
    if (coverage.logFiles !== expected.files || Number(kmsRequests.billable) !== expected.billable)
      throw new Error(`${name}: another count`);
    // The first round fills the caches and is not counted.
    if (round > 0) taken.get(name).push(ms);
    peaks.set(name, Math.max(peaks.get(name), Number(/^maxRSS (\d+)$/m.exec(stderr)[1]) / 1024));
  }
}

const median = (numbers) => numbers.toSorted((one, other) => one - other)[numbers.length >> 1];
const print = (line) => process.stdout.write(`${line}\n`);
print(`${expected.files} files, ${(expected.bytes / 1e6).toFixed(0)} MB packed, n=${rounds}`);
for (const [name, numbers] of taken) {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const speed = (expected.files / median(numbers)) * 1000;
  const times = `median ${median(numbers).toFixed(0)} ms (${least.toFixed(0)} to ${most.toFixed(0)})`;
  print(`  ${name}: ${speed.toFixed(0)} files/s, ${times}, peak ${peaks.get(name).toFixed(0)} MiB`);
}
print(`  from S3 / from the disk: ${(median(taken.get('from S3')) / median(taken.get('from the disk'))).toFixed(1)} times as long`);
server.kill();
