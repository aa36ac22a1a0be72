import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Artifacts } from './artifacts.js';
import { freePort, ServerProcess } from './process.js';

const START_TIMEOUT_MS = 240_000;

/** A Trino with two catalogs: `local`, files of `folder`/data; `s3`, an S3 server at an address. */
export async function startTrino({ javaHome, trino }: Artifacts, folder: string, s3Address: string) {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const etc = join(folder, 'etc');
  mkdirSync(join(etc, 'catalog'), { recursive: true });
  mkdirSync(join(folder, 'data'), { recursive: true });
  for (const [file, lines] of Object.entries(settings(folder, port, s3Address))) writeFileSync(join(etc, file), `${lines.join('\n')}\n`);
  const server = new ServerProcess('Trino', [join(trino, 'bin/launcher'), 'run', `--etc-dir=${etc}`], join(folder, 'trino.log'), {
    JAVA_HOME: javaHome,
  });
  const isReady = async () => JSON.parse(await (await fetch(`${address}/v1/info`)).text()).starting === false;
  await server.until(isReady, START_TIMEOUT_MS);
  return { address, stop: () => server.stop() };
}

function settings(folder: string, port: number, s3Address: string): Record<string, string[]> {
  const hive = [
    'connector.name=hive',
    'hive.metastore=file',
    'hive.recursive-directories=true',
    'hive.security=allow-all',
    'hive.non-managed-table-writes-enabled=true',
    'fs.hadoop.enabled=false',
    'fs.native-local.enabled=true',
    `local.location=${join(folder, 'data')}`,
  ];
  return {
    'node.properties': [
      'node.environment=integration',
      'node.id=trailcost',
      `node.data-dir=${join(folder, 'var')}`,
      'node.bind-ip=127.0.0.1',
    ],
    'jvm.config': [
      '-server',
      '-Xmx2G',
      '-XX:+UseG1GC',
      '-XX:+ExitOnOutOfMemoryError',
      '-XX:-OmitStackTraceInFastThrow',
      '-XX:ReservedCodeCacheSize=256M',
      '-Djdk.attach.allowAttachSelf=true',
      '-Djdk.nio.maxCachedBufferSize=2000000',
      '--enable-native-access=ALL-UNNAMED',
    ],
    'config.properties': [
      'coordinator=true',
      'node-scheduler.include-coordinator=true',
      `http-server.http.port=${port}`,
      'node.internal-address=127.0.0.1',
      `discovery.uri=http://127.0.0.1:${port}`,
      'catalog.management=static',
      'query.max-memory=1GB',
      'query.max-memory-per-node=1GB',
    ],
    'catalog/local.properties': [...hive, 'hive.metastore.catalog.dir=local:///meta'],
    'catalog/s3.properties': [
      ...hive,
      'hive.metastore.catalog.dir=local:///meta-s3',
      'fs.native-s3.enabled=true',
      `s3.endpoint=${s3Address}`,
      's3.region=us-east-1',
      's3.path-style-access=true',
      's3.aws-access-key=made',
      's3.aws-secret-key=made',
    ],
  };
}

export interface TrinoResult {
  columns: readonly { name: string; type: string }[];
  rows: readonly (readonly unknown[])[];
  /** What was read of files, in the size that they have there. */
  physicalInputBytes: number;
  error?: { name: string; message: string };
}

/** What Trino answers to a statement and to each address that follows from it. */
interface Page {
  id: string;
  nextUri?: string;
  columns?: { name: string; type: string }[];
  data?: unknown[][];
  stats: { state: string; physicalInputBytes: number };
  error?: { errorName: string; message: string };
}

/** A statement that runs: `done` never throws for what Trino says of it. */
export class Statement {
  readonly done: Promise<TrinoResult>;
  #cancelled = false;
  #stats: Page['stats'] = { state: 'QUEUED', physicalInputBytes: 0 };

  constructor(address: string, sql: string, schema: string) {
    this.done = this.#run(address, sql, schema);
  }

  get isQueued(): boolean {
    return this.#stats.state === 'QUEUED';
  }

  /** Bytes so far. */
  get physicalInputBytes(): number {
    return this.#stats.physicalInputBytes;
  }

  /** Comes back when Trino has been told. */
  async cancel(): Promise<void> {
    this.#cancelled = true;
    await this.done;
  }

  async #run(address: string, sql: string, schema: string): Promise<TrinoResult> {
    const headers = { 'x-trino-user': 'trailcost', 'x-trino-catalog': 's3', 'x-trino-schema': schema };
    let page = await pageOf(await fetch(`${address}/v1/statement`, { method: 'POST', headers, body: sql }));
    const rows: unknown[][] = [];
    let columns: TrinoResult['columns'] = [];
    for (;;) {
      columns = page.columns ?? columns;
      rows.push(...(page.data ?? []));
      this.#stats = page.stats;
      if (page.nextUri === undefined) break;
      if (this.#cancelled) {
        await fetch(page.nextUri, { method: 'DELETE' });
        break;
      }
      page = await pageOf(await fetch(page.nextUri));
    }
    const error = page.error && { name: page.error.errorName, message: page.error.message };
    return { columns, rows, physicalInputBytes: this.physicalInputBytes, ...(error && { error }) };
  }
}

async function pageOf(response: Response): Promise<Page> {
  if (response.status === 503) {
    await sleep(100);
    return pageOf(await fetch(response.url));
  }
  if (!response.ok) throw new Error(`Trino: ${response.status} ${await response.text()}`);
  return JSON.parse(await response.text());
}

/** A Trino that listens at an address. */
export class Trino {
  readonly #address: string;

  constructor(address: string) {
    this.#address = address;
  }

  start(sql: string, schema = 'default'): Statement {
    return new Statement(this.#address, sql, schema);
  }

  /** What a statement gives; throws what Trino says of one that fails. */
  async run(sql: string, schema = 'default'): Promise<TrinoResult> {
    const result = await this.start(sql, schema).done;
    if (result.error !== undefined) throw new Error(`${result.error.name}: ${result.error.message}\n${sql}`);
    return result;
  }
}
