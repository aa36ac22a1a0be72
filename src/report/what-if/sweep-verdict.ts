import { Decimal } from '../../base/decimal.js';
import { listed } from '../../base/text.js';
import { costedName } from '../../model/strategies.js';
import type { SweepPoint } from '../../planning/sweep.js';
import type { Sweep, WhatIf } from '../../planning/what-if.js';
import { money } from '../layout/figures.js';
import { valueText } from '../layout/wording.js';
import { unknownText } from './budget.js';

/** A value of a sweep, or one for each field, and what is limited costs with it in its most expensive month. */
interface JudgedPoint {
  values: SweepPoint['values'];
  cost: Decimal;
  isOver: boolean;
}

/** Which values of a sweep keep to the budget of all costs together; undefined where none is held against one. */
export function sweepVerdict({ budget, asSet }: WhatIf, { variations, points }: Sweep): string | undefined {
  if (budget === undefined) return undefined;
  const { amount, strategy, on } = budget.budget;
  const judged = points.flatMap(({ values, limited }): JudgedPoint[] =>
    limited === undefined ? [] : [{ values, cost: limited, isOver: limited.gt(amount) }],
  );
  if (judged.length === 0) return undefined;
  const name = costedName(strategy);
  const limit = `the budget of ${money(amount, asSet.currency)}`;
  const month = `${on === 'high' ? 'at high cost ' : ''}in its most expensive month`;
  const end = `${unknownText(asSet)}.`;
  const paths = variations.map(({ path }) => path).join(' and ');
  const all = `with all ${judged.length} values of ${paths}`;
  const costs = judged.map(({ cost }) => cost);
  const over = judged.filter(({ isOver }) => isOver).length;
  if (over === 0)
    return `${name} stays within ${limit} ${all}: it costs at most ${money(Decimal.max(...costs), asSet.currency)} ${month}${end}`;
  if (over === judged.length)
    return `${name} is over ${limit} ${all}: it costs at least ${money(Decimal.min(...costs), asSet.currency)} ${month}${end}`;
  const [within, beyond] =
    variations.length > 1
      ? [`${judged.length - over} of ${judged.length} values of ${paths}`, `with ${over}`]
      : [`${paths} ${stretchesText(judged, false)}`, stretchesText(judged, true)];
  return `${name} stays within ${limit} ${month} with ${within}; ${beyond} it is over${end}`;
}

/** The values on one side of the budget: numbers as stretches of neighbours, others as a list. */
function stretchesText(judged: readonly JudgedPoint[], isOver: boolean): string {
  const numbers = judged.flatMap(({ values: [value], isOver: over }) => (typeof value === 'number' ? [{ value, over }] : []));
  if (numbers.length < judged.length) {
    const names = judged
      .filter((each) => each.isOver === isOver)
      .map(({ values: [value] }) => (typeof value === 'string' ? `"${valueText(value)}"` : valueText(value)));
    return `at ${listed(names, MOST_NAMED)}`;
  }
  const stretches: { from: number; to: number; over: boolean }[] = [];
  for (const { value, over } of numbers.sort((a, b) => a.value - b.value)) {
    const last = stretches.at(-1);
    if (last?.over === over) last.to = value;
    else stretches.push({ from: value, to: value, over });
  }
  const own = stretches.filter(({ over }) => over === isOver);
  const texts = own.map(({ from, to }) => (from === to ? `at ${valueText(from)}` : `from ${valueText(from)} to ${valueText(to)}`));
  return texts.length > MOST_STRETCHES ? `at ${judged.filter((each) => each.isOver === isOver).length} values` : texts.join(' and ');
}

const MOST_NAMED = 5;
/** Growth may have several; more than this says nothing in a sentence. */
const MOST_STRETCHES = 3;
