import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { TrailcostError } from '../../../src/base/errors.js';
import { CheckpointFile } from '../../../src/logs/checkpoint/checkpoint-file.js';
import { NO_FILTERS } from '../../../src/logs/classify/filters.js';
import { historyDays } from '../../../src/logs/history/days.js';
import { measurementJson } from '../../../src/logs/measure/json.js';
import { accessDenied, expiredToken, refusal } from '../../aws/faults.js';
import type { JsonApi } from '../../aws/json-api.js';
import { type HistoryRecord, lookupEventsStub } from '../../aws/lookup-events-stub.js';
import { loopback } from '../../loopback.js';
import { folders } from '../built.js';
import { countHistory, DAY_MS, madeDays, madeDecrypt } from './history.js';

const NOW = Date.parse('2026-11-30T10:30:00Z');
const server = loopback();
const temporary = folders();

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'made');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'made');
  vi.stubEnv('AWS_REGION', 'us-east-1');
  // Two requests a second are waited for in a test of their own.
  vi.spyOn(performance, 'now').mockImplementation(() => (clock += 10_000));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});
let clock = 0;

async function serve(records: Record<string, HistoryRecord[]>): Promise<{ stub: JsonApi; endpoint: string }> {
  const stub = lookupEventsStub({ records, perSecond: Number.POSITIVE_INFINITY, clock: () => NOW });
  return { stub, endpoint: await server.serve(stub.listener) };
}

const temporaryOfAll = process.env['TMPDIR'];
// Of this file alone, since others keep scratch folders in theirs at the same time.
beforeAll(() => {
  process.env['TMPDIR'] = mkdtempSync(join(tmpdir(), 'history-'));
});
afterAll(() => {
  rmSync(tmpdir(), { recursive: true, force: true });
  process.env['TMPDIR'] = temporaryOfAll;
});

const scratchFolders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('event-history'));
const seconds = (text: string) => Date.parse(text) / 1000;

describe('days', () => {
  const now = NOW / 1000;
  const none = { since: undefined, until: undefined };
  test('are the last 90, today and those that may still grow among them', () => {
    const days = historyDays(now, none);
    expect(days).toHaveLength(90);
    expect(days[0]).toEqual({ day: 20_698, from: seconds('2026-09-02T00:00:00Z'), to: seconds('2026-09-02T23:59:59Z'), isOver: true });
    expect(days.at(-1)).toMatchObject({ from: seconds('2026-11-30T00:00:00Z'), to: now, isOver: false });
    expect(days.at(-2)?.isOver).toBe(true);
    expect(historyDays(seconds('2026-11-30T05:59:59Z'), none).at(-2)?.isOver).toBe(false);
  });

  test.each([
    ['part of one', '2026-11-28T06:00:00Z', '2026-11-28T18:00:00Z', 1],
    ['a day, whose end is excluded', '2026-11-28T00:00:00Z', '2026-11-29T00:00:00Z', 1],
    ['a second of the next', '2026-11-28T00:00:00Z', '2026-11-29T00:00:01Z', 2],
    ['none, long ago', '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z', 0],
    ['none, to come', '2027-01-01T00:00:00Z', '2027-02-01T00:00:00Z', 0],
  ])('%s', (_, since, until, expected) => {
    const days = historyDays(now, { since: seconds(since), until: seconds(until) });
    expect(days).toHaveLength(expected);
    for (const { from, to } of days) expect(from >= seconds(since) && to < seconds(until)).toBe(true);
  });
});

describe('what Event history has is counted', () => {
  test('each Decrypt once, whatever pages they come on, and the time without any is observed', async () => {
    const { stub, endpoint } = await serve({ 'us-east-1': madeDays(NOW, 3, 130) });
    const pages: number[] = [];
    const { measurement } = await countHistory({ endpoint, now: NOW, onPage: (events) => pages.push(events) });
    const { kmsRequests, coverage, readers, warnings, filesPerMonth, deliveries } = measurement;
    expect(kmsRequests).toMatchObject({ billable: 317, failed: 0, unrelated: 0 });
    expect(coverage).toMatchObject({ records: 317, duplicates: 0, complete: true, eventHistory: ['us-east-1'], gaps: [], filesFailed: 0 });
    expect(coverage.hoursObserved).toBeCloseTo(89 * 24 + 10.5 + 1 / 12, 1);
    expect(coverage.accounts).toEqual(['444455556666']);
    expect(readers.map(({ name, requests }) => ({ name, requests }))).toEqual([{ name: 'siem-forwarder', requests: 317 }]);
    expect(warnings.map(({ code }) => code)).toEqual(['event-history']);
    expect(deliveries).toEqual([]);
    expect(filesPerMonth.expected).toBeLessThan(317);
    expect(pages.toSorted((one, other) => other - one).slice(0, 8)).toEqual([50, 50, 50, 50, 50, 30, 30, 7]);
    expect(stub.requests).toHaveLength(pages.length);
    expect(stub.requests[0]?.input).toEqual({
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'Decrypt' }],
      StartTime: seconds('2026-09-02T00:00:00Z'),
      EndTime: seconds('2026-09-02T23:59:59Z'),
      MaxResults: 50,
    });
    expect(scratchFolders()).toEqual([]);
  });

  test('of each Region that is named, by the same days', async () => {
    const records = madeDays(NOW, 2, 20);
    const abroad = madeDecrypt(NOW - DAY_MS, 1, { awsRegion: 'eu-west-1' });
    const { endpoint, stub } = await serve({ 'us-east-1': records, 'eu-west-1': [abroad] });
    const filters = { since: seconds('2026-11-29T00:00:00Z') };
    const { measurement } = await countHistory({ endpoint, now: NOW, regions: ['us-east-1', 'eu-west-1'], filters });
    expect(measurement.kmsRequests.billable).toBe(records.length + 1);
    expect(stub.requests.map(({ region }) => region)).toEqual(['us-east-1', 'eu-west-1', 'us-east-1', 'eu-west-1']);
  });

  test('an event that holds nothing is named, not lost', async () => {
    const broken = { ...madeDecrypt(NOW - DAY_MS, 1), toJSON: () => 'nothing' };
    const { endpoint } = await serve({ 'us-east-1': [broken, madeDecrypt(NOW - DAY_MS, 2)] });
    const { measurement } = await countHistory({ endpoint, now: NOW });
    expect(measurement.kmsRequests.billable).toBe(1);
    expect(measurement.coverage.failures).toEqual([
      { file: 'event-history/us-east-1/2026-11-29/page-000001.json', reason: 'has 1 event without a record' },
    ]);
  });

  test('nothing is no answer', async () => {
    const { endpoint } = await serve({ 'us-east-1': [] });
    const { measurement } = await countHistory({ endpoint, now: NOW });
    expect(measurement.warnings[0]).toEqual({ code: 'no-records', message: 'Event history has no Decrypt in us-east-1 in this time.' });
  });
});

describe('what AWS refuses', () => {
  const messageOf = (counting: Promise<unknown>) =>
    counting.then(
      () => undefined,
      (error: unknown) => (error instanceof TrailcostError ? `${error.code}: ${error.message}` : String(error)),
    );

  test.each([
    [
      'access denied',
      accessDenied,
      'aws-refused: Event history of us-east-1: access denied\n  This needs cloudtrail:LookupEvents, nothing else. ' +
        'Ask for it, or use another profile (AWS_PROFILE).',
    ],
    ['expired', expiredToken, 'aws-refused: Event history of us-east-1: the credentials have expired'],
    [
      'a Region that is not enabled',
      refusal(400, 'UnrecognizedClientException', 'The security token included in the request is invalid.'),
      'Check the credentials (AWS_PROFILE), and that the account has enabled this Region',
    ],
  ])('%s at the first request', async (_, effect, expected) => {
    const { stub, endpoint } = await serve({ 'us-east-1': madeDays(NOW, 2, 10) });
    stub.faults.add({ when: () => true, effect });
    expect(await messageOf(countHistory({ endpoint, now: NOW }))).toContain(expected);
    expect(scratchFolders()).toEqual([]);
  });

  test('no Region, no credentials, no server', async () => {
    const { endpoint } = await serve({});
    vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent');
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    expect(await messageOf(countHistory({ endpoint: 'http://127.0.0.1:9', now: NOW }))).toContain('http://127.0.0.1:9 cannot be reached');
    vi.stubEnv('AWS_REGION', '');
    expect(await messageOf(countHistory({ endpoint, now: NOW, regions: [] }))).toContain(
      'usage: --event-history: no Region is given or set',
    );
    vi.stubEnv('AWS_ACCESS_KEY_ID', '');
    expect(await messageOf(countHistory({ endpoint, now: NOW }))).toContain('aws-refused: Event history of us-east-1: no AWS credentials');
  }, 120_000);

  test('credentials that expire in the middle leave what was counted until then, and a resumed run gives the whole', async () => {
    const { stub, endpoint } = await serve({ 'us-east-1': madeDays(NOW, 90, 3) });
    const whole = (await countHistory({ endpoint, now: NOW })).measurement;
    stub.faults.add({ when: () => true, after: 40, effect: expiredToken });
    const place = join(temporary.root, 'expired');
    const run = { version: '1.2.3', source: 'event-history', filters: NO_FILTERS, wantsTrace: false };
    const first = CheckpointFile.open({ path: place, place }, run);
    const { measurement, supply } = await countHistory({ endpoint, now: NOW, checkpoint: first });
    first.close();
    expect(supply.refusal?.message).toContain('the credentials have expired');
    expect(supply.isCutShort).toBe(true);
    expect(measurement.kmsRequests.billable).toBe(120);
    expect(measurement.coverage.hoursObserved).toBeCloseTo(40 * 24, 0);
    stub.faults.clear();
    const before = stub.requests.length;
    const second = CheckpointFile.open({ path: place, place }, run);
    expect(measurementJson((await countHistory({ endpoint, now: NOW, checkpoint: second })).measurement)).toBe(measurementJson(whole));
    second.close();
    expect(stub.requests.length - before).toBe(50);
  });

  test('one Region that refuses is named, is asked for no more, and is not kept as if it had nothing', async () => {
    const records = madeDays(NOW, 3, 10);
    const { stub, endpoint } = await serve({ 'us-east-1': records, 'eu-west-1': [madeDecrypt(NOW - DAY_MS, 1)] });
    stub.faults.add({ when: ({ region }) => region === 'eu-west-1', effect: accessDenied });
    const place = join(temporary.root, 'denied');
    const run = { version: '1.2.3', source: 'event-history', filters: NO_FILTERS, wantsTrace: false };
    const order = { endpoint, now: NOW, regions: ['us-east-1', 'eu-west-1'], filters: { since: seconds('2026-11-28T00:00:00Z') } };
    const first = CheckpointFile.open({ path: place, place }, run);
    const { measurement } = await countHistory({ ...order, checkpoint: first });
    first.close();
    expect(measurement.kmsRequests.billable).toBe(records.length);
    expect(measurement.coverage.failures).toEqual([
      { file: 'event-history/eu-west-1/2026-11-28', reason: 'access denied' },
      { file: 'event-history/eu-west-1/2026-11-29', reason: 'is not asked for, since its Region refused' },
      { file: 'event-history/eu-west-1/2026-11-30', reason: 'is not asked for, since its Region refused' },
    ]);
    expect(stub.requests.filter(({ region }) => region === 'eu-west-1')).toHaveLength(1);
    const again = CheckpointFile.open({ path: place, place }, run);
    expect(measurementJson((await countHistory({ ...order, checkpoint: again })).measurement)).toBe(measurementJson(measurement));
    again.close();
    stub.faults.clear();
    const second = CheckpointFile.open({ path: place, place }, run);
    expect((await countHistory({ ...order, checkpoint: second })).measurement.kmsRequests.billable).toBe(records.length + 1);
    second.close();
  });
});
