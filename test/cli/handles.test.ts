import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { program } from './program.js';
import { workspace } from './workspace.js';

const { folder, run, transcript } = workspace();

transcript('handles', 'the format follows the name of the output, and what was written where is said', [
  'trailcost estimate good.yaml -o cost.csv && head -c 8 cost.csv',
  'trailcost estimate -o cost.json good.yaml && head -2 cost.json',
  'trailcost --output cost.md estimate good.yaml && head -c 2 cost.md',
  'trailcost estimate good.yaml -o cost.xlsx && head -c 2 cost.xlsx',
  'trailcost estimate good.yaml --format focus -q -o focus.csv && head -c 8 focus.csv',
  'trailcost estimate good.yaml -o report.dat -q && head -c 4 report.dat',
  'trailcost estimate good.yaml --by reader -o shares.csv && head -1 shares.csv',
  'trailcost estimate good.yaml --explain siem -o why.txt && head -c 3 why.txt',
  'trailcost estimate good.yaml --explain siem -o why.csv',
  'trailcost estimate good.yaml --by reader -o shares.parquet',
  'trailcost estimate good.yaml -f json -o cost.csv',
  'trailcost estimate good.yaml -o cost.pdf',
  'trailcost what-if good.yaml --vary keys.number=1,2 --chart v.png',
  'trailcost what-if good.yaml -o cases.csv && head -c 5 cases.csv',
  'trailcost diff -o changes.md good.yaml more-reads.yaml && head -c 2 changes.md',
  'trailcost count -o counted.csv samples/access-logs && head -c 5 counted.csv',
  'trailcost count samples/access-logs -o counted.pdf',
  'trailcost prices list -o prices.csv && head -c 6 prices.csv',
  'trailcost reconcile --bill samples/bill/made-cur.csv -o why.json samples/bill/november.yaml && head -2 why.json',
  'ls cost.pdf v.png counted.pdf shares.parquet why.csv',
]);

transcript('handles-quiet', 'JSON at once, no colours, nothing on standard error but errors', [
  'trailcost estimate good.yaml --json | head -3',
  'trailcost --json estimate good.yaml | head -1',
  'trailcost estimate good.yaml --json -f json | head -1',
  'trailcost estimate good.yaml --json -f csv',
  'trailcost prices list --json | head -3',
  'FORCE_COLOR=1 trailcost estimate good.yaml --no-color | head -1',
  'trailcost estimate good.yaml --quiet -o cost.csv',
  'trailcost -q estimate good.yaml -f focus | head -c 8',
  'trailcost estimate good.yaml -q -o cost.csv --budget 1',
  'trailcost count samples/access-logs -q --strict -o counted.csv',
  'trailcost estimate month-13.yaml -q',
]);

transcript('handles-help', 'help is where it is looked for', [
  'trailcost -h | head -8',
  'trailcost help | head -1',
  'trailcost help estimate | head -3',
  'trailcost estimate -h | head -3',
  'trailcost estimate --help good.yaml --nonsense | head -1',
  'trailcost help prices show | head -3',
  'trailcost prices help | head -1',
  'trailcost prices show -h | head -1',
  'trailcost --help prices | head -1',
  'trailcost -q | head -1',
  'trailcost nonsense --help',
  'trailcost estimate good.yaml -f csv --by reader --strategy sse-kms',
  'trailcost estimate good.yaml -f parquet',
  'trailcost estimate good.yaml -f md',
  'trailcost estimate good.yaml -f svg',
  'trailcost bill good.yaml -f parquet',
  'trailcost --nonsense',
  'trailcost --verison',
  'trailcost -v',
  'trailcost -x',
  'trailcost --json',
  'trailcost prices --full',
  'trailcost -qh | head -1',
  'trailcost --quiet | head -1',
  'trailcost estimate -fcsv good.yaml | head -1',
  'trailcost estimate good.yaml -ocost.csv -q && head -1 cost.csv',
  'trailcost help estimat',
  'trailcost prices shwo --help',
  'trailcost estimate good.yaml --budgte 200',
  'trailcost estimate good.yaml -z',
  'trailcost diff good.yaml good.yaml good.yaml',
  'trailcost prices fetch us-east-1',
  'trailcost prices fetch --region us-east-1 --url https://name:secret@127.0.0.1/lists',
]);

transcript('schema', 'the schema of a scenario, for editors', [
  'trailcost schema | head -3',
  'trailcost schema -o scenario.schema.json && cmp scenario.schema.json samples/scenario.schema.json',
  'trailcost schema -o samples',
  'trailcost schema scenario.schema.json',
]);

describe('standard streams', () => {
  const terminal = (stdin: boolean, stdout: boolean) => ({ stdin, stdout, stderr: true });

  test('on a terminal - says that it waits, and not otherwise', async () => {
    const stdin = readFileSync(join(folder, 'good.yaml'));
    const said = async (isTerminal: ReturnType<typeof terminal>, ...more: string[]) =>
      (await program(['estimate', '-', ...more], { cwd: folder, stdin, isTerminal, now: () => 0 })).stderr;
    const counted = await program(['count', '-'], { cwd: folder, stdin: Buffer.from('{"Records": []}'), isTerminal: terminal(true, true) });
    expect(counted.stderr).toMatch(/^trailcost: reading standard input: type or paste it, then press Ctrl-D/);
    expect(await said(terminal(true, true))).toBe(
      'trailcost: reading standard input: type or paste it, then press Ctrl-D (on Windows Ctrl-Z and Enter)\n',
    );
    expect(await said(terminal(true, true), '-q')).toBe('');
    expect(await said(terminal(false, true))).toBe('');
  });

  test('a workbook goes to a pipe or a file, and not to a terminal', async () => {
    const workbook = (stdout: boolean, ...more: string[]) =>
      program(['estimate', 'good.yaml', '-f', 'xlsx', ...more], { cwd: folder, isTerminal: terminal(false, stdout), now: () => 0 });
    expect((await workbook(false)).stdout.subarray(0, 2).toString()).toBe('PK');
    expect((await workbook(true, '-o', '-')).stdout.subarray(0, 2).toString()).toBe('PK');
    const { stdout, stderr, status } = await workbook(true);
    expect([stdout.length, stderr, status]).toEqual([
      0,
      'trailcost: --format xlsx: is not for a terminal\n  Give it a file, such as --output cost.xlsx.\n',
      2,
    ]);
  });

  test('colour and progress are of terminals, and --no-color and --quiet take them away', async () => {
    let time = 0;
    const now = () => {
      time += 1000;
      return time;
    };
    const counted = (...more: string[]) =>
      program(['count', 'samples/access-logs', ...more], { cwd: folder, isTerminal: terminal(false, true), now });
    const [usual, plain, quiet] = [await counted(), await counted('--no-color'), await counted('--quiet')];
    const isColored = ({ stdout }: { stdout: Buffer }) => stdout.includes('\u001b[');
    expect([isColored(usual), isColored(plain), isColored(quiet)]).toEqual([true, false, true]);
    expect([usual.stderr !== '', plain.stderr !== '', quiet.stderr]).toEqual([true, true, '']);
  });

  test('standard input is not opened before it is read', async () => {
    const input = new PassThrough();
    expect((await program(['estimate', 'good.yaml', '-q'], { cwd: folder, input })).status).toBe(0);
    expect(input.readableFlowing).toBe(null);
  });
});

describe('a first scenario', () => {
  test.each(['first', 'starter', 'small-account', 'organization', 'mid-period-switch', 'paid-copy'])(
    'of the sample %s is that sample',
    async (name) => {
      const own = readFileSync(join(folder, `samples/${name}.yaml`), 'utf8').replace(/^# yaml-language-server.*\n/, '');
      const { stdout } = await run(`trailcost init --sample ${name}`);
      const [first, ...rest] = stdout.split('\n');
      expect(rest.join('\n')).toBe(own);
      expect(readFileSync(new URL(first?.replace('# yaml-language-server: $schema=', '') ?? ''), 'utf8')).toContain('"$schema"');
    },
  );

  test('all of the samples are among them', async () => {
    const known = (await run('trailcost init --sample')).stdout.split('\n').map((line) => line.split(' ')[0]);
    const files = readdirSync(join(folder, 'samples')).flatMap((file) => (file.endsWith('.yaml') ? [file.slice(0, -5)] : []));
    expect(known).toEqual(expect.arrayContaining(files));
  });
});

describe('the samples of logs', () => {
  test('are a folder of their own, which is never put over another', async () => {
    const made = await run('trailcost init --sample logs -o logs');
    expect(made).toEqual({ stdout: '', stderr: 'trailcost: wrote logs (a folder; to count it: trailcost count logs)\n', status: 0 });
    expect((await run('trailcost count logs')).stdout).toBe((await run('trailcost count samples/trail samples/access-logs')).stdout);
    expect(readdirSync(folder).filter((name) => name.startsWith('logs'))).toEqual(['logs']);
    expect(await run('trailcost init --sample logs -o logs')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('exists already'),
    });
    expect(await run('trailcost init --sample logs')).toMatchObject({ status: 2, stderr: expect.stringContaining('--output logs') });
    expect(await run('trailcost init --sample logs -o none/logs')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('no such file'),
    });
  });
});

describe('the line of a scenario that names its schema', () => {
  const project = join(folder, 'a project');
  const installed = join(project, 'node_modules', 'trailcost');
  const init = async (cwd: string, ...more: string[]) => {
    const options = { cwd, encoding: 'utf8' } as const;
    const { stdout } = spawnSync(process.execPath, [join(installed, 'dist/cli/main.js'), 'init', ...more], options);
    const name = more.at(-1);
    const [first = ''] = (name === undefined ? stdout : readFileSync(join(cwd, name), 'utf8')).split('\n');
    return first.replace('# yaml-language-server: $schema=', '');
  };

  beforeAll(() => {
    const own = fileURLToPath(new URL('../../', import.meta.url));
    for (const name of ['dist', 'pricing', 'package.json', 'samples']) {
      cpSync(join(own, name), join(installed, name), { recursive: true, filter: (path) => !path.includes('trail/') });
    }
    for (const name of readdirSync(join(own, 'node_modules'))) {
      if (!name.startsWith('.') && name !== 'trailcost') symlinkSync(join(own, 'node_modules', name), join(project, 'node_modules', name));
    }
    mkdirSync(join(project, 'costs'));
    mkdirSync(join(folder, 'elsewhere'));
  });

  test('in the project that has trailcost is a path that moves with it', async () => {
    expect(await init(project, '-o', 'a.yaml')).toBe('node_modules/trailcost/samples/scenario.schema.json');
    expect(await init(join(project, 'costs'), '-o', 'a.yaml')).toBe('../node_modules/trailcost/samples/scenario.schema.json');
  });

  test('elsewhere, and on standard output, is the address of the package', async () => {
    const address = pathToFileURL(join(installed, 'samples', 'scenario.schema.json')).href;
    expect(address).toContain('a%20project');
    expect(await init(join(folder, 'elsewhere'), '-o', 'a.yaml')).toBe(address);
    expect(await init(project)).toBe(address);
  });

  test('is the schema beside the scenario where there is one', async () => {
    writeFileSync(join(folder, 'elsewhere', 'scenario.schema.json'), '{}');
    expect(await init(join(folder, 'elsewhere'), '-o', 'b.yaml')).toBe('scenario.schema.json');
  });
});
