import type { Decimal } from '../decimal.js';
import { TrailcostError } from '../errors.js';
import { suggestion } from '../scenario/nearest.js';
import { CLOUDTRAIL, type Quantity, type Scenario, type Trail } from '../scenario/schema.js';
import type { Era } from './archive.js';
import type { CaseTrail } from './case.js';
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

function keyOrOwnSteps(line: Line, month: MonthVolumes, { numbers, archive }: Volumes, scenario: Scenario): Step[] {
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
    ...scenario.trails.flatMap((trail) => trailSteps(trail, numbers, true)),
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
  const trails = reader.pattern === 'single' ? [] : scenario.trails.filter(({ name }) => reader.trails?.includes(name) ?? true);
  const steps = [
    ...trails.flatMap((trail) => trailSteps(trail, volumes.numbers, reader.digests)),
    readsStep('reads', 'all', volume, month, volumes),
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
    readsStep('reads of SSE-KMS files', 'encrypted', volume, month, volumes),
    ...requestSteps(line.strategy, volume, month, volumes),
    ...recordedStep(line, volume.requests, volumes.numbers),
  ];
}

function trailSteps(trail: Trail, { trails }: Volumes['numbers'], digests: boolean): Step[] {
  const numbers = trails.find(({ name }) => name === trail.name) as CaseTrail;
  const growth = numbers.growthDuring.isZero() ? '' : `, growing by ${text(numbers.growthDuring)}% a month`;
  const step = (kind: string, per: 'day' | 'month', keys: readonly (keyof Trail)[], slots: string, result: Decimal): Step => ({
    name: `${kind} files of ${trail.name} a ${per}`,
    formula: `${[...keys, slots].filter((word) => word !== '').join(' × ')}${growth}`,
    values: [...keys.map((key) => expectedOf(trail[key] as Quantity)), slots.split(' ')[0]].filter((word) => word !== '').join(' × '),
    result,
    computedBy: 'caseScenario',
  });
  const log =
    numbers.logFilesPer === 'month'
      ? step('log', 'month', ['logFilesPerMonth'], '', numbers.logFiles)
      : step('log', 'day', ['accounts', 'activeRegions', 'activeSlotShare', 'filesPerSlot'], '288 slots', numbers.logFiles);
  if (!digests || numbers.digestFiles.isZero()) return [log];
  return [
    log,
    numbers.digestFilesPer === 'month'
      ? step('digest', 'month', ['digestFilesPerMonth'], '', numbers.digestFiles)
      : step('digest', 'day', ['accounts', 'digestRegions'], '24 hours', numbers.digestFiles),
  ];
}

function expectedOf(quantity: Quantity): string {
  return String(typeof quantity === 'number' ? quantity : quantity.expected);
}

function readsStep(name: string, era: Era, { reader, reads }: ReaderVolume, { span }: MonthVolumes, { archive }: Volumes): Step {
  const factors = PATTERNS[reader.pattern].factors(reader, filesSeenBy(reader, archive)[era], span);
  return {
    name,
    formula: factors.map(([factor]) => factor).join(' × '),
    values: factors.map(([, value]) => text(value)).join(' × '),
    result: reads[era],
    computedBy: 'readsIn',
  };
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
  return [
    readsStep('reads under the Bucket Key', 'underBucketKey', volume, month, volumes),
    {
      name: 'KMS requests',
      formula: '(other reads + reads under it × (1 − reduction, never under requesters × runs)) × requests a read',
      values: `(${text(reads.encrypted.minus(reads.underBucketKey))} + ${text(reads.underBucketKey)} × (1 − ${text(reader.bucketKeyReduction)}, ≥ ${text(fetches)})) × ${requestsPerRead}`,
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
      formula: 'price / per × (1 − discount)',
      values: `${text(price.price)} / ${text(price.per)} × ${text(numbers.payShare)}`,
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
