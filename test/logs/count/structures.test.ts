import { createHash } from 'node:crypto';
import { rollup } from 'd3-array';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mixed, writeHash } from '../../../src/base/hash.js';
import { addTo, getOrMake } from '../../../src/base/maps.js';
import { perMonth, timesPerMonth } from '../../../src/base/projection.js';
import type { Range } from '../../../src/base/range.js';
import { ID_WORDS, writeId } from '../../../src/files/hash.js';
import { Distinct } from '../../../src/logs/count/distinct.js';
import { DUPLICATE_HOURS, Identifiers } from '../../../src/logs/count/identifiers.js';
import { Joins } from '../../../src/logs/count/joins.js';
import { Pace } from '../../../src/logs/count/pace.js';
import { AGE_MINUTES, Reads } from '../../../src/logs/count/reads.js';
import { type Run, Runs } from '../../../src/logs/count/runs.js';
import { byDay, Sums } from '../../../src/logs/count/sums.js';
import { accessPatternOf, isSeenOnce, type Surroundings } from '../../../src/logs/measure/infer.js';
import type { AccessPattern } from '../../../src/logs/measure/measurement.js';
import type { Observation } from '../../../src/logs/measure/observation.js';
import { bucketKeySaving } from '../../../src/logs/measure/saving.js';
import { runs } from '../../runs.js';
import { scenarioOf } from '../../support.js';
import { randomOf } from '../events.mjs';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** 2026-11-02, a Monday, in seconds. */
const START = Date.UTC(2026, 10, 2) / 1000;

const hashOf = (text: string): [high: number, low: number] => {
  const words = new Uint32Array(2);
  writeHash(text, words, 0);
  return [words[0] as number, words[1] as number];
};

describe('identifiers as numbers', () => {
  const idOf = (text: string) => {
    const words = new Uint32Array(6).fill(7);
    writeId(text, words, 1);
    expect([words[0], words[5]]).toEqual([7, 7]);
    return [...words.subarray(1, 5)];
  };
  const digestOf = (text: string) => {
    const hex = createHash('md5').update(text).digest('hex');
    return [0, 8, 16, 24].map((at) => Number.parseInt(hex.slice(at, at + 8), 16));
  };

  test('a UUID is its own 128 bits', () => {
    expect(idOf('01234567-89ab-cdef-fedc-ba9876543210')).toEqual([0x01234567, 0x89abcdef, 0xfedcba98, 0x76543210]);
    expect(idOf('ffffffff-ffff-ffff-ffff-ffffffffffff')).toEqual([0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff]);
  });

  test.each([
    ['no UUID', 'abc'],
    ['empty', ''],
    ['in capitals, which AWS does not write', '01234567-89AB-CDEF-FEDC-BA9876543210'],
    ['a dash out of its place', '0123456-789ab-cdef-fedc-ba9876543210'],
    ['dashes in place of digits', '--------------------01234567-9876543'],
    ['a dash too many', '01234567-89ab-cdef-fedc-ba98765432-0'],
    ['a letter that is no digit', '01234567-89ab-cdef-fedc-ba987654321g'],
    ['a sign beyond ASCII', '01234567-89ab-cdef-fedc-ba987654321é'],
    ['too short', '01234567-89ab-cdef-fedc-ba987654321'],
    ['too long', '01234567-89ab-cdef-fedc-ba98765432100'],
    ['with a line end', '01234567-89ab-cdef-fedc-ba9876543210\n'],
  ])('%s: the digest of the text', (_, text) => {
    expect(idOf(text)).toEqual(digestOf(text));
  });

  test('every UUID is read as it is written', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        const hex = uuid.replaceAll('-', '');
        expect(idOf(uuid)).toEqual([0, 8, 16, 24].map((at) => Number.parseInt(hex.slice(at, at + 8), 16)));
      }),
      runs(),
    );
  });
});

describe('hashes', () => {
  test('of similar texts differ and are spread evenly', () => {
    const seen = new Set<string>();
    const lowBits = new Array<number>(16).fill(0);
    const highBits = new Array<number>(16).fill(0);
    for (let number = 0; number < 50_000; number += 1) {
      const [high, low] = hashOf(`example-trail-logs/AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/02/file-${number}.json.gz`);
      seen.add(`${high} ${low}`);
      lowBits[low & 15] = (lowBits[low & 15] as number) + 1;
      highBits[high >>> 28] = (highBits[high >>> 28] as number) + 1;
    }
    expect(seen.size).toBe(50_000);
    for (const count of [...lowBits, ...highBits]) expect(Math.abs(count - 3125)).toBeLessThan(312);
  });

  test('are numbers of 32 bits without sign', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer(), fc.integer(), (text, one, other) => {
        for (const hash of [...hashOf(text), mixed(one, other)]) expect(hash).toBe(hash >>> 0);
        expect(hashOf(text)).toEqual(hashOf(text));
      }),
      runs(),
    );
  });
});

describe('which identifiers were seen', () => {
  const wordsOf = (text: string) => {
    const words = new Uint32Array(ID_WORDS);
    writeId(text, words, 0);
    return words;
  };

  test('each once, wherever it stands and whatever it looks like', () => {
    const seen = new Identifiers();
    const words = new Uint32Array(12).fill(3);
    writeId('no UUID', words, 5);
    expect(seen.add(words, 5, 1000)).toBe(true);
    expect(seen.add(words, 5, 1000)).toBe(false);
    expect(seen.add(wordsOf('no UUID'), 0, 1020)).toBe(false);
    expect(seen.add(wordsOf('no uuid'), 0, 1000)).toBe(true);
  });

  test('as a set does, with identifiers that differ little', () => {
    const word = fc.constantFrom(0, 1, 2, 256, 1024, 0x7fffffff, 0x80000000, 0xffffffff);
    const identifier = fc.tuple(word, word, word, word).filter((words) => words.some((one) => one !== 0));
    fc.assert(
      fc.property(fc.array(fc.tuple(identifier, fc.integer({ min: 490_000, max: 490_200 })), { maxLength: 500 }), (list) => {
        const seen = new Identifiers();
        const model = new Set<string>();
        for (const [words, hour] of list) {
          const key = words.join(' ');
          expect(seen.add(Uint32Array.from(words), 0, hour)).toBe(!model.has(key));
          model.add(key);
        }
      }),
      runs(),
    );
  });

  test('as a map does with marks, while the past is forgotten and parts grow and shrink', () => {
    const step = fc.record({
      number: fc.nat(3000),
      mark: fc.nat(9),
      hours: fc.oneof({ weight: 30, arbitrary: fc.constant(0) }, fc.nat(60)),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 500, maxLength: 4000, size: 'max' }), (steps) => {
        const seen = new Identifiers({ areMarked: true });
        const model = new Map<number, { portion: number; mark: number }>();
        let hour = 490_000;
        for (const { number, mark, hours } of steps) {
          hour += hours;
          seen.retire(hour);
          const known = model.get(number);
          const isNew = known === undefined || known.portion < Math.floor((hour - DUPLICATE_HOURS) / 8);
          const words = Uint32Array.from([0, number, 0, number % 7]);
          expect(seen.add(words, 0, hour, mark)).toBe(isNew);
          if (isNew) model.set(number, { portion: Math.floor(hour / 8), mark });
          expect(seen.markAt(words, 0)).toBe(model.get(number)?.mark);
        }
      }),
      runs(50),
    );
  });

  test('of a hundred thousand, none is lost and none made up as it grows', () => {
    const seen = new Identifiers();
    const random = randomOf(7);
    const list = Uint32Array.from({ length: 400_000 }, () => random() * 2 ** 32);
    let added = 0;
    for (let at = 0; at < list.length; at += ID_WORDS) if (seen.add(list, at, 500_000 + at / 40_000)) added += 1;
    expect(added).toBe(100_000);
    for (let at = 0; at < list.length; at += ID_WORDS) if (seen.add(list, at, 500_000)) added += 1;
    expect(added).toBe(100_000);
  });

  test('a copy is known for as long as is said, and forgotten some hours later', () => {
    for (let hour = 490_000; hour < 490_030; hour += 1) {
      const kept = new Identifiers();
      kept.add(wordsOf('x'), 0, hour);
      kept.retire(hour + DUPLICATE_HOURS);
      expect(kept.add(wordsOf('x'), 0, hour + DUPLICATE_HOURS)).toBe(false);
      const forgotten = new Identifiers();
      forgotten.add(wordsOf('x'), 0, hour);
      forgotten.retire(hour + DUPLICATE_HOURS + 8);
      expect(forgotten.add(wordsOf('x'), 0, hour + DUPLICATE_HOURS + 8)).toBe(true);
    }
  });

  test('forgetting the past leaves the present', () => {
    const seen = new Identifiers();
    for (let hour = 0; hour < 100; hour += 1) seen.add(wordsOf(`${hour}`), 0, 490_000 + hour);
    seen.retire(490_100);
    const known = Array.from({ length: 100 }, (_, hour) => !seen.add(wordsOf(`${hour}`), 0, 490_000 + hour));
    expect(known.slice(100 - DUPLICATE_HOURS)).toEqual(new Array(DUPLICATE_HOURS).fill(true));
    expect(known.slice(0, 100 - DUPLICATE_HOURS - 8)).not.toContain(true);
  });
});

describe('how many different things', () => {
  const counted = (names: Iterable<string>) => {
    const distinct = new Distinct();
    for (const name of names) distinct.add(...hashOf(name));
    return distinct;
  };
  const names = (count: number, prefix = 'file') => Array.from({ length: count }, (_, number) => `${prefix}-${number}`);

  test('exactly, up to its limit', () => {
    for (const count of [0, 1, 2, 4095, 4096]) {
      const distinct = counted([...names(count), ...names(count)]);
      expect(distinct.count()).toBe(count);
      expect(distinct.isExact()).toBe(true);
    }
    expect(counted(names(4097)).isExact()).toBe(false);
  });

  test.each([5000, 20_000, 100_000])('about, of %i', (count) => {
    for (const prefix of ['file', 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/02/', '']) {
      const distinct = counted(names(count, prefix));
      expect(Math.abs(distinct.count() / count - 1)).toBeLessThan(0.06);
    }
  });

  test('in any order, and in parts', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 12_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (count, share, isOverlapping) => {
          const all = names(count);
          const whole = counted(all).count();
          expect(counted(all.toReversed()).count()).toBe(whole);
          const cut = Math.floor(count * share);
          const one = counted(all.slice(0, cut));
          one.absorb(counted(all.slice(isOverlapping ? Math.floor(cut / 2) : cut)));
          expect(one.count()).toBe(whole);
          const other = counted(all.slice(cut));
          other.absorb(counted(all.slice(0, cut)));
          expect(other.count()).toBe(whole);
        },
      ),
      runs(30),
    );
  });
});

describe('pace', () => {
  const paceOf = (seconds: readonly number[]) => {
    const pace = new Pace();
    for (const second of seconds) pace.add(second);
    return pace;
  };

  test('the most in a second, and the number by UTC hour and day', () => {
    const pace = paceOf([START - 1, START, START, START, START + 1, START + DAY]);
    expect(pace.most).toBe(3);
    expect([...pace.hours]).toEqual([
      [START / HOUR - 1, 1],
      [START / HOUR, 4],
      [START / HOUR + 24, 1],
    ]);
    expect([...byDay(pace.hours)]).toEqual([
      [START / DAY - 1, 1],
      [START / DAY, 4],
      [START / DAY + 1, 1],
    ]);
    expect(new Pace().most).toBe(0);
  });

  test('of parts is that of the whole', () => {
    const seconds = fc.array(fc.integer({ min: START, max: START + 5 }));
    fc.assert(
      fc.property(seconds, seconds, (one, other) => {
        const joined = paceOf(one);
        joined.absorb(paceOf(other));
        const whole = paceOf([...one, ...other]);
        expect([joined.most, new Map([...joined.hours])]).toEqual([whole.most, new Map([...whole.hours])]);
      }),
      runs(),
    );
  });

  test('of hours with requests in most of their seconds is that of any others, in parts too', () => {
    const seconds = fc.array(fc.integer({ min: START, max: START + 1500 }), { minLength: 600, maxLength: 3000, size: 'max' });
    fc.assert(
      fc.property(seconds, seconds, (one, other) => {
        const times = rollup(
          [...one, ...other],
          (same) => same.length,
          (second) => second,
        );
        const ofParts = paceOf(one);
        ofParts.absorb(paceOf(other));
        const grown = paceOf(other.slice(0, 300));
        grown.absorb(paceOf([...other.slice(300), ...one]));
        for (const pace of [paceOf([...one, ...other]), ofParts, grown]) expect(pace.most).toBe(Math.max(...times.values()));
      }),
      runs(20),
    );
  });

  test.each([
    ['few', 1],
    ['many', 1000],
  ])('the most is kept when hours with %s seconds are forgotten, and their numbers are', (_, seconds) => {
    const hourOf = (start: number) => Array.from({ length: seconds }, (_, index) => start + index);
    const pace = paceOf([...hourOf(START), START, ...hourOf(START + HOUR)]);
    pace.retire(START + HOUR);
    pace.add(START + HOUR);
    pace.add(START);
    expect(pace.most).toBe(2);
    pace.add(START + HOUR);
    expect(pace.most).toBe(3);
    expect(byDay(pace.hours).get(START / DAY)).toBe(2 * seconds + 4);
    const alone = paceOf([...hourOf(START), START]);
    alone.retire(START + HOUR);
    alone.add(START);
    expect(alone.most).toBe(2);
    alone.add(START);
    alone.add(START);
    expect(alone.most).toBe(3);
  });
});

describe('sums', () => {
  const step = fc.record({ key: fc.constantFrom('', 'a', 'b', 'c'), number: fc.integer({ min: 1, max: 3 }), isLookedAt: fc.boolean() });
  /** The same in a map, which is compared whenever it is looked at. */
  const added = (sums: Sums<string>, steps: readonly { key: string; number: number; isLookedAt: boolean }[]) => {
    const model = new Map<string, number>();
    for (const { key, number, isLookedAt } of steps) {
      sums.add(key, number);
      addTo(model, key, number);
      if (isLookedAt) expect([...sums.byKey()]).toEqual([...model]);
    }
    return model;
  };

  test('are those of a map, in its order, whenever they are looked at and in parts', () => {
    fc.assert(
      fc.property(fc.array(step), fc.array(step), (steps, others) => {
        const [sums, other] = [new Sums<string>(), new Sums<string>()];
        const [model, whole] = [added(sums, steps), added(other, others)];
        other.absorb(sums);
        for (const [key, number] of model) addTo(whole, key, number);
        expect([...other.byKey()]).toEqual([...whole]);
        expect([...sums.byKey()]).toEqual([...model]);
      }),
      runs(),
    );
  });
});

interface OneRead {
  time: number;
  isDigest: boolean;
  minute: number;
}

describe('runs', () => {
  const runsOf = (reads: readonly OneRead[]) => {
    const runs = new Runs();
    for (const { time, isDigest, minute } of reads) runs.add(time, isDigest, minute);
    return runs;
  };
  const deliveredAt = (minute: number) => ({
    oldestMinute: minute === 0 ? Number.POSITIVE_INFINITY : minute,
    newestMinute: minute === 0 ? Number.NEGATIVE_INFINITY : minute,
  });
  /** The same from reads in their order: a new run after half an hour without one. */
  const modelOf = (reads: readonly OneRead[]) => {
    const runs: Run[] = [];
    for (const { time, isDigest, minute } of reads.toSorted((one, other) => one.time - other.time)) {
      const last = runs.at(-1);
      const read = {
        start: time,
        end: time,
        reads: 1,
        digests: isDigest ? 1 : 0,
        ...deliveredAt(minute),
      };
      if (last === undefined || time - last.end > 30 * MINUTE) runs.push(read);
      else {
        last.end = time;
        last.reads += 1;
        last.digests += read.digests;
        last.oldestMinute = Math.min(last.oldestMinute, read.oldestMinute);
        last.newestMinute = Math.max(last.newestMinute, read.newestMinute);
      }
    }
    return runs;
  };
  const reads = fc.array(
    fc.record({
      time: fc.integer({ min: 0, max: 40 }).map((step) => START + step * 10 * MINUTE),
      isDigest: fc.boolean(),
      minute: fc.constantFrom(0, 5, 7, 100),
    }),
    { maxLength: 40 },
  );
  const at = (time: number): OneRead => ({ time, isDigest: false, minute: 0 });

  test('half an hour apart is one run, a second more is two', () => {
    expect(runsOf([at(START), at(START + 30 * MINUTE)]).list()).toHaveLength(1);
    expect(runsOf([at(START), at(START + 30 * MINUTE + 1)]).list()).toHaveLength(2);
    expect(runsOf([at(START + 30 * MINUTE + 1), at(START)]).list()).toHaveLength(2);
  });

  test('a read between two runs makes them one', () => {
    expect(runsOf([at(START), at(START + 60 * MINUTE), at(START + 30 * MINUTE)]).list()).toEqual([
      {
        start: START,
        end: START + 60 * MINUTE,
        reads: 3,
        digests: 0,
        oldestMinute: Number.POSITIVE_INFINITY,
        newestMinute: Number.NEGATIVE_INFINITY,
      },
    ]);
  });

  test('in any order, the same', () => {
    fc.assert(
      fc.property(reads, (list) => {
        expect(runsOf(list).list()).toEqual(modelOf(list));
      }),
      runs(500),
    );
  });

  test('in parts, the same; and what was absorbed stays as it was', () => {
    fc.assert(
      fc.property(reads, reads, (one, other) => {
        const joined = runsOf(one);
        const absorbed = runsOf(other);
        joined.absorb(absorbed);
        joined.add(START + 95 * MINUTE, false, 0);
        expect(joined.list()).toEqual(modelOf([...one, ...other, at(START + 95 * MINUTE)]));
        expect(absorbed.list()).toEqual(modelOf(other));
      }),
      runs(500),
    );
  });

  test('of too many nothing is kept', () => {
    const every = (count: number) => Array.from({ length: count }, (_, number) => at(START + number * HOUR));
    expect(runsOf(every(5000)).list()).toHaveLength(5000);
    const many = runsOf(every(5001));
    expect(many.list()).toBeUndefined();
    const few = runsOf(every(3));
    few.absorb(many);
    expect(few.list()).toBeUndefined();
  });
});

describe('joining Decrypts to GETs', () => {
  interface Side {
    account?: number;
    reader?: number;
    object?: string;
    time: number;
    isGet: boolean;
  }
  const lists = new Map<number, readonly number[]>();
  const numbersOf = (number: number) => getOrMake(lists, number, () => [number]);
  const sameOnly = () => new Joins({ numbersOf, isNameless: () => false });
  const joined = (sides: readonly Side[], joins = sameOnly()) =>
    sides.reduce((sum, { account = 1, reader = 1, object = 'logs/a', time, isGet }) => {
      const partner = joins.add(account, reader, ...hashOf(object), time, isGet);
      return partner < 0 ? sum : sum + joins.weight;
    }, 0);
  const decryptAt = (time: number, more: Partial<Side> = {}): Side => ({ time, isGet: false, ...more });
  const getAt = (time: number, more: Partial<Side> = {}): Side => ({ time, isGet: true, ...more });
  const pairs = Array.from({ length: 566 }, (_, number) => {
    const object = `logs/file-${number % 300}`;
    const time = START + number * 7;
    return { decrypt: decryptAt(time, { object }), get: getAt(time + (number % 2), { object }) };
  });

  test('566 pairs at most a second apart all match, in whatever order the two kinds come', () => {
    const decrypts = pairs.map(({ decrypt }) => decrypt);
    const gets = pairs.map(({ get }) => get);
    expect(joined(pairs.flatMap(({ decrypt, get }) => [decrypt, get]))).toBe(566);
    expect(joined(pairs.flatMap(({ decrypt, get }) => [get, decrypt]))).toBe(566);
    expect(joined([...decrypts, ...gets])).toBe(566);
    expect(joined([...gets, ...decrypts])).toBe(566);
    expect(joined([...gets.toReversed(), ...decrypts])).toBe(566);
  });

  test.each<[string, Side[], number]>([
    ['in one second', [decryptAt(START), getAt(START)], 1],
    ['a second later', [decryptAt(START), getAt(START + 1)], 1],
    ['two seconds later', [decryptAt(START), getAt(START + 2)], 0],
    ['a GET before its Decrypt', [getAt(START), decryptAt(START + 1)], 0],
    ['another object', [decryptAt(START), getAt(START, { object: 'logs/b' })], 0],
    ['another bucket', [decryptAt(START), getAt(START, { object: 'other/a' })], 0],
    ['another reader', [decryptAt(START), getAt(START, { reader: 2 })], 0],
    ['another account', [decryptAt(START), getAt(START, { account: 2 })], 0],
    ['two Decrypts', [decryptAt(START), decryptAt(START)], 0],
    ['two GETs', [getAt(START), getAt(START)], 0],
    ['one Decrypt, two GETs', [decryptAt(START), getAt(START), getAt(START)], 1],
    ['two Decrypts, one GET', [decryptAt(START), decryptAt(START), getAt(START + 1)], 1],
    ['two ranges of one file', [decryptAt(START), decryptAt(START), getAt(START), getAt(START)], 2],
    ['two ranges, a second apart', [decryptAt(START), decryptAt(START + 1), getAt(START + 1), getAt(START + 2)], 2],
    ['eight ranges over two seconds', [0, 0, 0, 0, 1, 1, 1, 1].flatMap((time) => [decryptAt(START + time), getAt(START + time)]), 8],
    ['the same file again, later', [decryptAt(START), getAt(START), decryptAt(START + 60), getAt(START + 61)], 2],
  ])('%s', (_, sides, expected) => {
    expect(joined(sides)).toBe(expected);
  });

  test('a reader that may be the same is the partner, and its number is told', () => {
    const joins = new Joins({ numbersOf, isNameless: (number) => number === 7 });
    expect(joins.add(1, 7, ...hashOf('logs/a'), START, false)).toBe(-1);
    expect(joins.add(1, 3, ...hashOf('logs/a'), START + 1, true)).toBe(7);
    expect(joins.add(1, 3, ...hashOf('logs/b'), START, true)).toBe(-1);
    expect(joins.add(1, 4, ...hashOf('logs/b'), START, false)).toBe(-1);
    expect(joins.add(1, 7, ...hashOf('logs/b'), START, false)).toBe(3);
  });

  test('what is forgotten finds no partner, what is not does', () => {
    const joins = sameOnly();
    joined([decryptAt(START, { object: 'logs/old' }), decryptAt(START + 100, { object: 'logs/old' }), decryptAt(START + 100)], joins);
    joins.retire(START + 50);
    expect(joined([getAt(START, { object: 'logs/old' })], joins)).toBe(0);
    expect(joined([getAt(START + 100, { object: 'logs/old' }), getAt(START + 100)], joins)).toBe(2);
  });

  test('of very many, a sample stands for all', () => {
    const joins = sameOnly();
    const many = Array.from({ length: 250_000 }, (_, number) => `logs/file-${number}`);
    for (const object of many) joined([decryptAt(START, { object })], joins);
    expect(joins.weight).toBe(2);
    let found = 0;
    for (const object of many) found += joined([getAt(START, { object })], joins);
    expect(Math.abs(found / many.length - 1)).toBeLessThan(0.02);
  });
});

type Time = Pick<Observation, 'hours' | 'days'>;
const week: Time = { hours: 168, days: [0, 1, 2, 3, 4, 5, 6] };
const ofDays = (counts: readonly number[]) => (day: number) => counts[day] ?? 0;
const zero: Range = { low: 0, expected: 0, high: 0 };

describe('a month from what was observed', () => {
  // A month has 365.25 / 12 = 30.4375 days.
  test.each<[string, number[], Time, Range]>([
    ['nothing', [0, 0, 0, 0, 0, 0, 0], week, zero],
    ['no time', [10], { hours: 0, days: [] }, zero],
    ['days alike: 100 a day', [100, 100, 100, 100, 100, 100, 100], week, { low: 3043, expected: 3044, high: 3044 }],
    ['one day: half to double', [20], { hours: 24, days: [0] }, { low: 304, expected: 609, high: 1218 }],
    ['no whole day: half to double', [20], { hours: 6, days: [] }, { low: 1217, expected: 2435, high: 4870 }],
    // 3 ± 2√3, at least 1: 8766 / 3 to 8766 × 6.4641 / 3.
    ['three in a quarter of an hour: what three leave open', [3], { hours: 0.25, days: [] }, { low: 2922, expected: 8766, high: 18_889 }],
    // s = √200, spread = 2 × s × √(30.4375 + 30.4375² / 2) = 628.43
    ['two days, 90 and 110', [90, 110], { hours: 48, days: [0, 1] }, { low: 2415, expected: 3044, high: 3673 }],
    // s = √70000 = 264.58, spread = 2 × s × √(30.4375 + 30.4375² / 7) = 6751.31
    ['all on one day: never below nothing', [0, 0, 0, 0, 0, 0, 700], week, { low: 0, expected: 3044, high: 9796 }],
  ])('%s', (_, counts, observation, expected) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    expect(perMonth(total, ofDays(counts), observation)).toEqual(expected);
  });

  test('more of the same days makes the range narrower, and twice the requests twice the month', () => {
    const days = (count: number) => Array.from({ length: count }, (_, day) => (day % 2 === 0 ? 90 : 110));
    const of = (count: number) => {
      const counts = days(count);
      return perMonth(count * 100, ofDays(counts), { hours: 24 * count, days: counts.map((_count, day) => day) });
    };
    expect(of(28).high - of(28).low).toBeLessThan(of(8).high - of(8).low);
    expect(of(28).expected).toBe(of(8).expected);
  });

  test('low ≤ expected ≤ high, in whole numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { maxLength: 40 }), fc.integer({ min: 0, max: 23 }), (counts, more) => {
        const total = counts.reduce((sum, count) => sum + count, 0);
        const observation = { hours: counts.length * 24 + more, days: counts.map((_, day) => day) };
        const { low, expected, high } = perMonth(total, ofDays(counts), observation);
        expect(low).toBeLessThanOrEqual(expected);
        expect(expected).toBeLessThanOrEqual(high);
        for (const value of [low, expected, high]) expect(Number.isInteger(value) && value >= 0).toBe(true);
      }),
      runs(),
    );
  });

  // 730.5 hours are a month.
  test.each<[string, number, number, Range]>([
    ['never', 0, 730.5, zero],
    ['in no time', 3, 0, zero],
    ['9 in a month: 9 ± 6', 9, 730.5, { low: 3, expected: 9, high: 15 }],
    ['once in a month: it may not come again', 1, 730.5, { low: 0, expected: 1, high: 3 }],
    ['4 in half a month', 4, 365.25, { low: 2, expected: 8, high: 16 }],
    ['3 in a week, to a tenth', 3, 168, { low: 4.3, expected: 13, high: 28.1 }],
    ['100 in two months', 100, 1461, { low: 40, expected: 50, high: 60 }],
  ])('times a month, %s', (_, times, hours, expected) => {
    expect(timesPerMonth(times, { hours })).toEqual(expected);
  });
});

interface Reading {
  time: number;
  /** Seconds; undefined where the file's name tells no time. */
  delivered?: number | undefined;
  isDigest?: boolean;
  object?: string;
}

function readsOf(readings: readonly Reading[]): Reads {
  const reads = new Reads();
  for (const { time, delivered, isDigest = false, object = `${isDigest} ${delivered}` } of readings) {
    const [objectHigh, objectLow] = hashOf(object);
    reads.add({
      time,
      kind: isDigest ? 1 : 0,
      deliveredMinute: delivered === undefined ? 0 : Math.floor(delivered / 60),
      objectHigh,
      objectLow,
    });
  }
  return reads;
}

const times = <T>(count: number, of: (number: number) => T): T[] => Array.from({ length: count }, (_, number) => of(number));

describe('what a Bucket Key would have saved', () => {
  test.each<[string, Reading[][], Range | undefined]>([
    ['no reader', [], undefined],
    ['no reads', [[]], undefined],
    ['one read', [[{ time: START, delivered: START }]], zero],
    [
      'ten files, written together and read together: one request',
      [times(10, (number) => ({ time: START + 120, delivered: START, object: `${number}` }))],
      { low: 0.9, expected: 0.9, high: 0.9 },
    ],
    [
      'a file each 5 minutes, read at once: one request an hour, if the key is kept for an hour',
      [times(12, (number) => ({ time: START + number * 300 + 120, delivered: START + number * 300 }))],
      { low: 0, expected: 0.916, high: 0.916 },
    ],
    [
      'the same over a day: one request an hour (264 of 288 saved), or one a day',
      [times(288, (number) => ({ time: START + number * 300 + 120, delivered: START + number * 300 }))],
      { low: 0, expected: 0.916, high: 0.996 },
    ],
    [
      'a scan over four days of 24 files, within 5 minutes: one request for each hour of writing, or each day',
      [times(96, (number) => ({ time: START + 10 * DAY + number, delivered: START + number * HOUR }))],
      { low: 0, expected: 0, high: 0.958 },
    ],
    [
      'two readers have two requests for what would be one',
      [
        times(10, (number) => ({ time: START, delivered: START, object: `${number}` })),
        times(10, () => ({ time: START, delivered: START })),
      ],
      { low: 0.9, expected: 0.9, high: 0.9 },
    ],
    ['two readers of one file', [[{ time: START, delivered: START }], [{ time: START, delivered: START }]], zero],
  ])('%s', (_, readers, expected) => {
    expect(bucketKeySaving(readers.map(readsOf))).toEqual(expected);
  });

  test.each([5000, 6000, 8000, 12_000, 20_000])(
    'a reader that nothing can be saved for has next to nothing saved, in %i reads',
    (count) => {
      const reads = readsOf(times(count, (number) => ({ time: START + number * 300 + 60, delivered: START + number * 300 })));
      const { low, expected, high } = bucketKeySaving([reads]) as Range;
      expect(low).toBeLessThan(0.06);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(expected).toBeCloseTo(1 - 1 / 12, 1);
      expect(high).toBeCloseTo(1 - 1 / 288, 2);
    },
  );

  test('low ≤ expected ≤ high, between nothing and all', () => {
    const readings = fc.array(
      fc.record({ time: fc.integer({ min: START, max: START + 3 * DAY }), delivered: fc.integer({ min: START - DAY, max: START }) }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(fc.array(readings, { minLength: 1, maxLength: 3 }), (readers) => {
        const { low, expected, high } = bucketKeySaving(readers.map(readsOf)) as Range;
        expect(0 <= low && low <= expected && expected <= high && high < 1).toBe(true);
      }),
      runs(),
    );
  });
});

describe('how a reader reads', () => {
  const FILES = 100;
  const DIGESTS = 24;
  const EVERY = DAY / FILES;
  const around = (days: number, more: Partial<Surroundings> = {}): Surroundings => ({
    observation: { hours: days * 24, days: times(days, (day) => START / DAY + day) },
    logFilesPerDay: FILES,
    digestFilesPerDay: DIGESTS,
    tools: new Map(),
    oldestEncryptedMinute: Number.NEGATIVE_INFINITY,
    ...more,
  });
  /** A hundred files a day, each read some time after its delivery. */
  const asTheyCome = (days: number, after = 2 * MINUTE, share = 1) =>
    times(Math.round(days * FILES * share), (number) => ({
      time: START + Math.floor((number * EVERY) / share) + after,
      delivered: START + Math.floor((number * EVERY) / share),
    }));
  /** Reads of all the files of some days before it, in ten minutes. */
  const scanAt = (start: number, days: number, files = FILES): Reading[] =>
    times(days * files, (number) => ({
      time: start + Math.floor((number * 600) / (days * files)),
      delivered: start - Math.floor((number * DAY) / files) - MINUTE,
    }));
  const digestsAt = (start: number, days: number): Reading[] =>
    times(days * DIGESTS, (number) => ({ time: start + number, delivered: start - number * HOUR - MINUTE, isDigest: true }));
  /** Mondays, Wednesdays and Fridays at 9. */
  const scans = (weeks: number, days: number) =>
    times(weeks, (number) => [0, 2, 4].flatMap((day) => scanAt(START + (number * 7 + day) * DAY + 9 * HOUR, days))).flat();

  test.each<[string, Reading[], Surroundings, { pattern: string; explained?: number; fields: Record<string, unknown> }]>([
    ['a SIEM', asTheyCome(7), around(7), { pattern: 'every-file', explained: 1, fields: { share: 1, times: 1 } }],
    ['a SIEM that is hours late', asTheyCome(7, 5 * HOUR), around(7), { pattern: 'every-file', fields: { share: 1, times: 1 } }],
    [
      'one that reads each file twice',
      [...asTheyCome(7), ...asTheyCome(7, 3 * MINUTE)],
      around(7),
      { pattern: 'every-file', fields: { share: 1, times: 2 } },
    ],
    ['one that reads three of five files', asTheyCome(7, 120, 0.6), around(7), { pattern: 'every-file', fields: { share: 0.6, times: 1 } }],
    [
      'one that reads digest files too',
      [
        ...asTheyCome(7),
        ...times(7 * DIGESTS, (hour) => ({ time: START + hour * HOUR + 60, delivered: START + hour * HOUR, isDigest: true })),
      ],
      around(7),
      { pattern: 'every-file', fields: { share: 1, times: 1, digests: true } },
    ],
    [
      'a SIEM where nobody knows how many files there are',
      asTheyCome(7),
      around(7, { logFilesPerDay: 0, digestFilesPerDay: 0 }),
      { pattern: 'every-file', fields: { share: 1, times: 1 } },
    ],
    [
      'a scan over three days, three times a week: 12 ± 7 in 28 days',
      scans(4, 3),
      around(28),
      {
        pattern: 'scan',
        explained: 1,
        fields: { runsPerMonth: { low: 5.5, expected: 13, high: 20.6 }, lookbackDays: 3, share: 1, getsPerFile: 1, runMinutes: 10 },
      },
    ],
    [
      'a scan that gets each file twice',
      scans(4, 3).flatMap((read) => [read, { ...read, time: read.time + 1 }]),
      around(28),
      { pattern: 'scan', fields: { lookbackDays: 3, share: 1, getsPerFile: 2 } },
    ],
    [
      'a scan of a quarter of the files',
      times(4, (number) => scanAt(START + number * 7 * DAY + 9 * HOUR, 20, FILES / 4)).flat(),
      around(28),
      { pattern: 'scan', fields: { lookbackDays: 20, share: 0.25, getsPerFile: 1 } },
    ],
    [
      'validation of a week, each day: digest files among the log files',
      times(7, (day) => [...scanAt(START + day * DAY, 7), ...digestsAt(START + day * DAY, 7)]).flat(),
      around(7),
      { pattern: 'validate', explained: 1, fields: { lookbackDays: 7, runMinutes: 10 } },
    ],
    [
      'validation that its tool tells, without a digest file',
      times(7, (day) => scanAt(START + day * DAY, 7)).flat(),
      around(7, { tools: new Map([['aws-cli cloudtrail.validate-logs', 1]]) }),
      { pattern: 'validate', fields: { lookbackDays: 7 } },
    ],
    [
      'a person: three reads a day, of old files',
      times(84, (number) => ({ time: START + number * 8 * HOUR, delivered: START - (20 + number) * DAY })),
      around(28),
      { pattern: 'single', explained: 1, fields: { readsPerMonth: { low: 91, expected: 91, high: 92 } } },
    ],
    [
      'one read',
      [{ time: START, delivered: START - DAY }],
      around(1),
      { pattern: 'single', fields: { readsPerMonth: { low: 0, expected: 30, high: 92 } } },
    ],
  ])('%s', (_, readings, surroundings, expected) => {
    const { pattern, explained, fields, because } = accessPatternOf(readsOf(readings), surroundings);
    expect({ pattern, fields }).toMatchObject({ pattern: expected.pattern, fields: expected.fields });
    if (expected.explained !== undefined) expect(explained).toBe(expected.explained);
    expect(because).toMatch(/\w/);
  });

  const patternOf = (readings: readonly Reading[], surroundings: Surroundings): AccessPattern['pattern'] =>
    accessPatternOf(readsOf(readings), surroundings).pattern;
  const late = (count: number) => times(count, (number) => ({ time: START + number * HOUR, delivered: START - (2 + number) * DAY }));

  test.each<[string, Reading[], Surroundings, AccessPattern['pattern']]>([
    ['four of five reads are of new files', [...asTheyCome(7), ...late(175)], around(7), 'every-file'],
    ['half of the files as they come', asTheyCome(7, 120, 0.5), around(7), 'every-file'],
    ['new files, but few, in a few hours', asTheyCome(1, 120, 0.4).slice(0, 9), around(7), 'single'],
    [
      'new files, but only in a tenth of all hours',
      asTheyCome(7).filter(({ time }) => ((time - START) / HOUR) % 10 < 1),
      around(7),
      'single',
    ],
    ['files read just six hours after', asTheyCome(7, 6 * HOUR), around(7), 'every-file'],
    ['runs of ten reads', times(5, (day) => scanAt(START + day * DAY, 10, 1)).flat(), around(7), 'scan'],
    ['runs of nine reads', times(5, (day) => scanAt(START + day * DAY, 9, 1)).flat(), around(7), 'single'],
    ['half of all reads in runs', [...scanAt(START, 20, 1), ...late(44).slice(24)], around(7), 'scan'],
    ['less than half', [...scanAt(START, 20, 1), ...late(45).slice(24)], around(7), 'single'],
    ['runs where nobody knows how many files there are', scans(4, 10), around(28, { logFilesPerDay: 0 }), 'single'],
    ['digest files in fewer than one read of fifty', [...scanAt(START, 10), ...digestsAt(START, 1).slice(0, 20)], around(7), 'scan'],
    ['digest files in one read of fifty', [...scanAt(START, 10), ...digestsAt(START, 1).slice(0, 21)], around(7), 'validate'],
  ])('on the border: %s', (_, readings, surroundings, pattern) => {
    expect(patternOf(readings, surroundings)).toBe(pattern);
  });

  /** Every file of a day, and its digest files, in ten seconds. */
  const sync = [
    ...times(FILES, (number) => ({ time: START + DAY + (number % 10), delivered: START + number * EVERY })),
    ...times(DIGESTS, (hour) => ({ time: START + DAY + (hour % 10), delivered: START + hour * HOUR, isDigest: true })),
  ];
  const tools = (...list: [string, number][]) => around(2, { tools: new Map(list) });

  test.each<[string, Surroundings, AccessPattern['pattern']]>([
    ['no tool', around(2), 'validate'],
    ['an SDK, which tells nothing', tools(['Boto3', 124]), 'validate'],
    ['s3 sync', tools(['aws-cli s3.sync', 124]), 'scan'],
    ['s3 cp', tools(['aws-cli s3.cp', 124]), 'scan'],
    ['rclone', tools(['rclone', 124]), 'scan'],
    ['an engine that queries', tools(['Trino', 124]), 'scan'],
    ['validate-logs', tools(['aws-cli cloudtrail.validate-logs', 124]), 'validate'],
    ['mostly s3 sync', tools(['aws-cli cloudtrail.validate-logs', 50], ['aws-cli s3.sync', 74]), 'scan'],
    ['mostly validate-logs', tools(['aws-cli cloudtrail.validate-logs', 74], ['aws-cli s3.sync', 50]), 'validate'],
    ['others than known ones', tools(['Boto3', 100], ['aws-cli s3.sync', 24]), 'scan'],
  ])('digest files among the reads of one run, with %s', (_, surroundings, pattern) => {
    const found = accessPatternOf(readsOf(sync), surroundings);
    expect(found).toMatchObject({ pattern, fields: { runsPerMonth: { low: 0, expected: 15.2, high: 45.7 } } });
    expect(found.because).toContain('whether it will happen again is unknown');
  });

  test('a copy is named with its tool', () => {
    expect(accessPatternOf(readsOf(sync), tools(['aws-cli s3.sync', 124])).because).toContain(
      '1 run of a copy (aws-cli s3.sync), 124 reads',
    );
  });

  const seenOnce: [string, Reading[], boolean][] = [
    ['a sync', sync, true],
    ['one read', [{ time: START, delivered: START - MINUTE }], true],
    ['a read of a file whose name tells no time', [{ time: START }], true],
    ['a sync of the newest files', asTheyCome(0.2).map((read) => ({ ...read, time: START + DAY / 5 })), true],
    ['two syncs', [...sync, ...sync.map((read) => ({ ...read, time: read.time + DAY }))], false],
    ['new files as they come, for an hour', asTheyCome(0.04), false],
    ['old files at the pace of their delivery', asTheyCome(0.2, 9 * HOUR), false],
    ['a reader without a pause for days', times(500, (number) => ({ time: START + number * 10 * MINUTE, delivered: START })), false],
  ];

  test.each(seenOnce)('whether it was seen once: %s', (_, readings, isOnce) => {
    expect(isSeenOnce(readsOf(readings))).toBe(isOnce);
  });

  test.each<[string, number[], number, boolean]>([
    ['old files in one hour', [0], 7, true],
    ['old files in hours one after the other', [0, 1, 2], 7, true],
    ['old files in hours apart', [0, 2], 7, false],
    ['old files for more than three days', Array.from({ length: 80 }, (_, hour) => hour), 7, false],
    ['new files', [0, 1], 0, false],
  ])('whether sums by the hour may be one run: %s', (_, hours, age, isOnce) => {
    const reads = new Reads();
    for (const hour of hours) {
      const ages = AGE_MINUTES.map((_end, index) => (index === age ? 10 : 0));
      reads.addSum({ hour: START / 3600 + hour, kind: 0, reads: 10, ages: [...ages, 0], oldestMinutes: 60 });
    }
    expect(isSeenOnce(reads)).toBe(isOnce);
  });

  test('a sync of the newest files does not read every file as it comes', () => {
    const newest = asTheyCome(0.2).map((read) => ({ ...read, time: START + DAY / 5 }));
    expect(accessPatternOf(readsOf(newest), around(0.2))).toMatchObject({ pattern: 'scan', fields: { runsPerMonth: { low: 0 } } });
  });

  test('files that are read later than new ones are, and too many old files, make it no reader of every file', () => {
    expect(patternOf(asTheyCome(7, 6 * HOUR + 2 * MINUTE), around(7))).not.toBe('every-file');
    expect(patternOf([...asTheyCome(7), ...late(180)], around(7))).not.toBe('every-file');
  });

  /** The reader as a scenario has it. */
  const asScenario = ({ pattern, fields }: AccessPattern) =>
    scenarioOf({
      trails: [{ name: 'a', logFilesPerMonth: 3000, digestFilesPerMonth: 700, archiveMonths: 24 }],
      readers: [{ name: 'reader', pattern, ...fields }],
    }).readers[0];

  test.each<[string, Reading[], Surroundings]>([
    ['one that reads without a pause for 40 days, seven hours late', asTheyCome(40, 7 * HOUR), around(40)],
    [
      'one that gets one old file 2,000 times within an hour',
      times(2000, (number) => ({ time: START + number, delivered: START - 9 * DAY })),
      around(1),
    ],
    [
      'one that gets one new file 20,000 times',
      times(20_000, (number) => ({ time: START + number, delivered: START })),
      around(0.5, { logFilesPerDay: 1, observation: { hours: 6, days: [] } }),
    ],
    ['one that reads a file whose name tells of 1970', times(20, (number) => ({ time: START + number, delivered: 60 })), around(1)],
  ])('a scenario accepts %s', (_, readings, surroundings) => {
    expect(() => asScenario(accessPatternOf(readsOf(readings), surroundings))).not.toThrow();
  });

  test('however it reads, the pattern has a name, explains at most all, and tells finite numbers', () => {
    const readings = fc.array(
      fc.record({
        time: fc.integer({ min: START, max: START + 7 * DAY }),
        delivered: fc.oneof(fc.constant(undefined), fc.integer({ min: START - 400 * DAY, max: START + 8 * DAY })),
        isDigest: fc.boolean(),
      }),
      { minLength: 1, maxLength: 80 },
    );
    const surroundings = fc.record({
      observation: fc.constantFrom(around(7).observation, { hours: 0, days: [] }, { hours: 3, days: [] }),
      logFilesPerDay: fc.constantFrom(0, 0.1, 100),
      digestFilesPerDay: fc.constantFrom(0, 24),
      tools: fc.constantFrom(new Map<string, number>(), new Map([['aws-cli cloudtrail.validate-logs', 1]])),
      oldestEncryptedMinute: fc.constantFrom(Number.NEGATIVE_INFINITY, START / 60),
    });
    fc.assert(
      fc.property(readings, surroundings, (list, given) => {
        const found = accessPatternOf(readsOf(list), given);
        const { pattern, explained, fields } = found;
        expect(asScenario(found)).toMatchObject({ pattern });
        expect(['every-file', 'scan', 'validate', 'single']).toContain(pattern);
        expect(explained >= 0 && explained <= 1).toBe(true);
        const numbers = Object.values(fields).flatMap((value) => (typeof value === 'object' ? Object.values(value) : [value]));
        for (const value of numbers) if (typeof value !== 'boolean') expect(Number.isFinite(value) && Number(value) >= 0).toBe(true);
      }),
      runs(300),
    );
  });
});
