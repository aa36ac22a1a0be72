import { basename, dirname, join } from 'node:path';
import { sanitised } from '../../base/cleaned.js';
import { TrailcostError } from '../../base/errors.js';
import { isObject } from '../../base/records.js';
import { counted, listed } from '../../base/text.js';
import type { Located } from '../../files/paths.js';
import { statsOf } from '../../files/stats.js';
import { type Columns, columnsNamed } from './inventory.js';

/** What the manifest of an inventory names. */
export interface Manifest {
  /** Of CSV; Parquet has its own. */
  columns: Columns | undefined;
  /** Keys of its data files. */
  files: readonly string[];
}

const MOST_NAMED = 5;
/** A manifest is this many folders below what its data files are beside, at the most. */
const FOLDERS_UP = 8;

/** What is to be done with an inventory that is not CSV. */
export const AS_CSV =
  'Set the inventory to CSV or Parquet, or save its keys as CSV with the header key,size,encryption_status,bucket_key_status, ' +
  'for instance by Athena or DuckDB.';

/** @throws TrailcostError `file-unreadable` where it is none that can be used */
export function manifestOf(text: string, path: string): Manifest {
  const value = parsed(text, path);
  const { fileFormat, fileSchema, files } = isObject(value) ? value : {};
  const isParquet = typeof fileFormat === 'string' && /^parquet$/i.test(fileFormat);
  if (typeof fileFormat === 'string' && !isParquet && !/^csv$/i.test(fileFormat)) {
    throw refused(path, `is the manifest of an inventory in ${sanitised(fileFormat)}, which is not read`, AS_CSV);
  }
  const columns = typeof fileSchema === 'string' && !isParquet ? columnsNamed(fileSchema.split(','), false) : undefined;
  const keys = Array.isArray(files)
    ? files.flatMap((file: unknown) => (isObject(file) && typeof file.key === 'string' ? [file.key] : []))
    : [];
  if (columns === undefined && !isParquet)
    throw refused(path, 'is a manifest without a column Key in its fileSchema', 'Copy manifest.json again.');
  if (keys.length === 0) throw refused(path, 'is the manifest of an empty inventory: it names no files', 'Give that of another day.');
  return { columns, files: keys };
}

/**
 * Where the data files are: as in the bucket, or all in one folder.
 *
 * @throws TrailcostError `file-unreadable` naming those that are missing
 */
export async function dataFiles({ path, place }: Located, keys: readonly string[]): Promise<Located[]> {
  const found: Located[] = [];
  const missing: string[] = [];
  for (const key of keys) {
    const at = await firstThere(candidates(place, key));
    if (at === undefined) missing.push(key);
    else found.push({ path: join(dirname(path), basename(key)), place: at });
  }
  if (missing.length === 0) return found;
  throw refused(
    path,
    `${counted(missing.length, 'file')} of this inventory ${missing.length === 1 ? 'is' : 'are'} missing: ` +
      sanitised(listed(missing, MOST_NAMED)),
    'Copy the data files beside the manifest: `aws s3 cp s3://DESTINATION/KEY .` for each of them.',
  );
}

/** The end of its key below each folder above the manifest. */
function candidates(place: string, key: string): string[] {
  const parts = key.split('/').filter((part) => part !== '' && part !== '..');
  const folders: string[] = [];
  for (let folder = dirname(place); folders.length < FOLDERS_UP && folders.at(-1) !== folder; folder = dirname(folder))
    folders.push(folder);
  return folders.flatMap((folder) => parts.map((_, index) => join(folder, ...parts.slice(index))));
}

async function firstThere(places: readonly string[]): Promise<string | undefined> {
  for (const place of places) if ((await statsOf(place))?.isFile() === true) return place;
  return undefined;
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refused(path, `is not whole JSON: ${error instanceof Error ? error.message : String(error)}`, 'Copy manifest.json again.');
  }
}

function refused(where: string, what: string, remedy: string): TrailcostError {
  return new TrailcostError('file-unreadable', { where, what, remedy });
}
