import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, test } from 'vitest';
import { loopback } from '../loopback.js';
import { bulkCsv, bulkJson, entry, FRANKFURT, kms, SAMPLE_LISTS } from '../prices/made-lists.mjs';
import { MAIN, program } from './program.js';
import { workspace } from './workspace.js';

const { folder } = workspace();
const { serve } = loopback();
const KMS = SAMPLE_LISTS['awskms.eu-central-1.json']();
const ENV = { XDG_CONFIG_HOME: '/nonexistent' };

const fetching = (url: string, signal?: AbortSignal) =>
  program(['prices', 'fetch', '--region', 'eu-central-1', '--url', url, '--price-book', 'fetched.csv'], {
    cwd: folder,
    env: ENV,
    ...(signal === undefined ? {} : { signal }),
  });
const isThere = (file: string) => existsSync(join(folder, file));

describe('lists that are fetched', () => {
  test('count once, however often their downloads began', async () => {
    let calls = 0;
    const url = await serve((request, response) => {
      if (request.url?.includes('awskms') !== true) {
        response.writeHead(404).end();
        return;
      }
      calls += 1;
      response.writeHead(200, { 'content-length': Buffer.byteLength(KMS) });
      if (calls > 1) response.end(KMS);
      else response.write(KMS.slice(0, -200), () => setTimeout(() => response.destroy(), 20));
    });
    const { status, stdout, stderr } = await fetching(url);
    expect([status, calls]).toEqual([0, 2]);
    expect(stdout.toString()).toContain('2 prices of 1 Region, from 5 entries');
    expect(stderr).toContain(`trailcost: trying again: ${url}/awskms/`);
    expect(readFileSync(join(folder, 'fetched.csv'), 'utf8').split('\n')).toHaveLength(4);
  });

  test('that are a page are refused', async () => {
    const url = await serve((_, response) => response.end('<!doctype html><title>Sign in</title>'));
    const { status, stderr } = await fetching(url);
    expect(status).toBe(2);
    expect(stderr).toMatch(/is not an AWS price list: .*\n {2}Nothing was written\. Check that this is the address of price lists .*proxy/);
  });

  test('are left with Ctrl-C, and the price book with them', async () => {
    const stop = new AbortController();
    const url = await serve((request, response) => {
      if (request.url?.includes('awskms') === true) response.end(KMS);
      else response.write('{"offerCode":', () => stop.abort());
    });
    const before = isThere('fetched.csv') ? readFileSync(join(folder, 'fetched.csv'), 'utf8') : undefined;
    const { status, stderr } = await fetching(url, stop.signal);
    expect(status).toBe(130);
    expect(stderr).toContain('trailcost: 1 list with 5 entries was read before the stop; fetched.csv is unchanged\n');
    expect(isThere('fetched.csv') ? readFileSync(join(folder, 'fetched.csv'), 'utf8') : undefined).toBe(before);
  });
});

test('an import is left with Ctrl-C, and the price book with it', async () => {
  const stop = new AbortController();
  let asked = 0;
  const waiting = new Readable({
    read() {
      asked += 1;
      if (asked === 1) this.push(KMS.slice(0, 500));
      else stop.abort();
    },
  });
  const files = ['samples/price-lists/awskms.eu-central-1.json', '-'];
  const { status, stderr } = await program(['prices', 'import', ...files, '--price-book', 'left.csv'], {
    cwd: folder,
    env: ENV,
    signal: stop.signal,
    input: waiting,
  });
  expect([status, isThere('left.csv')]).toEqual([130, false]);
  expect(stderr).toContain('trailcost: 1 list with 5 entries was read before the stop; left.csv is unchanged\n');
});

const PRODUCTS = 50_000;
const other = (number: number) =>
  entry(`SKU${number}`, 'AmazonEC2', 'Compute', `BoxUsage:${number}`, 'Hrs', [{ price: '1', from: '0', to: 'Inf' }]);

/** Bulk JSON of a few products, with many before them. */
function* longJson(): Generator<string> {
  const { products, terms, ...head } = bulkJson('awskms', kms(FRANKFURT), FRANKFURT);
  const manyOf = function* (of: (list: ReturnType<typeof bulkJson>) => unknown) {
    for (let number = 0; number < PRODUCTS; number += 1)
      yield `${JSON.stringify(of(bulkJson('x', [other(number)], FRANKFURT))).slice(1, -1)},`;
  };
  yield `${JSON.stringify(head).slice(0, -1)},"products":{`;
  yield* manyOf((list) => list.products);
  yield `${JSON.stringify(products).slice(1)},"terms":{"OnDemand":{`;
  yield* manyOf((list) => list.terms.OnDemand);
  yield `${JSON.stringify(terms.OnDemand).slice(1)}}}`;
}

function* longCsv(): Generator<string> {
  yield bulkCsv('awskms', kms(FRANKFURT), FRANKFURT);
  for (let number = 0; number < PRODUCTS; number += 1) yield `${bulkCsv('x', [other(number)], FRANKFURT).split('\n')[6]}\n`;
}

test.each([
  ['Bulk JSON', longJson],
  ['Bulk CSV', longCsv],
])('%s many times as long as the memory is imported', async (_, pieces) => {
  const argv = ['--max-old-space-size=48', MAIN, 'prices', 'import', '-', '--price-book', 'long.csv'];
  const child = spawn(process.execPath, argv, { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
  const [stdout] = await Promise.all([child.stdout.toArray(), pipeline(Readable.from(pieces()), child.stdin), once(child, 'close')]);
  expect(Buffer.concat(stdout as Buffer[]).toString()).toContain('2 prices of 1 Region, from 50,004 entries');
});
