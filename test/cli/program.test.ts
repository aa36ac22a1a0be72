import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { calledAs } from '../../src/cli/arguments.js';
import { type Io, note } from '../../src/cli/io.js';
import { program } from './program.js';
import { workspace } from './workspace.js';

const { folder } = workspace();

describe('an unexpected error', () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  const failing = (error: unknown, ...more: string[]) => {
    const now = () => {
      throw error;
    };
    return program(['estimate', 'good.yaml', '-f', 'focus', ...more], { cwd: folder, now });
  };
  const SECRET = 'siem of 111122223333';
  const parsing = () => {
    try {
      return JSON.parse(SECRET) as unknown;
    } catch (error) {
      return error;
    }
  };

  test.each([
    ['a message that quotes the input', parsing(), 'SyntaxError'],
    ['a code', Object.assign(new RangeError(SECRET), { code: 'ERR_OUT_OF_RANGE' }), 'RangeError ERR_OUT_OF_RANGE'],
    ['a code that is none', Object.assign(new TypeError(SECRET), { code: SECRET }), 'TypeError'],
    ['a name that is none', Object.assign(new Error(SECRET), { name: SECRET }), 'Error'],
    ['no error', SECRET, 'a thrown string'],
    ['nothing', undefined, 'a thrown undefined'],
    ['what has no text', Object.create(null), 'a thrown object'],
  ])('with %s says what it is, and nothing of the input', async (_, error, kind) => {
    const { stdout, stderr, status } = await failing(error);
    expect([stdout.length, status]).toEqual([0, 1]);
    expect(stderr).toBe(
      `trailcost: unexpected: ${kind} in \`trailcost estimate\`, version ${version}, Node ${process.versions.node}
  This is a defect in trailcost, not in your input. Please report these lines, and what \`--debug\` adds, to whoever
  maintains trailcost. These lines contain nothing of your input.
`,
    );
  });

  test('shows its place in the program on request, with a warning', async () => {
    const { stderr, status } = await failing(new RangeError('boom', { cause: 'why' }), '--debug');
    expect(status).toBe(1);
    expect(stderr).toMatch(/ {2}The lines below may contain parts of your input: .*\nRangeError: boom\n {4}at [\s\S]*'why'/);
  });

  test.each([
    [['prices', 'show', 'us-east-1'], 'trailcost prices show'],
    [['--debug', 'count', 'prices'], 'trailcost count'],
    [['prices', 'count'], 'trailcost prices'],
    [['secret'], 'trailcost'],
    [[], 'trailcost'],
  ])('in %j is in `%s`', (words, command) => {
    expect(calledAs(words)).toBe(command);
  });
});

test.each(['table', 'markdown', 'json', 'csv'])('the name of a case controls nothing, as %s', async (format) => {
  const argv = ['what-if', 'good.yaml', '--case', '=\u001b[31m\u202ex\ty: keys.number=2', '--budget', '1', '-f', format];
  const { stdout, stderr, status } = await program(argv, { cwd: folder });
  expect(status).toBe(3);
  expect(stdout.toString()).toContain(format === 'csv' ? "'=?[31m?x?y" : '=?');
  expect(`${stdout}${stderr}`.replace(/[\r\n]/g, '')).not.toMatch(/\p{C}/u);
});

test('a line beside the result shows what controls a terminal', () => {
  const stderr = new PassThrough();
  note('reading \u001b[31m', { stderr } as unknown as Io);
  expect(String(stderr.read())).toBe('trailcost: reading \\u001b[31m\n');
});

const OF_PACKAGE = new URL('../../node_modules/csv-parse/sync', import.meta.url).href;
test.each<[string, object]>([
  ['as the system says', { code: 'EMFILE', syscall: 'open' }],
  ['as Node says of a module that is there', { code: 'ERR_MODULE_NOT_FOUND', url: new URL('../../dist/index.js', import.meta.url).href }],
  ['as Node says of a package whose description it cannot read', { code: 'ERR_MODULE_NOT_FOUND', url: OF_PACKAGE }],
])('that no file can be opened is nothing unexpected, %s', async (_, given) => {
  const now = () => {
    throw Object.assign(new Error('secret'), given);
  };
  const { stderr, status } = await program(['estimate', 'good.yaml', '-f', 'focus'], { cwd: folder, now });
  expect([stderr, status]).toEqual([
    'trailcost: cannot continue: too many files are open\n  Raise the limit with `ulimit -n 256` or more, and try again.\n',
    2,
  ]);
});

test('a module that is missing is a defect', async () => {
  const now = () => {
    const url = new URL('../../dist/none.js', import.meta.url).href;
    throw Object.assign(new Error('secret'), { code: 'ERR_MODULE_NOT_FOUND', url });
  };
  expect(await program(['estimate', 'good.yaml', '-f', 'focus'], { cwd: folder, now })).toMatchObject({ status: 1 });
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
      isTerminal: { stdin: isTerminal, stdout: isTerminal, stderr: isTerminal },
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

test('errors fit the terminal that they are read on, and stay on their lines anywhere else', async () => {
  const failed = (stderr: boolean) =>
    program(['diff', 'good.yaml', 'good.yaml', '--max-increase', 'x'], {
      cwd: folder,
      isTerminal: { stdin: false, stdout: false, stderr },
    });
  const [onScreen, inFile] = [(await failed(true)).stderr, (await failed(false)).stderr];
  expect(inFile.split('\n')).toHaveLength(3);
  expect(onScreen).toBe(
    'trailcost: --max-increase x: is not an amount\n' +
      "  Write 300, 3,000.50, '$300' (in quotes: the shell takes $3 for itself) or\n" +
      '    "300 USD". For a percentage write 10%.\n',
  );
});
