import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';

/** An empty folder for each test of a file, as a function that tells it; all are gone at the end. */
export function ownFolder(name: string): () => string {
  let all = '';
  let here = '';
  let made = 0;
  beforeAll(() => {
    all = mkdtempSync(join(tmpdir(), `trailcost-${name}-`));
  });
  afterAll(() => rmSync(all, { recursive: true, force: true }));
  beforeEach(() => {
    made += 1;
    here = join(all, `${made}`);
    mkdirSync(here);
  });
  return () => here;
}
