import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { LogFile } from '../../../src/logs/read/open/log-file.js';
import { logFile } from '../../../src/logs/read/open/log-file.js';
import { Ahead } from '../../../src/logs/s3/ahead.js';
import type { ListedFile } from '../../../src/logs/s3/spool.js';

const file = (name: string, bytes = 1): ListedFile => ({ key: name, bytes, minute: undefined });
const tasksOf = (tasks: number, files: number, bytes?: number) =>
  Array.from({ length: tasks }, (_, task) => Array.from({ length: files }, (_, index) => file(`${task}/${index}`, bytes)));

/** Fetches after a while that differs, and knows what it was asked for. */
class Fetches {
  bytes = 0;
  underway = 0;
  most = 0;
  readonly asked: string[] = [];
  fail: string | undefined;

  async fetch({ key, bytes }: ListedFile): Promise<LogFile> {
    this.asked.push(key);
    this.underway += 1;
    this.most = Math.max(this.most, this.underway);
    await sleep((this.asked.length * 7) % 5);
    this.underway -= 1;
    if (key === this.fail) throw new Error('refused');
    this.bytes += bytes;
    return logFile(key);
  }
}

async function all(ahead: Ahead): Promise<string[][]> {
  const results: string[][] = [];
  for await (const task of ahead.results()) results.push(task.map((result) => ('path' in result ? result.path : result.file)));
  return results;
}

describe('what is fetched ahead', () => {
  test('comes in the order of the tasks and their files, 64 at a time', async () => {
    const tasks = tasksOf(20, 30);
    const fetches = new Fetches();
    expect(await all(new Ahead(tasks, fetches, undefined))).toEqual(tasks.map((files) => files.map(({ key }) => key)));
    expect(fetches.most).toBe(64);
  });

  test('is no more than 256 MB, but what is waited for is fetched whatever lies there', async () => {
    const fetches = new Fetches();
    const ahead = new Ahead(tasksOf(10, 2, 200_000_000), fetches, undefined);
    const results = ahead.results();
    const asked: number[] = [];
    for (let task = 0; task < 10; task += 1) {
      const { value } = await results.next();
      expect(value).toHaveLength(2);
      asked.push(fetches.asked.length);
    }
    // Before anything lies there all may be asked for; from then on nobody has let go of anything.
    expect(asked.at(-1)).toBe(20);
    expect(asked.every((number, index) => number >= 2 * (index + 1))).toBe(true);
  });

  test('waits for room', async () => {
    const fetches = new Fetches();
    fetches.bytes = 300_000_000;
    const results = new Ahead(tasksOf(3, 70), fetches, undefined).results();
    await results.next();
    expect(fetches.asked).toHaveLength(70);
    fetches.bytes = 0;
    await results.next();
    expect(fetches.asked.length).toBeGreaterThan(140);
    await results.return(undefined);
  });

  test('ends with an error, after the tasks before it', async () => {
    const fetches = new Fetches();
    fetches.fail = '2/1';
    const ahead = new Ahead(tasksOf(50, 40), fetches, undefined);
    const results: number[] = [];
    await expect(async () => {
      for await (const task of ahead.results()) results.push(task.length);
    }).rejects.toThrow('refused');
    expect(results.length).toBeLessThanOrEqual(2);
    await ahead.end();
    expect(fetches.underway).toBe(0);
    expect(fetches.asked.length).toBeLessThan(2000);
  });

  test('stops when it is told to, and gives back what nobody took', async () => {
    const fetches = new Fetches();
    const stop = new AbortController();
    const ahead = new Ahead(tasksOf(5, 10), fetches, stop.signal);
    const results = ahead.results();
    await results.next();
    stop.abort();
    expect(await results.next()).toEqual({ done: true, value: undefined });
    const left = await ahead.end();
    expect(left.length + 10).toBe(fetches.asked.length);
  });
});
