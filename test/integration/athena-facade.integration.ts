import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import {
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { athenaClient } from '../aws/clients.js';
import { athenaFacade } from './athena-facade.js';
import { createBucket, pathsIn, SAMPLE } from './moto.js';
import { stage } from './stage.js';

const RESULTS = 'athena-results';
const DATABASE = 'athena';

const { trino, proxy, serve, s3 } = stage();
let athena = athenaClient({ endpoint: 'http://127.0.0.1' });
const keys = pathsIn(SAMPLE.folder);

beforeAll(async () => {
  await createBucket(s3, RESULTS);
  athena = athenaClient({ endpoint: await serve(athenaFacade(trino, s3).listener) });
  await run(`CREATE DATABASE IF NOT EXISTS \`${DATABASE}\``);
});

afterAll(() => {
  athena.destroy();
});

async function start(QueryString: string): Promise<{ QueryExecutionId: string | undefined }> {
  const { QueryExecutionId } = await athena.send(
    new StartQueryExecutionCommand({
      QueryString,
      QueryExecutionContext: { Database: DATABASE },
      ResultConfiguration: { OutputLocation: `s3://${RESULTS}/of/tests/` },
    }),
  );
  return { QueryExecutionId };
}

async function described(query: { QueryExecutionId: string | undefined }) {
  const { QueryExecution: { Status, Statistics, ResultConfiguration } = {} } = await athena.send(new GetQueryExecutionCommand(query));
  return {
    query,
    state: Status?.State,
    reason: Status?.StateChangeReason,
    scannedBytes: Statistics?.DataScannedInBytes,
    output: ResultConfiguration?.OutputLocation ?? '',
  };
}

async function run(sql: string) {
  const query = await start(sql);
  for (;;) {
    const execution = await described(query);
    if (execution.state !== 'QUEUED' && execution.state !== 'RUNNING') return execution;
    await sleep(100);
  }
}

async function objectAt(address: string): Promise<string | undefined> {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(address) ?? [];
  return (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
}

test('a right query: its results in S3 and in pages, its bytes', async () => {
  const done = await run(
    `SELECT n, IF(n = 2, NULL, 'a "b", ' || CAST(n AS varchar)) AS text FROM UNNEST(sequence(1, 2)) AS t (n) ORDER BY 1`,
  );
  expect(done).toMatchObject({ state: 'SUCCEEDED', scannedBytes: 0 });
  expect(done.output).toBe(`s3://${RESULTS}/of/tests/${done.query.QueryExecutionId}.csv`);
  expect(await objectAt(done.output)).toBe('"n","text"\n"1","a ""b"", 1"\n"2",\n');
  const { ResultSet } = await athena.send(new GetQueryResultsCommand(done.query));
  expect(ResultSet?.Rows?.map(({ Data }) => Data?.map(({ VarCharValue }) => VarCharValue))).toEqual([
    ['n', 'text'],
    ['1', 'a "b", 1'],
    ['2', undefined],
  ]);
  expect(ResultSet?.ResultSetMetadata?.ColumnInfo?.map(({ Name, Type }) => [Name, Type])).toEqual([
    ['n', 'bigint'],
    ['text', 'varchar'],
  ]);
});

test('a wrong query fails, and says where', async () => {
  expect(await run('SELECT nothing FROM (VALUES 1) AS t (n)')).toMatchObject({
    state: 'FAILED',
    reason: "COLUMN_NOT_FOUND: line 1:8: Column 'nothing' cannot be resolved",
  });
});

test('a long query is cancelled, in Trino too', async () => {
  const long = (['a', 'b', 'c'] as const).map((name) => `UNNEST(sequence(1, 10000)) AS ${name} (${name})`).join(' CROSS JOIN ');
  const query = await start(`SELECT sum(a * b * c) AS made_to_be_long FROM ${long}`);
  while ((await described(query)).state !== 'RUNNING') await sleep(50);
  await athena.send(new StopQueryExecutionCommand(query));
  expect((await described(query)).state).toBe('CANCELLED');
  const stateInTrino = async () => {
    const { rows } = await trino.run(
      "SELECT state, error_code FROM system.runtime.queries WHERE query LIKE '%made_to_be_long%' AND query NOT LIKE '%runtime%'",
    );
    return rows;
  };
  await expect.poll(stateInTrino, { timeout: 30_000 }).toEqual([['FAILED', 'USER_CANCELED']]);
});

describe("CloudTrail's table", () => {
  const DAYS = ['2026/11/03', '2026/11/04'];
  const ddl = (name: string) => `CREATE EXTERNAL TABLE IF NOT EXISTS \`${DATABASE}\`.\`${name}\` (
  \`eventtime\` string,
  eventname string,
  eventid string,
  useridentity struct<type:string,principalid:string,sessioncontext:struct<sessionissuer:struct<arn:string>>>,
  requestparameters string COMMENT 'JSON'
)
PARTITIONED BY (\`account\` string, \`region\` string, \`day\` string)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
LOCATION 's3://${SAMPLE.bucket}/AWSLogs/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.account.type' = 'enum', 'projection.account.values' = '111122223333,444455556666',
  'projection.region.type' = 'enum', 'projection.region.values' = 'us-east-1,eu-central-1',
  'projection.day.type' = 'date', 'projection.day.format' = 'yyyy/MM/dd', 'projection.day.range' = '2026/11/01,2026/11/30',
  'projection.day.interval' = '1', 'projection.day.interval.unit' = 'DAYS',
  'storage.location.template' = 's3://${SAMPLE.bucket}/AWSLogs/o-exampleorgid/\${account}/CloudTrail/\${region}/\${day}'
)`;
  const inDays = (key: string) => /^AWSLogs\/o-exampleorgid\/\d+\/CloudTrail\//.test(key) && DAYS.some((day) => key.includes(`/${day}/`));
  const DAYS_WANTED = `account IN ('111122223333', '444455556666') AND region = 'us-east-1' AND day BETWEEN '${DAYS[0]}' AND '${DAYS[1]}'`;

  beforeAll(async () => {
    expect(await run(ddl('logs'))).toMatchObject({ state: 'SUCCEEDED' });
  });

  test('a query reads each file of its days once, lists only them, and finds records with their fields', async () => {
    const wanted = keys.filter(inDays);
    expect(wanted.length).toBeGreaterThan(0);
    const done = await run(
      'SELECT count(DISTINCT "$path") AS files, count(*) AS records, count(useridentity.type) AS identified, ' +
        `count_if(json_extract_scalar(requestparameters, '$.encryptionAlgorithm') = 'SYMMETRIC_DEFAULT') AS symmetric, ` +
        `min(account || ' ' || region || ' ' || day) AS first FROM "${DATABASE}"."logs" WHERE ${DAYS_WANTED}`,
    );
    expect(done).toMatchObject({ state: 'SUCCEEDED' });
    expect(done.scannedBytes).toBeGreaterThan(0);
    expect(proxy.keys('GET').sort()).toEqual(wanted);
    const prefixes = new Set(wanted.map((key) => key.slice(0, key.lastIndexOf('/') + 1)));
    expect(new Set(proxy.keys('LIST'))).toEqual(prefixes);
    const records = wanted.flatMap((key) => JSON.parse(gunzipSync(readFileSync(join(SAMPLE.folder, key))).toString()).Records);
    const symmetric = records.filter((record) => record.requestParameters?.encryptionAlgorithm === 'SYMMETRIC_DEFAULT');
    const identified = records.filter((record) => record.userIdentity.type !== undefined);
    expect(symmetric.length).toBeGreaterThan(0);
    expect(await objectAt(done.output)).toBe(
      '"files","records","identified","symmetric","first"\n' +
        `"${wanted.length}","${records.length}","${identified.length}","${symmetric.length}","111122223333 us-east-1 2026/11/03"\n`,
    );
  });

  test('a file that is left out by its address is not read', async () => {
    const [first = '', ...others] = keys.filter(inDays);
    const done = await run(`SELECT count(*) AS n FROM logs WHERE ${DAYS_WANTED} AND "$path" <> 's3://${SAMPLE.bucket}/${first}'`);
    expect(done).toMatchObject({ state: 'SUCCEEDED' });
    expect(proxy.keys('GET').sort()).toEqual(others);
  });

  test('it can be dropped and made again; another kind of table is refused', async () => {
    expect(await run('DROP TABLE IF EXISTS logs')).toMatchObject({ state: 'SUCCEEDED' });
    expect(await run(`SELECT 1 FROM logs WHERE ${DAYS_WANTED}`)).toMatchObject({ state: 'FAILED' });
    expect(await run(ddl('logs'))).toMatchObject({ state: 'SUCCEEDED' });
    expect(await run("CREATE EXTERNAL TABLE other (a string) LOCATION 's3://x/'")).toMatchObject({ state: 'FAILED' });
  });
});
