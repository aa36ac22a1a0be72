// Makes a folder of log files as a busy trail has them: small, gzipped, some of their records KMS's, each third read recorded twice.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { decrypt, delivery, fileKey, noise, otherKms, randomOf, roleIdentity, uuidOf } from '../evidence/events.mjs';

/** Writes `days` × `filesPerDay` files and returns what they hold. */
export function writeLogs(folder, { days, filesPerDay, kmsShare, recordsPerFile = 25, seed = 1 }) {
  const random = randomOf(seed);
  const start = Date.UTC(2026, 9, 1);
  const siem = roleIdentity({ role: 'siem', session: 'forwarder' });
  const expected = { files: 0, records: 0, billable: 0, free: 0, unrelated: 0, duplicates: 0, inflatedBytes: 0, bytes: 0 };
  let again;
  for (let number = 0; number < days * filesPerDay; number += 1) {
    const ms = start + Math.floor((number / filesPerDay) * 86_400_000);
    const records = [];
    for (let index = 0; index < recordsPerFile; index += 1) {
      const id = `${seed} ${number} ${index}`;
      const at = ms - Math.floor(random() * 300_000);
      if (random() >= kmsShare) {
        records.push(noise({ id, ms: at, number: number * 31 + index }));
        continue;
      }
      const key = fileKey({ ms: at, unique: uuidOf(id).slice(0, 16).replaceAll('-', 'x') });
      const what = random();
      if (again !== undefined && what < 0.1) {
        records.push(again);
        again = undefined;
        expected.duplicates += 1;
      } else if (what < 0.45) {
        again = decrypt({ id, ms: at, key, identity: siem });
        records.push(again);
        expected.billable += 1;
      } else if (what < 0.75) {
        records.push(delivery({ id, ms: at, key }));
        expected.free += 1;
      } else {
        records.push(otherKms({ id, ms: at, number: number * 7 + index }));
        expected.unrelated += 1;
      }
    }
    const path = join(folder, fileKey({ ms, unique: uuidOf(`file ${seed} ${number}`).slice(0, 16).replaceAll('-', 'x') }));
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
