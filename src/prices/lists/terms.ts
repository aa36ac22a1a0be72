import { day, type Tier, tierOf } from './form.js';
import type { Wanted } from './json.js';
import type { ListedPrice } from './listed.js';
import { inForm, NoList, notInForm } from './no-list.js';

/** A tier as it stands in the list, to be read where it is needed. */
export interface RawTier {
  path: string;
  value: unknown;
  effectiveDate: unknown;
}

/** @throws NoList */
export function datedTierOf({ path, value, effectiveDate }: RawTier): Tier & Pick<ListedPrice, 'effectiveDay'> {
  return {
    ...inForm(path, () => tierOf(value)),
    effectiveDay: inForm(`${path}: effectiveDate`, () => day.parse(effectiveDate)),
  };
}

/**
 * What is wanted of the on-demand terms of a product. They are taken tier by tier: the names of terms and rates, new with each product,
 * would stay in memory for long as keys of an object.
 *
 * @param onTiers takes all tiers of a product
 */
export function wantedTerms(onTiers: (sku: string, tiers: readonly RawTier[]) => void): Wanted {
  let path = '';
  let tiers: RawTier[] = [];
  let termTiers: RawTier[] = [];
  let effectiveDate: unknown;
  let codes = new Set<string>();
  const beginObject = (kind: string, within: string) => {
    if (kind !== 'object') throw notInForm(within, 'expected an object');
  };
  const beginNew = (kind: string, code: string) => {
    beginObject(kind, `${path}.${code}`);
    if (codes.has(code)) throw new NoList(`has ${path}.${code} more than once`);
    codes.add(code);
  };
  const rates: Wanted = {
    begin: (kind, key) => beginObject(kind, `${path}.${key}`),
    member: { begin: beginNew, take: (value, code) => termTiers.push({ path: `${path}.${code}`, value, effectiveDate: undefined }) },
  };
  const date: Wanted = {
    take: (value) => {
      effectiveDate = value;
    },
  };
  const term: Wanted = {
    begin: (kind, code) => {
      beginNew(kind, code);
      termTiers = [];
      effectiveDate = undefined;
    },
    members: new Map([
      ['effectiveDate', date],
      ['priceDimensions', rates],
    ]),
    end: () => {
      for (const tier of termTiers) tiers.push({ ...tier, effectiveDate });
    },
  };
  return {
    begin: (kind, sku) => {
      path = `terms.OnDemand.${sku}`;
      beginObject(kind, path);
      tiers = [];
      codes = new Set();
    },
    member: term,
    end: (sku) => onTiers(sku, tiers),
  };
}
