import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  AthenaApi,
  type AthenaOptions,
  type QueryEngine,
  type QueryStatus,
  type ResultTable,
  type RunningQuery,
} from '../aws/athena-api.js';
import { trinoStatements } from './athena-ddl.js';
import type { Statement, Trino, TrinoResult } from './trino.js';

/** Athena's API over a real Trino; results go to a real S3 server. */
export function athenaFacade(trino: Trino, results: S3Client, workGroups?: AthenaOptions['workGroups']): AthenaApi {
  const write = async (Bucket: string, Key: string, Body: string) => {
    await results.send(new PutObjectCommand({ Bucket, Key, Body, ContentLength: Buffer.byteLength(Body) }));
  };
  return new AthenaApi(engineOf(trino), { write, ...(workGroups && { workGroups }) });
}

function engineOf(trino: Trino): QueryEngine {
  return { start: ({ sql, database = 'default' }) => new TrinoQuery(trino, sql, database) };
}

class TrinoQuery implements RunningQuery {
  #ended: QueryStatus | undefined;
  #running: Statement | undefined;
  #cancelled = false;

  constructor(trino: Trino, sql: string, database: string) {
    this.#run(trino, sql, database).catch((error: Error) => {
      this.#ended = { state: 'FAILED', reason: error.message, scannedBytes: 0 };
    });
  }

  status(): QueryStatus {
    if (this.#ended !== undefined) return this.#ended;
    const { isQueued = true, physicalInputBytes: scannedBytes = 0 } = this.#running ?? {};
    return { state: isQueued ? 'QUEUED' : 'RUNNING', scannedBytes };
  }

  async cancel(): Promise<void> {
    this.#cancelled = true;
    await this.#running?.cancel();
  }

  /** A statement of Athena may be several of Trino; the results are the last one's. */
  async #run(trino: Trino, sql: string, database: string): Promise<void> {
    let last: TrinoResult | undefined;
    for (const statement of trinoStatements(sql)) {
      this.#running = trino.start(statement, database);
      last = await this.#running.done;
      if (this.#cancelled) return;
      if (last.error !== undefined) {
        const { name, message } = last.error;
        this.#ended = { state: 'FAILED', reason: `${name}: ${message}`, scannedBytes: last.physicalInputBytes };
        return;
      }
    }
    const found = /^\s*(?:--[^\n]*\n\s*)*(?:CREATE|DROP)\b/i.test(sql) ? undefined : last;
    this.#ended = { state: 'SUCCEEDED', scannedBytes: last?.physicalInputBytes ?? 0, ...(found && { table: tableOf(found) }) };
  }
}

function tableOf({ columns, rows }: TrinoResult): ResultTable {
  return { columns, rows: rows.map((row) => row.map(textOf)) };
}

/** Athena writes lists and structures in a way of its own, which nobody needs here. */
function textOf(value: unknown): string | undefined {
  if (value === null) return undefined;
  if (typeof value === 'object') throw new Error('The façade knows no lists and structures in results');
  return String(value);
}
