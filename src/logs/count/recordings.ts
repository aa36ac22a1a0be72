import { mixed, word } from '../../base/hash.js';
import { ID_WORDS } from '../../files/hash.js';
import { Identifiers } from './identifiers.js';

/**
 * What one more recording of an event in an account is: its first one there, which is free; one of another trail, which is paid; the same
 * file, or the same place in a file, once more; or not to be known, since a file's name does not show who delivered it.
 */
export type Recording = 'first' | 'paid' | 'repeated' | 'untold';

/** In which files of an account an event is recorded. Files come in any order; the sums are the same. */
export class Recordings {
  /** By event and account: a file that it is in, where possible one that a trail delivered. */
  readonly #files = new Identifiers({ areMarked: true });
  /** By event, account and file: all the other files. */
  readonly #further = new Identifiers();

  /**
   * @param event the event's identifier, mixed with the account
   * @param file see {@link fileMark}
   */
  add(event: Uint32Array, file: number, hour: number): Recording {
    if (this.#files.add(event, 0, hour, file)) return 'first';
    const first = this.#files.markAt(event, 0);
    if (file === first || !this.#further.add(inFile(event, file), 0, hour)) return 'repeated';
    if (isDelivered(file) && isDelivered(first)) return 'paid';
    if (isDelivered(file)) {
      this.#further.add(inFile(event, first), 0, hour);
      this.#files.mark(event, 0, file);
    }
    return 'untold';
  }

  retire(hour: number): void {
    this.#files.retire(hour);
    this.#further.retire(hour);
  }
}

/** A file in 32 bits, never zero: a hash of its name, and whether the name is one that CloudTrail gave. */
export function fileMark(hash: number, isFromTrail: boolean): number {
  return (((hash | 2) & ~1) | (isFromTrail ? 1 : 0)) >>> 0;
}

function isDelivered(mark: number): boolean {
  return (mark & 1) === 1;
}

const scratch = new Uint32Array(ID_WORDS);

function inFile(event: Uint32Array, file: number): Uint32Array {
  scratch.set(event);
  scratch[1] = mixed(word(scratch, 1), file);
  return scratch;
}
