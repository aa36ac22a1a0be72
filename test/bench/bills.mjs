import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { stringify } from 'csv-stringify/sync';
import { curTable, madeItems } from '../bill/made.mjs';

/**
 * Writes a made CUR of about so many bytes: the same charges over and over, every row under an id of its own.
 *
 * @param columns so many columns in all; real reports have some hundred, most of them empty
 */
export async function writeBill(path, bytes, columns = 0) {
  const { header, rows } = curTable(madeItems());
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
    const block = Array.from({ length: 30 }, () => rows.map(next)).flat();
    if (!out.write(stringify(block))) await once(out, 'drain');
  }
  out.end();
  await finished(out);
  return { rows: count, bytes: out.bytesWritten };
}
