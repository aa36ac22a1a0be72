import { setTimeout as wait } from 'node:timers/promises';
import { TrailcostError } from '../../base/errors.js';
import { attempt, FailedAttempt, type Limits, problemOfAddress, withoutSecrets } from './attempt.js';

/** Services whose prices are needed, as AWS's price lists name them. */
const SERVICES = ['awskms', 'AmazonS3', 'AWSCloudTrail', 'AmazonGuardDuty', 'AmazonAthena'] as const;

const ATTEMPTS = 3;
/** A Region's list of one of these services has a few megabytes, one of a million products a thousand. */
const MAX_LIST_BYTES = 2 * 1024 ** 3;

export interface FetchOptions extends Partial<Limits> {
  /** Where the lists are, instead of AWS's own address. */
  url?: string | undefined;
  /** For all lists of the Region together, with all attempts and waits. */
  totalMs?: number;
  /** Before the second attempt; twice as long before the third. */
  waitMs?: number;
  onTry?: (address: string, attempt: number) => void;
  signal?: AbortSignal;
}

/** Reads a list while it is downloaded. After a failure it begins anew, and what it made of the beginning is thrown away. */
export type ReadList<T> = (bytes: AsyncIterable<Uint8Array>, address: string) => Promise<T>;

/** A list as it was read; `content` is undefined where AWS has none for this Region. */
export interface FetchedList<T> {
  address: string;
  service: string;
  content: T | undefined;
}

/**
 * AWS's public price lists of one Region, one after the other and without credentials
 * (docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/price-changes).
 *
 * @throws TrailcostError `price-list-unreachable`, and whatever reading throws or the signal says
 */
export async function* fetchPriceLists<T>(region: string, read: ReadList<T>, options: FetchOptions = {}): AsyncGenerator<FetchedList<T>> {
  const { url = addressOf(region), totalMs = 180_000, signal } = options;
  const problem = problemOfAddress(url);
  if (problem !== undefined) throw unreachable(withoutSecrets(url), problem);
  signal?.throwIfAborted();
  const stop = new AbortController();
  const onStop = () => stop.abort(signal?.reason);
  signal?.addEventListener('abort', onStop);
  const outOfTime = new FailedAttempt(`took more than ${totalMs / 1000} seconds for the lists of ${region}`, { isPassing: false });
  const timer = setTimeout(() => stop.abort(outOfTime), totalMs);
  try {
    for (const service of SERVICES) {
      const address = `${url.replace(/\/$/, '')}/${service}/current/${encodeURIComponent(region)}/index.json`;
      yield { address, service, content: await download(address, read, options, stop.signal) };
    }
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onStop);
  }
}

/** China has an address of its own, with prices in CNY. */
function addressOf(region: string): string {
  return region.startsWith('cn-')
    ? 'https://pricing.cn-north-1.amazonaws.com.cn/offers/v1.0/cn'
    : 'https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws';
}

async function download<T>(address: string, read: ReadList<T>, options: FetchOptions, signal: AbortSignal): Promise<T | undefined> {
  const { silenceMs = 60_000, maxBytes = MAX_LIST_BYTES, waitMs = 1000, onTry } = options;
  for (let number = 1; ; number++) {
    try {
      if (number > 1) await pause(waitMs * (number - 1), signal);
      onTry?.(address, number);
      return await attempt(address, { silenceMs, maxBytes }, (bytes) => read(bytes, address), signal);
    } catch (error) {
      if (!(error instanceof FailedAttempt)) throw error;
      if (!error.isPassing) throw unreachable(address, error.message);
      if (number === ATTEMPTS) throw unreachable(address, `${error.message}, ${ATTEMPTS} times`);
    }
  }
}

/** @throws what the signal says, as soon as it says so */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

function unreachable(where: string, what: string): TrailcostError {
  return new TrailcostError('price-list-unreachable', {
    where,
    what,
    remedy: 'Nothing was written. Check the network, or download the file elsewhere and give it to `trailcost prices import`.',
  });
}
