import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { cur2Table, focusTable, madeItems, parquetColumns } from '../../bill/made.mjs';
import { damaged } from '../hostile.mjs';
import { assertInert } from '../oracles.mjs';
import { inFolder, run } from '../program.mjs';

const SCENARIO = new URL('../../../samples/bill/november.yaml', import.meta.url).pathname;

const WHOLE = [cur2Table, (items) => focusTable(items, '1.2')].flatMap((tableOf) =>
  ['SNAPPY', 'UNCOMPRESSED'].map((codec) =>
    Buffer.from(parquetWriteBuffer({ columnData: parquetColumns(tableOf(madeItems().slice(0, 12))), codec })).toString('latin1'),
  ),
);

/** Where a file's own description lies, a changed byte does most. */
const flipped = fc
  .record({
    whole: fc.nat(WHOLE.length - 1),
    changes: fc.array(fc.record({ place: fc.oneof(fc.nat(1_000_000), fc.integer({ min: -2000, max: -1 })), byte: fc.nat(255) }), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .map(({ whole, changes }) => {
    const bytes = Buffer.from(WHOLE[whole], 'latin1');
    for (const { place, byte } of changes) bytes[(place < 0 ? bytes.length + place : place) % bytes.length] = byte;
    return bytes.toString('latin1');
  });

export const parquetBills = {
  inputs: fc.oneof({ arbitrary: flipped, weight: 4 }, { arbitrary: damaged(fc.constantFrom(...WHOLE)), weight: 1 }),
  judge: (bytes) =>
    inFolder({ 'bill.parquet': bytes }, async (folder) => {
      const { outcome, stdout, stderr } = await run(['reconcile', SCENARIO, '--bill', 'bill.parquet', '--format', 'json'], folder);
      assertInert(stdout, 'the reconciliation');
      assertInert(stderr, 'what is said');
      return outcome;
    }),
};
