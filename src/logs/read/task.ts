// logs/read: opens files, finds their records and packs what they show; runs in workers.

import { Unreadable } from '../../files/unreadable.js';
import type { Filters } from '../classify/filters.js';
import { isArchive, openArchive } from './archive.js';
import type { Batch } from './batch.js';
import { ContentParser } from './content.js';
import { type Content, contentOf, contentWithin, LARGE_BYTES, Large } from './inflate.js';
import { type LogFile, memberFile } from './log-file.js';
import { type Permit, withPermit } from './permit.js';
import { Window } from './window.js';

/** How files are to be read. */
export interface Settings {
  filters: Filters;
  /** Whether every request is to be traced back to its record. */
  wantsTrace: boolean;
}

/** What some files hold. */
export interface TaskResult {
  batch: Batch;
  files: number;
  /** Inflated bytes that were read. */
  bytes: number;
  /** Of delivery of the first and the last file whose name has a time. */
  firstMinute: number | undefined;
  lastMinute: number | undefined;
}

/**
 * Reads files one after the other; those that fail are named in the batch.
 *
 * @param permit that workers share
 */
export function readFiles(files: readonly LogFile[], settings: Settings, permit?: Permit): Promise<TaskResult> {
  return readEach(files, settings, async (file, parser) => {
    try {
      return await readContent(file, contentWithin(file.place, LARGE_BYTES), parser);
    } catch (error) {
      if (!(error instanceof Large)) throw error;
      return await withPermit(permit, () => readLarge(file, parser));
    }
  });
}

/** The same for content that comes from elsewhere. */
export function readContents(files: readonly LogFile[], open: (file: LogFile) => Content, settings: Settings): Promise<TaskResult> {
  return readEach(files, settings, (file, parser) => readContent(file, open(file), parser));
}

async function readEach(
  files: readonly LogFile[],
  settings: Settings,
  read: (file: LogFile, parser: ContentParser) => Promise<number>,
): Promise<TaskResult> {
  const parser = new ContentParser(settings.filters, settings.wantsTrace);
  let bytes = 0;
  for (const file of files) {
    try {
      bytes += await read(file, parser);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      parser.fail(file, error.message);
    }
  }
  const minutes = files.flatMap(({ minute }) => minute ?? []);
  return { batch: parser.batch(), files: files.length, bytes, firstMinute: minutes[0], lastMinute: minutes.at(-1) };
}

async function readContent(file: LogFile, content: Content, parser: ContentParser): Promise<number> {
  const { length } = content.bytes;
  if (isArchive(content.bytes)) return length + (await readArchive(file, content, parser));
  parser.parse(file, content);
  return length;
}

async function readLarge(file: LogFile, parser: ContentParser): Promise<number> {
  const bytes = await takeLarge(file, () => Window.open(file.place), parser);
  return bytes ?? (await readContent(file, contentOf(file.place), parser));
}

/** Bytes that were read, inflated; undefined where the file has to be had whole. */
async function takeLarge(file: LogFile, openWindow: () => Promise<Window>, parser: ContentParser): Promise<number | undefined> {
  let last: Window | undefined;
  const open = async () => {
    last = await openWindow();
    return last;
  };
  const isTaken = await parser.parseLarge(file, open);
  return isTaken ? (last?.bytesRead ?? 0) : undefined;
}

/** Files of an archive count as files of their own. Their times are not the task's, for the archive is not read in the order of these. */
function readArchive(archive: LogFile, content: Content, parser: ContentParser): Promise<number> {
  return openArchive(content, {
    take: (name, found) => parser.parse(memberFile(archive, name), found),
    takeLarge: (name, open) => takeLarge(memberFile(archive, name), () => Window.over(open), parser),
    fail: (name, reason) => parser.fail(memberFile(archive, name), reason),
  });
}
