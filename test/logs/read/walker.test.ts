import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Giver } from '../../../src/logs/read/find/giver.js';
import type { Sink } from '../../../src/logs/read/find/sink.js';
import { parseRecords } from '../../../src/logs/read/find/walker.js';
import { BrokenJson, MAX_RECORD_BYTES, TooLarge } from '../../../src/logs/read/find/wrapped.js';
import { decrypt, delivery, fileKey, roleIdentity } from '../events.mjs';
import { WRAPPINGS } from '../wrappings.js';

const MS = Date.UTC(2026, 10, 2, 1, 15, 30);
const KEY = fileKey({ ms: MS, unique: 'abcdefghijklmnop', organization: undefined });
const IDENTITY = roleIdentity({ role: 'siem', session: 's', invokedBy: 'AWS Internal' });
const decryptOf = (id: string, bytes = 0) =>
  decrypt({ id, ms: MS, key: KEY, identity: IDENTITY, extra: { additionalEventData: { pad: 'é'.repeat(bytes / 2) } } });
/** Together larger than what is parsed at once. */
const LARGE = [decryptOf('a', 3e6), delivery({ id: 'b', ms: MS, key: KEY, extra: {} }), decryptOf('c', 3e6), decryptOf('d')];
/** What cannot be packed small. */
const NOISE = randomBytes(4e6).toString('hex');
const FILLER = Array.from({ length: 5 }, () => 'f'.repeat(1_000_000));
const RECORD = decryptOf('other');

type Given = Parameters<Sink['record']> | [string];
const sinkTo = (given: Given[]): Sink => ({ record: (...record) => given.push(record), untaken: (reason) => given.push([reason]) });

/** As it is read: value by value. */
function walked(text: string) {
  const ignored = new Set<number>();
  for (let times = 1; ; times += 1) {
    const given: Given[] = [];
    const kind = parseRecords(Buffer.from(text), sinkTo(given), ignored);
    if (kind !== undefined) return { kind, given, times };
  }
}

/** As it would be read if all of it were parsed at once. */
function parsedWhole(text: string) {
  const given: Given[] = [];
  const giver: Giver = new Giver(sinkTo(given), (inner, level) => giver.give(JSON.parse(inner), level));
  return { kind: giver.give(JSON.parse(text), 0), given };
}

describe('what is too large to be parsed at once gives the same records:', () => {
  const forms = Object.entries(WRAPPINGS).flatMap(([name, wrap]): [string, string][] => {
    const text = wrap(LARGE);
    return text.length > MAX_RECORD_BYTES / 2 && isJson(text) ? [[name, text]] : [];
  });
  const text = JSON.stringify(LARGE);
  test.each<[string, string]>([
    ...forms,
    ['in a list', JSON.stringify(LARGE, null, 1)],
    ['in text', JSON.stringify({ Body: JSON.stringify({ Records: LARGE, FILLER }) })],
    ['in text within text', JSON.stringify([{ Body: JSON.stringify({ Message: text }) }])],
    ['packed, in text', JSON.stringify({ data: gzipSync(JSON.stringify({ logEvents: LARGE, NOISE })).toString('base64') })],
    ['beside a list', `{"before":${JSON.stringify(RECORD)},"Records":${text},"after":[${JSON.stringify(RECORD)}]}`],
    ['within text, beside a list', JSON.stringify({ Body: `{"before":${JSON.stringify(RECORD)},"Records":${text},"FILLER":"${NOISE}"}` })],
    ['beside an empty list of something else', JSON.stringify({ events: [], more: LARGE })],
    ['beside an empty list of records', JSON.stringify({ Records: [], more: LARGE })],
    ['beside what makes a digest', JSON.stringify({ more: LARGE, digestStartTime: 'x' })],
    ['in a field that is there twice', `{"a":${JSON.stringify(RECORD)},"a":${text}}`],
    ['in what only mentions an event', JSON.stringify({ detail: { eventSource: 'x', LARGE } })],
    ['deeper than wrappings go', `${'[['.repeat(10)}${text}${']]'.repeat(10)}`],
    [
      'of which one lacks its name',
      JSON.stringify([{ ...RECORD, eventSource: 's3.amazonaws.com', eventName: undefined, FILLER }, ...LARGE]),
    ],
    ['of which one lacks its source', JSON.stringify({ detail: { ...RECORD, eventSource: undefined, FILLER } })],
    ['of other services alone', JSON.stringify({ class_uid: 1, api: {}, metadata: {}, FILLER })],
    ['of nobody', JSON.stringify({ FILLER, a: { b: [FILLER, 1, null, true, { c: FILLER }] } })],
    ['of nobody, in blanks', `{${' '.repeat(MAX_RECORD_BYTES)}}`],
  ])('%s', (_, json) => {
    expect(Buffer.byteLength(json)).toBeGreaterThan(MAX_RECORD_BYTES);
    const { times, ...reading } = walked(json);
    expect(reading).toEqual(parsedWhole(json));
    expect(times).toBeLessThanOrEqual(2);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test.each<[string, string, RegExp]>([
  ['cut', JSON.stringify(LARGE).slice(0, -5), /^broken JSON: /],
  ['with a comma too many', `[${JSON.stringify(LARGE)},]`, /^broken JSON/],
  ['without a colon', `{"a" ${JSON.stringify(LARGE)}}`, /^broken JSON at byte 5$/],
  ['without a comma', `{"a":${JSON.stringify(FILLER)} "b":1}`, /^broken JSON at byte 5000022$/],
  ['with a name that is none', `{"a":${JSON.stringify(FILLER)},b:1}`, /^broken JSON at byte 5000022$/],
  ['that ends after a list', `[${JSON.stringify(LARGE)}`, /^broken JSON: it ends too early$/],
  ['with the wrong end', `[${JSON.stringify(LARGE)}}`, /^broken JSON at byte \d+$/],
  ['with something after its text', JSON.stringify({ Body: `${JSON.stringify({ Records: LARGE })} x` }), /^broken JSON/],
  ['with a word that is none', `[${JSON.stringify(FILLER)},nul]`, /^broken JSON: /],
])('large JSON that is broken says so: %s', (_, json, message) => {
  expect(() => walked(json)).toThrow(BrokenJson);
  expect(() => walked(json)).toThrow(message);
});

test.each<[string, () => string, string]>([
  ['a record', () => JSON.stringify([{ ...RECORD, FILLER }]), 'a record of more than 4 MiB'],
  ['a text', () => JSON.stringify({ a: 'a'.repeat(33 * 1024 * 1024) }), 'a text of more than 32 MiB'],
])('%s that is larger than any of AWS is refused', (_, json, message) => {
  expect(() => walked(json())).toThrow(TooLarge);
  expect(() => walked(json())).toThrow(message);
});
