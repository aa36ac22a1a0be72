import type { Principal } from './principal.js';
import { Reader } from './reader.js';

/** Of more readers than this the rest is one, so that made-up names cannot fill the memory. */
const MOST_READERS = 10_000;

/**
 * Readers by who they are. One that another account's trail names by its unique id alone is the same as the one that its own trail names in
 * full, whichever comes first.
 */
export class Readers {
  readonly #readers = new Set<Reader>();
  readonly #byName = new Map<string, Reader>();
  readonly #byUniqueId = new Map<string, Reader>();

  list(): Iterable<Reader> {
    return this.#readers;
  }

  of(principal: Principal): Reader {
    const { account, name, uniqueId } = principal;
    const known = uniqueId === '' ? undefined : this.#byUniqueId.get(`${account} ${uniqueId}`);
    if (name === '' && known !== undefined) return known;
    const reader = this.#named(name === '' ? { ...principal, name: uniqueId === '' ? 'unknown' : `id/${uniqueId}` } : principal);
    if (known !== undefined && known !== reader) {
      reader.absorb(known);
      this.#readers.delete(known);
    }
    if (uniqueId !== '') this.#byUniqueId.set(`${account} ${uniqueId}`, reader);
    return reader;
  }

  #named(principal: Principal): Reader {
    const key = `${principal.account} ${principal.name}`;
    const known = this.#byName.get(key);
    if (known !== undefined) return known;
    if (this.#readers.size >= MOST_READERS && principal.name !== OTHERS) return this.#named({ ...principal, name: OTHERS });
    const reader = new Reader(principal, this.#byName.size);
    this.#readers.add(reader);
    this.#byName.set(key, reader);
    return reader;
  }
}

const OTHERS = 'others';
