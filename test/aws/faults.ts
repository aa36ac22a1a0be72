import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** What goes wrong with an answer. */
export type Effect = Refusal | Cut | { kind: 'delay'; delayMs: number };

export interface Refusal {
  kind: 'error';
  status: number;
  code: string;
  message: string;
  headers: Record<string, string>;
}

/** The answer says its full length, but the connection ends after this many bytes of the body. */
interface Cut {
  kind: 'cut';
  bytes: number;
}

/** Which requests it happens to: those that fit, without the first `after` of them, and at most `times`. */
export interface Fault<Request> {
  when: (request: Request) => boolean;
  after?: number;
  times?: number;
  effect: Effect;
}

/** An answer with an error. */
export const refusal = (status: number, code: string, message: string, headers: Record<string, string> = {}): Refusal => ({
  kind: 'error',
  status,
  code,
  message,
  headers,
});

export const slowDown = refusal(503, 'SlowDown', 'Please reduce your request rate.');
export const accessDenied = refusal(403, 'AccessDenied', 'Access Denied');
export const expiredToken = refusal(400, 'ExpiredToken', 'The provided token has expired.');
export const noSuchKey = refusal(404, 'NoSuchKey', 'The specified key does not exist.');
export const otherRegion = (region: string) =>
  refusal(301, 'PermanentRedirect', 'The bucket you are attempting to access must be addressed using the specified endpoint.', {
    'x-amz-bucket-region': region,
  });
export const cut = (bytes: number): Effect => ({ kind: 'cut', bytes });
export const delay = (delayMs: number): Effect => ({ kind: 'delay', delayMs });

/** Faults in the order of their rules; each counts the requests that fit it. */
export class Faults<Request> {
  readonly #rules: { fault: Fault<Request>; seen: number }[] = [];

  add(fault: Fault<Request>): void {
    this.#rules.push({ fault, seen: 0 });
  }

  clear(): void {
    this.#rules.length = 0;
  }

  /** What this request meets, after the delays that it has to wait for. */
  async meet(request: Request): Promise<Refusal | Cut | undefined> {
    let met: Refusal | Cut | undefined;
    for (const rule of this.#rules) {
      const { when, after = 0, times = Number.POSITIVE_INFINITY, effect } = rule.fault;
      if (!when(request)) continue;
      rule.seen += 1;
      if (rule.seen <= after || rule.seen > after + times) continue;
      if (effect.kind === 'delay') await sleep(effect.delayMs);
      else met ??= effect;
    }
    return met;
  }
}

/** Sends the start of a body, and then nothing: the connection is gone. */
export function sendCut(response: ServerResponse, status: number, headers: Record<string, string>, body: Buffer, bytes: number): void {
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.write(body.subarray(0, bytes), () => response.destroy());
}
