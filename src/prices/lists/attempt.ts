import { Readable } from 'node:stream';

/** What one request may take. */
export interface Limits {
  /** How long a server may say nothing, before its answer and within it. */
  silenceMs: number;
  maxBytes: number;
}

/** A request that did not bring what was asked for, said in words; after a passing failure it may be repeated. */
export class FailedAttempt extends Error {
  override readonly name = 'FailedAttempt';
  readonly isPassing: boolean;

  constructor(reason: string, { isPassing, cause }: { isPassing: boolean; cause?: unknown }) {
    super(reason, { cause });
    this.isPassing = isPassing;
  }
}

/**
 * Asks for an address once and hands on what comes while it comes; undefined where nothing is there.
 *
 * @param signal ends it with its reason
 * @throws FailedAttempt
 */
export async function attempt<T>(
  address: string,
  { silenceMs, maxBytes }: Limits,
  read: (bytes: AsyncIterable<Uint8Array>) => Promise<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  const request = new AbortController();
  const onStop = () => request.abort(signal.reason);
  let lacking = 'no answer';
  const onSilence = () => request.abort(new FailedAttempt(`${lacking} within ${silenceMs / 1000} seconds`, { isPassing: true }));
  signal.throwIfAborted();
  signal.addEventListener('abort', onStop);
  const silence = setTimeout(onSilence, silenceMs);
  try {
    const { status, ok, body } = await answerOf(address, request.signal);
    if (status === 404 || status === 403) return undefined;
    if (!ok) throw new FailedAttempt(`the server answered ${status}`, { isPassing: status === 429 || status >= 500 });
    lacking = 'nothing more';
    return await read(body === null ? Readable.from([]) : bytesOf(body, maxBytes, () => silence.refresh()));
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', onStop);
    // Lets go of the connection, whatever is still to come.
    request.abort();
  }
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MAX_REDIRECTS = 10;

/** The answer at the end of all redirects. */
async function answerOf(address: string, signal: AbortSignal): Promise<Response> {
  const asked = new Set<string>();
  for (let at = address; ; ) {
    asked.add(at);
    const answer = await failing(fetch(at, { signal, redirect: 'manual' }));
    const to = answer.headers.get('location');
    if (!REDIRECTS.has(answer.status) || to === null) return answer;
    await answer.body?.cancel();
    at = redirected(at, to);
    if (asked.has(at)) throw new FailedAttempt('redirects in a circle', { isPassing: false });
    if (asked.size > MAX_REDIRECTS) throw new FailedAttempt(`redirects more than ${MAX_REDIRECTS} times`, { isPassing: false });
  }
}

function redirected(from: string, to: string): string {
  const address = URL.canParse(to, from) ? new URL(to, from).href : to;
  const problem = problemOfAddress(address);
  if (problem !== undefined) throw new FailedAttempt(`redirects to ${withoutSecrets(address)}, which ${problem}`, { isPassing: false });
  return address;
}

/** An address that is refused, for a message: what may be a name or a password is left out. */
export function withoutSecrets(address: string): string {
  return address.replace(/^.*@/s, '…@');
}

/** Why nothing can be fetched from an address; undefined where it can be tried. */
export function problemOfAddress(address: string): string | undefined {
  if (!URL.canParse(address)) return 'is not an address';
  const { protocol, username, password } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') return `begins with ${protocol}; only https: and http: are supported`;
  return username === '' && password === '' ? undefined : 'contains a user name or a password, which price lists do not need';
}

async function* bytesOf(body: ReadableStream<Uint8Array>, maxBytes: number, onBytes: () => void): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  let bytes = 0;
  for (;;) {
    const { done, value } = await failing(chunks.next());
    if (done === true) return;
    onBytes();
    bytes += value.length;
    if (bytes > maxBytes) throw new FailedAttempt(`more than ${maxBytes} bytes came`, { isPassing: false });
    yield value;
  }
}

/** What fetch throws when it cannot connect or loses the connection; the cause says why. */
async function failing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const { cause } = error;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    const reason = cause instanceof Error ? cause.message : error.message;
    throw new FailedAttempt(`no connection (${code === '' ? reason : code})`, { isPassing: code !== '', cause: error });
  }
}
