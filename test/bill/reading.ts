import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { BilledRow } from '../../src/index.js';
import { built } from '../built.js';

export const { regions } = await built.loadPriceBook();

/** Reads a bill and gathers its rows. */
export async function read(...paths: string[]) {
  const rows: BilledRow[] = [];
  const summary = await built.readBill({ paths, regions, onRow: (row) => rows.push(row) });
  return { rows, summary };
}

/** A folder of made files. */
export function folder(files: Record<string, string | Buffer | ArrayBuffer> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'trailcost-bill-'));
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content instanceof ArrayBuffer ? Buffer.from(content) : content);
  }
  return root;
}

/** Rows as text, so that amounts compare to the last digit. */
export function asText(rows: readonly BilledRow[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}
