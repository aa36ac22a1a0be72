import { parseAllDocuments } from 'yaml';
import { JsonList } from './json-list.js';
import type { ListSink } from './listed.js';
import { NoList } from './no-list.js';

/** YAML is held as a whole; all products of these services together have less. */
const MAX_CHARACTERS = 64 * 1024 * 1024;
const REMEDY = 'Save it with --output json.';

/** What `aws pricing get-products --output yaml` or `yaml-stream` writes: pages, with each product as JSON in a text. */
export class YamlList {
  readonly #products: JsonList;
  readonly #pieces: string[] = [];
  #characters = 0;

  constructor(sink: ListSink) {
    this.#products = new JsonList(sink);
  }

  /** @throws NoList */
  write(text: string): void {
    this.#characters += text.length;
    if (this.#characters > MAX_CHARACTERS) throw new NoList('is too long for YAML', { remedy: REMEDY });
    this.#pieces.push(text);
  }

  /** @throws NoList */
  end(): void {
    const documents = parseAllDocuments(this.#pieces.join(''), { logLevel: 'silent' });
    for (const document of Array.isArray(documents) ? documents : []) {
      const [error] = document.errors;
      if (error !== undefined) throw new NoList(`is not valid YAML: ${error.message.split('\n')[0]}`, { remedy: REMEDY, cause: error });
      this.#products.write(`${JSON.stringify(document.toJS())}\n`);
    }
    this.#products.end();
  }
}
