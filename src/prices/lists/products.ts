import type { Product } from './form.js';
import { mayBeNeeded } from './metrics.js';

/** A product as it is kept until its prices come: all of one that may be needed, of any other only where it is sold. */
export interface KeptProduct extends Pick<Product, 'service' | 'region' | 'location'> {
  names?: Pick<Product, 'family' | 'group' | 'usageType'>;
}

/** No list of AWS's comes near it. */
const MAX_PRODUCTS = 10_000_000;
/** Of the products that share what is kept, how many kinds are shared; of any more each has its own. */
const MAX_KINDS = 100_000;

/** The products of a list, kept small: of a million most are only counted, by where they are sold. */
export class Products {
  readonly #bySku = new Map<string, KeptProduct | 'priced'>();
  readonly #kinds = new Map<string, KeptProduct>();

  /** False where there are too many. */
  add(sku: string, product: Product): boolean {
    if (this.#bySku.size === MAX_PRODUCTS) return false;
    this.#bySku.set(unshared(sku), this.#kept(product));
    return true;
  }

  /** The product, once: then it is `priced`. */
  take(sku: string): KeptProduct | 'priced' | undefined {
    const product = this.#bySku.get(sku);
    if (product !== undefined) this.#bySku.set(sku, 'priced');
    return product;
  }

  #kept({ service, region, location, ...names }: Product): KeptProduct {
    const key = JSON.stringify({ service, region, location, ...(mayBeNeeded(service, names.usageType) ? { names } : {}) });
    const known = this.#kinds.get(key);
    if (known !== undefined) return known;
    const own = JSON.parse(key) as KeptProduct;
    if (this.#kinds.size < MAX_KINDS) this.#kinds.set(key, own);
    return own;
  }
}

/** A copy of a text: what was cut out of a longer one keeps all of that in memory. */
function unshared(text: string): string {
  return Buffer.from(text).toString();
}
