import { describe, expect, test } from 'vitest';
import { damagedFile } from '../../../src/athena/run/damaged.js';
import { emptyOutcome, type MonthQuery, type RunSettings, runMonths } from '../../../src/athena/run/months.js';
import type { QueryEngine, QueryState } from '../../../src/aws/athena.js';

const DAMAGED = 's3://logs/AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/03/a.json.gz';
const OTHER = DAMAGED.replace('a.json', 'b.json');

/** An engine whose queries end as they are told by their SQL: at once, or never. */
class Engine implements QueryEngine {
  readonly started: string[] = [];
  readonly stopped: string[] = [];
  readonly #endOf: (sql: string) => Partial<QueryState>;

  constructor(endOf: (sql: string) => Partial<QueryState>) {
    this.#endOf = endOf;
  }

  async start(sql: string): Promise<string> {
    this.started.push(sql);
    return `${this.started.length - 1}`;
  }

  async state(id: string): Promise<QueryState> {
    const sql = this.started[Number(id)] ?? '';
    const isStopped = this.stopped.includes(id);
    const location = `s3://results/${id}.csv`;
    return {
      state: 'SUCCEEDED',
      reason: '',
      scannedBytes: 100,
      resultLocation: location,
      ...(isStopped ? { state: 'CANCELLED' } : this.#endOf(sql)),
    };
  }

  async stop(id: string): Promise<void> {
    this.stopped.push(id);
  }
}

const queryOf = (month: string): MonthQuery => ({ month, sql: (excluded) => [month, ...excluded].join(' ') });
const MONTHS = ['2026-10', '2026-11'].map(queryOf);
const SETTINGS = { mostDamaged: 5 };

async function outcomeOf(engine: Engine, settings: RunSettings = SETTINGS) {
  const outcome = emptyOutcome([]);
  await runMonths(engine, MONTHS, settings, outcome);
  return outcome;
}

const failsAt =
  (...files: string[]) =>
  (sql: string) => {
    const file = files.find((each) => !sql.includes(each));
    return file === undefined
      ? {}
      : { state: 'FAILED' as const, reason: `HIVE_CURSOR_ERROR: Failed to read file at ${file}`, scannedBytes: 7 };
  };

test('months run one after the other, each once', async () => {
  const engine = new Engine(() => ({}));
  expect(await outcomeOf(engine)).toEqual({
    results: [
      { month: '2026-10', location: 's3://results/0.csv' },
      { month: '2026-11', location: 's3://results/1.csv' },
    ],
    excluded: [],
    scannedBytes: [100, 100],
    failedBytes: [],
    unended: 0,
  });
  expect(engine.started).toEqual(['2026-10', '2026-11']);
});

test('damaged files are left out from then on, and what failed is not among what Athena bills', async () => {
  const engine = new Engine(failsAt(DAMAGED, OTHER));
  const steps: object[] = [];
  const outcome = await outcomeOf(engine, { ...SETTINGS, onStep: (step) => steps.push(step) });
  expect(outcome).toMatchObject({ excluded: [DAMAGED, OTHER], scannedBytes: [100, 100], failedBytes: [7, 7], unended: 0 });
  expect(outcome.results.map(({ location }) => location)).toEqual(['s3://results/2.csv', 's3://results/3.csv']);
  expect(engine.started[3]).toBe(`2026-11 ${DAMAGED} ${OTHER}`);
  expect(steps).toEqual([
    { month: '2026-10' },
    { month: '2026-10', damaged: DAMAGED },
    { month: '2026-10', damaged: OTHER },
    { month: '2026-11' },
  ]);
});

describe('queries that fail for good', () => {
  test.each([
    ['at more damaged files than are left out', failsAt(DAMAGED, OTHER), 1, `--exclude ${OTHER}`],
    ['at a file that is left out already', () => ({ state: 'FAILED' as const, reason: `broken ${DAMAGED}` }), 5, '--exclude'],
    ['at a column', () => ({ state: 'FAILED' as const, reason: "COLUMN_NOT_FOUND: Column 'eventid'" }), 5, 'other columns than'],
    ['at a table', () => ({ state: 'FAILED' as const, reason: 'TABLE_NOT_FOUND: Table a.b' }), 5, '--table'],
    ['at access', () => ({ state: 'FAILED' as const, reason: 'Access Denied (Service: S3)' }), 5, 'kms:Decrypt'],
    ['at its time', () => ({ state: 'FAILED' as const, reason: 'EXCEEDED_TIME_LIMIT' }), 5, 'fewer days'],
    ['at anything else', () => ({ state: 'FAILED' as const, reason: 'GENERIC_INTERNAL_ERROR' }), 5, 'Recent queries'],
    ['by somebody', () => ({ state: 'CANCELLED' as const, reason: '' }), 5, 'Recent queries'],
  ])('%s', async (_, endOf, mostDamaged, remedy) => {
    const outcome = emptyOutcome([]);
    const run = runMonths(new Engine(endOf), MONTHS, { ...SETTINGS, mostDamaged }, outcome);
    await expect(run).rejects.toMatchObject({ code: 'aws-refused', message: expect.stringContaining(remedy) });
    await expect(run).rejects.toThrow('the query of 2026-10');
    expect(outcome.scannedBytes.length + outcome.failedBytes.length).toBeGreaterThan(0);
  });
});

test('a query that is waited for is stopped by the signal, and what it read counts', async () => {
  const engine = new Engine(() => ({ state: 'RUNNING', scannedBytes: 40 }));
  const stop = new AbortController();
  const outcome = emptyOutcome([]);
  let states = 0;
  const onState = () => {
    states += 1;
    if (states === 1) setTimeout(() => stop.abort(), 20);
  };
  const run = runMonths(engine, MONTHS, { ...SETTINGS, signal: stop.signal, onState }, outcome);
  await expect(run).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  expect(engine.stopped).toEqual(['0']);
  expect(engine.started).toHaveLength(1);
  expect(outcome).toMatchObject({ scannedBytes: [100], unended: 0 });
});

describe('a query that', () => {
  test('cannot be asked about is stopped, and its end is not known', async () => {
    const engine = new Engine(() => ({}));
    engine.state = () => Promise.reject(new Error('network'));
    const outcome = emptyOutcome([]);
    await expect(runMonths(engine, MONTHS, SETTINGS, outcome)).rejects.toThrow('network');
    expect(engine.stopped).toEqual(['0']);
    expect(outcome).toMatchObject({ scannedBytes: [0], unended: 1 });
  });

  test('nobody stops, since that is refused too, fails for the first reason', async () => {
    const engine = new Engine(() => ({}));
    engine.state = () => Promise.reject(new Error('expired'));
    engine.stop = () => Promise.reject(new Error('expired again'));
    await expect(runMonths(engine, MONTHS, SETTINGS, emptyOutcome([]))).rejects.toThrow(/^expired$/);
  });

  test('the engine does not take is not billed', async () => {
    const engine = new Engine(() => ({}));
    engine.start = () => Promise.reject(new Error('refused'));
    const outcome = emptyOutcome([]);
    await expect(runMonths(engine, MONTHS, SETTINGS, outcome)).rejects.toThrow('refused');
    expect(outcome).toMatchObject({ scannedBytes: [], unended: 0 });
  });
});

test('a query of which nothing can be learned any more is stopped', async () => {
  class Deaf extends Engine {
    override async state(): Promise<QueryState> {
      throw new Error('the network is gone');
    }
  }
  const engine = new Deaf(() => ({}));
  await expect(outcomeOf(engine)).rejects.toThrow('the network is gone');
  expect(engine.stopped).toEqual(['0']);
  class Mute extends Deaf {
    override async stop(): Promise<void> {
      throw new Error('nor can it be stopped');
    }
  }
  await expect(outcomeOf(new Mute(() => ({})))).rejects.toThrow('the network is gone');
});

test('nothing is started after the signal', async () => {
  const engine = new Engine(() => ({}));
  await expect(outcomeOf(engine, { ...SETTINGS, signal: AbortSignal.abort() })).rejects.toThrow();
  expect(engine.started).toEqual([]);
});

describe('the file at which a query failed', () => {
  test.each([
    [`HIVE_CURSOR_ERROR: Failed to read file at ${DAMAGED}`, DAMAGED],
    [`HIVE_CURSOR_ERROR: incorrect header check (${DAMAGED}).`, DAMAGED],
    [`Error opening Hive split '${DAMAGED.replace('s3:', 's3a:')}' (offset=0, length=9): bad`, DAMAGED],
    [`${DAMAGED}: Unexpected end of ZLIB input stream`, DAMAGED],
    ['HIVE_METASTORE_ERROR: no such folder s3://logs/AWSLogs/', undefined],
    ['HIVE_BAD_DATA: bad', undefined],
    ['', undefined],
  ])('%s', (reason, expected) => {
    expect(damagedFile(reason)).toBe(expected);
  });
});
