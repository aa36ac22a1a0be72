import { TrailcostError } from '../../base/errors.js';
import { CsvList } from './csv-list.js';
import { JsonList } from './json-list.js';
import type { ListSink } from './listed.js';
import { NoList } from './no-list.js';

/** Where a list is from. */
export interface ListSource {
  /** Its name in messages. */
  name: string;
  /** What to do where it is not a list. */
  remedy: string;
}

/** This much of a list shows its form. */
const START_CHARACTERS = 40;

/**
 * Reads the on-demand prices of an AWS price list as it comes in, however long it is: Bulk JSON or CSV, of all Regions or of one, or what
 * GetProducts answers, its items as text or parsed (docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/price-changes).
 *
 * @param sink what it was given is void where the list turns out to be damaged
 * @throws TrailcostError `price-list-invalid`, `file-unreadable`
 */
export async function parsePriceList(bytes: AsyncIterable<Uint8Array>, source: ListSource, sink: ListSink): Promise<void> {
  try {
    await parse(textIn(bytes, source), sink);
  } catch (error) {
    if (!(error instanceof NoList)) throw error;
    const where = error.line === undefined ? source.name : `${source.name}:${error.line}`;
    const problem = { where, what: error.message, remedy: error.remedy ?? source.remedy };
    throw new TrailcostError('price-list-invalid', problem, error);
  }
}

/** @throws NoList */
async function parse(pieces: AsyncIterable<string>, sink: ListSink): Promise<void> {
  let start = '';
  let list: JsonList | CsvList | undefined;
  for await (const piece of pieces) {
    if (list !== undefined) {
      await list.write(piece);
      continue;
    }
    start = (start + piece).trimStart();
    if (start.length < START_CHARACTERS) continue;
    list = listOf(start, sink);
    await list.write(start);
  }
  if (list === undefined) {
    list = listOf(start, sink);
    await list.write(start);
  }
  await list.end();
}

function listOf(start: string, sink: ListSink): JsonList | CsvList {
  if (/^"?FormatVersion/.test(start)) return new CsvList(sink);
  if (/^[[{]/.test(start)) return new JsonList(sink);
  throw new NoList('is not an AWS price list: neither JSON nor CSV that begins with "FormatVersion"');
}

async function* textIn(bytes: AsyncIterable<Uint8Array>, { name }: ListSource): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decoded = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new TrailcostError(
        'file-unreadable',
        { where: name, what: 'cannot be read: not UTF-8 text', remedy: 'Save it as UTF-8.' },
        error,
      );
    }
  };
  for await (const chunk of bytes) yield decoded(chunk);
  yield decoded();
}
