import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { MAIN, program } from './program.js';
import { type Program, shell } from './shell.js';

const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));
const FIXTURES = fileURLToPath(new URL('fixtures/', import.meta.url));
const SAMPLES = fileURLToPath(new URL('../../samples/', import.meta.url));

export const DAY = 'samples/trail/AWSLogs/o-exampleorgid/111122223333/CloudTrail/us-east-1/2026/11/03';
/** A log file of that day, and its name without the folder. */
export const LOG = readdirSync(join(SAMPLES, '..', DAY)).sort()[12] ?? '';

/** A conversion as it is asked for. */
export const EUROS = '--currency EUR --rate 0.92 --rate-date 2026-11-01';

/** The answers of a what-if without what it rests on, which every report has. */
export const HEAD = "| sed '/^Prices used/,$d'";

/** What a command gave, as text. */
export interface Said {
  stdout: string;
  stderr: string;
  status: number | null;
}

/** What only a process of its own has: its own standard output, errors in it, pipes that are files. */
const NEEDS_A_PROCESS = /> \/dev\/full|\/dev\/stdout|2>&1|mkfifo/;

/** When the commands of a workspace run, unless it is told otherwise: after every month that the fixtures and samples have something of. */
const NOW = '2027-01-01';

/**
 * A folder with the fixtures, the samples, and `trailcost` among its commands, which is gone when the tests of a file are done; and what
 * runs commands there.
 *
 * @param today the day on which they run, so that what they say is the same on every day
 */
export function workspace({ ours = program, today = NOW }: { ours?: Program; today?: string } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'trailcost-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  cpSync(FIXTURES, folder, { recursive: true });
  symlinkSync(SAMPLES, join(folder, 'samples'));
  writeMixedLogs(folder);
  writeFileSync(join(folder, 'trailcost'), `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`);
  chmodSync(join(folder, 'trailcost'), 0o755);
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...rest } = process.env as Record<string, string>;
  const path = `${folder}${delimiter}${rest['PATH']}`;
  const own = { PATH: path, XDG_CONFIG_HOME: `${folder}/config`, SOURCE_DATE_EPOCH: String(Date.parse(today) / 1000) };
  const environmentWith = (more: Record<string, string>) => ({ ...rest, ...own, ...more });

  /** Runs a line of shell, `trailcost` in a process of its own. */
  function runProcess(command: string, environment: Record<string, string> = {}): Said {
    const options = { cwd: folder, encoding: 'utf8', env: environmentWith(environment) } as const;
    const { stdout, stderr, status } = spawnSync('bash', ['-o', 'pipefail', '-c', command], options);
    return { stdout, stderr, status };
  }

  /** Runs a line of shell, `trailcost` in this process where it can be. */
  async function run(command: string, environment: Record<string, string> = {}): Promise<Said> {
    if (NEEDS_A_PROCESS.test(command)) return runProcess(command, environment);
    const { stdout, stderr, status } = await shell(command, ours, folder, environmentWith(environment));
    return { stdout: stdout.toString(), stderr, status };
  }

  /** A test that commands, one after the other, say what a golden file has: command, stdout, stderr, exit code. */
  function transcript(name: string, sentence: string, commands: readonly string[]): void {
    test(`${name}: ${sentence}`, async () => {
      const parts: string[] = [];
      for (const command of commands) {
        const { stdout, stderr, status } = await run(command);
        const errors = stderr === '' ? '' : `--- stderr\n${stderr}`;
        parts.push(`$ ${command}\n${stdout}${errors}--- exit ${status}\n`);
      }
      const text = parts.join('\n').replaceAll(folder, 'FOLDER').replaceAll(PACKAGE, 'PACKAGE/');
      await expect(text).toMatchFileSnapshot(`../golden/cli/${name}.txt`);
    });
  }

  return { folder, run, runProcess, transcript };
}

/** A folder with one sound log file and everything that is none. */
function writeMixedLogs(folder: string): void {
  const bytes = readFileSync(join(SAMPLES, '..', DAY, LOG));
  for (const name of ['mixed', 'nothing', 'links']) mkdirSync(join(folder, name));
  const write = (name: string, content: Buffer | string) => writeFileSync(join(folder, 'mixed', name), content);
  write('log.json.gz', bytes);
  write('truncated.json.gz', bytes.subarray(0, bytes.length - 100));
  write('damaged.json.gz', Buffer.concat([bytes.subarray(0, 60), Buffer.alloc(40), bytes.subarray(100)]));
  write('broken.json', gunzipSync(bytes).subarray(0, 2000));
  write('blank.json', ' \n');
  write('empty.json', '');
  write('notes.txt', 'Read me.\n');
  write('other.json', '{"a": 1}');
  symlinkSync('..', join(folder, 'links', 'around'));
}
