import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Measurement } from '../../src/index.js';
import { runs } from '../runs.js';
import { tarOf, zipOf } from './archives.js';
import { byReader, count, folders, recordsText } from './built.js';
import { makeTrail } from './trail.mjs';
import { WRAPPINGS } from './wrappings.js';

const temporary = folders();
type Files = [string, Buffer][];
type Options = NonNullable<Parameters<typeof makeTrail>[0]>;

/** What no arrangement of the same records changes. */
function counted({ kmsRequests, readers, reads, cost, coverage, ...rest }: Measurement) {
  return {
    kmsRequests,
    requests: byReader({ kmsRequests, readers, reads, cost, coverage, ...rest }),
    failed: Object.fromEntries(readers.map(({ name, failed }) => [name, failed])),
    reads,
    byHour: rest.byHour,
    cost: cost?.toFixed(),
    firstEvent: coverage.firstEvent,
    lastEvent: coverage.lastEvent,
    filesFailed: coverage.filesFailed,
  };
}

const isLogFile = (path: string) => path.includes('/CloudTrail/');
const recordsOf = (bytes: Buffer) => (JSON.parse(gunzipSync(bytes).toString()) as { Records: object[] }).Records;
const unpackedName = (path: string) => path.replace(/\.gz$/, '');

/** A trail of a day, and a number that decides what is done to it. */
const cases = fc.record({
  options: fc.record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    days: fc.constant(1),
    slotMinutes: fc.constantFrom(180, 240, 360),
    bucketKey: fc.boolean(),
    dataEvents: fc.boolean(),
    accessLogs: fc.boolean(),
  }),
  choice: fc.nat(1000),
});

/** Makes the trail, does something to its files, and compares the counts. */
async function unchanged(rearranged: (files: Files, choice: number) => Files, options: { records: 'same' | 'more' } = { records: 'same' }) {
  await fc.assert(
    fc.asyncProperty(cases, async ({ options: trail, choice }) => {
      const files = [...makeTrail(trail as Options).files];
      const [before, after] = [await count(temporary.with(files)), await count(temporary.with(rearranged(files, choice)))];
      expect(counted(after)).toEqual(counted(before));
      if (options.records === 'same') expect(after.coverage.records).toBe(before.coverage.records);
      else expect(after.coverage.duplicates).toBeGreaterThan(before.coverage.duplicates);
    }),
    runs(4),
  );
}

/** Puts other files in the place of one log file in `every`. */
function replacing(files: Files, every: number, choice: number, replace: (path: string, bytes: Buffer) => Files): Files {
  return files.flatMap(([path, bytes], index) =>
    isLogFile(path) && (index + choice) % every === 0 ? replace(path, bytes) : [[path, bytes] satisfies [string, Buffer]],
  );
}

describe('nothing is counted otherwise', () => {
  test('if the paths are given in another order, or one by one', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ options, choice }) => {
        const files = [...makeTrail(options).files];
        const folder = temporary.with(files);
        const paths = files.map(([path]) => join(folder, path));
        const mixed = paths.toSorted((one, other) => order(one, choice) - order(other, choice));
        const before = await count(folder);
        const after = await count(mixed);
        expect(counted(after)).toEqual(counted(before));
        expect(after.coverage).toEqual(before.coverage);
      }),
      runs(4),
    );
  });

  test('if files have names that tell no time, and so come in any order, copies and first ones days apart', async () => {
    await fc.assert(
      fc.asyncProperty(cases, fc.integer({ min: 2, max: 4 }), async ({ options, choice }, days) => {
        const files = [...makeTrail({ ...options, days }).files];
        const named = await count(temporary.with(files));
        const renamed = files.map(([path, bytes]): [string, Buffer] => [`${order(path, choice)}-${order(path, 3)}.log`, bytes]);
        const copies = files.map(([path, bytes]): [string, Buffer] => [`${order(path, choice + 1)}-${order(path, 5)}.copy`, bytes]);
        const once = await count(temporary.with(renamed));
        const twice = await count(temporary.with([...renamed, ...copies]));
        expect(counted(once)).toEqual(counted(named));
        expect(once.coverage.duplicates).toBe(named.coverage.duplicates);
        expect(counted(twice)).toEqual(counted(named));
        expect(twice.coverage.records).toBe(2 * named.coverage.records);
      }),
      runs(6),
    );
  });

  test('if a folder is given in two parts', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ options }) => {
        const files = [...makeTrail(options).files];
        const folder = temporary.with(files);
        const parts = [...new Set(files.map(([path]) => join(folder, path.split('/', 1)[0] ?? '')))];
        const before = await count(folder);
        expect(counted(await count(parts.toReversed()))).toEqual(counted(before));
      }),
      runs(4),
    );
  });

  test("if a file's records are split over two files", async () => {
    await unchanged((files, choice) =>
      replacing(files, 3, choice, (path, bytes) => {
        const records = recordsOf(bytes);
        const middle = choice % (records.length + 1);
        return [
          [path, gzipSync(recordsText(records.slice(0, middle)))],
          [path.replace('.json.gz', '-more.json.gz'), gzipSync(recordsText(records.slice(middle)))],
        ];
      }),
    );
  });

  test('if two files are merged into one', async () => {
    await unchanged((files, choice) => {
      const logs = files.filter(([path]) => isLogFile(path));
      const [one = ['', Buffer.alloc(0)], other = ['', Buffer.alloc(0)]] = [logs[choice % logs.length], logs[(choice + 1) % logs.length]];
      const merged = gzipSync(recordsText([...recordsOf(one[1]), ...recordsOf(other[1])]));
      return files.filter(([path]) => path !== other[0]).map(([path, bytes]) => [path, path === one[0] ? merged : bytes]);
    });
  });

  test("if a file's records stand in another order", async () => {
    await unchanged((files, choice) =>
      replacing(files, 2, choice, (path, bytes) => [[path, gzipSync(recordsText(recordsOf(bytes).toReversed()))]]),
    );
  });

  test.each<[string, (records: object[]) => Buffer, boolean]>([
    ['as plain JSON', (records) => Buffer.from(recordsText(records)), false],
    ['as a bare array', (records) => Buffer.from(JSON.stringify(records)), false],
    ['as JSON lines', (records) => Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join('')), false],
    ['as packed JSON lines', (records) => gzipSync(records.map((record) => JSON.stringify(record)).join('\r\n')), true],
    ['as indented JSON', (records) => Buffer.from(JSON.stringify({ Records: records }, undefined, 4)), false],
    ['as packed and indented JSON', (records) => gzipSync(JSON.stringify({ Records: records }, undefined, '\t')), true],
    [
      'as packed JSON with more beside the records',
      (records) => gzipSync(JSON.stringify({ Records: records, more: [1, { Records: [] }] })),
      true,
    ],
    ['as JSON after a byte order mark', (records) => Buffer.from(`\uFEFF${recordsText(records)}`), false],
    [
      'as lookup-events writes it',
      (records) =>
        Buffer.from(JSON.stringify({ Events: records.map((record) => ({ EventName: 'x', CloudTrailEvent: JSON.stringify(record) })) })),
      false,
    ],
    ...Object.entries(WRAPPINGS).map(([name, wrap]): [string, (records: object[]) => Buffer, boolean] => [
      name,
      (records) => gzipSync(wrap(records)),
      true,
    ]),
    ['packed in two members', (records) => twoMembers(recordsText(records)), true],
  ])('if files are written %s', async (_, written, isPacked) => {
    await unchanged((files, choice) =>
      replacing(files, 2, choice, (path, bytes) => {
        const records = recordsOf(bytes);
        // A text without any record is no log file.
        return records.length === 0 ? [[path, bytes]] : [[isPacked ? path : unpackedName(path), written(records)]];
      }),
    );
  });

  test.each<[string, (files: Files) => Buffer]>([
    ['a zip archive', zipOf],
    ['a tar archive', (files) => tarOf(files)],
    ['a packed tar archive', (files) => gzipSync(tarOf(files.toReversed(), 'pax'))],
    ['a packed tar archive that was packed again', (files) => gzipSync(gzipSync(tarOf(files, 'gnu')))],
  ])('if files lie in %s', async (_, archive) => {
    await unchanged((files) => [['logs', archive(files)]]);
    await unchanged((files, choice) => [
      ['logs', archive(files.filter((_file, index) => (index + choice) % 3 === 0))],
      ...files.filter((_file, index) => (index + choice) % 3 > 0),
    ]);
  });

  test('if archives are read by workers, among other files', async () => {
    const files = [...makeTrail({ days: 3, slotMinutes: 30 }).files];
    const filling: Files = [['filling', randomBytes(1_000_000)]];
    const parts = [0, 1, 2, 3].map((part) => files.filter((_file, index) => index % 8 === part));
    const archives = parts.map((part, index): [string, Buffer] => [`${index}`, (index % 2 === 0 ? zipOf : tarOf)([...part, ...filling])]);
    const mixed = [...archives, ...files.filter((_file, index) => index % 8 > 3)];
    expect(mixed.length).toBeGreaterThan(100);
    const [before, after] = [await count(temporary.with(files)), await count(temporary.with(mixed))];
    expect(counted(after)).toEqual(counted(before));
    expect(after.coverage).toMatchObject({ records: before.coverage.records, otherFiles: before.coverage.otherFiles + archives.length });
  });

  test('if files are there twice under other names', async () => {
    await unchanged(
      (files, choice) => [
        ...files,
        ...files
          .filter(([path], index) => isLogFile(path) && (index + choice) % 2 === 0)
          .map(([path, bytes]): [string, Buffer] => [path.replace('.json.gz', '-again.json.gz'), bytes]),
      ],
      { records: 'more' },
    );
  });

  test('if everything is there twice in another folder', async () => {
    await unchanged((files) => [...files, ...files.map(([path, bytes]): [string, Buffer] => [`again/${path}`, bytes])], {
      records: 'more',
    });
  });
});

function order(text: string, choice: number): number {
  return [...text].reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0) + choice) % 1_000_003, choice);
}

function twoMembers(text: string): Buffer {
  const bytes = Buffer.from(text);
  const middle = bytes.length >> 1;
  return Buffer.concat([gzipSync(bytes.subarray(0, middle)), gzipSync(bytes.subarray(middle))]);
}
