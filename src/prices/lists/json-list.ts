import { isObject } from '../../base/records.js';
import { head, pricesIn, productOf } from './form.js';
import { JsonWalk, type Wanted } from './json.js';
import type { ListSink, PriceListName } from './listed.js';
import { inForm, NoList, notInForm } from './no-list.js';
import { Products } from './products.js';
import { datedTierOf, type RawTier, wantedTerms } from './terms.js';

/** AWS puts products before their prices. What comes the other way round has to be held until the end. */
const MAX_HELD_PRICES = 20_000;

/**
 * Price lists in JSON, one after the other, fed piece by piece: Bulk JSON, or what GetProducts answers, in pages, as arrays or product by
 * product. Each price is given away as soon as it is known whose it is.
 */
export class JsonList {
  readonly #sink: ListSink;
  readonly #members = this.#wantedMembers();
  readonly #walk = new JsonWalk(this.#wanted());
  #products = new Products();
  /** What the list says of itself, and which of its parts have begun. */
  readonly #said = new Map<string, unknown>();
  #name: PriceListName | undefined;
  #areProductsKnown = false;
  #held: { sku: string; tiers: readonly RawTier[] }[] = [];
  #heldPrices = 0;
  #isAnswer = false;
  #answeredServices = new Set<string>();

  constructor(sink: ListSink) {
    this.#sink = sink;
  }

  /** @throws NoList */
  write(text: string): void {
    this.#walk.write(text);
  }

  /** @throws NoList */
  end(): void {
    this.#walk.end();
  }

  #wanted(): Wanted {
    return {
      begin: (kind) => this.#begin(kind),
      element: { take: (value) => this.#answered(value) },
      members: this.#members,
      end: () => this.#end(),
      text: (value) => this.#answered(value),
    };
  }

  #wantedMembers(): Map<string, Wanted> {
    const item: Wanted = { take: (value) => this.#answered(value) };
    const product: Wanted = { take: (value, sku) => this.#addProduct(sku, value) };
    const said = (key: string): [string, Wanted] => [key, { take: (value) => this.#say(key, value) }];
    const index = (key: string): [string, Wanted] => [key, { begin: () => this.#refuseIndex() }];
    return new Map<string, Wanted>([
      ...['offerCode', 'version', 'publicationDate', 'serviceCode', 'NextToken'].map(said),
      ...['regions', 'versions', 'offers'].map(index),
      ['PriceList', { begin: (kind) => this.#beginItems(kind), element: item }],
      ['product', { take: (value) => this.#beginProduct(value) }],
      ['products', { begin: (kind) => this.#beginPart('products', kind), member: product, end: () => this.#endProducts() }],
      ['terms', this.#wantedTerms()],
    ]);
  }

  /** The terms of a list. */
  #wantedTerms(): Wanted {
    const onDemand: Wanted = {
      begin: (kind) => this.#beginPart('terms.OnDemand', kind),
      member: wantedTerms((sku, tiers) => this.#price(sku, tiers)),
    };
    return { begin: (kind) => this.#beginPart('terms', kind), members: new Map([['OnDemand', onDemand]]) };
  }

  /** A document begins, and knows nothing of the one before it. */
  #begin(kind: string): void {
    this.#said.clear();
    this.#name = undefined;
    this.#products = new Products();
    this.#areProductsKnown = false;
    this.#held = [];
    this.#heldPrices = 0;
    this.#isAnswer = kind === 'array';
    this.#answeredServices = new Set();
    this.#members.set('terms', this.#wantedTerms());
  }

  /** One item of GetProducts is a document: its terms are those of a single product. */
  #beginProduct(value: unknown): void {
    this.#say('product', value);
    this.#members.set('terms', { take: (terms) => this.#say('terms', terms) });
  }

  /** @throws NoList */
  #end(): void {
    if (this.#said.has('product')) this.#answered(Object.fromEntries(this.#said));
    else if (!this.#isAnswer) this.#endList();
    const next = this.#said.get('NextToken');
    const hasNext = typeof next === 'string' && next !== '';
    this.#sink.endPage(this.#answeredServices, hasNext);
  }

  #endList(): void {
    if (!this.#said.has('offerCode')) throw new NoList('is JSON but not an AWS price list: it has neither offerCode nor PriceList');
    for (const part of ['products', 'terms']) {
      if (!this.#said.has(part)) throw notInForm(part, 'is missing');
    }
    this.#nameNow();
    for (const { sku, tiers } of this.#held) this.#give(sku, tiers);
  }

  #beginItems(kind: string): void {
    if (kind === 'array') this.#isAnswer = true;
  }

  #refuseIndex(): void {
    if (this.#isAnswer) return;
    throw new NoList('is an index of price lists and has no prices', { remedy: 'Download the list that it names for your Region.' });
  }

  #say(key: string, value: unknown): void {
    if (this.#name !== undefined) throw new NoList(`has its ${key} after its prices; it must come first`);
    this.#said.set(key, value);
  }

  #beginPart(path: string, kind: string): void {
    if (kind !== 'object') throw notInForm(path, 'expected an object');
    if (this.#said.has(path)) throw new NoList(`has ${path} more than once`);
    this.#said.set(path, true);
  }

  #addProduct(sku: string, value: unknown): void {
    const product = inForm(`products.${sku}`, () => productOf(value));
    if (!this.#products.add(sku, product)) throw new NoList('has more products than any AWS price list');
  }

  #endProducts(): void {
    this.#areProductsKnown = true;
  }

  #price(sku: string, tiers: readonly RawTier[]): void {
    if (this.#areProductsKnown && this.#said.has('offerCode') && this.#said.has('publicationDate')) {
      this.#give(sku, tiers);
      return;
    }
    this.#held.push({ sku, tiers });
    this.#heldPrices += tiers.length;
    if (this.#heldPrices <= MAX_HELD_PRICES) return;
    throw new NoList('has too many prices before its products', { remedy: 'Give the list as CSV.' });
  }

  #give(sku: string, tiers: readonly RawTier[]): void {
    const product = this.#products.take(sku);
    if (product === undefined) return;
    if (product === 'priced') throw new NoList(`has the prices of product ${sku} more than once`);
    const list = this.#nameNow();
    const { service = list.offerCode, region, location, names } = product;
    const place = { service, region, location };
    if (names === undefined) this.#sink.addOthers(place, tiers.length);
    else for (const tier of tiers) this.#sink.add({ ...place, ...names, ...datedTierOf(tier), sku, list });
  }

  #nameNow(): PriceListName {
    if (this.#name === undefined) {
      const { offerCode, version, publicationDate } = inForm('', () => head.parse(Object.fromEntries(this.#said)));
      this.#name = { offerCode, version, publishedOn: publicationDate };
    }
    return this.#name;
  }

  /** An item, as text or parsed; also an answer within another document, or its list of items. */
  #answered(value: unknown): void {
    const parsed = typeof value === 'string' ? jsonIn(value) : value;
    if (isObject(parsed) && 'PriceList' in parsed) {
      this.#said.set('NextToken', parsed['NextToken']);
      this.#answered(parsed['PriceList']);
    } else if (Array.isArray(parsed)) for (const item of parsed) this.#answered(item);
    else {
      for (const price of inForm('', () => pricesIn(parsed))) {
        this.#answeredServices.add(price.service);
        this.#sink.add(price);
      }
    }
  }
}

/** GetProducts gives each product as JSON in a text; people also save them parsed. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new NoList('is not complete JSON', { cause: error });
    throw error;
  }
}
