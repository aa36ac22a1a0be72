import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Unreadable } from '../../../src/files/unreadable.js';
import type { Intake } from '../../../src/logs/read/keep/intake.js';
import { openArchive } from '../../../src/logs/read/open/archive.js';
import { LARGE_BYTES } from '../../../src/logs/read/open/inflate.js';
import { minuteOf } from '../../../src/logs/read/open/log-file.js';
import { sourceIn } from '../../../src/logs/read/open/source.js';
import { runs } from '../../runs.js';
import { paxText, type TarForm, tarEntry, tarHeader, tarOf, zipOf } from '../archives.js';
import { decrypt, fileKey, roleIdentity } from '../events.mjs';
import { readContent, unpacked } from './reading.js';

const MS = Date.UTC(2026, 10, 2, 1, 15, 30);
const textOf = (number: number, ms = MS) =>
  Buffer.from(
    JSON.stringify({
      Records: [
        decrypt({
          id: `${number}`,
          ms,
          key: fileKey({ ms, unique: 'u', organization: undefined }),
          identity: roleIdentity({ role: 'siem', session: 's', invokedBy: undefined }),
          extra: {},
        }),
      ],
    }),
  );
/** Longer than a header's hundred bytes, as CloudTrail's own paths are. */
const nameOf = (ms: number, unique = 'u') => fileKey({ ms, unique, prefix: 'a/long/prefix/', organization: 'o-exampleorgid' });
const FILES: [string, Buffer][] = [
  [nameOf(MS + 86_400_000), gzipSync(textOf(1))],
  [nameOf(MS), gzipSync(textOf(2))],
  ['plain.json', textOf(3)],
];
const END = Buffer.alloc(1024);

/** Where a file is large that is not small enough to be had whole, an archive is read in portions, by way of a file. */
const WAYS = [
  ['whole', LARGE_BYTES],
  ['in portions', 600],
] as const;
const intakeOf = async (content: Buffer, largeBytes?: number) =>
  (await readContent(content, largeBytes === undefined ? {} : { largeBytes })).batch.intake;
const reasonsOf = async (content: Buffer) => (await intakeOf(content)).failures.map(({ file, reason }) => `${file}: ${reason}`);

describe('files of an archive count as files of their own', () => {
  const forms: TarForm[] = ['ustar', 'pax', 'gnu'];
  test.each<[string, Buffer]>([
    ['zip', zipOf(FILES)],
    ...forms.map((form): [string, Buffer] => [`tar, ${form}`, tarOf(FILES, form)]),
    ...forms.map((form): [string, Buffer] => [`packed tar, ${form}`, gzipSync(tarOf(FILES, form))]),
    ['tar in two parts, one after the other', Buffer.concat([tarOf(FILES.slice(0, 1)), tarOf(FILES.slice(1))])],
    ['zip that was packed', gzipSync(zipOf(FILES))],
  ])('%s', async (_, content) => {
    const { batch } = await readContent(content);
    expect((await readContent(content, { largeBytes: 600 })).batch).toEqual(batch);
    const names = batch.trace.map(({ file }) => file);
    expect(names.toSorted()).toEqual(FILES.map(([name]) => `logs/${name}`).toSorted());
    expect(batch.intake).toMatchObject({ filesRead: 3, filesFailed: 0, filesSkipped: 0, records: 3, failures: [] });
    // Their names tell the delivery.
    expect(batch.intake.deliverySlots).toEqual(new Set([Math.floor(MS / 300_000), Math.floor(MS / 300_000) + 288]));
    expect(batch.intake.accounts).toContain('111122223333');
  });

  test('of old archives without types', async () => {
    const content = tarOf(
      [
        ['a.json', textOf(1)],
        ['./b/c.json', textOf(2)],
      ],
      'old',
    );
    expect(await intakeOf(content)).toMatchObject({ filesRead: 2, filesFailed: 0, filesSkipped: 0 });
  });

  test("with times of their own, which are not the archive's", async () => {
    const result = await readContent(zipOf(FILES));
    expect(result.batch.members).toEqual(FILES.map(([name]) => ({ path: `logs/${name}`, minute: minuteOf(name) })));
    expect(result.bytes).toBeGreaterThan(FILES.reduce((sum, [, bytes]) => sum + bytes.length, 0));
  });

  test('links, folders, devices and remarks are none', async () => {
    const content = Buffer.concat([
      ...tarEntry('g', paxText({ comment: 'x' }), 'g'),
      tarHeader({ name: 'link', type: '2', size: 5000 }),
      tarHeader({ name: 'hard', type: '1', size: 5000 }),
      tarHeader({ name: 'folder/', type: '5', size: 5000 }),
      ...tarEntry('././@LongLink', Buffer.from('target\0'), 'K'),
      tarHeader({ name: 'device', type: '3' }),
      ...tarEntry('extension', Buffer.from('abc'), 'V'),
      ...tarEntry('a.json', textOf(1), '0'),
      END,
    ]);
    expect(await intakeOf(content)).toMatchObject({ filesRead: 1, filesFailed: 0, filesSkipped: 0 });
  });

  test('sizes stand in digits, in bytes or in what pax says', async () => {
    const content = textOf(1);
    const inBytes = Buffer.alloc(12);
    inBytes[0] = 0x80;
    inBytes.writeUInt32BE(content.length, 8);
    const archive = Buffer.concat([
      tarHeader({ name: 'a.json', sizeText: inBytes }),
      tarEntry('', content, '0')[1] ?? END,
      ...tarEntry('x', paxText({ size: `${content.length}`, path: 'b.json' }), 'x'),
      tarHeader({ name: 'cut', size: 0 }),
      tarEntry('', textOf(2), '0')[1] ?? END,
      END,
    ]);
    expect(await intakeOf(archive)).toMatchObject({ filesRead: 2, records: 2, failures: [] });
  });

  test('what is packed twice or three times is read, not more often', async () => {
    const times = (count: number): Buffer => (count === 0 ? textOf(1) : gzipSync(times(count - 1)));
    expect(await intakeOf(times(2))).toMatchObject({ filesRead: 1, records: 1 });
    expect(unpacked(times(3))).toMatchObject({ verified: true });
    expect(() => unpacked(times(4))).toThrow('is packed with gzip more than 3 times');
  });
});

describe('what is wrong is told, and the rest is read', () => {
  const [first, second, third] = FILES as [[string, Buffer], [string, Buffer], [string, Buffer]];
  const flipped = (bytes: Buffer, at: number) => {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy;
  };
  const zip = zipOf([
    ['a.json', textOf(1)],
    ['b.json', textOf(2)],
  ]);
  const tar = tarOf([
    ['a.json', textOf(1)],
    ['b.json', textOf(2)],
  ]);
  const encrypted = (() => {
    const copy = Buffer.from(zip);
    copy[copy.lastIndexOf('PK\x01\x02') + 8] = 1;
    return copy;
  })();

  test.each<[string, Buffer, number, string[]]>([
    ['a damaged file in a zip', flipped(zip, 60), 1, ['logs/a.json: damaged zip data: its checksum differs']],
    [
      'a damaged packed file in a tar',
      tarOf([['a.gz', first[1].subarray(0, 80)], second]),
      1,
      ['logs/a.gz: truncated: the gzip data stops too early'],
    ],
    ['an encrypted file in a zip', encrypted, 1, ['logs/b.json: is encrypted in its zip archive']],
    ['an archive in an archive', tarOf([['in.zip', zip], third]), 1, ['logs/in.zip: is an archive within an archive; unpack that first']],
    [
      'an archive in a packed archive in an archive',
      zipOf([['in.tgz', gzipSync(tar)]]),
      0,
      ['logs/in.tgz: is an archive within an archive; unpack that first'],
    ],
    [
      'a file with holes',
      Buffer.concat([...tarEntry('s.json', textOf(1), 'S'), END]),
      0,
      ['logs/s.json: is stored as a sparse file, which trailcost does not read; unpack the archive first'],
    ],
    ['a cut zip', zip.subarray(0, -30), 0, [expect.stringMatching(/^logs: damaged zip archive: /) as unknown as string]],
    ['a tar cut within a file', tar.subarray(0, 512 + 512 + 700), 0, ['logs: truncated: the tar archive stops too early']],
    ['a tar cut after a file', tar.subarray(0, -1024), 2, ['logs: truncated: the tar archive stops too early']],
    ['a tar cut within a header', tar.subarray(0, 700), 0, ['logs: truncated: the tar archive stops too early']],
    ['a damaged header', flipped(tar, 515), 0, ['logs: damaged tar archive: the checksum of a header differs']],
    [
      'a header without a size',
      Buffer.concat([tarHeader({ name: 'a', sizeText: Buffer.from('x') }), END]),
      0,
      ['logs: damaged tar archive: a file has no size'],
    ],
    [
      'a size that is none, of pax',
      Buffer.concat([...tarEntry('x', paxText({ size: '-1' }), 'x'), END]),
      0,
      ['logs: damaged tar archive: a file has no size'],
    ],
    [
      'a broken header of pax',
      Buffer.concat([...tarEntry('x', Buffer.from('9999 path=a\n'), 'x'), END]),
      0,
      ['logs: damaged tar archive: a header of pax is broken'],
    ],
    [
      'a name without end',
      Buffer.concat([...tarEntry('x', Buffer.alloc(2 * 1024 * 1024, 'a'), 'L'), END]),
      0,
      ['logs: damaged tar archive: a name is too long'],
    ],
    ['a zip without files', zipOf([]), 0, ['logs: is an archive without files']],
    ['a tar without files', tarOf([]), 0, ['logs: is an archive without files']],
  ])('%s', async (_, content, read, reasons) => {
    for (const [, largeBytes] of WAYS) expectFailures(await intakeOf(content, largeBytes), read, reasons);
  });

  const expectFailures = (intake: Intake, read: number, reasons: string[]) => {
    expect(intake.failures.map(({ file, reason }) => `${file}: ${reason}`)).toEqual(reasons);
    expect(intake).toMatchObject({ filesRead: read, filesFailed: reasons.length });
  };

  test.each([
    ['bzip2', '425a6839314159265359'],
    ['xz', 'fd377a585a000004'],
    ['zstd', '28b52ffd24'],
    ['7z', '377abcaf271c0004'],
    ['rar', '526172211a0700'],
  ])('%s is not read', async (name, hex) => {
    expect(await reasonsOf(Buffer.from(hex, 'hex'))).toEqual([
      `logs: is packed with ${name}, which trailcost does not read; unpack it first`,
    ]);
  });

  test('a large file of a zip archive is read in portions, and one whose checksum differs is counted nowhere', async () => {
    const filler = { eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances', requestParameters: 'x'.repeat(1_000_000) };
    const records = [JSON.parse(textOf(4).toString()).Records[0], ...Array.from({ length: 18 }, () => filler)];
    const large = Buffer.from(JSON.stringify({ Records: records }));
    const other = Buffer.alloc(large.length, 'no log ');
    const content = zipOf([
      ['large.json', large],
      ['packed.json', gzipSync(large)],
      ['other.txt', other],
    ]);
    expect(await intakeOf(content)).toMatchObject({ filesRead: 2, filesFailed: 0, filesSkipped: 1, records: 38, kmsRecords: 2 });
    const damaged = Buffer.from(content);
    // Of the first file, in its own header and in the directory.
    for (const [sign, offset] of [
      ['PK\x03\x04', 14],
      ['PK\x01\x02', 16],
    ] as const) {
      const at = damaged.indexOf(sign, 0, 'latin1') + offset;
      damaged[at] = (damaged[at] ?? 0) ^ 1;
    }
    const { failures, records: counted, filesRead } = await intakeOf(damaged);
    expect([failures, counted, filesRead]).toEqual([[{ file: 'logs/large.json', reason: expect.stringContaining('checksum') }], 19, 1]);
  });

  test('files that together hold more than a limit', async () => {
    const names: string[] = [];
    const opening = openArchive(
      {
        source: sourceIn(
          tarOf([
            ['a', Buffer.alloc(600)],
            ['b', Buffer.alloc(600)],
            ['c', Buffer.alloc(600)],
          ]),
        ),
        verified: false,
      },
      { take: (name) => names.push(name), takeLarge: async () => 0, fail: () => undefined },
      1024,
    );
    await expect(opening).rejects.toThrow(Unreadable);
    expect(names).toEqual(['a', 'b']);
  });

  test.each(WAYS)('no damage to an archive makes the reading throw, %s', async (_, largeBytes) => {
    const damage = fc.tuple(
      fc.constantFrom(zip, tar, tarOf(FILES, 'pax'), zipOf(FILES)),
      fc.array(fc.tuple(fc.nat(4096), fc.nat(255)), { maxLength: 5 }),
      fc.nat(4096),
    );
    await fc.assert(
      fc.asyncProperty(damage, async ([archive, changes, cut]) => {
        const bytes = Buffer.from(archive);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        const { filesRead, filesFailed, filesSkipped } = await intakeOf(cut % 4 === 0 ? bytes.subarray(0, cut) : bytes, largeBytes);
        expect(filesRead + filesFailed + filesSkipped).toBeGreaterThan(0);
      }),
      runs(300),
    );
  });
});
