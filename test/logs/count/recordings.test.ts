import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { getOrMake } from '../../../src/base/maps.js';
import { fileMark, type Recording, Recordings } from '../../../src/logs/count/recordings.js';
import { runs } from '../../runs.js';

const HOUR = 500_000;
const event = (number: number) => new Uint32Array([number, 1, 2, 3]);
const delivered = (number: number) => fileMark(number * 8, true);
const other = (number: number) => fileMark(number * 8, false);
const ACCOUNT = 111122223333 % 2 ** 32;

/** A recording as the count asks for it: what an event's very first one is, is known without a further question. */
function record(recordings: Recordings, words: Uint32Array, file: number, { account = ACCOUNT, hour = HOUR } = {}): Recording {
  const isNamed = words.some((word) => word !== 0);
  recordings.expect(words, 0, words.length, 1);
  if (isNamed && recordings.isNew(0, account, file, hour)) return 'first';
  return recordings.again(0, account, file, hour);
}

/** As it is said, with all that is recorded in one map. */
class NaiveRecordings {
  readonly #files = new Map<string, number[]>();

  add(words: Uint32Array, file: number, account: number): Recording {
    const files = getOrMake(this.#files, `${words.join(' ')} in ${account}`, (): number[] => []);
    const isRepeated = files.includes(file);
    const isPaid = isDelivered(file) && files.some(isDelivered);
    if (!isRepeated) files.push(file);
    return files.length === 1 && !isRepeated ? 'first' : isRepeated ? 'repeated' : isPaid ? 'paid' : 'untold';
  }
}

const isDelivered = (file: number) => file % 2 === 1;

describe('recordings of a request in one account', () => {
  test.each<[string, number[], Recording[]]>([
    ['one', [delivered(1)], ['first']],
    ['of two trails', [delivered(1), delivered(2)], ['first', 'paid']],
    ['of three trails', [delivered(1), delivered(2), delivered(3)], ['first', 'paid', 'paid']],
    ['in one file twice', [delivered(1), delivered(1)], ['first', 'repeated']],
    ['in each of two files twice', [delivered(1), delivered(2), delivered(2), delivered(1)], ['first', 'paid', 'repeated', 'repeated']],
    ['in files of other names', [other(1), other(2), other(1)], ['first', 'untold', 'repeated']],
    ['in a file of another name after its own', [delivered(1), other(1)], ['first', 'untold']],
    ['in a file of another name before its own', [other(1), delivered(1), other(1)], ['first', 'untold', 'repeated']],
    ['in all sorts of files', [other(1), delivered(1), delivered(2), other(2)], ['first', 'untold', 'paid', 'untold']],
  ])('%s', (_, files, expected) => {
    const recordings = new Recordings();
    expect(files.map((file) => record(recordings, event(7), file))).toEqual(expected);
  });

  test('of two requests, or in two accounts, are apart', () => {
    const recordings = new Recordings();
    const elsewhere = { account: ACCOUNT + 1 };
    expect([record(recordings, event(1), delivered(1)), record(recordings, event(2), delivered(2))]).toEqual(['first', 'first']);
    expect(record(recordings, event(1), delivered(3), elsewhere)).toBe('first');
    expect(record(recordings, event(1), delivered(3), elsewhere)).toBe('repeated');
    expect(record(recordings, event(1), delivered(3))).toBe('paid');
  });

  test('are those that a map of all that is recorded tells, whatever the account, with and without an identifier', () => {
    const one = fc.record({
      words: fc.constantFrom(event(1), event(2), event(3), new Uint32Array(4)),
      file: fc.constantFrom(...[1, 2, 3].flatMap((number) => [delivered(number), other(number)])),
      account: fc.constantFrom(0, 1, ACCOUNT),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 60 }), (list) => {
        const [recordings, naive] = [new Recordings(), new NaiveRecordings()];
        for (const { words, file, account } of list) {
          expect(record(recordings, words, file, { account })).toBe(naive.add(words, file, account));
        }
      }),
      runs(500),
    );
  });

  test('in any of very many accounts are kept', () => {
    const recordings = new Recordings();
    const recordAll = (file: number) =>
      Array.from({ length: 20_000 }, (_, account) => record(recordings, event(1_000_000 + account), file, { account }));
    expect(new Set(recordAll(delivered(1)))).toEqual(new Set(['first']));
    expect(new Set(recordAll(delivered(1)))).toEqual(new Set(['repeated']));
    expect(new Set(recordAll(delivered(2)))).toEqual(new Set(['paid']));
  });

  test('of what is recorded without a file that matters, the next is the first', () => {
    const recordings = new Recordings();
    recordings.expect(event(1), 0, 4, 1);
    expect(recordings.isNew(0, ACCOUNT, 0, HOUR)).toBe(true);
    expect(record(recordings, event(1), delivered(1))).toBe('first');
    expect(record(recordings, event(1), delivered(2))).toBe('paid');
  });

  test('are the same in any order of files, also while the table grows', () => {
    const files = fc.array(fc.record({ number: fc.nat(30), file: fc.nat(4), isFromTrail: fc.boolean() }), { maxLength: 60 });
    const sums = (list: { number: number; file: number; isFromTrail: boolean }[], others: number) => {
      const recordings = new Recordings();
      for (let number = 0; number < others; number += 1) record(recordings, event(1000 + number), delivered(1));
      const found = list.map(({ number, file, isFromTrail }) =>
        record(recordings, event(number), isFromTrail ? delivered(file) : other(file)),
      );
      return Object.fromEntries(['first', 'paid', 'untold', 'repeated'].map((kind) => [kind, found.filter((one) => one === kind).length]));
    };
    fc.assert(
      fc.property(files, fc.nat(900), (list, others) => {
        expect(sums(list.toReversed(), 0)).toEqual(sums(list, others));
      }),
      runs(200),
    );
  });

  test('are forgotten with the hours', () => {
    const recordings = new Recordings();
    record(recordings, event(1), delivered(1));
    recordings.retire(HOUR + 100);
    expect(record(recordings, event(1), delivered(2), { hour: HOUR + 100 })).toBe('first');
  });
});
