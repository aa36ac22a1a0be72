import { GetObjectCommand, HeadBucketCommand, HeadObjectCommand, ListObjectsV2Command, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, test } from 'vitest';
import { loopback } from '../loopback.js';
import { s3Client } from './clients.js';
import { accessDenied, cut, delay, expiredToken, otherRegion, slowDown } from './faults.js';
import { S3Stub } from './s3-stub.js';

const Bucket = 'logs';
const KMS = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const server = loopback();
let stub = new S3Stub();
let endpoint = 'http://127.0.0.1';
let client = s3Client({ endpoint });

beforeEach(async () => {
  stub = new S3Stub({ pageSize: 2, region: 'eu-central-1' });
  endpoint = await server.serve(stub.listener);
  client = s3Client({ endpoint });
  for (const key of ['a/1', 'a/2', 'a/3', 'b/1', 'c&<d>', 'é/1', 'z']) stub.put(Bucket, key, { body: Buffer.from(`body of ${key}`) });
});

const get = async (Key: string) => (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
const nameOf = (run: Promise<unknown>) => run.then(String, (error: Error) => error.name);

async function listed(input: { Prefix?: string; Delimiter?: string; StartAfter?: string }): Promise<string[][]> {
  const pages: string[][] = [];
  for await (const page of paginateListObjectsV2({ client }, { Bucket, ...input })) {
    const folders = (page.CommonPrefixes ?? []).map(({ Prefix = '' }) => `folder ${Prefix}`);
    pages.push([...folders, ...(page.Contents ?? []).map(({ Key = '' }) => Key)]);
  }
  return pages;
}

describe('listings', () => {
  test.each([
    ['all', {}, [['a/1', 'a/2'], ['a/3', 'b/1'], ['c&<d>', 'z'], ['é/1']]],
    ['of a prefix', { Prefix: 'a/' }, [['a/1', 'a/2'], ['a/3']]],
    ['of nothing', { Prefix: 'x/' }, [[]]],
    ['with folders', { Delimiter: '/' }, [['folder a/', 'folder b/'], ['c&<d>', 'z'], ['folder é/']]],
    ['after a key', { StartAfter: 'b/1' }, [['c&<d>', 'z'], ['é/1']]],
  ])('%s', async (_, input, pages) => {
    expect(await listed(input)).toEqual(pages);
    expect(stub.count('LIST')).toBe(pages.length);
  });

  test('say size and time', async () => {
    const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'z' }));
    expect(page.Contents).toMatchObject([{ Key: 'z', Size: 9, LastModified: new Date('2026-11-01T00:00:00Z') }]);
  });
});

describe('objects', () => {
  test('are read whole', async () => {
    expect(await get('c&<d>')).toBe('body of c&<d>');
    expect(stub.requests).toMatchObject([
      { kind: 'GET', method: 'GET', bucket: Bucket, key: 'c&<d>', region: 'us-east-1', accessKeyId: 'made', requesterPays: false },
    ]);
    expect(stub.requests[0]?.userAgent).toContain('aws-sdk-js');
  });

  test.each([
    ['SSE-S3', {}, { ServerSideEncryption: 'AES256' }],
    ['SSE-KMS', { kmsKeyId: KMS }, { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KMS }],
    ['a Bucket Key', { kmsKeyId: KMS, bucketKey: true }, { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KMS, BucketKeyEnabled: true }],
  ])('say their encryption: %s', async (_, encryption, expected) => {
    stub.put(Bucket, 'encrypted', { body: Buffer.from('12'), ...encryption });
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'encrypted', RequestPayer: 'requester' }));
    expect(head).toMatchObject({ ContentLength: 2, ...expected });
    expect(stub.requests).toMatchObject([{ kind: 'HEAD', requesterPays: true }]);
  });

  test('a bucket says its Region', async () => {
    expect(await client.send(new HeadBucketCommand({ Bucket }))).toMatchObject({ BucketRegion: 'eu-central-1' });
  });

  test.each([
    ['no object', Bucket, 'x', 'NoSuchKey'],
    ['no bucket', 'other', 'x', 'NoSuchBucket'],
  ])('%s', async (_, bucket, Key, name) => {
    expect(await nameOf(client.send(new GetObjectCommand({ Bucket: bucket, Key })))).toBe(name);
  });
});

describe('faults', () => {
  test('a prefix that may not be read', async () => {
    stub.faults.add({ when: ({ key }) => key.startsWith('a/'), effect: accessDenied });
    expect(await nameOf(get('a/1'))).toBe('AccessDenied');
    expect(await nameOf(listed({ Prefix: 'a/' }))).toBe('AccessDenied');
    expect(await get('b/1')).toBe('body of b/1');
  });

  test('credentials that end in the middle', async () => {
    stub.faults.add({ when: () => true, after: 2, effect: expiredToken });
    expect([await get('a/1'), await get('a/2'), await nameOf(get('a/3'))]).toEqual(['body of a/1', 'body of a/2', 'ExpiredToken']);
  });

  test('too many requests, for a while: the client tries again', async () => {
    stub.faults.add({ when: ({ kind }) => kind === 'GET', times: 1, effect: slowDown });
    expect(await nameOf(get('a/1'))).toBe('SlowDown');
    stub.faults.clear();
    stub.faults.add({ when: ({ kind }) => kind === 'GET', times: 1, effect: slowDown });
    client = s3Client({ endpoint, maxAttempts: 2 });
    expect(await get('a/1')).toBe('body of a/1');
  });

  test('a bucket in another Region', async () => {
    stub.faults.add({ when: ({ region }) => region !== 'eu-central-1', effect: otherRegion('eu-central-1') });
    const error = await client.send(new GetObjectCommand({ Bucket, Key: 'z' })).catch((refused) => refused);
    expect(error).toMatchObject({
      name: 'PermanentRedirect',
      $metadata: { httpStatusCode: 301 },
      $response: { headers: { 'x-amz-bucket-region': 'eu-central-1' } },
    });
  });

  test('a body that is cut off', async () => {
    stub.faults.add({ when: ({ key }) => key === 'z', times: 1, effect: cut(3) });
    expect(await nameOf(get('z'))).toBe('Error');
    expect(await get('z')).toBe('body of z');
  });

  test('an answer that takes its time', async () => {
    stub.faults.add({ when: () => true, effect: delay(50) });
    const start = performance.now();
    await get('z');
    expect(performance.now() - start).toBeGreaterThan(45);
  });
});
