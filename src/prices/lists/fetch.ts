import { TrailcostError } from '../../base/errors.js';

/** Services whose prices are needed, as AWS's price lists name them. */
const SERVICES = ['awskms', 'AmazonS3', 'AWSCloudTrail', 'AmazonGuardDuty', 'AmazonAthena'] as const;

/** A Region's list of one service is a few megabytes; beyond this it is something else. */
const MAX_LIST_BYTES = 256 * 1024 * 1024;

export interface FetchOptions {
  /** Where the lists are, instead of AWS's own address. */
  url?: string | undefined;
  timeoutMs?: number;
  /** Before the second attempt; twice as long before the third. */
  waitMs?: number;
  onTry?: (address: string, attempt: number) => void;
}

/** A list as downloaded; `text` is undefined where AWS has none for this Region. */
export interface FetchedList {
  address: string;
  service: string;
  text: string | undefined;
}

/**
 * AWS's public price lists of one Region, without credentials (docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/price-changes).
 *
 * @throws TrailcostError `price-list-unreachable`
 */
export async function fetchPriceLists(region: string, options: FetchOptions = {}): Promise<FetchedList[]> {
  const base = options.url ?? addressOf(region);
  const lists: FetchedList[] = [];
  for (const service of SERVICES) {
    const address = `${base.replace(/\/$/, '')}/${service}/current/${encodeURIComponent(region)}/index.json`;
    lists.push({ address, service, text: await download(address, options) });
  }
  return lists;
}

/** China has an address of its own, with prices in CNY. */
function addressOf(region: string): string {
  return region.startsWith('cn-')
    ? 'https://pricing.cn-north-1.amazonaws.com.cn/offers/v1.0/cn'
    : 'https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws';
}

const ATTEMPTS = 3;

async function download(address: string, { timeoutMs = 60_000, waitMs = 1000, onTry }: FetchOptions): Promise<string | undefined> {
  for (let attempt = 1; ; attempt++) {
    onTry?.(address, attempt);
    const outcome = await attemptOf(address, timeoutMs);
    if ('text' in outcome) return outcome.text;
    if (attempt === ATTEMPTS || !outcome.isPassing) throw unreachable(address, outcome.reason, attempt);
    await new Promise((resolve) => setTimeout(resolve, waitMs * attempt));
  }
}

/** The outcome of one request; after a passing failure it may be repeated. */
type Attempt = { text: string | undefined } | { reason: string; isPassing: boolean };

async function attemptOf(address: string, timeoutMs: number): Promise<Attempt> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(timeoutMs) });
    if (response.status === 404 || response.status === 403) return { text: undefined };
    if (!response.ok)
      return { reason: `the server answered ${response.status}`, isPassing: response.status === 429 || response.status >= 500 };
    return await textOf(response);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError') {
      return { reason: `no answer within ${timeoutMs / 1000} seconds`, isPassing: true };
    }
    // What fetch throws when it cannot connect; the cause says why.
    if (error instanceof TypeError) return failureOf(error);
    throw error;
  }
}

async function textOf(response: Response): Promise<Attempt> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_LIST_BYTES) return { reason: `more than ${MAX_LIST_BYTES} bytes came`, isPassing: false };
    chunks.push(chunk);
  }
  return { text: Buffer.concat(chunks).toString('utf8') };
}

function failureOf(error: TypeError): Attempt {
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ERR_INVALID_URL') return { reason: 'is no address', isPassing: false };
  const reason = cause instanceof Error ? cause.message : error.message;
  return { reason: `no connection (${code === '' ? reason : code})`, isPassing: true };
}

function unreachable(address: string, reason: string, attempts: number): TrailcostError {
  const tries = attempts === 1 ? '' : `, ${attempts} times`;
  return new TrailcostError('price-list-unreachable', {
    where: address,
    what: `${reason}${tries}`,
    remedy: 'Nothing was written. Check the network, or download the file elsewhere and give it to `trailcost prices import`.',
  });
}
