import { readdirSync, readFileSync } from 'node:fs';
import { Decimal } from '../src/base/decimal.js';
import { type FieldPath, TrailcostError } from '../src/base/errors.js';
import type { Charge } from '../src/model/charges.js';
import { type Estimate, estimate } from '../src/model/estimate.js';
import type { PricedScenario } from '../src/model/estimate-at.js';
import type { Line } from '../src/model/lines.js';
import type { Strategy } from '../src/model/strategies.js';
import { withUnitCosts } from '../src/model/unit-costs.js';
import { withLikely } from '../src/planning/likely.js';
import type { Questions } from '../src/planning/what-if.js';
import { loadPriceBook } from '../src/prices/load.js';
import { type LoadedScenario, parseScenario } from '../src/scenario/load.js';
import type { Scenario } from '../src/scenario/schema.js';

export const book = await loadPriceBook();

const BASE = {
  version: 1,
  name: 'test',
  period: { start: '2026-12', months: 1 },
  bucket: { region: 'us-east-1' },
  encryption: { sseKmsSince: 'always' },
};

/** A scenario as a user would write it, checked and completed; what is not given is the plainest there is. */
export function scenarioOf(given: object): Scenario {
  return loadedOf(given).scenario;
}

export function loadedOf(given: object): LoadedScenario {
  return parseScenario(JSON.stringify({ ...BASE, ...given }), 'test.json');
}

export function pricedOf(given: object): PricedScenario {
  return { loaded: loadedOf(given), book };
}

export function estimateOf(given: object): Estimate {
  return estimate(scenarioOf(given), book);
}

export function linesWith(
  lines: readonly Line[],
  wanted: { strategy?: Strategy; charge?: Charge; reader?: string; month?: string },
): Line[] {
  return lines.filter((line) => Object.entries(wanted).every(([key, value]) => line[key as keyof Line] === value));
}

/** The sum of the lines' expected cost, in plain notation. */
export function costOf(estimated: Estimate, wanted: Parameters<typeof linesWith>[1]): string {
  return linesWith(estimated.lines, wanted)
    .reduce((total, { cost }) => total.plus(cost.expected), new Decimal(0))
    .toFixed();
}

export const SAMPLES = readdirSync(new URL('../samples/', import.meta.url)).filter(
  (file) => /\.(yaml|json)$/.test(file) && !file.endsWith('.schema.json'),
);

export function sampleText(file: string): string {
  return readFileSync(new URL(`../samples/${file}`, import.meta.url), 'utf8');
}

/** Where the period of a scenario begins that does not say so. */
export const FIRST_MONTH = '2026-12';

export function sampleScenario(file: string): LoadedScenario {
  return parseScenario(sampleText(file), file, { firstMonth: FIRST_MONTH });
}

export function sampleEstimate(file: string): Estimate {
  return estimate(sampleScenario(file).scenario, book);
}

/** The same with what it likely costs and what single things cost, as `trailcost estimate` prints it. */
export function likelyEstimate(file: string): Estimate {
  return withUnitCosts(withLikely(sampleEstimate(file), book), book);
}

/** A scenario as given, with a value written into it by hand; groups that are not there are made. */
export function written(given: object, field: FieldPath, value: unknown): object {
  const copy = structuredClone(given);
  const last = field.length - 1;
  const holder = field.slice(0, last).reduce<Record<string | number, unknown>>(
    (part, key) => {
      part[key] ??= {};
      return part[key] as Record<string, unknown>;
    },
    copy as Record<string, unknown>,
  );
  holder[field[last] as string | number] = value;
  return copy;
}

/** What a run complains of: `CODE`, then the message; `no error` where it does not. */
export function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof TrailcostError) return `${error.code}\n${error.message}`;
    throw error;
  }
  return 'no error';
}

/** What-if with nothing asked. */
export const NO_QUESTIONS: Questions = {
  strategy: 'sse-kms',
  settings: [],
  cases: [],
  variations: [],
  breakEvens: [],
  breakEvenFields: false,
  sensitivity: false,
  simulation: undefined,
  advice: false,
  budget: undefined,
};
