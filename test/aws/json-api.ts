import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { Faults, sendCut } from './faults.js';
import { signedFor } from './s3-request.js';

/** One request to an API of AWS that speaks JSON 1.1: Athena, CloudTrail. */
export interface ApiRequest {
  /** As `LookupEvents`. */
  action: string;
  input: Readonly<Record<string, unknown>>;
  region: string;
  accessKeyId: string;
}

/** What an API refuses. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

type Answer = (request: ApiRequest) => object | Promise<object>;

/** Answers requests, keeps each, and has faults by rule. */
export class JsonApi {
  readonly requests: ApiRequest[] = [];
  readonly faults = new Faults<ApiRequest>();
  readonly #answer: Answer;

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  readonly listener = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const action = String(incoming.headers['x-amz-target']).split('.').at(-1) ?? '';
    const request = { action, input: JSON.parse(await text(incoming)), ...signedFor(incoming.headers.authorization) };
    this.requests.push(request);
    const effect = await this.faults.meet(request);
    if (effect?.kind === 'error') {
      send(response, effect.status, { __type: effect.code, message: effect.message });
      return;
    }
    const { status, body } = await this.#answered(request);
    if (effect?.kind === 'cut') sendCut(response, status, HEADERS, Buffer.from(JSON.stringify(body)), effect.bytes);
    else send(response, status, body);
  };

  async #answered(request: ApiRequest): Promise<{ status: number; body: object }> {
    try {
      return { status: 200, body: await this.#answer(request) };
    } catch (error) {
      const { code, message } = error instanceof ApiError ? error : { code: 'InternalServerException', message: String(error) };
      return { status: error instanceof ApiError ? 400 : 500, body: { __type: code, message } };
    }
  }
}

const HEADERS = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'made' };

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, HEADERS).end(JSON.stringify(body));
}
