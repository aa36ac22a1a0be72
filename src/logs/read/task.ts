// logs/read: opens files, finds their records and packs what they show; runs in workers.

import { Unreadable } from '../../files/unreadable.js';
import type { Filters } from '../classify/filters.js';
import { isArchive, openArchive } from './archive.js';
import type { Batch } from './batch.js';
import { ContentParser } from './content.js';
import { type Content, contentOf } from './inflate.js';
import { type LogFile, memberFile } from './log-file.js';

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

/** Reads files one after the other; those that fail are named in the batch. */
export function readFiles(files: readonly LogFile[], settings: Settings): Promise<TaskResult> {
  return readContents(files, ({ place }) => contentOf(place), settings);
}

/** The same for content that comes from elsewhere. */
export async function readContents(files: readonly LogFile[], open: (file: LogFile) => Content, settings: Settings): Promise<TaskResult> {
  const parser = new ContentParser(settings.filters, settings.wantsTrace);
  let bytes = 0;
  for (const file of files) {
    try {
      const content = open(file);
      bytes += content.bytes.length;
      if (isArchive(content.bytes)) bytes += await readArchive(file, content, parser);
      else parser.parse(file, content);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      parser.fail(file, error.message);
    }
  }
  const minutes = files.flatMap(({ minute }) => minute ?? []);
  return { batch: parser.batch(), files: files.length, bytes, firstMinute: minutes[0], lastMinute: minutes.at(-1) };
}

/** Files of an archive count as files of their own. Their times are not the task's, for the archive is not read in the order of these. */
function readArchive(archive: LogFile, content: Content, parser: ContentParser): Promise<number> {
  return openArchive(
    content,
    (name, found) => parser.parse(memberFile(archive, name), found),
    (name, reason) => parser.fail(memberFile(archive, name), reason),
  );
}
