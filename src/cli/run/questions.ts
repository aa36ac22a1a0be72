import { sanitised } from '../../base/cleaned.js';
import { amountOf } from '../../planning/amount.js';
import type { Target } from '../../planning/break-even.js';
import { MOST_DRAWS } from '../../planning/simulation.js';
import { parseVariation, type Variation } from '../../planning/sweep.js';
import type { Questions } from '../../planning/what-if.js';
import { parseSetting } from '../../scenario/settings.js';
import { budgetsOf } from '../budget.js';
import type { WhatIfArguments } from '../commands/what-if.js';
import { assertCompany, usage, wholeNumber } from '../usage.js';

const MOST_SEED = 2 ** 32 - 1;

/**
 * The questions that the arguments ask.
 *
 * @throws TrailcostError `usage`, `scenario-syntax`
 */
export function questionsOf(given: WhatIfArguments): Questions {
  const { strategy = 'sse-kms', sensitivity, advice } = given;
  assertFitting(given);
  return {
    strategy,
    settings: (given.set ?? []).map((text) => parseSetting(text, '--set')),
    cases: (given.case ?? []).map(parseCase),
    variations: variationsOf(given.vary ?? []),
    breakEvens: breakEvensOf(given),
    breakEvenFields: given['break-even']?.includes('') === true,
    sensitivity,
    simulation:
      given.simulate === undefined
        ? undefined
        : { draws: wholeNumber(given.simulate, '--simulate', 1, MOST_DRAWS), seed: wholeNumber(given.seed ?? '1', '--seed', 0, MOST_SEED) },
    advice,
    ...budgetsOf(given),
  };
}

/** Options that say something about another one that must then be there. */
function assertFitting(given: WhatIfArguments): void {
  const { 'break-even': breakEven, budget, difference, vary, sensitivity } = given;
  const hasLimit = budget !== undefined || difference !== undefined;
  assertCompany('--seed', given.seed !== undefined, '--simulate', given.simulate !== undefined);
  assertCompany('--difference', difference !== undefined, '--break-even', breakEven !== undefined);
  const asksPath = breakEven?.some((path) => path !== '') === true;
  assertCompany('--break-even PATH', asksPath, '--budget or --difference', hasLimit);
  assertCompany('--budget-on', given['budget-on'] !== undefined, '--budget or --difference', hasLimit);
  assertCompany('--chart', given.chart !== undefined, '--vary or --sensitivity', vary !== undefined || sensitivity);
}

function parseCase(text: string): Questions['cases'][number] {
  const sign = text.indexOf(':');
  const name = sanitised(text.slice(0, sign).trim());
  const settings = text
    .slice(sign + 1)
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (sign < 1 || name === '' || settings.length === 0) {
    throw usage(`--case ${text}`, 'is not NAME: PATH=VALUE', 'Write it as --case "twice: readers.siem.times=2; trails.org.accounts=140".');
  }
  return { name, settings: settings.map((setting) => parseSetting(setting, `--case ${name}:`)) };
}

function variationsOf(texts: readonly string[]): Variation[] {
  const variations = texts.map(parseVariation);
  const twice = variations.find(({ path }, index) => variations.findIndex((other) => other.path === path) < index);
  if (twice !== undefined) throw usage(`--vary ${twice.path}`, 'is given twice', 'Put all its values into one --vary.');
  if (variations.length > 2) throw usage('--vary', `varies ${variations.length} fields`, 'Vary one or two at a time.');
  return variations;
}

function breakEvensOf(given: WhatIfArguments): Questions['breakEvens'] {
  const { difference, strategy = 'sse-kms', 'budget-on': on = 'expected' } = given;
  const paths = given['break-even']?.filter((path) => path !== '') ?? [];
  if (paths.length === 0) return [];
  if (on === 'likely') throw usage('--budget-on likely', 'does not go with --break-even', 'Take expected or high.');
  const { budget, partBudgets } = budgetsOf(given);
  const targets: Target[] = [
    ...[...(budget === undefined ? [] : [budget]), ...partBudgets].map((one) => ({ ...one, kind: 'budget' as const, on })),
    ...(difference === undefined ? [] : [{ kind: 'difference' as const, ...amountOf(difference, '--difference'), on, strategy }]),
  ];
  return paths.flatMap((path) => targets.map((target) => ({ path, target })));
}
