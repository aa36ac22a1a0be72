// planning: questions about a scenario: other values, sweeps, break-even, sensitivity, simulation, advice, diff.

import { group } from 'd3-array';
import { TrailcostError } from '../base/errors.js';
import { assertSameCurrency } from '../model/costing.js';
import type { Estimate } from '../model/estimate.js';
import { estimateLoaded, type PricedScenario } from '../model/estimate-at.js';
import type { KmsStrategy } from '../model/strategies.js';
import type { PriceBook } from '../prices/book.js';
import { casesOf, type LoadedScenario, type NamedCase, type SetScenario, withSettings } from '../scenario/load.js';
import type { Setting, SettingEffect } from '../scenario/settings.js';
import { type Advice, adviceFor } from './advice.js';
import { type BreakEven, breakEvens, type Target } from './break-even.js';
import { assertBudgetCurrency, assertBudgetParts, type Budget, type Verdict, verdictsOf } from './budget.js';
import { type AskedCase, type CaseResult, compareCases } from './cases.js';
import { type Copying, copying } from './copying.js';
import { type Sensitivity, sensitivityOf } from './sensitivity.js';
import { type Simulation, simulate } from './simulation.js';
import { combinations, type SweepPoint, settledVariations, sweepPoint, type Variation } from './sweep.js';
import { type FreeTierReach, freeTierReach } from './thresholds.js';

/** What a planner asks of a scenario. */
export interface Questions {
  strategy: KmsStrategy;
  /** Hold for every question; they make the scenario "as set". */
  settings: readonly Setting[];
  cases: readonly { name: string; settings: readonly Setting[] }[];
  variations: readonly Variation[];
  breakEvens: readonly { path: string; target: Target }[];
  /** Which fields there are to ask for a break-even of. */
  breakEvenFields: boolean;
  sensitivity: boolean;
  simulation: { draws: number; seed: number } | undefined;
  advice: boolean;
  budget: Budget | undefined;
  /** Of single readers and accounts. */
  partBudgets?: readonly Budget[];
}

/** A sweep: which fields were varied, and what the scenario costs at each point. */
export interface Sweep {
  variations: readonly Variation[];
  points: readonly SweepPoint[];
}

/** What holds whatever is asked of the cost: how far the free tier reaches, and when copying old files pays. */
export interface Thresholds {
  freeTier: readonly FreeTierReach[];
  copying: Copying;
}

/** The answers; those to what was not asked are absent. */
export interface WhatIf {
  strategy: KmsStrategy;
  /** The scenario as written. */
  base: Estimate;
  /** The scenario that all questions but the comparison of cases are about: as set, or as written. */
  asSet: Estimate;
  settings: readonly Setting[];
  /** What the settings made of their fields. */
  effects: readonly SettingEffect[];
  cases?: readonly CaseResult[];
  sweep?: Sweep;
  breakEvens?: readonly BreakEven[];
  breakEvenFields?: Sensitivity;
  thresholds?: Thresholds;
  sensitivity?: Sensitivity;
  simulation?: Simulation;
  advice?: readonly Advice[];
  budget?: Judged;
  partBudgets?: readonly Judged[];
}

/** A budget, and how the scenarios keep to it. */
export interface Judged {
  budget: Budget;
  verdicts: readonly Verdict[];
}

/** What reports call the scenario itself, and the scenario with `--set`; no case may have these names. */
export const AS_WRITTEN = 'as written';
export const AS_SET = 'as set';

/** What a long answer is made of, one after the other. */
export type Steps = 'points' | 'draws' | 'cases' | 'break-evens' | 'ideas';

/**
 * Answers a planner's questions about a scenario. If nothing else is asked, its cases are compared; if it has none, advice is given.
 *
 * @param onStep called before each step: an estimate of a sweep, a number of a sensitivity (points too), some draws, a case, a field's
 * break-even, an idea for advice
 * @throws TrailcostError `scenario-invalid`, `usage` and as the estimate
 */
export function whatIf(
  loaded: LoadedScenario,
  book: PriceBook,
  questions: Questions,
  onStep?: (done: number, all: number, steps: Steps) => void,
): WhatIf {
  const on = (steps: Steps) => (done: number, all: number) => onStep?.(done, all, steps);
  const { strategy, settings, sensitivity, simulation, breakEvens: wanted, breakEvenFields } = questions;
  const base = estimateLoaded({ loaded, book });
  assertLimitsIn(base.currency, questions);
  const set = withSettings(loaded, settings, ({ path }) => `--set ${path}`);
  const priced: PricedScenario = { loaded: set, book };
  const variations = settledVariations(set, questions.variations);
  const estimate = settings.length === 0 ? base : estimateLoaded(priced);
  assertSameCurrency(base, estimate, 'the scenario as set');
  const isPlain = isPlainQuestion(questions);
  const cases = compareCases(base, casesAsked(set, questions, isPlain), book, estimate.warnings, on('cases'));
  const wantsAdvice = questions.advice || (isPlain && cases.length === 0);
  return {
    strategy,
    base,
    asSet: estimate,
    settings,
    effects: set.effects,
    ...(cases.length > 0 && { cases }),
    ...(variations.length > 0 && !sensitivity && { sweep: sweepOf(priced, estimate, questions, variations, on('points')) }),
    ...(wanted.length > 0 && { breakEvens: breakEvensOf(priced, wanted, on('break-evens')) }),
    ...(breakEvenFields && { breakEvenFields: sensitivityOf(priced, strategy, [], on('points')) }),
    ...((wanted.length > 0 || wantsAdvice) && { thresholds: thresholdsOf(priced, estimate) }),
    ...(sensitivity && { sensitivity: sensitivityOf(priced, strategy, variations, on('points')) }),
    ...(simulation !== undefined && { simulation: simulationOf(priced, questions, simulation, on('draws')) }),
    ...(wantsAdvice && { advice: adviceFor(priced, estimate, strategy, on('ideas')) }),
    ...budgetsJudged(questions, judgedOf(settings, estimate, cases), book),
  };
}

function budgetsJudged(
  { budget, partBudgets = [] }: Questions,
  scenarios: readonly { name: string; estimate: Estimate }[],
  book: PriceBook,
) {
  assertBudgetParts(
    partBudgets,
    scenarios.map(({ estimate }) => estimate),
  );
  const judged = (one: Budget): Judged => ({ budget: one, verdicts: verdictsOf(scenarios, one, book) });
  return {
    ...(budget !== undefined && { budget: judged(budget) }),
    ...(partBudgets.length > 0 && { partBudgets: partBudgets.map(judged) }),
  };
}

function assertLimitsIn(currency: string, { budget, partBudgets = [], breakEvens: asked }: Questions): void {
  for (const limit of [budget, ...partBudgets, ...asked.map(({ target }) => target)])
    if (limit !== undefined) assertBudgetCurrency(limit, currency);
}

function breakEvensOf(priced: PricedScenario, asked: Questions['breakEvens'], onField: OnStep): BreakEven[] {
  return [...group(asked, ({ path }) => path)].flatMap(([path, ofPath], index, fields) => {
    onField(index, fields.length);
    return breakEvens(
      priced,
      path,
      ofPath.map(({ target }) => target),
    );
  });
}

/** Whether nothing is asked but the comparison of cases. */
function isPlainQuestion({ variations, breakEvens: asked, breakEvenFields, sensitivity, simulation, advice }: Questions): boolean {
  return variations.length === 0 && asked.length === 0 && !breakEvenFields && !sensitivity && simulation === undefined && !advice;
}

/** The scenario as asked for, and each of its cases. */
function judgedOf(settings: readonly Setting[], estimate: Estimate, cases: readonly CaseResult[]): { name: string; estimate: Estimate }[] {
  const own = { name: settings.length > 0 ? AS_SET : AS_WRITTEN, estimate };
  return [own, ...cases.filter(({ name }) => name !== own.name)];
}

function thresholdsOf(priced: PricedScenario, estimate: Estimate): Thresholds {
  return { freeTier: freeTierReach(estimate), copying: copying(priced, estimate) };
}

/** With other questions, only the cases that were asked for too. */
function casesAsked(loaded: SetScenario, { settings, cases }: Questions, isPlain: boolean): AskedCase[] {
  const asked = cases.map((each): NamedCase => {
    const place = ({ path }: Setting) => `--case ${each.name}: ${path}`;
    return { ...each, loaded: withSettings(loaded, each.settings, place) };
  });
  const listed = isPlain ? casesOf(loaded) : [];
  const set = settings.length > 0 && (isPlain || asked.length > 0) ? [{ name: AS_SET, settings, loaded }] : [];
  const all = [...set, ...listed, ...asked];
  const wrong = all.find(({ name }, index) => all.findIndex((other) => other.name === name) < index);
  const reserved = [...listed, ...asked].find(({ name }) => name === AS_WRITTEN || name === AS_SET);
  if (reserved !== undefined) throw badName(reserved.name, 'is the name of the scenario itself in reports');
  if (wrong !== undefined) throw badName(wrong.name, 'is the name of another case too');
  return all.map((each) => ({ ...each, isAsked: !listed.includes(each) }));
}

type OnStep = (done: number, all: number) => void;

function badName(name: string, what: string): TrailcostError {
  return new TrailcostError('usage', { where: `case ${name}`, what, remedy: 'Give each case a name of its own.' });
}

function sweepOf(
  priced: PricedScenario,
  estimate: Estimate,
  { budget }: Questions,
  variations: readonly Variation[],
  onPoint: OnStep,
): Sweep {
  const all = combinations(variations);
  const points = all.map((values, index) => {
    onPoint(index, all.length);
    const point = sweepPoint(priced, variations, values, budget);
    assertSameCurrency(estimate, point, `the estimate of ${values.join(' and ')}`);
    return point;
  });
  return { variations, points };
}

function simulationOf(
  { loaded, book }: PricedScenario,
  { budget }: Questions,
  { draws, seed }: { draws: number; seed: number },
  onDraw: OnStep,
): Simulation {
  const limit = budget === undefined ? undefined : { amount: budget.amount.toNumber(), strategy: budget.strategy };
  return simulate(loaded.scenario, book, { draws, seed, budget: limit, onDraw });
}
