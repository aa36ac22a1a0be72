import { randomBytes } from 'node:crypto';
import { closeSync, constants, mkdirSync, openSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { NO_FILTERS } from '../../../src/logs/classify/filters.js';
import { type Batch, FILE_AT, FILE_STRIDE, type NamedFile } from '../../../src/logs/read/keep/batch.js';
import { LARGE_BYTES } from '../../../src/logs/read/open/inflate.js';
import { type LogFile, logFile } from '../../../src/logs/read/open/log-file.js';
import { readTogether } from '../../../src/logs/read/open/together.js';
import { readFiles } from '../../../src/logs/read/task.js';
import { makePipe } from '../../fifo.js';
import { runs } from '../../runs.js';
import { tarOf } from '../archives.js';
import { decrypt, fileKey, roleIdentity } from '../events.mjs';
import { ownFolder } from './own-folder.js';

const MS = Date.UTC(2026, 10, 2, 1, 15, 30);

const own = ownFolder('together');
let here = '';
beforeEach(() => {
  here = own();
});

/** What may lie where a file was found. */
type Thing = Buffer | 'nothing' | 'folder';

/** In this order. Their names do not say what they are. */
function put(things: readonly Thing[]): string[] {
  return things.map((thing, index) => {
    const place = join(here, `${index}`);
    rmSync(place, { recursive: true, force: true });
    if (thing === 'folder') mkdirSync(place);
    else if (thing !== 'nothing') writeFileSync(place, thing);
    return place;
  });
}

/** Files that findings are in. */
function filesIn({ files: words, members }: Batch, files: readonly LogFile[]): NamedFile[] {
  return Array.from({ length: words.length / FILE_STRIDE }, (_, index) => {
    const at = index * FILE_STRIDE;
    const [file, member] = [files[words[at + FILE_AT.index] ?? -1], members[(words[at + FILE_AT.member] ?? 0) - 1]];
    if (file === undefined) throw new Error('a file that is none of the task');
    if (member !== undefined) expect(member.path.startsWith(`${file.path}/`)).toBe(true);
    return member ?? file;
  });
}

async function outcomeOf(places: readonly string[], nameOf: (index: number) => string, largeBytes: number) {
  const files = places.map((place, index) => logFile(nameOf(index), place));
  const { batch, ...sums } = await readFiles(files, { filters: NO_FILTERS, wantsTrace: true }, { largeBytes });
  const named = (names: readonly string[]) => names.map((name) => name.replace(/\.gz(?=\/|$)/, ''));
  const { failures, skipped, ...intake } = batch.intake;
  return {
    ...sums,
    intake,
    failures: failures.map(({ file, reason }) => [...named([file]), reason]),
    skipped: named(skipped),
    files: named(filesIn(batch, files).map(({ path }) => path)),
    trace: batch.trace.map((row) => ({ ...row, file: named([row.file]) })),
    findings: batch.findings,
  };
}

/** What files come to, each read on its own, as those are whose name is not that of a packed one. */
async function expectSame(things: readonly Thing[], largeBytes = LARGE_BYTES) {
  const places = put(things);
  const alone = await outcomeOf(places, (index) => `file-${index}.json`, largeBytes);
  expect(await outcomeOf(places, (index) => `file-${index}.json.gz`, largeBytes)).toEqual(alone);
  return alone;
}

/** What is given for each file, in order; undefined for what has to be read on its own. */
function given(things: readonly Buffer[], most = LARGE_BYTES) {
  const files = put(things).map((place, index) => logFile(`${index}.gz`, place));
  const found = [...readTogether(files, most)];
  expect(found.map(({ file }) => file)).toEqual(files);
  return found.map(({ inflated }) => inflated);
}

const textOf = (number: number, count = 2) => {
  const identity = roleIdentity({ role: 'siem', session: 's', invokedBy: undefined });
  const records = Array.from({ length: count }, (_, index) =>
    decrypt({ id: `${number}-${index}`, ms: MS, key: fileKey({ ms: MS, unique: 'u', organization: undefined }), identity, extra: {} }),
  );
  return JSON.stringify({ Records: records });
};
const packed = (number: number, count?: number) => gzipSync(textOf(number, count));
const cut = (bytes: Buffer, from: number) => [bytes.subarray(0, from), bytes.subarray(from)];
const changed = (bytes: Buffer, at: number) => Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ 1 : byte)));
const times = (bytes: Buffer, count: number): Buffer => (count === 0 ? bytes : times(gzipSync(bytes), count - 1));
const uint32 = (number: number) => Buffer.from(Uint32Array.of(number).buffer);

describe('files are inflated together', () => {
  const memoryOf = (contents: readonly (Buffer | undefined)[]) => new Set(contents.map((content) => content?.buffer));

  test('as long as they are small and follow each other, with the content of each', () => {
    const things = Array.from({ length: 20 }, (_, number) => packed(number, (number % 5) + 1));
    const contents = given(things);
    expect(contents.map(String)).toEqual(things.map((bytes) => gunzipSync(bytes).toString()));
    expect(memoryOf(contents).size).toBe(1);
  });

  test('up to a size that bounds the memory', () => {
    const content = Buffer.alloc(100 * 1024, 'abc');
    const contents = given(Array.from({ length: 6 }, () => gzipSync(content)));
    expect(contents.every((each) => each?.equals(content))).toBe(true);
    expect(memoryOf(contents).size).toBe(3);
  });

  test('but not across one that is not', () => {
    const contents = given([packed(0), packed(1), Buffer.from(textOf(2)), packed(3), packed(4)]);
    expect(contents.map((content) => content?.toString())).toEqual([textOf(0), textOf(1), undefined, textOf(3), textOf(4)]);
  });

  test('a larger one alone, and none that is too large', () => {
    const content = Buffer.alloc(1024 * 1024, 'abc');
    expect(given([gzipSync(content), packed(0)])[0]?.equals(content)).toBe(true);
    expect(given([packed(0), gzipSync(content), packed(1)]).map((each) => each?.toString())).toEqual([textOf(0), undefined, textOf(1)]);
    expect(given([gzipSync(content), packed(0)], content.length - 1).map((each) => each?.toString())).toEqual([undefined, textOf(0)]);
    const incompressible = gzipSync(randomBytes(4000));
    expect(given([incompressible], incompressible.length - 1)).toEqual([undefined]);
  });

  test('none where one of them is damaged', () => {
    expect(given([packed(0), changed(packed(1), 100), packed(2)])).toEqual([undefined, undefined, undefined]);
  });

  test('of one byte', () => {
    expect(given([gzipSync('a')]).map(String)).toEqual(['a']);
  });
});

/** Its size of 1000 reads as 3 when the last zero stands behind it. */
const SHIFTED = Buffer.concat([gzipSync(Buffer.alloc(1000, ' ')), Buffer.alloc(1)]);
/** A member that has the beginning of another in its content, and before that the size that one would have to tell. */
const STORED = gzipSync(Buffer.concat([Buffer.from('['), uint32(textOf(1).length), packed(2)]), { level: 0 });

describe('files that could pass for others', () => {
  test.each<[string, Thing[]]>([
    ['zeros after a member, where zlib stops, and a size that makes up for it', [SHIFTED, gzipSync(Buffer.alloc(997, ' '))]],
    ['the same within others', [packed(0), SHIFTED, gzipSync(Buffer.alloc(997, ' ')), packed(1)]],
    ['a member parted where another begins', [packed(0), ...cut(STORED, STORED.indexOf(packed(2)))]],
    [
      'a member parted so, after a whole one of the size that its half tells',
      cut(Buffer.concat([packed(1), STORED]), packed(1).length + STORED.indexOf(packed(2))),
    ],
    ['two members of which the last tells its own size', [Buffer.concat([packed(0), packed(1)]), packed(2)]],
    ['two members of which one is empty', [packed(0), Buffer.concat([packed(1), gzipSync('')]), Buffer.concat([gzipSync(''), packed(2)])]],
    ['nothing, packed', [packed(0), gzipSync(''), packed(1)]],
    ['a packed file in two halves', [packed(0), ...cut(packed(1, 20), 300), packed(2)]],
    ['halves the wrong way round', cut(packed(1, 20), 300).toReversed()],
    ['zeros at the end', [packed(0), Buffer.concat([packed(1), Buffer.alloc(512)]), packed(2)]],
    ['a zero at the end of the last', [packed(0), Buffer.concat([packed(1), Buffer.alloc(1)])]],
    ['garbage at the end', [packed(0), Buffer.concat([packed(1), Buffer.from('garbage')]), packed(2)]],
    ['half a beginning at the end', [packed(0), Buffer.concat([packed(1), Buffer.from([0x1f, 0x8b])]), packed(2)]],
    ['a size that is told wrong', [packed(0), changed(packed(1), packed(1).length - 4), packed(2)]],
    [
      'sizes told wrong that make up for each other',
      [1, -1].map((by) => Buffer.concat([packed(0).subarray(0, -4), uint32(textOf(0).length + by)])),
    ],
    ['a file that is the beginning of the next', [packed(0, 20).subarray(0, 200), packed(0, 20)]],
    ['content in two bytes a sign', [packed(0), gzipSync(Buffer.from(`\ufeff${textOf(1)}`, 'utf16le')), packed(2)]],
    [
      'an archive',
      [
        packed(0),
        gzipSync(
          tarOf([
            ['a.json', packed(1)],
            ['b.json', Buffer.from(textOf(2))],
          ]),
        ),
        packed(3),
      ],
    ],
    [
      'more than is read at once',
      [packed(0), gzipSync(randomBytes(600_000)), gzipSync(randomBytes(400_000)), gzipSync(randomBytes(400_000)), packed(1)],
    ],
    ['packed more than once', [packed(0), times(packed(1), 1), times(packed(2), 2), times(packed(3), 3), packed(4)]],
    ['what is no file', [packed(0), 'folder', packed(1), 'nothing', packed(2)]],
  ])('%s', async (_, things) => {
    await expectSame(things);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('a trailer that lacks %i bytes', async (count) => {
    const { failures } = await expectSame([packed(0), packed(1).subarray(0, -count), packed(2)]);
    expect(failures).toEqual([['file-1.json', 'truncated: the gzip data stops too early']]);
  });

  test.skipIf(process.platform !== 'linux')('a pipe, of which nothing is lost', async () => {
    const pipe = openSync(makePipe(join(here, 'pipe')), constants.O_RDWR | constants.O_NONBLOCK);
    try {
      writeSync(pipe, packed(1));
      const { failures } = await outcomeOf([join(here, 'pipe')], () => 'pipe.gz', LARGE_BYTES);
      expect(failures).toEqual([['pipe', 'cannot be read: is a pipe']]);
      expect(readSync(pipe, Buffer.alloc(100_000))).toBe(packed(1).length);
    } finally {
      closeSync(pipe);
    }
  });
});

const index = fc.nat(20);
const sound: fc.Arbitrary<Thing[]> = fc.tuple(index, fc.integer({ min: 1, max: 30 })).map(([number, count]) => [packed(number, count)]);
const fraction = fc.double({ min: 0, max: 1, noNaN: true });
/** Each of one or two files that follow each other. */
const things: fc.Arbitrary<Thing[]> = fc.oneof(
  { weight: 4, arbitrary: sound },
  fc.tuple(index, fraction).map(([number, at]) => [changed(packed(number), Math.floor(at * packed(number).length))]),
  fc.tuple(index, fraction).map(([number, at]) => [packed(number).subarray(0, Math.floor(at * packed(number).length))]),
  fc.tuple(index, fraction).map(([number, at]) => cut(packed(number), Math.floor(at * packed(number).length))),
  fc.tuple(index, fc.nat(8)).map(([number, count]) => [packed(number).subarray(0, packed(number).length - count)]),
  fc.tuple(index, index).map(([one, other]) => [Buffer.concat([packed(one), packed(other)])]),
  fc.tuple(index, fc.nat(6)).map(([number, count]) => [Buffer.concat([packed(number), Buffer.alloc(count)])]),
  fc.tuple(index, fc.nat(4)).map(([number, count]) => [times(Buffer.from(textOf(number)), count)]),
  fc.tuple(index, fraction).map(([number, at]) => {
    const stored = gzipSync(packed(number), { level: 0 });
    return cut(Buffer.concat([packed(number), stored]), packed(number).length + Math.floor(at * stored.length));
  }),
  fc
    .constantFrom<Thing>('nothing', 'folder', Buffer.alloc(0), gzipSync(''), gzipSync(' '), gzipSync('text'), Buffer.from(textOf(0)))
    .map((thing) => [thing]),
  fc.constantFrom<Thing[]>([SHIFTED, gzipSync(Buffer.alloc(997, ' '))], [gzipSync(tarOf([['a.json', packed(1)]]))]),
);

describe('any files', () => {
  test('come together to what they come to one by one', async () => {
    const limits = fc.constantFrom(LARGE_BYTES, LARGE_BYTES, 4000);
    await fc.assert(
      fc.asyncProperty(fc.array(things, { maxLength: 8 }), limits, async (parts, most) => void (await expectSame(parts.flat(), most))),
      runs(300),
    );
  });
});
