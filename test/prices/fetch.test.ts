import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { TrailcostError } from '../../src/base/errors.js';
import { type FetchOptions, fetchPriceLists } from '../../src/prices/lists/fetch.js';

let server: Server | undefined;

/** A server of this machine that answers as it is told. */
async function serve(listener: RequestListener): Promise<string> {
  const own = createServer(listener);
  server = own;
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(own.address() as AddressInfo).port}`;
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const SERVICES = ['awskms', 'AmazonS3', 'AWSCloudTrail', 'AmazonGuardDuty', 'AmazonAthena'];
const QUICK: FetchOptions = { waitMs: 1, timeoutMs: 2000 };

async function failureOf(url: string, options: FetchOptions = QUICK): Promise<string> {
  try {
    await fetchPriceLists('eu-central-1', { ...options, url });
  } catch (error) {
    if (error instanceof TrailcostError) return `${error.code}\n${error.message}`;
    throw error;
  }
  return 'no error';
}

test('asks for the list of each service', async () => {
  const url = await serve((request, response) => response.end(`list of ${request.url}`));
  const lists = await fetchPriceLists('eu-central-1', { ...QUICK, url: `${url}/offers/` });
  expect(lists.map(({ service }) => service)).toEqual(SERVICES);
  expect(lists.map(({ text }) => text)).toEqual(SERVICES.map((service) => `list of /offers/${service}/current/eu-central-1/index.json`));
});

test('a Region cannot lead elsewhere', async () => {
  const asked: string[] = [];
  const url = await serve((request, response) => {
    asked.push(request.url ?? '');
    response.end('{}');
  });
  await fetchPriceLists('../../x?y#z', { ...QUICK, url });
  expect(asked[0]).toBe('/awskms/current/..%2F..%2Fx%3Fy%23z/index.json');
});

describe('failures', () => {
  test('that pass are tried again', async () => {
    let calls = 0;
    const tries: number[] = [];
    const url = await serve((_, response) => {
      calls += 1;
      response.statusCode = calls === 1 ? 503 : calls === 2 ? 429 : 200;
      response.end('fine');
    });
    const [first] = await fetchPriceLists('eu-central-1', { ...QUICK, url, onTry: (_, attempt) => tries.push(attempt) });
    expect(first?.text).toBe('fine');
    expect(tries.slice(0, 4)).toEqual([1, 2, 3, 1]);
  });

  test('of the server end after three tries', async () => {
    let calls = 0;
    const url = await serve((_, response) => {
      calls += 1;
      response.statusCode = 500;
      response.end();
    });
    expect(await failureOf(url)).toMatch(
      /^price-list-unreachable\nhttp:.*awskms.*: the server answered 500, 3 times\n {2}Nothing was written/,
    );
    expect(calls).toBe(3);
  });

  test('that stay are not tried again', async () => {
    let calls = 0;
    const url = await serve((_, response) => {
      calls += 1;
      response.statusCode = 400;
      response.end();
    });
    expect(await failureOf(url)).toContain('the server answered 400\n');
    expect(calls).toBe(1);
  });

  test('of a list that AWS does not have are no failure', async () => {
    const url = await serve((request, response) => {
      response.statusCode = request.url?.includes('AmazonAthena') === true ? 404 : 200;
      response.end('fine');
    });
    const lists = await fetchPriceLists('eu-central-1', { ...QUICK, url });
    expect(lists.map(({ text }) => text)).toEqual(['fine', 'fine', 'fine', 'fine', undefined]);
  });

  test('of time', async () => {
    const url = await serve(() => undefined);
    expect(await failureOf(url, { waitMs: 1, timeoutMs: 50 })).toContain('no answer within 0.05 seconds, 3 times');
  });

  test('in the middle of a list', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half');
      setTimeout(() => response.destroy(), 20);
    });
    expect(await failureOf(url)).toMatch(/price-list-unreachable\n.*, 3 times/);
  });

  test('of the network', async () => {
    const url = await serve(() => undefined);
    server?.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await failureOf(url)).toMatch(/no connection \(ECONNREFUSED\), 3 times\n {2}Nothing was written\. Check the network/);
  });

  test('of an address that is none', async () => {
    expect(await failureOf('not an address')).toContain('price-list-unreachable\nnot an address/awskms');
  });
});
