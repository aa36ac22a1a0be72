import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MAIN } from './program.js';
import { workspace } from './workspace.js';

const { folder, run, runProcess } = workspace();

describe('output', () => {
  test('to a device is written, not replaced', () => {
    expect(runProcess('trailcost estimate good.yaml -f csv -o /dev/stdout | head -c 8').stdout).toBe('scenario');
    expect(runProcess('trailcost estimate good.yaml -o /dev/null')).toEqual({ stdout: '', stderr: '', status: 0 });
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test('to a closed pipe ends quietly', () => {
    expect(runProcess('trailcost estimate samples/organization.yaml -f json | head -1')).toEqual({ stdout: '{\n', stderr: '', status: 0 });
  });

  test('of a workbook loses nothing on its way to a file or a pipe', async () => {
    await run('trailcost estimate good.yaml -f xlsx -o book.xlsx');
    const piped = runProcess('trailcost estimate good.yaml -f xlsx -o - > same.xlsx');
    expect(piped).toEqual({ stdout: '', stderr: '', status: 0 });
    expect(statSync(join(folder, 'same.xlsx')).size).toBe(statSync(join(folder, 'book.xlsx')).size);
  });

  test('of one command is the input of the next', () => {
    expect(runProcess('trailcost init | trailcost estimate - -f csv | head -c 8')).toEqual({ stdout: 'scenario', stderr: '', status: 0 });
  });

  test('may have its errors cut off', () => {
    expect(runProcess('trailcost estimate month-13.yaml 2>&1 >/dev/null | head -c 0').status).toBe(2);
  });

  test('does not depend on the time zone or the language of the machine', async () => {
    const { stdout: plain } = await run('trailcost estimate samples/mid-period-switch.yaml');
    for (const TZ of ['America/Los_Angeles', 'Pacific/Kiritimati']) {
      expect(
        runProcess('trailcost estimate samples/mid-period-switch.yaml', { TZ, LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' }).stdout,
      ).toBe(plain);
    }
  });
});

test.each([
  ['an error that no command hears of', "process.nextTick(() => { throw new SyntaxError('secret'); })", 'SyntaxError'],
  ['a promise that nobody waits for', "Promise.reject(new SyntaxError('secret'))", 'SyntaxError'],
  ['a promise that is broken with a text', "Promise.reject('secret')", 'UnhandledPromiseRejection ERR_UNHANDLED_REJECTION'],
  ['an error of a stream', "process.stdin.destroy(new RangeError('secret'))", 'RangeError'],
])('%s is a defect as any other', (_, fault, kind) => {
  const clock = encodeURIComponent(`Date.now = () => { ${fault}; return 0; }`);
  const options = `--import "data:text/javascript,${clock}"`;
  const { stderr, status } = runProcess('trailcost estimate good.yaml -f focus --billing-account 111122223333 > /dev/null', {
    NODE_OPTIONS: options,
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(new RegExp(`^trailcost: unexpected: ${kind} in \`trailcost estimate\`, version `));
  expect(stderr).not.toContain('secret');
});

describe('a count', () => {
  test('writes its trace to a pipe without replacing it', () => {
    const written = 'mkfifo pipe && { timeout 20 cat pipe > copied & } && timeout 20 trailcost count mixed --trace pipe -o report.txt';
    expect(runProcess(`${written}; if test -p pipe; then wait; else kill %1; false; fi`).status).toBe(0);
    expect(readFileSync(join(folder, 'copied'), 'utf8')).toMatch(/^file,/);
  });

  test('that is stopped with Ctrl-C gives what was counted, and says so', async () => {
    const before = readdirSync(folder);
    const { status, stdout, stderr } = await stopped('stop');
    expect([status, stderr]).toEqual([130, '']);
    const { coverage, warnings } = JSON.parse(stdout) as Measured;
    expect(coverage.complete).toBe(false);
    expect(coverage.filesRead).toBeLessThan(370);
    expect(warnings.map(({ code }) => code)).toContain('stopped');
    expect(readdirSync(folder).filter((name) => !before.includes(name))).toEqual(['stop', 'stop.csv', 'stop.yaml']);
    expect(readFileSync(join(folder, 'stop.yaml'), 'utf8')).toContain('stopped before its end');
  });
});

interface Measured {
  coverage: { complete: boolean; filesRead: number };
  warnings: { code: string }[];
}

/**
 * A count that is interrupted at a moment that is known: its first file is a pipe, which it waits for, and which is written after the
 * signal was sent. Hundreds of files follow.
 */
async function stopped(pipe: string) {
  runProcess(`mkfifo ${pipe}`);
  const flags = ['count', pipe, 'samples/trail', '--format', 'json', '--trace', `${pipe}.csv`, '--scenario', `${pipe}.yaml`];
  const child = spawn(process.execPath, [MAIN, ...flags], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const writer = await open(join(folder, pipe), 'w');
  child.kill('SIGINT');
  await writer.write('{"Records": []}');
  await writer.close();
  return { status: await ended, ...output };
}
