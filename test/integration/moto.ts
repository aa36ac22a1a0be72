import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { CreateBucketCommand, PutBucketEncryptionCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Artifacts } from './artifacts.js';
import { freePort, ServerProcess } from './process.js';

const START_TIMEOUT_MS = 120_000;
const IN_FLIGHT = 8;

/** An S3 server that keeps the headers of SSE-KMS, also those that a bucket has by default. */
export async function startMoto({ python }: Artifacts, folder: string) {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const command = [python, '-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)] as const;
  const server = new ServerProcess('moto', command, join(folder, 'moto.log'));
  await server.until(async () => (await fetch(`${address}/moto-api/`)).ok, START_TIMEOUT_MS);
  return { address, stop: () => server.stop() };
}

/** The made trail of `samples/`, encrypted with a key and a Bucket Key: there for all tests, to be read. */
export const SAMPLE = {
  folder: 'samples/trail',
  bucket: 'sample-trail',
  kmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
};

export async function putSample(client: S3Client): Promise<void> {
  await createBucket(client, SAMPLE.bucket, SAMPLE.kmsKeyId, true);
  await putFolder(client, SAMPLE.bucket, SAMPLE.folder);
}

/** A bucket whose objects are encrypted with a key, where one is given. */
export async function createBucket(client: S3Client, Bucket: string, kmsKeyId?: string, bucketKey = false): Promise<void> {
  await client.send(new CreateBucketCommand({ Bucket }));
  if (kmsKeyId === undefined) return;
  const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: kmsKeyId } as const;
  const Rules = [{ ApplyServerSideEncryptionByDefault, BucketKeyEnabled: bucketKey }];
  await client.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
}

/** The files of a folder as objects with the same paths; answers with their keys. */
export async function putFolder(client: S3Client, Bucket: string, folder: string, prefix = ''): Promise<string[]> {
  const paths = pathsIn(folder);
  const left = [...paths];
  const putting = async () => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      await client.send(new PutObjectCommand({ Bucket, Key: `${prefix}${path}`, Body: readFileSync(join(folder, path)) }));
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, putting));
  return paths.map((path) => `${prefix}${path}`);
}

/** The paths of all files in a folder, in order. */
export function pathsIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => relative(folder, join(parentPath, name))).sort();
}
