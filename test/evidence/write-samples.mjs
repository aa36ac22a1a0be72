// Writes the sample bucket: node test/evidence/write-samples.mjs
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { makeTrail } from './trail.mjs';

const SAMPLES = new URL('../../samples/', import.meta.url);

for (const folder of ['trail/', 'access-logs/']) rmSync(new URL(folder, SAMPLES), { recursive: true, force: true });
for (const [path, bytes] of makeTrail().files) {
  const target = new URL(path.startsWith('access-logs/') ? path : `trail/${path}`, SAMPLES);
  mkdirSync(new URL('.', target), { recursive: true });
  writeFileSync(target, bytes);
}
