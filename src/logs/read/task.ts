import { Unreadable } from '../../files/unreadable.js';
import type { Filters } from '../classify/filters.js';
import type { Batch } from './batch.js';
import { ContentReader } from './content.js';
import { type Content, contentOf } from './inflate.js';

/** How files are to be read. */
export interface Settings {
  filters: Filters;
  /** Whether every request is to be traced back to its record. */
  wantsTrace: boolean;
}

/** What some files hold. */
export interface Outcome {
  batch: Batch;
  files: readonly string[];
  /** Inflated bytes that were read. */
  bytes: number;
}

/** Reads files one after the other; those that fail are named in the batch. */
export function readFiles(files: readonly string[], settings: Settings): Outcome {
  return readContents(files, contentOf, settings);
}

/** The same for content that comes from elsewhere. */
export function readContents(names: readonly string[], open: (name: string) => Content, settings: Settings): Outcome {
  const reader = new ContentReader(settings.filters, settings.wantsTrace);
  let bytes = 0;
  for (const name of names) {
    try {
      const content = open(name);
      bytes += content.bytes.length;
      reader.read(name, content.bytes, content.verified);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      reader.fail(name, error.message);
    }
  }
  return { batch: reader.batch(), files: names, bytes };
}
