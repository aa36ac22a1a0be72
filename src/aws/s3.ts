import { setMaxListeners } from 'node:events';
import { Readable } from 'node:stream';
import type { ListObjectsV2CommandOutput, S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { type Access, clientSettings } from './access.js';
import { type Asked, Refusal, refusalBy } from './refusals.js';

/** How a bucket is to be reached. */
export interface S3Access extends Access {
  /** Whether whoever reads pays for it, and not the bucket's owner. */
  requesterPays?: boolean;
}

export interface StoredObject {
  key: string;
  bytes: number;
}

/** A portion of a listing: objects, and what the delimiter cuts off as folders. */
export interface ListPage {
  objects: StoredObject[];
  folders: string[];
}

/** How an object is encrypted. */
export interface Encryption {
  isKms: boolean;
  hasBucketKey: boolean;
}

/** How many requests were made, those among them that AWS charges. */
export interface S3Requests {
  lists: number;
  gets: number;
  heads: number;
}

/** More than are ever asked for side by side. */
const SOCKETS = 128;
const CONNECT_MS = 10_000;
const IDLE_MS = 60_000;
/** Whoever gave a wrong address learns it at once. */
const FIRST_ATTEMPTS = 2;
/** Where no Region is set: it knows where each bucket is. */
const ANY_REGION = 'us-east-1';

/** A bucket, as far as reading it goes. */
export class ObjectStore {
  readonly bucket: string;
  readonly region: string;
  readonly requests: S3Requests;
  readonly #sdk: typeof import('@aws-sdk/client-s3');
  readonly #client: S3Client;
  readonly #access: S3Access;

  private constructor(bucket: string, found: Found, access: S3Access) {
    this.bucket = bucket;
    this.region = found.region;
    this.requests = { lists: 0, gets: 0, heads: found.heads };
    this.#sdk = found.sdk;
    this.#client = new found.sdk.S3Client({ ...settingsOf(access), region: found.region });
    this.#access = access;
  }

  /**
   * Finds out where the bucket is.
   *
   * @throws Refusal
   */
  static async open(bucket: string, access: S3Access, signal?: AbortSignal): Promise<ObjectStore> {
    const sdk = await import('@aws-sdk/client-s3');
    const settings = { ...settingsOf(access), maxAttempts: FIRST_ATTEMPTS, followRegionRedirects: false };
    const client = new sdk.S3Client(settings);
    const asked = { action: 's3:ListBucket', where: `s3://${bucket}` };
    const own = await ownRegion(client);
    const asking = own === undefined ? new sdk.S3Client({ ...settings, region: ANY_REGION }) : client;
    try {
      const answer = await asking.send(new sdk.HeadBucketCommand({ Bucket: bucket }), aborting(signal));
      return new ObjectStore(bucket, { sdk, region: answer.BucketRegion ?? own ?? ANY_REGION, heads: 1 }, access);
    } catch (error) {
      // Who may not ask for the bucket, or asks in another Region, is still told where it is.
      const region = regionIn(error) ?? (hasAnswer(error) ? (own ?? ANY_REGION) : undefined);
      if (region === undefined) throw refusalBy(error, asked, access.endpoint);
      return new ObjectStore(bucket, { sdk, region, heads: 1 }, access);
    } finally {
      client.destroy();
      asking.destroy();
    }
  }

  /**
   * What keys begin with a prefix, page by page, in their order.
   *
   * @param delimiter cuts keys off after its next appearance: `/` lists one level of folders
   * @throws Refusal
   */
  async *list(prefix: string, { delimiter, signal }: { delimiter?: '/' | undefined; signal?: AbortSignal | undefined } = {}) {
    const asked = { action: 's3:ListBucket', where: this.#where(prefix) };
    for (let token: string | undefined, isMore = true; isMore; ) {
      this.requests.lists += 1;
      const input = { Bucket: this.bucket, Prefix: prefix, Delimiter: delimiter, ContinuationToken: token, ...payerOf(this.#access) };
      const answer = await this.#asked(asked, () => this.#client.send(new this.#sdk.ListObjectsV2Command(input), aborting(signal)));
      if (isNoListing(answer)) throw noListing(asked.where, this.#access.endpoint);
      const objects = (answer.Contents ?? []).flatMap(({ Key, Size }) => (Key === undefined ? [] : [{ key: Key, bytes: Size ?? 0 }]));
      const folders = (answer.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? []);
      const page: ListPage = { objects, folders };
      yield page;
      token = answer.NextContinuationToken;
      isMore = answer.IsTruncated === true && token !== undefined;
    }
  }

  /**
   * Begins to read an object.
   *
   * @returns what it holds, as it comes, and how long that is
   * @throws Refusal
   */
  async get(key: string, signal?: AbortSignal): Promise<{ body: Readable; bytes: number | undefined }> {
    this.requests.gets += 1;
    const input = { Bucket: this.bucket, Key: key, ...payerOf(this.#access) };
    const asked = { action: 's3:GetObject', where: this.#where(key) };
    const { Body, ContentLength } = await this.#asked(asked, () =>
      this.#client.send(new this.#sdk.GetObjectCommand(input), aborting(signal)),
    );
    if (!(Body instanceof Readable)) throw new Error('S3 answered a GET without a body');
    return { body: Body, bytes: ContentLength };
  }

  /** @throws Refusal */
  async head(key: string, signal?: AbortSignal): Promise<Encryption> {
    this.requests.heads += 1;
    const input = { Bucket: this.bucket, Key: key, ...payerOf(this.#access) };
    const asked = { action: 's3:GetObject', where: this.#where(key) };
    const answer = await this.#asked(asked, () => this.#client.send(new this.#sdk.HeadObjectCommand(input), aborting(signal)));
    return { isKms: answer.ServerSideEncryption?.startsWith('aws:kms') === true, hasBucketKey: answer.BucketKeyEnabled === true };
  }

  close(): void {
    this.#client.destroy();
  }

  #where(key: string): string {
    return `s3://${this.bucket}/${key}`;
  }

  async #asked<T>(asked: Asked, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw refusalBy(error, asked, this.#access.endpoint);
    }
  }
}

interface Found {
  sdk: typeof import('@aws-sdk/client-s3');
  region: string;
  heads: number;
}

function settingsOf(access: S3Access): S3ClientConfig {
  const agent = { maxSockets: SOCKETS, keepAlive: true };
  return {
    ...clientSettings(access),
    forcePathStyle: access.endpoint !== undefined,
    followRegionRedirects: true,
    // A checksum of the whole would be asked for with each GET; gzip has its own.
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: IDLE_MS, httpAgent: agent, httpsAgent: agent },
  };
}

function payerOf({ requesterPays }: S3Access): { RequestPayer?: 'requester' } {
  return requesterPays === true ? { RequestPayer: 'requester' } : {};
}

function aborting(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  // Each request listens, and there are many side by side; Node would warn of that.
  if (signal !== undefined) setMaxListeners(0, signal);
  return signal === undefined ? {} : { abortSignal: signal };
}

/** The Region that the environment or the profile sets; undefined where none does. */
async function ownRegion(client: S3Client): Promise<string | undefined> {
  return await client.config.region().catch(() => undefined);
}

/** Where S3 says that the bucket is, which it does with most refusals too. */
function regionIn(error: unknown): string | undefined {
  const response: unknown = error instanceof Error && '$response' in error ? error.$response : undefined;
  const headers: unknown = typeof response === 'object' && response !== null && 'headers' in response ? response.headers : undefined;
  if (typeof headers !== 'object' || headers === null || !('x-amz-bucket-region' in headers)) return undefined;
  return String(headers['x-amz-bucket-region']);
}

/** What another server answers, such as a page of HTML, has none of what each listing has. */
function isNoListing({ Name, KeyCount, IsTruncated }: ListObjectsV2CommandOutput): boolean {
  return Name === undefined && KeyCount === undefined && IsTruncated === undefined;
}

function noListing(where: string, endpoint: string | undefined): Refusal {
  const remedy = endpoint === undefined ? 'Check the network and the proxy.' : 'Check --endpoint: another server than S3 answers there.';
  return new Refusal({ reach: 'all', where, what: 'the answer is not a listing of S3', remedy }, undefined);
}

function hasAnswer(error: unknown): boolean {
  return error instanceof Error && '$response' in error && error.$response !== undefined;
}
