import { expect, test } from 'vitest';
import { program } from './program.js';
import { workspace } from './workspace.js';

const { folder } = workspace();

test('an unexpected error says that it is a defect, with a stack only on request', async () => {
  const now = () => {
    throw new RangeError('boom');
  };
  const failed = (...more: string[]) => program(['estimate', 'good.yaml', '-f', 'focus', ...more], { cwd: folder, now });
  expect(await failed()).toEqual({
    stdout: Buffer.alloc(0),
    stderr: 'trailcost: unexpected: boom\n  This is a defect in trailcost. Please report it with what `--debug` adds.\n',
    status: 1,
  });
  expect((await failed('--debug')).stderr).toMatch(/RangeError: boom\n {4}at /);
});

test('a reconciliation that is stopped says so and gives nothing', async () => {
  const argv = ['reconcile', 'samples/bill/november.yaml', '--bill', 'samples/bill/made-cur.csv', '-o', 'stopped.txt'];
  const { stdout, stderr, status } = await program(argv, { cwd: folder, signal: AbortSignal.abort() });
  expect([stdout.toString(), stderr, status]).toEqual(['', 'trailcost: stopped before the end: there is no result\n', 130]);
});

test('what is shown of the work goes to a terminal alone', async () => {
  let time = 0;
  const counted = (isTerminal: boolean) =>
    program(['count', 'samples/access-logs'], {
      cwd: folder,
      now: () => {
        time += 1000;
        return time;
      },
      isTerminal: { stdout: isTerminal, stderr: isTerminal },
    });
  const { stderr } = await counted(true);
  expect(stderr).toMatch(/^\r\d+ files · \d+ MB · \d+ MB\/s/);
  expect(stderr.endsWith('\r\u001b[K')).toBe(true);
  expect((await counted(false)).stderr).toBe('');
});

test('nothing of a run is left in the process', async () => {
  const before = { code: process.exitCode, listeners: process.eventNames().map((name) => process.listenerCount(name)), cwd: process.cwd() };
  expect((await program(['estimate', 'good.yaml', '--budget', '1'], { cwd: folder })).status).toBe(3);
  expect((await program(['--help'], { cwd: folder })).status).toBe(0);
  expect({
    code: process.exitCode,
    listeners: process.eventNames().map((name) => process.listenerCount(name)),
    cwd: process.cwd(),
  }).toEqual(before);
});
