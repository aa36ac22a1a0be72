import { entryAt } from '../../base/lists.js';
import type { Principal } from '../classify/principal.js';
import { Reader } from './reader.js';

/** Of more readers than this the rest is one, so that made-up names cannot fill the memory. */
const MOST_READERS = 10_000;
/** Of the Decrypts of a reader without a name so many must have their GETs with one and the same reader to be that reader's. */
const SURE_SHARE = 0.8;

/**
 * Readers by who they are. One that another account's trail names by its unique id alone is the same as the one that its own trail names in
 * full, whichever comes first.
 */
export class Readers {
  /** By number; one that turned out to be another stands there as that other. */
  readonly #byNumber: Reader[] = [];
  readonly #byName = new Map<string, Reader>();
  readonly #byUniqueId = new Map<string, Reader>();

  list(): Set<Reader> {
    return new Set(this.#byNumber);
  }

  /** Who a number that was given once stands for now. */
  at(number: number): Reader {
    return entryAt(this.#byNumber, number);
  }

  of(principal: Principal): Reader {
    const { account, name, uniqueId } = principal;
    const known = uniqueId === '' ? undefined : this.#byUniqueId.get(`${account} ${uniqueId}`);
    if (name === '' && known !== undefined) return known;
    const reader = this.#named(name === '' ? { ...principal, name: uniqueId === '' ? NOBODY_NAMED : `${NAMELESS}${uniqueId}` } : principal);
    if (known !== undefined && known !== reader) this.#merge(known, reader);
    if (uniqueId !== '') this.#byUniqueId.set(`${account} ${uniqueId}`, reader);
    return reader;
  }

  /** The reader that a principal is, where it did something that counts. */
  known({ account, name, uniqueId }: Principal): Reader | undefined {
    const byId = uniqueId === '' ? undefined : this.#byUniqueId.get(`${account} ${uniqueId}`);
    const reader = byId ?? this.#byName.get(`${account} ${name}`);
    return reader === undefined ? undefined : this.at(reader.number);
  }

  /** Whether the readers of two numbers are the same, or may be since one has no name, and the same account pays. */
  mayBeSame(one: number, other: number): boolean {
    const [first, second] = [this.at(one), this.at(other)];
    return first === second || (first.principal.account === second.principal.account && (isNameless(first) || isNameless(second)));
  }

  /** Gives readers without a name the name of the reader whose GETs go with their Decrypts. */
  settle(): void {
    for (const reader of this.list()) {
      if (!isNameless(reader)) continue;
      const [best] = [...reader.partners].sort(([, one], [, other]) => other - one);
      if (best !== undefined && best[1] >= SURE_SHARE * reader.decrypts.total) this.#merge(reader, this.at(best[0]));
    }
  }

  #merge(from: Reader, into: Reader): void {
    if (from === into) return;
    into.absorb(from);
    this.#byNumber.forEach((reader, number) => {
      if (reader === from) this.#byNumber[number] = into;
    });
  }

  #named(principal: Principal): Reader {
    const key = `${principal.account} ${principal.name}`;
    const known = this.#byName.get(key);
    // One that was merged stands under its old name too.
    if (known !== undefined) return this.at(known.number);
    if (this.#byNumber.length >= MOST_READERS && principal.name !== OTHERS.name) return this.#named(OTHERS);
    const reader = new Reader(principal, this.#byNumber.length);
    this.#byNumber.push(reader);
    this.#byName.set(key, reader);
    return reader;
  }
}

/** The name of a reader whose records have no name, and before the unique id of one that has only that. */
export const NOBODY_NAMED = 'unknown';
export const NAMELESS_KIND = 'id';
const NAMELESS = `${NAMELESS_KIND}/`;
const OTHERS: Principal = { account: '', name: 'others', uniqueId: '', session: '' };

function isNameless({ principal }: Reader): boolean {
  return principal.name.startsWith(NAMELESS);
}
