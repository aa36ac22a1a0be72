import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { word } from '../../../src/base/hash.js';
import { addTo, getOrMake } from '../../../src/base/maps.js';
import { unique } from '../../../src/base/text.js';
import { ID_WORDS } from '../../../src/files/hash.js';
import { FINGERPRINT_WORDS, writeFingerprint } from '../../../src/logs/count/fingerprint.js';
import { Identifiers } from '../../../src/logs/count/identifiers.js';
import { Joins, type Who } from '../../../src/logs/count/joins.js';
import { Readers } from '../../../src/logs/count/readers.js';
import { runs } from '../../runs.js';

const START = Date.UTC(2026, 10, 2) / 1000;

/** Readers of which some are one and the same and some have no name; counts how often it is asked. */
class Names implements Who {
  asked = 0;
  readonly #lists = new Map<number, readonly number[]>();
  readonly #same: (reader: number) => number;
  readonly #namelessFrom: number;

  constructor({ same = (reader: number) => reader, namelessFrom = Number.POSITIVE_INFINITY } = {}) {
    this.#same = same;
    this.#namelessFrom = namelessFrom;
  }

  numbersOf(reader: number): readonly number[] {
    this.asked += 1;
    const own = this.#same(reader);
    return getOrMake(this.#lists, own, () => Array.from({ length: 20 }, (_, number) => number).filter((one) => this.#same(one) === own));
  }

  isNameless(reader: number): boolean {
    this.asked += 1;
    return this.#same(reader) >= this.#namelessFrom;
  }
}

interface Side {
  account: number;
  reader: number;
  object: number;
  second: number;
  isGet: boolean;
}

/** As it is said: of all that wait the oldest that fits; in one second the reader's own, then the first that came. */
class NaiveJoins {
  readonly #waiting: Side[] = [];
  readonly #who: Who;

  constructor(who: Who) {
    this.#who = who;
  }

  add(side: Side): number {
    const isOwn = (other: Side) => this.#who.numbersOf(other.reader) === this.#who.numbersOf(side.reader);
    const fits = (other: Side) => {
      const apart = side.isGet ? side.second - other.second : other.second - side.second;
      const mayBeSame = isOwn(other) || this.#who.isNameless(other.reader) || this.#who.isNameless(side.reader);
      return (
        other.account === side.account &&
        other.object === side.object &&
        other.isGet !== side.isGet &&
        apart >= 0 &&
        apart <= 1 &&
        mayBeSame
      );
    };
    const [partner] = this.#waiting
      .filter(fits)
      .sort((one, other) => one.second - other.second || Number(isOwn(other)) - Number(isOwn(one)));
    if (partner === undefined) {
      this.#waiting.push(side);
      return -1;
    }
    this.#waiting.splice(this.#waiting.indexOf(partner), 1);
    return partner.reader;
  }
}

describe('joins', () => {
  const side = fc.record({
    account: fc.constantFrom(-1, 0, 111122223333, 111122223333 + 2 ** 32),
    reader: fc.nat(7),
    object: fc.nat(2),
    second: fc.integer({ min: START, max: START + 3 }),
    isGet: fc.boolean(),
  });

  test('find what a search through all that waits finds', () => {
    const names = fc.constantFrom(
      {},
      { same: (reader: number) => reader % 3 },
      { namelessFrom: 6 },
      { same: (reader: number) => Math.min(reader, 5), namelessFrom: 5 },
    );
    fc.assert(
      fc.property(fc.array(side, { maxLength: 60 }), fc.nat(30), names, (sides, decryptsFirst, given) => {
        const [joins, naive] = [new Joins(new Names(given)), new NaiveJoins(new Names(given))];
        const kind = (reader: number) =>
          reader < 0 ? -1 : new Names(given).isNameless(reader) ? 'nameless' : (given.same?.(reader) ?? reader);
        for (const [index, any] of sides.entries()) {
          const one = { ...any, isGet: any.isGet && index >= decryptsFirst };
          const found = joins.add(one.account, one.reader, one.object, one.object, one.second, one.isGet);
          expect(kind(found)).toBe(kind(naive.add(one)));
        }
      }),
      runs(2000),
    );
  });

  const N = 40_000;
  test.each<[string, (index: number) => Omit<Side, 'account' | 'object'>]>([
    ['once a second', (index) => ({ reader: 1, second: START + index, isGet: false })],
    ['all in one second', () => ({ reader: 1, second: START, isGet: false })],
    ['each with its GET, all Decrypts first', (index) => ({ reader: 1, second: START + (index % (N / 2)), isGet: index >= N / 2 })],
    ['by thousands of readers in one second', (index) => ({ reader: index % 10_000, second: START, isGet: index >= N / 2 })],
    [
      'by thousands in one second, who find no GET of theirs',
      (index) => ({ reader: index % 9_999, second: START, isGet: index % 2 === 0 }),
    ],
    ['by thousands without a name', (index) => ({ reader: 10_000 + (index % 5_000), second: START, isGet: index % 3 === 0 })],
  ])('of one object, %s, take a few questions each', (_, sideAt) => {
    const names = new Names({ namelessFrom: 10_000 });
    const joins = new Joins(names);
    for (let index = 0; index < N; index += 1) {
      const { reader, second, isGet } = sideAt(index);
      joins.add(1, reader, 7, 7, second, isGet);
    }
    expect(joins.weight).toBe(1);
    expect(names.asked).toBeLessThan(8 * N);
  });

  test('of more of one object than are kept, a sample by object drops all of them; those of others are joined as before', () => {
    const joins = new Joins(new Names());
    for (let index = 0; index < 200_001; index += 1) joins.add(1, 1, 7, 0b100, START + index, false);
    expect(joins.weight).toBe(8);
    expect(joins.add(1, 1, 7, 0b1000, START, false)).toBe(-1);
    expect(joins.add(1, 1, 7, 0b1000, START, true)).toBe(1);
  });
});

describe('identifiers', () => {
  const N = 20_000;
  const ones: [string, (index: number) => number[]][] = [0, 1, 2, 3].flatMap((part) =>
    [0, 16].map((shift): [string, (index: number) => number[]] => [
      `differ in word ${part} alone, from bit ${shift} on`,
      (index) => [0, 0, 0, 0].map((_, place) => (place === part ? (index + 1) << shift : 5)),
    ]),
  );
  test.each([...ones, ['are all alike', () => [1, 2, 3, 4]] satisfies [string, () => number[]]])(
    'that %s are told apart, and stand in places spread as chance spreads them',
    (_, wordsAt) => {
      const identifiers = new Identifiers();
      const seen = new Set<string>();
      const fingerprints = new Set<string>();
      const fingerprint = new Uint32Array(FINGERPRINT_WORDS);
      const places = new Map<string, number>();
      for (let index = 0; index < N; index += 1) {
        const words = Uint32Array.from(wordsAt(index));
        expect(identifiers.add(words, 0, 500_000)).toBe(!seen.has(words.join(' ')));
        seen.add(words.join(' '));
        writeFingerprint(words, 0, fingerprint, 0);
        if (fingerprints.has(fingerprint.join(' '))) continue;
        fingerprints.add(fingerprint.join(' '));
        // What decides the part, and the place there.
        addTo(places, `${word(fingerprint, 0) % 16} ${word(fingerprint, 1) >>> 28}`, 1);
      }
      expect(fingerprints.size).toBe(seen.size);
      // 78 in each of the 256, and by chance never thrice as many.
      for (const count of places.values()) expect(count).toBeLessThan(234);
    },
  );

  test('after a busy day, quiet ones take no more than they have', () => {
    const identifiers = new Identifiers();
    const words = new Uint32Array(ID_WORDS);
    for (let index = 1; index <= 100_000; index += 1) {
      words[0] = index;
      identifiers.add(words, 0, 500_000);
    }
    identifiers.retire(500_100);
    words[0] = 1;
    expect(identifiers.add(words, 0, 500_100)).toBe(true);
    expect(identifiers.add(words, 0, 500_100)).toBe(false);
  });

  test('what is forgotten but still in its slot is new, and has its new mark', () => {
    const identifiers = new Identifiers({ areMarked: true });
    const idOf = (index: number) => Uint32Array.from([index, 0, 0, 1]);
    for (let index = 0; index < 100; index += 1) identifiers.add(idOf(index), 0, index < 10 ? 500_000 : 500_100, 1);
    identifiers.retire(500_100);
    expect(identifiers.add(idOf(3), 0, 500_100, 2)).toBe(true);
    expect(identifiers.markAt(idOf(3), 0)).toBe(2);
    expect(identifiers.add(idOf(3), 0, 500_100, 3)).toBe(false);
    expect(identifiers.add(idOf(50), 0, 500_100, 3)).toBe(false);
  });
});

describe('readers', () => {
  const named = (name: string, uniqueId: string) => ({ account: '111122223333', name, uniqueId, session: '' });

  test('somebody of many names is one, with the last of them, whatever number is asked', () => {
    const readers = new Readers();
    const numbers = Array.from({ length: 3000 }, (_, index) => {
      const reader = readers.of(named(`user/u${index}`, 'AIDAEXAMPLE'));
      reader.addRequest(24_000, 'us-east-1', 1, '');
      return reader.number;
    });
    const [reader, ...others] = readers.list();
    expect(others).toEqual([]);
    expect(reader?.principal.name).toBe('user/u2999');
    expect(reader?.requests()).toEqual([{ month: 24_000, region: 'us-east-1', rule: 1, bucket: '', requests: 3000 }]);
    expect(new Set(numbers.map((number) => readers.at(number)))).toEqual(new Set([reader]));
    expect(readers.numbersOf(0).toSorted((one, other) => one - other)).toEqual([...Array.from({ length: 3000 }).keys()]);
  });

  test('a unique id leads to who its reader turned out to be', () => {
    const readers = new Readers();
    readers.of(named('user/a', 'AIDAONE'));
    readers.of(named('user/a', 'AIDATWO'));
    const last = readers.of(named('user/b', 'AIDATWO'));
    expect(readers.of(named('', 'AIDAONE'))).toBe(last);
    expect(readers.list()).toEqual([last]);
  });
});

test('names that are taken are not tried again', () => {
  const taken = new Set(['siem 3']);
  let asked = 0;
  const has = taken.has.bind(taken);
  taken.has = (name) => {
    asked += 1;
    return has(name);
  };
  const names = Array.from({ length: 2000 }, () => unique('siem', taken));
  expect(names.slice(0, 4)).toEqual(['siem', 'siem 2', 'siem 4', 'siem 5']);
  expect(new Set(names).size).toBe(2000);
  expect(asked).toBeLessThan(3 * 2000);
});
