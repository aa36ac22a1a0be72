import { type Access, clientSettings } from './access.js';
import { refusalBy } from './refusals.js';

/** Where queries run, and where their results go. */
export interface QueryPlace {
  /** Without it Athena's own, `primary`. */
  workGroup?: string | undefined;
  database?: string | undefined;
  /** `s3://BUCKET/PREFIX/`; not needed where the work group has one. */
  outputLocation?: string | undefined;
}

/** How far a query is. */
export interface QueryState {
  state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  /** Why it failed or was cancelled, as Athena says it. */
  reason: string;
  /** Bytes read of the table so far; Athena bills them, at least 10 MB a query. */
  scannedBytes: number;
  /** The object that holds the result; empty where Athena names none. */
  resultLocation: string;
}

/** Runs SQL elsewhere, one query at a time. */
export interface QueryEngine {
  /** Starts a query; its id. */
  start(sql: string): Promise<string>;
  state(id: string): Promise<QueryState>;
  /** Ends a query that is not over; what it has scanned until then is billed. */
  stop(id: string): Promise<void>;
}

/** Where Athena itself is reached. */
export interface AthenaAccess extends Access {
  /** That of the bucket: from another one, reading costs more. Without it, the one that is set. */
  region: string | undefined;
}

/**
 * Amazon Athena. Source: docs.aws.amazon.com/athena/latest/APIReference (StartQueryExecution, GetQueryExecution, StopQueryExecution).
 *
 * @throws Refusal as all its calls do
 */
export async function athenaEngine(access: AthenaAccess, { workGroup, database, outputLocation }: QueryPlace): Promise<QueryEngine> {
  const settings = clientSettings(access);
  const sdk = await import('@aws-sdk/client-athena');
  const region = access.region ?? (await new sdk.AthenaClient(settings).config.region());
  const client = new sdk.AthenaClient({ ...settings, region });
  const asked = async <T>(operation: string, ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      throw refusalBy(error, { action: `athena:${operation}`, where: `Athena in ${region}` }, access.endpoint);
    }
  };
  return {
    async start(sql) {
      const { QueryExecutionId } = await asked('StartQueryExecution', () =>
        client.send(
          new sdk.StartQueryExecutionCommand({
            QueryString: sql,
            WorkGroup: workGroup,
            QueryExecutionContext: { Database: database },
            ...(outputLocation === undefined ? {} : { ResultConfiguration: { OutputLocation: outputLocation } }),
          }),
        ),
      );
      return QueryExecutionId ?? '';
    },
    async state(id) {
      const { QueryExecution } = await asked('GetQueryExecution', () =>
        client.send(new sdk.GetQueryExecutionCommand({ QueryExecutionId: id })),
      );
      const { Status, Statistics, ResultConfiguration } = QueryExecution ?? {};
      return {
        state: Status?.State ?? 'QUEUED',
        reason: Status?.StateChangeReason ?? Status?.AthenaError?.ErrorMessage ?? '',
        scannedBytes: Statistics?.DataScannedInBytes ?? 0,
        resultLocation: ResultConfiguration?.OutputLocation ?? '',
      };
    },
    async stop(id) {
      await asked('StopQueryExecution', () => client.send(new sdk.StopQueryExecutionCommand({ QueryExecutionId: id })));
    },
  };
}
