// report/what-if: the answers of what-if in words, tables, charts, JSON and CSV.

import { periodText } from '../../base/months.js';
import { capitalised } from '../../base/text.js';
import { STRATEGY_NAMES } from '../../model/strategies.js';
import { AS_SET, AS_WRITTEN, type WhatIf } from '../../planning/what-if.js';
import type { Document } from '../layout/document.js';
import { bucketKeyMonth } from '../layout/not-measured.js';
import { priceText } from '../prices/price-text.js';
import { adviceAnswer } from './advice.js';
import { type Answer, averageRange, effectsText } from './answer.js';
import { breakEvenAnswer, breakEvenFieldsAnswer, thresholdLists } from './break-even.js';
import { budgetTables, verdictText } from './budget.js';
import { casesAnswer } from './cases.js';
import { sensitivityAnswer } from './sensitivity.js';
import { simulationAnswer } from './simulation.js';
import { sweepAnswer } from './sweep.js';
import { sweepVerdict } from './sweep-verdict.js';

/** The report of a what-if that `table` and `markdown` print: the answers in the order of the questions' importance. */
export function whatIfDocument(result: WhatIf): Document {
  const { asSet, effects, strategy } = result;
  const { scenario, region, currency } = asSet;
  const answers = answersOf(result);
  const [first, ...others] = sentencesOf(result, answers);
  const lead = [...others, ...(strategy === 'sse-kms-bucket-key' ? [bucketKeyMonth(averageRange(asSet, strategy), currency)] : [])];
  const changes = effectsText(effects);
  const set = changes === undefined ? '' : ` with ${changes}`;
  const lists = answers.flatMap((answer) => answer.lists);
  const isWarning = (list: (typeof lists)[number]) => 'isWarning' in list && list.isWarning === true;
  return {
    headline: first ?? '',
    lead: lead.length === 0 ? undefined : lead.join(' '),
    caption: `Scenario ${scenario.name}${set} · ${region} · ${periodText(scenario.period)} · ${currency} · ${STRATEGY_NAMES[strategy]}`,
    tables: [...budgetTables(result), ...answers.flatMap(({ tables }) => tables)],
    lists: [
      ...lists.filter(isWarning),
      { title: 'Warnings', items: asSet.warnings.map(({ message }) => message), isWarning: true },
      ...lists.filter((list) => !isWarning(list)),
      ...(result.thresholds === undefined ? [] : thresholdLists(result.thresholds, asSet)),
      { title: 'Prices used', items: asSet.prices.map(priceText), detail: true },
      { title: 'Assumptions', items: [...asSet.assumptions, ROUNDING], detail: true },
    ],
  };
}

/** What answers the question first: a limit is a sweep's, a break-even's or a simulation's where these are asked, else the verdict. */
function sentencesOf(result: WhatIf, answers: readonly Answer[]): string[] {
  const headlines = answers.map(({ headline }) => headline);
  const verdict = verdictText(result);
  if (verdict === undefined) return headlines;
  const ofSweep = result.sweep === undefined ? undefined : sweepVerdict(result, result.sweep);
  if (ofSweep !== undefined) return [ofSweep, ...headlines, result.partBudgets === undefined ? `${ownName(result)}, ${verdict}` : verdict];
  const isAnswered = result.breakEvens !== undefined || result.simulation !== undefined;
  return isAnswered ? [...headlines, verdict] : [verdict, ...headlines];
}

/** What the verdict is about where other values were asked for. */
function ownName({ settings }: WhatIf): string {
  return capitalised(settings.length > 0 ? AS_SET : AS_WRITTEN);
}

const ROUNDING = 'Figures are rounded one by one. JSON and CSV are exact; simulations are exact to nine digits.';

function answersOf(result: WhatIf): Answer[] {
  const { cases, sweep, breakEvens, breakEvenFields, sensitivity, simulation, advice } = result;
  return [
    ...(cases === undefined ? [] : [casesAnswer(result, cases)]),
    ...(sweep === undefined ? [] : [sweepAnswer(result, sweep)]),
    ...(breakEvens === undefined ? [] : [breakEvenAnswer(result, breakEvens)]),
    ...(breakEvenFields === undefined ? [] : [breakEvenFieldsAnswer(result, breakEvenFields)]),
    ...(sensitivity === undefined ? [] : [sensitivityAnswer(result, sensitivity)]),
    ...(simulation === undefined ? [] : [simulationAnswer(result, simulation)]),
    ...(advice === undefined ? [] : [adviceAnswer(result, advice)]),
  ];
}
