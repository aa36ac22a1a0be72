import {
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetWorkGroupCommand,
  paginateGetQueryResults,
  StartQueryExecutionCommand,
  type StartQueryExecutionCommandInput,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { describe, expect, test } from 'vitest';
import { loopback } from '../loopback.js';
import type { AthenaOptions } from './athena-api.js';
import { AthenaStub, type Ending } from './athena-stub.js';
import { athenaClient } from './clients.js';
import { refusal } from './faults.js';

const server = loopback();
const TABLE = { columns: [{ name: 'rule', type: 'varchar' }], rows: [['a "b"'], [undefined], ['']] };
const SUCCEEDED: Ending = { ends: 'succeeded', table: TABLE, scannedBytes: 42 };
const TO = { ResultConfiguration: { OutputLocation: 's3://results/trailcost' } };

async function served(ending: Ending, options?: AthenaOptions) {
  const stub = new AthenaStub(() => ending, options);
  const client = athenaClient({ endpoint: await server.serve(stub.listener) });
  return {
    stub,
    client,
    start: async (input: Partial<StartQueryExecutionCommandInput> = TO) => {
      const { QueryExecutionId } = await client.send(new StartQueryExecutionCommand({ QueryString: 'SELECT 1', ...input }));
      return { QueryExecutionId };
    },
    poll: async (query: { QueryExecutionId: string | undefined }) => {
      const { QueryExecution } = await client.send(new GetQueryExecutionCommand(query));
      return QueryExecution;
    },
  };
}

const messageOf = (run: Promise<unknown>) => run.then(String, ({ name, message }: Error) => `${name}: ${message}`);

describe('a query', () => {
  test('that succeeds: queued, running, done, with its results written', async () => {
    const written: string[] = [];
    const { start, poll, stub } = await served(SUCCEEDED, {
      write: (...object) => {
        written.push(...object);
      },
    });
    const query = await start();
    const states = [await poll(query), await poll(query), await poll(query)].map((execution) => execution?.Status?.State);
    expect(states).toEqual(['QUEUED', 'RUNNING', 'SUCCEEDED']);
    expect(await poll(query)).toMatchObject({
      Query: 'SELECT 1',
      StatementType: 'DML',
      WorkGroup: 'primary',
      Statistics: { DataScannedInBytes: 42 },
      ResultConfiguration: { OutputLocation: `s3://results/trailcost/${query.QueryExecutionId}.csv` },
    });
    expect(written).toEqual(['results', `trailcost/${query.QueryExecutionId}.csv`, '"rule"\n"a ""b"""\n\n""\n']);
    expect(stub.started).toEqual(['SELECT 1']);
  });

  test('that fails', async () => {
    const { start, poll, client } = await served({ ends: 'failed', reason: 'HIVE_CURSOR_ERROR', scannedBytes: 7, polls: 0 });
    const query = await start();
    expect(await poll(query)).toMatchObject({
      Status: { State: 'FAILED', StateChangeReason: 'HIVE_CURSOR_ERROR' },
      Statistics: { DataScannedInBytes: 7 },
    });
    expect(await messageOf(client.send(new GetQueryResultsCommand(query)))).toContain('Final query state: FAILED');
  });

  test('that is stopped', async () => {
    const { start, poll, client, stub } = await served({ ends: 'never' });
    const query = await start();
    for (let index = 0; index < 5; index += 1) await poll(query);
    expect(await messageOf(client.send(new GetQueryResultsCommand(query)))).toContain('Current state: RUNNING');
    await client.send(new StopQueryExecutionCommand(query));
    expect((await poll(query))?.Status).toMatchObject({ State: 'CANCELLED' });
    expect(stub.stopped).toEqual(['SELECT 1']);
  });

  test('that others stop', async () => {
    const { start, poll } = await served({ ends: 'cancelled', reason: 'Query exhausted resources', polls: 0 });
    expect((await poll(await start()))?.Status).toMatchObject({ State: 'CANCELLED', StateChangeReason: 'Query exhausted resources' });
  });

  test('that is sent twice starts once', async () => {
    const { start, stub } = await served(SUCCEEDED);
    const twice = { ...TO, ClientRequestToken: 'x'.repeat(32) };
    expect(await start(twice)).toEqual(await start(twice));
    expect(stub.started).toHaveLength(1);
  });
});

test('results come in pages, with a header on the first', async () => {
  const rows = Array.from({ length: 5 }, (_, index) => [String(index)]);
  const { start, client } = await served({ ends: 'succeeded', table: { columns: TABLE.columns, rows }, polls: 0 });
  const pages: (string | undefined)[][] = [];
  for await (const { ResultSet } of paginateGetQueryResults({ client, pageSize: 4 }, await start())) {
    pages.push((ResultSet?.Rows ?? []).map(({ Data }) => Data?.[0]?.VarCharValue));
  }
  expect(pages).toEqual([
    ['rule', '0', '1', '2'],
    ['3', '4'],
  ]);
});

test('DDL has no results', async () => {
  const { start, poll, client } = await served({ ends: 'succeeded', polls: 0 });
  const query = await start({ ...TO, QueryString: 'CREATE EXTERNAL TABLE t (a string)' });
  expect(await poll(query)).toMatchObject({
    StatementType: 'DDL',
    ResultConfiguration: { OutputLocation: `s3://results/trailcost/${query.QueryExecutionId}.txt` },
  });
  expect((await client.send(new GetQueryResultsCommand(query))).ResultSet?.Rows).toEqual([]);
});

describe('work groups', () => {
  const workGroups = { primary: {}, audit: { outputLocation: 's3://audit/results/' } };

  test('with a place for results', async () => {
    const { start, poll, client } = await served(SUCCEEDED, { workGroups });
    const query = await start({ WorkGroup: 'audit' });
    expect((await poll(query))?.ResultConfiguration?.OutputLocation).toBe(`s3://audit/results/${query.QueryExecutionId}.csv`);
    expect(await client.send(new GetWorkGroupCommand({ WorkGroup: 'audit' }))).toMatchObject({
      WorkGroup: { Configuration: { ResultConfiguration: { OutputLocation: 's3://audit/results/' } } },
    });
  });

  test.each([
    ['without one', {}, 'No output location provided'],
    ['unknown', { ...TO, WorkGroup: 'other' }, 'WorkGroup other is not found.'],
    ['a query that is too long', { ...TO, QueryString: ' '.repeat(262_144) + 1 }, 'The query string has 262145 characters'],
  ])('%s', async (_, input, message) => {
    const { start, stub } = await served(SUCCEEDED, { workGroups });
    expect(await messageOf(start(input))).toContain(`InvalidRequestException: ${message}`);
    expect(stub.started).toEqual([]);
  });
});

test('what may not be done, and what is not there', async () => {
  const { start, poll, stub } = await served(SUCCEEDED);
  expect(await messageOf(poll({ QueryExecutionId: 'none' }))).toBe('InvalidRequestException: QueryExecution none was not found');
  stub.faults.add({ when: ({ action }) => action === 'StartQueryExecution', effect: refusal(400, 'AccessDeniedException', 'Not yours') });
  expect(await messageOf(start())).toBe('AccessDeniedException: Not yours');
  expect(stub.started).toEqual([]);
});
