import { Decimal } from '../../base/decimal.js';
import { entryAt } from '../../base/lists.js';
import { isRange } from '../../base/range.js';
import { grouped } from '../../base/text.js';
import { costedName, STRATEGY_NAMES, strategyName } from '../../model/strategies.js';
import type { BreakEven, Target } from '../../planning/break-even.js';
import type { Copying } from '../../planning/copying.js';
import type { Crossing } from '../../planning/crossing.js';
import type { Sensitivity } from '../../planning/sensitivity.js';
import type { FreeTierReach } from '../../planning/thresholds.js';
import type { Thresholds, WhatIf } from '../../planning/what-if.js';
import type { List, Table } from '../layout/document.js';
import { amount, countOf, money, placesFor } from '../layout/figures.js';
import { firstRows } from '../layout/parts.js';
import { pathText, valueText } from '../layout/wording.js';
import type { Answer } from './answer.js';
import { basisText } from './sensitivity.js';

/** Where fields exceed a budget, or a difference to SSE-S3. */
export function breakEvenAnswer({ asSet }: WhatIf, breakEvens: readonly BreakEven[]): Answer {
  const { currency } = asSet;
  return {
    headline: breakEvens.map((each) => sentence(each, currency)).join(' '),
    tables: [breakEvenTable(breakEvens, currency)].filter(({ rows }) => rows.length > 0),
    lists: [{ title: 'How to read it', items: [...new Set(breakEvens.map(({ target }) => basis(target)))], detail: true }],
  };
}

/** The numbers that a break-even can be asked of, those that change the cost most first. */
export function breakEvenFieldsAnswer({ asSet }: WhatIf, { effects, without, zero, strategy }: Sensitivity): Answer {
  const { currency, scenario } = asSet;
  const [first] = effects;
  const monthly = effects.map(({ swing }) => swing.div(scenario.period.months));
  const places = placesFor(monthly);
  const table: Table = {
    title: `PATHs for --break-even, average month, ${STRATEGY_NAMES[strategy]}, ${currency}`,
    header: ['', 'now', 'varied by', 'changes the cost by'],
    leftColumns: 1,
    rows: effects.map((effect, index) => [
      effect.path,
      effect.value === undefined ? '–' : grouped(effect.value),
      basisText(effect),
      amount(entryAt(monthly, index), places),
    ]),
  };
  const example = first === undefined ? '' : ` For example: --break-even ${first.path} --budget 300.`;
  const count = effects.length === 1 ? '1 number changes' : `${effects.length} numbers change`;
  return {
    headline: `${count} what ${strategyName(strategy)} costs; choose one as PATH.${example}`,
    tables: effects.length === 0 ? [] : firstRows(table, MOST_FIELDS, 'smaller changes'),
    lists: [
      {
        title: 'Other numbers',
        items: [
          ...(zero.length === 0 ? [] : [`Zero or at their limit now: ${zero.join(', ')}.`]),
          ...(without.length === 0 ? [] : [`No effect on this strategy: ${without.join(', ')}.`]),
        ],
        detail: true,
      },
    ],
  };
}

/** As many as fit a screen. */
const MOST_FIELDS = 20;

function sentence(result: BreakEven, currency: string): string {
  const { path, verdict, target, least, most, cheapest, mostExpensive, now, costNow } = result;
  const limit = limitText(target, currency);
  const range = `from ${grouped(least.value)} to ${grouped(rounded(most.value))}`;
  const current = now === undefined ? '' : ` (now ${valueText(now)})`;
  switch (verdict) {
    case 'no-effect':
      return `${path} has no effect on ${limit.what}: ${range} it is ${money(costNow, currency)}.`;
    case 'never':
      return (
        `${path} never makes ${limit.what} exceed ${limit.amount}: ${range}${current} it is at most ` +
        `${money(mostExpensive.cost, currency)}, at ${grouped(rounded(mostExpensive.value))}.`
      );
    case 'already':
      return (
        `${path} cannot keep ${limit.what} within ${limit.amount}: ${range}${current} it is at least ` +
        `${money(cheapest.cost, currency)}, at ${grouped(rounded(cheapest.value))}.`
      );
    case 'crossed':
      return result.crossings.length === 1 ? crossingText(result, entryAt(result.crossings, 0), limit) : stretchesText(result, limit);
  }
}

/** Where the cost passes the limit more than once: the stretches within it. */
function stretchesText({ path, now, least, most, crossings }: BreakEven, limit: Limit): string {
  const ends = crossings.map(({ within, beyond }) => ({ at: grouped(within.value), opens: within.value.gt(beyond.value) }));
  const first = ends[0]?.opens === false ? [grouped(least.value)] : [];
  const last = ends.at(-1)?.opens === true ? [grouped(rounded(most.value))] : [];
  const points = [...first, ...ends.map(({ at }) => at), ...last];
  const stretches = points.flatMap((from, index) => (index % 2 === 0 ? [`from ${from} to ${points[index + 1]}`] : []));
  return `${path}: ${limit.what} stays within ${limit.amount} ${stretches.join(' and ')} only (now ${valueText(now)}).`;
}

/** The one value where the limit is passed, as seen from where the scenario is now. */
function crossingText({ path, now, target, costNow }: BreakEven, { within, beyond }: Crossing, limit: Limit): string {
  const direction = beyond.value.gt(within.value) ? ['rise', 'fall'] : ['fall', 'rise'];
  const from = now === undefined ? '' : ` from ${nowText(now)}`;
  const at = grouped(within.value);
  if (now !== undefined && costNow.gt(target.amount))
    return `${path} must ${direction[1]}${from} to ${at} to keep ${limit.what} within ${limit.amount}.`;
  return `${path} can ${direction[0]}${from} to ${at} before ${limit.what} exceeds ${limit.amount}.`;
}

/** Where a number is now: of a range what is expected comes first. */
function nowText(now: NonNullable<BreakEven['now']>): string {
  return isRange(now) ? `${grouped(now.expected)} (${grouped(now.low)} to ${grouped(now.high)})` : valueText(now);
}

interface Limit {
  what: string;
  amount: string;
}

function limitText({ kind, amount: limit, on, strategy, of }: Target, currency: string): Limit {
  const high = on === 'high' ? ' high' : '';
  return kind === 'budget'
    ? {
        what: `the${high} cost of ${of === undefined ? '' : `${of} with `}${costedName(strategy)} in its most expensive month`,
        amount: money(limit, currency),
      }
    : {
        what: `the cost of ${costedName(strategy)} above SSE-S3`,
        amount: `${money(limit, currency)} in an average month${on === 'high' ? ' (high)' : ''}`,
      };
}

function basis({ kind, of }: Target): string {
  if (kind === 'budget' && of !== undefined) return `The budget of ${of} is for every month, and all charges of its own lines count.`;
  return kind === 'budget'
    ? 'A budget is for every month, so the most expensive month decides; all charges of the strategy count.'
    : 'A difference is for an average month of the period, as in the first line of an estimate.';
}

/** The end of what was searched may have any number of decimal places. */
function rounded(value: Decimal): Decimal {
  return value.isInteger() ? value : value.toSignificantDigits(4, Decimal.ROUND_DOWN);
}

/** Where limits are passed, with the nearest values on both sides. */
export function breakEvenTable(breakEvens: readonly BreakEven[], currency: string): Table {
  const rows = breakEvens.flatMap(({ path, crossings, target }) =>
    crossings.map(({ within, beyond }) => [
      `${pathText(path)}${target.of === undefined ? '' : `, ${target.of}`}`,
      amount(target.amount, placesFor([target.amount])),
      grouped(within.value),
      nearText(within.cost, target.amount),
      grouped(beyond.value),
      nearText(beyond.cost, target.amount),
    ]),
  );
  return {
    title: `Break-even, ${currency} a month`,
    header: ['', 'limit', 'within', 'cost', 'over', 'cost'],
    leftColumns: 1,
    rows,
  };
}

/** A cost near a limit, in as many places as it takes to see which side it is on. */
function nearText(cost: Decimal, limit: Decimal): string {
  const places = Array.from({ length: MOST_PLACES - LEAST_PLACES }, (_, index) => LEAST_PLACES + index);
  const enough = places.find((count) => cost.eq(limit) || !cost.toDecimalPlaces(count).eq(limit.toDecimalPlaces(count)));
  return amount(cost, enough ?? MOST_PLACES);
}

const LEAST_PLACES = 4;
const MOST_PLACES = 10;

/** What holds whatever the limit: how far the free tier reaches, when copying old files pays. */
export function thresholdLists({ freeTier, copying }: Thresholds, { currency, scenario }: WhatIf['asSet']): List[] {
  const items = [freeTierText(freeTier, scenario.period.months), copyingText(copying, currency)];
  return [{ title: 'Thresholds', items, detail: true }];
}

function freeTierText([kms, bucketKey]: readonly FreeTierReach[], months: number): string {
  if (kms === undefined || bucketKey === undefined || kms.requestsLeft.isZero()) {
    return 'Free tier: nothing is left for these reads (freeRequestsLeft is 0), so every request is paid.';
  }
  const withKey = bucketKey.reads === undefined ? 'any number with a Bucket Key' : `up to ${countOf(bucketKey.reads)} with a Bucket Key`;
  const use =
    kms.usedUpIn.length === 0
      ? 'never more than that'
      : `more than that in ${countOf(new Decimal(kms.usedUpIn.length))} of ${months} months, first in ${kms.usedUpIn[0]}`;
  return (
    `Free tier: ${countOf(kms.requestsLeft)} requests a month are left. They cover ` +
    `${countOf(kms.reads ?? kms.requestsLeft)} reads of SSE-KMS files (${withKey}). The readers of ` +
    `this scenario make up to ${countOf(kms.mostRequests)} requests in a month: ${use}.`
  );
}

function copyingText({ files, missing, costPerFile, cost, readsToPay, savedInPeriod, paysIn }: Copying, currency: string): string {
  if (missing.length > 0 || costPerFile === undefined || cost === undefined) {
    return `Copying old files under a Bucket Key: unknown; the price book has no price for ${missing.join(' and ')} in this Region.`;
  }
  const each = `Decrypt + GenerateDataKey + GET + PUT, ${money(costPerFile, currency)} a file`;
  const reads =
    readsToPay === undefined
      ? 'A copy never pays for itself, because a Bucket Key saves nothing here'
      : `A copy pays for itself after ${grouped(readsToPay.toDecimalPlaces(1, Decimal.ROUND_UP))} more reads of the file`;
  if (files.isZero()) return `Copying old files under a Bucket Key (${each}): no file is SSE-KMS and older than the Bucket Key. ${reads}.`;
  const pays = paysIn === undefined ? 'it does not pay for itself within the period' : `it has paid for itself in ${paysIn}`;
  return (
    `Copying the ${countOf(files)} SSE-KMS files from before the Bucket Key once (${each}) costs ` +
    `${money(cost, currency)}. Reads then cost ${money(savedInPeriod, currency)} less over the period, ` +
    `from the first full month with the Bucket Key: ${pays}. ${reads}.`
  );
}
