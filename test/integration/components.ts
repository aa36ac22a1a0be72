import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { s3Client } from '../aws/clients.js';
import { type Artifacts, artifacts, missingTool } from './artifacts.js';
import { putSample, startMoto } from './moto.js';
import { freePort } from './process.js';
import { startTrino } from './trino.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where Trino listens. */
    trino: string;
    /** Where the S3 server listens. */
    moto: string;
    /** Where Trino looks for S3: each file's own proxy listens there. */
    proxyPort: number;
  }
}

/** One Trino and one S3 server for all files. */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const missing = missingTool();
  if (missing !== undefined) skip(missing);
  const found = artifacts();
  const folder = mkdtempSync(join(tmpdir(), 'components-'));
  const proxyPort = await freePort();
  const starting = await Promise.allSettled([startFilledMoto(found, folder), startTrino(found, folder, `http://127.0.0.1:${proxyPort}`)]);
  const stop = async () => {
    await Promise.all(starting.map((server) => (server.status === 'fulfilled' ? server.value.stop() : undefined)));
    rmSync(folder, { recursive: true, force: true });
  };
  const [moto, trino] = starting;
  if (moto.status === 'rejected' || trino.status === 'rejected') {
    await stop();
    throw new Error(starting.map((server) => (server.status === 'rejected' ? String(server.reason) : '')).join('\n'));
  }
  project.provide('moto', moto.value.address);
  project.provide('trino', trino.value.address);
  project.provide('proxyPort', proxyPort);
  return stop;
}

async function startFilledMoto(found: Artifacts, folder: string) {
  const moto = await startMoto(found, folder);
  const client = s3Client({ endpoint: moto.address });
  await putSample(client).catch(async (error) => {
    await moto.stop();
    throw error;
  });
  client.destroy();
  return moto;
}

/** Nothing to test with is no failure; whoever runs the tests reads why. */
function skip(reason: string): never {
  process.stdout.write(`integration: skipped (${reason})\n`);
  if (basename(tmpdir()).startsWith('trailcost-test-')) rmSync(tmpdir(), { recursive: true, force: true });
  process.exit(0);
}
