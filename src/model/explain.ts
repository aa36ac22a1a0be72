import { EXACT } from '../base/arithmetic.js';
import { Decimal, quantise, sum } from '../base/decimal.js';
import { entryAt } from '../base/lists.js';
import type { MonthSpan } from '../base/months.js';
import { recordingAccounts } from '../scenario/accounts.js';
import { CLOUDTRAIL } from '../scenario/cloudtrail.js';
import { expectedOf } from '../scenario/quantity.js';
import type { Scenario, Trail } from '../scenario/schema.js';
import { DIGESTS_PER_DAY, readsTrail, SLOTS_PER_DAY } from '../scenario/trails.js';
import type { Era, ExactFiles } from './archive.js';
import { keyExtents, keyMinutesOf, leastOwnRequests, leastRequests, ownKeyExtents } from './bucket-key.js';
import { type CaseReader, type CaseTrail, payFactorOf } from './case-numbers.js';
import { CHARGE } from './charges.js';
import type { Estimate } from './estimate.js';
import type { Line } from './lines.js';
import { linesNamed } from './named-lines.js';
import { type Files, patternOf, requestsPerFileOf, runsOf } from './patterns.js';
import { isKmsStrategy, type KmsStrategy } from './strategies.js';
import { type MonthVolumes, type ReaderVolume, type Volumes, volumesOf } from './volumes.js';

/** One equation: `name = formula`, the same with its numbers, the result, and the function that computes it. */
export interface Step {
  name: string;
  formula: string;
  values: string;
  result: Decimal;
  computedBy: string;
  /** Whether the line's figures can be followed without it. */
  isAside?: boolean;
  /** Whether it is one of several alike: files of one kind that one trail delivers. */
  isOfTrail?: boolean;
}

/** How a line came about, from the scenario's inputs to the cost, in the expected case. */
export interface Derivation {
  line: Line;
  steps: Step[];
}

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

/** A line and what it was computed from. */
interface Context {
  line: Line;
  scenario: Scenario;
  volumes: Volumes;
  month: MonthVolumes;
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
    formula: 'keys × (1 + replicas) × (1 + rotations, at most 2) × share of the month after the switch',
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

/** The fields of a trail that its files are multiplied from, in words. */
const FIELD_WORDS = {
  logFilesPerMonth: 'log files a month',
  logFilesPerAccountMonth: 'log files of an account a month',
  accounts: 'accounts',
  activeRegions: 'active Regions',
  activeSlotShare: 'share of slots used',
  filesPerSlot: 'files per slot',
  digestFilesPerMonth: 'digest files a month',
  digestFilesPerAccountMonth: 'digest files of an account a month',
  digestRegions: 'Regions with digest files',
} as const satisfies Partial<Record<keyof Trail, string>>;
type FileField = keyof typeof FIELD_WORDS;

/** The files of a trail in the line's month (METHOD, equation 1). */
function trailSteps(trail: Trail, { volumes: { numbers, months }, month: { span } }: Context, digests: boolean): Step[] {
  const { growth: grows, ...rates } = numbers.trails.expected.find(({ name }) => name === trail.name) as CaseTrail;
  const growth = entryAt(grows.values, 0).div(100).plus(1);
  const monthsGrown = months.findIndex((other) => other.span === span);
  const step = (kind: string, per: 'day' | 'month', base: Decimal, keys: readonly FileField[], slots: readonly string[]): Step => {
    const days = per === 'day' ? [String(span.endDay - span.startDay)] : [];
    const grown = growth.eq(1) ? [] : [`${text(growth)}^${monthsGrown}`];
    return {
      name: `${kind} files of ${trail.name} in ${span.month}`,
      formula: [...keys.map((key) => FIELD_WORDS[key]), ...slots, ...days.map(() => 'days'), ...grown.map(() => 'growth ^ months')].join(
        ' × ',
      ),
      values: [
        ...keys.map((key) => String(expectedOf(trail[key] ?? 0))),
        ...slots.map((slot) => slot.split(' ')[0]),
        ...days,
        ...grown,
      ].join(' × '),
      result: quantise(base.times(days[0] ?? 1).times(growth.pow(monthsGrown))),
      computedBy: 'deliveries',
      isOfTrail: true,
    };
  };
  const log =
    rates.log.filesPer === 'month'
      ? step('log', 'month', rates.log.files, monthKeys(trail, 'logFiles'), [])
      : step(
          'log',
          'day',
          rates.log.files,
          ['accounts', 'activeRegions', 'activeSlotShare', 'filesPerSlot'],
          [`${SLOTS_PER_DAY} slots a day`],
        );
  if (!digests || rates.digest.files.isZero()) return [log];
  return [
    log,
    rates.digest.filesPer === 'month'
      ? step('digest', 'month', rates.digest.files, monthKeys(trail, 'digestFiles'), [])
      : step('digest', 'day', rates.digest.files, ['accounts', 'digestRegions'], [`${DIGESTS_PER_DAY} hours a day`]),
  ];
}

/** What the files of a month are given by: of the trail, or of an account. */
function monthKeys(trail: Trail, files: 'logFiles' | 'digestFiles'): FileField[] {
  return trail[`${files}PerMonth`] === undefined ? ['accounts', `${files}PerAccountMonth`] : [`${files}PerMonth`];
}

function readsSteps(name: string, era: Era, { reader, files, reads }: ReaderVolume, { month: { span } }: Context): Step[] {
  const factors = Object.entries(patternOf(reader.expected).factors);
  const seen = files.expected[era];
  const product: Step = {
    name,
    formula: factors.map(([factor]) => factor).join(' × '),
    values: factors.map(([, factor]) => text(factor(reader.expected, seen, span))).join(' × '),
    result: reads.expected[era],
    computedBy: 'readsIn',
  };
  return [...windowSteps(reader.expected, { files: seen, era }, span), product];
}

const ERA_WORDS: Record<Era, string> = { all: 'files', encrypted: 'SSE-KMS files', underBucketKey: 'files under the Bucket Key' };

/** The average over the month of the files in a run's window (METHOD, equation 2). */
function windowSteps(reader: CaseReader, { files, era }: { files: ExactFiles; era: Era }, span: MonthSpan): Step[] {
  const lookbackDays = patternOf(reader).lookbackDays?.(reader);
  if (lookbackDays === undefined) return [];
  const [start, end] = [new Decimal(span.startDay), new Decimal(span.endDay)];
  const at = (time: Decimal) => text(files.fileDaysUntil(time));
  const days = span.endDay - span.startDay;
  const older = lookbackDays === 'all' ? '' : ` − (${at(end.minus(lookbackDays))} − ${at(start.minus(lookbackDays))})`;
  const olderWords = older === '' ? '' : ` − the same ${lookbackDays} days earlier`;
  return [
    {
      name: `${ERA_WORDS[era]} ${lookbackDays === 'all' ? 'there are' : `in the window of ${lookbackDays} days`}, on average`,
      formula: `(files delivered by each day of the month, added up${olderWords}) / days`,
      values: `(${at(end)} − ${at(start)}${older}) / ${days}`,
      result: files.inWindow(span, lookbackDays),
      computedBy: 'inWindow',
    },
  ];
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
  const minutes = keyMinutesOf(reader, numbers.keyMinutes.expected, EXACT);
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

function costSteps(steps: readonly Step[], { line, volumes: { numbers } }: Context): Step[] {
  const { billableQuantity, unitPrice, cost, price } = line;
  const factor = payFactorOf(numbers, price.metric).expected;
  return [
    {
      name: 'unit price',
      formula: `price / units it is for × (1 − discount)${numbers.conversionRate.eq(1) ? '' : ' × conversion rate'}`,
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

function text(value: Decimal): string {
  return value.toDecimalPlaces(12).toFixed();
}
