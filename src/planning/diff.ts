import type { Decimal } from '../base/decimal.js';
import type { Charge } from '../model/charges.js';
import { assertSameCurrency, type Costing, type CostLine } from '../model/costing.js';
import type { Scenario } from '../scenario/schema.js';
import { type Change, changesBetween, notComparableCharges } from './changes.js';

/** A field of the scenario, or a whole trail or reader, that is not what it was; undefined where it is not there at all. */
export interface FieldChange {
  path: string;
  before: unknown;
  after: unknown;
}

/** What a unit costs, where that is not what it was; none where the price is not used. */
export interface PriceChange {
  metric: string;
  before: readonly Decimal[];
  after: readonly Decimal[];
}

/** What became of a cost from one estimate to another, over each period as a whole. */
export interface Diff {
  before: Costing;
  after: Costing;
  byStrategy: readonly Change[];
  byCharge: readonly Change[];
  byReader: readonly Change[];
  byMonth: readonly Change[];
  /** Undefined where a saved estimate does not tell its scenario's fields. */
  fields: readonly FieldChange[] | undefined;
  prices: readonly PriceChange[];
  /** Charges that only one of the two has a price for; then the two cannot be compared. */
  notComparable: readonly Charge[];
}

/**
 * Two estimates side by side: by strategy, and within each strategy by charge, by reader and by month.
 *
 * @throws TrailcostError `currency-mixed`
 */
export function diffOf(before: Costing, after: Costing): Diff {
  assertSameCurrency(before, after, 'the new estimate');
  const by = (keyOf: (line: CostLine) => string) =>
    changesBetween(before.lines, after.lines, (line) => JSON.stringify([line.strategy, keyOf(line)]));
  return {
    before,
    after,
    byStrategy: by(() => ''),
    byCharge: by(({ charge }) => charge),
    byReader: by(({ reader }) => reader),
    byMonth: by(({ month }) => month),
    fields: before.scenario === undefined || after.scenario === undefined ? undefined : fieldChanges(before.scenario, after.scenario),
    prices: priceChanges(before.prices, after.prices),
    notComparable: notComparableCharges(before.unpriced, after.unpriced),
  };
}

/** Fields that say nothing about cost. */
const REMARKS = ['$schema', 'description', 'cases'];

function fieldChanges(before: Scenario, after: Scenario): FieldChange[] {
  const elements = elementChanges(before, after);
  const isNew = (part: unknown) => elements.some((element) => element.before === part || element.after === part);
  const [was, is] = [flattened(before, isNew), flattened(after, isNew)];
  const fields = [...new Set([...was.keys(), ...is.keys()])]
    .map((path) => ({ path, before: was.get(path), after: is.get(path) }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
  return [...fields, ...elements];
}

/** Trails and readers that only one of two scenarios has. */
function elementChanges(before: Scenario, after: Scenario): FieldChange[] {
  return (['trails', 'readers'] as const).flatMap((list) => {
    const [was, is]: (readonly { name: string }[])[] = [before[list], after[list]];
    const missing = (from: typeof was = [], other: typeof was = []) => from.filter(({ name }) => other.every((each) => each.name !== name));
    return [
      ...missing(was, is).map((element) => ({ path: `${list}.${element.name}`, before: element, after: undefined })),
      ...missing(is, was).map((element) => ({ path: `${list}.${element.name}`, before: undefined, after: element })),
    ];
  });
}

/** Every field by its path, without the parts that are left out; a range and a list of names are one field. */
function flattened(scenario: Scenario, isLeftOut: (part: unknown) => boolean): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  const visit = (value: unknown, path: string): void => {
    if (isOneField(value)) {
      fields.set(path, value);
      return;
    }
    for (const [key, part] of Object.entries(value as object) as [string, unknown][]) {
      const name = Array.isArray(value) ? (part as { name: string }).name : key;
      if (part !== undefined && !isLeftOut(part)) visit(part, path === '' ? name : `${path}.${name}`);
    }
  };
  visit(Object.fromEntries(Object.entries(scenario).filter(([key]) => !REMARKS.includes(key))), '');
  return fields;
}

/** A plain value, a range, or a list of names. */
function isOneField(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || 'expected' in value) return true;
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each !== 'object');
}

/** By metric, since all prices of an estimate are of one Region; several where a price changes within the period. */
function priceChanges(before: Costing['prices'], after: Costing['prices']): PriceChange[] {
  const metrics = [...new Set([...before, ...after].map(({ metric }) => metric))];
  const unitPrices = (prices: Costing['prices'], metric: string) =>
    prices.filter((price) => price.metric === metric).map(({ price, per }) => price.div(per));
  return metrics
    .map((metric) => ({ metric, before: unitPrices(before, metric), after: unitPrices(after, metric) }))
    .filter((change) => change.before.join() !== change.after.join());
}
