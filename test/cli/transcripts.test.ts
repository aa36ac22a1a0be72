import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const FIXTURES = fileURLToPath(new URL('fixtures/', import.meta.url));
const SAMPLES = fileURLToPath(new URL('../../samples/', import.meta.url));

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailcost-'));
  cpSync(FIXTURES, folder, { recursive: true });
  symlinkSync(SAMPLES, join(folder, 'samples'));
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
  help: ['trailcost --help', 'trailcost estimate --help', 'trailcost init --help'],
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
    'trailcost count logs',
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
