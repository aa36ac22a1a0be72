import type { Entry } from 'yauzl';
import type { Located } from '../../files/paths.js';
import { entryStream, openArchive, zipEntries } from '../../files/zip.js';
import type { Source } from './source.js';
import { workbook } from './start.js';

/** What an Excel workbook has among its files. */
const WORKBOOK = 'xl/workbook.xml';

/**
 * The files in a zip archive.
 *
 * @throws Unreadable where the archive's directory is damaged
 * @throws NoTable where it is a workbook
 */
export async function zipSources({ path, place }: Located): Promise<Source[]> {
  const archive = await openArchive(place);
  try {
    const sources: Source[] = [];
    for await (const entry of zipEntries(archive)) {
      if (entry.fileName === WORKBOOK) throw workbook();
      sources.push({
        name: `${path} › ${entry.fileName}`,
        place: `${place}/${entry.fileName}`,
        isUnpacked: false,
        open: async () => [await streamOf(place, entry)],
      });
    }
    return sources;
  } finally {
    archive.close();
  }
}

async function streamOf(place: string, entry: Entry) {
  const archive = await openArchive(place);
  try {
    const stream = await entryStream(archive, entry);
    return stream.once('close', () => archive.close());
  } catch (error) {
    archive.close();
    throw error;
  }
}
