import { chmodSync, closeSync, ftruncateSync, mkdirSync, openSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, relative } from 'node:path';
import { createGzip, gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { TrailcostError } from '../../../src/base/errors.js';
import { statsOrFailure } from '../../../src/files/folders.js';
import { withoutRepeats } from '../../../src/files/paths.js';
import { type Failure, Unreadable } from '../../../src/files/unreadable.js';
import { NO_FILTERS } from '../../../src/logs/classify/filters.js';
import { ContentParser } from '../../../src/logs/read/keep/content.js';
import { contentWithin, LARGE_BYTES, MAX_FILE_BYTES } from '../../../src/logs/read/open/inflate.js';
import { logFile, minuteOf } from '../../../src/logs/read/open/log-file.js';
import { readFiles } from '../../../src/logs/read/task.js';
import { tasksOf, type Walk, walk } from '../../../src/logs/read/walk.js';
import { makePipe } from '../../fifo.js';
import { ARCHIVE, decrypt, fileKey, roleIdentity } from '../events.mjs';
import { ownFolder } from './own-folder.js';
import { readContent, unpacked } from './reading.js';

const DAY = 86_400_000;
const MS = Date.UTC(2026, 10, 2, 1, 15, 30);
/** Where names are bytes, and pipes are files. */
const isLinux = process.platform === 'linux';
const isRoot = process.getuid?.() === 0;
const limit = `${MAX_FILE_BYTES / 1024 / 1024} MiB`;

const own = ownFolder('walk');
let here = '';
beforeEach(() => {
  here = own();
});

function put(name: string, content: string | Buffer = '{}'): string {
  const path = join(here, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

const contentOf = (path: string) => contentWithin(path, LARGE_BYTES);
const failuresIn = async (content: Buffer) => (await readContent(content)).batch.intake.failures.map(({ reason }) => reason);

const reasonOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof Unreadable) return error.message;
    throw error;
  }
  return 'read';
};

const TEXT = JSON.stringify({
  Records: Array.from({ length: 50 }, (_, number) =>
    decrypt({
      id: `${number}`,
      ms: MS,
      key: fileKey({ ms: MS, unique: 'u', organization: undefined }),
      identity: roleIdentity({ role: 'siem', session: 's', invokedBy: undefined }),
      extra: {},
    }),
  ),
});
const PACKED = gzipSync(TEXT);
/** One bit of its content, or of its checksum (the 8 bytes at the end hold that and the length). */
const flipped = (at: number) => {
  const bytes = Buffer.from(PACKED);
  bytes[at] = (bytes[at] as number) ^ 1;
  return bytes;
};

describe('content', () => {
  test.each<[string, Buffer, boolean]>([
    ['plain', Buffer.from(TEXT), false],
    ['packed', PACKED, true],
    [
      'packed in several members',
      Buffer.concat([gzipSync(TEXT.slice(0, 1000)), gzipSync(TEXT.slice(1000, 1001)), gzipSync(TEXT.slice(1001))]),
      true,
    ],
    ['packed with zeros after it, as tape has', Buffer.concat([PACKED, Buffer.alloc(512)]), true],
    ['packed without compression', gzipSync(TEXT, { level: 0 }), true],
  ])('%s', (_, bytes, verified) => {
    const path = put('x.json.gz', bytes);
    expect(contentOf(path).bytes.toString()).toBe(TEXT);
    expect(contentOf(path).verified).toBe(verified);
    expect(unpacked(bytes).bytes.toString()).toBe(TEXT);
  });

  test('of nothing is nothing, packed or not', () => {
    expect(contentOf(put('empty', '')).bytes).toHaveLength(0);
    expect(contentOf(put('empty.gz', gzipSync(''))).bytes).toHaveLength(0);
  });

  test.each([256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 5 * 1024 * 1024])(
    'of %i bytes comes whole, and small content after it too',
    (size) => {
      const bytes = Buffer.alloc(size, 'abcdefg');
      expect(contentOf(put('x', bytes)).bytes.equals(bytes)).toBe(true);
      expect(contentOf(put('y', 'abc')).bytes.toString()).toBe('abc');
    },
  );

  test('a cut file is told as such, wherever it is cut', () => {
    for (const end of [2, 5, 10, 11, Math.floor(PACKED.length / 2), PACKED.length - 9, PACKED.length - 8, PACKED.length - 1]) {
      expect(reasonOf(() => unpacked(PACKED.subarray(0, end)))).toBe('truncated: the gzip data stops too early');
    }
    expect(reasonOf(() => unpacked(Buffer.concat([PACKED, PACKED.subarray(0, 100)])))).toMatch(/^truncated/);
  });

  test.each<[string, Buffer]>([
    ['its checksum', flipped(PACKED.length - 8)],
    ['its length', flipped(PACKED.length - 1)],
    ['its content', flipped(Math.floor(PACKED.length / 2))],
    ['its header', Buffer.concat([Buffer.from([0x1f, 0x8b, 0xff]), PACKED.subarray(3)])],
    ['what follows it', Buffer.concat([PACKED, Buffer.from('garbage')])],
  ])('damage to %s is told', (_, bytes) => {
    expect(reasonOf(() => unpacked(bytes))).toMatch(/^(damaged gzip data: |truncated: )/);
  });

  test('no byte of a packed file can be changed without being noticed, but for its time and system', () => {
    for (let at = 2; at < PACKED.length; at += 1) {
      if (at >= 4 && at < 10) continue;
      let content: string | undefined;
      try {
        content = unpacked(flipped(at)).bytes.toString();
      } catch (error) {
        expect(error).toBeInstanceOf(Unreadable);
      }
      if (content !== undefined) expect(content).toBe(TEXT);
    }
  });

  test('a file that unpacks to more than the limit is refused', async () => {
    const zip = createGzip({ level: 1, chunkSize: 1024 * 1024 });
    const chunks: Buffer[] = [];
    zip.on('data', (chunk: Buffer) => chunks.push(chunk));
    // Members may follow each other, so one of 16 MiB of blanks is packed once and repeated.
    zip.end(Buffer.alloc(16 * 1024 * 1024, ' '));
    await new Promise((resolve) => zip.on('end', resolve));
    const member = Buffer.concat(chunks);
    const bomb = Buffer.concat(Array.from({ length: Math.floor(MAX_FILE_BYTES / (16 * 1024 * 1024)) + 1 }, () => member));
    expect(bomb.length).toBeLessThan(8 * 1024 * 1024);
    expect(await failuresIn(bomb)).toEqual([`inflates to more than ${limit}; split it`]);
  });

  test('a plain file larger than the limit is refused too', async () => {
    const path = join(here, 'large');
    const file = openSync(path, 'w');
    ftruncateSync(file, MAX_FILE_BYTES + 1);
    closeSync(file);
    const { batch } = await readFiles([logFile(path)], { filters: NO_FILTERS, wantsTrace: false });
    expect(batch.intake.failures).toEqual([{ file: path, reason: `is larger than ${limit}; split it` }]);
  });

  test('what cannot be read says why', () => {
    expect(reasonOf(() => contentOf(join(here, 'missing')))).toBe('cannot be read: no such file or folder');
    expect(reasonOf(() => contentOf(here))).toBe('cannot be read: is a folder');
    expect(reasonOf(() => contentOf(join(put('file'), 'below')))).toBe('cannot be read: a part of the path is not a folder');
  });

  test.skipIf(isRoot)('a file that is not allowed says so', () => {
    const path = put('secret');
    chmodSync(path, 0);
    expect(reasonOf(() => contentOf(path))).toBe('cannot be read: permission denied');
  });

  test('one file that fails leaves the others of its task', async () => {
    const good = put('good.json.gz', PACKED);
    const plain = put('plain.json', TEXT);
    const paths = [put('cut.json.gz', PACKED.subarray(0, 50)), good, join(here, 'missing'), plain];
    const { batch, bytes } = await readFiles(
      paths.map((path) => logFile(path)),
      { filters: NO_FILTERS, wantsTrace: false },
    );
    expect(bytes).toBe(2 * Buffer.byteLength(TEXT));
    expect(batch.intake).toMatchObject({ logFiles: 2, records: 100 });
    expect(batch.intake.failures.map(({ file, reason }) => [file.slice(here.length + 1), reason])).toEqual([
      ['cut.json.gz', 'truncated: the gzip data stops too early'],
      ['missing', 'cannot be read: no such file or folder'],
    ]);
  });

  test('a packed access log is read as a plain one is', () => {
    const parser = new ContentParser(NO_FILTERS, false);
    const line =
      'o b [06/Feb/2019:00:00:38 +0000] 192.0.2.3 r 3E57427F3EXAMPLE REST.GET.OBJECT k "GET /k HTTP/1.1" 200 - 1 1 1 1 "-" "a" -';
    parser.parse(logFile('x.gz'), unpacked(gzipSync(`${line}\r\n\n${line}`)));
    expect(parser.batch().intake).toMatchObject({ accessLogFiles: 1, accessLogLines: 2, unreadableLines: 0 });
  });
});

const logName = (ms: number, unique = 'u') => fileKey({ ms, unique, organization: undefined }).split('/').at(-1) as string;
const logKey = (ms: number, unique = 'u', prefix = '') => fileKey({ ms, unique, prefix, organization: undefined });

const listed = async (paths: readonly string[], wantsDay: (day: number) => boolean = () => true) => {
  const found = await walk(paths);
  const tasks: string[][] = [];
  for await (const task of tasksOf(found, wantsDay)) tasks.push(task.map(({ path }) => path));
  return { tasks, files: tasks.flat().map((path) => relative(here, path)), found };
};

const failuresOf = ({ failures }: Walk) => failures.map(({ file, reason }) => `${file.slice(here.length + 1)}: ${reason}`);

const errorOf = async (paths: readonly string[]) => {
  try {
    await walk(paths);
  } catch (error) {
    if (error instanceof TrailcostError) return `${error.code} ${error.message.replaceAll(here, '')}`;
    throw error;
  }
  return 'no error';
};

describe('when a file was delivered, by its name', () => {
  test.each<[string, string, number | undefined]>([
    ['log file', logKey(MS), Math.floor(MS / 60_000)],
    ['digest file', fileKey({ kind: 'CloudTrail-Digest', ms: MS, unique: '', organization: undefined }), Math.floor(MS / 60_000)],
    ['access log', 'logs/2026-11-02-01-15-30-F9E94812AB96490B', Math.floor(MS / 60_000)],
    ['access log under a prefix', 'access-2026-11-02-01-15-30-F9E94812AB96490B', Math.floor(MS / 60_000)],
    ['access log that somebody packed', '2026-11-02-01-15-30-F9E94812AB96490B.gz', Math.floor(MS / 60_000)],
    ['a folder that is called so', `${logName(MS)}/events.json`, undefined],
    ['another name', 'events.json', undefined],
    ['a date', '2026-11-02.json', undefined],
  ])('%s', (_, path, minute) => {
    expect(minuteOf(path)).toBe(minute);
  });
});

describe('the order of files', () => {
  const stamps = [MS, MS + 5 * 60_000, MS + DAY, MS - 3 * DAY, MS + 60_000, MS + 40 * DAY];
  const inOrder = (keys: readonly [number, string][]) => keys.toSorted(([one], [other]) => one - other).map(([, key]) => key);

  test('is that of delivery, in dated folders', async () => {
    const keys = stamps.map((ms): [number, string] => [ms, logKey(ms, 'u', 'a/')]);
    for (const [, key] of keys) put(key);
    expect((await listed([here])).files).toEqual(inOrder(keys));
  });

  test('and in flat ones', async () => {
    const keys = stamps.map((ms): [number, string] => [ms, logName(ms)]);
    for (const [, key] of keys) put(key);
    expect((await listed([here])).files).toEqual(inOrder(keys));
  });

  test('and across accounts, Regions, digests, access logs and loose files', async () => {
    const keys: [number, string][] = [
      [MS, logKey(MS)],
      [
        MS + 60_000,
        fileKey({ ms: MS + 60_000, unique: 'u', account: '444455556666', region: 'eu-west-1', organization: 'o-exampleorgid' }),
      ],
      [MS + 120_000, fileKey({ kind: 'CloudTrail-Digest', ms: MS + 120_000, unique: '', organization: undefined })],
      [MS + 180_000, 'access/2026-11-02-01-18-30-F9E94812AB96490B'],
      [MS + 240_000, `loose/${logName(MS + 240_000)}`],
      [MS + DAY, logKey(MS + DAY)],
    ];
    for (const [, key] of keys) put(key);
    expect((await listed([here])).files).toEqual(inOrder(keys));
  });

  test('is the same in whatever order the paths are given', async () => {
    const paths = stamps.map((ms, index) => put(`${index}/${index % 2 === 0 ? logKey(ms) : logName(ms)}`));
    const folders = stamps.map((_, index) => join(here, `${index}`));
    const { files } = await listed([here]);
    expect(files).toHaveLength(stamps.length);
    for (const given of [paths, paths.toReversed(), folders, folders.toReversed(), [...folders.slice(3), ...paths.slice(0, 3)]]) {
      expect((await listed(given)).files).toEqual(files);
    }
  });

  test('of files of the same minute is that of their names', async () => {
    const names = ['c', 'a', 'b'].map((unique) => put(logKey(MS, unique)));
    expect((await listed([here])).files).toEqual((await listed(names.toReversed())).files);
    expect((await listed([here])).files.map((path) => path.at(-9))).toEqual(['a', 'b', 'c']);
  });

  test('and of their paths, where the path of one folder begins that of another', async () => {
    const day = logKey(MS).slice(0, -logName(MS).length);
    const folders = [day, `${day}0/`, `${day}2/`, `${day}2-/`, `${day}2/more/`, day.replace('us-east-1', 'eu-west-1')];
    const keys = folders.flatMap((each) => ['b', 'a'].map((unique) => each + logName(MS, unique)));
    for (const key of keys) put(key);
    expect((await listed([here])).files).toEqual(keys.toSorted());
  });

  test('has files without a time first, folder by folder, and those of a dated folder at the start of its day', async () => {
    put(logKey(MS));
    put('events.json');
    const folder = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/11';
    put(`${folder}/02/later.json`);
    put(`${folder}/03/next.json`);
    put(`${folder}/02/sub/deeper.json`);
    put('2026/11/02/copy.json');
    expect((await listed([here])).files).toEqual([
      'events.json',
      '2026/11/02/copy.json',
      `${folder}/02/later.json`,
      `${folder}/02/sub/deeper.json`,
      logKey(MS),
      `${folder}/03/next.json`,
    ]);
  });

  test('of files without a time is that of their paths', async () => {
    const paths = ['b.json', 'a.json', 'c/a.json', 'C.json'].map((name) => put(name));
    const wanted = ['C.json', 'a.json', 'b.json', 'c/a.json'];
    for (const given of [[here], paths, paths.toReversed()]) expect((await listed(given)).files).toEqual(wanted);
  });

  test('a day that is not wanted is not opened; files without a time always are', async () => {
    put(logKey(MS));
    put(logKey(MS + DAY));
    put('events.json');
    const { files, found } = await listed([here], (day) => day === Math.floor((MS + DAY) / DAY));
    expect(files).toEqual(['events.json', logKey(MS + DAY)]);
    expect([...found.days.keys()].toSorted()).toEqual([Math.floor(MS / DAY), Math.floor(MS / DAY) + 1]);
  });

  test('a folder of a day that is given itself is one', async () => {
    const path = put(logKey(MS));
    const { found, files } = await listed([dirname(path)]);
    expect([...found.days.keys()]).toEqual([Math.floor(MS / DAY)]);
    expect(files).toEqual([logKey(MS)]);
  });

  test('tasks have at most 400 files, and lose none', async () => {
    const names = Array.from({ length: 900 }, (_, number) => put(logKey(MS, `${number}`)));
    const { tasks } = await listed([here]);
    expect(tasks.map(({ length }) => length)).toEqual([400, 400, 100]);
    expect(new Set(tasks.flat())).toEqual(new Set(names));
  });
});

describe('paths', () => {
  test('patterns find files, dots included', async () => {
    put('a/one.json');
    put('a/.two.json');
    put('b/three.json');
    put('b/four.txt');
    expect((await listed([`${here}/**/*.json`])).files.toSorted()).toEqual(['a/.two.json', 'a/one.json', 'b/three.json']);
    expect((await listed([`${here}/{a,c}/o*.json`])).files).toEqual(['a/one.json']);
  });

  test('a file whose name is a pattern wins over the pattern', async () => {
    put('[a].json');
    put('a.json');
    put('*.json');
    expect((await listed([join(here, '[a].json')])).files).toEqual(['[a].json']);
    expect((await listed([join(here, '*.json')])).files).toEqual(['*.json']);
    expect((await listed([join(here, '[a-b].json')])).files).toEqual(['a.json']);
  });

  test('a folder whose name is a pattern is walked', async () => {
    put('logs [2026]/a.json');
    expect((await listed([join(here, 'logs [2026]')])).files).toEqual(['logs [2026]/a.json']);
  });

  test.each<[string, string, string]>([
    ['a missing file', '/missing.json', 'file-unreadable /missing.json: no such file or folder\n  Check the path.'],
    ['a pattern without a match', '/*.gz', 'file-unreadable /*.gz: no such file or folder\n  Check the path.'],
    ['a file below a file', '/a.json/b', 'file-unreadable /a.json/b: no such file or folder\n  Check the path.'],
  ])('%s is an error', async (_, path, message) => {
    put('a.json');
    expect(await errorOf([join(here, 'a.json'), `${here}${path}`])).toBe(message);
  });

  test('nothing, and what is in S3, are errors of their own', async () => {
    expect(await errorOf([''])).toMatch(/^file-unreadable \(empty path\): /);
    for (const path of ['s3://example-trail-logs/AWSLogs', 's3://example-trail-logs/*']) {
      expect(await errorOf([path])).toBe(`file-unreadable ${path}: is in S3\n  Copy it first, with \`aws s3 sync\`, and count the copy.`);
    }
  });

  test('an empty folder has nothing', async () => {
    expect(await listed([here])).toMatchObject({ tasks: [], found: { undated: [], failures: [] } });
  });

  test('a link to a folder is named, not followed; one to a file is read', async () => {
    put('real/a.json');
    put(`real/${ARCHIVE}.json`);
    symlinkSync(join(here, 'real'), join(here, 'folder-link'));
    symlinkSync('..', join(here, 'real', 'loop'));
    symlinkSync(join(here, 'real', 'a.json'), join(here, 'file-link.json'));
    symlinkSync(join(here, 'missing'), join(here, 'broken-link'));
    const { files, found } = await listed([here]);
    expect(files).toEqual(['file-link.json', `real/${ARCHIVE}.json`, 'real/a.json']);
    expect(failuresOf(found).toSorted()).toEqual(
      ['broken-link', 'folder-link', 'real/loop'].map((name) => `${name}: is not a file (links to folders are not followed)`),
    );
  });

  test('a link in the folder of a day is named too', async () => {
    const path = put(logKey(MS));
    symlinkSync(here, join(dirname(path), 'loop'));
    const { files, found } = await listed([here]);
    expect(files).toEqual([logKey(MS)]);
    expect(failuresOf(found)).toEqual([`${dirname(logKey(MS))}/loop: is not a file (links to folders are not followed)`]);
  });

  test.skipIf(!isLinux)('a pipe, a socket and a device in a folder are named and not opened; given by name they are apart', async () => {
    put('a.json');
    makePipe(join(here, 'pipe'));
    symlinkSync('/dev/null', join(here, 'device'));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(here, 'socket'), resolve));
    const { files, found } = await listed([here]);
    await new Promise((resolve) => server.close(resolve));
    expect(files).toEqual(['a.json']);
    expect(failuresOf(found).toSorted()).toEqual(
      ['device', 'pipe', 'socket'].map((name) => `${name}: is a ${name}, which is read only when it is given by its own path`),
    );
    const named = await walk([join(here, 'pipe'), join(here, 'device')]);
    expect(named.pipes.map(({ path }) => relative(here, path)).toSorted()).toEqual(['device', 'pipe']);
  });

  test.skipIf(!isLinux)('what has become a pipe since it was listed is not waited for', () => {
    makePipe(join(here, 'pipe'));
    expect(reasonOf(() => contentOf(join(here, 'pipe')))).toBe('cannot be read: is a pipe');
  });

  test('what is gone since it was found is a failure, folders too', async () => {
    const day = dirname(put(logKey(MS)));
    const found = await walk([here]);
    rmSync(day, { recursive: true });
    for await (const task of tasksOf(found, () => true)) expect(task).toEqual([]);
    expect(failuresOf(found)).toEqual([`${relative(here, day)}: cannot be read: no such file or folder`]);
    const gone = { path: 'gone', place: join(here, 'gone') };
    expect(await withoutRepeats([gone, gone])).toEqual([gone]);
    const failures: Failure[] = [];
    expect(await statsOrFailure(gone, failures)).toBeUndefined();
    expect(failures).toEqual([{ file: 'gone', reason: 'cannot be read: no such file or folder' }]);
  });

  test.skipIf(!isLinux)('a name that is not UTF-8 is said to be so, of a file, of a folder, and of what is given', async () => {
    const bytes = (name: string) => Buffer.from(`${here}/${name}`, 'latin1');
    put('a.json');
    writeFileSync(bytes('file\xff.json'), '{}');
    mkdirSync(bytes('folder\xff'));
    const { files, found } = await listed([here]);
    expect(failuresOf(found)).toEqual(['folder\uFFFD: cannot be read: its name is not UTF-8; rename it']);
    expect(files).toEqual(['a.json', 'file\uFFFD.json']);
    expect(reasonOf(() => contentOf(join(here, 'file\uFFFD.json')))).toBe('cannot be read: its name is not UTF-8; rename it');
    expect(await errorOf([join(here, 'file\uFFFD.json')])).toContain('its name is not UTF-8; rename it');
  });

  test('a given path says why it cannot be looked at', async () => {
    symlinkSync('loop', join(here, 'loop'));
    expect(await errorOf([join(here, 'loop')])).toBe('file-unreadable /loop: its links form a loop\n  Check the path.');
    expect(await errorOf([join(here, 'x'.repeat(300))])).toContain('the name is too long');
    put('a.json');
    expect((await listed([`${here}/{${'x'.repeat(300)},a}.json`])).files).toEqual(['a.json']);
  });

  test('a link to a folder that is given by its own name is followed', async () => {
    put('real/a.json');
    symlinkSync(join(here, 'real'), join(here, 'link'));
    expect((await listed([join(here, 'link')])).files).toEqual(['link/a.json']);
  });

  test('a pattern does not follow links to folders either', async () => {
    put('real/a.json');
    symlinkSync('..', join(here, 'real', 'loop'));
    expect((await listed([`${here}/**/*.json`])).files).toEqual(['real/a.json']);
  });

  test('a pattern finds folders, as the shell would', async () => {
    put('2026/11/02/a.json');
    put('2026/11/03/b.json');
    expect((await listed([`${here}/2026/11/*`])).files).toEqual(['2026/11/02/a.json', '2026/11/03/b.json']);
  });

  test('a file that two paths name is read once', async () => {
    const path = put(logKey(MS));
    expect((await listed([here, here])).files).toEqual([logKey(MS)]);
    expect((await listed([path, dirname(path), here])).files).toEqual([logKey(MS)]);
  });

  test('a walk that is stopped ends', async () => {
    put('a/b.json');
    expect(await walk([here], { signal: AbortSignal.abort() })).toEqual({
      undated: [],
      days: new Map(),
      pipes: [],
      failures: [],
    });
  });

  test.skipIf(isRoot)('a folder that is not allowed is named', async () => {
    put('secret/a.json');
    put('b.json');
    chmodSync(join(here, 'secret'), 0);
    const { files, found } = await listed([here]);
    chmodSync(join(here, 'secret'), 0o700);
    expect(files).toEqual(['b.json']);
    expect(failuresOf(found)).toEqual(['secret: cannot be read: permission denied']);
  });
});
