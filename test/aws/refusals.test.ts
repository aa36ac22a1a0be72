import { describe, expect, test } from 'vitest';
import { ObjectStore } from '../../src/aws/s3.js';
import { loopback } from '../loopback.js';
import { accessDenied, expiredToken, noSuchKey, otherRegion, type Refusal as Refused, refusal } from './faults.js';
import { S3Stub } from './s3-stub.js';

const server = loopback();

async function store(effect?: Refused, kind: 'LIST' | 'GET' = 'GET') {
  const stub = new S3Stub();
  stub.put('made-logs', 'a.json', { body: Buffer.from('{}') });
  const endpoint = await server.serve((request, response) => void stub.listener(request, response));
  const opened = await ObjectStore.open('made-logs', { endpoint, version: '1.2.3' });
  if (effect !== undefined) stub.faults.add({ when: (request) => request.kind === kind, effect });
  return { stub, opened };
}

/** What S3 answers; how far that goes, what is said and what is to be done. */
const ANSWERS: readonly [Refused, 'one' | 'all', RegExp, RegExp][] = [
  [expiredToken, 'all', /^s3:\/\/made-logs\/a.json: the credentials have expired$/m, /aws sso login/],
  [refusal(400, 'TokenRefreshRequired', ''), 'all', /have expired/, /Sign in again/],
  [refusal(403, 'InvalidAccessKeyId', ''), 'all', /AWS does not accept the credentials \(InvalidAccessKeyId\)/, /AWS_PROFILE/],
  [refusal(403, 'SignatureDoesNotMatch', ''), 'all', /does not accept the credentials/, /AWS_PROFILE/],
  [refusal(400, 'InvalidToken', ''), 'all', /does not accept the credentials/, /AWS_PROFILE/],
  [refusal(403, 'RequestTimeTooSkewed', ''), 'all', /clock is wrong/, /Set the clock/],
  [accessDenied, 'one', /a.json: access denied$/m, /This needs s3:GetObject\./],
  [
    refusal(403, 'AccessDenied', 'not authorized to perform: kms:Decrypt on x'),
    'one',
    /access denied: .*kms:Decrypt/,
    /kms:Decrypt on the key/,
  ],
  [refusal(404, 'NoSuchBucket', ''), 'all', /no such bucket/, /describe-trails/],
  [otherRegion(''), 'all', /another Region/, /AWS_REGION/],
  [noSuchKey, 'one', /is gone/, /^/],
  [refusal(403, 'InvalidObjectState', ''), 'one', /is archived/, /restore-object/],
  [
    refusal(400, 'KMS.KMSInvalidStateException', 'pending deletion'),
    'one',
    /AWS answered 400 KMS.KMSInvalidStateException: pending deletion/,
    /^/,
  ],
];

describe('what S3 answers to a GET', () => {
  test.each(ANSWERS)('$code', async (effect, reach, what, remedy) => {
    const { opened } = await store(effect);
    const error: unknown = await opened.get('a.json').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'aws-refused', reach });
    expect(error).toHaveProperty('message', expect.stringMatching(what));
    expect(error).toHaveProperty('message', expect.stringMatching(remedy));
    opened.close();
  });

  test('and to a LIST: the permission is another', async () => {
    const { opened } = await store(accessDenied, 'LIST');
    await expect(opened.list('a').next()).rejects.toThrow('s3://made-logs/a: access denied\n  This needs s3:ListBucket.');
  });
});

test('a bucket that may not be asked for is still opened where it is', async () => {
  const stub = new S3Stub();
  stub.put('made-logs', 'a.json', { body: Buffer.from('{}') });
  stub.faults.add({ when: ({ kind, key }) => kind === 'HEAD' && key === '', effect: accessDenied });
  const endpoint = await server.serve((request, response) => void stub.listener(request, response));
  const opened = await ObjectStore.open('made-logs', { endpoint, version: '1.2.3' });
  expect([opened.region, await opened.head('a.json')]).toEqual(['us-east-1', { isKms: false, hasBucketKey: false }]);
  expect(opened.requests).toEqual({ lists: 0, gets: 0, heads: 2 });
});

test('a server that does not know S3, and one that is not there', async () => {
  const html = await server.serve((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'));
  const opened = await ObjectStore.open('made-logs', { endpoint: html, version: '1.2.3' });
  await expect(opened.list('').next()).rejects.toMatchObject({ code: 'aws-refused' });
  server.close();
  const page = await server.serve((_, response) => response.writeHead(200).end('<html><body>It works</body></html>'));
  const other = await ObjectStore.open('made-logs', { endpoint: page, version: '1.2.3' });
  await expect(other.list('').next()).rejects.toThrow('the answer is not a listing of S3\n  Check --endpoint');
  server.close();
  await expect(ObjectStore.open('made-logs', { endpoint: html, version: '1.2.3' })).rejects.toThrow(
    `s3://made-logs: ${html} cannot be reached (ECONNREFUSED)\n  Check --endpoint`,
  );
});

test('what is stopped is no refusal', async () => {
  const { opened } = await store();
  await expect(opened.get('a.json', AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
});
