import type { Located } from '../../files/paths.js';
import { Unreadable } from '../../files/unreadable.js';
import { columnsNamed, objectOf } from './inventory.js';
import type { Sink } from './listed.js';

/** Whoever opens Parquet files, one after the other: `ParquetReader` of `bill/`. */
export interface ParquetTables {
  table(file: Located): Promise<ParquetTable>;
}

interface ParquetTable {
  header: readonly string[];
  /** Some rows at a time, with what these columns have in their places. */
  rows(columns: readonly number[]): AsyncIterable<readonly (readonly string[])[]>;
  close(): Promise<unknown>;
}

/**
 * Reads an inventory in Parquet, whose keys are as they are.
 *
 * @throws Unreadable where it is damaged, or no inventory
 */
export async function readParquet(file: Located, tables: ParquetTables, sink: Sink): Promise<void> {
  const table = await tables.table(file);
  try {
    const columns = columnsNamed(table.header, true);
    if (columns === undefined) throw new Unreadable('is a Parquet file without a column key, so no inventory');
    const { key, bucket, size, version, isLatest, isDeleteMarker, encryption, bucketKey } = columns;
    const places = [key, bucket, size, version, isLatest, isDeleteMarker, encryption, bucketKey].filter((place) => place !== -1);
    for await (const rows of table.rows(places)) {
      for (const cells of rows) {
        const object = objectOf(cells, columns);
        if (object === undefined) sink.unreadable();
        else sink.object(object);
      }
    }
  } finally {
    await table.close();
  }
}
