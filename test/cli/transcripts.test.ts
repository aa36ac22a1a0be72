import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const FIXTURES = fileURLToPath(new URL('fixtures/', import.meta.url));
const SAMPLES = fileURLToPath(new URL('../../samples/', import.meta.url));

const DAY = 'samples/trail/AWSLogs/o-exampleorgid/111122223333/CloudTrail/us-east-1/2026/11/03';
/** A log file of that day, and its name without the folder. */
const LOG = readdirSync(join(SAMPLES, '..', DAY)).sort()[12] ?? '';

let folder = '';

/** A folder with one sound log file and everything that is none. */
function writeMixedLogs(): void {
  const bytes = readFileSync(join(SAMPLES, '..', DAY, LOG));
  for (const name of ['mixed', 'nothing', 'links']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'mixed', 'log.json.gz'), bytes);
  writeFileSync(join(folder, 'mixed', 'truncated.json.gz'), bytes.subarray(0, bytes.length - 100));
  writeFileSync(join(folder, 'mixed', 'damaged.json.gz'), Buffer.concat([bytes.subarray(0, 60), Buffer.alloc(40), bytes.subarray(100)]));
  writeFileSync(join(folder, 'mixed', 'broken.json'), gunzipSync(bytes).subarray(0, 2000));
  writeFileSync(join(folder, 'mixed', 'blank.json'), ' \n');
  writeFileSync(join(folder, 'mixed', 'empty.json'), '');
  writeFileSync(join(folder, 'mixed', 'notes.txt'), 'Read me.\n');
  writeFileSync(join(folder, 'mixed', 'other.json'), '{"a": 1}');
  symlinkSync('..', join(folder, 'links', 'around'));
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailcost-'));
  cpSync(FIXTURES, folder, { recursive: true });
  symlinkSync(SAMPLES, join(folder, 'samples'));
  writeMixedLogs();
  writeFileSync(join(folder, 'trailcost'), `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`);
  chmodSync(join(folder, 'trailcost'), 0o755);
});

afterAll(() => rmSync(folder, { recursive: true }));

function run(command: string, environment: Record<string, string> = {}) {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...rest } = process.env;
  const { stdout, stderr, status } = spawnSync('bash', ['-o', 'pipefail', '-c', command], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...rest, PATH: `${folder}${delimiter}${process.env['PATH']}`, ...environment },
  });
  return { stdout, stderr, status };
}

const TRANSCRIPTS: Record<string, string[]> = {
  help: ['trailcost --help', 'trailcost estimate --help', 'trailcost count --help', 'trailcost init --help'],
  usage: [
    'trailcost',
    'trailcost estimat good.yaml',
    'trailcost estimate',
    'trailcost estimate good.yaml --fromat json',
    'trailcost estimate good.yaml --format yaml',
    'trailcost estimate good.yaml --format',
    'trailcost estimate good.yaml other.yaml',
    'trailcost estimate good.yaml --explain siem --format json',
    'trailcost estimate good.yaml --explain',
    'trailcost count',
    'trailcost cuont logs',
    'trailcost count logs --fromat json',
    'trailcost count logs --format yaml',
    'trailcost count logs --bucket',
    'trailcost what-if good.yaml',
    'trailcost estimate - --price-book - < good.yaml',
    'trailcost --version',
    'trailcost estimate good.yaml --no-output',
    'trailcost estimate good.yaml --output.x y',
  ],
  estimate: ['trailcost estimate good.yaml', 'trailcost estimate - < good.yaml', 'trailcost estimate good.yaml --format csv'],
  explain: [
    'trailcost estimate good.yaml --explain sse-kms,siem,kms-requests',
    'trailcost estimate good.yaml --explain sse-kms,sime',
    'trailcost estimate good.yaml --explain sse-s3,kms-keys',
  ],
  count: [
    'trailcost count samples/trail samples/access-logs',
    'trailcost count samples/trail',
    'trailcost count samples/access-logs | head -18',
    `trailcost count samples/trail -f json | node -e '
      const { kind, kmsRequests, cost } = JSON.parse(require("fs").readFileSync(0));
      console.log(kind, kmsRequests.billable, kmsRequests.free, cost);'`,
    'trailcost count samples/trail -f csv | head -5 | cut -c -100',
    'trailcost count samples/trail -f markdown | head -24',
    'trailcost count samples/trail -o report.txt --trace requests.csv && wc -l < requests.csv && head -2 requests.csv | cut -d, -f 2-',
    `trailcost count samples/trail samples/access-logs -o report.txt --scenario measured.yaml &&
      trailcost estimate measured.yaml | head -16`,
    'trailcost count samples/trail --since 2026-11-04 --until 2026-11-05T12:00:00+02:00 | head -17',
    'trailcost count samples/trail --trail audit --account 111122223333 --account 444455556666 | head -15',
    'trailcost count samples/trail --bucket example-data-lake | head -12',
    "trailcost count 'samples/trail/**/2026/11/03/*_CloudTrail_*' | head -6",
    `trailcost count ${DAY}/${LOG} | head -3`,
    `trailcost count - < ${DAY}/${LOG} | head -3`,
    `gunzip -c ${DAY}/*.json.gz | trailcost count - | head -3`,
    `trailcost count ${DAY} - < ${DAY}/${LOG} | tail -n +5 | head -2`,
  ],
  'count-bad': [
    'trailcost count missing',
    'trailcost count ""',
    'trailcost count nothing',
    'trailcost count links',
    "trailcost count '*.parquet'",
    'trailcost count s3://example-trail-logs/AWSLogs',
    'trailcost count mixed/truncated.json.gz',
    'trailcost count mixed/truncated.json.gz --strict | head -2',
    'trailcost count mixed/broken.json | sed -n "/^Failed/,/^$/p"',
    'trailcost count mixed/empty.json | sed -n "/^Failed/,/^$/p"',
    'trailcost count mixed/notes.txt',
    'trailcost count - < /dev/null | sed -n "/^Failed/,/^$/p"',
    'trailcost count - < mixed/truncated.json.gz | sed -n "/^Failed/,/^$/p"',
    'trailcost count mixed',
    'trailcost count mixed --strict -o report.txt',
    'trailcost count samples/trail --strict -o report.txt',
    'trailcost count samples/access-logs --strict -o report.txt',
    'trailcost count mixed --since 2026-13-01',
    'trailcost count mixed --since 2026-11-02T08:00:00',
    'trailcost count mixed --until yesterday',
    'trailcost count mixed --since 2026-11-03 --until 2026-11-02',
    'trailcost count mixed --since 2026-11-03 --until 2026-11-03',
    'trailcost count mixed --account 1234',
    'trailcost count mixed --price-book missing.csv',
    'trailcost count mixed --trace -',
    'trailcost count mixed --trace missing/requests.csv',
    'trailcost count mixed --trace nothing',
    'trailcost count mixed --output missing/report.txt',
    'trailcost count mixed --scenario missing/measured.yaml',
    'trailcost count mixed/log.json.gz --output mixed/log.json.gz',
    'trailcost count mixed/log.json.gz --trace ./mixed/log.json.gz',
    'trailcost count mixed/log.json.gz --scenario mixed/../mixed/log.json.gz',
    'trailcost count mixed --price-book own-prices.csv --scenario own-prices.csv',
    'trailcost count mixed --output both.txt --scenario both.txt',
    'trailcost count mixed --output both.txt --trace ./both.txt',
    'trailcost count mixed --output - --scenario -',
    'trailcost count mixed > /dev/full',
  ],
  'bad-scenario': [
    'trailcost estimate missing.yaml',
    'trailcost estimate "" < good.yaml',
    'trailcost estimate 0123',
    'trailcost estimate samples',
    'trailcost estimate empty.yaml',
    'trailcost estimate latin1.yaml',
    'trailcost estimate /dev/zero',
    'trailcost estimate syntax.yaml',
    'trailcost estimate unknown-key.yaml',
    'trailcost estimate wrong-type.yaml',
    'trailcost estimate negative.yaml',
    'trailcost estimate low-above-high.yaml',
    'trailcost estimate month-13.yaml',
    'trailcost estimate free-tier.yaml',
    'trailcost estimate hostile.yaml',
    'trailcost estimate - < month-13.yaml',
  ],
  'bad-prices': [
    'trailcost estimate unknown-region.yaml',
    'trailcost estimate gov-region.yaml',
    'trailcost estimate gov-region.yaml --price-book own-prices.csv',
    'trailcost estimate good.yaml --price-book mixed-prices.csv',
    'trailcost estimate good.yaml --price-book bad-prices.csv',
    'trailcost estimate good.yaml --price-book missing.csv',
    'trailcost estimate good.yaml --price-book good.yaml',
  ],
  'bad-output': [
    'trailcost estimate good.yaml --output missing/report.txt',
    'trailcost estimate good.yaml --output samples',
    'trailcost estimate good.yaml --output ""',
    'trailcost estimate good.yaml --output ./good.yaml',
    'trailcost estimate good.yaml --price-book own-prices.csv --output own-prices.csv',
    'trailcost estimate good.yaml --output good.yaml/report.txt',
    'trailcost estimate good.yaml > /dev/full',
    'trailcost estimate good.yaml --output /dev/full',
  ],
  init: [
    'trailcost init | head -3',
    'trailcost init | trailcost estimate - | head -2',
    'trailcost init --output new.yaml && head -1 new.yaml',
    'trailcost init --output good.yaml',
    'trailcost init --output missing/new.yaml',
    'trailcost init --output good.yaml/new.yaml',
  ],
};

describe('transcripts: command, stdout, stderr, exit code', () => {
  test.each(Object.entries(TRANSCRIPTS))('%s', async (name, commands) => {
    const transcript = commands.map((command) => {
      const { stdout, stderr, status } = run(command);
      const errors = stderr === '' ? '' : `--- stderr\n${stderr}`;
      return `$ ${command}\n${stdout}${errors}--- exit ${status}\n`;
    });
    await expect(transcript.join('\n')).toMatchFileSnapshot(`../golden/cli/${name}.txt`);
  });
});

describe('output', () => {
  test('to a file is the same as to stdout, and replaces what was there', () => {
    writeFileSync(join(folder, 'report.json'), 'old');
    expect(run('trailcost estimate good.yaml -f json -o report.json')).toEqual({ stdout: '', stderr: '', status: 0 });
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe(run('trailcost estimate good.yaml -f json').stdout);
  });

  test('leaves nothing behind and nothing harmed when it fails', () => {
    writeFileSync(join(folder, 'keep.csv'), 'old');
    const before = readdirSync(folder);
    expect(run('trailcost estimate month-13.yaml -f csv -o keep.csv').status).toBe(2);
    expect(run('trailcost estimate good.yaml -f csv -o missing/keep.csv').status).toBe(2);
    expect(readFileSync(join(folder, 'keep.csv'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(before);
  });

  test('to a device is written, not replaced', () => {
    expect(run('trailcost estimate good.yaml -f csv -o /dev/stdout | head -c 8').stdout).toBe('scenario');
    expect(run('trailcost estimate good.yaml -o /dev/null')).toEqual({ stdout: '', stderr: '', status: 0 });
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test('to a closed pipe ends quietly', () => {
    expect(run('trailcost estimate samples/organization.yaml -f json | head -1')).toEqual({ stdout: '{\n', stderr: '', status: 0 });
  });

  test('of an option given twice is the last', () => {
    expect(run('trailcost estimate good.yaml -f csv -f json | head -1').stdout).toBe('{\n');
  });

  test('may have its errors cut off', () => {
    expect(run('trailcost estimate month-13.yaml 2>&1 >/dev/null | head -c 0').status).toBe(2);
  });

  test('is coloured only where that is wanted', () => {
    const escapeCharacter = String.fromCharCode(27);
    const colored = (flags: string, environment: Record<string, string>) =>
      run(`trailcost estimate good.yaml ${flags}`, environment).stdout.includes(escapeCharacter);
    expect(colored('', {})).toBe(false);
    expect(colored('', { FORCE_COLOR: '1' })).toBe(true);
    expect(colored('', { FORCE_COLOR: '0' })).toBe(false);
    expect(colored('', { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
    expect(colored('-f csv', { FORCE_COLOR: '1' })).toBe(false);
  });

  test('does not depend on the time zone or the language of the machine', () => {
    const plain = run('trailcost estimate samples/mid-period-switch.yaml').stdout;
    for (const TZ of ['America/Los_Angeles', 'Pacific/Kiritimati']) {
      expect(run('trailcost estimate samples/mid-period-switch.yaml', { TZ, LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' }).stdout).toBe(
        plain,
      );
    }
  });
});

test('an unexpected error says that it is a defect, with a stack only on request', () => {
  // Node itself fails in the middle of the work: the price data is taken away under its feet.
  const broken = `node --input-type=module -e "
    import { reportError } from '${new URL('../../dist/cli/exit.js', import.meta.url)}';
    process.exitCode = reportError(new RangeError('boom'), process.argv[1] === 'debug');"`;
  expect(run(broken)).toEqual({
    stdout: '',
    stderr: 'trailcost: unexpected: boom\n  This is a defect in trailcost. Please report it with what `--debug` adds.\n',
    status: 1,
  });
  expect(run(`${broken} debug`).stderr).toMatch(/RangeError: boom\n {4}at /);
});
