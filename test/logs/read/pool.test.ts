import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, expect, test, vi } from 'vitest';
import { logFile } from '../../../src/logs/read/log-file.js';

/** A worker that fails as it starts, or at its first question, and answers nothing. */
const state = { isBroken: false };
class FailingWorker extends EventEmitter {
  constructor() {
    super();
    if (state.isBroken) queueMicrotask(() => this.emit('error', new RangeError('broken')));
  }
  postMessage() {
    if (!state.isBroken) this.emit('error', new RangeError('broken'));
  }
  terminate() {
    return Promise.resolve(0);
  }
}
// Other tests share what was loaded, and need workers that work.
vi.resetModules();
vi.doMock('node:worker_threads', () => ({ Worker: FailingWorker }));
const { readInOrder } = await import('../../../src/logs/read/pool.js');
vi.doUnmock('node:worker_threads');
vi.resetModules();

const folder = mkdtempSync(join(tmpdir(), 'trailcost-'));
afterAll(() => rmSync(folder, { recursive: true }));
const large = join(folder, 'large.json');
writeFileSync(large, '');
truncateSync(large, 3_000_000);

const settings = { filters: { buckets: [], accounts: [] }, wantsTrace: false };

test.each([
  ['before it is asked anything', true],
  ['when it is asked', false],
])('a worker that fails %s fails the whole, and nothing waits for it', async (_, isBroken) => {
  state.isBroken = isBroken;
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
  await expect(all()).rejects.toThrow(new RangeError('broken'));
});
