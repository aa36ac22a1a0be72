import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { athena, bulkJson, cloudTrail, FRANKFURT, FREE, guardDuty, kms, s3 } from '../prices/made-lists.mjs';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const LISTS: Record<string, object> = {
  awskms: bulkJson('awskms', [...kms(FRANKFURT), FREE], FRANKFURT),
  AmazonS3: bulkJson('AmazonS3', s3(FRANKFURT), FRANKFURT),
  AWSCloudTrail: bulkJson('AWSCloudTrail', cloudTrail(FRANKFURT), FRANKFURT),
  AmazonGuardDuty: bulkJson('AmazonGuardDuty', guardDuty(FRANKFURT), FRANKFURT),
  AmazonAthena: bulkJson('AmazonAthena', athena(FRANKFURT), FRANKFURT),
};

let server: Server | undefined;
let folder = '';

async function fetchFrom(listener: RequestListener) {
  folder = mkdtempSync(join(tmpdir(), 'trailcost-'));
  const own = createServer(listener);
  server = own;
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(own.address() as AddressInfo).port}`;
  const child = spawn(process.execPath, [MAIN, 'prices', 'fetch', '--region', 'eu-central-1', '--url', url], {
    env: { ...process.env, XDG_CONFIG_HOME: folder, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { stdout, stderr: stderr.replaceAll(url, 'URL'), status: status as number, book: join(folder, 'trailcost', 'prices.csv') };
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true });
});

test("a Region's lists are downloaded into the price book at its usual place", async () => {
  const { stdout, stderr, status, book } = await fetchFrom((request, response) => {
    response.end(JSON.stringify(LISTS[request.url?.split('/')[1] ?? '']));
  });
  expect(status).toBe(0);
  expect(stdout).toMatch(/^9 prices of 1 Region, from 20 entries, are now in/);
  expect(stderr.split('\n').filter((line) => line !== '')).toEqual([
    ...Object.keys(LISTS).map((service) => `trailcost: reading URL/${service}/current/eu-central-1/index.json`),
    `trailcost: wrote ${book} (10 lines)`,
  ]);
  expect(readFileSync(book, 'utf8').split('\n')).toHaveLength(11);
});

test('a list that is none leaves no price book behind', async () => {
  const { stdout, stderr, status, book } = await fetchFrom((_, response) => response.end('<html>Sign in to the network</html>'));
  expect([stdout, status, existsSync(book)]).toEqual(['', 2, false]);
  expect(stderr).toContain('trailcost: URL/awskms/current/eu-central-1/index.json: is not an AWS price list');
});
