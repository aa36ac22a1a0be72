import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { NO_FILTERS } from '../../../src/logs/classify/filters.js';
import { ContentParser } from '../../../src/logs/read/keep/content.js';
import { logFile } from '../../../src/logs/read/open/log-file.js';
import { asUtf8 } from '../../../src/logs/read/open/utf16.js';
import { Window } from '../../../src/logs/read/open/window.js';
import { runs } from '../../runs.js';
import { accessLine } from '../access-lines.mjs';
import { decrypt, fileKey, roleIdentity } from '../events.mjs';

const folder = mkdtempSync(join(tmpdir(), 'trailcost-window-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'content');

const MS = Date.UTC(2026, 10, 2, 1, 15, 30);
const KEY = fileKey({ ms: MS, unique: 'u', organization: undefined });
const IDENTITY = roleIdentity({ role: 'siem', session: 's', invokedBy: undefined });

/** Far smaller than they are, so that little content moves often. Gunzip has no chunks below 64 bytes; a format shows in the first 200. */
const sizes = fc
  .record({ chunkBytes: fc.integer({ min: 64, max: 1000 }), more: fc.integer({ min: 200, max: 3000 }) })
  .map(({ chunkBytes, more }) => ({ chunkBytes, firstBytes: chunkBytes + more }));

/** Of members of any size, so that chunks are of any size too. */
const packed = (bytes: Buffer, memberBytes: number) =>
  Buffer.concat(
    Array.from({ length: Math.ceil(bytes.length / memberBytes) }, (_, index) =>
      gzipSync(bytes.subarray(index * memberBytes, (index + 1) * memberBytes)),
    ),
  );
const forms = fc.option(fc.integer({ min: 100, max: 3000 }));
const inForm = (bytes: Buffer, memberBytes: number | null) => (memberBytes === null ? bytes : packed(bytes, memberBytes));

test('a window gives exactly the content, however it is moved', async () => {
  const moves = fc.infiniteStream(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })));
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 9000, size: 'max' }), sizes, forms, moves, async (content, some, form, shares) => {
      // What begins like gzip would be unpacked.
      const whole = Buffer.concat([Buffer.from('.'), content]);
      writeFileSync(path, inForm(whole, form));
      const window = await Window.open(path, some);
      const parts: Buffer[] = [];
      for (;;) {
        const start = Math.floor(window.bytes.length * (shares.next().value ?? 0));
        parts.push(Buffer.from(window.bytes.subarray(0, start)));
        if (!(await window.moveTo(start))) break;
      }
      parts.push(Buffer.from(window.bytes));
      expect(Buffer.concat(parts).equals(whole)).toBe(true);
    }),
    runs(300),
  );
});

test('text in UTF-16 comes as UTF-8, as when it is converted whole, wherever portions end', async () => {
  const unit = fc.constantFrom(0x61, 0xe9, 0xd83d, 0xde00);
  const text = fc.array(unit, { maxLength: 2000, size: 'max' }).map((units) => String.fromCharCode(...units));
  const odd = fc.constantFrom('', 'a');
  await fc.assert(
    fc.asyncProperty(text, odd, sizes, forms, async (content, rest, some, form) => {
      const whole = Buffer.concat([Buffer.from(`\ufeff.${content}\ud83d`, 'utf16le'), Buffer.from(rest)]);
      writeFileSync(path, inForm(whole, form));
      const window = (await Window.open(path, some)).asText();
      const parts: Buffer[] = [];
      do parts.push(Buffer.from(window.bytes));
      while (await window.moveTo(window.bytes.length));
      expect(Buffer.concat(parts).equals(asUtf8(whole))).toBe(true);
      expect(window.bytesRead).toBe(whole.length);
    }),
    runs(300),
  );
});

/** What each part is padded with; most are small, some far larger than the window. */
const paddings = fc.array(fc.oneof({ weight: 4, arbitrary: fc.nat(400) }, { weight: 1, arbitrary: fc.nat(12_000) }), {
  minLength: 1,
  maxLength: 30,
});
const record = (number: number, bytes: number) =>
  decrypt({ id: `${number}`, ms: MS + number, key: KEY, identity: IDENTITY, extra: { additionalEventData: { pad: 'p'.repeat(bytes) } } });

const lines = (pads: readonly number[]) => pads.map((pad, number) => JSON.stringify(record(number, pad))).join('\n');

const KINDS: [string, (paddings: readonly number[]) => string | Buffer][] = [
  ['a log file', (pads) => JSON.stringify({ Records: pads.map((pad, number) => record(number, pad)) })],
  ['log files one after the other', (pads) => pads.map((pad, number) => JSON.stringify({ Records: [record(number, pad)] })).join('')],
  ['records one after the other', (pads) => pads.map((pad, number) => JSON.stringify(record(number, pad))).join('')],
  ['lines of records', lines],
  ['lines of records in UTF-16', (pads) => Buffer.from(`\ufeff${lines(pads)}`, 'utf16le')],
  ['a list', (pads) => `[${lines(pads).replaceAll('\n', ',')}]`],
  ['printed records', (pads) => pads.map((pad, number) => JSON.stringify(record(number, pad), null, 1)).join('\n')],
  ['messages', (pads) => pads.map((pad, number) => `2026-11-02T01:15:30.000Z ${JSON.stringify(record(number, pad))}`).join('\n')],
  [
    'printed messages',
    (pads) => pads.map((pad, number) => `2026-11-02T01:15:30.000Z ${JSON.stringify(record(number, pad), null, 1)}`).join('\n'),
  ],
  [
    'an access log',
    (pads) =>
      pads.map((pad, at) => accessLine({ ms: MS, requester: 'svc:a', requestId: `${at}`, key: KEY, agent: 'a'.repeat(pad) })).join('\n'),
  ],
];

const newParser = () => new ContentParser(NO_FILTERS, true);
const batchOf = (parser: ContentParser) => {
  const { findings, ...batch } = parser.batch();
  return { ...batch, findings: [...findings] };
};

describe('content that is read in portions counts as the whole does, whatever the sizes of its parts:', () => {
  test.each(KINDS)('%s', async (_, contentOf) => {
    await fc.assert(
      fc.asyncProperty(paddings, sizes, forms, async (pads, some, form) => {
        const bytes = Buffer.from(contentOf(pads));
        writeFileSync(path, inForm(bytes, form));
        const [portions, whole] = [newParser(), newParser()];
        await portions.parseLarge(logFile('x', path), async () => (await Window.open(path, some)).asText());
        whole.parse(logFile('x', path), { bytes, verified: form !== null });
        expect(batchOf(portions)).toEqual(batchOf(whole));
        const { records, accessLogLines } = portions.batch().intake;
        expect(records + accessLogLines).toBe(pads.length);
      }),
      runs(60),
    );
  });
});
