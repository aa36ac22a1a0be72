import { Decimal, quantise } from '../base/decimal.js';
import { entryAt } from '../base/lists.js';
import type { MonthSpan } from '../base/months.js';
import { expectedOf } from '../scenario/quantity.js';
import type { Trail } from '../scenario/schema.js';
import { DIGESTS_PER_DAY, SLOTS_PER_DAY } from '../scenario/trails.js';
import type { Era, ExactFiles } from './archive.js';
import type { CaseReader, CaseTrail } from './case-numbers.js';
import { type Context, type Step, text } from './derivation.js';
import { patternOf } from './patterns.js';
import type { ReaderVolume } from './volumes.js';

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
export function trailSteps(trail: Trail, { volumes: { numbers, months }, month: { span } }: Context, digests: boolean): Step[] {
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

export function readsSteps(name: string, era: Era, { reader, files, reads }: ReaderVolume, { month: { span } }: Context): Step[] {
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
