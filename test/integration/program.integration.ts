import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, test } from 'vitest';
import { knownIn } from '../athena/known.js';
import { delay } from '../aws/faults.js';
import { program } from '../cli/program.js';
import { athenaFacade } from './athena-facade.js';
import { createBucket, pathsIn, SAMPLE } from './moto.js';
import { stage } from './stage.js';

const { trino, proxy, proxyAddress, serve, s3 } = stage();
const RESULTS = 'program-results';
const isLogFile = (key: string) => key.includes('/CloudTrail/');
const LOG_FILES = pathsIn(SAMPLE.folder).filter(isLogFile).sort();
const TIME = ['--since', '2026-11-01', '--until', '2026-12-01'];
const FROM = ['--account', '111122223333,444455556666', '--region', 'us-east-1,eu-central-1', ...TIME];
const BOTH = [`s3://${SAMPLE.bucket}/AWSLogs/o-exampleorgid/`, `s3://${SAMPLE.bucket}/audit/AWSLogs/`];
const RUN = ['athena', 'run', '--results', `s3://${RESULTS}/`, '-f', 'json'];
const run = (...locations: readonly string[]) => [...RUN, ...FROM, ...locations.flatMap((each) => ['--location', each])];

let athena = '';

beforeAll(async () => {
  await createBucket(s3, RESULTS);
  await trino.run('CREATE SCHEMA IF NOT EXISTS s3.default');
  athena = await serve(athenaFacade(trino, s3).listener);
});

async function ran(argv: readonly string[], signal?: AbortSignal) {
  const env = { AWS_ENDPOINT_URL_S3: proxyAddress, AWS_ENDPOINT_URL_ATHENA: athena };
  const { stdout, stderr, status } = await program(argv, { cwd: process.cwd(), env, ...(signal && { signal }) });
  return { stdout: stdout.toString(), stderr, status };
}

/** GETs of log files; results are GETs too. */
const logGets = () => proxy.keys('GET').filter(isLogFile).sort();

test('count s3:// gives what the same files give on disk, with the GETs that it announced', async () => {
  const bucket = await ran(['count', `s3://${SAMPLE.bucket}`, ...TIME, '-f', 'json']);
  expect(logGets()).toEqual(LOG_FILES);
  expect(bucket.stderr).toContain(`${LOG_FILES.length} GETs`);
  const folders = ['AWSLogs', 'audit'].map((each) => join(SAMPLE.folder, each));
  const local = await ran(['count', ...folders, ...TIME, '-f', 'json']);
  expect(bucket.status).toBe(0);
  expect(knownIn(bucket.stdout)).toEqual(knownIn(local.stdout));
});

describe('athena run', () => {
  test('gives what the counter gives, with the GETs that it announced', async () => {
    const { stdout, stderr, status } = await ran(run(...BOTH));
    expect(stderr).toContain(`1 query with ${LOG_FILES.length} GETs`);
    expect(logGets()).toEqual(LOG_FILES);
    expect(status).toBe(0);
    const folders = ['AWSLogs', 'audit'].map((each) => join(SAMPLE.folder, each));
    expect(knownIn(stdout)).toEqual(knownIn((await ran(['count', ...folders, ...TIME, '-f', 'json'])).stdout));
    expect(stderr).toMatch(/1 query scanned [\d.]+ MB \((?:under )?\$0\.0/);
  });

  test('leaves no table behind', async () => {
    const { rows } = await trino.run('SHOW TABLES FROM s3.default');
    expect(rows).toEqual([]);
  });

  test('leaves damaged files out where it is told to, and names them', async () => {
    const keys = LOG_FILES.filter((key) => key.startsWith('audit/')).slice(0, 6);
    const bad = [keys[1] ?? '', keys[4] ?? ''];
    await createBucket(s3, 'program-damaged');
    for (const Key of keys) {
      const bytes = readFileSync(join(SAMPLE.folder, Key));
      const Body = bad.includes(Key) ? bytes.subarray(0, bytes.length - 20) : bytes;
      await s3.send(new PutObjectCommand({ Bucket: 'program-damaged', Key, Body }));
    }
    const argv = run('s3://program-damaged/audit/AWSLogs/');
    const refused = await ran(argv);
    expect(refused).toMatchObject({ status: 2, stdout: '' });
    expect(refused.stderr).toMatch(/--exclude s3:\/\/program-damaged\/audit/);
    const { stdout, stderr, status } = await ran([...argv, '--exclude-damaged']);
    expect(status).toBe(0);
    for (const key of bad) expect(stderr).toContain(`failed at s3://program-damaged/${key}`);
    const { coverage } = JSON.parse(stdout);
    expect(coverage).toMatchObject({ filesRead: 4, filesFailed: 2 });
  });

  test('stops its query where it is stopped', async () => {
    const stop = new AbortController();
    proxy.faults.add({
      when({ kind, key }) {
        const isRead = kind === 'GET' && isLogFile(key);
        // From the first file that it reads, the query is running.
        if (isRead) stop.abort(new DOMException('stopped before the end', 'AbortError'));
        return isRead;
      },
      effect: delay(1000),
    });
    const { stderr, status } = await ran(run(...BOTH), stop.signal);
    expect(status).toBe(130);
    expect(stderr).toMatch(/stopped/);
    const { rows } = await trino.run(
      "SELECT count(*) FROM system.runtime.queries WHERE state = 'RUNNING' AND query LIKE '%trailcost_result%'",
    );
    expect(rows).toEqual([[1]]);
  });

  test.each([
    ['what it may not spend', [...run(...BOTH), '--max-cost', '0.0001'], 'reading costs up to'],
    ['a database that is not there', [...run(...BOTH), '--database', 'nowhere'], '--database'],
    ['a table that is not there', [...RUN, ...FROM, '--table', 'default.nothing', '--yes'], '--table'],
  ])('refuses %s', async (_, argv, said) => {
    const { stderr, status, stdout } = await ran(argv);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(said);
    expect(logGets()).toEqual([]);
  });
});
