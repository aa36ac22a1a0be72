import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, vi } from 'vitest';
import { S3Stub } from '../../aws/s3-stub.js';
import { program } from '../../cli/program.js';
import { loopback } from '../../loopback.js';

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
  beforeEach(() => {
    for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_DEFAULT_REGION']) vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'made');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'made');
    vi.stubEnv('AWS_REGION', 'us-east-1');
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent');
  });
  afterEach(() => vi.unstubAllEnvs());

  return async (
    files: readonly string[] = SAMPLE_FILES,
    encryption: { kmsKeyId?: string; bucketKey?: boolean } = { kmsKeyId: 'made' },
    options?: ConstructorParameters<typeof S3Stub>[0],
  ) => {
    const stub = new S3Stub(options);
    stub.addBucket(BUCKET);
    for (const file of files) stub.put(BUCKET, file, { body: readFileSync(SAMPLE + file), ...encryption });
    const endpoint = await server.serve((request, response) => void stub.listener(request, response));
    const count = (path: string, more: readonly string[] = [], given: Parameters<typeof program>[1] = {}) =>
      program(['count', path, '--endpoint', endpoint, ...more], { cwd: ROOT, ...given });
    return { stub, endpoint, count };
  };
}
