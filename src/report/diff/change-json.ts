import { moneyJson } from '../../base/json.js';
import type { Amount, Change } from '../../planning/changes.js';

/** Lines of one strategy, charge and reader before and after, over the period. */
export function changeJson({ line, kind, before, after }: Change) {
  const { strategy, charge, reader, account, unit } = line;
  return {
    strategy,
    charge,
    reader,
    account,
    unit,
    change: kind,
    before: before === undefined ? null : amountJson(before),
    after: after === undefined ? null : amountJson(after),
  };
}

function amountJson({ quantity, cost, months }: Amount) {
  return { quantity: quantity.toFixed(), cost: moneyJson(cost), months };
}
