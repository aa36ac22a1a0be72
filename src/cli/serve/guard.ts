import type { IncomingMessage } from 'node:http';
import { type Answer, said } from './answer.js';

/** Where the server listens: on no address but this machine's own. */
export const LOOPBACK = '127.0.0.1';

/** The port that an address without one means. */
const HTTP_PORT = 80;

/**
 * Refuses what a page of another address may have sent: by a name that leads to this machine (DNS rebinding), or with the user's browser
 * (cross-site requests). Undefined for what comes from the user, or from a page of this server.
 */
export function refusalOf({ method, headers }: IncomingMessage, port: number): Answer | undefined {
  const { host = '', origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': target } = headers;
  if (!hostsAt(port).includes(host)) return said(421, `this is http://${LOOPBACK}:${port}/ and answers to no other name`);
  const isOwn = origin === `http://${host}` || (origin === undefined && site === 'same-origin');
  if (isOwn) return undefined;
  // A link leads here, or who types the address; programs that are no browser say nothing of it.
  const isVisit = mode === 'navigate' && target === 'document';
  const isRead = method !== 'PUT' && origin === undefined && (site === undefined || site === 'none' || isVisit);
  return isRead ? undefined : said(403, 'only a page of this server may ask for that');
}

function hostsAt(port: number): string[] {
  return [LOOPBACK, 'localhost'].flatMap((name) => [`${name}:${port}`, ...(port === HTTP_PORT ? [name] : [])]);
}
