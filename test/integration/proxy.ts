import { once } from 'node:events';
import { createServer, type IncomingMessage, request as requestTo, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { Faults, sendCut } from '../aws/faults.js';
import { type S3Request, s3RequestOf, sendS3Error } from '../aws/s3-request.js';
import { listening } from './process.js';

/** Stands before an S3 server: keeps every request, and has faults by rule. */
export class S3Proxy {
  readonly requests: S3Request[] = [];
  readonly faults = new Faults<S3Request>();
  readonly #target: string;
  readonly #server: Server;

  constructor(target: string) {
    this.#target = target;
    this.#server = createServer((incoming, response) => {
      this.#answer(incoming, response).catch(() => response.destroy());
    });
  }

  /** Answers with its address. */
  listen(port = 0): Promise<string> {
    return listening(this.#server, port);
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  /** Forgets requests and faults. */
  reset(): void {
    this.requests.length = 0;
    this.faults.clear();
  }

  /** The keys of a kind of request, in the order in which they came; of LISTs the prefixes. */
  keys(kind: S3Request['kind']): string[] {
    return this.requests.filter((request) => request.kind === kind).map(({ key }) => key);
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = s3RequestOf(incoming);
    this.requests.push(request);
    const effect = await this.faults.meet(request);
    if (effect?.kind === 'error') {
      incoming.resume();
      sendS3Error(request, response, effect);
      return;
    }
    const forwarded = requestTo(`${this.#target}${incoming.url}`, { method: request.method, headers: incoming.headers });
    incoming.pipe(forwarded);
    const [answer] = await once(forwarded, 'response');
    if (effect?.kind === 'cut') {
      sendCut(response, answer.statusCode, answer.headers, await buffer(answer), effect.bytes);
      return;
    }
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  }
}
