import type { Located } from '../../files/paths.js';
import { entryStream, openArchive, zipEntries } from '../../files/zip.js';
import { csvBillTable } from './csv.js';
import type { BillTable } from './table.js';

/**
 * The tables in a zip archive, one for each of its files; one that cannot be opened comes as the error.
 *
 * @throws Unreadable where the archive's directory is damaged
 */
export async function* zipTables({ path, place }: Located): AsyncGenerator<BillTable | { name: string; error: unknown }> {
  const archive = await openArchive(place);
  try {
    for await (const entry of zipEntries(archive)) {
      const name = `${path} › ${entry.fileName}`;
      try {
        const table = await csvBillTable(name, [await entryStream(archive, entry)]);
        if (table !== undefined) yield table;
      } catch (error) {
        yield { name, error };
      }
    }
  } finally {
    archive.close();
  }
}
