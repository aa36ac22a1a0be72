import { describe, expect, test } from 'vitest';
import { count, decrypt, delivery, fileKey, folders, getObject, noise, recordsText, roleIdentity } from '../built.js';
import { makeTrail } from '../trail.mjs';

const START = Date.parse('2026-11-02T00:00:00Z');
const HOUR = 3_600_000;
const temporary = folders();
const KEY = fileKey({ ms: START, unique: 'a' });
const identities = ['siem', 'athena'].map((role) => roleIdentity({ role, session: 'x' }));

const counted = (records: object[], filters = {}) => count(temporary.with([['log.json', recordsText(records)]]), filters);
const readAt = (ms: number, reader = 0) => decrypt({ id: `${ms} ${reader}`, ms, key: KEY, identity: identities[reader] });
const getAt = (ms: number) => getObject({ id: `get ${ms}`, ms, key: KEY, identity: identities[0] });
const sumOf = (numbers: Record<string, number>) => Object.values(numbers).reduce((sum, number) => sum + number, 0);

describe('what is counted by hour', () => {
  test.each<[string, object[], Record<string, number>]>([
    ['one request', [readAt(START + HOUR - 1000)], { '2026-11-02T00:00:00Z': 1 }],
    [
      'requests of all readers, in the order of time whatever that of the records',
      [readAt(START + 26 * HOUR), readAt(START + HOUR), readAt(START + HOUR, 1), readAt(START)],
      { '2026-11-02T00:00:00Z': 1, '2026-11-02T01:00:00Z': 2, '2026-11-03T02:00:00Z': 1 },
    ],
    ['requests, not the GETs that made them', [getAt(START + HOUR), readAt(START)], { '2026-11-02T00:00:00Z': 1 }],
    ['a copy of a request once', [readAt(START), readAt(START)], { '2026-11-02T00:00:00Z': 1 }],
    ['GETs where no request is there', [getAt(START), getAt(START + HOUR)], { '2026-11-02T00:00:00Z': 1, '2026-11-02T01:00:00Z': 1 }],
    ["nothing where all is CloudTrail's own", [delivery({ id: 'd', ms: START, key: KEY })], {}],
    ['nothing of other events', [noise({ id: 'n', ms: START, number: 0 })], {}],
    ['nothing that failed', [decrypt({ id: 'f', ms: START, key: KEY, identity: identities[0], extra: { errorCode: 'AccessDenied' } })], {}],
  ])('is %s', async (_, records, expected) => {
    const { byHour } = await counted(records);
    expect(Object.entries(byHour)).toEqual(Object.entries(expected));
  });

  test.each([{}, { bucketKey: true }, { dataEvents: true }, { dataEvents: true, bucketKey: true, accessLogs: true }])(
    'adds up to the billable requests of a made trail with %j',
    async (options) => {
      const { kmsRequests, byHour, basis } = await count(temporary.with(makeTrail({ days: 3, ...options }).files));
      expect(basis).toBe('decrypts');
      expect(sumOf(byHour)).toBe(kmsRequests.billable);
      expect(Object.keys(byHour).length).toBeGreaterThan(24);
    },
  );

  test('adds up within filters', async () => {
    const { files } = makeTrail({ days: 2 });
    const since = START / 1000 + 86_400;
    const { kmsRequests, byHour } = await count(temporary.with(files), { since });
    expect(kmsRequests.billable).toBeGreaterThan(0);
    expect(sumOf(byHour)).toBe(kmsRequests.billable);
    expect(Object.keys(byHour).every((hour) => hour >= '2026-11-03')).toBe(true);
  });
});
