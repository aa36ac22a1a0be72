import { JsonList } from './json-list.js';
import type { ListSink } from './listed.js';
import { NoList } from './no-list.js';

/** Begins the line of a product. */
const PRODUCT = 'PRICELIST\t';
/** Lines that say something of a page: the version of its form and, where it is not the last, the next one. */
const OF_PAGE = /^(aws_v1(\t\S+)?|NEXTTOKEN\t\S+)?$/;
/** One product has some kilobytes. */
const MAX_LINE_CHARACTERS = 16 * 1024 * 1024;

/** What `aws pricing get-products --output text` writes, fed piece by piece: a product a line, as JSON. */
export class TextList {
  readonly #products: JsonList;
  #line = '';
  #lines = 0;

  constructor(sink: ListSink) {
    this.#products = new JsonList(sink);
  }

  /** @throws NoList */
  write(text: string): void {
    const [first = '', ...others] = text.split('\n');
    this.#line += first;
    for (const line of others) {
      this.#take();
      this.#line = line;
    }
    if (this.#line.length > MAX_LINE_CHARACTERS) throw new NoList('has a line that no price list has', { line: this.#lines + 1 });
  }

  /** @throws NoList */
  end(): void {
    this.#take();
    this.#products.end();
  }

  #take(): void {
    this.#lines += 1;
    const line = this.#line.replace(/\r$/, '');
    if (line.startsWith(PRODUCT)) this.#products.write(`${line.slice(PRODUCT.length)}\n`);
    else if (!OF_PAGE.test(line)) {
      const remedy = 'Save it with --output json.';
      throw new NoList('is not a line that `aws pricing get-products --output text` writes', { line: this.#lines, remedy });
    }
  }
}
