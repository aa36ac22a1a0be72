import { mostLists, scopeOf } from '../../athena/sql/order.js';
import { printedSql } from '../../athena/sql/printed.js';
import { grouped } from '../../base/text.js';
import { ownCost } from '../../logs/s3/own-cost.js';
import type { AthenaSqlArguments } from '../commands/athena.js';
import { assertNameFor } from '../formats.js';
import { type Io, remark } from '../io.js';
import { assertOutputs, writeOutput } from '../outputs.js';
import { readPriceBook } from '../price-book.js';
import { assertTaken, orderOf } from './athena-order.js';
import { moneyOf } from './s3.js';

export async function runAthenaSql(given: AthenaSqlArguments, io: Io): Promise<number> {
  const { output, dialect, only, table = [], 'price-book': priceBook } = given;
  assertNameFor('query', output);
  await assertOutputs({ '--output': output ?? '-' }, { files: [priceBook] }, io);
  const order = orderOf(given);
  const scope = scopeOf(order);
  const text = printedSql(dialect, scope, { table: only !== 'query' && table.length === 0, query: only !== 'table' });
  if (dialect === 'athena') assertTaken(text, 'athena sql');
  await writeOutput(text, output, io);
  if (order.isByPath || dialect === 'duckdb' || dialect === 'spark') return 0;
  const lists = mostLists(scope);
  const cost = ownCost({ lists, gets: 0, decrypts: 0 }, order.regions[0] ?? '', monthOf(order.since), await readPriceBook(priceBook, io));
  const money = moneyOf(cost.lists, cost);
  remark(`projection makes at most ${grouped(lists)} LIST requests (${money}): two for each account, Region and day without log files`, io);
  if (table.length > 0) remark(`${table.join(' and ')} needs the columns of the table that is printed without --table`, io);
  return 0;
}

function monthOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 7);
}
