import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutNames } from '../../../src/report/layout/cut-names.js';
import { runs } from '../../runs.js';

const upTo = (most: number) => (text: string) => [...text].length <= most;

test.each([
  ['names that fit stay', ['siem', 'athena'], 6, ['siem', 'athena']],
  ['beginning and end stay of one that does not', ['account 444455556666'], 16, ['account…55556666']],
  ['different ends', ['security-lake-forwarder-eu', 'security-lake-forwarder-us', 'siem'], 12, ['secur…der-eu', 'secur…der-us', 'siem']],
  ['what differs is behind the middle', ['aaaaaaaaXbbb', 'aaaaaaaaYbbb'], 8, ['aaa…Xbbb', 'aaa…Ybbb']],
  ['what differs is before the middle', ['aaaXbbbbbbbb', 'aaaYbbbbbbbb'], 8, ['aaaX…bbb', 'aaaY…bbb']],
  ['what differs is at the beginning', ['Xaaaaaaaa', 'Yaaaaaaaa'], 3, ['X…a', 'Y…a']],
  ['no cut keeps them apart', ['aaaaaaXaaaaaaa', 'aaaaaaYaaaaaaa'], 5, ['aa…aa', 'aa…aa']],
  ['the same name twice is one', ['forwarder', 'forwarder'], 5, ['fo…er', 'fo…er']],
  ['no blank beside what is gone', ['one two three'], 8, ['one…hree']],
  ['no room', ['siem'], 0, ['']],
])('%s', (_, names, room, cut) => {
  expect(cutNames(names, upTo(room))).toEqual(cut);
});

test('each fits, and is one that did, or begins and ends like its name', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '-', '😀') })), fc.integer({ min: 1, max: 12 }), (names, room) => {
      for (const [index, cut] of cutNames(names, upTo(room)).entries()) {
        const name = names[index] ?? '';
        const [start = '', end = ''] = cut.split('…');
        expect(upTo(room)(cut)).toBe(true);
        expect(upTo(room)(name) ? cut === name : name.startsWith(start) && name.endsWith(end)).toBe(true);
      }
    }),
    runs(),
  );
});
