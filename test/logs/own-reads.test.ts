import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PRODUCT } from '../../src/aws/access.js';
import { isOwnName, OWN_NAME, toolOf } from '../../src/logs/classify/tools.js';
import { scenarioFields } from '../../src/logs/measure/scenario.js';
import { runs } from '../runs.js';
import { count, decrypt, delivery, fileKey, folders, getObject, recordsText, roleIdentity } from './built.js';

const temporary = folders();
const SECURITY = '444455556666';
const HOUR_MS = 3_600_000;
const START = Date.parse('2026-11-02T00:00:00Z');
const OWN_AGENT = '[aws-sdk-js/3.1175.0 ua/2.1 os/linux lang/js md/nodejs#20.20.2 api/s3#3.1175.0 m/E trailcost/0.1.0]';
const PLAIN_AGENT = '[aws-sdk-go-v2/1.39 os/linux lang/go#1.25 api/s3#1.88]';

interface Read {
  ms: number;
  role?: string;
  session?: string;
  agent?: string | undefined;
  file: number;
}

const keyOf = (file: number) => fileKey({ ms: START + file * 600_000, unique: `file${file}` });

/** A read of a file: its Decrypt and, where it has an agent, its GET. */
function readOf({ ms, role = 'analyst', session = 'anna', agent, file }: Read): object[] {
  const identity = roleIdentity({ account: SECURITY, role, session });
  const id = `${ms} ${role} ${session} ${agent} ${file}`;
  const key = keyOf(file);
  return [
    decrypt({ id: `decrypt ${id}`, ms, key, identity }),
    ...(agent === undefined ? [] : [getObject({ id: `get ${id}`, ms: ms + 500, key, identity, userAgent: agent })]),
  ];
}

const deliveries = Array.from({ length: 7 * 24 }, (_, hour) =>
  delivery({ id: `delivery ${hour}`, ms: START + hour * HOUR_MS, key: keyOf(1000 + hour) }),
);

async function counted(reads: readonly Read[], order: (records: object[]) => object[] = (records) => records) {
  const records = order([...deliveries, ...reads.flatMap(readOf)]);
  return await count(temporary.with([['log.json', recordsText(records)]]));
}

/** Some files in an hour, each once. */
const run = (hour: number, files: number, more: Partial<Read>): Read[] =>
  Array.from({ length: files }, (_, file) => ({ ms: START + hour * HOUR_MS + file * 1000, file, ...more }));

describe('its own reads are known', () => {
  test('by the product that it has in the user agent of AWS, wherever it stands there', () => {
    expect(OWN_NAME).toBe(PRODUCT);
    expect(toolOf(OWN_AGENT)).toBe('trailcost');
    expect(toolOf('trailcost/1.0')).toBe('trailcost');
    expect(toolOf('[aws-sdk-js/3 app/nottrailcost/1]')).toBe('aws-sdk-js');
    expect(toolOf('[aws-sdk-js/3 trailcost-clone/1]')).toBe('aws-sdk-js');
  });

  test.each([
    ['role/trailcost', true],
    ['user/trailcost-count', true],
    ['role/Trailcost_Reader', true],
    ['role/trailcosts', false],
    ['role/not-trailcost', false],
    ['service/trailcost', false],
  ])('by the name %s: %s', (name, expected) => {
    expect(isOwnName(name)).toBe(expected);
  });
});

describe('its own reads stand apart and are in no forecast', () => {
  const siem = Array.from({ length: 7 * 24 }, (_, hour) => run(hour, 2, { role: 'siem', session: 'one', agent: PLAIN_AGENT })).flat();

  test.each<[string, Partial<Read>]>([
    ['by the user agent, of a person who else reads nothing', { agent: OWN_AGENT }],
    ['by its role, where only Decrypts show', { role: 'trailcost' }],
    ['by its session', { session: 'trailcost', agent: PLAIN_AGENT }],
  ])('%s', async (_, own) => {
    const without = await counted(siem);
    const { readers, requestsPerMonth, warnings, kmsRequests, ...rest } = await counted([...siem, ...run(50, 300, own)]);
    expect(kmsRequests.billable).toBe(siem.length + 300);
    expect(requestsPerMonth).toEqual(without.requestsPerMonth);
    const reader = readers.find(({ name }) => name !== 'siem');
    const reads = own.agent === undefined ? 0 : 300;
    expect(reader).toMatchObject({ requests: 300, reads, own: { requests: 300, reads }, requestsPerMonth: { expected: 0 } });
    expect(reader?.pattern).toBeUndefined();
    const said = reads === 0 ? '300 billable requests' : '300 billable requests and 300 reads';
    expect(warnings.find(({ code }) => code === 'own-reads')?.message).toBe(
      `trailcost itself made ${said} of these, to count, as ${reader?.name}: in the figures, but not in the monthly forecast, ` +
        'since they do not come again by themselves.',
    );
    const fields = scenarioFields({ readers, requestsPerMonth, warnings, kmsRequests, ...rest });
    expect(fields.readers.map(({ name }) => name)).toEqual(['siem']);
  });

  test('of a person who reads other files too, in whatever order their records come', async () => {
    const other = Array.from({ length: 7 }, (_, day) => run(day * 24 + 3, 20, { agent: PLAIN_AGENT })).flat();
    const plain = await counted([...siem, ...other]);
    const all = [...siem, ...other, ...run(50, 300, { agent: OWN_AGENT })];
    for (const order of [(records: object[]) => records, (records: object[]) => records.toReversed()]) {
      const { readers, requestsPerMonth } = await counted(all, order);
      expect(requestsPerMonth).toEqual(plain.requestsPerMonth);
      const reader = readers.find(({ name }) => name === 'analyst');
      expect(reader).toMatchObject({ requests: 440, reads: 440, readsOnSseKms: 440, own: { requests: 300, reads: 300 } });
      expect(reader?.pattern).toMatchObject({ pattern: 'single', because: expect.stringContaining('trailcost itself made the others') });
      expect(reader?.pattern?.fields['readsPerMonth']).toEqual(reader?.requestsPerMonth);
    }
  });

  test('where its files are not under SSE-KMS, its GETs alone are', async () => {
    const gets = run(50, 30, { agent: OWN_AGENT }).flatMap((read) => readOf(read).slice(1));
    const { readers } = await count(temporary.with([['log.json', recordsText([...deliveries, ...gets])]]));
    expect(readers[0]).toMatchObject({ reads: 30, requests: 0, own: { reads: 30, requests: 0 } });
  });

  test('of nobody, nothing is said', async () => {
    const { readers, warnings } = await counted(siem);
    expect(readers.filter(({ own }) => own !== undefined)).toEqual([]);
    expect(warnings.map(({ code }) => code)).not.toContain('own-reads');
  });

  test('never more than all, whatever the mixture and the order', async () => {
    const reads = fc.array(
      fc.record({
        ms: fc.integer({ min: 0, max: 5 }).map((second) => START + 50 * HOUR_MS + second * 1000),
        role: fc.constantFrom('analyst', 'trailcost', 'siem'),
        session: fc.constantFrom('anna', 'trailcost'),
        agent: fc.constantFrom(undefined, OWN_AGENT, PLAIN_AGENT),
        file: fc.nat(3),
      }),
      { maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(reads, fc.boolean(), async (made, isReversed) => {
        const each = new Map(made.map((read) => [JSON.stringify(read), read]));
        const { readers } = await counted([...each.values()], (records) => (isReversed ? records.toReversed() : records));
        for (const { own, reads: all, requests } of readers) {
          expect(own?.reads ?? 0).toBeLessThanOrEqual(all);
          expect(own?.requests ?? 0).toBeLessThanOrEqual(requests ?? 0);
        }
        const gets = [...each.values()].filter(({ agent, role, session }) => {
          return agent !== undefined && (agent === OWN_AGENT || role === 'trailcost' || session === 'trailcost');
        });
        expect(readers.reduce((sum, { own }) => sum + (own?.reads ?? 0), 0)).toBe(gets.length);
      }),
      runs(20),
    );
  });
});
