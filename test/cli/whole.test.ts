import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { MAIN } from './program.js';
import { DAY, workspace } from './workspace.js';

// In the month of the bill, which is then not complete.
const { folder, runProcess } = workspace({ today: '2026-11-15' });

const OUT = join(folder, 'out');
const TARGET = join(OUT, 'target');
/** What stands at the target before: a price book, so that each command takes it. */
const OLD = join(folder, 'own-prices.csv');

const ESTIMATE = 'trailcost estimate good.yaml -f json';
const TRACE = `trailcost count ${DAY} --trace out/target -o /dev/null`;
/** What is said of a file that was written, and nothing else. */
const WROTE = /^trailcost: wrote out\/\S+( \(json, \d+ lines\))?\n$/;
const RECONCILE = 'trailcost reconcile november.yaml --bill samples/bill/made-cur.csv';
writeFileSync(join(folder, 'november.yaml'), `${readFileSync(join(folder, 'samples/bill/november.yaml'), 'utf8')}# ${'.'.repeat(2000)}\n`);

/** Each way to write a file, with the option that a message names. */
const WRITERS: [command: string, option: string][] = [
  [`${ESTIMATE} -o out/target`, '--output'],
  ['trailcost estimate good.yaml -f xlsx -o out/target', '--output'],
  ['trailcost what-if good.yaml --sensitivity --chart out/target', '--chart'],
  [`trailcost count ${DAY} --scenario out/target`, '--scenario'],
  [TRACE, '--trace'],
  [`${RECONCILE} --calibrate out/target`, '--calibrate'],
  ['trailcost prices import samples/price-lists/* --price-book out/target', '--price-book'],
];

beforeEach(() => {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT);
  copyFileSync(OLD, TARGET);
});

function found(): Record<string, string> {
  return Object.fromEntries(readdirSync(OUT).map((name) => [name, readFileSync(join(OUT, name), 'utf8')]));
}

const untouched = () => ({ target: readFileSync(OLD, 'utf8') });

describe('where less can be written than there is', () => {
  const FEW = 'ulimit -f 1';

  test.each(WRITERS)('%s leaves what was there', (command, option) => {
    const { stderr, status } = runProcess(`${FEW}; ${command}`);
    expect(stderr).toContain(
      `trailcost: out/target: larger than the limit for a file here\n  Nothing was written. Choose another ${option}.\n`,
    );
    expect(status).toBe(2);
    expect(found()).toEqual(untouched());
  });

  test('init leaves nothing', () => {
    expect(runProcess(`${FEW}; trailcost init -o out/new`).status).toBe(2);
    expect(found()).toEqual(untouched());
  });

  test.each([ESTIMATE, 'trailcost estimate good.yaml -f xlsx -o -', 'trailcost --help'])(
    '%s into a file says that it is not complete',
    (command) => {
      const { stderr, status } = runProcess(`${FEW}; ${command} > out/new`);
      expect(stderr).toBe('trailcost: standard output: larger than the limit for a file here\n  The report is incomplete.\n');
      expect(status).toBe(2);
      expect(statSync(join(OUT, 'new')).size).toBe(1024);
    },
  );

  /** What makes a folder of memory, of this process and its children alone; where nothing may, the limit above has to be enough. */
  const own = ['unshare -m', 'unshare -Urm'].find((by) => spawnSync('bash', ['-c', `${by} mount -t tmpfs tmpfs /tmp`]).status === 0);

  /** Runs a command while `out` is so small, and takes out of it what is there in the end. */
  function runOnSmallDisk(command: string, kib: number) {
    const script = `mount -t tmpfs -o size=${kib}k tmpfs out && cp own-prices.csv out/target && { ${command}; }
      status=$?; cp -r out/. taken && exit $status`;
    rmSync(join(folder, 'taken'), { recursive: true, force: true });
    mkdirSync(join(folder, 'taken'));
    const said = runProcess(`${own} bash -c '${script}'`);
    const names = readdirSync(join(folder, 'taken'));
    return { ...said, taken: Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, 'taken', name), 'utf8')])) };
  }

  test.skipIf(own === undefined).each<[string, string, number]>([
    [`${ESTIMATE} -o out/target`, '--output', 12],
    ['trailcost estimate good.yaml -f xlsx -o out/target', '--output', 12],
    [TRACE, '--trace', 12],
    [TRACE, '--trace', 40],
    ['trailcost prices import samples/price-lists/* --price-book out/target', '--price-book', 4],
  ])('%s leaves what was there on a full disk: %s, %i KiB', (command, option, kib) => {
    const { stderr, status, taken } = runOnSmallDisk(command, kib);
    expect(stderr).toContain(`trailcost: out/target: no space left\n  Nothing was written. Choose another ${option}.\n`);
    expect(status).toBe(2);
    expect(taken).toEqual(untouched());
  });

  test.skipIf(own === undefined)('a report into a file on a full disk says that it is not complete', () => {
    const { stderr, status } = runOnSmallDisk(`${ESTIMATE} > out/new`, 12);
    expect([stderr, status]).toEqual(['trailcost: standard output: no space left\n  The report is incomplete.\n', 2]);
  });

  test('help says so too', () => {
    expect(runProcess('trailcost --help > /dev/full').status).toBe(2);
  });
});

test('standard output into a file keeps its order and what was there before', () => {
  const { status } = runProcess(`echo first > out/new && ${RECONCILE} -f csv --strict >> out/new 2>&1`);
  const { stdout, stderr } = runProcess(`${RECONCILE} -f csv --strict`);
  expect(status).toBe(4);
  expect(found()['new']).toBe(`first\n${stdout}${stderr}`);
});

test('a price book whose folder cannot be made is named', () => {
  const { stderr, status } = runProcess('trailcost prices import samples/price-lists/*', { XDG_CONFIG_HOME: OLD });
  expect(stderr).toContain(`${OLD}/trailcost/prices.csv: a part of the path is not a folder\n  Nothing was written.`);
  expect(status).toBe(2);
});

/** A process that a signal meets at a step with a file: half written, written, to be renamed. */
function stoppedAt(step: string, signal: string, command: string) {
  const preload = new URL('stop-at.mjs', import.meta.url);
  return runProcess(`${command}; exit $?`, { NODE_OPTIONS: `--import=${preload.href}`, STOP_AT: `${step} ${signal}` });
}

const KILLED = 137;

describe('a run that is killed', () => {
  test.each([
    ['writeFile', `${ESTIMATE} -o out/target`],
    ['sync', `${ESTIMATE} -o out/target`],
    ['rename', `${ESTIMATE} -o out/target`],
    ['rmSync', TRACE],
    ['writeFile', TRACE],
    ['rename', TRACE],
  ])('at %s leaves what was there, and the next one clears up: %s', (step, command) => {
    expect(stoppedAt(step, 'SIGKILL', command).status).toBe(KILLED);
    const { target, ...litter } = found();
    expect({ target }).toEqual(untouched());
    expect(Object.keys(litter)).toEqual([expect.stringMatching(/^target\.trailcost-/)]);
    expect(runProcess(command)).toEqual({ stdout: '', stderr: expect.stringMatching(WROTE), status: 0 });
    expect(Object.keys(found())).toEqual(['target']);
    expect(found()).not.toEqual(untouched());
  });

  test.each<[string, (name: string) => string]>([
    ['runs', (name) => name.replace(/-\d+-([0-9a-f]+\.part)$/, `-${process.pid}-$1`)],
    ['is of another host', (name) => name.replace('.trailcost-', '.trailcost-other_')],
  ])('is not meant where the process of a part %s: that is named and stays', (_, renamed) => {
    stoppedAt('rename', 'SIGKILL', `${ESTIMATE} -o out/target`);
    const killed = readdirSync(OUT).find((name) => name !== 'target') ?? '';
    const name = renamed(killed);
    renameSync(join(OUT, killed), join(OUT, name));
    const { stderr, status } = runProcess(`${ESTIMATE} -o out/target`);
    expect(status).toBe(0);
    const [left, wrote] = stderr.split(/(?<=\n)/);
    expect(left).toMatch(/^trailcost: \S+ is an unfinished output of process \d+ on \S+, which may still be writing it\. .*\n$/);
    expect(wrote).toMatch(WROTE);
    expect(stderr).toContain(join(OUT, name));
    expect(readdirSync(OUT).sort()).toEqual(['target', name]);
  });

  test('leaves alone what only looks alike', () => {
    const names = ['target.part', 'target.trailcost-x.part', 'other.trailcost-host-0-1-0123456789abcdef.part'];
    for (const name of names) writeFileSync(join(OUT, name), '');
    expect(runProcess(`${ESTIMATE} -o out/target`).stderr).toMatch(WROTE);
    expect(readdirSync(OUT).sort()).toEqual([...names, 'target'].sort());
  });
});

test.each(['writeFile', 'sync'])('Ctrl-C at %s leaves what was there and nothing else', (step) => {
  const { stderr, status } = stoppedAt(step, 'SIGINT', `${ESTIMATE} -o out/target`);
  expect([stderr, status]).toEqual(['trailcost: stopped before the end: there is no result\n', 130]);
  expect(found()).toEqual(untouched());
});

test('of runs that write one file at once one wins, whole', async () => {
  const formats = ['json', 'csv', 'markdown', 'json'];
  const whole = formats.map((format) => runProcess(`trailcost estimate good.yaml -f ${format}`).stdout);
  const ends = formats.map((format) => {
    const child = spawn(process.execPath, [MAIN, 'estimate', 'good.yaml', '-f', format, '-o', 'out/target'], {
      cwd: folder,
    });
    return once(child, 'exit');
  });
  expect((await Promise.all(ends)).map(([status]) => status as number)).toEqual([0, 0, 0, 0]);
  expect(Object.keys(found())).toEqual(['target']);
  expect(whole).toContain(found()['target']);
});

describe('a file that is written anew', () => {
  test.each([`${ESTIMATE} -o out/link`, TRACE.replace('target', 'link')])('keeps its permissions and its link: %s', (command) => {
    chmodSync(TARGET, 0o640);
    symlinkSync('target', join(OUT, 'link'));
    expect(runProcess(command)).toEqual({ stdout: '', stderr: expect.stringMatching(WROTE), status: 0 });
    expect(statSync(TARGET).mode & 0o7777).toBe(0o640);
    expect(lstatSync(join(OUT, 'link')).isSymbolicLink()).toBe(true);
    expect(found()['target']).not.toEqual(untouched().target);
  });

  test.skipIf(process.getuid?.() !== 0)('keeps its owner', () => {
    chownSync(TARGET, 12345, 23456);
    runProcess(`${ESTIMATE} -o out/target`);
    expect(statSync(TARGET)).toMatchObject({ uid: 12345, gid: 23456 });
  });

  test('may have a name as long as names may be', () => {
    const name = 'é'.repeat(127);
    expect(runProcess(`${ESTIMATE} -o out/${name}`)).toEqual({ stdout: '', stderr: expect.stringMatching(WROTE), status: 0 });
    expect(readdirSync(OUT)).toContain(name);
  });
});
