// report/what-if: the answers of what-if in words, tables, charts, JSON and CSV.

import { periodText } from '../../base/months.js';
import { STRATEGY_NAMES } from '../../model/strategies.js';
import type { WhatIf } from '../../planning/what-if.js';
import type { Document } from '../layout/document.js';
import { priceText } from '../prices/price-text.js';
import { adviceAnswer } from './advice.js';
import { type Answer, replayText } from './answer.js';
import { breakEvenAnswer, thresholdLists } from './break-even.js';
import { budgetLists } from './budget.js';
import { casesAnswer } from './cases.js';
import { sensitivityAnswer } from './sensitivity.js';
import { simulationAnswer } from './simulation.js';
import { sweepAnswer } from './sweep.js';

/** The report of a what-if that `table` and `markdown` print: the answers in the order of the questions' importance. */
export function whatIfDocument(result: WhatIf): Document {
  const { asSet, settings, strategy } = result;
  const { scenario, region, currency } = asSet;
  const answers = answersOf(result);
  const [first, ...others] = answers.map(({ headline }) => headline);
  const set = settings.length === 0 ? '' : ` with ${replayText(settings)}`;
  return {
    headline: first ?? '',
    lead: others.length === 0 ? undefined : others.join(' '),
    caption: `Scenario ${scenario.name}${set} · ${region} · ${periodText(scenario.period)} · ${currency} · ${STRATEGY_NAMES[strategy]}`,
    tables: answers.flatMap(({ tables }) => tables),
    lists: [
      ...budgetLists(result),
      ...answers.flatMap(({ lists }) => lists),
      ...(result.thresholds === undefined ? [] : thresholdLists(result.thresholds, asSet)),
      { title: 'Prices used', items: asSet.prices.map(priceText) },
      { title: 'Warnings', items: asSet.warnings.map(({ message }) => message), isWarning: true },
      { title: 'What this rests on', items: [...asSet.assumptions, ROUNDING] },
    ],
  };
}

const ROUNDING = 'Figures here are rounded one by one; JSON and CSV are exact, but for simulations, which are good to nine digits.';

function answersOf(result: WhatIf): Answer[] {
  const { cases, sweep, breakEvens, sensitivity, simulation, advice } = result;
  return [
    ...(cases === undefined ? [] : [casesAnswer(result, cases)]),
    ...(sweep === undefined ? [] : [sweepAnswer(result, sweep)]),
    ...(breakEvens === undefined ? [] : [breakEvenAnswer(result, breakEvens)]),
    ...(sensitivity === undefined ? [] : [sensitivityAnswer(result, sensitivity)]),
    ...(simulation === undefined ? [] : [simulationAnswer(result, simulation)]),
    ...(advice === undefined ? [] : [adviceAnswer(result, advice)]),
  ];
}
