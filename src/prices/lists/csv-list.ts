import { promisify } from 'node:util';
import { CsvError, type Parser, parse } from 'csv-parse';
import type * as z from 'zod';
import { sanitised } from '../../base/cleaned.js';
import { counted } from '../../base/text.js';
import { amount, day, rangeEnd } from './form.js';
import type { ListSink, PriceListName } from './listed.js';
import { mayBeNeeded } from './metrics.js';
import { inForm, messageIn, NoList } from './no-list.js';

const NEEDED = ['SKU', 'TermType', 'EffectiveDate', 'StartingRange', 'EndingRange', 'Unit', 'PricePerUnit', 'Currency', 'usageType'];
const COLUMNS = [...NEEDED, 'serviceCode', 'Product Family', 'Group', 'Region Code', 'Location'];
/** Five of what the list says of itself, and the header. */
const HEAD_ROWS = 6;
/** A row of EC2 has some kilobytes. */
const MAX_ROW_CHARACTERS = 1024 * 1024;
const PARSING = { max_record_size: MAX_ROW_CHARACTERS, skip_empty_lines: true };

/** A price list as Bulk CSV, fed piece by piece: rows of two cells that say what it is, then a table. */
export class CsvList {
  readonly #sink: ListSink;
  readonly #head: string[][] = [];
  #headText = '';
  #headBytes = 0;
  #headLines = 0;
  #isTable = false;
  #parser: Parser;
  /** The last line of the rows that were read whole. */
  #line = 0;

  constructor(sink: ListSink) {
    this.#sink = sink;
    const onRow = (row: string[], { bytes, lines }: { bytes: number; lines: number }): undefined => {
      this.#line = lines;
      if (this.#head.length === HEAD_ROWS) return;
      this.#head.push(row);
      this.#headBytes = bytes;
      this.#headLines = lines;
    };
    this.#parser = listening(parse({ ...PARSING, relax_column_count: true, on_record: onRow }));
  }

  /** @throws NoList */
  async write(text: string): Promise<void> {
    const nul = text.indexOf('\0');
    if (nul >= 0) {
      const line = (this.#isTable ? this.#headLines : 0) + this.#parser.info.lines + text.slice(0, nul).split('\n').length - 1;
      throw new NoList('contains a NUL byte, so it is damaged', { line });
    }
    if (!this.#isTable) this.#headText += text;
    await this.#settled((done) => this.#parser.write(text, done));
    if (!this.#isTable && this.#head.length === HEAD_ROWS) await this.#beginTable();
  }

  /** @throws NoList */
  async end(): Promise<void> {
    await this.#settled((done) => this.#parser.end(done));
    if (this.#isTable) return;
    // A header that nothing follows is complete only at the end.
    if (this.#head.length < HEAD_ROWS) throw lacking(NEEDED);
    await this.#beginTable();
  }

  /** The table has a parser of its own, which knows how many cells its rows have. */
  async #beginTable(): Promise<void> {
    const [header = [], ...metadata] = this.#head.toReversed();
    const rows = new RowReader(header, nameIn(metadata), this.#sink);
    const columns = header.map((name) => COLUMNS.includes(name) && name);
    const onRow = (row: Row, { lines }: { lines: number }): undefined => {
      this.#line = this.#headLines + lines;
      rows.read(row, this.#line);
    };
    const rest = Buffer.from(this.#headText).subarray(this.#headBytes);
    this.#headText = '';
    this.#line = this.#headLines;
    this.#isTable = true;
    this.#parser = listening(parse<Row, Row>({ ...PARSING, columns, on_record: onRow }));
    await this.#settled((done) => this.#parser.write(rest, done));
  }

  async #settled(work: (done: (error?: Error | null) => void) => void): Promise<void> {
    try {
      await promisify(work)();
    } catch (error) {
      throw error instanceof CsvError ? damaged(error, this.#line + 1) : error;
    }
  }
}

/** Whoever writes hears of an error; the parser itself gives no rows on. */
function listening(parser: Parser): Parser {
  return parser.on('error', () => undefined).resume();
}

function damaged(error: CsvError, line: number): NoList {
  return new NoList(damageText(error), { line, cause: error });
}

function damageText({ code, message, record }: CsvError): string {
  if (code === 'CSV_MAX_RECORD_SIZE') {
    return `has a row of more than ${MAX_ROW_CHARACTERS / 1024} KiB here; perhaps a quotation mark is not closed`;
  }
  if (code !== 'CSV_RECORD_INCONSISTENT_COLUMNS') return `is not valid CSV: ${message}`;
  return `has ${counted(Array.isArray(record) ? record.length : 0, 'cell')} in this row, but its header has another number`;
}

function lacking(columns: readonly string[]): NoList {
  return new NoList(`lacks the columns ${columns.join(', ')}`);
}

function nameIn(metadata: readonly string[][]): PriceListName {
  const said = new Map(metadata.map(([key = '', value = '']) => [key, value]));
  return {
    offerCode: said.get('OfferCode') ?? '',
    version: said.get('Version') ?? '',
    publishedOn: inForm('Publication Date', () => day.parse(said.get('Publication Date') ?? '')),
  };
}

/** The cells that are read, by their columns. */
type Row = Readonly<Record<string, string>>;

/** Turns the rows below a header into prices. */
class RowReader {
  readonly #list: PriceListName;
  readonly #sink: ListSink;

  /** @throws NoList */
  constructor(header: readonly string[], list: PriceListName, sink: ListSink) {
    const missing = NEEDED.filter((column) => !header.includes(column));
    if (missing.length > 0) throw lacking(missing);
    const twice = COLUMNS.filter((column) => header.indexOf(column) !== header.lastIndexOf(column));
    if (twice.length > 0) throw new NoList(`has the columns ${twice.join(', ')} more than once`);
    this.#list = list;
    this.#sink = sink;
  }

  /** @throws NoList */
  read(row: Row, line: number): void {
    const cell = (name: string) => row[name] ?? '';
    if (cell('SKU') === 'SKU') throw new NoList('has a second header: give each list as a separate file', { line });
    if (cell('TermType') !== 'OnDemand') return;
    const place = { service: cell('serviceCode') || this.#list.offerCode, region: cell('Region Code'), location: cell('Location') };
    const usageType = cell('usageType');
    if (!mayBeNeeded(place.service, usageType)) {
      this.#sink.addOthers(place, 1);
      return;
    }
    const read = <T>(name: string, schema: z.ZodType<T>) => cellIn(cell(name), name, schema, line);
    this.#sink.add({
      ...place,
      family: cell('Product Family'),
      group: cell('Group'),
      usageType,
      unit: cell('Unit'),
      from: read('StartingRange', amount),
      to: read('EndingRange', rangeEnd),
      prices: { [cell('Currency')]: read('PricePerUnit', amount) },
      effectiveDay: read('EffectiveDate', day),
      sku: cell('SKU'),
      list: this.#list,
    });
  }
}

function cellIn<T>(cell: string, name: string, schema: z.ZodType<T>, line: number): T {
  const { success, data, error } = schema.safeParse(cell);
  if (success) return data;
  throw new NoList(`${name}: expected ${messageIn(error)}, found ${JSON.stringify(sanitised(cell.slice(0, 60)))}`, { line, cause: error });
}
