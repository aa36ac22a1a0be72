import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { duckdbResult, locationOf, scopeOf } from '../athena/duckdb.js';
import type { ResultTable } from '../aws/athena-api.js';
import { AthenaStub, type Ending } from '../aws/athena-stub.js';
import { accessDenied, expiredToken } from '../aws/faults.js';
import { BUCKET, LOG_FILES, madeBucket, ROOT, SAMPLE } from '../logs/s3/bucket.js';
import { loopback } from '../loopback.js';
import { program } from './program.js';
import { workspace } from './workspace.js';

const bucket = madeBucket();
const server = loopback();
const { folder, transcript } = workspace();

const RESULTS = 'made-results';
const ACCOUNTS = ['111122223333', '444455556666'];
/** The sample is of November alone: the query of October finds nothing. */
const SPANS = [
  ['2026-10-15', '2026-11-01'],
  ['2026-11-01', '2026-11-20'],
] as const;
const FROM = ['--account', ACCOUNTS.join(','), '--region', 'us-east-1,eu-central-1'];
const LOCATIONS = ['AWSLogs/o-exampleorgid/', 'audit/AWSLogs/'].flatMap((path) => ['--location', `s3://${BUCKET}/${path}`]);
const NOVEMBER = ['--since', '2026-11-01', '--until', '2026-11-20'];
const BOTH = ['--since', '2026-10-15', '--until', '2026-11-20'];
const RUN = ['athena', 'run', '--results', `s3://${RESULTS}/of-runs/`];
const DAMAGED = LOG_FILES.find((file) => file.includes('2026/11/04')) ?? '';
const DAMAGED_ADDRESS = `s3://${BUCKET}/${DAMAGED}`;

const isQuery = (sql: string) => sql.includes('trailcost_result');
const isOf = (sql: string, [since]: readonly [string, string]) => sql.includes(`event_second >= ${Date.parse(since) / 1000} `);

/** What DuckDB answers the query of a time over the files of the sample, without those that the query leaves out. */
async function tableOf([since, until]: readonly [string, string], excluded: readonly string[] = []): Promise<ResultTable> {
  const roots = [`${SAMPLE}AWSLogs/o-exampleorgid`, `${SAMPLE}audit/AWSLogs`];
  const locations = roots.map((root) => locationOf(root, since, until, ACCOUNTS, ['us-east-1', 'eu-central-1']));
  const csv = await duckdbResult({ ...scopeOf(locations, since, until), excluded });
  const table: string[][] = parse(csv);
  const [header = [], ...rows] = table;
  return {
    columns: header.map((name) => ({ name, type: 'varchar' })),
    rows: rows.map((row) => row.map((cell) => (cell === '' ? undefined : cell))),
  };
}

const tables = Promise.all(SPANS.map((span) => tableOf(span)));
const withoutDamaged = Promise.all(SPANS.map((span) => tableOf(span, [SAMPLE + DAMAGED])));

/** How queries end that find what DuckDB finds in the sample. */
async function found(): Promise<(sql: string) => Ending> {
  const [october, november] = await tables;
  return (sql) => {
    if (!isQuery(sql)) return { ends: 'succeeded', polls: 0 };
    const table = isOf(sql, SPANS[0]) ? october : november;
    return { ends: 'succeeded', polls: 1, scannedBytes: 200_000_000_000, ...(table && { table }) };
  };
}

/** Queries that fail at the damaged file until they leave it out. */
async function failing(): Promise<(sql: string) => Ending> {
  const [sound, [october, november]] = [await found(), await withoutDamaged];
  return (sql) => {
    const isOctober = isOf(sql, SPANS[0]);
    const table = isOctober ? october : november;
    if (sql.includes(DAMAGED)) return { ends: 'succeeded', polls: 0, scannedBytes: 20_000_000_000, ...(table && { table }) };
    if (!isQuery(sql) || isOctober) return sound(sql);
    const reason = `HIVE_CURSOR_ERROR: Failed to read file at ${DAMAGED_ADDRESS}: Unexpected end of ZLIB input stream`;
    return { ends: 'failed', polls: 0, scannedBytes: 30_000_000_000, reason };
  };
}

/** The program with S3 and Athena on this machine. */
async function stage(endingOf: (sql: string) => Ending, workGroups?: Record<string, { outputLocation?: string }>) {
  const { stub: s3, endpoint } = await bucket();
  s3.addBucket(RESULTS);
  const write = (to: string, key: string, body: string) => s3.put(to, key, { body: Buffer.from(body) });
  const athena = new AthenaStub(endingOf, { write, ...(workGroups && { workGroups }) });
  const env = {
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ENDPOINT_URL_ATHENA: await server.serve(athena.listener),
    SOURCE_DATE_EPOCH: '1795910400',
  };
  /** What differs from run to run: addresses, identifiers of queries, and a name of the table. */
  const steady = (text: string) =>
    text
      .replaceAll(env.AWS_ENDPOINT_URL_S3, 'https://s3.example')
      .replaceAll(env.AWS_ENDPOINT_URL_ATHENA, 'https://athena.example')
      .replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, 'ID')
      .replace(/(trailcost_logs(?:_2)?)_[\da-f]{16}/g, '$1_HASH');
  const ran = async (argv: readonly string[], given: Parameters<typeof program>[1] = {}) => {
    const { stdout, stderr, status } = await program(argv, { cwd: folder, env, ...given });
    return { stdout: stdout.toString(), stderr: steady(stderr), status };
  };
  const queries = () => athena.started.filter(isQuery);
  const statements = (start: string) => athena.started.filter((sql) => sql.startsWith(start)).map(steady);
  const results = () => athena.requests.filter(({ action }) => action === 'StartQueryExecution').map(({ input }) => input);
  const get = (key: string) => s3.object(RESULTS, key)?.body ?? Buffer.alloc(0);
  const gotResults = () => s3.requests.filter(({ kind, bucket: name }) => kind === 'GET' && name === RESULTS).map(({ key }) => key);
  return { s3, athena, env, ran, steady, queries, statements, results, get, gotResults };
}

const run = (time: readonly string[], ...more: readonly string[]) => [...RUN, ...FROM, ...LOCATIONS, ...time, ...more];

describe('what is not to be run is refused before AWS is asked for anything', () => {
  const OF = '--account 111122223333 --region us-east-1 --since 2026-11-01 --until 2026-12-01';
  const SQL = `trailcost athena run --location s3://example-trail-logs/AWSLogs/ ${OF}`;
  transcript('athena-run-bad', 'open ranges and options that make no sense', [
    'trailcost athena run',
    'trailcost athena run --location s3://logs/AWSLogs/ --account 111122223333 --since 2026-11-01 --until 2026-12-01',
    'trailcost athena run --location s3://logs/AWSLogs/ --account 111122223333 --region us-east-1 --since 2026-11-01',
    `trailcost athena run ${OF}`,
    `trailcost athena run --table logs.trail ${OF}`,
    `trailcost athena run --location s3://logs/trail/ ${OF}`,
    `${SQL} --results results/`,
    `${SQL} --max-cost much`,
    `${SQL} --exclude a.json.gz`,
    `${SQL} --table 'a b'`,
    `${SQL} --table a.b --table a.c --by-path`,
    `${SQL} --output nowhere/report.txt`,
    `${SQL} --dialect trino`,
  ]);
});

describe('two months', () => {
  test('are two queries over one table, and give what `athena load` gives of their results', async () => {
    const { ran, queries, statements, results, get, gotResults, athena } = await stage(await found());
    const { stdout, status } = await ran(run(BOTH, '--json'));
    expect(status).toBe(0);
    expect(queries()).toHaveLength(2);
    expect(queries().map((sql) => isOf(sql, SPANS[0]))).toEqual([true, false]);
    expect(statements('CREATE')).toHaveLength(2);
    expect(new Set(statements('DROP'))).toEqual(
      new Set(['DROP TABLE IF EXISTS trailcost_logs_HASH', 'DROP TABLE IF EXISTS trailcost_logs_2_HASH']),
    );
    // Whatever an earlier run left behind is dropped first.
    expect(athena.started.map((sql) => sql.split(/\s/)[0])).toEqual([
      ...['DROP', 'DROP', 'CREATE', 'CREATE', 'WITH', 'WITH', 'DROP', 'DROP'],
    ]);
    for (const input of results()) {
      expect(input).toMatchObject({
        QueryExecutionContext: { Database: 'default' },
        ResultConfiguration: { OutputLocation: `s3://${RESULTS}/of-runs/` },
      });
    }
    const names = gotResults().map((key, index) => {
      writeFileSync(join(folder, `${index}.csv`), get(key));
      return `${index}.csv`;
    });
    expect(names).toHaveLength(2);
    const loaded = await ran(['athena', 'load', ...names, '--json']);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(loaded.stdout));
    expect(JSON.parse(stdout).kmsRequests.billable).toBe(912);
  });

  test('both read the first day of the second month, for copies come late, and the cost has it twice', async () => {
    const { ran, s3, queries } = await stage(await found());
    const first = LOG_FILES.find((file) => file.includes('111122223333/CloudTrail/us-east-1/2026/11/02/')) ?? '';
    s3.put(BUCKET, first.replace('/11/02/', '/11/01/').replace('_20261102T', '_20261101T'), { body: Buffer.alloc(100), kmsKeyId: 'made' });
    const { stderr, status } = await ran(run(BOTH));
    expect(status).toBe(0);
    const [one, two] = [LOG_FILES.length + 1, LOG_FILES.length + 2];
    expect(stderr).toContain(`${one} files: `);
    expect(stderr).toMatch(new RegExp(`2 queries with ${two} GETs .*at most ${two} Decrypts`));
    expect(queries().map((sql) => /day BETWEEN '(.*)' AND '(.*)'/.exec(sql)?.slice(1))).toEqual([
      ['2026/10/15', '2026/11/01'],
      ['2026/11/01', '2026/11/20'],
    ]);
  });
});

test('athena-run: what it costs first, then the report', async () => {
  const { ran } = await stage(await found());
  const argv = run(BOTH);
  const { stdout, stderr, status } = await ran(argv);
  const text = `$ trailcost ${argv.join(' ')}\n${stdout}--- stderr\n${stderr}--- exit ${status}\n`;
  await expect(text.replaceAll(ROOT, 'PACKAGE/')).toMatchFileSnapshot('../golden/cli/athena-run.txt');
});

describe('a damaged file', () => {
  test('ends the run, with the option that leaves it out, and the months before it are not lost', async () => {
    const { ran, queries, statements, steady } = await stage(await failing());
    const { stdout, stderr, status } = await ran(run(BOTH, '-o', 'damaged.txt'));
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    expect(stderr).toContain(`--exclude ${DAMAGED_ADDRESS}`);
    expect(stderr).toContain('--exclude-damaged');
    expect(stderr).toContain('2 queries scanned 230,000 MB ($1.00, nothing for 1 that failed)');
    expect(stderr).toContain('to run only the rest: --since 2026-11-01T00:00:00Z in the same command');
    expect(stderr).toContain(`the result of 2026-10 is in s3://${RESULTS}/of-runs/ID.csv`);
    expect(queries()).toHaveLength(2);
    expect(statements('DROP')).toHaveLength(4);
    expect(existsSync(join(folder, 'damaged.txt'))).toBe(false);
    await expect(steady(stderr)).toMatchFileSnapshot('../golden/cli/athena-run-damaged.txt');
  });

  test('is left out and named with --exclude-damaged, and Athena bills nothing for the query that failed', async () => {
    const { ran, queries } = await stage(await failing());
    const { stdout, stderr, status } = await ran(run(NOVEMBER, '--exclude-damaged', '--json'));
    expect(status).toBe(0);
    expect(queries().map((sql) => sql.includes(DAMAGED))).toEqual([false, true]);
    expect(stderr).toContain(`the query of 2026-11 failed at ${DAMAGED_ADDRESS}: it runs again without that file`);
    expect(stderr).toContain('2 queries scanned 50,000 MB ($0.10, nothing for 1 that failed)');
    expect(stderr).toContain(`left out: ${DAMAGED_ADDRESS}`);
    expect(JSON.parse(stdout).coverage).toMatchObject({ filesFailed: 1 });
  });

  test('is never opened with --exclude, and is one file though both queries leave it out', async () => {
    const { ran, queries } = await stage(await failing());
    const { stdout, stderr, status } = await ran(run(BOTH, '--exclude', DAMAGED_ADDRESS, '--json'));
    expect(status).toBe(0);
    expect(queries().map((sql) => sql.includes(DAMAGED))).toEqual([true, true]);
    expect(stderr).toContain('2 queries scanned 40,000 MB ($0.20)');
    expect(JSON.parse(stdout).coverage).toMatchObject({ filesFailed: 1 });
  });
});

describe('what Athena refuses', () => {
  test('a query that fails for another reason runs once, also with --exclude-damaged', async () => {
    const sound = await found();
    const reason = 'EXCEEDED_TIME_LIMIT: Query exhausted resources';
    const { ran, queries, statements } = await stage((sql) => (isQuery(sql) ? { ends: 'failed', reason, polls: 0 } : sound(sql)));
    const { stdout, stderr, status } = await ran(run(BOTH, '--exclude-damaged'));
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    expect(stderr).toContain(`the query of 2026-10: failed: ${reason}`);
    expect(stderr).toContain('fewer days');
    expect(queries()).toHaveLength(1);
    expect(statements('DROP')).toHaveLength(4);
  });

  test('a work group without a place for results', async () => {
    const { ran, athena } = await stage(await found());
    const { stdout, stderr, status } = await ran(['athena', 'run', ...FROM, ...LOCATIONS, ...NOVEMBER]);
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    expect(stderr).toContain('Give --results s3://BUCKET/PREFIX/');
    expect(athena.started).toEqual([]);
  });

  test('one that has its own place needs none', async () => {
    const { ran, results } = await stage(await found(), { audit: { outputLocation: `s3://${RESULTS}/audit/` } });
    const { status } = await ran(['athena', 'run', ...FROM, ...LOCATIONS, ...NOVEMBER, '--workgroup', 'audit', '--database', 'logs']);
    expect(status).toBe(0);
    expect(results()[0]).toMatchObject({ WorkGroup: 'audit', QueryExecutionContext: { Database: 'logs' } });
    expect(results()[0]).not.toHaveProperty('ResultConfiguration');
  });

  test('a work group that is not there', async () => {
    const { ran } = await stage(await found());
    const { stderr, status } = await ran(run(NOVEMBER, '--workgroup', 'nobody'));
    expect(status).toBe(2);
    expect(stderr).toContain('Check --workgroup');
  });

  test('access', async () => {
    const { ran, athena } = await stage(await found());
    athena.faults.add({
      when: ({ action }) => action === 'StartQueryExecution',
      effect: { ...accessDenied, code: 'AccessDeniedException' },
    });
    const { stdout, stderr, status } = await ran(run(NOVEMBER));
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    expect(stderr).toContain('athena:StartQueryExecution');
    expect(stderr).not.toContain('who manages the bucket');
    // What did not start is not billed.
    const withTable = await ran([...RUN, ...FROM, ...NOVEMBER, '--table', 'logs.trail', '--yes']);
    expect(withTable).toMatchObject({ stdout: '', status: 2 });
    expect(withTable.stderr).not.toContain('scanned');
  });

  test('credentials that expire in the middle: results until then are named, and the table that is left', async () => {
    const { ran, athena, queries } = await stage(await found());
    athena.faults.add({ when: () => queries().length === 2, effect: { ...expiredToken, code: 'ExpiredTokenException' } });
    const { stdout, stderr, status } = await ran(run(BOTH, '-o', 'expired.txt'));
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    expect(existsSync(join(folder, 'expired.txt'))).toBe(false);
    await expect(stderr).toMatchFileSnapshot('../golden/cli/athena-run-expired.txt');
  });

  test('a table that cannot be dropped does not lose the report', async () => {
    const { ran, athena, queries } = await stage(await found());
    const effect = { ...accessDenied, code: 'AccessDeniedException' };
    athena.faults.add({ when: ({ input }) => queries().length > 0 && String(input['QueryString']).startsWith('DROP'), effect });
    const { stdout, stderr, status } = await ran(run(NOVEMBER, '--json'));
    expect(status).toBe(0);
    expect(JSON.parse(stdout).kmsRequests.billable).toBe(912);
    expect(stderr).toContain(
      'could not drop the table of this run (access denied): it costs nothing; to drop it: ' +
        'DROP TABLE IF EXISTS trailcost_logs_HASH; DROP TABLE IF EXISTS trailcost_logs_2_HASH',
    );
  });

  test('results that may not be read are named', async () => {
    const { ran, s3 } = await stage(await found());
    s3.faults.add({ when: ({ kind, bucket: name }) => kind === 'GET' && name === RESULTS, effect: accessDenied });
    const { stdout, stderr, status } = await ran(run(BOTH));
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    for (const month of ['2026-10', '2026-11']) expect(stderr).toContain(`the result of ${month} is in s3://${RESULTS}/of-runs/ID.csv`);
  });
});

describe('what it costs', () => {
  test('stops it above the limit before Athena is asked for anything, and --yes does not', async () => {
    const { ran, athena } = await stage(await found());
    const { stdout, stderr, status } = await ran(run(NOVEMBER, '--max-cost', '0.0001'));
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    expect(stderr).toContain('Nothing was read');
    expect(athena.requests).toEqual([]);
    expect((await ran(run(NOVEMBER, '--max-cost', '0.0001', '--yes'))).status).toBe(0);
  });

  test('is not known of a table without a location: it is read with --yes alone, and no table is made', async () => {
    const { ran, athena, s3 } = await stage(await found());
    const argv = [...RUN, ...FROM, ...NOVEMBER, '--table', 'logs.trail', '--json'];
    const refused = await ran(argv);
    expect(refused).toMatchObject({ stdout: '', status: 2 });
    expect(refused.stderr).toContain('--location');
    expect(athena.requests).toEqual([]);
    const { stdout, status } = await ran([...argv, '--yes']);
    expect(status).toBe(0);
    expect(athena.started.map((sql) => /FROM logs\.trail\b/.test(sql))).toEqual([true]);
    expect(JSON.parse(stdout).kmsRequests.billable).toBe(912);
    expect(s3.requests.filter(({ bucket: name }) => name === BUCKET)).toEqual([]);
  });
});

test('Ctrl-C stops the query, drops the table, and says what was scanned', async () => {
  const sound = await found();
  const { ran, athena, statements } = await stage((sql) => (isQuery(sql) && !isOf(sql, SPANS[0]) ? { ends: 'never' } : sound(sql)));
  const stop = new AbortController();
  athena.faults.add({
    when({ action }) {
      if (action === 'GetQueryExecution' && athena.started.filter(isQuery).length === 2)
        setTimeout(() => stop.abort(new DOMException('stopped before the end', 'AbortError')), 10);
      return false;
    },
    effect: accessDenied,
  });
  const { stdout, stderr, status } = await ran(run(BOTH, '-o', 'stopped.txt'), { signal: stop.signal });
  expect({ stdout, status }).toEqual({ stdout: '', status: 130 });
  expect(athena.stopped.map((sql) => isOf(sql, SPANS[1]))).toEqual([true]);
  expect(statements('DROP')).toHaveLength(4);
  expect(existsSync(join(folder, 'stopped.txt'))).toBe(false);
  await expect(stderr).toMatchFileSnapshot('../golden/cli/athena-run-stopped.txt');
});
