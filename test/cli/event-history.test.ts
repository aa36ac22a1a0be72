import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { expiredToken } from '../aws/faults.js';
import type { JsonApi } from '../aws/json-api.js';
import { type HistoryRecord, lookupEventsStub } from '../aws/lookup-events-stub.js';
import { madeDays, madeDecrypt } from '../logs/history/history.js';
import { loopback } from '../loopback.js';
import { MAIN, program } from './program.js';
import { workspace } from './workspace.js';

const { folder, transcript } = workspace();
const server = loopback();
const NOW = Date.parse('2026-11-30T10:30:00Z');
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'made', AWS_SECRET_ACCESS_KEY: 'made', AWS_REGION: 'us-east-1' };

beforeEach(() => {
  for (const [name, value] of Object.entries(CREDENTIALS)) vi.stubEnv(name, value);
  // Two requests a second are waited for in a test of their own.
  vi.spyOn(performance, 'now').mockImplementation(() => (clock += 10_000));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});
let clock = 0;

async function serve(records: Record<string, HistoryRecord[]>, pace = {}): Promise<{ stub: JsonApi; endpoint: string }> {
  const stub = lookupEventsStub({ records, perSecond: 1000, clock: () => NOW, ...pace });
  return { stub, endpoint: await server.serve(stub.listener) };
}

async function count(endpoint: string, argv: readonly string[], now = NOW) {
  const all = ['count', '--event-history', '--endpoint', endpoint, ...argv];
  const { stdout, stderr, status } = await program(all, { cwd: folder, now: () => now, env: CREDENTIALS });
  return { stdout: stdout.toString(), stderr, status };
}

const DAYS = ['--since', '2026-11-27'];

test('what Event history has is counted, and what it cannot see is said', async () => {
  const { endpoint, stub } = await serve({ 'us-east-1': madeDays(NOW, 4, 60) });
  const { stdout, stderr, status } = await count(endpoint, DAYS);
  expect(status).toBe(0);
  expect(stderr).toBe(
    'trailcost: asking the Event history of us-east-1 for the Decrypts of 4 days, free of charge; it gives 100 a second and Region, so a ' +
      'million take about 3 hours\n',
  );
  await expect(stdout).toMatchFileSnapshot('../golden/cli/event-history.txt');
  // Each day has more than a page, today has not.
  expect(stub.requests).toHaveLength(7);
});

test('a scenario can be made of it', async () => {
  const { endpoint } = await serve({ 'us-east-1': madeDays(NOW, 4, 60) });
  expect((await count(endpoint, [...DAYS, '--scenario', 'history.yaml'])).status).toBe(0);
  expect((await program(['estimate', 'history.yaml'], { cwd: folder })).status).toBe(0);
});

test('what is older than it reaches is said; what is all older is refused', async () => {
  const { endpoint, stub } = await serve({ 'us-east-1': [] });
  const older = await count(endpoint, ['--until', '2026-09-01']);
  expect(older).toMatchObject({ stdout: '', status: 2 });
  expect(older.stderr).toContain('--until: is before all that Event history has: 90 days, from 2026-09-02T00:00:00Z on');
  expect((await count(endpoint, ['--since', '2026-12-24'])).stderr).toContain('--since: is in the future');
  expect(stub.requests).toHaveLength(0);
  const { stderr, status } = await count(endpoint, ['--since', '2026-06-01', '--until', '2026-09-03']);
  expect(stderr).toContain('Event history has 90 days: it is counted from 2026-09-02T00:00:00Z, not from --since');
  expect(stderr).toContain('nothing was counted. Event history has no Decrypt in us-east-1 in this time.');
  expect(status).toBe(4);
});

test('two requests a second and Region are not gone beyond', async () => {
  vi.restoreAllMocks();
  const records = Array.from({ length: 170 }, (_, index) => madeDecrypt(NOW - 3_600_000 - index * 1000, index));
  const { endpoint, stub } = await serve({ 'us-east-1': records });
  const started = performance.now();
  expect((await count(endpoint, ['--since', '2026-11-30T08:30:00Z'])).status).toBe(0);
  expect(stub.requests).toHaveLength(4);
  expect(performance.now() - started).toBeGreaterThan(1400);
});

test('Ctrl-C gives what was counted until then, and says so', async () => {
  const { endpoint, stub } = await serve({ 'us-east-1': madeDays(Date.now(), 8, 60) }, { clock: Date.now });
  const since = new Date(Date.now() - 6 * 86_400_000).toISOString().slice(0, 10);
  const argv = [MAIN, 'count', '--event-history', '--endpoint', endpoint, '--since', since, '--format', 'json'];
  const started = spawn(process.execPath, argv, { cwd: folder, env: { ...process.env, ...CREDENTIALS } });
  const [said, errors] = [text(started.stdout), text(started.stderr)];
  while (stub.requests.length < 5 && started.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
  started.kill('SIGINT');
  expect(await once(started, 'exit')).toEqual([130, null]);
  const { coverage, kmsRequests } = JSON.parse(await said);
  expect(coverage.complete).toBe(false);
  expect(kmsRequests.billable).toBeGreaterThan(0);
  expect(kmsRequests.billable).toBeLessThan(6 * 60);
  expect(await errors).toMatch(/stopped after \d+ pages?: the result is what was counted before that/);
});

describe('a checkpoint', () => {
  const json = [...DAYS, '--format', 'json', '--checkpoint', 'history.checkpoint'];

  test('goes on where credentials expired: the same JSON, and no day that was over is asked for again', async () => {
    const { endpoint, stub } = await serve({ 'us-east-1': madeDays(NOW, 4, 60) });
    const { stdout: whole } = await count(endpoint, [...DAYS, '--format', 'json']);
    stub.faults.add({ when: () => true, after: 5, effect: expiredToken });
    const cut = await count(endpoint, json);
    expect(cut.status).toBe(4);
    expect(cut.stderr).toContain('the credentials have expired');
    expect(JSON.parse(cut.stdout).coverage).toMatchObject({ complete: false });
    stub.faults.clear();
    const before = stub.requests.length;
    const resumed = await count(endpoint, json);
    expect(resumed.stderr).toContain('2 portions are in history.checkpoint and not read again');
    expect(resumed.stdout).toBe(whole);
    // Who it is, the third day, today.
    expect(stub.requests.length - before).toBe(4);
    expect((await count(endpoint, json)).stdout).toBe(whole);
  });

  test('of another account, or with other filters, is refused and left as it is', async () => {
    const { endpoint } = await serve({ 'us-east-1': madeDays(NOW, 4, 60) });
    copyFileSync(join(folder, 'history.checkpoint'), join(folder, 'same.checkpoint'));
    const before = readFileSync(join(folder, 'same.checkpoint'));
    const other = await count(endpoint, ['--since', '2026-11-28', '--checkpoint', 'same.checkpoint']);
    expect(other.status).toBe(2);
    expect(other.stderr).toContain(
      'same.checkpoint: is the checkpoint of another run: --since 2026-11-27T00:00:00Z there and 2026-11-28T00:00:00Z here',
    );
    const foreign = madeDays(NOW, 4, 60).map((record) => ({ ...record, recipientAccountId: '123456789012' }));
    const { endpoint: elsewhere } = await serve({ 'us-east-1': foreign });
    const account = await count(elsewhere, [...DAYS, '--checkpoint', 'same.checkpoint']);
    expect(account.stderr).toContain('Event history of account 444455556666 in us-east-1 there and Event history of account 123456789012');
    expect(readFileSync(join(folder, 'same.checkpoint')).equals(before)).toBe(true);
  });

  test('survives a process that is killed at any time', async () => {
    const { endpoint, stub } = await serve({ 'us-east-1': madeDays(Date.now(), 8, 60) }, { clock: Date.now });
    const since = ['--since', new Date(Date.now() - 6 * 86_400_000).toISOString().slice(0, 10)];
    const own = ['--checkpoint', 'killed.checkpoint', '--format', 'json', ...since];
    const argv = ['count', '--event-history', '--endpoint', endpoint, ...own];
    for (const requests of [6, 13]) {
      const killed = spawn(process.execPath, [MAIN, ...argv], { cwd: folder, env: { ...process.env, ...CREDENTIALS }, stdio: 'ignore' });
      while (stub.requests.length < requests && killed.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
      killed.kill('SIGKILL');
      await once(killed, 'exit');
    }
    expect(existsSync(join(folder, 'killed.checkpoint'))).toBe(true);
    const now = Date.now();
    const resumed = await count(endpoint, own, now);
    const whole = await count(endpoint, ['--format', 'json', ...since], now);
    expect(resumed.stderr).toMatch(/\d+ portions are in killed\.checkpoint and not read again/);
    expect(resumed.stdout).toBe(whole.stdout);
  }, 120_000);
});

transcript('bad-checkpoint', 'what is no checkpoint, and options that do not go together, are refused before any work', [
  'cp good.yaml before.yaml',
  'trailcost count s3://my-logs --checkpoint good.yaml',
  'trailcost count --event-history --checkpoint good.yaml',
  'cmp good.yaml before.yaml && echo unchanged',
  'trailcost count --event-history --checkpoint -',
  'trailcost count --event-history --checkpoint missing/checkpoint',
  'trailcost count --event-history --checkpoint samples',
  'trailcost count --event-history samples',
  'trailcost count --event-history s3://my-logs',
  'trailcost count --event-history --list-only',
  'trailcost count --event-history --max-cost 5',
  'trailcost count --event-history --since 2026-13-01',
  'trailcost count --event-history --endpoint nowhere',
  'trailcost count samples --checkpoint work.checkpoint',
  'trailcost count',
]);
