import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { s3Client } from '../aws/clients.js';
import { cut, expiredToken } from '../aws/faults.js';
import { S3Stub } from '../aws/s3-stub.js';
import { loopback } from '../loopback.js';
import { S3Proxy } from './proxy.js';

const Bucket = 'logs';
const Key = 'a folder/é&1';
const server = loopback();
let stub = new S3Stub();
let proxy = new S3Proxy('');
let client = s3Client({ endpoint: '' });

beforeEach(async () => {
  stub = new S3Stub();
  stub.put(Bucket, Key, { body: Buffer.from('made'), kmsKeyId: 'key' });
  proxy = new S3Proxy(await server.serve(stub.listener));
  client = s3Client({ endpoint: await proxy.listen() });
});

afterEach(() => proxy.close());

const get = async () => (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
const nameOf = (run: Promise<unknown>) => run.then(String, (error: Error) => error.name);

test('what comes is kept and goes on as it is', async () => {
  expect(await get()).toBe('made');
  expect(await client.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({ ContentLength: 4, SSEKMSKeyId: 'key' });
  const { CommonPrefixes } = await client.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }));
  expect(CommonPrefixes).toEqual([{ Prefix: 'a folder/' }]);
  expect(await nameOf(client.send(new GetObjectCommand({ Bucket, Key: 'none' })))).toBe('NoSuchKey');
  expect([proxy.keys('GET'), proxy.keys('HEAD'), proxy.keys('LIST')]).toEqual([[Key, 'none'], [Key], ['']]);
  expect(proxy.requests).toEqual(stub.requests);
});

test('what a fault answers does not go on; a body that it cuts off does', async () => {
  proxy.faults.add({ when: ({ kind }) => kind === 'GET', times: 1, effect: cut(2) });
  expect(await nameOf(get())).toBe('Error');
  proxy.faults.add({ when: () => true, after: 1, effect: expiredToken });
  expect([await get(), await nameOf(get())]).toEqual(['made', 'ExpiredToken']);
  expect([proxy.requests.length, stub.requests.length]).toEqual([3, 2]);
});
