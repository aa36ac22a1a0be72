import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { NO_FILTERS } from '../../../src/logs/classify/filters.js';
import type { Batch } from '../../../src/logs/read/keep/batch.js';
import { contentWithin, LARGE_BYTES, Large, MAX_FILE_BYTES } from '../../../src/logs/read/open/inflate.js';
import { logFile } from '../../../src/logs/read/open/log-file.js';
import { newPermit } from '../../../src/logs/read/permit.js';
import { readFiles } from '../../../src/logs/read/task.js';
import { accessLine } from '../access-lines.mjs';
import { decrypt, fileKey, noise, roleIdentity } from '../events.mjs';

const folder = mkdtempSync(join(tmpdir(), 'trailcost-large-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MS = Date.UTC(2026, 10, 2, 1, 15, 30);
const SETTINGS = { filters: NO_FILTERS, wantsTrace: true };
const IDENTITY = roleIdentity({ role: 'siem', session: 's', invokedBy: undefined });
const keyOf = (number: number) => fileKey({ ms: MS, unique: `u${number}`, organization: undefined });

/** So many that they are an eighth more than what is read whole; every hundredth is a Decrypt. */
const RECORDS = (() => {
  const records: string[] = [];
  for (let bytes = 0; bytes < (LARGE_BYTES * 9) / 8; ) {
    const number = records.length;
    const record =
      number % 100 === 0
        ? decrypt({ id: `${number}`, ms: MS + number * 10, key: keyOf(number), identity: IDENTITY, extra: {} })
        : noise({ id: `${number}`, ms: MS, number });
    records.push(JSON.stringify(record));
    bytes += (records.at(-1) as string).length;
  }
  return records;
})();
const DOCUMENT = `{"Records":[${RECORDS.join(',')}]}`;
const LINES = RECORDS.map((_, number) =>
  accessLine({ ms: MS, requester: 'svc:a', requestId: `${number}`, key: keyOf(number), agent: 'a'.repeat(1500) }),
).join('\n');
const messages = RECORDS.map((record, number) =>
  number % 1000 === 0 ? `2026-11-02T01:15:30.000Z ${JSON.stringify(JSON.parse(record), null, 1)}` : `2026-11-02T01:15:30.000Z ${record}`,
);

/** The same with something more in its midst. */
const withAmidst = (text: string) => Buffer.from(`{"Records":[${[...RECORDS.slice(0, 1000), text, ...RECORDS.slice(1000)].join(',')}]}`);
const BROKEN_WITHIN = JSON.stringify(
  decrypt({
    id: 'x',
    ms: MS,
    key: keyOf(0),
    identity: roleIdentity({ role: 'broken', session: 's', invokedBy: undefined }),
    extra: { userAgent: 'TAB' },
  }),
).replace('TAB', '\t');

const FORMS: [string, Buffer][] = [
  ['records', Buffer.from(DOCUMENT)],
  ['records, packed as they are', gzipSync(DOCUMENT, { level: 1 })],
  ['records with blanks', Buffer.from(`{"Records":[ ${RECORDS.join('\n,\n')} ] }\n\n`)],
  ['records and something else', Buffer.from(`{"Records":[${RECORDS.join(',')}],"more":1}`)],
  ['an array', Buffer.from(`[${RECORDS.join(',')}]`)],
  ['lines of JSON', Buffer.from(RECORDS.join('\n'))],
  ['lines of JSON, after a byte order mark, with an end', Buffer.from(`\ufeff${RECORDS.join('\r\n')}\r\n`)],
  ['two documents', Buffer.from(`${DOCUMENT}\n{"Records":[]}`)],
  ['messages', Buffer.from(messages.join('\n'))],
  ['an access log', Buffer.from(LINES)],
  ['an access log in UTF-16', Buffer.from(`\ufeff${LINES.slice(0, LARGE_BYTES)}`, 'utf16le')],
  ['a text', Buffer.from('some text\n'.repeat(2_000_000))],
  ['broken off', Buffer.from(DOCUMENT.slice(0, -10))],
  ['with a comma before the end', Buffer.from(`{"Records":[${RECORDS.join(',')},]}`)],
  ['with something after the end', Buffer.from(`${DOCUMENT} x`)],
  ['with a record that is none', Buffer.from(`{"Records":[${RECORDS.join(',')},1]}`)],
  ['with a record that is broken within', withAmidst(BROKEN_WITHIN)],
  ['with an element that is broken and no record', withAmidst('{"eventTime":1,"a":tru}')],
  ['with a record that is nested too deep', Buffer.from(`{"Records":[${RECORDS.join(',')},{"a":${'['.repeat(70)}${']'.repeat(70)}}]}`)],
];

const withoutReasons = (batch: Batch): Batch => ({ ...batch, intake: { ...batch.intake, failures: [] } });

/** Hundreds of thousands of numbers are compared as one text. */
const comparable = ({ findings, ...batch }: Batch) => ({
  ...batch,
  findings: Buffer.from(findings.buffer, 0, findings.byteLength).toString('base64'),
});

async function read(name: string, bytes: Buffer) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const file = logFile('x', path);
  const large = await readFiles([file], SETTINGS);
  const small = await readFiles([file], SETTINGS, { largeBytes: MAX_FILE_BYTES });
  rmSync(path);
  return { large, small };
}

describe.each<[string, (bytes: Buffer) => Buffer]>([
  ['plain', (bytes) => bytes],
  ['packed', (bytes) => gzipSync(bytes, { level: 1 })],
])('a large file is read as if it were small, %s:', (_, packed) => {
  test.each(FORMS)('%s', async (_form, bytes) => {
    const { large, small } = await read('file', packed(bytes));
    const reasons = ({ batch }: typeof large) =>
      batch.intake.failures.map(({ reason }) => reason.replace(/ (?:in JSON )?at position.*/, ''));
    expect(reasons(large)).toEqual(reasons(small));
    expect(comparable(withoutReasons(large.batch))).toEqual(comparable(withoutReasons(small.batch)));
  });
});

test.each<[string, (packed: Buffer) => Buffer]>([
  ['cut', (packed) => packed.subarray(0, -20)],
  ['flipped in its checksum', (packed) => Buffer.concat([packed.subarray(0, -8), Buffer.alloc(4), packed.subarray(-4)])],
])('a large packed file that is %s leaves nothing behind', async (_, damaged) => {
  for (const content of [DOCUMENT, LINES, messages.join('\n')]) {
    const bytes = damaged(gzipSync(content, { level: 1 }));
    const { large, small } = await read('damaged', bytes);
    expect(comparable(large.batch)).toEqual(comparable(small.batch));
    expect(large.batch.intake).toMatchObject({ filesFailed: 1, filesRead: 0 });
  }
});

test.each([
  ['after others', `${LINES}\n`],
  ['at the beginning', ''],
])('a large access log with a line that is too long leaves nothing behind: %s', async (_, before) => {
  const line = accessLine({ ms: MS, requester: 'svc:a', requestId: 'long', key: keyOf(0), agent: 'a' });
  const bytes = Buffer.concat([Buffer.from(before + line), Buffer.alloc(65 * 1024 * 1024, 'a'), Buffer.from(`\n${line}`)]);
  for (const form of [bytes, gzipSync(bytes, { level: 1 })]) {
    const { large } = await read('long', form);
    expect(large.batch.intake).toMatchObject({ filesFailed: 1, filesRead: 0, accessLogFiles: 0, accessLogLines: 0 });
    expect(large.batch.intake.failures).toEqual([{ file: 'x', reason: 'holds a line of more than 64 MiB' }]);
    expect(large.batch.findings).toHaveLength(0);
  }
});

test('a large access log with a line that is just short enough is read', async () => {
  const line = accessLine({ ms: MS, requester: 'svc:a', requestId: '1', key: keyOf(0), agent: 'a' });
  const long = Buffer.alloc(64 * 1024 * 1024, 'a');
  const { large } = await read('long', Buffer.concat([Buffer.from(`${line}\n`), long, Buffer.from(`\n${line}`)]));
  expect(large.batch.intake).toMatchObject({ filesFailed: 0, accessLogFiles: 1, accessLogLines: 3, unreadableLines: 1 });
});

test('what is large is told by its size on the disk, by what gzip tells, and where that lies, by inflating it', () => {
  const path = join(folder, 'size');
  const isLarge = (bytes: Buffer) => {
    writeFileSync(path, bytes);
    try {
      contentWithin(path, 1000);
      return false;
    } catch (error) {
      if (error instanceof Large) return true;
      throw error;
    }
  };
  const [below, above] = [Buffer.alloc(1000, 'a'), Buffer.alloc(1001, 'a')];
  expect([below, above, gzipSync(below), gzipSync(above)].map(isLarge)).toEqual([false, true, false, true]);
  expect(isLarge(Buffer.concat([gzipSync(above), gzipSync('a')]))).toBe(true);
});

test('only one of those who share a permit has it, and the others get it then', async () => {
  const permit = newPermit();
  const watched = new Int32Array(new SharedArrayBuffer(8));
  const code = `
    import { workerData } from 'node:worker_threads';
    const { withPermit } = await import(workerData.module);
    const { permit, watched } = workerData;
    for (let turn = 0; turn < 50; turn += 1) {
      await withPermit(permit, async () => {
        const inside = Atomics.add(watched, 0, 1) + 1;
        if (inside > Atomics.load(watched, 1)) Atomics.store(watched, 1, inside);
        await new Promise((resolve) => setImmediate(resolve));
        Atomics.sub(watched, 0, 1);
      });
    }`;
  const module = new URL('../../../dist/modules/logs/read/permit.js', import.meta.url).href;
  const url = new URL(`data:text/javascript,${encodeURIComponent(code)}`);
  const ends = Array.from({ length: 4 }, () => {
    const worker = new Worker(url, { workerData: { permit, watched, module } });
    return new Promise<number>((resolve, reject) => worker.on('exit', resolve).on('error', reject));
  });
  expect(await Promise.all(ends)).toEqual([0, 0, 0, 0]);
  expect([...watched]).toEqual([0, 1]);
});
