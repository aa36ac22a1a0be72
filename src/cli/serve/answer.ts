import type { ServerResponse } from 'node:http';
import { escaped } from '../../base/cleaned.js';

/** What a request is answered with. */
export interface Answer {
  status: number;
  type: 'text/html' | 'text/plain';
  body: string;
  /** What the body may do; nothing where absent. */
  policy?: string;
  headers?: Readonly<Record<string, string>>;
}

/** An answer in a sentence. */
export function said(status: number, sentence: string, headers: Answer['headers'] = {}): Answer {
  return { status, type: 'text/plain', body: `${escaped(sentence)}\n`, headers };
}

/** No other page may embed an answer, read it, or hold on to it; no browser may take it for something else or keep it. */
const CLOSED = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;

export function give({ status, type, body, policy = "default-src 'none'", headers }: Answer, response: ServerResponse): void {
  response.writeHead(status, {
    ...CLOSED,
    'Content-Security-Policy': `${policy}; frame-ancestors 'none'`,
    'Content-Type': `${type}; charset=utf-8`,
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}
