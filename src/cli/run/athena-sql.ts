import type { Order } from '../../athena/sql/order.js';
import { grouped } from '../../base/text.js';
import { findPrice } from '../../prices/book.js';
import type { AthenaSqlArguments } from '../commands/athena.js';
import { type Io, remark } from '../io.js';
import { assertOutputs, writeOutput } from '../outputs.js';
import { readPriceBook } from '../price-book.js';
import { assertAccount, usage } from '../usage.js';
import { instantOf } from './instant.js';

const REGION = /^[a-z]{2,}(?:-[a-z]+)+-\d{1,2}$/;

export async function runAthenaSql(given: AthenaSqlArguments, io: Io): Promise<number> {
  const { output, dialect, only, table = [], 'price-book': priceBook } = given;
  await assertOutputs({ '--output': output ?? '-' }, { files: [priceBook] }, io);
  const [{ mostLists, scopeOf }, { MOST_QUERY_BYTES, printedSql }] = await Promise.all([
    import('../../athena/sql/order.js'),
    import('../../athena/sql/printed.js'),
  ]);
  const order = orderOf(given);
  const scope = scopeOf(order);
  const parts = { table: only !== 'query' && table.length === 0, query: only !== 'table' };
  const text = printedSql(dialect, scope, parts);
  if (dialect === 'athena' && Buffer.byteLength(text) > MOST_QUERY_BYTES) {
    const what = `makes a query of ${grouped(Buffer.byteLength(text))} bytes; Athena takes ${grouped(MOST_QUERY_BYTES)}`;
    throw usage('athena sql', what, 'Name fewer accounts, Regions or excluded files, or leave --by-path out.');
  }
  await writeOutput(text, output, io);
  if (order.isByPath || dialect === 'duckdb' || dialect === 'spark') return 0;
  const lists = mostLists(scope);
  const price = findPrice(await readPriceBook(priceBook, io), 's3-put', order.regions[0] ?? '', monthOf(order.since));
  const cost = price === undefined ? '' : `, ${price.currency} ${price.price.times(lists).toFixed(2)}`;
  remark(`projection makes at most ${grouped(lists)} LIST requests${cost}: two for each account, Region and day without log files`, io);
  if (table.length > 0) remark(`${table.join(' and ')} needs the columns of the table that is printed without --table`, io);
  return 0;
}

function orderOf(given: AthenaSqlArguments): Order {
  const { location = [], table = [], exclude = [], dialect, 'by-path': isByPath } = given;
  const accounts = each(given.account, '--account', 'Give each account that has log files: an open query lists every folder twice.');
  const regions = each(given.region, '--region', 'Give each Region that has log files: an open query lists every folder twice.');
  for (const id of accounts) assertAccount(id, '--account');
  const wrong = regions.find((region) => !REGION.test(region));
  if (wrong !== undefined) throw usage('--region', `"${wrong}" is not a Region`, 'Give its code, such as us-east-1.');
  const [since, until] = [timeOf(given.since, '--since'), timeOf(given.until, '--until')];
  if (since >= until) throw usage('--until', 'is not after --since', 'Swap them.');
  const foreign = exclude.find((path) => !/^s3[an]?:\/\/[^/]+\/./.test(path) && dialect !== 'duckdb');
  if (foreign !== undefined) throw usage('--exclude', `"${foreign}" is not the address of a file`, 'Give it as s3://BUCKET/KEY.');
  return { dialect, locations: location, tables: table, isByPath, accounts, regions, since, until, excluded: exclude };
}

/** Values that were given one by one, or with commas. */
function each(given: readonly string[] | undefined, option: string, remedy: string): string[] {
  const values = [...new Set((given ?? []).flatMap((value) => value.split(',')).map((value) => value.trim()))].filter(
    (value) => value !== '',
  );
  if (values.length === 0) throw usage(option, 'is missing', remedy);
  return values;
}

function timeOf(given: string | undefined, option: string): number {
  if (given === undefined) throw usage(option, 'is missing', 'Give a beginning and an end: an open query lists every folder of every day.');
  return instantOf(given, option);
}

function monthOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 7);
}
