import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, expect, test, vi } from 'vitest';
import { logFile } from '../../../src/logs/read/open/log-file.js';

/** What the workers do, in the order of their start: each is told when it starts and when it is asked, and none answers. */
type Deed = (worker: EventEmitter) => void;
const IDLE = { start: (() => undefined) as Deed, ask: (() => undefined) as Deed };
const state = { deeds: [IDLE], started: 0 };
class FakeWorker extends EventEmitter {
  readonly #deeds = state.deeds[state.started++ % state.deeds.length] ?? IDLE;
  constructor() {
    super();
    queueMicrotask(() => this.#deeds.start(this));
  }
  postMessage() {
    this.#deeds.ask(this);
  }
  terminate() {
    return Promise.resolve(0);
  }
}
// Other tests share what was loaded, and need workers that work.
vi.resetModules();
vi.doMock('node:worker_threads', () => ({ Worker: FakeWorker }));
vi.doMock('node:os', async (original) => ({ ...(await original<typeof import('node:os')>()), availableParallelism: () => 2 }));
const { readInOrder } = await import('../../../src/logs/read/pool.js');
vi.doUnmock('node:worker_threads');
vi.doUnmock('node:os');
vi.resetModules();

const folder = mkdtempSync(join(tmpdir(), 'trailcost-'));
afterAll(() => rmSync(folder, { recursive: true }));
const large = join(folder, 'large.json');
writeFileSync(large, '');
truncateSync(large, 3_000_000);
const small = join(folder, 'small.json');
writeFileSync(small, '');

const settings = { filters: { buckets: [], accounts: [] }, wantsTrace: false };

const fails: Deed = (worker) => worker.emit('error', new RangeError('broken'));
const ends: Deed = (worker) => worker.emit('exit', 7);
const BROKEN = new RangeError('broken');
const ENDED = new Error('a worker ended with code 7 before all was read');

test.each([
  ['fails before it is asked anything', [{ ...IDLE, start: fails }], BROKEN],
  ['fails when it is asked', [{ ...IDLE, ask: fails }], BROKEN],
  ['fails while an older question waits at another', [IDLE, { ...IDLE, ask: fails }], BROKEN],
  ['ends before it is asked anything', [{ ...IDLE, start: ends }], ENDED],
  ['ends in place of an answer', [{ ...IDLE, ask: ends }], ENDED],
  ['ends while an older question waits at another', [IDLE, { ...IDLE, ask: ends }], ENDED],
])('a worker that %s fails the whole, and nothing waits for it', async (_, deeds, error) => {
  Object.assign(state, { deeds, started: 0 });
  async function* tasks() {
    yield [logFile(large)];
    // What was to happen by now has.
    for (let turn = 0; turn < 3; turn += 1) await setImmediate();
    yield [logFile(large)];
    yield [logFile(large)];
  }
  const all = async () => {
    for await (const result of readInOrder(tasks(), settings as never)) expect(result).toBeUndefined();
  };
  await expect(all()).rejects.toThrow(error);
});

test('what lists the files ends when nobody wants more of them, also where the first of them have not all been given', async () => {
  state.deeds = [{ ...IDLE, ask: (worker) => worker.emit('message', { bytes: 0 }) }];
  let isOver = false;
  async function* lists() {
    try {
      for (;;) yield [logFile(small)];
    } finally {
      isOver = true;
    }
  }
  for await (const _ of readInOrder(lists(), settings as never, undefined, true)) break;
  expect(isOver).toBe(true);
});
