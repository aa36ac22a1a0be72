import { Decimal, quantise } from '../base/decimal.js';
import { TrailcostError } from '../base/errors.js';
import type { MonthSpan } from '../base/months.js';
import { suggestion } from '../base/nearest.js';
import { CLOUDTRAIL } from '../scenario/cloudtrail.js';
import type { Quantity, Scenario, Trail } from '../scenario/schema.js';
import { DIGESTS_PER_DAY, readsTrail, SLOTS_PER_DAY } from '../scenario/trails.js';
import type { Era, Files } from './archive.js';
import { type CaseReader, type CaseTrail, payFactorOf } from './case.js';
import type { Estimate } from './estimate.js';
import type { Line } from './lines.js';
import { PATTERNS } from './patterns.js';
import { filesSeenBy, type MonthVolumes, type ReaderVolume, type Volumes, volumesOf } from './volumes.js';

/** One equation: `name = formula`, the same with its numbers, the result, and the function that computes it. */
export interface Step {
  name: string;
  formula: string;
  values: string;
  result: Decimal;
  computedBy: string;
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
  const lines = selected(estimate.lines, words);
  const volumes = volumesOf(estimate.scenario, 'expected');
  return lines.map((line) => ({ line, steps: stepsOf(line, volumes, estimate.scenario) }));
}

function selected(lines: readonly Line[], words: readonly string[]): Line[] {
  const marks = ({ strategy, month, charge, reader }: Line) => [strategy, month, charge, reader];
  const known = [...new Set(lines.flatMap(marks))].filter((mark) => mark !== '');
  for (const word of words) {
    if (!known.includes(word)) {
      throw new TrailcostError('usage', { where: '--explain', what: `no line has "${word}"`, remedy: suggestion(word, known) });
    }
  }
  const found = lines.filter((line) => words.every((word) => marks(line).includes(word)));
  if (found.length === 0) {
    throw new TrailcostError('usage', { where: '--explain', what: `no line has all of ${words.join(', ')}`, remedy: 'Leave one out.' });
  }
  return found;
}

function stepsOf(line: Line, volumes: Volumes, scenario: Scenario): Step[] {
  const month = volumes.months.find(({ span }) => span.month === line.month) as MonthVolumes;
  const volume = month.readers.find(({ reader }) => reader.name === line.reader);
  const quantity =
    volume === undefined ? keyOrOwnSteps(line, month, volumes, scenario) : readerSteps(line, volume, month, volumes, scenario);
  return [...quantity, ...costSteps(line, month, volumes)];
}

function keyOrOwnSteps(line: Line, month: MonthVolumes, volumes: Volumes, scenario: Scenario): Step[] {
  const { numbers, archive } = volumes;
  if (line.reader !== CLOUDTRAIL) {
    const share = archive.seenBy({ trails: undefined, digests: false }, 'encrypted').monthShare(month.span);
    return [
      {
        name: 'key-months',
        formula: 'keys × (1 + replicas) × (1 + rotations, at most 2) × share of the month after the switch',
        values: `${text(numbers.keyUnits)} × ${text(share)}`,
        result: month.keyMonths,
        computedBy: 'keyMonths',
      },
    ];
  }
  const everything = { trails: undefined, digests: true };
  const steps: Step[] = [
    ...scenario.trails.flatMap((trail) => trailSteps(trail, volumes, month, true)),
    {
      name: 'GenerateDataKey without a Bucket Key',
      formula: 'log and digest files written with SSE-KMS in the month',
      values: '',
      result: archive.seenBy(everything, 'encrypted').deliveredIn(month.span),
      computedBy: 'ownRequests',
    },
  ];
  if (line.strategy === 'sse-kms-bucket-key') {
    steps.push({
      name: 'GenerateDataKey',
      formula: 'before the Bucket Key + since it × (1 − reduction)',
      values: `reduction ${text(numbers.bucketKeyReduction)}`,
      result: month.ownRequests[line.strategy],
      computedBy: 'underBucketKey',
    });
  }
  return [...steps, ...recordedStep(line, month.ownRequests, numbers)];
}

function readerSteps(line: Line, volume: ReaderVolume, month: MonthVolumes, volumes: Volumes, scenario: Scenario): Step[] {
  const { reader } = volume;
  const trails = reader.pattern === 'single' ? [] : scenario.trails.filter(({ name }) => readsTrail(reader, name));
  const steps = [
    ...trails.flatMap((trail) => trailSteps(trail, volumes, month, reader.digests)),
    ...readsSteps('reads', 'all', volume, month, volumes),
  ];
  if (line.charge === 's3-gets') return steps;
  if (line.charge === 'cloudtrail-data-events' || line.strategy === 'sse-s3') {
    return [
      ...steps,
      {
        name: 'data events',
        formula: 'GETs × trails that record them',
        values: `${text(volume.gets)} × ${text(volumes.numbers.dataEventCopies)}`,
        result: line.quantity.expected,
        computedBy: 'linesOf',
      },
    ];
  }
  return [
    ...steps,
    ...readsSteps('reads of SSE-KMS files', 'encrypted', volume, month, volumes),
    ...requestSteps(line.strategy, volume, month, volumes),
    ...recordedStep(line, volume.requests, volumes.numbers),
  ];
}

/** The files of a trail in the line's month (METHOD, equation 1). */
function trailSteps(trail: Trail, { numbers, months }: Volumes, { span }: MonthVolumes, digests: boolean): Step[] {
  const { growthDuring, ...rates } = numbers.trails.find(({ name }) => name === trail.name) as CaseTrail;
  const growth = growthDuring.div(100).plus(1);
  const monthsGrown = months.findIndex((month) => month.span === span);
  const step = (kind: string, per: 'day' | 'month', base: Decimal, keys: readonly (keyof Trail)[], slots: readonly string[]): Step => {
    const days = per === 'day' ? [String(span.endDay - span.startDay)] : [];
    const grown = growth.eq(1) ? [] : [`${text(growth)}^${monthsGrown}`];
    return {
      name: `${kind} files of ${trail.name} in ${span.month}`,
      formula: [...keys, ...slots, ...days.map(() => 'days'), ...grown.map(() => 'growth ^ months')].join(' × '),
      values: [
        ...keys.map((key) => expectedOf(trail[key] as Quantity)),
        ...slots.map((slot) => slot.split(' ')[0]),
        ...days,
        ...grown,
      ].join(' × '),
      result: quantise(base.times(days[0] ?? 1).times(growth.pow(monthsGrown))),
      computedBy: 'deliveries',
    };
  };
  const log =
    rates.logFilesPer === 'month'
      ? step('log', 'month', rates.logFiles, ['logFilesPerMonth'], [])
      : step('log', 'day', rates.logFiles, ['accounts', 'activeRegions', 'activeSlotShare', 'filesPerSlot'], [`${SLOTS_PER_DAY} slots`]);
  if (!digests || rates.digestFiles.isZero()) return [log];
  return [
    log,
    rates.digestFilesPer === 'month'
      ? step('digest', 'month', rates.digestFiles, ['digestFilesPerMonth'], [])
      : step('digest', 'day', rates.digestFiles, ['accounts', 'digestRegions'], [`${DIGESTS_PER_DAY} hours`]),
  ];
}

function expectedOf(quantity: Quantity): string {
  return String(typeof quantity === 'number' ? quantity : quantity.expected);
}

function readsSteps(name: string, era: Era, { reader, reads }: ReaderVolume, { span }: MonthVolumes, { archive }: Volumes): Step[] {
  const files = filesSeenBy(reader, archive)[era];
  const factors = PATTERNS[reader.pattern].factors(reader, files, span);
  const product: Step = {
    name,
    formula: factors.map(([factor]) => factor).join(' × '),
    values: factors.map(([, value]) => text(value)).join(' × '),
    result: reads[era],
    computedBy: 'readsIn',
  };
  return [...windowSteps(reader, files, span), product];
}

/** The average over the month of the files in a run's window (METHOD, equation 2). */
function windowSteps({ pattern, lookbackDays }: CaseReader, files: Files, span: MonthSpan): Step[] {
  if (pattern !== 'scan' && pattern !== 'validate') return [];
  const [start, end] = [new Decimal(span.startDay), new Decimal(span.endDay)];
  const at = (time: Decimal) => text(files.fileDaysUntil(time));
  const days = span.endDay - span.startDay;
  const older = lookbackDays === 'all' ? '' : ` − ${at(end.minus(lookbackDays))} + ${at(start.minus(lookbackDays))}`;
  return [
    {
      name: `files in the window of ${lookbackDays} days`,
      formula:
        `(A(end of month) − A(start)${older === '' ? '' : ' − A(end − window) + A(start − window)'}) / days; ` +
        'A(t): files until t, summed over days',
      values: `(${at(end)} − ${at(start)}${older}) / ${days}`,
      result: files.inWindow(span, lookbackDays),
      computedBy: 'inWindow',
    },
  ];
}

function requestSteps(strategy: 'sse-kms' | 'sse-kms-bucket-key', volume: ReaderVolume, month: MonthVolumes, volumes: Volumes): Step[] {
  const { reader, reads, requests } = volume;
  const { requestsPerRead, runsPerMonth } = PATTERNS[reader.pattern];
  if (strategy === 'sse-kms') {
    return [
      {
        name: 'KMS requests',
        formula: 'reads of SSE-KMS files × requests a read',
        values: `${text(reads.encrypted)} × ${requestsPerRead}`,
        result: requests[strategy],
        computedBy: 'requestsOf',
      },
    ];
  }
  const fetches = reader.requesters.times(runsPerMonth(reader));
  const q = reads.underBucketKey.times(requestsPerRead);
  const other = reads.encrypted.minus(reads.underBucketKey).times(requestsPerRead);
  return [
    ...readsSteps('reads under the Bucket Key', 'underBucketKey', volume, month, volumes),
    {
      name: 'KMS requests',
      formula: 'requests for other reads + max(min(q, requesters × runs), q × (1 − reduction)); q: requests for reads under the Bucket Key',
      values: `${text(other)} + max(min(${text(q)}, ${text(fetches)}), ${text(q)} × (1 − ${text(reader.bucketKeyReduction)}))`,
      result: requests[strategy],
      computedBy: 'requestsOf',
    },
  ];
}

function recordedStep({ charge, strategy, quantity }: Line, requests: ReaderVolume['requests'], numbers: Volumes['numbers']): Step[] {
  if (strategy === 'sse-s3' || (charge !== 'cloudtrail-copies' && charge !== 'cloudtrail-insights')) return [];
  const trails = charge === 'cloudtrail-copies' ? numbers.paidCopies : numbers.insightsTrails;
  return [
    {
      name: charge === 'cloudtrail-copies' ? 'paid copies of events' : 'events analysed',
      formula: 'KMS requests × trails that record them',
      values: `${text(requests[strategy])} × ${text(trails)}`,
      result: quantity.expected,
      computedBy: 'linesOf',
    },
  ];
}

function costSteps(line: Line, month: MonthVolumes, { numbers }: Volumes): Step[] {
  const { charge, strategy, reader, quantity, freeTierQuantity, billableQuantity, unitPrice, cost, price } = line;
  const steps: Step[] = [];
  if (reader === CLOUDTRAIL && charge === 'kms-requests') {
    steps.push({
      name: 'billable',
      formula: "0: AWS does not charge CloudTrail's own requests",
      values: '',
      result: billableQuantity,
      computedBy: 'linesOf',
    });
  } else if (charge === 'kms-requests' && strategy !== 'sse-s3') {
    const all = month.readers.reduce((total, { requests }) => total.plus(requests[strategy]), quantity.expected.times(0));
    steps.push(
      {
        name: 'free tier',
        formula: 'free requests left × KMS requests / KMS requests of all readers, at most these',
        values: `${text(numbers.freeRequestsLeft)} × ${text(quantity.expected)} / ${text(all)}`,
        result: freeTierQuantity,
        computedBy: 'shareFreeTier',
      },
      {
        name: 'billable',
        formula: 'KMS requests − free tier',
        values: `${text(quantity.expected)} − ${text(freeTierQuantity)}`,
        result: billableQuantity,
        computedBy: 'linesOf',
      },
    );
  }
  return [
    ...steps,
    {
      name: 'unit price',
      formula: `price / per × (1 − discount)${numbers.conversionRate.eq(1) ? '' : ' × rate'}`,
      values: `${text(price.price)} / ${text(price.per)} × ${text(payFactorOf(numbers, price.metric))}`,
      result: unitPrice,
      computedBy: 'ratesOf',
    },
    {
      name: 'cost',
      formula: 'billable × unit price',
      values: `${text(billableQuantity)} × ${text(unitPrice)}`,
      result: cost.expected,
      computedBy: 'linesOf',
    },
  ];
}

function text(value: Decimal): string {
  return value.toDecimalPlaces(12).toFixed();
}
