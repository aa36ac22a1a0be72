import { entryAt } from '../../base/lists.js';
import { getOrMake } from '../../base/maps.js';
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
  /** By number. */
  readonly #all: Reader[] = [];
  /** By number: the number of the reader that one turned out to be, or of one on the way there; its own where it is none but itself. */
  readonly #turnedInto: number[] = [];
  /** By number: all the numbers of that reader. Only a reader that is none but itself has all of its own there. */
  readonly #numbers: number[][] = [];
  readonly #byName = new Map<string, Reader>();
  readonly #byUniqueId = new Map<string, Reader>();
  /** By number of the reader: the number of what it reads as this program. */
  readonly #ownNumbers = new Map<number, number>();
  readonly #own = new Set<number>();

  list(): Reader[] {
    return this.#all.filter(({ number }) => this.#turnedInto[number] === number);
  }

  /** Who a number that was given once stands for now. */
  at(number: number): Reader {
    return entryAt(this.#all, this.#numberNow(number));
  }

  of(principal: Principal): Reader {
    const { account, name, uniqueId } = principal;
    const first = uniqueId === '' ? undefined : this.#byUniqueId.get(`${account} ${uniqueId}`);
    const known = first === undefined ? undefined : this.at(first.number);
    if (name === '' && known !== undefined) return known;
    const reader = this.#named(name === '' ? { ...principal, name: uniqueId === '' ? NOBODY_NAMED : `${NAMELESS}${uniqueId}` } : principal);
    if (known !== undefined) this.#merge(known, reader);
    if (uniqueId !== '') this.#byUniqueId.set(`${account} ${uniqueId}`, reader);
    return this.at(reader.number);
  }

  /** The reader that a principal is, where it did something that counts. */
  known({ account, name, uniqueId }: Principal): Reader | undefined {
    const byId = uniqueId === '' ? undefined : this.#byUniqueId.get(`${account} ${uniqueId}`);
    const reader = byId ?? this.#byName.get(`${account} ${name}`);
    return reader === undefined ? undefined : this.at(reader.number);
  }

  /** All the numbers of the reader that a number stands for; the same list for each of them. */
  numbersOf(number: number): readonly number[] {
    return entryAt(this.#numbers, this.#numberNow(number));
  }

  /** Whether the reader of a number has no name, so that it may be any other whose requests the same account pays. */
  isNameless(number: number): boolean {
    return isNameless(this.at(number));
  }

  /** A number beside the reader's own for what it reads as this program, so that joins tell it apart. */
  ownNumberOf(reader: Reader): number {
    return getOrMake(this.#ownNumbers, reader.number, () => {
      const other = this.#newReader(reader.principal);
      this.#merge(other, reader);
      this.#own.add(other.number);
      return other.number;
    });
  }

  /** Whether a number is one of those. */
  isOwn(number: number): boolean {
    return this.#own.has(number);
  }

  /** Gives readers without a name the name of the reader whose GETs go with their Decrypts. */
  settle(): void {
    for (const reader of this.list()) {
      if (!isNameless(reader)) continue;
      const [best] = [...reader.partners].sort(([, one], [, other]) => other - one);
      if (best !== undefined && best[1] >= SURE_SHARE * reader.decrypts.total) this.#merge(reader, this.at(best[0]));
    }
  }

  /** The one with less goes into the other, so that somebody of many names costs no more than each of them; the name is that of `into`. */
  #merge(from: Reader, into: Reader): void {
    if (from === into) return;
    const [less, more] = from.size < into.size ? [from, into] : [into, from];
    more.principal = into.principal;
    more.absorb(less);
    this.#turnedInto[less.number] = more.number;
    this.#numbers[more.number] = together(entryAt(this.#numbers, less.number), entryAt(this.#numbers, more.number));
  }

  #numberNow(number: number): number {
    let now = number;
    for (;;) {
      const next = entryAt(this.#turnedInto, now);
      if (next === now) return now;
      const afterNext = entryAt(this.#turnedInto, next);
      this.#turnedInto[now] = afterNext;
      now = afterNext;
    }
  }

  #named(principal: Principal): Reader {
    const key = `${principal.account} ${principal.name}`;
    const known = this.#byName.get(key);
    // One that was merged stands under its old name too.
    if (known !== undefined) return this.at(known.number);
    if (this.#all.length >= MOST_READERS && principal.name !== OTHERS.name) return this.#named(OTHERS);
    const reader = this.#newReader(principal);
    this.#byName.set(key, reader);
    return reader;
  }

  #newReader(principal: Principal): Reader {
    const number = this.#all.length;
    const reader = new Reader(principal, number);
    this.#all.push(reader);
    this.#turnedInto.push(number);
    this.#numbers.push([number]);
    return reader;
  }
}

/** The shorter list goes into the longer one. */
function together(one: number[], other: number[]): number[] {
  const [shorter, longer] = one.length < other.length ? [one, other] : [other, one];
  for (const number of shorter) longer.push(number);
  return longer;
}

/** The name of a reader whose records have no name, and before the unique id of one that has only that. */
export const NOBODY_NAMED = 'unknown';
export const NAMELESS_KIND = 'id';
const NAMELESS = `${NAMELESS_KIND}/`;
const OTHERS: Principal = { account: '', name: 'others', uniqueId: '', session: '' };

function isNameless({ principal }: Reader): boolean {
  return principal.name.startsWith(NAMELESS);
}
