import { word, writeHash } from '../../base/hash.js';

/** What one file has of some usage. */
interface Entry {
  file: number;
  quantity: string;
  /** Whether it is handed on, or known to be a copy. */
  isKept: boolean;
  /** Whether a row before it had the same id and usage and said something else. */
  isRestated: boolean;
}

/** Usage that two files have. */
export interface Repeat {
  files: [number, number];
  /** Rows that both have with the same quantity. */
  same: number;
  /** Of these, rows that are handed on from both. */
  kept: number;
  /** Usage that both have, with another quantity in each. */
  different: number;
  /** Of these, rows of the same id. */
  restated: number;
}

const MOST_USES = 1 << 14;
/** Of one account, resource and time. With more, what is not read of a row tells them apart. */
const MOST_ENTRIES = 16;
const LOW_BITS = 2 ** 21;

/**
 * Finds files that repeat each other under other row ids. It compares a sample: some of the usage, the same in all files, and all of it
 * in bills that are not large, so that memory stays the same.
 */
export class Repeats {
  readonly #entries = new Map<number, Entry[]>();
  readonly #hash = new Uint32Array(2);
  #step = 1;

  /** @param use whose usage it is, of what and when: all that names a row besides its id and quantity */
  add(use: string, entry: Entry): void {
    writeHash(use, this.#hash, 0);
    const [high, low] = [word(this.#hash, 0), word(this.#hash, 1)];
    if (high % this.#step !== 0) return;
    const key = high * LOW_BITS + (low >>> 11);
    const entries = this.#entries.get(key);
    if (entries === undefined) this.#entries.set(key, [entry]);
    else if (entries.length <= MOST_ENTRIES) entries.push(entry);
    if (this.#entries.size > MOST_USES) this.#takeHalf();
  }

  #takeHalf(): void {
    this.#step *= 2;
    for (const key of this.#entries.keys()) if (Math.floor(key / LOW_BITS) % this.#step !== 0) this.#entries.delete(key);
  }

  /** Files that repeat so much of each other that they are two versions of the same, and rows of other files that both have. */
  find(): { versions: Repeat[]; repeated: number } {
    const { pairs, sizes, twins } = this.#compared();
    const versions = pairs.filter(({ files: [one, other], same, kept, different, restated }) => {
      const smaller = Math.min(sizes.get(one) ?? 0, sizes.get(other) ?? 0);
      const known = same + restated;
      return kept + different > 0 && known >= FEWEST_ROWS && known > twins && known * 2 >= smaller;
    });
    const kept = pairs.reduce((total, pair) => total + pair.kept, 0);
    return { versions, repeated: kept > twins ? kept * this.#step : 0 };
  }

  #compared() {
    const pairs = new Map<string, Repeat>();
    const sizes = new Map<number, number>();
    let twins = 0;
    for (const entries of this.#entries.values()) {
      for (const { file } of entries) sizes.set(file, (sizes.get(file) ?? 0) + 1);
      if (entries.length > MOST_ENTRIES) continue;
      twins += entries.length - new Set(entries.map(({ file, quantity }) => `${file} ${quantity}`)).size;
      const files = [...new Set(entries.map(({ file }) => file))];
      for (const [index, one] of files.entries()) {
        for (const other of files.slice(index + 1)) compare(pairs, entries, one, other);
      }
    }
    return { pairs: [...pairs.values()], sizes, twins };
  }
}

/** Fewer may be alike by chance. */
const FEWEST_ROWS = 2;

function compare(pairs: Map<string, Repeat>, entries: readonly Entry[], one: number, other: number): void {
  const key = `${one} ${other}`;
  const pair = pairs.get(key) ?? { files: [one, other], same: 0, kept: 0, different: 0, restated: 0 };
  const [ofOne, left] = [entries.filter(({ file }) => file === one), entries.filter(({ file }) => file === other)];
  for (const entry of ofOne) {
    const at = left.findIndex(({ quantity }) => quantity === entry.quantity);
    const [match] = at < 0 ? [] : left.splice(at, 1);
    pair.same += Number(match !== undefined);
    pair.kept += Number(match?.isKept === true && entry.isKept);
  }
  const isAlone = (entry: Entry) => !entries.some(({ file, quantity }) => file !== entry.file && quantity === entry.quantity);
  const isDifferent = ofOne.some(isAlone) && left.some(isAlone);
  pair.different += Number(isDifferent);
  pair.restated += Number(isDifferent && [...ofOne, ...left].some((entry) => entry.isRestated && isAlone(entry)));
  pairs.set(key, pair);
}
