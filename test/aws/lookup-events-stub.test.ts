import { LookupEventsCommand, type LookupEventsCommandInput, paginateLookupEvents } from '@aws-sdk/client-cloudtrail';
import { beforeEach, describe, expect, test } from 'vitest';
import { loopback } from '../loopback.js';
import { cloudTrailClient } from './clients.js';
import { refusal } from './faults.js';
import type { JsonApi } from './json-api.js';
import { type HistoryRecord, lookupEventsStub } from './lookup-events-stub.js';

const NOW = Date.parse('2026-11-30T00:00:00Z');
const HOUR_MS = 60 * 60 * 1000;
const server = loopback();
let now = NOW;
let stub: JsonApi;
let endpoint = 'http://127.0.0.1';
let client = cloudTrailClient({ endpoint });

/** One an hour, newest first: every third is a Decrypt. */
const RECORDS: HistoryRecord[] = Array.from({ length: 24 * 100 }, (_, index) => ({
  eventID: `event-${index}`,
  eventName: index % 3 === 0 ? 'Decrypt' : 'GenerateDataKey',
  eventSource: 'kms.amazonaws.com',
  eventTime: new Date(NOW - index * HOUR_MS).toISOString(),
  readOnly: true,
}));

beforeEach(async () => {
  now = NOW;
  await serve(Number.POSITIVE_INFINITY);
});

async function serve(perSecond: number): Promise<void> {
  stub = lookupEventsStub({ records: { 'us-east-1': RECORDS }, perSecond, clock: () => now });
  endpoint = await server.serve(stub.listener);
  client = cloudTrailClient({ endpoint });
}

/** To be copied: a paginator writes the token into what it is given. */
const DECRYPT = { LookupAttributes: [{ AttributeKey: 'EventName' as const, AttributeValue: 'Decrypt' }] };
const lookUp = (input: LookupEventsCommandInput = {}) => client.send(new LookupEventsCommand(input));
const nameOf = (run: Promise<unknown>) => run.then(String, (error: Error) => error.name);

describe('pages', () => {
  test('by 50, newest first, the last 90 days', async () => {
    const ids: (string | undefined)[] = [];
    const sizes: number[] = [];
    for await (const { Events = [] } of paginateLookupEvents({ client }, { ...DECRYPT })) {
      ids.push(...Events.map(({ EventId }) => EventId));
      sizes.push(Events.length);
    }
    const expected = RECORDS.slice(0, 90 * 24 + 1).filter(({ eventName }) => eventName === 'Decrypt');
    expect(ids).toEqual(expected.map(({ eventID }) => eventID));
    expect(new Set(sizes.slice(0, -1))).toEqual(new Set([50]));
  });

  test('between two times, both included', async () => {
    const [StartTime, EndTime] = [new Date(NOW - 5 * HOUR_MS), new Date(NOW - 3 * HOUR_MS)];
    const { Events } = await lookUp({ StartTime, EndTime });
    expect(Events?.map(({ EventId }) => EventId)).toEqual(['event-3', 'event-4', 'event-5']);
    expect(Events?.[0]).toMatchObject({ EventName: 'Decrypt', EventTime: EndTime, CloudTrailEvent: JSON.stringify(RECORDS[3]) });
  });

  test('a token goes on with its own question', async () => {
    const { NextToken } = await lookUp({ ...DECRYPT, MaxResults: 2 });
    expect(NextToken).toBeDefined();
    expect((await lookUp({ ...DECRYPT, MaxResults: 2, NextToken })).Events?.map(({ EventId }) => EventId)).toEqual(['event-6', 'event-9']);
    expect(await nameOf(lookUp({ NextToken }))).toBe('InvalidNextTokenException');
    expect(await nameOf(lookUp({ NextToken: 'made' }))).toBe('InvalidNextTokenException');
  });

  test('another Region has its own events', async () => {
    const other = cloudTrailClient({ endpoint, region: 'eu-central-1' });
    expect((await other.send(new LookupEventsCommand({}))).Events).toEqual([]);
    expect(stub.requests).toMatchObject([{ action: 'LookupEvents', region: 'eu-central-1', accessKeyId: 'made' }]);
  });
});

test.each<[string, LookupEventsCommandInput, string]>([
  ['a range that ends before it starts', { StartTime: new Date(NOW), EndTime: new Date(0) }, 'InvalidTimeRangeException'],
  ['more than 50 results', { MaxResults: 51 }, 'InvalidMaxResultsException'],
  [
    'two attributes',
    { LookupAttributes: [...DECRYPT.LookupAttributes, { AttributeKey: 'ReadOnly', AttributeValue: 'true' }] },
    'InvalidLookupAttributesException',
  ],
])('%s is refused', async (_, input, name) => {
  expect(await nameOf(lookUp(input))).toBe(name);
});

test('the third request in a second is throttled', async () => {
  await serve(2);
  expect([await nameOf(lookUp()), await nameOf(lookUp()), await nameOf(lookUp())]).toEqual([
    '[object Object]',
    '[object Object]',
    'ThrottlingException',
  ]);
  now += 1000;
  expect((await lookUp({ MaxResults: 1 })).Events).toHaveLength(1);
});

test('faults by rule', async () => {
  stub.faults.add({
    when: ({ region }) => region === 'us-east-1',
    times: 1,
    effect: refusal(400, 'AccessDeniedException', 'Not authorized'),
  });
  expect(await nameOf(lookUp())).toBe('AccessDeniedException');
  expect(await nameOf(lookUp())).toBe('[object Object]');
});
