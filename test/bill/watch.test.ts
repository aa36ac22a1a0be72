import { expect, test } from 'vitest';
import { type Usage, Watch } from '../../src/bill/parquet/watch.js';

const MIB = 1024 * 1024;
const NOTHING: Usage = { ms: 0, processorMs: 0, memoryBytes: 50 * MIB };

/** What a watch says that looks every second, at so much use a second and so many steps so far. */
function looks(stepsOf: (second: number) => number, each: Partial<Usage>, pieceBytes = 1000) {
  const watch = new Watch(NOTHING);
  return Array.from({ length: 20 }, (_, index) => {
    const second = index + 1;
    const usage = {
      ms: second * (each.ms ?? 1000),
      processorMs: second * (each.processorMs ?? 1000),
      memoryBytes: NOTHING.memoryBytes + second * (each.memoryBytes ?? 0),
    };
    return watch.limitReached(usage, { steps: stepsOf(second), pieceBytes });
  }).findIndex((limit) => limit !== undefined);
}

test('work that goes on may take any time; one piece of it may not', () => {
  expect(looks((second) => second, {})).toBe(-1);
  expect(looks(() => 1, {})).toBe(2);
  expect(looks((second) => Math.min(second, 10), {})).toBe(11);
});

test('a large piece may take longer', () => {
  expect(looks(() => 1, {}, 10_000_000)).toBe(7);
});

test('before the first piece, nothing of a file is read', () => {
  expect(looks(() => 0, {})).toBe(-1);
});

test('a slow disk, a busy machine and one that slept are not the file', () => {
  expect(looks(() => 1, { processorMs: 1 })).toBe(-1);
  expect(looks(() => 1, { ms: 3_600_000, processorMs: 50 })).toBe(-1);
});

test('threads that collect garbage beside it do not count twice', () => {
  expect(looks(() => 1, { processorMs: 4000 })).toBe(looks(() => 1, {}));
});

test('memory that one piece adds has a limit, and so has all of it', () => {
  expect(looks(() => 1, { processorMs: 1, memoryBytes: 300 * MIB })).toBe(2);
  expect(looks(() => 1, { processorMs: 1, memoryBytes: 300 * MIB }, 10 * MIB)).toBe(3);
  expect(looks((second) => second, { memoryBytes: 300 * MIB })).toBe(10);
  expect(looks((second) => second, { memoryBytes: 50 * MIB })).toBe(-1);
});
