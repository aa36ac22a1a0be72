import { gzipSync } from 'node:zlib';
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, expect, test } from 'vitest';
import { s3Client } from '../aws/clients.js';
import { accessDenied, cut, slowDown } from '../aws/faults.js';
import { createBucket, pathsIn, SAMPLE } from './moto.js';
import { stage } from './stage.js';

const DAMAGED = 'trino-damaged';
const RECORDS_IN_SAMPLE = 4601;

const { trino, proxy, proxyAddress, s3 } = stage();
const keys = pathsIn(SAMPLE.folder);
/** A trail of 22 files in the same bucket. */
const auditKeys = keys.filter((key) => key.startsWith('audit/'));

const table = (name: string, place: string) =>
  `CREATE TABLE ${name} (records array(row(eventname varchar, eventid varchar))) ` +
  `WITH (external_location = 's3://${place}/', format = 'OPENX_JSON')`;

beforeAll(async () => {
  await createBucket(s3, DAMAGED);
  await trino.run('CREATE SCHEMA s3.trail');
  await trino.run(table('sample', SAMPLE.bucket), 'trail');
  await trino.run(table('audit', `${SAMPLE.bucket}/audit`), 'trail');
  await trino.run(table('damaged', DAMAGED), 'trail');
});

const records = (from: string) => trino.run(`SELECT count(*) FROM ${from} CROSS JOIN UNNEST(records)`, 'trail');

test('a query reads every file of the sample, and each once', async () => {
  const { rows, physicalInputBytes } = await records('sample');
  expect(rows).toEqual([[RECORDS_IN_SAMPLE]]);
  expect(physicalInputBytes).toBeGreaterThan(0);
  expect(proxy.keys('GET').sort()).toEqual(keys);
  expect(proxy.keys('HEAD')).toEqual([]);
  expect(proxy.keys('LIST')).toHaveLength(1);
});

test('a query that reads the table twice gets each file twice', async () => {
  const { rows } = await trino.run(
    'WITH names AS (SELECT eventname FROM audit CROSS JOIN UNNEST(records)) ' +
      "SELECT count(*) FROM names UNION ALL SELECT count(*) FROM names WHERE eventname = 'Decrypt'",
    'trail',
  );
  expect(rows).toHaveLength(2);
  expect(proxy.keys('GET').sort()).toEqual(auditKeys.flatMap((key) => [key, key]));
});

test('a file that is left out by its address is not read', async () => {
  const [first, ...others] = auditKeys;
  await records(`(SELECT records FROM audit WHERE "$path" <> 's3://${SAMPLE.bucket}/${first}')`);
  expect(proxy.keys('GET').sort()).toEqual(others);
});

test('objects say that they are encrypted as the bucket says', async () => {
  const client = s3Client({ endpoint: proxyAddress });
  expect(await client.send(new HeadObjectCommand({ Bucket: SAMPLE.bucket, Key: keys[0] }))).toMatchObject({
    ServerSideEncryption: 'aws:kms',
    SSEKMSKeyId: SAMPLE.kmsKeyId,
    BucketKeyEnabled: true,
  });
  expect(proxy.requests).toMatchObject([{ kind: 'HEAD', bucket: SAMPLE.bucket, key: keys[0], accessKeyId: 'made' }]);
});

test('a damaged file fails the query, which says where it is', async () => {
  const whole = gzipSync(JSON.stringify({ Records: [{ eventName: 'Decrypt', eventID: '1' }] }));
  await s3.send(new PutObjectCommand({ Bucket: DAMAGED, Key: 'good.json.gz', Body: whole }));
  await s3.send(new PutObjectCommand({ Bucket: DAMAGED, Key: 'bad.json.gz', Body: whole.subarray(0, whole.length - 12) }));
  await expect(records('damaged')).rejects.toThrow(`s3://${DAMAGED}/bad.json.gz`);
  const { rows } = await records(`(SELECT records FROM damaged WHERE "$path" <> 's3://${DAMAGED}/bad.json.gz')`);
  expect(rows).toEqual([[1]]);
});

test('what S3 refuses fails the query; what it refuses once is tried again', async () => {
  const before = (await records('audit')).rows;
  proxy.reset();
  proxy.faults.add({ when: ({ kind, key }) => kind === 'GET' && key === auditKeys[0], effect: accessDenied });
  await expect(records('audit')).rejects.toThrow(`s3://${SAMPLE.bucket}/${auditKeys[0]}`);
  proxy.reset();
  proxy.faults.add({ when: ({ kind }) => kind === 'GET', times: 2, effect: slowDown });
  proxy.faults.add({ when: ({ kind }) => kind === 'GET', after: 10, times: 1, effect: cut(20) });
  expect((await records('audit')).rows).toEqual(before);
  expect(proxy.keys('GET').length).toBeGreaterThan(auditKeys.length + 1);
});
