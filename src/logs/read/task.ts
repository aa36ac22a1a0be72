// logs/read: opens files, finds their records and packs what they show; runs in workers.

import { closeSync } from 'node:fs';
import { openFileSync } from '../../files/reading.js';
import { temporaryFile } from '../../files/temporary.js';
import { Unreadable } from '../../files/unreadable.js';
import type { Filters } from '../classify/filters.js';
import type { Batch } from './keep/batch.js';
import { ContentParser } from './keep/content.js';
import { type Archive, assertNoArchive, isArchive, openArchive } from './open/archive.js';
import { type Content, contentWithin, LARGE_BYTES, Large, unpackedWithin } from './open/inflate.js';
import { type LogFile, memberFile } from './open/log-file.js';
import { sourceAt, sourceIn } from './open/source.js';
import { type FileTogether, readTogether } from './open/together.js';
import { START_SIZES, Window, whileOpen } from './open/window.js';
import { type Permit, withPermit } from './permit.js';

/** How files are to be read. */
export interface Settings {
  filters: Filters;
  /** Whether every request is to be traced back to its record. */
  wantsTrace: boolean;
}

/** What some files hold. */
export interface Found {
  batch: Batch;
  /** Inflated bytes that were read. */
  bytes: number;
}

/** The same with the files. */
export interface TaskResult extends Found {
  files: readonly LogFile[];
}

/**
 * Reads files one after the other; those that fail are named in the batch.
 *
 * @param permit that workers share
 * @param largeBytes more than so many, on the disk or inflated, are read in portions
 */
export async function readFiles(
  files: readonly LogFile[],
  settings: Settings,
  { permit, largeBytes = LARGE_BYTES }: { permit?: Permit; largeBytes?: number } = {},
): Promise<Found> {
  const parser = new ContentParser(settings.filters, settings.wantsTrace);
  let bytes = 0;
  for (const next of readTogether(files, largeBytes)) {
    parser.next(next.file);
    try {
      bytes += await readFile(next, parser, permit, largeBytes);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      parser.fail(next.file, error.message);
    }
  }
  return { batch: parser.batch(), bytes };
}

/** Bytes that were read, inflated. */
async function readFile(next: FileTogether, parser: ContentParser, permit: Permit | undefined, largeBytes: number): Promise<number> {
  const { file } = next;
  const content = contentUnlessLarge(next, largeBytes);
  if (content === undefined) return await withPermit(permit, () => readLarge(file, parser));
  const { bytes, verified } = content;
  // Files that are read while an archive is open take the space where this one lies.
  if (isArchive(bytes)) return await readArchive(file, { source: sourceIn(Buffer.from(bytes)), verified }, parser, permit);
  parser.parse(file, content);
  return bytes.length;
}

function contentUnlessLarge({ file, inflated }: FileTogether, largeBytes: number): Content | undefined {
  try {
    return inflated === undefined ? contentWithin(file.place, largeBytes) : unpackedWithin(inflated, largeBytes, 1);
  } catch (error) {
    if (error instanceof Large) return undefined;
    throw error;
  }
}

async function readLarge(file: LogFile, parser: ContentParser): Promise<number> {
  const { isOfFiles, isPacked } = await whileOpen(
    () => Window.open(file.place, START_SIZES),
    ({ bytes, verified }) => ({ isOfFiles: isArchive(bytes), isPacked: verified }),
  );
  if (!isOfFiles) return await takeLarge(file, () => Window.open(file.place), parser);
  const archive = isPacked ? await temporaryFile(portionsOf(file.place)) : openFileSync(file.place);
  try {
    // Who reads a large file has the permit already.
    return await readArchive(file, { source: sourceAt(archive), verified: isPacked }, parser, undefined);
  } finally {
    closeSync(archive);
  }
}

async function* portionsOf(place: string): AsyncGenerator<Buffer> {
  const window = await Window.open(place);
  try {
    do yield window.bytes;
    while (await window.moveTo(window.bytes.length));
  } finally {
    window.close();
  }
}

/** Bytes that were read, inflated. */
async function takeLarge(file: LogFile, openWindow: () => Promise<Window>, parser: ContentParser): Promise<number> {
  let last: Window | undefined;
  await parser.parseLarge(file, async () => {
    last = (await openWindow()).asText();
    return last;
  });
  return last?.bytesRead ?? 0;
}

/** Files of an archive count as files of their own. Their times are not the task's, for the archive is not read in the order of these. */
async function readArchive(archive: LogFile, opened: Archive, parser: ContentParser, permit: Permit | undefined): Promise<number> {
  const size = await openArchive(opened, {
    take: (name, found) => parser.parse(memberFile(archive, name), found),
    takeLarge: (name, open, isVerified) => {
      const openWindow = async () => {
        const window = await Window.over(open, { isVerified });
        assertNoArchive(window.bytes);
        return window;
      };
      return withPermit(permit, () => takeLarge(memberFile(archive, name), openWindow, parser));
    },
    fail: (name, reason) => parser.fail(memberFile(archive, name), reason),
  });
  return opened.source.size + size;
}
