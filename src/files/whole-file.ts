import type { Stats } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { newPart } from './parts.js';
import { isSpecial, statsOf } from './stats.js';
import { isSystemError } from './system-errors.js';

/** What a file system says that has no owners, permissions or disk to wait for, or no right for this user to give them. */
const NOT_SUPPORTED = ['ENOSYS', 'EINVAL', 'EPERM', 'ENOTSUP'];

/**
 * A file that is written beside its place and put there when it is whole and on the disk: whatever happens before, what stood at the
 * place stays. A pipe or a device is written to in its place.
 */
class WholeFile {
  readonly #place: string;
  /** Undefined for a pipe or a device. */
  #part: string | undefined;
  readonly #file: FileHandle;
  /** What stood at the place: its owner and permissions stay. */
  readonly #former: Stats | undefined;

  private constructor(place: string, part: string | undefined, file: FileHandle, former: Stats | undefined) {
    this.#place = place;
    this.#part = part;
    this.#file = file;
    this.#former = former;
  }

  static async open(place: string): Promise<WholeFile> {
    const former = await statsOf(place);
    if (isSpecial(former)) return new WholeFile(place, undefined, await open(place, 'w'), former);
    const part = await newPart(place);
    return new WholeFile(place, part, await open(part, 'wx', former?.mode ?? 0o666), former);
  }

  /** Adds all of a content: a write of the system may take a part of it, and that there is no space for the rest only the next one says. */
  async write(content: string | Buffer, signal?: AbortSignal): Promise<void> {
    await this.#file.writeFile(content, { signal });
  }

  /** Puts the file in its place. */
  async finish(signal?: AbortSignal): Promise<void> {
    if (this.#part !== undefined) {
      if (this.#former !== undefined) await keep(this.#former, this.#file);
      await whereSupported(this.#file.sync());
    }
    // Some file systems say only now that there is no space.
    await this.#file.close();
    signal?.throwIfAborted();
    if (this.#part !== undefined) await rename(this.#part, this.#place);
    this.#part = undefined;
  }

  /** Leaves nothing behind but what was finished. */
  async abandon(): Promise<void> {
    try {
      await this.#file.close();
    } finally {
      if (this.#part !== undefined) await rm(this.#part, { force: true });
    }
  }
}

/** Adds a content to what is being written. */
export type Write = (content: string | Buffer) => Promise<void>;

/**
 * Writes a file whole or not at all.
 *
 * @param place where no link leads on from
 * @param fill writes all that is to be in it
 * @param signal ends it with an AbortError
 */
export async function writeWhole(place: string, fill: (write: Write) => Promise<void>, signal?: AbortSignal): Promise<void> {
  const file = await WholeFile.open(place);
  try {
    await fill((content) => file.write(content, signal));
    await file.finish(signal);
  } finally {
    await file.abandon();
  }
}

async function keep({ uid, gid, mode }: Stats, file: FileHandle): Promise<void> {
  const own = await file.stat();
  if (own.uid !== uid || own.gid !== gid) await whereSupported(file.chown(uid, gid));
  await whereSupported(file.chmod(mode));
}

async function whereSupported(change: Promise<void>): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (!isSystemError(error) || !NOT_SUPPORTED.includes(error.code ?? '')) throw error;
  }
}
