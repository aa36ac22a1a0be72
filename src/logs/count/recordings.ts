import { mixed, word } from '../../base/hash.js';
import { ID_WORDS } from '../../files/hash.js';
import { FINGERPRINT_WORDS, writeFingerprint } from './fingerprint.js';
import { Identifiers, MOST_OWNERS } from './identifiers.js';

/**
 * What one more recording of an event in an account is: its first one there, which is free; one of another trail, which is paid; the same
 * file, or the same place in a file, once more; or not to be known, since a file's name does not show who delivered it.
 */
export type Recording = 'first' | 'paid' | 'repeated' | 'untold';

/** More would not stay at hand. */
export const MOST_EXPECTED = 512;

/**
 * Which events are recorded, and in which files of an account. Files come in any order; the sums are the same.
 *
 * Most events are recorded once. So the account that is the first to record one stands beside it, and only what comes again takes more.
 */
export class Recordings {
  /** By event, of the account that is its owner: a file that it is in, where possible one that a trail delivered. */
  readonly #events = new Identifiers({ areMarked: true });
  /** The same by event and account, of any other account. */
  readonly #elsewhere = new Identifiers({ areMarked: true });
  /** By event, account and file: all the other files. */
  readonly #further = new Identifiers();
  readonly #owners = new Owners();
  /** What is asked for next, see {@link expect}, and the fingerprints of these events. */
  #words: Uint32Array = new Uint32Array();
  #first = 0;
  #stride = 0;
  readonly #fingerprints = new Uint32Array(MOST_EXPECTED * FINGERPRINT_WORDS);

  /**
   * Says which events are asked for next, each by its place among them.
   *
   * @param words their identifiers, the first from `first` on and the others `stride` words apart
   * @param count at most {@link MOST_EXPECTED}
   */
  expect(words: Uint32Array, first: number, stride: number, count: number): void {
    this.#words = words;
    this.#first = first;
    this.#stride = stride;
    for (let place = 0; place < count; place += 1)
      writeFingerprint(words, first + place * stride, this.#fingerprints, place * FINGERPRINT_WORDS);
    this.#events.expect(this.#fingerprints, count);
  }

  /**
   * Whether an event is recorded for the first time; what a further recording is, {@link again} tells.
   *
   * @param place see {@link expect}
   * @param account in 32 bits
   * @param file see {@link fileMark}; 0 where further recordings of the event do not matter
   * @param hour see {@link Identifiers.add}
   */
  isNew(place: number, account: number, file: number, hour: number): boolean {
    const owner = this.#owners.of(account);
    const mark = owner === NOBODY ? 0 : file;
    if (!this.#events.addFingerprint(this.#fingerprints, place * FINGERPRINT_WORDS, hour, mark, owner)) return false;
    if (owner === NOBODY && file !== 0) this.#elsewhere.add(inAccount(this.#words, this.#at(place), account), 0, hour, file);
    return true;
  }

  /** What a recording is of an event that is not new, or of any that have no identifier and share that of zeros. */
  again(place: number, account: number, file: number, hour: number): Recording {
    const words = this.#words;
    const at = this.#at(place);
    const owner = this.#owners.of(account);
    const event = inAccount(words, at, account);
    const isOwned = this.#events.markAt(words, at, owner) !== 0;
    if (!isOwned && this.#elsewhere.add(event, 0, hour, file, owner)) return 'first';
    const [files, key, from] = isOwned ? ([this.#events, words, at] as const) : ([this.#elsewhere, event, 0] as const);
    const first = files.markAt(key, from, owner);
    if (file === first || !this.#further.add(inFile(event, file), 0, hour)) return 'repeated';
    if (isDelivered(file) && isDelivered(first)) return 'paid';
    if (isDelivered(file)) {
      this.#further.add(inFile(event, first), 0, hour);
      files.mark(key, from, file);
    }
    return 'untold';
  }

  retire(hour: number): void {
    this.#events.retire(hour);
    this.#elsewhere.retire(hour);
    this.#further.retire(hour);
  }

  #at(place: number): number {
    return this.#first + place * this.#stride;
  }
}

/** The owner where accounts are more than there are numbers for. Its marks are zero. */
const NOBODY = 0;

/** Numbers of accounts as owners of identifiers. */
class Owners {
  readonly #numbers = new Map<number, number>();
  /** An account's events come together. */
  #last = Number.NaN;
  #lastNumber = NOBODY;

  of(account: number): number {
    if (account !== this.#last) {
      this.#last = account;
      this.#lastNumber = this.#numberOf(account);
    }
    return this.#lastNumber;
  }

  #numberOf(account: number): number {
    const known = this.#numbers.get(account);
    if (known !== undefined) return known;
    const number = this.#numbers.size + 1;
    if (number >= MOST_OWNERS) return NOBODY;
    this.#numbers.set(account, number);
    return number;
  }
}

/** A file in 32 bits, never zero: a hash of its name, and whether the name is one that CloudTrail gave. */
export function fileMark(hash: number, isFromTrail: boolean): number {
  return (((hash | 2) & ~1) | (isFromTrail ? 1 : 0)) >>> 0;
}

function isDelivered(mark: number): boolean {
  return (mark & 1) === 1;
}

const ofAccount = new Uint32Array(ID_WORDS);
const ofFile = new Uint32Array(ID_WORDS);

/** An event as one account's trails record it. */
function inAccount(words: Uint32Array, at: number, account: number): Uint32Array {
  for (let part = 0; part < ID_WORDS; part += 1) ofAccount[part] = word(words, at + part);
  ofAccount[0] = mixed(word(ofAccount, 0), account);
  return ofAccount;
}

function inFile(event: Uint32Array, file: number): Uint32Array {
  ofFile.set(event);
  ofFile[1] = mixed(word(ofFile, 1), file);
  return ofFile;
}
