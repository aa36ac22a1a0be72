// Makes a folder of log files as trails have them: small (2 kB packed on average, as measured on real ones), some of their records KMS's.
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { decrypt, delivery, fileKey, noise, otherKms, randomOf, roleIdentity, uuidOf } from '../logs/events.mjs';
import { run } from './process.mjs';

/** Writes `days` × `filesPerDay` files and returns what they hold. */
export function writeLogs(folder, { days, filesPerDay, kmsShare, recordsPerFile = 10, seed = 1 }) {
  const random = randomOf(seed);
  const start = Date.UTC(2026, 9, 1);
  const expected = { files: 0, records: 0, billable: 0, free: 0, unrelated: 0, duplicates: 0, inflatedBytes: 0, bytes: 0 };
  const made = { random, kmsShare, expected, again: undefined };
  for (let number = 0; number < days * filesPerDay; number += 1) {
    const ms = start + Math.floor((number / filesPerDay) * 86_400_000);
    const records = Array.from({ length: recordsPerFile }, (_, index) =>
      record(made, `${seed} ${number} ${index}`, ms, number * 31 + index),
    );
    const path = join(folder, fileKey({ ms, unique: uniqueOf(`file ${seed} ${number}`) }));
    const text = JSON.stringify({ Records: records });
    const packed = gzipSync(text);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, packed);
    expected.files += 1;
    expected.records += records.length;
    expected.inflatedBytes += text.length;
    expected.bytes += packed.length;
  }
  return expected;
}

/** The same by a process for each core, each with a share of the files. */
export async function writeLogsTogether(folder, { filesPerDay, ...others }) {
  const parts = availableParallelism();
  const shares = Array.from(
    { length: parts },
    (_, part) => Math.floor(((part + 1) * filesPerDay) / parts) - Math.floor((part * filesPerDay) / parts),
  );
  const script = fileURLToPath(new URL('write-logs.mjs', import.meta.url));
  const written = shares.map((share, part) => run([script, folder, JSON.stringify({ ...others, filesPerDay: share, seed: part + 1 })]));
  const all = (await Promise.all(written)).map(({ stdout }) => JSON.parse(stdout));
  return Object.fromEntries(Object.keys(all[0]).map((key) => [key, all.reduce((sum, each) => sum + each[key], 0)]));
}

/** One record, now and then the copy of the last read. */
function record(made, id, delivered, number) {
  const { random, expected } = made;
  const ms = delivered - Math.floor(random() * 300_000);
  if (random() >= made.kmsShare) return noise({ id, ms, number });
  const key = fileKey({ ms, unique: uniqueOf(id) });
  const what = random();
  if (made.again !== undefined && what < 0.1) {
    const copy = made.again;
    made.again = undefined;
    expected.duplicates += 1;
    return copy;
  }
  if (what < 0.45) {
    expected.billable += 1;
    made.again = decrypt({ id, ms, key, identity: SIEM });
    return made.again;
  }
  expected[what < 0.75 ? 'free' : 'unrelated'] += 1;
  return what < 0.75 ? delivery({ id, ms, key }) : otherKms({ id, ms, number });
}

const SIEM = roleIdentity({ role: 'siem', session: 'forwarder' });

const uniqueOf = (text) => uuidOf(text).slice(0, 16).replaceAll('-', 'x');
