import { Decimal } from '../../decimal.js';
import type { BreakEven, Crossing, Target } from '../../planning/break-even.js';
import type { Copying, FreeTierReach } from '../../planning/thresholds.js';
import type { Thresholds, WhatIf } from '../../planning/what-if.js';
import { expectedOf } from '../../scenario/numbers.js';
import type { List } from '../document.js';
import { amount, countOf, money, placesFor } from '../figures.js';
import type { Table } from '../tables.js';
import { type Answer, numberText, pathText, strategyName, valueText } from './answer.js';

/** Where fields pass a budget, or a difference to SSE-S3. */
export function breakEvenAnswer({ subject }: WhatIf, breakEvens: readonly BreakEven[]): Answer {
  const { currency } = subject;
  return {
    headline: breakEvens.map((each) => sentence(each, currency)).join(' '),
    tables: [tableOf(breakEvens, currency)].filter(({ rows }) => rows.length > 0),
    lists: [{ title: 'How to read it', items: [...new Set(breakEvens.map(({ target }) => basis(target)))], isWarning: false }],
  };
}

function sentence(result: BreakEven, currency: string): string {
  const { path, verdict, target, least, most, costNow } = result;
  const limit = limitText(target, currency);
  const range = `from ${numberText(least.value)} to ${numberText(rounded(most.value))}`;
  if (verdict === 'never')
    return `${path}: never; ${range} ${limit.subject} stays within ${limit.amount}, at the most ${money(Decimal.max(least.cost, most.cost, costNow), currency)}.`;
  if (verdict === 'already')
    return `${path}: already; ${range} ${limit.subject} is over ${limit.amount}, at the least ${money(Decimal.min(least.cost, most.cost), currency)}.`;
  const [crossing, ...others] = result.crossings as readonly [Crossing, ...Crossing[]];
  return others.length === 0 ? crossingText(result, crossing, limit) : stretchesText(result, limit);
}

/** Where the cost passes the limit more than once: the stretches that keep to it. */
function stretchesText({ path, now, least, most, crossings }: BreakEven, limit: Limit): string {
  const ends = crossings.map(({ within, beyond }) => ({ at: numberText(within.value), opens: within.value.gt(beyond.value) }));
  const first = ends[0]?.opens === false ? [numberText(least.value)] : [];
  const last = ends.at(-1)?.opens === true ? [numberText(rounded(most.value))] : [];
  const points = [...first, ...ends.map(({ at }) => at), ...last];
  const stretches = points.flatMap((from, index) => (index % 2 === 0 ? [`from ${from} to ${points[index + 1]}`] : []));
  return `${path}: ${limit.subject} stays within ${limit.amount} ${stretches.join(' and ')} only (now ${valueText(now)}).`;
}

/** The limit for which value, told from where the scenario is now. */
function crossingText({ path, now, target, costNow }: BreakEven, { value, within, beyond }: Crossing, limit: Limit): string {
  const risesOver = beyond.value.gt(within.value);
  const current = now === undefined ? '' : ` (now ${valueText(now)})`;
  const at = numberText(within.value);
  const isOver = costNow.gt(target.amount);
  const start = now === undefined ? undefined : expectedOf(now);
  if (isOver && start !== undefined) {
    const move = risesOver ? 'come down to' : 'rise to';
    return `${path} would have to ${move} ${at}${current} for ${limit.subject} to stay within ${limit.amount}.`;
  }
  const may = risesOver ? 'may rise to' : 'may come down to';
  return `${path} ${may} ${at}${current} before ${limit.subject} is over ${limit.amount}${value.isZero() ? ', which is nothing' : ''}.`;
}

interface Limit {
  subject: string;
  amount: string;
}

function limitText({ kind, amount: limit, on, strategy }: Target, currency: string): Limit {
  const high = on === 'high' ? ' high' : '';
  return kind === 'budget'
    ? { subject: `the${high} cost of ${strategyName(strategy)} in its dearest month`, amount: money(limit, currency) }
    : {
        subject: `what ${strategyName(strategy)} costs more than SSE-S3`,
        amount: `${money(limit, currency)} in an average month${on === 'high' ? ' (high)' : ''}`,
      };
}

function basis({ kind }: Target): string {
  return kind === 'budget'
    ? 'A budget holds in every month, so the dearest one decides; all charges of the strategy count.'
    : 'A difference is of an average month of the period, as in the first line of an estimate.';
}

/** The end of what was searched may be any broken number. */
function rounded(value: Decimal): Decimal {
  return value.isInteger() ? value : value.toSignificantDigits(4, Decimal.ROUND_DOWN);
}

function tableOf(breakEvens: readonly BreakEven[], currency: string): Table {
  const rows = breakEvens.flatMap(({ path, crossings, target }) =>
    crossings.map(({ within, beyond }) => {
      const places = placesFor([within.cost, beyond.cost]);
      return [
        pathText(path),
        amount(target.amount, places),
        numberText(within.value),
        amount(within.cost, Math.max(places, 4)),
        numberText(beyond.value),
        amount(beyond.cost, Math.max(places, 4)),
      ];
    }),
  );
  return {
    title: `Break-even, ${currency} a month`,
    header: ['', 'limit', 'within', 'cost', 'over', 'cost'],
    leftColumns: 1,
    rows,
    summaryRows: 0,
  };
}

export function thresholdLists({ freeTier, copying }: Thresholds, currency: string): List[] {
  return [{ title: 'Thresholds', items: [freeTierText(freeTier), copyingText(copying, currency)], isWarning: false }];
}

function freeTierText([kms, bucketKey]: readonly FreeTierReach[]): string {
  if (kms === undefined || bucketKey === undefined || kms.requestsLeft.isZero()) {
    return 'Free tier: none of it is left for these reads (freeRequestsLeft), so already the first one is paid.';
  }
  const withKey = bucketKey.reads === undefined ? 'any number with a Bucket Key' : `${countOf(bucketKey.reads)} with a Bucket Key`;
  const use = kms.usedUpIn === undefined ? 'it is not used up in any month' : `used up from ${kms.usedUpIn} on`;
  return `Free tier: ${countOf(kms.requestsLeft)} requests a month are left, which ${countOf(kms.reads ?? kms.requestsLeft)} reads of SSE-KMS files use up (${withKey}). The readers of this scenario make up to ${countOf(kms.mostRequests)} in a month: ${use}.`;
}

function copyingText({ files, missing, costPerFile, cost, readsToPay, savedInPeriod, paysIn }: Copying, currency: string): string {
  if (missing.length > 0 || costPerFile === undefined || cost === undefined) {
    return `Copying old files under a Bucket Key: unknown, since the price book has no price of ${missing.join(' and ')} here.`;
  }
  const each = `Decrypt + GenerateDataKey + GET + PUT, ${money(costPerFile, currency)} a file`;
  const reads =
    readsToPay === undefined
      ? 'A copy never pays, since a Bucket Key saves nothing here'
      : `A copy pays once a file is read ${numberText(readsToPay.toDecimalPlaces(1, Decimal.ROUND_UP))} times afterwards`;
  if (files.isZero()) return `Copying old files under a Bucket Key (${each}): none is SSE-KMS and older than the Bucket Key. ${reads}.`;
  const pays = paysIn === undefined ? 'it does not pay within the period' : `it pays in ${paysIn}`;
  return `Copying the ${countOf(files)} SSE-KMS files from before the Bucket Key once (${each}) costs ${money(cost, currency)}; this scenario's reads would then cost ${money(savedInPeriod, currency)} less in the period, from the first whole month with the Bucket Key: ${pays}. ${reads}.`;
}
