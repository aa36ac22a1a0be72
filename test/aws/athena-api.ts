import { randomUUID } from 'node:crypto';
import { ApiError, type ApiRequest, JsonApi } from './json-api.js';

export interface ResultTable {
  columns: readonly { name: string; type: string }[];
  /** Values as text; `undefined` is NULL. */
  rows: readonly (readonly (string | undefined)[])[];
}

export interface QueryStatus {
  state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  /** Why it failed, or was cancelled. */
  reason?: string;
  scannedBytes: number;
  /** What a query that succeeded found; DDL finds nothing. */
  table?: ResultTable;
}

/** What runs queries behind the API. */
export interface QueryEngine {
  start(query: { sql: string; database: string | undefined; catalog: string | undefined }): RunningQuery;
}

export interface RunningQuery {
  status(): QueryStatus | Promise<QueryStatus>;
  cancel(): void | Promise<void>;
}

export interface AthenaOptions {
  /** Work groups and the place where the results of their queries go; `primary` without one if not given. */
  workGroups?: Readonly<Record<string, { outputLocation?: string }>>;
  /** Writes an object of results. */
  write?: (bucket: string, key: string, body: string) => void | Promise<void>;
}

interface Execution {
  id: string;
  sql: string;
  workGroup: string;
  database: string | undefined;
  catalog: string | undefined;
  outputLocation: string;
  submitted: number;
  query: RunningQuery;
  /** How it ended, once it has. */
  ended?: QueryStatus;
}

const LONGEST_QUERY = 262_144;
const MOST_RESULTS = 1000;

/** Athena's API over an engine that runs the queries. */
export class AthenaApi extends JsonApi {
  readonly #engine: QueryEngine;
  readonly #options: AthenaOptions;
  readonly #executions = new Map<string, Execution>();
  /** Identifiers by the token of the client: a request that comes twice starts one query. */
  readonly #tokens = new Map<string, string>();

  constructor(engine: QueryEngine, options: AthenaOptions = {}) {
    super((request) => this.#act(request));
    this.#engine = engine;
    this.#options = options;
  }

  async #act({ action, input }: ApiRequest): Promise<object> {
    switch (action) {
      case 'StartQueryExecution':
        return { QueryExecutionId: this.#start(input) };
      case 'GetQueryExecution':
        return { QueryExecution: await this.#described(this.#executionOf(input)) };
      case 'StopQueryExecution':
        await this.#stop(this.#executionOf(input));
        return {};
      case 'GetQueryResults':
        return this.#results(this.#executionOf(input), input);
      case 'GetWorkGroup':
        return { WorkGroup: this.#workGroup(textOf(input['WorkGroup']) ?? '') };
      default:
        throw new ApiError('UnknownOperationException', action);
    }
  }

  #start(input: ApiRequest['input']): string {
    const { QueryString, ClientRequestToken, WorkGroup, QueryExecutionContext } = input;
    const sql = textOf(QueryString) ?? '';
    if (sql.trim() === '' || sql.length > LONGEST_QUERY) throw invalid(`The query string has ${sql.length} characters`);
    const token = textOf(ClientRequestToken) ?? randomUUID();
    const known = this.#tokens.get(token);
    if (known !== undefined) return known;
    const workGroup = textOf(WorkGroup) ?? 'primary';
    const outputLocation = this.#outputLocationOf(input, workGroup);
    const database = textOf(fieldOf(QueryExecutionContext, 'Database'));
    const catalog = textOf(fieldOf(QueryExecutionContext, 'Catalog'));
    const id = randomUUID();
    const query = this.#engine.start({ sql, database, catalog });
    this.#tokens.set(token, id);
    this.#executions.set(id, { id, sql, workGroup, database, catalog, outputLocation, submitted: Date.now(), query });
    return id;
  }

  #outputLocationOf(input: ApiRequest['input'], workGroup: string): string {
    const { Configuration } = this.#workGroup(workGroup);
    const given = textOf(fieldOf(input['ResultConfiguration'], 'OutputLocation'));
    const location = given ?? Configuration.ResultConfiguration.OutputLocation;
    if (location !== undefined) return location;
    throw invalid(
      'No output location provided. An output location is required either through the Workgroup result configuration setting ' +
        'or as an API input.',
    );
  }

  #workGroup(name: string) {
    const group = (this.#options.workGroups ?? { primary: {} })[name];
    if (group === undefined) throw invalid(`WorkGroup ${name} is not found.`);
    const { outputLocation } = group;
    const ResultConfiguration: { OutputLocation?: string } = outputLocation === undefined ? {} : { OutputLocation: outputLocation };
    return { Name: name, State: 'ENABLED', Configuration: { ResultConfiguration } };
  }

  #executionOf({ QueryExecutionId }: ApiRequest['input']): Execution {
    const execution = this.#executions.get(String(QueryExecutionId));
    if (execution === undefined) throw invalid(`QueryExecution ${QueryExecutionId} was not found`);
    return execution;
  }

  /** Results are written before anybody hears of success. */
  async #statusOf(execution: Execution): Promise<QueryStatus> {
    if (execution.ended !== undefined) return execution.ended;
    const status = await execution.query.status();
    if (status.state === 'QUEUED' || status.state === 'RUNNING' || execution.ended !== undefined) return execution.ended ?? status;
    execution.ended = status;
    if (status.state === 'SUCCEEDED') {
      const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.*)$/s.exec(resultOf(execution)) ?? [];
      await this.#options.write?.(bucket, key, status.table === undefined ? '' : csv(status.table));
    }
    return status;
  }

  async #described(execution: Execution): Promise<object> {
    const { id, sql, workGroup, database, catalog, submitted } = execution;
    const { state, reason, scannedBytes } = await this.#statusOf(execution);
    const done = state !== 'QUEUED' && state !== 'RUNNING' && { CompletionDateTime: Date.now() / 1000 };
    return {
      QueryExecutionId: id,
      Query: sql,
      StatementType: isSelect(sql) ? 'DML' : 'DDL',
      ResultConfiguration: { OutputLocation: resultOf(execution) },
      QueryExecutionContext: { Database: database, Catalog: catalog },
      Status: { State: state, StateChangeReason: reason, SubmissionDateTime: submitted / 1000, ...done },
      Statistics: { DataScannedInBytes: scannedBytes, TotalExecutionTimeInMillis: Date.now() - submitted },
      WorkGroup: workGroup,
    };
  }

  async #stop(execution: Execution): Promise<void> {
    const { state, scannedBytes } = await this.#statusOf(execution);
    if (state !== 'QUEUED' && state !== 'RUNNING') return;
    execution.ended = { state: 'CANCELLED', reason: 'Query cancelled by user', scannedBytes };
    await execution.query.cancel();
  }

  async #results(execution: Execution, { NextToken, MaxResults = MOST_RESULTS }: ApiRequest['input']): Promise<object> {
    const { state, table = { columns: [], rows: [] } } = await this.#statusOf(execution);
    if (state === 'QUEUED' || state === 'RUNNING') throw invalid(`Query has not yet finished. Current state: ${state}`);
    if (state !== 'SUCCEEDED') throw invalid(`Query did not finish successfully. Final query state: ${state}`);
    if (!(Number(MaxResults) >= 1 && Number(MaxResults) <= MOST_RESULTS))
      throw invalid('MaxResults is more than maximum allowed length 1000.');
    const start = Number(NextToken ?? 0);
    const end = start + Number(MaxResults);
    // The first row of the first page is the header.
    const rows = [...(table.columns.length > 0 ? [table.columns.map(({ name }) => name)] : []), ...table.rows];
    const Rows = rows.slice(start, end).map((row) => ({ Data: row.map((value) => (value === undefined ? {} : { VarCharValue: value })) }));
    const ColumnInfo = table.columns.map(({ name, type }) => ({ Name: name, Label: name, Type: type }));
    return { ResultSet: { Rows, ResultSetMetadata: { ColumnInfo } }, ...(end < rows.length && { NextToken: String(end) }) };
  }
}

/** The file of a query's results, as Athena names it. */
function resultOf({ id, sql, outputLocation }: Execution): string {
  return `${outputLocation.replace(/\/?$/, '/')}${id}.${isSelect(sql) ? 'csv' : 'txt'}`;
}

function isSelect(sql: string): boolean {
  return /^\s*(?:--[^\n]*\n\s*)*(?:WITH|SELECT|\()/i.test(sql);
}

/** CSV as Athena writes it: every value in quotation marks, NULL without. */
export function csv({ columns, rows }: ResultTable): string {
  const quoted = (value: string | undefined) => (value === undefined ? '' : `"${value.replaceAll('"', '""')}"`);
  return [columns.map(({ name }) => name), ...rows].map((row) => `${row.map(quoted).join(',')}\n`).join('');
}

function invalid(message: string): ApiError {
  return new ApiError('InvalidRequestException', message);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;
}
