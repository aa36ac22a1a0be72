import { appendFileSync, copyFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TrailcostError } from '../../../src/base/errors.js';
import type { Failure } from '../../../src/files/unreadable.js';
import { CheckpointFile } from '../../../src/logs/checkpoint/checkpoint-file.js';
import { FRAME, frameOf } from '../../../src/logs/checkpoint/frames.js';
import { NO_FILTERS } from '../../../src/logs/classify/filters.js';
import { runs } from '../../runs.js';
import { folders } from '../built.js';
import { makeTrail } from '../trail.mjs';
import { counted, type Made, portionsOf } from './portions.js';

const temporary = folders();
const RUN = { version: '1.2.3', source: 's3://example-bucket/', filters: NO_FILTERS, wantsTrace: false };

type Options = NonNullable<Parameters<typeof makeTrail>[0]>;

function madeTrail(options: Partial<Options> = {}) {
  const files = [...makeTrail({ seed: 5, days: 3, slotMinutes: 360, dataEvents: true, ...options } as Options).files];
  const folder = temporary.with(files);
  return {
    portions: () =>
      portionsOf(
        folder,
        files.map(([path]) => path),
      ),
  };
}

let number = 0;
const newPlace = () => join(temporary.root, `checkpoint-${number++}`);

async function withCheckpoint(place: string, portions: readonly Made[], stopAfter?: number) {
  const checkpoint = CheckpointFile.open({ path: 'work.checkpoint', place }, RUN);
  try {
    return { json: await counted(portions, checkpoint, stopAfter), found: checkpoint.found };
  } finally {
    checkpoint.close();
  }
}

const asked = (portions: readonly Made[]) => portions.map((portion) => portion.asked);
const problemOf = (action: () => unknown) => {
  try {
    action();
  } catch (error) {
    if (error instanceof TrailcostError) return { code: error.code, message: error.message };
    throw error;
  }
  return undefined;
};

const trail = madeTrail();
const whole = await counted(trail.portions());
/** A checkpoint of all portions. */
const full = newPlace();
await withCheckpoint(full, trail.portions());
const fullBytes = readFileSync(full);

describe('a run that was stopped and goes on gives the same as in one go', () => {
  test('with what it has read not read again, and everything let go of', async () => {
    const place = newPlace();
    const [first, second, third] = [trail.portions(), trail.portions(), trail.portions()];
    expect(first).toHaveLength(4);
    expect((await withCheckpoint(place, first, 8)).json).not.toBe(whole);
    const { json, found } = await withCheckpoint(place, second);
    expect(json).toBe(whole);
    expect(found).toMatch(/^[12] portions? (is|are) in work\.checkpoint and not read again$/);
    expect(asked(second)[0]).toBe(0);
    expect(asked(second).at(-1)).toBe(1);
    expect((await withCheckpoint(place, third)).json).toBe(whole);
    expect(asked(third)).toEqual([0, 0, 0, 0]);
    expect(second.at(-1)?.released).toBeGreaterThan(0);
  });

  test('of any trail, after any task, as often as it likes', async () => {
    const options = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      days: fc.constantFrom(1, 2),
      slotMinutes: fc.constantFrom(180, 360),
      bucketKey: fc.boolean(),
      dataEvents: fc.boolean(),
      accessLogs: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(options, fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }), async (made, stops) => {
        const { portions } = madeTrail(made);
        const place = newPlace();
        for (const stop of stops) await withCheckpoint(place, portions(), stop);
        expect((await withCheckpoint(place, portions())).json).toBe(await counted(portions()));
      }),
      runs(30),
    );
  });

  test('where the file ends at any byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(fullBytes.length), async (bytes) => {
        const place = newPlace();
        writeFileSync(place, fullBytes.subarray(0, bytes));
        expect((await withCheckpoint(place, trail.portions())).json).toBe(whole);
        const again = trail.portions();
        expect((await withCheckpoint(place, again)).json).toBe(whole);
        expect(asked(again)).toEqual([0, 0, 0, 0]);
      }),
      { ...runs(60), examples: [[0], [1], [fullBytes.length - 1]] },
    );
  });

  test('where any byte after the header is another', async () => {
    const header = fullBytes.indexOf('\n') + 1;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: header, max: fullBytes.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const place = newPlace();
        const bytes = Buffer.from(fullBytes);
        bytes.writeUInt8(bytes.readUInt8(at) ^ change, at);
        writeFileSync(place, bytes);
        const { json, found } = await withCheckpoint(place, trail.portions());
        expect(json).toBe(whole);
        expect(found).toMatch(/not read again/);
      }),
      runs(60),
    );
  });

  test('where a part is there twice, or another one is in its place, as after two runs at once', async () => {
    const place = newPlace();
    const header = fullBytes.indexOf('\n') + 1;
    writeFileSync(place, Buffer.concat([fullBytes, fullBytes.subarray(header)]));
    const { json, found } = await withCheckpoint(place, trail.portions());
    expect(json).toBe(whole);
    expect(found).toBe('4 portions are in work.checkpoint and not read again; the rest of the file was damaged and is read anew');
  });
});

describe('a portion', () => {
  test('that holds something else now is read again', async () => {
    const place = newPlace();
    copyFileSync(full, place);
    const portions = trail.portions();
    const [, second] = portions;
    if (second !== undefined) second.fingerprint = 'other';
    expect((await withCheckpoint(place, portions)).json).toBe(whole);
    expect(asked(portions)).toEqual([0, 1, 0, 0]);
    const again = trail.portions();
    if (again[1] !== undefined) again[1].fingerprint = 'other';
    expect((await withCheckpoint(place, again)).json).toBe(whole);
    expect(asked(again)).toEqual([0, 0, 0, 0]);
  });

  test('that is not over is never kept', async () => {
    const place = newPlace();
    const open = () => {
      const portions = trail.portions();
      const last = portions.at(-1);
      if (last !== undefined) last.fingerprint = undefined;
      return portions;
    };
    await withCheckpoint(place, open());
    const again = open();
    expect((await withCheckpoint(place, again)).json).toBe(whole);
    expect(asked(again)).toEqual([0, 0, 0, 1]);
  });

  test.each([
    ['may be had later is read again', false, [0, 1, 0, 0]],
    ['is gone is not', true, [0, 0, 0, 0]],
  ])('of which something that %s', async (_, isLasting, expected) => {
    const failing = () => {
      const portions = trail.portions();
      const [, second] = portions;
      if (second !== undefined) second.failing = [{ file: 's3://example-bucket/one', reason: 'is not there', isLasting }];
      return portions;
    };
    const place = newPlace();
    const { json } = await withCheckpoint(place, failing());
    expect(JSON.parse(json).coverage.failures).toEqual([{ file: 's3://example-bucket/one', reason: 'is not there' }]);
    const again = failing();
    expect((await withCheckpoint(place, again)).json).toBe(json);
    expect(asked(again)).toEqual(expected);
  });
});

test('a portion of which nothing can be had takes nothing from the one that is still being read before it', async () => {
  const many = madeTrail({ days: 1, slotMinutes: 2 });
  for (const isLasting of [true, false]) {
    const made = () => {
      const [first, second] = many.portions();
      if (first === undefined || second === undefined) throw new Error('too few portions');
      async function* nothing(failures: Failure[]) {
        failures.push({ file: 's3://example-bucket/one', reason: 'is not there', isLasting });
        yield* [];
      }
      return [first, { ...second, tasks: nothing }];
    };
    const place = newPlace();
    const { json } = await withCheckpoint(place, made());
    expect(json).toBe(await counted(made()));
    const again = made();
    expect((await withCheckpoint(place, again)).json).toBe(json);
    expect(asked(again)[0]).toBe(0);
  }
});

describe('a file that is none of this run is refused and left as it is', () => {
  const header = `${fullBytes.subarray(0, fullBytes.indexOf('\n') + 1)}`;
  test.each([
    ['any other file', 'region: eu-central-1\nreaders: []\n', 'is not a checkpoint of trailcost'],
    ['JSON of another kind', '{"kind":"measurement"}\n', 'is not a checkpoint of trailcost'],
    ['bytes', '\u0000\u0001\u0002\u0003', 'is not a checkpoint of trailcost'],
    ['one line without an end', 'x'.repeat(100_000), 'is not a checkpoint of trailcost'],
    ['of another version', header.replace('1.2.3', '1.2.2'), 'is a checkpoint of trailcost 1.2.2, and this is 1.2.3'],
    ['of another form', header.replace('"format":1', '"format":2'), 'what they keep may differ'],
    ['of other rules', header.replace(/"batch":"./, '"batch":"x'), 'what they keep may differ'],
    ['of another bucket', header.replace('s3://example-bucket/', 's3://other/'), 'source s3://other/ there and s3://example-bucket/ here'],
    [
      'with a filter',
      header.replace('"--since":""', '"--since":"2026-11-01T00:00:00Z"'),
      '--since 2026-11-01T00:00:00Z there and not given',
    ],
    ['with hostile text', header.replace('s3://example-bucket/', '\\u001b[31m'), 'source ?[31m there'],
  ])('%s', (_, content, what) => {
    const place = newPlace();
    writeFileSync(place, content);
    const problem = problemOf(() => CheckpointFile.open({ path: 'work.checkpoint', place }, RUN));
    expect(problem?.code).toBe('checkpoint-invalid');
    expect(problem?.message).toContain(what);
    expect(readFileSync(place, 'utf8')).toBe(content);
  });

  test('a folder, and a place that is not there', () => {
    const at = (place: string) => problemOf(() => CheckpointFile.open({ path: 'work.checkpoint', place }, RUN));
    expect(at(temporary.root)?.code).toBe('output-unwritable');
    expect(at(join(temporary.root, 'none', 'here'))?.code).toBe('output-unwritable');
    expect(existsSync(join(temporary.root, 'none'))).toBe(false);
  });
});

test('frames that are sound but hold something else are refused, not counted', async () => {
  const header = fullBytes.subarray(0, fullBytes.indexOf('\n') + 1);
  const packed = (value: unknown) => deflateRawSync(serialize(value));
  const [portion] = trail.portions();
  const whole = packed({ name: portion?.name, fingerprint: portion?.fingerprint, results: 1, failures: [] });
  const hostile = [{}, { bytes: 1, files: { folders: [], at: [0], names: ['a'], minutes: [1] }, batch: {} }, 'text', new Map(), null];
  for (const content of [...hostile.map(packed), Buffer.from('no deflate')]) {
    const first = frameOf(FRAME.result, content, crc32(header));
    const place = newPlace();
    writeFileSync(place, Buffer.concat([header, first.bytes, frameOf(FRAME.whole, whole, first.checksum).bytes]));
    await expect(withCheckpoint(place, trail.portions())).rejects.toThrow('holds at byte');
  }
});

test('a file that somebody else writes is not written on', async () => {
  const place = newPlace();
  const checkpoint = CheckpointFile.open({ path: 'work.checkpoint', place }, RUN);
  appendFileSync(place, 'more');
  await expect(counted(trail.portions(), checkpoint)).rejects.toThrow('was changed by somebody else, maybe another run');
  checkpoint.close();
  truncateSync(place, statSync(place).size - 4);
  expect((await withCheckpoint(place, trail.portions())).json).toBe(whole);
});
