import type { Decimal } from '../base/decimal.js';
import { isRange } from '../base/range.js';
import { isObject } from '../base/records.js';
import type { Charge } from '../model/charges.js';
import { assertSameCurrency, type Costing, type CostLine } from '../model/costing.js';
import { valueAt } from '../scenario/nodes.js';
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

/** How a cost changes from one estimate to another, over each period as a whole. */
export interface Diff {
  before: Costing;
  after: Costing;
  byStrategy: readonly Change[];
  byCharge: readonly Change[];
  byReader: readonly Change[];
  byMonth: readonly Change[];
  /** Undefined where one of the two is a saved estimate, which does not have its scenario's fields. */
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
const REMARKS = ['$schema', 'description', 'accounts', 'cases'];

function fieldChanges(before: Scenario, after: Scenario): FieldChange[] {
  const elements = elementChanges(before, after);
  const isNew = (part: unknown) => elements.some((element) => element.before === part || element.after === part);
  const [was, is] = [fieldsOf(before, isNew), fieldsOf(after, isNew)];
  const fields = [...new Set([...was.keys(), ...is.keys()])]
    .map((path) => ({ path, before: was.get(path), after: is.get(path) }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
  return [...fields, ...elements];
}

type Named = { name: string };

/** Trails and readers that only one of two scenarios has. */
function elementChanges(before: Scenario, after: Scenario): FieldChange[] {
  return (['trails', 'readers'] as const).flatMap((list) => {
    const [was, is]: readonly [Named[], Named[]] = [before[list], after[list]];
    const missing = (from: Named[], other: Named[]) => from.filter(({ name }) => other.every((each) => each.name !== name));
    return [
      ...missing(was, is).map((element) => ({ path: `${list}.${element.name}`, before: element, after: undefined })),
      ...missing(is, was).map((element) => ({ path: `${list}.${element.name}`, before: undefined, after: element })),
    ];
  });
}

/** Every field by its path, without the parts that are left out; a range and a list of names are one field. */
function fieldsOf(scenario: Scenario, isLeftOut: (part: unknown) => boolean): Map<string, unknown> {
  const within = (value: unknown, path: readonly string[]): [string, unknown][] => {
    if (!isObject(value) || isOneField(value)) return [[path.join('.'), value]];
    const nameOf = ([key, part]: [string, unknown]) => (Array.isArray(value) ? String(valueAt(part, ['name'])) : key);
    const parts = Object.entries(value).filter(([, part]) => part !== undefined && !isLeftOut(part));
    return parts.flatMap((entry) => within(entry[1], [...path, nameOf(entry)]));
  };
  const aboutCost = Object.entries(scenario).filter(([key]) => !REMARKS.includes(key));
  return new Map(within(Object.fromEntries(aboutCost), []));
}

/** A range, or a list of names. */
function isOneField(value: object): boolean {
  return isRange(value) || (Array.isArray(value) && value.length > 0 && value.every((each) => typeof each !== 'object'));
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
