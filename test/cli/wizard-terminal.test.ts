import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseScenario } from '../../src/scenario/load.js';
import { MAIN } from './program.js';
import { workspace } from './workspace.js';

const { folder } = workspace();

const PYTHON = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';

/** What runs a command at a pseudo-terminal of its own, ends as it ends, and is on this machine; Node.js has none. */
const driver = [
  {
    probe: ['script', '--version'],
    says: /util-linux/,
    argv: (command: readonly string[]) => ['script', '-qec', quoted(command), '/dev/null'],
  },
  {
    probe: ['python3', '-c', 'import os, pty; os.waitstatus_to_exitcode'],
    says: /^/,
    argv: (command: readonly string[]) => ['python3', '-c', PYTHON, ...command],
  },
].find(({ probe: [file = '', ...args], says }) => {
  const { status, stdout } = spawnSync(file, args, { encoding: 'utf8' });
  return status === 0 && says.test(stdout);
});

function quoted(command: readonly string[]): string {
  return command.map((word) => `'${word}'`).join(' ');
}

const [ENTER, CTRL_C, CTRL_D, ERASE] = ['\r', '\u0003', '\u0004', '\u007f'];

/** `trailcost` at a terminal: what it shows is waited for, then something is typed. */
function terminal(...argv: string[]) {
  const [file = '', ...args] = driver?.argv([process.execPath, MAIN, ...argv]) ?? [];
  const { NO_COLOR: _, ...rest } = process.env;
  const env = { ...rest, TERM: 'xterm', SOURCE_DATE_EPOCH: '1796000000', XDG_CONFIG_HOME: join(folder, 'config') };
  const child = spawn(file, args, { cwd: folder, env, stdio: ['pipe', 'pipe', 'pipe'] });
  const closed = once(child, 'close');
  let screen = '';
  let seen = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    screen += chunk.toString();
  });
  return {
    /** Waits for a text after what was seen before. */
    async shows(text: string): Promise<void> {
      await expect.poll(() => screen.indexOf(text, seen), { timeout: 20_000, message: text }).toBeGreaterThan(-1);
      seen = screen.indexOf(text, seen) + text.length;
    },
    type: (text: string) => child.stdin.write(text),
    async end() {
      const [status] = (await closed) as [number | null];
      return { status, screen: screen.replaceAll('\r\n', '\n') };
    },
  };
}

describe.skipIf(driver === undefined)('at a pseudo-terminal (by script of util-linux, or python3)', { timeout: 60_000 }, () => {
  test('init asks, explains on ?, takes what is typed, and writes a scenario', async () => {
    const { shows, type, end } = terminal('init', '-o', 'asked.yaml');
    await shows('[us-east-1]: ');
    type(`?${ENTER}`);
    await shows('The Region in which the bucket and its key are');
    await shows('[us-east-1]: ');
    type(`eu-central-1${ENTER}`);
    await shows(']: ');
    // The terminal's own line is edited before it is sent.
    type(`9${ERASE}12${ENTER}`);
    for (const answer of ['3', 'panther', '2027-02-03', '', '444455556666']) {
      await shows(']: ');
      type(`${answer}${ENTER}`);
    }
    await shows('wrote asked.yaml');
    const { status, screen } = await end();
    expect(status).toBe(0);
    expect(screen).toMatch(/SSE-KMS is expected to cost \$[\d,.]+ a month more than SSE-S3/);
    const { scenario } = parseScenario(readFileSync(join(folder, 'asked.yaml'), 'utf8'), 'asked.yaml');
    expect(scenario.bucket.region).toBe('eu-central-1');
    expect(scenario.trails[0]).toMatchObject({ accounts: 12, activeRegions: 3 });
    expect(scenario.encryption.sseKmsSince).toBe('2027-02-03');
    expect(scenario.readers).toMatchObject([{ name: 'panther', account: '444455556666' }]);
  });

  test.each([
    ['Ctrl-C', CTRL_C, 130, 'trailcost: stopped before the end: there is no result\n'],
    ['the end of the input', CTRL_D, 2, 'trailcost: the answers ended before the questions; nothing was written\n'],
  ])('%s within the questions ends it, and nothing is written', async (_, key, code, message) => {
    const { shows, type, end } = terminal('init', '-o', 'never.yaml');
    await shows('[us-east-1]: ');
    type(ENTER);
    await shows(']: ');
    type(key);
    const { status, screen } = await end();
    expect(screen).toContain(message);
    expect(status).toBe(code);
    expect(existsSync(join(folder, 'never.yaml'))).toBe(false);
  });

  test('--no-input asks nothing', async () => {
    const { status, screen } = await terminal('init', '--no-input', '-o', 'filled.yaml').end();
    expect([status, screen]).toEqual([0, expect.stringMatching(/^trailcost: wrote filled\.yaml \(\d+ lines\)\n$/)]);
  });
});
