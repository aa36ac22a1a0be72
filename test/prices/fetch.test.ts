import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { TrailcostError } from '../../src/base/errors.js';
import { type FetchedList, type FetchOptions, fetchPriceLists } from '../../src/prices/lists/fetch.js';
import { loopback } from '../loopback.js';

const { serve, close } = loopback();

const SERVICES = ['awskms', 'AmazonS3', 'AWSCloudTrail', 'AmazonGuardDuty', 'AmazonAthena'];
const QUICK: FetchOptions = { waitMs: 1, silenceMs: 2000 };

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function fetched(region: string, options: FetchOptions): Promise<FetchedList<string>[]> {
  const lists: FetchedList<string>[] = [];
  for await (const list of fetchPriceLists(region, textOf, { ...QUICK, ...options })) lists.push(list);
  return lists;
}

async function failureOf(url: string, options: FetchOptions = QUICK): Promise<string> {
  try {
    await fetched('eu-central-1', { ...options, url });
  } catch (error) {
    if (error instanceof TrailcostError) return `${error.code}\n${error.message}`;
    throw error;
  }
  return 'no error';
}

test('asks for the list of each service', async () => {
  const url = await serve((request, response) => response.end(`list of ${request.url}`));
  const lists = await fetched('eu-central-1', { url: `${url}/offers/` });
  expect(lists.map(({ service }) => service)).toEqual(SERVICES);
  expect(lists.map(({ content }) => content)).toEqual(
    SERVICES.map((service) => `list of /offers/${service}/current/eu-central-1/index.json`),
  );
});

test('a Region cannot lead elsewhere', async () => {
  const asked: string[] = [];
  const url = await serve((request, response) => {
    asked.push(request.url ?? '');
    response.end('{}');
  });
  await fetched('../../x?y#z', { url });
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
    const [first] = await fetched('eu-central-1', { url, onTry: (_, attempt) => tries.push(attempt) });
    expect(first?.content).toBe('fine');
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
    const lists = await fetched('eu-central-1', { url });
    expect(lists.map(({ content }) => content)).toEqual(['fine', 'fine', 'fine', 'fine', undefined]);
  });

  test('of time', async () => {
    const url = await serve(() => undefined);
    expect(await failureOf(url, { waitMs: 1, silenceMs: 50 })).toContain('no answer within 0.05 seconds, 3 times');
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
    close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await failureOf(url)).toMatch(/no connection \(ECONNREFUSED\), 3 times\n {2}Nothing was written\. Check the network/);
  });

  test('of an address that is none', async () => {
    const tries: string[] = [];
    const onTry = (address: string) => tries.push(address);
    for (const [url, reason, shown] of [
      ['not an address', 'is not an address', 'not an address'],
      ['ftp://127.0.0.1/', 'begins with ftp:', 'ftp://127.0.0.1/'],
      ['file:///etc/', 'begins with file:', 'file:///etc/'],
      ['data:,{}', 'begins with data:', 'data:,{}'],
      ['http://name:word@127.0.0.1/', 'contains a user name or a password', '…@127.0.0.1/'],
      ['name:w@rd@127.0.0.1/', 'begins with name:', '…@127.0.0.1/'],
      ['http://name:wo/rd@127.0.0.1/', 'is not an address', '…@127.0.0.1/'],
    ] as const) {
      expect(await failureOf(url, { ...QUICK, onTry })).toContain(`price-list-unreachable\n${shown}: ${reason}`);
    }
    expect(tries).toEqual([]);
  });

  test.each<[string, (url: string) => string | undefined, string, number]>([
    ['to itself', (url) => url, 'redirects in a circle', 1],
    ['in a circle of two', (url) => (url.endsWith('?') ? url.slice(0, -1) : `${url}?`), 'redirects in a circle', 2],
    ['without end', (url) => `${url}x`, 'redirects more than 10 times', 11],
    ['to a file', () => 'file:///etc/passwd', 'redirects to file:///etc/passwd, which begins with file:', 1],
    ['to another protocol', () => 'ftp://127.0.0.1/x', 'redirects to ftp://127.0.0.1/x, which begins with ftp:', 1],
    ['to a password', () => 'http://name:word@127.0.0.1/', 'redirects to …@127.0.0.1/, which contains a user name', 1],
    ['to no address', () => 'http://[', 'redirects to http://[, which is not an address', 1],
    ['to nowhere', () => undefined, 'the server answered 302', 1],
  ])('of an address that redirects %s', async (_, locationOf, reason, requests) => {
    let calls = 0;
    const tries: number[] = [];
    const url = await serve((request, response) => {
      calls += 1;
      const location = locationOf(request.url ?? '');
      response.writeHead(302, location === undefined ? {} : { location });
      response.end();
    });
    expect(await failureOf(url, { ...QUICK, onTry: (_, attempt) => tries.push(attempt) })).toContain(`: ${reason}`);
    expect([calls, tries]).toEqual([requests, [1]]);
  });

  test('of a port that is never asked are not tried again', async () => {
    const tries: number[] = [];
    expect(await failureOf('http://127.0.0.1:6000', { ...QUICK, onTry: (_, attempt) => tries.push(attempt) })).toContain('bad port');
    expect(tries).toEqual([1]);
  });

  test('of a server that stops in the middle', async () => {
    const url = await serve((_, response) => {
      response.write('half');
    });
    expect(await failureOf(url, { waitMs: 1, silenceMs: 50 })).toContain('nothing more within 0.05 seconds, 3 times');
  });

  test('of a server that goes on without end', async () => {
    let calls = 0;
    const url = await serve((_, response) => {
      calls += 1;
      const more = () => {
        while (response.write(Buffer.alloc(64 * 1024, ' ')));
      };
      response.on('drain', more);
      more();
    });
    expect(await failureOf(url, { ...QUICK, maxBytes: 1e6 })).toContain('more than 1000000 bytes came\n');
    expect(calls).toBe(1);
  });

  test('of a server that never comes to its end', async () => {
    let calls = 0;
    const url = await serve((_, response) => {
      calls += 1;
      const drip = setInterval(() => response.write('.'), 5);
      response.on('close', () => clearInterval(drip));
    });
    expect(await failureOf(url, { ...QUICK, totalMs: 100 })).toContain('took more than 0.1 seconds for the lists of eu-central-1\n');
    expect(calls).toBe(1);
  });

  test('leave nothing of the attempt before', async () => {
    let calls = 0;
    const url = await serve((_, response) => {
      calls += 1;
      if (calls > 1) {
        response.end('whole');
        return;
      }
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half');
      setTimeout(() => response.destroy(), 20);
    });
    expect((await fetched('eu-central-1', { url }))[0]?.content).toBe('whole');
  });
});

describe('whoever fetches', () => {
  test('may stop it, while it waits and while it reads', async () => {
    for (const begin of [() => undefined, (response: ServerResponse) => response.write('half')]) {
      const stop = new AbortController();
      const url = await serve((_, response) => {
        begin(response);
        setTimeout(() => stop.abort(), 20);
      });
      await expect(fetched('eu-central-1', { url, signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' });
      close();
    }
  });

  test('may find the list bad, which ends it', async () => {
    const url = await serve((_, response) => response.end('<html>'));
    const lists = fetchPriceLists('eu-central-1', () => Promise.reject(new RangeError('bad')), { ...QUICK, url });
    await expect(lists.next()).rejects.toThrow('bad');
  });
});
