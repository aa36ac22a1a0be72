import { addTo } from '../../base/maps.js';

/** See {@link Who} of the joins. */
interface Names {
  numbersOf(reader: number): readonly number[];
  isNameless(reader: number): boolean;
}

/** Requests of one object that wait in one second, by reader: one is found in as many steps however many they are. */
export class Crowd {
  size = 0;
  readonly #counts = new Map<number, number>();
  /** Of the readers, those that had no name when they came. */
  readonly #nameless = new Set<number>();

  static of(readers: readonly number[], names: Names): Crowd {
    const crowd = new Crowd();
    for (const reader of readers) crowd.add(reader, names);
    return crowd;
  }

  add(reader: number, names: Names): void {
    this.size += 1;
    addTo(this.#counts, reader, 1);
    if (names.isNameless(reader)) this.#nameless.add(reader);
  }

  /** Takes out one that may be a reader's, its own first; -1 where there is none. */
  take(reader: number, names: Names): number {
    const found = this.#own(reader, names) ?? this.#other(reader, names);
    if (found === undefined) return -1;
    const left = (this.#counts.get(found) ?? 0) - 1;
    if (left > 0) {
      this.#counts.set(found, left);
    } else {
      this.#counts.delete(found);
      this.#nameless.delete(found);
    }
    this.size -= 1;
    return found;
  }

  #own(reader: number, names: Names): number | undefined {
    if (this.#counts.has(reader)) return reader;
    const numbers = names.numbersOf(reader);
    if (numbers.length <= this.#counts.size) return numbers.find((number) => this.#counts.has(number));
    for (const number of this.#counts.keys()) if (names.numbersOf(number) === numbers) return number;
    return undefined;
  }

  #other(reader: number, names: Names): number | undefined {
    if (names.isNameless(reader)) return this.#counts.keys().next().value;
    for (const number of this.#nameless) {
      if (names.isNameless(number)) return number;
      this.#nameless.delete(number);
    }
    return undefined;
  }
}
