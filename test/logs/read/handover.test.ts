import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filesOf, handoverOf } from '../../../src/logs/read/handover.js';
import { type LogFile, logFile } from '../../../src/logs/read/open/log-file.js';
import { Shares } from '../../../src/logs/read/shares.js';

const name = fc.constantFrom('', 'a.gz', 'b.gz', 'x/a.gz', '111122223333_CloudTrail_us-east-1_20261102T0005Z_x.json.gz');
const folder = fc.constantFrom('', '/', 'logs/', '/tmp/logs/', '/tmp/logs/more/', 'C:\\logs\\');
const file = fc.oneof(
  fc.tuple(folder, folder, name).map(([path, place, end]) => logFile(path + end, place + end)),
  fc.tuple(fc.string(), fc.string()).map(([path, place]) => logFile(path, place)),
);

test('a worker gets the files that were handed over', () => {
  fc.assert(
    fc.property(fc.array(file), (files) => {
      const received: LogFile[] = filesOf(structuredClone(handoverOf(files)));
      expect(received).toEqual(files);
    }),
  );
});

test('files of one folder are handed over with its path once', () => {
  const files = ['a', 'b', 'c'].map((end) => logFile(`logs/${end}`, `/tmp/logs/${end}`));
  expect(handoverOf(files).folders).toEqual([{ path: 'logs/', place: '/tmp/logs/' }]);
});

const LAG = 3;

function tasksOf(bytesAFile: number, tasks: number): number[] {
  const shares = new Shares(LAG);
  return Array.from({ length: tasks }, () => {
    const files = shares.next();
    shares.learn({ files, bytes: files * bytesAFile });
    return files;
  });
}

test.each([
  [4_000_000, [8, 8, 8, 4, 4, 4]],
  [50_000_000, [8, 8, 8, 1, 1, 1]],
  [160_000, [8, 8, 8, 100, 100, 100]],
])('of files of %i bytes so many make a task, once their size is known', (bytes, expected) => {
  expect(tasksOf(bytes, expected.length)).toEqual(expected);
});

test('what a task is does not depend on results that come early', () => {
  const [early, late] = [new Shares(LAG), new Shares(LAG)];
  const result = { files: 8, bytes: 4_000_000 };
  for (let each = 0; each < LAG; each += 1) early.learn(result);
  const [before, after] = [early, late].map((shares) => Array.from({ length: LAG }, () => shares.next()));
  expect(before).toEqual(after);
  for (let each = 0; each < LAG; each += 1) late.learn(result);
  expect(early.next()).toBe(late.next());
});
