// cli/serve: the planner's page for this machine's user alone, and the scenario file that it saves.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { TrailcostError } from '../../base/errors.js';
import { grouped } from '../../base/text.js';
import { isSystemError, reasonOf } from '../../files/system-errors.js';
import { MAX_SCENARIO_BYTES } from '../../scenario/yaml.js';
import { reportError } from '../exit.js';
import { type Io, remark } from '../io.js';
import { type Answer, give, said } from './answer.js';
import { LOOPBACK, refusalOf } from './guard.js';
import type { Planner } from './planner.js';

/** What a client may take its time for, and how much of it there may be at once: none holds up the others, or the end. */
const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 5_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
} as const;
const SILENCE_MS = 60_000;
const MAX_CONNECTIONS = 64;

/** How long answers that are under way have when the server is to end. */
const PATIENCE_MS = 600;

/**
 * Serves a planner until it is told to stop.
 *
 * @param port 0 for any free one
 * @throws TrailcostError `usage` for a port that cannot be had
 */
export async function serve(planner: Planner, { port, debug }: { port: number; debug: boolean }, io: Io): Promise<void> {
  await io.interruptible(async (signal) => {
    const server = await listening(port);
    try {
      const own = portOf(server);
      server.on('request', async (request: IncomingMessage, response) => {
        const answer = await answerTo(request, planner, own).catch((error: unknown) => failure(error, request, debug, io));
        give(answer, response);
      });
      remark(`the planner is at http://${LOOPBACK}:${own}/ (Ctrl-C ends it)`, io);
      await stopped(server, signal);
    } finally {
      await close(server);
    }
  });
}

async function listening(port: number): Promise<Server> {
  const server = createServer(LIMITS);
  server.maxConnections = MAX_CONNECTIONS;
  server.setTimeout(SILENCE_MS);
  server.listen(port, LOOPBACK);
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    throw isSystemError(error) ? unavailable(port, error) : error;
  }
}

function unavailable(port: number, error: NodeJS.ErrnoException): TrailcostError {
  const what = error.code === 'EADDRINUSE' ? 'is taken: another program listens there' : reasonOf(error);
  return new TrailcostError(
    'usage',
    { where: `port ${port}`, what, remedy: 'Choose another --port, or --port 0 for any free one.' },
    error,
  );
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Waits until the server is to stop. @throws what ends it before */
async function stopped(server: Server, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const patience = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
  await closed;
  clearTimeout(patience);
}

const PAGE_METHODS = ['GET', 'HEAD'];
const YAML = /^(?:application|text)\/(?:x-)?yaml\s*(?:;|$)/i;

async function answerTo(request: IncomingMessage, planner: Planner, port: number): Promise<Answer> {
  const refusal = refusalOf(request, port);
  if (refusal !== undefined) return refusal;
  const { method = '', url = '' } = request;
  const [path] = url.split('?');
  if (path === '/') return PAGE_METHODS.includes(method) ? planner.page() : otherMethod(PAGE_METHODS);
  if (path === '/scenario') return method === 'PUT' ? saved(request, planner) : otherMethod(['PUT']);
  return said(404, 'there is no such page');
}

function otherMethod(known: readonly string[]): Answer {
  return said(405, `this address takes ${known.join(' and ')} alone`, { Allow: known.join(', ') });
}

async function saved(request: IncomingMessage, planner: Planner): Promise<Answer> {
  const { 'content-type': type = '', 'content-length': length = '0', 'if-match': tag } = request.headers;
  if (!YAML.test(type)) return said(415, 'a scenario is sent as application/yaml');
  if (tag === undefined) return said(428, 'If-Match has to name the scenario that the page was made from');
  if (Number(length) > MAX_SCENARIO_BYTES) return TOO_LARGE;
  const bytes = await bodyOf(request);
  if (bytes === undefined) return TOO_LARGE;
  const text = textOf(bytes);
  return text === undefined ? said(422, 'the scenario is not UTF-8 text') : planner.save(text, tag);
}

const TOO_LARGE = said(413, `a scenario has at most ${grouped(MAX_SCENARIO_BYTES)} bytes`);

/** What was sent; undefined for more than a scenario can have, of which nothing is kept. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= MAX_SCENARIO_BYTES) chunks.push(chunk);
  }
  return size <= MAX_SCENARIO_BYTES ? Buffer.concat(chunks) : undefined;
}

function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** What could not be answered; the server goes on. */
function failure(error: unknown, { complete, destroyed }: IncomingMessage, debug: boolean, io: Io): Answer {
  if (error instanceof Error && error.name === 'AbortError') return said(503, 'trailcost serve was stopped: nothing was saved');
  const isGone = destroyed && !complete;
  if (!isGone) reportError(error, io, { command: 'trailcost serve', debug });
  return said(500, 'unexpected: `trailcost serve` says more where it was started');
}
