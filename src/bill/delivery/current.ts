import type { Located } from '../../files/paths.js';
import { Unreadable } from '../../files/unreadable.js';
import type { BillTally } from '../summary.js';
import { isNeverEmpty } from '../table/start.js';
import { NoTable } from '../table/table.js';
import { copiesAmong } from './copies.js';
import { type BillFile, billFile, manifestsBeside } from './files.js';
import { type Manifest, readManifest, versionsOf } from './manifest.js';
import { replacedByFolder } from './versions.js';

/**
 * The files that may be bills and that no other one replaces.
 *
 * @param copies of pipes, which lie where nothing else is of the bill
 */
export async function currentFiles(
  found: readonly Located[],
  copies: readonly Located[],
  tally: BillTally,
  signal: AbortSignal | undefined,
): Promise<BillFile[]> {
  const files: BillFile[] = [];
  const manifests: Manifest[] = [];
  for (const located of [...found, ...copies]) {
    signal?.throwIfAborted();
    const { path } = located;
    try {
      const file = await billFile(located);
      const manifest = file.packing === 'json' ? await readManifest(located) : undefined;
      if (manifest !== undefined) manifests.push(manifest);
      else if (file.packing === 'empty') tally.fail(path, new NoTable('is empty', { isData: isNeverEmpty(path) }), 0);
      else files.push(file);
    } catch (error) {
      tally.fail(path, error, 0);
    }
  }
  const { superseded, missing } = versionsOf(manifests.concat(await manifestsNextTo(found)), files);
  tally.missing = missing;
  const byFolder = replacedByFolder(files.filter(({ path }) => !superseded.has(path)));
  return withoutReplaced(files, new Map([...superseded, ...byFolder]), tally);
}

async function manifestsNextTo(files: readonly Located[]): Promise<Manifest[]> {
  const manifests: Manifest[] = [];
  for (const located of await manifestsBeside(files)) {
    const manifest = await readManifest(located).catch(nothingIfUnreadable);
    if (manifest !== undefined) manifests.push(manifest);
  }
  return manifests;
}

/** Nobody named that file. */
function nothingIfUnreadable(error: unknown): undefined {
  if (!(error instanceof Unreadable)) throw error;
}

async function withoutReplaced(files: readonly BillFile[], superseded: ReadonlyMap<string, string>, tally: BillTally): Promise<BillFile[]> {
  for (const [file, version] of superseded) tally.superseded.push({ file, reason: `version ${version} of the same export replaces it` });
  const current = files.filter(({ path }) => !superseded.has(path));
  const copies = await copiesAmong(current);
  for (const [file, original] of copies) tally.superseded.push({ file, reason: `it has the same content as ${original}` });
  return current.filter(({ path }) => !copies.has(path));
}
