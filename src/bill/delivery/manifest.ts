import { basename, dirname, resolve } from 'node:path';
import { group } from 'd3-array';
import * as z from 'zod';
import { TrailcostError } from '../../base/errors.js';
import { entryAt } from '../../base/lists.js';
import { listed } from '../../base/text.js';
import type { Located } from '../../files/paths.js';
import { openFile } from '../../files/reading.js';
import { unreadableBy } from '../../files/unreadable.js';

/** A manifest names columns and files; the largest organisations' stay far below. */
const MAX_BYTES = 16 * 1024 * 1024;
const DATA_FILE = /\.(?:csv|gz|zip|parquet)$/;

const manifestFile = z.record(z.string(), z.unknown());

/** One delivery of an export for one billing period, as its manifest tells. */
export interface Manifest extends Located {
  /** The folder of the billing period, from the bucket down. */
  period: string;
  /** The folder of this delivery within it; undefined where deliveries overwrite each other. */
  version: string | undefined;
  /** Names of the data files. */
  names: readonly string[];
}

/**
 * Reads a manifest of a Cost and Usage Report or of Data Exports; undefined for any other JSON.
 * Source: docs.aws.amazon.com/cur/latest/userguide/understanding-report-versions.html and …/dataexports-export-delivery.html
 *
 * @throws Unreadable
 */
export async function readManifest({ path, place }: Located): Promise<Manifest | undefined> {
  const parsed = manifestFile.safeParse(await jsonOf(place));
  if (!parsed.success) return undefined;
  const keys = Object.values(parsed.data).find(isListOfDataFiles);
  if (keys === undefined) return undefined;
  const { assemblyId, executionId } = parsed.data;
  const id = [assemblyId, executionId].filter((value) => typeof value === 'string').find((value) => value !== '');
  const folders = keys[0]
    .replace(/^s3:\/\//, '')
    .split('/')
    .slice(0, -1);
  const at = id === undefined ? -1 : folders.findIndex((folder) => folder.includes(id));
  return {
    path,
    place,
    period: folders.slice(0, at < 0 ? undefined : at).join('/'),
    version: at < 0 ? undefined : folders[at],
    names: keys.map((key) => basename(key)),
  };
}

async function jsonOf(place: string): Promise<unknown> {
  const file = await openFile(place);
  try {
    if ((await file.stat()).size > MAX_BYTES) return undefined;
    return JSON.parse((await file.readFile('utf8')).replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw unreadableBy(error);
  } finally {
    await file.close();
  }
}

function isListOfDataFiles(value: unknown): value is [string, ...string[]] {
  return Array.isArray(value) && value.length > 0 && value.every((key) => typeof key === 'string' && DATA_FILE.test(key));
}

/** What the manifests say about the files. */
export interface Versions {
  /** The current delivery's folder for each file of an older one. */
  superseded: ReadonlyMap<string, string>;
  /** Data files of current deliveries that are not there. */
  missing: readonly string[];
}

/**
 * Which files belong to deliveries that a newer one replaces. AWS keeps every delivery of an export that does not overwrite: each in a
 * folder of its own, and the manifest above them names the current one. Data Exports begin those folders' names with the time.
 *
 * @throws TrailcostError `bill-invalid` where there are several deliveries of a period and nothing says which is the newest
 */
export function versionsOf(manifests: readonly Manifest[], files: readonly Located[]): Versions {
  const superseded = new Map<string, string>();
  const missing: string[] = [];
  const folders = new Set(manifests.map(folderOf));
  for (const [period, deliveries] of group(manifests, ({ period }) => period)) {
    const current = newestOf(period, deliveries);
    const names = new Set(deliveries.flatMap((delivery) => delivery.names.map(withoutNumbers)));
    for (const file of files) {
      if (current.version !== undefined && isOfOtherVersion(file, period, current.version, names))
        superseded.set(file.path, current.version);
    }
    const present = files.filter(({ path }) => !superseded.has(path));
    for (const name of absentOf(current, present, folders)) missing.push(`${period}/${name}`);
  }
  return { superseded, missing };
}

/** Where files lie in the folders that AWS made, those count; files that were gathered elsewhere are known by their names alone. */
function absentOf(current: Manifest, files: readonly Located[], folders: ReadonlySet<string>): string[] {
  const present = new Set<string>();
  for (const { place } of files) {
    const folder = basename(dirname(resolve(place)));
    present.add(folders.has(folder) ? `${folder}/${basename(place)}` : basename(place));
  }
  return current.names.filter((name) => !present.has(name) && !present.has(`${folderOf(current)}/${name}`));
}

function folderOf({ version, period }: Manifest): string {
  return version ?? basename(period);
}

function newestOf(period: string, deliveries: readonly Manifest[]): Manifest {
  const versions = new Set(deliveries.map(({ version }) => version));
  const [first] = deliveries as readonly [Manifest, ...Manifest[]];
  if (versions.size === 1) return first;
  const above = deliveries.filter(({ place, version }) => basename(dirname(resolve(place))) !== version);
  if (new Set(above.map(({ version }) => version)).size === 1) return entryAt(above, 0);
  const byTime = deliveries.toSorted((one, other) => ((one.version ?? '') < (other.version ?? '') ? 1 : -1));
  if (byTime.every(({ version }) => /^\d{4}-?\d\d-?\d\dT/.test(version ?? ''))) return entryAt(byTime, 0);
  throw new TrailcostError('bill-invalid', {
    where: listed(
      deliveries.map(({ path }) => path),
      10,
    ),
    what: `are manifests of several versions of ${period}, and none of them says which is the newest`,
    remedy: 'Give the files of one version, or the manifest of the billing period in the folder above theirs.',
  });
}

function isOfOtherVersion({ place }: Located, period: string, current: string, names: ReadonlySet<string>): boolean {
  const [name = '', version = '', folder = ''] = resolve(place).split(/[/\\]/).toReversed();
  return folder === basename(period) && version !== current && names.has(withoutNumbers(name));
}

/** Deliveries of one export differ in how many files they have. */
function withoutNumbers(name: string): string {
  return name.replace(/\d+/g, '0');
}
