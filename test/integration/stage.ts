import { createServer, type RequestListener, type Server } from 'node:http';
import type { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, inject } from 'vitest';
import { s3Client } from '../aws/clients.js';
import { listening } from './process.js';
import { S3Proxy } from './proxy.js';
import { Trino } from './trino.js';

interface Stage {
  trino: Trino;
  /** What Trino reads through; the program under test too. */
  proxy: S3Proxy;
  proxyAddress: string;
  /** Answers at an address until the tests of this file have ended. */
  serve(listener: RequestListener): Promise<string>;
  /** To the S3 server itself, past the proxy: what tests put there is no request. */
  s3: S3Client;
}

/** Trino, and before its S3 server a proxy of this file, empty at the start of each test. */
export function stage(): Stage {
  const port = inject('proxyPort');
  const proxy = new S3Proxy(inject('moto'));
  const s3 = s3Client({ endpoint: inject('moto') });
  const servers: Server[] = [];
  const serve = async (listener: RequestListener) => {
    const server = createServer(listener);
    servers.push(server);
    return listening(server);
  };
  beforeAll(async () => {
    await proxy.listen(port);
  });
  beforeEach(() => proxy.reset());
  afterAll(async () => {
    s3.destroy();
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
    await proxy.close();
  });
  return { trino: new Trino(inject('trino')), proxy, proxyAddress: `http://127.0.0.1:${port}`, serve, s3 };
}
