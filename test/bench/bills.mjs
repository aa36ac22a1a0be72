import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { stringify } from 'csv-stringify/sync';
import { curTable, madeItems } from '../bill/made.mjs';

/** Of a real bill most rows are of services that this project has nothing to do with. */
const OTHER_ROWS = 20;

/**
 * Writes a made CUR of about so many bytes: the same charges over and over among many more of EC2, every row under an id of its own.
 *
 * @param columns so many columns in all; real reports have some hundred, most of them empty
 */
export async function writeBill(path, bytes, columns = 0) {
  const { header, rows: made } = curTable(madeItems());
  const product = header.indexOf('lineItem/ProductCode');
  const rows = made.flatMap((row) => (row[product] === 'AmazonEC2' ? Array(OTHER_ROWS * made.length).fill(row) : [row]));
  const more = Array.from({ length: Math.max(0, columns - header.length) }, (_, index) => `product/made${index}`);
  const empty = more.map((_, index) => (index % 4 === 0 ? 'made value' : ''));
  const out = createWriteStream(path);
  out.write(stringify([[...header, ...more]]));
  const [amount, cost] = ['lineItem/UsageAmount', 'lineItem/UnblendedCost'].map((name) => header.indexOf(name));
  let count = 0;
  // Amounts of their own, too: those that repeat would be cheaper to read than real ones.
  const next = (row) => {
    count += 1;
    const cells = [`row${count}`, ...row.slice(1), ...empty];
    if (cells[cost] !== '0') Object.assign(cells, { [amount]: `${count * 7}`, [cost]: (count * 0.000021).toFixed(10) });
    return cells;
  };
  while (out.writableLength + out.bytesWritten < bytes) {
    const block = rows.map(next);
    if (!out.write(stringify(block))) await once(out, 'drain');
  }
  out.end();
  await finished(out);
  return { rows: count, bytes: out.bytesWritten };
}
