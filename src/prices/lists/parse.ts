import { TrailcostError } from '../../base/errors.js';
import { CsvList } from './csv-list.js';
import { JsonList } from './json-list.js';
import type { ListSink } from './listed.js';
import { NoList } from './no-list.js';
import { textIn } from './text.js';
import { TextList } from './text-list.js';
import { YamlList } from './yaml-list.js';

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
 * GetProducts answers (docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/price-changes): pages, arrays or single products, one after the
 * other, as JSON, or as `aws pricing get-products` writes them with `--output text` or `yaml`; packed with gzip or not.
 *
 * @param sink what it was given is void where the list turns out to be damaged
 * @throws TrailcostError `price-list-invalid`, `file-unreadable`
 */
export async function parsePriceList(bytes: AsyncIterable<Uint8Array>, source: ListSource, sink: ListSink): Promise<void> {
  try {
    await parse(textIn(bytes, source.name), sink);
  } catch (error) {
    if (!(error instanceof NoList)) throw error;
    const where = error.line === undefined ? source.name : `${source.name}:${error.line}`;
    const problem = { where, what: error.message, remedy: error.remedy ?? source.remedy };
    throw new TrailcostError('price-list-invalid', problem, error);
  }
}

/** A list that is fed piece by piece. */
interface Fed {
  write: (text: string) => void | Promise<void>;
  end: () => void | Promise<void>;
}

/** @throws NoList */
async function parse(pieces: AsyncIterable<string>, sink: ListSink): Promise<void> {
  let start = '';
  let list: Fed | undefined;
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

function listOf(start: string, sink: ListSink): Fed {
  if (/^(PRICELIST\t|aws_v1\s)/.test(start)) return new TextList(sink);
  if (/^(FormatVersion|PriceList|NextToken):\s|^-\s|^---\s/.test(start)) return new YamlList(sink);
  if (/^"?FormatVersion/.test(start)) return new CsvList(sink);
  if (/^[[{]|^"\{/.test(start)) return new JsonList(sink);
  if (/^[-+|=]{10}/.test(start)) throw new NoList('is a table for people', { remedy: 'Save it with --output json.' });
  throw new NoList('is not an AWS price list: neither JSON nor CSV that begins with "FormatVersion"');
}
