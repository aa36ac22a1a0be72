import { jsonText } from '../../base/json.js';
import type { Costing } from '../../model/costing.js';
import type { Change } from '../../planning/changes.js';
import type { Diff } from '../../planning/diff.js';
import { changeJson } from './change-json.js';
import { increaseJson, increaseText, type JudgedIncrease } from './increase.js';
import { differenceOf } from './tables.js';

/**
 * A diff as JSON, `schemaVersion` 1, `kind` "diff": every strategy, over each period as a whole; money and quantities are decimal strings.
 */
export function diffJson(diff: Diff, judged?: JudgedIncrease): string {
  const { before, after, byStrategy, byCharge, byReader, byMonth, fields, prices, notComparable } = diff;
  const json = {
    schemaVersion: 1,
    kind: 'diff',
    old: costingJson(before),
    new: costingJson(after),
    currency: after.currency,
    ...(judged && { maxIncrease: { verdict: increaseText(judged, diff), ...increaseJson(judged) } }),
    notComparable,
    byStrategy: byStrategy.map((each) => dimensionJson(each, [])),
    byCharge: byCharge.map((each) => dimensionJson(each, ['charge'])),
    byReader: byReader.map((each) => dimensionJson(each, ['reader'])),
    byMonth: byMonth.map((each) => dimensionJson(each, ['month'])),
    fields: fields?.map(({ path, before: was, after: is }) => ({ path, before: was ?? null, after: is ?? null })) ?? null,
    prices: prices.map(({ metric, before: was, after: is }) => ({
      metric,
      before: was.map((price) => price.toFixed()),
      after: is.map((price) => price.toFixed()),
    })),
  };
  return jsonText(json);
}

function costingJson({ name, period, region, unpriced }: Costing) {
  return { scenario: name, period, region, leftOut: unpriced };
}

/** Only what the lines that were added up have in common. */
function dimensionJson(entry: Change, dimensions: readonly ('charge' | 'reader' | 'month')[]) {
  const { strategy, change, before, after } = changeJson(entry);
  const names = Object.fromEntries(dimensions.map((dimension) => [dimension, entry.line[dimension]]));
  const cost = (side: typeof before) => (side === null ? null : side.cost);
  return { strategy, ...names, change, before: cost(before), after: cost(after), difference: differenceOf(entry).toFixed() };
}
