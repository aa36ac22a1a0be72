import { Decimal } from '../base/decimal.js';
import { TrailcostError } from '../base/errors.js';
import { byCase, type Range } from '../base/range.js';
import { estimateWith, type PricedScenario } from '../model/estimate-at.js';
import { byStrategy, KMS_STRATEGIES, type KmsStrategy, STRATEGIES, type Strategy } from '../model/strategies.js';
import type { Warning } from '../model/warning.js';
import type { LoadedScenario } from '../scenario/load.js';
import { changeIn, NumberChange } from '../scenario/relative.js';
import { settledValue, typedValue } from '../scenario/settings.js';
import { type Budget, mostExpensiveMonth } from './budget.js';

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
  /** What a budget limits, in the most expensive month; undefined without one, or with one of what is likely. */
  limited?: Decimal | undefined;
  currency: string;
  warnings: readonly Warning[];
}

/**
 * `PATH=FROM..TO:STEP`, or `PATH=VALUE,VALUE,…`. Values and both ends may be changes of what there is, such as `+40` or `*2`; after a
 * second `=` none is.
 *
 * @throws TrailcostError `usage`, `scenario-syntax`
 * @example parseVariation('readers.athena.lookbackDays=7..21:7').values // [7, 14, 21]
 * @example parseVariation('readers.athena.lookbackDays=30,all').values // [30, 'all']
 */
export function parseVariation(text: string): Variation {
  const sign = text.indexOf('=');
  const path = text.slice(0, sign).trim();
  const given = text.slice(sign + 1).trim();
  const mayChange = !given.startsWith('=');
  const typed = mayChange ? given : given.slice(1).trim();
  const where = `--vary ${text}`;
  if (sign < 1 || path === '' || typed === '') throw badVariation(where, 'is neither PATH=FROM..TO:STEP nor PATH=VALUE,VALUE');
  return { path, values: typed.includes('..') ? steps(typed, mayChange, where) : list(typed, mayChange, where) };
}

const NUMBER = String.raw`\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?`;
const RANGE = new RegExp(`^([+*-]?${NUMBER}%?)\\.\\.([+*-]?${NUMBER}%?):(-?${NUMBER})%?$`);

function steps(typed: string, mayChange: boolean, where: string): unknown[] {
  const [first, last, by] = (RANGE.exec(typed) ?? []).slice(1);
  if (first === undefined || last === undefined || by === undefined) throw badVariation(where, `${typed} is not FROM..TO:STEP`);
  const step = new Decimal(by);
  const [from, to] = [endOf(first, mayChange, where), endOf(last, mayChange, where)];
  if (step.lte(0)) throw badVariation(where, `the step is ${step}, and must be above 0`);
  if (from.valueAt !== to.valueAt) throw badVariation(where, `${first} and ${last} are not ends of one kind`);
  if (from.number.gt(to.number)) throw badVariation(where, `${first} is more than ${last}`);
  if (step.gt(to.number.minus(from.number)) && !from.number.eq(to.number)) throw tooWide(where, { first, last, by });
  const count = to.number.minus(from.number).div(step).floor().plus(1);
  if (count.gt(MOST_POINTS)) throw tooMany(where, count);
  return Array.from({ length: count.toNumber() }, (_, index) => from.valueAt(from.number.plus(step.times(index))));
}

/** An end of a range, and what a number between the ends means: itself, or a change. */
interface End {
  number: Decimal;
  valueAt: (number: Decimal) => unknown;
}

function endOf(text: string, mayChange: boolean, where: string): End {
  const change = mayChange ? changeIn(text) : undefined;
  if (change !== undefined) {
    const { sign, by, isPercent } = change;
    if (sign === '*') return { number: by, valueAt: isPercent ? percentTimes : times };
    return { number: sign === '-' ? by.neg() : by, valueAt: isPercent ? percentMore : more };
  }
  if (!/^[+-]?[^%*]+$/.test(text)) throw badVariation(where, `${text} is not a number`);
  return { number: new Decimal(text.replace('+', '')), valueAt: itself };
}

const itself = (number: Decimal) => number.toNumber();
const more = (number: Decimal) => new NumberChange(number.lt(0) ? '-' : '+', number.abs(), false);
const percentMore = (number: Decimal) => new NumberChange(number.lt(0) ? '-' : '+', number.abs(), true);
const times = (number: Decimal) => new NumberChange('*', number, false);
const percentTimes = (number: Decimal) => new NumberChange('*', number, true);

function list(typed: string, mayChange: boolean, where: string): unknown[] {
  const parts = typed.split(BETWEEN_VALUES).map((part) => part.trim());
  const zeros = parts.find((part) => ZEROS_IN_FRONT.test(part));
  if (zeros !== undefined) throw splitThousands(where, zeros, typed);
  const changes = parts.map((part) => (mayChange ? changeIn(part) : undefined));
  if (changes.some((change) => change !== undefined)) {
    if (parts.includes('')) throw badVariation(where, 'has an empty value');
    return parts.map((part, index) => changes[index] ?? typedValue(part, where));
  }
  const value = typedValue(`[${typed}]`, where);
  if (!Array.isArray(value) || value.length === 0 || value.includes(null)) throw badVariation(where, 'has an empty value');
  return value;
}

/** Commas, but those within a range or a list. */
const BETWEEN_VALUES = /,(?![^{[]*[}\]])/;

/** No one writes a number so, unless it is the end of one: `000` of `1,000`. */
const ZEROS_IN_FRONT = /^[+-]?0\d\d(?:\.\d+)?%?$/;

const THOUSANDS = /(?<![\d.])(\d{1,3}(?:\s*,\s*0\d\d)+)(?!\d)/g;
/** `1,500,000` may be one number or two. */
const UNCLEAR_THOUSANDS = /(?<![\d.])\d{1,3}\s*,\s*[1-9]\d\d\s*,\s*0\d\d(?!\d)/;

function splitThousands(where: string, zeros: string, typed: string): TrailcostError {
  const joined = typed.replace(THOUSANDS, (number) => number.replace(/[\s,]/g, ''));
  const meant =
    joined === typed || UNCLEAR_THOUSANDS.test(typed) ? 'Write 1000 for a thousand, and no zeros in front.' : `Did you mean ${joined}?`;
  return new TrailcostError('usage', { where, what: `a comma separates values here, and ${zeros} is not one`, remedy: meant });
}

function tooWide(where: string, { first, last, by }: { first: string; last: string; by: string }): TrailcostError {
  const what = `the step of ${by} is larger than the range from ${first} to ${last}, so only ${first} would be shown`;
  return new TrailcostError('usage', { where, what, remedy: `Make the step smaller, or give both values: ${first},${last}.` });
}

function badVariation(where: string, what: string): TrailcostError {
  return new TrailcostError('usage', {
    where,
    what,
    remedy:
      'Give numbers as readers.athena.lookbackDays=7..365:30, values as readers.athena.lookbackDays=7,30,all, or changes as ' +
      'trails.org.accounts=+0..+40:10.',
  });
}

function tooMany(where: string, count: Decimal): TrailcostError {
  return new TrailcostError('usage', { where, what: `asks for ${count} points, more than ${MOST_POINTS}`, remedy: 'Widen the step.' });
}

/**
 * The variations with values in place of changes.
 *
 * @throws TrailcostError `scenario-invalid` for a change that does not fit its field
 */
export function settledVariations({ raw }: LoadedScenario, variations: readonly Variation[]): Variation[] {
  return variations.map(({ path, values }) => ({
    path,
    values: values.map((value) => (value instanceof NumberChange ? settledValue(raw, { path, value }, () => `--vary ${path}`) : value)),
  }));
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
 * @param budget what {@link SweepPoint.limited} is for
 *
 * @throws TrailcostError `scenario-invalid` for a value that does not fit its field
 */
export function sweepPoint(
  priced: PricedScenario,
  variations: readonly Variation[],
  values: readonly unknown[],
  budget?: Budget,
): SweepPoint {
  const settings = variations.map(({ path }, index) => ({ path, value: values[index] }));
  const estimate = estimateWith(priced, settings, '--vary');
  const { totals, comparison, scenario, currency, warnings } = estimate;
  return {
    values,
    months: scenario.period.months,
    totals: byStrategy(STRATEGIES, (strategy) => byCase((which) => totals[strategy][which])),
    adds: byStrategy(KMS_STRATEGIES, (strategy) => comparison[strategy].averageMonth),
    mostExpensiveMonth: byStrategy(STRATEGIES, (strategy) => Decimal.max(...totals[strategy].months.map(({ expected }) => expected))),
    limited: budget === undefined || budget.on === 'likely' ? undefined : mostExpensiveMonth(estimate, budget).cost,
    currency,
    warnings,
  };
}
