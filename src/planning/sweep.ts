import { Decimal } from '../base/decimal.js';
import { TrailcostError } from '../base/errors.js';
import { byCase, type Range } from '../base/range.js';
import { estimateWith, type PricedScenario } from '../model/estimate-at.js';
import { byStrategy, KMS_STRATEGIES, type KmsStrategy, STRATEGIES, type Strategy } from '../model/strategies.js';
import type { Warning } from '../model/warning.js';
import { VALUE_REMEDY } from '../scenario/settings.js';
import { parseYaml } from '../scenario/yaml.js';

/** More estimates than anyone would wait for. */
export const MOST_POINTS = 100_000;

/** A field and the values it takes one after the other. */
export interface Variation {
  path: string;
  values: readonly unknown[];
}

/** What the scenario costs with one value for each varied field. */
export interface SweepPoint {
  /** In the order of the variations. */
  values: readonly unknown[];
  months: number;
  /** Over the period. */
  totals: Record<Strategy, Range<Decimal>>;
  /** More than SSE-S3, in an average month. */
  adds: Record<KmsStrategy, Range<Decimal>>;
  /** Expected cost of the most expensive month. */
  mostExpensiveMonth: Record<Strategy, Decimal>;
  currency: string;
  warnings: readonly Warning[];
}

/**
 * `PATH=FROM..TO:STEP`, or `PATH=VALUE,VALUE,…`.
 *
 * @throws TrailcostError `usage`, `scenario-syntax`
 * @example parseVariation('readers.athena.lookbackDays=7..21:7').values // [7, 14, 21]
 * @example parseVariation('readers.athena.lookbackDays=30,all').values // [30, 'all']
 */
export function parseVariation(text: string): Variation {
  const sign = text.indexOf('=');
  const path = text.slice(0, sign).trim();
  const typed = text.slice(sign + 1).trim();
  const where = `--vary ${text}`;
  if (sign < 1 || path === '' || typed === '') throw badVariation(where, 'is no PATH=FROM..TO:STEP and no PATH=VALUE,VALUE');
  return { path, values: typed.includes('..') ? steps(typed, where) : list(typed, where) };
}

const NUMBER = String.raw`-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?`;
const RANGE = new RegExp(`^(${NUMBER})\\.\\.(${NUMBER}):(${NUMBER})$`);

function steps(typed: string, where: string): number[] {
  const [from, to, step] = (RANGE.exec(typed) ?? []).slice(1).map((part) => new Decimal(part));
  if (from === undefined || to === undefined || step === undefined) throw badVariation(where, `${typed} is no FROM..TO:STEP`);
  if (step.lte(0)) throw badVariation(where, `the step is ${step}, and must be above 0`);
  if (from.gt(to)) throw badVariation(where, `${from}..${to} is turned around`);
  const count = to.minus(from).div(step).floor().plus(1);
  if (count.gt(MOST_POINTS)) throw tooMany(where, count);
  return Array.from({ length: count.toNumber() }, (_, index) => from.plus(step.times(index)).toNumber());
}

function list(typed: string, where: string): unknown[] {
  const { value } = parseYaml(`[${typed}]`, where, VALUE_REMEDY);
  if (!Array.isArray(value) || value.length === 0 || value.includes(null)) throw badVariation(where, 'has an empty value');
  return value;
}

function badVariation(where: string, what: string): TrailcostError {
  return new TrailcostError('usage', {
    where,
    what,
    remedy: 'Give numbers as readers.athena.lookbackDays=7..365:30, or values as readers.athena.lookbackDays=7,30,all.',
  });
}

function tooMany(where: string, count: Decimal): TrailcostError {
  return new TrailcostError('usage', { where, what: `asks for ${count} points, more than ${MOST_POINTS}`, remedy: 'Widen the step.' });
}

/** All combinations of the variations' values, the last one varying fastest. */
export function combinations(variations: readonly Variation[]): unknown[][] {
  const count = variations.reduce((product, { values }) => product.times(values.length), new Decimal(1));
  if (count.gt(MOST_POINTS)) throw tooMany('--vary', count);
  return variations.reduce<unknown[][]>((known, { values }) => known.flatMap((point) => values.map((value) => [...point, value])), [[]]);
}

/**
 * What the scenario costs at a point of the sweep: the same as a single estimate of these values.
 *
 * @throws TrailcostError `scenario-invalid` for a value that does not fit its field
 */
export function sweepPoint(priced: PricedScenario, variations: readonly Variation[], values: readonly unknown[]): SweepPoint {
  const settings = variations.map(({ path }, index) => ({ path, value: values[index] }));
  const { totals, comparison, scenario, currency, warnings } = estimateWith(priced, settings, '--vary');
  return {
    values,
    months: scenario.period.months,
    totals: byStrategy(STRATEGIES, (strategy) => byCase((which) => totals[strategy][which])),
    adds: byStrategy(KMS_STRATEGIES, (strategy) => comparison[strategy].averageMonth),
    mostExpensiveMonth: byStrategy(STRATEGIES, (strategy) => Decimal.max(...totals[strategy].months.map(({ expected }) => expected))),
    currency,
    warnings,
  };
}
