import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';
import { makePipe } from '../fifo.js';

const root = mkdtempSync(join(tmpdir(), 'trailcost-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const kept = join(root, 'kept');
mkdirSync(kept);

interface Pipe {
  path: string;
  place: string;
}

let made = 0;
/** A named pipe. */
function pipe(): Pipe {
  made += 1;
  const place = join(root, `pipe ${made}`);
  makePipe(place);
  return { path: `given ${made}`, place };
}

const SCRIPT = `
import { readFileSync } from 'node:fs';
const [module, pipes, maxBytes, stopAfter, boom] = JSON.parse(process.argv[1]);
const { withCopies } = await import(module);
const failures = [];
const stop = new AbortController();
if (stopAfter > 0) setTimeout(() => stop.abort(), stopAfter);
const copied = withCopies(pipes, { maxBytes, failures, signal: stop.signal }, async (copies) => {
  if (boom) throw new Error('boom');
  return copies.map(({ path, place }) => [path, readFileSync(place, 'utf8')]);
});
const contents = await copied.catch(({ message }) => message);
process.stdout.write(JSON.stringify({ contents, failures }));
`;
const MODULE = new URL('../../dist/modules/files/pipes.js', import.meta.url).href;

/**
 * What the copies hold, and what failed; afterwards no copy is there. In a process of its own, since a thread of the tests would keep the
 * numbers of files that sockets have closed.
 */
async function copied(pipes: Pipe[], { maxBytes = 1e6, stopAfter = 0, boom = false } = {}) {
  const given = JSON.stringify([MODULE, pipes, maxBytes, stopAfter, boom]);
  const flags = ['--input-type=module', '-e', SCRIPT, given];
  const child = spawn(process.execPath, flags, { env: { ...process.env, TMPDIR: kept }, stdio: ['ignore', 'pipe', 'inherit'] });
  const output = JSON.parse(await text(child.stdout)) as { contents: [string, string][] | string; failures: object[] };
  expect(readdirSync(kept)).toEqual([]);
  return output;
}

async function write(writers: readonly [Pipe, ...string[]][]): Promise<void> {
  const files = await Promise.all(writers.map(async ([{ place }, ...parts]) => ({ file: await open(place, 'w'), parts })));
  for (const { file, parts } of files) for (const part of parts) await file.appendFile(part);
  for (const { file } of files) await file.close();
}

const LONG = 'abcdefg'.repeat(40_000);

describe.skipIf(process.platform === 'win32')('what can be read but once is copied', () => {
  test('nothing where there is no pipe', async () => {
    expect(await copied([])).toEqual({ contents: [], failures: [] });
  });

  test('a pipe to its end', async () => {
    const given = pipe();
    const reading = copied([given]);
    await write([[given, LONG, 'x', LONG]]);
    expect(await reading).toEqual({ contents: [[given.path, `${LONG}x${LONG}`]], failures: [] });
  });

  test('two pipes of one writer side by side: it would wait for ever for the second', async () => {
    const [one, other] = [pipe(), pipe()];
    const reading = copied([one, other]);
    await write([
      [other, LONG],
      [one, LONG],
    ]);
    expect(await reading).toEqual({
      contents: [
        [one.path, LONG],
        [other.path, LONG],
      ],
      failures: [],
    });
  });

  test('no pipe that nobody writes to, once a signal has ended the waiting', async () => {
    expect(await copied(Array.from({ length: 20 }, pipe), { stopAfter: 50 })).toEqual({ contents: [], failures: [] });
  });

  test('no more than is asked for, also of a device without end, and the others are read', async () => {
    const given = pipe();
    const reading = copied([{ path: 'zero', place: '/dev/zero' }, given, { path: 'null', place: '/dev/null' }], { maxBytes: 2 ** 20 });
    await write([[given, 'abc']]);
    expect(await reading).toEqual({
      contents: [
        [given.path, 'abc'],
        ['null', ''],
      ],
      failures: [{ file: 'zero', reason: 'gives more than 1 MiB; save it to files first' }],
    });
  });

  test('what cannot be opened is named with its reason', async () => {
    const server = createServer();
    const place = join(root, 'socket');
    await new Promise<void>((resolve) => server.listen(place, resolve));
    const { failures } = await copied([
      { path: 'a socket', place },
      { path: 'gone', place: join(root, 'gone') },
    ]);
    await new Promise((resolve) => server.close(resolve));
    expect(failures).toEqual([
      { file: 'a socket', reason: 'is a socket, not a file' },
      { file: 'gone', reason: 'cannot be read: no such file or folder' },
    ]);
  });

  test('and is gone also where its use fails', async () => {
    expect(await copied([{ path: 'null', place: '/dev/null' }], { boom: true })).toEqual({ contents: 'boom', failures: [] });
  });
});
