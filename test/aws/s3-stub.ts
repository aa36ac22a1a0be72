import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Faults, noSuchKey, type Refusal, refusal, sendCut } from './faults.js';
import { type S3Request, s3RequestOf, sendS3Error, xml } from './s3-request.js';

export interface StubObject {
  body: Buffer;
  /** A key of KMS, with a Bucket Key or not; without one it is SSE-S3. */
  kmsKeyId?: string;
  bucketKey?: boolean;
  modified?: Date;
}

const MODIFIED = new Date('2026-11-01T00:00:00Z');

/** S3 as far as reading goes: LIST, HEAD and GET of objects in memory, every request kept, and faults by rule. */
export class S3Stub {
  readonly requests: S3Request[] = [];
  readonly faults = new Faults<S3Request>();
  readonly #buckets = new Map<string, Map<string, StubObject>>();
  readonly #pageSize: number;
  /** Where a bucket is, for HEAD of the bucket. */
  readonly #region: string;

  constructor({ pageSize = 1000, region = 'us-east-1' }: { pageSize?: number; region?: string } = {}) {
    this.#pageSize = pageSize;
    this.#region = region;
  }

  addBucket(bucket: string): void {
    if (!this.#buckets.has(bucket)) this.#buckets.set(bucket, new Map());
  }

  put(bucket: string, key: string, object: StubObject): void {
    this.addBucket(bucket);
    this.#buckets.get(bucket)?.set(key, object);
  }

  remove(bucket: string, key: string): void {
    this.#buckets.get(bucket)?.delete(key);
  }

  object(bucket: string, key: string): StubObject | undefined {
    return this.#buckets.get(bucket)?.get(key);
  }

  /** How many requests of a kind came. */
  count(kind: S3Request['kind']): number {
    return this.requests.filter((request) => request.kind === kind).length;
  }

  readonly listener = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = s3RequestOf(incoming);
    this.requests.push(request);
    const effect = await this.faults.meet(request);
    const answer = effect?.kind === 'error' ? effect : this.#answer(request);
    if ('kind' in answer) sendS3Error(request, response, answer);
    else if (effect?.kind === 'cut') sendCut(response, 200, answer.headers, answer.body, effect.bytes);
    else {
      response.writeHead(200, { ...answer.headers, 'content-length': answer.body.length });
      response.end(request.kind === 'HEAD' ? undefined : answer.body);
    }
  };

  #answer(request: S3Request): Answer | Refusal {
    const bucket = this.#buckets.get(request.bucket);
    if (bucket === undefined) return NO_SUCH_BUCKET;
    if (request.kind === 'LIST') return { headers: { 'content-type': 'application/xml' }, body: Buffer.from(this.#page(bucket, request)) };
    if (request.kind === 'OTHER') return NOT_IMPLEMENTED;
    if (request.key === '') return { headers: { 'x-amz-bucket-region': this.#region }, body: Buffer.alloc(0) };
    const object = bucket.get(request.key);
    return object === undefined ? noSuchKey : { headers: headersOf(object), body: object.body };
  }

  #page(bucket: ReadonlyMap<string, StubObject>, { bucket: name, key: prefix, query }: S3Request): string {
    const { delimiter = '', 'continuation-token': token, 'start-after': startAfter = '' } = query;
    const size = Math.min(Number(query['max-keys'] ?? this.#pageSize), this.#pageSize);
    const after = token === undefined ? startAfter : Buffer.from(token, 'base64url').toString();
    const entries = entriesOf(bucket, prefix, delimiter).filter(({ name: entry }) => before(after, entry));
    const shown = entries.slice(0, size);
    const last = shown.at(-1)?.name;
    const next = entries.length > size && last !== undefined && { NextContinuationToken: Buffer.from(last).toString('base64url') };
    const contents = shown.map((entry) =>
      entry.object === undefined
        ? `<CommonPrefixes>${xml({ Prefix: entry.name })}</CommonPrefixes>`
        : `<Contents>${xml({ Key: entry.name, ...listed(entry.object) })}</Contents>`,
    );
    const head = xml({ Name: name, Prefix: prefix, KeyCount: shown.length, MaxKeys: size, IsTruncated: next !== false, ...next });
    return `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult>${head}${contents.join('')}</ListBucketResult>`;
  }
}

interface Answer {
  headers: Record<string, string>;
  body: Buffer;
}

const NO_SUCH_BUCKET = refusal(404, 'NoSuchBucket', 'The specified bucket does not exist');
const NOT_IMPLEMENTED = refusal(501, 'NotImplemented', 'The stub reads, and nothing else');

/** What a listing has under a prefix, by the bytes of the names as S3 has it. What the delimiter ends is one entry without an object. */
function entriesOf(bucket: ReadonlyMap<string, StubObject>, prefix: string, delimiter: string): { name: string; object?: StubObject }[] {
  const entries = new Map<string, { name: string; object?: StubObject }>();
  for (const [key, object] of bucket) {
    if (!key.startsWith(prefix)) continue;
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const name = end < 0 ? key : key.slice(0, end + delimiter.length);
    entries.set(name, end < 0 ? { name, object } : { name });
  }
  return [...entries.values()].sort((one, other) => (before(one.name, other.name) ? -1 : 1));
}

function before(one: string, other: string): boolean {
  return Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0;
}

function listed({ body, modified = MODIFIED }: StubObject) {
  return { LastModified: modified.toISOString(), ETag: etagOf(body), Size: body.length, StorageClass: 'STANDARD' };
}

function headersOf({ body, kmsKeyId, bucketKey = false, modified = MODIFIED }: StubObject): Record<string, string> {
  return {
    'content-type': 'application/json',
    etag: etagOf(body),
    'last-modified': modified.toUTCString(),
    'x-amz-server-side-encryption': kmsKeyId === undefined ? 'AES256' : 'aws:kms',
    ...(kmsKeyId !== undefined && { 'x-amz-server-side-encryption-aws-kms-key-id': kmsKeyId }),
    ...(bucketKey && { 'x-amz-server-side-encryption-bucket-key-enabled': 'true' }),
  };
}

function etagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}
