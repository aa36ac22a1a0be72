// What people and machines put where a plain value belongs.
import fc from 'fast-check';

/** Names that a terminal, a spreadsheet, Markdown, YAML, HTML or a file system takes for something else. */
const NAMES = [
  '',
  ' ',
  'siem',
  '=2+3',
  "=cmd|'/C calc'!A0",
  '+1',
  '-1',
  '@example/team',
  '\t=1',
  '\u001b[31mred\u001b[0m',
  '\u001b]8;;https://example.com\u0007link\u001b]8;;\u0007',
  'a\nb',
  'a\r\nb',
  '\u0000',
  '\u202Eright-to-left',
  '\u200B',
  '\uD800',
  '\uFEFFmark',
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  '[link](https://example.com)',
  '![image](https://example.com/x.png)',
  'https://example.com/',
  'someone@example.com',
  '| cell | cell |',
  '`code`',
  '```',
  '&lt;b&gt;',
  '#1',
  '# heading',
  '- item',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'true',
  '~',
  '&anchor',
  '*alias',
  '!!js/function',
  '{a: 1}',
  '"quoted"',
  "it's",
  'a: b',
  'a #b',
  '../../etc/passwd',
  '/dev/zero',
  'NaN',
  'Infinity',
  '1e400',
  '2026-13-45',
  '𝟏𝟐𝟑',
  '名前',
  'x'.repeat(300),
  'x'.repeat(70_000),
];

const NUMBERS = [0, -0, -1, 0.1, 1e-7, 1e21, 1e308, -1e308, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 53 + 2, 5e-324];

export const hostileText = fc.oneof(fc.constantFrom(...NAMES), fc.string({ unit: 'binary', maxLength: 20 }));

/** Any JSON value, most often one that looks sensible in another place. */
export const hostileValue = fc.oneof(
  { arbitrary: hostileText, weight: 4 },
  { arbitrary: fc.constantFrom(...NUMBERS), weight: 2 },
  { arbitrary: fc.constantFrom(null, true, false, [], {}, [[]], { '': '' }), weight: 2 },
  { arbitrary: fc.jsonValue({ maxDepth: 3 }), weight: 1 },
);

const edit = fc.record({
  where: fc.nat(1_000_000),
  how: fc.oneof(
    { arbitrary: fc.record({ kind: fc.constant('replace'), value: hostileValue }), weight: 4 },
    { arbitrary: fc.constantFrom({ kind: 'remove' }, { kind: 'repeat' }, { kind: 'stringify' }, { kind: 'swap' }), weight: 3 },
  ),
});

/**
 * A value in which some fields were replaced, removed, repeated, written as text or exchanged. It shrinks to fewer changes.
 *
 * @template T
 * @param {fc.Arbitrary<T>} value
 * @returns {fc.Arbitrary<unknown>}
 */
export function edited(value, mostEdits = 3) {
  return fc.tuple(value, fc.array(edit, { maxLength: mostEdits })).map(([given, edits]) => {
    const whole = { value: structuredClone(given) };
    for (const { where, how } of edits) change(placesIn(whole), where, how);
    return whole.value;
  });
}

/** Every place of a value: the object or list that holds it, and its key there. */
function placesIn(value, places = []) {
  if (typeof value !== 'object' || value === null) return places;
  for (const key of Object.keys(value)) {
    places.push([value, key]);
    placesIn(value[key], places);
  }
  return places;
}

function change(places, where, { kind, value }) {
  const [holder, key] = places[where % places.length] ?? [];
  if (holder === undefined) return;
  if (kind === 'replace') put(holder, key, structuredClone(value));
  else if (kind === 'stringify') put(holder, key, JSON.stringify(holder[key]) ?? '');
  else if (kind === 'swap') swap([holder, key], places[(where * 7919) % places.length] ?? [holder, key]);
  else if (kind === 'repeat' && Array.isArray(holder)) holder.push(structuredClone(holder[key]));
  else if (kind === 'repeat') put(holder, `${key}2`, structuredClone(holder[key]));
  else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

/** Also a key such as `__proto__` becomes a field of its own. */
function put(holder, key, value) {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Copies, so that nothing comes to hold itself. */
function swap([holder, key], [other, otherKey]) {
  const [one, two] = [structuredClone(holder[key]), structuredClone(other[otherKey])];
  put(holder, key, two);
  if (otherKey in other) put(other, otherKey, one);
}

const damage = fc.record({
  where: fc.nat(1_000_000),
  length: fc.oneof(fc.nat(3), fc.nat(500)),
  insert: fc.oneof(
    fc.constant(''),
    fc.constantFrom('"', '{', '}', '[', ']', ',', ':', '\\', '\\u', '\n', '\r\n', '\0', '\xef\xbb\xbf', '\xff\xfe', '\xff', ' ', '\t'),
    fc.string({ unit: 'grapheme-ascii', maxLength: 5 }),
    fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  ),
});

/**
 * Bytes of which some were cut out, put in, or exchanged. Bytes are texts of one sign each, which JSON can hold and people can read.
 *
 * @param {fc.Arbitrary<string>} bytes
 */
export function damaged(bytes, mostDamages = 2) {
  return fc
    .tuple(bytes, fc.array(damage, { maxLength: mostDamages }), fc.option(fc.nat(1_000_000), { freq: 9 }))
    .map(([given, damages, end]) => {
      let text = given;
      for (const { where, length, insert } of damages) {
        const at = where % (text.length + 1);
        text = text.slice(0, at) + insert + text.slice(at + length);
      }
      return end === null ? text : text.slice(0, end % (text.length + 1));
    });
}

/** Text as the bytes of its UTF-8. */
export const asBytes = (text) => Buffer.from(text).toString('latin1');
