import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, vi } from 'vitest';
import { S3Stub } from '../../aws/s3-stub.js';
import { program } from '../../cli/program.js';
import { loopback } from '../../loopback.js';

/** The repository. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
export const SAMPLE = `${ROOT}samples/trail/`;
export const BUCKET = 'made-logs';

/** Files of the sample by their paths. */
export const SAMPLE_FILES = readdirSync(SAMPLE, { recursive: true, encoding: 'utf8', withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => `${entry.parentPath}/${entry.name}`.replace(/\/+/g, '/').slice(SAMPLE.length))
  .sort();

/** Log files among them, and what a count of the bucket reads. */
export const LOG_FILES = SAMPLE_FILES.filter((file) => file.includes('/CloudTrail/'));

/** A bucket on this machine, with what the program finds it by. */
export function madeBucket() {
  const server = loopback();
  afterEach(() => vi.unstubAllEnvs());

  return async (
    files: readonly string[] = SAMPLE_FILES,
    encryption: { kmsKeyId?: string; bucketKey?: boolean } = { kmsKeyId: 'made' },
    options?: ConstructorParameters<typeof S3Stub>[0],
  ) => {
    const stub = new S3Stub(options);
    stub.addBucket(BUCKET);
    for (const file of files) stub.put(BUCKET, file, { body: readFileSync(SAMPLE + file), ...encryption });
    const atOnce = { now: 0, most: 0 };
    const endpoint = await server.serve((request, response) => {
      atOnce.now += 1;
      atOnce.most = Math.max(atOnce.most, atOnce.now);
      // Before the client has the answer, and asks for the next.
      response.once('finish', () => {
        atOnce.now -= 1;
      });
      void stub.listener(request, response);
    });
    const count = (path: string, more: readonly string[] = [], given: Parameters<typeof program>[1] = {}) =>
      program(['count', path, '--endpoint', endpoint, ...more], { cwd: ROOT, ...given });
    return { stub, endpoint, count, atOnce, close: server.close };
  };
}
