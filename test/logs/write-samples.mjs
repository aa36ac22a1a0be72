// Writes the sample bucket: node test/evidence/write-samples.mjs
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { makeTrail } from './trail.mjs';

const SAMPLES = new URL('../../samples/', import.meta.url);

for (const folder of ['trail/', 'access-logs/']) rmSync(new URL(folder, SAMPLES), { recursive: true, force: true });
for (const [path, bytes] of makeTrail({ slotMinutes: 60, hostile: false }).files) {
  // S3 writes access logs as plain text; packed they are a tenth as large.
  const isAccessLog = path.startsWith('access-logs/');
  const target = new URL(isAccessLog ? `${path}.gz` : `trail/${path}`, SAMPLES);
  mkdirSync(new URL('.', target), { recursive: true });
  writeFileSync(target, isAccessLog ? gzipSync(bytes) : bytes);
}
