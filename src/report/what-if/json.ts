import { Decimal } from '../../base/decimal.js';
import { jsonText, moneyJson } from '../../base/json.js';
import { mapValues } from '../../base/records.js';
import type { Estimate } from '../../model/estimate.js';
import { comparisonJson, totalJson } from '../../model/saved/estimate.js';
import type { Advice } from '../../planning/advice.js';
import type { BreakEven } from '../../planning/break-even.js';
import type { CaseResult } from '../../planning/cases.js';
import type { CostAt } from '../../planning/crossing.js';
import type { Sensitivity } from '../../planning/sensitivity.js';
import type { Distribution, DistributionByMonth, Simulation } from '../../planning/simulation.js';
import type { Sweep, Thresholds, WhatIf } from '../../planning/what-if.js';
import { priceJson } from '../../prices/json.js';
import { NumberChange } from '../../scenario/relative.js';
import type { Setting, SettingEffect } from '../../scenario/settings.js';
import { changeJson } from '../diff/change-json.js';
import { adviceReplay, adviceTitle, auditDetailCost } from './advice.js';
import { replayText } from './answer.js';
import { judgedJson, judgedOf } from './budget.js';
import { drawnText } from './simulation.js';

/** The answers as JSON, `schemaVersion` 1, `kind` "what-if"; what was not asked is absent. Money and quantities are decimal strings. */
export function whatIfJson(result: WhatIf): string {
  const {
    base,
    asSet,
    strategy,
    settings,
    effects,
    cases,
    sweep,
    breakEvens,
    breakEvenFields,
    thresholds,
    sensitivity,
    simulation,
    advice,
    budget,
  } = result;
  const budgets = judgedOf(result);
  const json = {
    schemaVersion: 1,
    kind: 'what-if',
    scenario: base.scenario.name,
    period: asSet.scenario.period,
    region: asSet.region,
    currency: asSet.currency,
    strategy,
    settings: settings.map((setting, index) => appliedJson(setting, effects[index])),
    prices: asSet.prices.map(priceJson),
    base: costsJson(base),
    ...(settings.length === 0 ? {} : { asSet: costsJson(asSet) }),
    ...(cases && { cases: cases.map(caseJson) }),
    ...(sweep && { sweep: sweepJson(sweep) }),
    ...(breakEvens && { breakEvens: breakEvens.map(breakEvenJson) }),
    ...(breakEvenFields && { breakEvenFields: sensitivityJson(breakEvenFields) }),
    ...(thresholds && { thresholds: thresholdsJson(thresholds) }),
    ...(sensitivity && { sensitivity: sensitivityJson(sensitivity) }),
    ...(simulation && { simulation: simulationJson(simulation) }),
    ...(advice && { advice: advice.map(adviceJson) }),
    ...(budget && { budget: budgetJson(budget) }),
    ...(budgets.length > 0 && { budgets: budgets.map(judgedJson) }),
    assumptions: asSet.assumptions,
    warnings: asSet.warnings,
  };
  return jsonText(json);
}

function settingJson({ path, value }: Setting) {
  return { path, value: value instanceof NumberChange ? value.text : value };
}

/** A setting as it was given, and what it made of its field. */
function appliedJson(setting: Setting, effect: SettingEffect | undefined) {
  return { ...settingJson(setting), before: effect?.before ?? null, after: effect?.after ?? null };
}

function costsJson({ totals, comparison, unpriced }: Estimate) {
  return { totals: mapValues(totals, totalJson), comparison: mapValues(comparison, comparisonJson), leftOut: unpriced };
}

function caseJson({ name, description, settings, effects, estimate, changes, notComparable, warnings }: CaseResult) {
  return {
    name,
    ...(description === undefined ? {} : { description }),
    settings: settings.map((setting, index) => appliedJson(setting, effects[index])),
    replay: replayText(settings),
    ...costsJson(estimate),
    changes: changes.map(changeJson),
    notComparable,
    warnings,
  };
}

function sweepJson({ variations, points }: Sweep) {
  return {
    fields: variations.map(({ path }) => path),
    points: points.map(({ values, months, totals, adds, mostExpensiveMonth, warnings }) => ({
      values,
      months,
      totals: mapValues(totals, moneyJson),
      addsInAverageMonth: mapValues(adds, moneyJson),
      mostExpensiveMonth: mapValues(mostExpensiveMonth, (cost) => cost.toFixed()),
      warnings: warnings.map(({ code }) => code),
    })),
  };
}

function breakEvenJson({ path, target, verdict, now, costNow, least, most, cheapest, mostExpensive, crossings }: BreakEven) {
  return {
    path,
    target: {
      kind: target.kind,
      ...(target.of === undefined ? {} : { of: target.of }),
      amount: target.amount.toFixed(),
      on: target.on,
      strategy: target.strategy,
    },
    verdict,
    now: now ?? null,
    costNow: costNow.toFixed(),
    searched: {
      least: costAtJson(least),
      most: costAtJson(most),
      cheapest: costAtJson(cheapest),
      mostExpensive: costAtJson(mostExpensive),
    },
    crossings: crossings.map(({ value, within, beyond }) => ({
      value: value.toFixed(),
      within: costAtJson(within),
      beyond: costAtJson(beyond),
    })),
  };
}

function costAtJson({ value, cost }: CostAt) {
  return { value: value.toFixed(), cost: cost.toFixed() };
}

function thresholdsJson({ freeTier, copying }: Thresholds) {
  const text = (value: Decimal | undefined) => value?.toFixed() ?? null;
  return {
    freeTier: freeTier.map(({ strategy, requestsLeft, reads, mostRequests, usedUpIn }) => ({
      strategy,
      requestsLeft: requestsLeft.toFixed(),
      reads: text(reads),
      mostRequests: mostRequests.toFixed(),
      usedUpIn,
    })),
    copying: {
      files: copying.files.toFixed(),
      missingPrices: copying.missing,
      costPerFile: text(copying.costPerFile),
      cost: text(copying.cost),
      savedPerRead: copying.savedPerRead.toFixed(),
      readsToPay: text(copying.readsToPay),
      savedInPeriod: copying.savedInPeriod.toFixed(),
      paysIn: copying.paysIn ?? null,
    },
  };
}

function sensitivityJson({ cost, effects, without, zero, strategy }: Sensitivity) {
  return {
    strategy,
    cost: cost.toFixed(),
    effects: effects.map(({ path, value, basis, low, high, swing }) => ({
      path,
      value: value ?? null,
      basis,
      low: { value: low.value, cost: low.cost.toFixed() },
      high: { value: high.value, cost: high.cost.toFixed() },
      swing: swing.toFixed(),
    })),
    withoutEffect: without,
    notVaried: zero,
  };
}

function simulationJson({ draws, seed, drawn, totals, comparison, overBudget }: Simulation) {
  return {
    draws,
    seed,
    drawn,
    totals: mapValues(totals, distributionByMonthJson),
    comparison: mapValues(comparison, distributionByMonthJson),
    ...(overBudget && { overBudget: { ...overBudget, budget: new Decimal(overBudget.budget).toFixed() } }),
  };
}

function distributionByMonthJson({ period, months }: DistributionByMonth) {
  return {
    period: distributionJson(period),
    months: months.map(({ month, ...distribution }) => ({ month, ...distributionJson(distribution) })),
  };
}

function distributionJson({ p10, p50, p90, mean }: Distribution) {
  return { p10: drawnText(p10), p50: drawnText(p50), p90: drawnText(p90), mean: drawnText(mean) };
}

function adviceJson({ detail, settings, strategy, cost, saved, remains }: Advice) {
  return {
    title: adviceTitle(detail),
    kind: detail.kind,
    strategy,
    settings: settings.map(settingJson),
    replay: adviceReplay({ settings, strategy }).join(' '),
    cost: cost.toFixed(),
    saved: saved.toFixed(),
    ownCost: saved.minus(remains).toFixed(),
    remains: remains.toFixed(),
    auditDetailCostPerMonth: auditDetailCost(detail)?.toFixed() ?? null,
  };
}

function budgetJson({ budget: { amount, on, strategy }, verdicts }: NonNullable<WhatIf['budget']>) {
  return {
    amount: amount.toFixed(),
    on,
    strategy,
    verdicts: verdicts.map(({ name, excess }) => ({
      name,
      over:
        excess === undefined
          ? null
          : {
              month: excess.month,
              cost: excess.cost.toFixed(),
              over: excess.over.toFixed(),
              reader: excess.reader,
              readerCost: excess.readerCost.toFixed(),
              monthsOver: excess.monthsOver,
            },
    })),
  };
}
