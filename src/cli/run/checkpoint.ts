import { placeOf } from '../../files/paths.js';
import { assertCheckpoint, CheckpointFile } from '../../logs/checkpoint/checkpoint-file.js';
import type { CheckpointedRun } from '../../logs/checkpoint/header.js';
import { type Io, remark } from '../io.js';
import { VERSION } from '../version.js';

/** @throws TrailcostError `checkpoint-invalid` for a file that is none */
export function assertNotOther(path: string, io: Io): void {
  assertCheckpoint({ path, place: placeOf(path, io.cwd) });
}

/**
 * Does something with the checkpoint that the user names, if any.
 *
 * @param run what it is of
 * @throws TrailcostError `checkpoint-invalid`, `output-unwritable`
 */
export async function withCheckpoint<T>(
  path: string | undefined,
  run: Omit<CheckpointedRun, 'version'>,
  io: Io,
  use: (checkpoint: CheckpointFile | undefined) => Promise<T>,
): Promise<T> {
  if (path === undefined) return await use(undefined);
  const checkpoint = CheckpointFile.open({ path, place: placeOf(path, io.cwd) }, { ...run, version: VERSION });
  try {
    if (checkpoint.found !== undefined) remark(checkpoint.found, io);
    return await use(checkpoint);
  } finally {
    checkpoint.close();
  }
}
