import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { MAIN } from './program.js';
import { workspace } from './workspace.js';

const { folder, runProcess } = workspace();

const STOPS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const NO_RESULT = 'trailcost: stopped before the end: there is no result\n';

function start(args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)));
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const end = async () => {
    const [status, [stdout, stderr]] = [await ended, await said];
    return { status, stdout, stderr };
  };
  return { child, end };
}

/** Starts a command that reads a scenario from a named pipe, and gives it to it: then it runs, at whatever it is. */
async function startWith(pipe: string, scenario: string, args: readonly string[]) {
  runProcess(`mkfifo ${pipe}`);
  const started = start(args);
  const writer = await open(join(folder, pipe), 'w');
  await writer.write(scenario);
  await writer.close();
  return started;
}

/** A sweep that takes minutes. */
const SWEEP = ['--vary', 'readers.siem.times=1..100:0.001'];
const ORGANIZATION = readFileSync(new URL('../../samples/organization.yaml', import.meta.url), 'utf8');

describe('a command is stopped', () => {
  test.each<[string, NodeJS.Signals, readonly string[]]>([
    ['estimate', 'SIGINT', []],
    ['estimate', 'SIGTERM', ['-f', 'xlsx', '-o', 'never.xlsx']],
    ['what-if', 'SIGHUP', ['--advice']],
    ['diff', 'SIGINT', ['samples/organization.yaml']],
    ['reconcile', 'SIGINT', ['--bill', 'samples/bill/made-cur.csv', '-o', 'never.txt']],
    ['prices check', 'SIGINT', []],
  ])('%s by %s while it waits for an input', async (command, name, more) => {
    const pipe = `${command.replace(' ', '-')}-${name}`;
    runProcess(`mkfifo ${pipe}`);
    const { child, end } = start([...command.split(' '), ...(command === 'prices check' ? ['--price-book', pipe] : [pipe]), ...more]);
    const writer = await open(join(folder, pipe), 'w');
    child.kill(name);
    expect(await end()).toEqual({ status: 130, stdout: '', stderr: NO_RESULT });
    expect(readdirSync(folder).filter((file) => file.startsWith('never'))).toEqual([]);
    await writer.close();
  });

  test.each(STOPS)('by %s within a computation that yields to nothing, and says how far it was', async (name) => {
    const { child, end } = await startWith(`sweep-${name}`, ORGANIZATION, ['what-if', `sweep-${name}`, ...SWEEP, '-o', `${name}.txt`]);
    child.kill(name);
    const { status, stdout, stderr } = await end();
    expect([status, stdout]).toEqual([130, '']);
    expect(stderr).toMatch(/^trailcost: stopped (after [\d,]+ of 99,001 points|before the end): there is no result\n$/);
    expect(readdirSync(folder).filter((file) => file.startsWith(`${name}.txt`))).toEqual([]);
  });

  test.each(STOPS)('by %s within the computation of a short command, which the system ends at once', async (name) => {
    const readers = Array.from({ length: 160 }, (_, index) => ({
      name: `r${index}`,
      pattern: 'scan',
      runsPerMonth: 4,
      lookbackDays: index + 1,
    }));
    const trails = [{ name: 'org', logFilesPerMonth: { low: 1e5, expected: 1e6, high: 1e7 }, growthPercentPerMonth: 1, archiveMonths: 24 }];
    const period = { start: '2026-12', months: 120 };
    const encryption = { sseKmsSince: '2027-06-15' };
    const large = { version: 1, name: 'large', period, bucket: { region: 'us-east-1' }, encryption, trails, readers };
    const { child, end } = await startWith(`large-${name}`, JSON.stringify(large), [
      'estimate',
      `large-${name}`,
      '-o',
      `large-${name}.txt`,
    ]);
    await setTimeout(1000);
    child.kill(name);
    expect(await end()).toEqual({ status: name, stdout: '', stderr: '' });
    expect(readdirSync(folder).filter((file) => file.startsWith(`large-${name}.`))).toEqual([]);
  });

  test('twice at once, and says it once', async () => {
    const { child, end } = await startWith('twice', ORGANIZATION, ['what-if', 'twice', ...SWEEP]);
    child.kill('SIGINT');
    child.kill('SIGTERM');
    const { status, stderr } = await end();
    expect([status, stderr.match(/stopped/g)?.length]).toEqual([130, 1]);
  });

  test('while its reader reads no more', async () => {
    runProcess('mkfifo lazy');
    // Holds less than the report.
    const lazy = await open(join(folder, 'lazy'), 'r+');
    const args = ['estimate', 'samples/organization.yaml', '-f', 'json'];
    const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, stdio: ['ignore', lazy.fd, 'pipe'] });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    const said = child.stderr === null ? '' : text(child.stderr);
    await lazy.read(Buffer.alloc(1));
    child.kill('SIGINT');
    expect([await ended, await said]).toEqual([130, NO_RESULT]);
    await lazy.close();
  });
});

/** Made numbers that are the same in every run. */
function* seeded(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (state * 48_271) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}

describe('at any moment', () => {
  const COMMANDS: Record<string, readonly string[]> = {
    count: ['count', 'samples/trail', '-f', 'json'],
    estimate: ['estimate', 'samples/organization.yaml', '-f', 'json'],
    'what-if': ['what-if', 'samples/organization.yaml', '--simulate', '2000', '-f', 'json'],
    reconcile: ['reconcile', 'samples/bill/november.yaml', '--bill', 'samples/bill/made-cur.csv', '-f', 'json'],
  };

  test.each(Object.entries(COMMANDS))('%s leaves its old output or a whole one, and nothing beside it', async (name, args) => {
    const moments = seeded(name.length);
    const before = readdirSync(folder);
    const output = `${name}.json`;
    for (const signal of [...STOPS, 'SIGINT'] as const) {
      writeFileSync(join(folder, output), '"old"');
      const started = performance.now();
      await start([...args, '-o', output]).end();
      const longest = performance.now() - started;
      writeFileSync(join(folder, output), '"old"');
      const { child, end } = start([...args, '-o', output]);
      void setTimeout((moments.next().value ?? 0) * longest).then(() => child.kill(signal));
      const { status, stdout, stderr } = await end();
      // By the signal where not even its first line had run, or a short command computes.
      expect([0, 130, signal]).toContain(status);
      expect(stdout).toBe('');
      if (status === 130 && name !== 'count') expect(stderr).toMatch(/stopped .*: there is no result\n/);
      expect(() => JSON.parse(readFileSync(join(folder, output), 'utf8'))).not.toThrow();
      expect(readdirSync(folder).filter((file) => !before.includes(file))).toEqual([output]);
    }
  });
});
