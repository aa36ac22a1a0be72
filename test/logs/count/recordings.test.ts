import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileMark, type Recording, Recordings } from '../../../src/logs/count/recordings.js';
import { runs } from '../../runs.js';

const HOUR = 500_000;
const event = (number: number) => new Uint32Array([number, 1, 2, 3]);
const delivered = (number: number) => fileMark(number * 8, true);
const other = (number: number) => fileMark(number * 8, false);

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
    expect(files.map((file) => recordings.add(event(7), file, HOUR))).toEqual(expected);
  });

  test('of two requests, or in two accounts, are apart', () => {
    const recordings = new Recordings();
    expect([recordings.add(event(1), delivered(1), HOUR), recordings.add(event(2), delivered(2), HOUR)]).toEqual(['first', 'first']);
  });

  test('are the same in any order of files, also while the table grows', () => {
    const files = fc.array(fc.record({ number: fc.nat(30), file: fc.nat(4), isDelivered: fc.boolean() }), { maxLength: 60 });
    const sums = (list: { number: number; file: number; isDelivered: boolean }[], others: number) => {
      const recordings = new Recordings();
      for (let number = 0; number < others; number += 1) recordings.add(event(1000 + number), delivered(1), HOUR);
      const found = list.map(({ number, file, isDelivered }) =>
        recordings.add(event(number), isDelivered ? delivered(file) : other(file), HOUR),
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
    recordings.add(event(1), delivered(1), HOUR);
    recordings.retire(HOUR + 100);
    expect(recordings.add(event(1), delivered(2), HOUR + 100)).toBe('first');
  });
});
