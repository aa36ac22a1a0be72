import { EXACT } from '../base/arithmetic.js';
import { type Decimal, quantise, sum } from '../base/decimal.js';
import { recordingAccounts } from '../scenario/accounts.js';
import { CLOUDTRAIL } from '../scenario/cloudtrail.js';
import { readsTrail } from '../scenario/trails.js';
import { keyExtents, keyMinutesOf, leastOwnRequests, leastRequests, ownKeyExtents } from './bucket-key.js';
import { payFactorOf } from './case-numbers.js';
import { CHARGE } from './charges.js';
import { conversionRate } from './conversion.js';
import { type Context, type Derivation, type Step, text } from './derivation.js';
import type { Estimate } from './estimate.js';
import type { Line } from './lines.js';
import { linesNamed } from './named-lines.js';
import { type Files, patternOf, requestsPerFileOf, runsOf } from './patterns.js';
import { readsSteps, trailSteps } from './read-steps.js';
import { isKmsStrategy, type KmsStrategy } from './strategies.js';
import { type ReaderVolume, volumesOf } from './volumes.js';

/**
 * The derivations of the lines that all words name; every line for no words.
 *
 * @param words strategies, months, charges and readers' names
 * @throws TrailcostError `usage` for a word that no line has, or words that no line has together
 */
export function explain(estimate: Estimate, words: readonly string[]): Derivation[] {
  return derivationsOf(estimate, linesNamed(estimate.lines, words));
}

/** The derivations of some lines of an estimate. */
export function derivationsOf({ scenario }: Estimate, lines: readonly Line[]): Derivation[] {
  const volumes = volumesOf(scenario);
  const months = new Map(volumes.months.map((month) => [month.span.month, month]));
  return lines.flatMap((line) => {
    const month = months.get(line.month);
    if (month === undefined) return [];
    const context = { line, scenario, volumes, month };
    const steps = [...quantitySteps(context), ...freeTierSteps(context)];
    return [{ line, steps: [...steps, ...costSteps(steps, context)] }];
  });
}

function quantitySteps(context: Context): Step[] {
  const { line, month } = context;
  const volume = month.readers.find(({ name }) => name === line.reader);
  if (volume !== undefined) return readerSteps(volume, context);
  return line.reader === CLOUDTRAIL ? ownSteps(context) : [keyStep(context)];
}

function keyStep({ month, volumes: { numbers, archive } }: Context): Step {
  const share = archive.expected.seenBy({ trails: undefined, digests: false }, 'encrypted').monthShare(month.span);
  return {
    name: 'key-months',
    formula: 'keys with replicas and rotations × share of the month after the switch',
    values: `${text(numbers.keyUnits.expected)} × ${text(share)}`,
    result: month.keyMonths.expected,
    computedBy: 'keyMonths',
  };
}

function ownSteps(context: Context): Step[] {
  const { line, scenario, month, volumes } = context;
  const steps: Step[] = [
    ...scenario.trails.flatMap((trail) => trailSteps(trail, context, true)),
    {
      name: "CloudTrail's own requests without a Bucket Key",
      formula: 'log and digest files written with SSE-KMS in the month',
      values: '',
      result: month.ownRequests['sse-kms'].expected,
      computedBy: 'ownRequests',
    },
  ];
  if (line.strategy === 'sse-kms-bucket-key') {
    const keyed = volumes.archive.expected.keyedFor({ trails: undefined, digests: true });
    const leastOwn = leastOwnRequests(ownKeyExtents(keyed, month.span), volumes.numbers.keyMinutes.expected, EXACT);
    steps.push({
      name: "CloudTrail's own requests",
      formula:
        'requests for files from before the Bucket Key + the larger of q × (1 − reduction) and the least, at most q; q: requests for ' +
        'files since then; least: one for each key that the files of the month are written with',
      values: `reduction ${text(volumes.numbers.reduction.expected)}, least ${text(leastOwn)}`,
      result: month.ownRequests[line.strategy].expected,
      computedBy: 'underBucketKey',
    });
  }
  return isKmsStrategy(line.strategy)
    ? [...steps, ...recordedSteps('KMS requests', month.ownRequests[line.strategy].expected, context)]
    : steps;
}

function readerSteps(volume: ReaderVolume, context: Context): Step[] {
  const { line, scenario } = context;
  const reader = volume.reader.expected;
  const { readsFiles, readsDigests } = patternOf(reader);
  const trails = readsFiles === false ? [] : scenario.trails.filter(({ name }) => readsTrail(reader, name));
  const { all, encrypted, underBucketKey } = volume.reads.expected;
  const ofTrails = trails.flatMap((trail) => trailSteps(trail, context, readsDigests(reader)));
  if (CHARGE[line.charge].counts === 'gets' || !isKmsStrategy(line.strategy)) {
    return [...ofTrails, ...readsSteps('reads', 'all', volume, context), ...recordedSteps('GETs', all, context)];
  }
  const isAllUnderKey = line.strategy === 'sse-kms-bucket-key' && encrypted.eq(underBucketKey);
  return [
    ...ofTrails,
    ...aside(readsSteps('reads', 'all', volume, context)),
    ...aside(readsSteps('reads of SSE-KMS files', 'encrypted', volume, context), isAllUnderKey),
    ...requestSteps(line.strategy, volume, context),
    ...recordedSteps('KMS requests', volume.requests[line.strategy].expected, context),
  ];
}

function aside(steps: readonly Step[], isAside = true): Step[] {
  return steps.map((step) => ({ ...step, isAside }));
}

function requestSteps(strategy: KmsStrategy, volume: ReaderVolume, context: Context): Step[] {
  const { numbers } = context.volumes;
  const reader = volume.reader.expected;
  const { encrypted, underBucketKey } = volume.reads.expected;
  const perFile = requestsPerFileOf(reader, EXACT);
  const result = volume.requests[strategy].expected;
  if (strategy === 'sse-kms') {
    return [
      {
        name: 'KMS requests',
        formula: 'reads of SSE-KMS files × requests for each read',
        values: `${text(encrypted)} × ${text(perFile)}`,
        result,
        computedBy: 'requestsOf',
      },
    ];
  }
  const least = leastRequests(
    reader,
    keyExtents(reader, volume.files.expected.keyed, context.month.span),
    numbers.keyMinutes.expected,
    EXACT,
  );
  const q = underBucketKey.times(perFile);
  const other = encrypted.minus(underBucketKey).times(perFile);
  return [
    ...readsSteps('reads under the Bucket Key', 'underBucketKey', volume, context),
    ...keySteps(volume, least, context),
    {
      name: 'KMS requests',
      formula:
        'requests for other reads + the larger of q × (1 − reduction) and the least, at most q; q: requests for reads under the Bucket Key',
      values: `${text(other)} + max(min(${text(q)}, ${text(least)}), ${text(q)} × (1 − ${text(volume.reduction.expected)}))`,
      result,
      computedBy: 'underBucketKey',
    },
  ];
}

/** The least that a Bucket Key leaves. */
function keySteps({ reader: { expected: reader }, files }: ReaderVolume, least: Decimal, { month, volumes: { numbers } }: Context): Step[] {
  const { batches, days } = files.expected.keyed;
  const { extent, readsFiles } = patternOf(reader);
  const met = (of: Files<Decimal>) => text(quantise(extent(reader, of, month.span)));
  const minutes = keyMinutesOf(reader, numbers.keyMinutes.expected);
  const slots = `${met(days)} × 1440 / ${text(minutes)}`;
  const keys = readsFiles === false ? slots : `min(${slots}, ${met(batches)})`;
  const keyWords = `days × 1440 / minutes a key lasts${readsFiles === false ? '' : ', or batches of files if fewer'}`;
  return [
    {
      name: 'least requests',
      formula: `requesters × runs × keys (at least 1) × requests for each read; keys: ${keyWords}`,
      values: `${text(reader.requesters)} × ${text(runsOf(reader, EXACT))} × max(1, ${keys}) × ${text(requestsPerFileOf(reader, EXACT))}`,
      result: least,
      computedBy: 'leastRequests',
    },
  ];
}

/** Of charges for events: how often each is charged. */
function recordedSteps(name: string, count: Decimal, context: Context): Step[] {
  const { line, volumes } = context;
  const { events, trails } = CHARGE[line.charge];
  if (events === undefined) return [];
  const times = volumes.numbers.times[line.charge].expected;
  const accounts = accountsOf(context);
  const isTwice = accounts > 1;
  return [
    {
      name: events,
      formula: `${name}${trails === undefined ? '' : ' × trails that record them'}${isTwice ? ' × accounts that record them' : ''}`,
      values: `${text(count)}${trails === undefined ? '' : ` × ${text(times)}`}${isTwice ? ` × ${accounts}` : ''}`,
      result: line.quantity.expected,
      computedBy: 'linesOf',
    },
  ];
}

/** In how many accounts a line's events are recorded and charged to one payer. */
function accountsOf({ line, scenario, month }: Context): number {
  const { counts, payer } = CHARGE[line.charge];
  const volume = month.readers.find(({ name }) => name === line.reader);
  if (counts !== 'recorded-requests' || payer === 'where-recorded' || volume === undefined) return 1;
  return recordingAccounts(scenario, volume.reader.expected.account).length;
}

function freeTierSteps({ line, month, volumes: { numbers } }: Context): Step[] {
  const { charge, strategy, reader, quantity, freeTierQuantity, billableQuantity } = line;
  if (CHARGE[charge].counts !== 'requests' || !isKmsStrategy(strategy)) return [];
  if (reader === CLOUDTRAIL) {
    const formula = "0: AWS does not charge CloudTrail's own requests";
    return [{ name: 'billable', formula, values: '', result: billableQuantity, computedBy: 'linesOf' }];
  }
  const all = sum(month.readers.map(({ requests }) => requests[strategy].expected));
  return [
    {
      name: 'free tier',
      formula: 'free requests left × KMS requests / KMS requests of all readers, at most the KMS requests',
      values: `${text(numbers.freeRequestsLeft.expected)} × ${text(quantity.expected)} / ${text(all)}`,
      result: freeTierQuantity,
      computedBy: 'shareFreeTier',
      isAside: freeTierQuantity.isZero(),
    },
    {
      name: 'billable',
      formula: 'KMS requests − free tier',
      values: `${text(quantity.expected)} − ${text(freeTierQuantity)}`,
      result: billableQuantity,
      computedBy: 'linesOf',
      isAside: freeTierQuantity.isZero(),
    },
  ];
}

/** What the step is called that comes between the quantity and its cost where there is a discount or a conversion. */
export const UNIT_PRICE = 'unit price';

function costSteps(steps: readonly Step[], { line, volumes: { numbers } }: Context): Step[] {
  const { billableQuantity, unitPrice, cost, price } = line;
  const factor = payFactorOf(numbers, price.metric, line.month).expected;
  const rate = conversionRate(numbers.conversion, line.month);
  return [
    {
      name: UNIT_PRICE,
      formula: `price / units it is for × (1 − discount)${rate.eq(1) ? '' : ' × conversion rate'}`,
      values: `${text(price.price)} / ${text(price.per)} × ${text(factor)}`,
      result: unitPrice,
      computedBy: 'ratesOf',
      isAside: price.per.eq(1) && factor.eq(1),
    },
    {
      name: 'cost',
      formula: `${steps.findLast(({ isAside }) => isAside !== true)?.name ?? 'quantity'} × unit price`,
      values: `${text(billableQuantity)} × ${text(unitPrice)}`,
      result: cost.expected,
      computedBy: 'linesOf',
    },
  ];
}
