import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { csvOf, curTable, madeItems, parquetColumns, zipOf } from '../bill/made.mjs';
import { MAIN } from './program.js';
import { DAY, LOG, workspace } from './workspace.js';

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
    SOURCE_DATE_EPOCH: '',
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(new RegExp(`^trailcost: unexpected: ${kind} in \`trailcost estimate\`, version `));
  expect(stderr).not.toContain('secret');
});

describe('what comes through a pipe is read as from a file', () => {
  const log = `${DAY}/${LOG}`;
  const counted = (command: string) => JSON.parse(runProcess(command).stdout) as Measured;
  const plain = ({ coverage, kmsRequests }: Measured) => [coverage.filesRead, coverage.records, coverage.filesFailed, kmsRequests];

  test.each<[string, string, string]>([
    ['count', `trailcost count <(cat ${log}) -f json`, `trailcost count ${log} -f json`],
    ['count of what was unpacked', `trailcost count <(zcat ${log}) -f json`, `trailcost count ${log} -f json`],
    ['count of standard input by its path', `cat ${log} | trailcost count /dev/stdin -f json`, `trailcost count ${log} -f json`],
    ['count of its descriptor', `cat ${log} | trailcost count /dev/fd/0 /dev/stdin -f json`, `trailcost count ${log} -f json`],
    [
      'count of two, beside a folder',
      `trailcost count <(cat ${log}) samples/access-logs <(cat mixed/log.json.gz) -f json`,
      `trailcost count ${log} samples/access-logs mixed/log.json.gz -f json`,
    ],
  ])('%s', (_, piped, file) => {
    expect(plain(counted(piped))).toEqual(plain(counted(file)));
  });

  test.each(['cat samples/bill/made-cur.csv', 'gzip -c samples/bill/made-cur.csv'])('reconcile --bill <(%s)', (producer) => {
    const reconciled = (bill: string) => runProcess(`trailcost reconcile samples/bill/november.yaml --bill ${bill} -f csv`);
    expect(reconciled(`<(${producer})`)).toEqual(reconciled('samples/bill/made-cur.csv'));
    expect(runProcess(`${producer} | trailcost reconcile samples/bill/november.yaml --bill /dev/stdin -f csv`)).toEqual(
      reconciled('samples/bill/made-cur.csv'),
    );
  });

  test.each(['zip', 'parquet'])('reconcile --bill <(cat made.%s)', (packing) => {
    const table = curTable(madeItems());
    const bytes =
      packing === 'zip' ? zipOf([['a.csv', csvOf(table)]]) : Buffer.from(parquetWriteBuffer({ columnData: parquetColumns(table) }));
    writeFileSync(join(folder, `made.${packing}`), bytes);
    const [piped, file] = [`<(cat made.${packing})`, `made.${packing}`].map((bill) =>
      runProcess(`trailcost reconcile samples/bill/november.yaml --bill ${bill} -f csv`),
    );
    expect(piped).toEqual(file);
    expect(piped?.status).toBe(0);
  });

  test('also where standard input is a socket, as other programs make it', async () => {
    const child = spawn(process.execPath, [MAIN, 'count', '/dev/stdin', '-f', 'json'], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
    child.stdin.end(readFileSync(join(folder, log)));
    const output = await text(child.stdout);
    expect(plain(JSON.parse(output) as Measured)).toEqual(plain(counted(`trailcost count ${log} -f json`)));
  });

  test('and leaves nothing behind', () => {
    runProcess(`mkdir kept && TMPDIR=$PWD/kept trailcost count <(cat ${log}) && TMPDIR=$PWD/kept trailcost count <(echo nothing)`);
    expect(readdirSync(join(folder, 'kept'))).toEqual([]);
  });

  test('two at once, without a word of Node', () => {
    const { stdout, stderr, status } = runProcess('trailcost diff <(cat samples/small-account.yaml) <(cat samples/organization.yaml)');
    expect([stderr, status]).toEqual(['', 0]);
    expect(stdout).toBe(runProcess('trailcost diff samples/small-account.yaml samples/organization.yaml').stdout);
  });

  test('where it cannot be kept, that is said', () => {
    expect(runProcess(`TMPDIR=/dev/null trailcost count <(cat ${log})`).stderr).toContain(
      '1 file failed (cannot be copied to /dev/null: a part of the path is not a folder; set TMPDIR to a folder with free space)',
    );
  });
});

test('a reader of a pipe that has seen enough is no error, by whatever path the pipe was given', () => {
  const { stderr, status } = runProcess('trailcost estimate samples/organization.yaml -f json -o /dev/stdout | head -1');
  expect([stderr, status]).toEqual(['', 0]);
});

test('too little memory is told in words', () => {
  const thrown = "throw Object.assign(new Error('secret'), { code: 'ERR_WORKER_OUT_OF_MEMORY' })";
  const clock = encodeURIComponent(`Date.now = () => { ${thrown}; }`);
  const { stderr, status } = runProcess('trailcost estimate good.yaml -f focus --billing-account 111122223333', {
    NODE_OPTIONS: `--import "data:text/javascript,${clock}"`,
    SOURCE_DATE_EPOCH: '',
  });
  expect([status, stderr]).toEqual([2, expect.stringMatching(/^trailcost: cannot continue: out of memory\n {2}Allow more/)]);
});

test('a limit of open files that is too low for the program itself is told in words', () => {
  const { stderr, status } = runProcess('ulimit -n 32; trailcost count mixed -o /dev/null');
  expect(stderr).not.toMatch(/defect|EMFILE|node:/);
  if (status !== 0) expect([status, stderr]).toEqual([2, expect.stringMatching(/^trailcost: cannot continue: too many files are open\n/)]);
});

test('a word after -- is no option', () => {
  runProcess(`cp ${DAY}/${LOG} ./-x.json.gz`);
  expect(runProcess('trailcost count -f csv -- -x.json.gz')).toEqual(runProcess('trailcost count -f csv ./-x.json.gz'));
  expect(runProcess('trailcost count none.json -- -x.json.gz').stderr).toBe(
    'trailcost: none.json: no such file or folder\n  Check the path.\n',
  );
  expect(runProcess('trailcost count mixed/notes.txt --bucket example-trail-logs -- -x.json.gz').stdout).toContain(
    '8 records in 1 log\nfile · 1 file skipped',
  );
});

describe('a count', () => {
  test('writes its trace to a pipe without replacing it', () => {
    const written = 'mkfifo pipe && { timeout 20 cat pipe > copied & } && timeout 20 trailcost count mixed --trace pipe -o report.txt';
    expect(runProcess(`${written}; if test -p pipe; then wait; else kill %1; false; fi`).status).toBe(0);
    expect(readFileSync(join(folder, 'copied'), 'utf8')).toMatch(/^file,/);
  });

  test('that is stopped before anything is counted leaves what was there', async () => {
    writeFileSync(join(folder, 'nothing-yet.yaml'), 'mine');
    const before = readdirSync(folder);
    const { status, stdout, stderr } = await stopped('nothing-yet');
    expect([status, stdout, stderr]).toEqual([130, '', 'trailcost: stopped before the end: there is no result\n']);
    expect(readdirSync(folder).filter((name) => !before.includes(name))).toEqual(['nothing-yet']);
    expect(readFileSync(join(folder, 'nothing-yet.yaml'), 'utf8')).toBe('mine');
  });
});

interface Measured {
  coverage: { complete: boolean; filesRead: number; filesFailed: number; records: number };
  kmsRequests: object;
  warnings: { code: string }[];
}

/**
 * A count that is interrupted at a moment that is known: it waits for a pipe that was opened and that nothing is written to. Hundreds of
 * files would follow.
 */
async function stopped(pipe: string) {
  runProcess(`mkfifo ${pipe}`);
  const flags = ['count', pipe, 'samples/trail', '--format', 'json', '--trace', `${pipe}.csv`, '--scenario', `${pipe}.yaml`];
  const child = spawn(process.execPath, [MAIN, ...flags], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const writer = await open(join(folder, pipe), 'w');
  child.kill('SIGINT');
  const status = await ended;
  await writer.close();
  return { status, ...output };
}

test.skipIf(process.arch !== 'x64')('a processor without SIMD is named', () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--no-enable-ssse3', MAIN, 'count', 'samples/trail'], {
    encoding: 'utf8',
    cwd: folder,
  });
  expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
  expect(stderr).toBe(
    'trailcost: logs/scan.wasm: cannot be loaded: this processor lacks SIMD for WebAssembly, without which logs are not read\n' +
      '  Count on another machine.\n',
  );
});
