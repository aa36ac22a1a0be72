import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import type { Filters, Measurement } from '../../src/index.js';
import { built } from '../built.js';
import * as made from './events.mjs';

export const book = await built.loadPriceBook();

/** Folders that are gone when the tests of a file are done. */
export function folders() {
  const root = mkdtempSync(join(tmpdir(), 'trailcost-'));
  let number = 0;
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  return {
    root,
    /** A new folder with these files. */
    with(files: Iterable<readonly [string, Buffer | string]>): string {
      number += 1;
      const folder = join(root, String(number));
      mkdirSync(folder);
      for (const [path, content] of files) {
        const target = join(folder, path);
        mkdirSync(dirname(target), { recursive: true });
        writeFileSync(target, content);
      }
      return folder;
    },
  };
}

export function count(paths: string | readonly string[], filters: Partial<Filters> = {}): Promise<Measurement> {
  return built.countLogs({ paths: [paths].flat(), filters: { ...built.NO_FILTERS, ...filters }, book });
}

/** Requests and reads by reader, of those that have any. */
export function byReader({ readers }: Measurement): Record<string, { account: string; requests: number | null; reads: number }> {
  return Object.fromEntries(
    readers
      .filter(({ requests, reads }) => (requests ?? 0) > 0 || reads > 0)
      .map(({ name, account, requests, reads }) => [name, { account, requests, reads }]),
  );
}

/** The text of a log file with these records. */
export const recordsText = (records: readonly object[]) => JSON.stringify({ Records: records });

type Make = (given: object) => Record<string, unknown>;

/** What `events.mjs` makes, where nearly everything has a default that types do not tell. */
export const { decrypt, delivery, getObject, noise, roleIdentity, userIdentity } = made as unknown as Record<
  'decrypt' | 'delivery' | 'getObject' | 'noise' | 'roleIdentity' | 'userIdentity',
  Make
>;
export const fileKey = made.fileKey as unknown as (given: object) => string;
