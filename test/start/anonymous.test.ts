import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Anonymity } from '../../src/start/anonymous.js';
import { runs } from '../runs.js';

const id = fc.stringMatching(/^\d{12}$/);
const uuid = fc.uuid();
const texts = fc.array(
  fc
    .tuple(
      fc.constantFrom('arn:aws:kms:us-east-1:', 'account ', 'aws-logs-', 'x_', ''),
      fc.oneof(id, uuid),
      fc.constantFrom(':key/1', ' has', '-b', ''),
    )
    .map((parts) => parts.join('')),
  { minLength: 1, maxLength: 12 },
);
const ACCOUNT = /(?<!\d)\d{12}(?!\d)/g;

test('no id of the input is in the output, but where it is a made one of another', () => {
  fc.assert(
    fc.property(texts, (input) => {
      const output = new Anonymity(input).of(input);
      const given = new Set(input.flatMap((text) => text.match(ACCOUNT) ?? []));
      expect(output.flatMap((text) => text.match(ACCOUNT) ?? []).filter((each) => given.has(each))).toEqual([]);
    }),
    runs(300),
  );
});

test('the same id becomes the same, another another, whatever the order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(id, { minLength: 2 }), (ids) => {
      const [one, other] = [new Anonymity(ids), new Anonymity({ deep: [ids.toReversed()] })];
      expect(new Set(ids.map((each) => one.text(each))).size).toBe(ids.length);
      expect(ids.map((each) => other.text(each))).toEqual(ids.map((each) => one.text(each)));
    }),
    runs(200),
  );
});

test('a made id is none that is there, and numbers are no ids', () => {
  const data = { account: '000000000001', other: 'arn:aws:iam::111122223333:role/x', files: 111122223333, absent: null };
  expect(new Anonymity(data).of(data)).toEqual({
    account: '000000000002',
    other: 'arn:aws:iam::000000000003:role/x',
    files: 111122223333,
    absent: null,
  });
});

test('ids of keys and users too', () => {
  const text = 'key/1234abcd-12ab-34cd-56ef-123456789012, mrk-1234abcd12ab34cd56ef1234567890ab and AROAEXAMPLEEXAMPLE12';
  expect(new Anonymity(text).text(text)).toBe(
    'key/00000000-0000-0000-0000-000000000001, mrk-00000000000000000000000000000001 and AROA00000000000000001',
  );
});
