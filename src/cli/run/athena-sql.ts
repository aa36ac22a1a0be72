import { grouped } from '../../base/text.js';
import { convertedPrice } from '../../model/conversion.js';
import { findPrice } from '../../prices/book.js';
import type { AthenaSqlArguments } from '../commands/athena.js';
import { type Io, remark } from '../io.js';
import { assertOutputs, writeOutput } from '../outputs.js';
import { readPriceBook } from '../price-book.js';
import { usage } from '../usage.js';
import { orderOf } from './athena-order.js';

/** Smaller amounts are shown as less than this. */
const LEAST_SHOWN = '0.01';

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
  const month = monthOf(order.since);
  const price = findPrice(await readPriceBook(priceBook, io), 's3-put', order.regions[0] ?? '', month);
  const amount = price === undefined ? undefined : convertedPrice(price, undefined, month).times(lists);
  const cost = amount === undefined ? '' : `, ${amount.lt(LEAST_SHOWN) ? `under ${LEAST_SHOWN}` : amount.toFixed(2)} ${price?.currency}`;
  remark(`projection makes at most ${grouped(lists)} LIST requests${cost}: two for each account, Region and day without log files`, io);
  if (table.length > 0) remark(`${table.join(' and ')} needs the columns of the table that is printed without --table`, io);
  return 0;
}

function monthOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 7);
}
