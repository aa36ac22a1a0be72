import { type Decimal, ZERO } from '../base/decimal.js';
import type { FieldPath } from '../base/errors.js';
import { dayNumber, dayOf, monthPlus, monthSpan } from '../base/months.js';
import { type DataEvents, dataEventsOf } from '../model/data-events.js';
import type { Estimate } from '../model/estimate.js';
import { estimateLoaded, estimateWith, type PricedScenario } from '../model/estimate-at.js';
import { patternOf, type Saving } from '../model/patterns.js';
import type { KmsStrategy } from '../model/strategies.js';
import { withSettings } from '../scenario/load.js';
import { expectedOf } from '../scenario/quantity.js';
import type { Reader, Scenario } from '../scenario/schema.js';
import { pathOf, type Setting } from '../scenario/settings.js';
import { readsTrail } from '../scenario/trails.js';
import { copiedSince, copying } from './copying.js';

/** A way to pay less: a case that can be asked for again with its settings. */
export interface Advice extends Idea {
  /** The strategy's expected cost of the period with it. */
  cost: Decimal;
  /** Expected, over the period; above zero. */
  saved: Decimal;
  /** What is left of it after what it costs itself, as far as that is known, over the period; may be below zero. */
  remains: Decimal;
}

/** What kind of change it is, with the numbers that its wording needs. */
export type AdviceDetail =
  | { kind: 'bucket-key'; dataEvents: DataEvents }
  | { kind: 'copy-old-files'; dataEvents: DataEvents; since: string; turnedOn: string | undefined; files: Decimal; cost: Decimal }
  | ({ reader: string } & Omit<Saving, 'field'>)
  | { kind: 'feed'; reader: string; fed: readonly string[] }
  | { kind: 'one-trail' }
  | { kind: 'compact'; readers: readonly string[] };

interface Idea {
  detail: AdviceDetail;
  settings: readonly Setting[];
  /** The strategy whose cost it leads to. */
  strategy: KmsStrategy;
}

/**
 * What would lower the cost of a strategy, each on its own and computed with the model; first what most remains of after its own cost. None
 * is advised that saves nothing.
 *
 * @param onIdea called before each estimate of an idea, most of which save nothing
 */
export function adviceFor(
  priced: PricedScenario,
  base: Estimate,
  strategy: KmsStrategy,
  onIdea?: (done: number, all: number) => void,
): Advice[] {
  const { scenario } = base;
  const before = base.totals[strategy].expected;
  const under = (ideas: readonly Omit<Idea, 'strategy'>[]) => ideas.map((idea) => ({ ...idea, strategy }));
  const ideas: Idea[] = [
    ...(strategy === 'sse-kms' ? [bucketKey(priced, base)] : []),
    ...copiedFiles(priced, base, strategy),
    ...under(mostExpensiveReaders(base, strategy).flatMap((index) => ofReader(scenario, scenario.readers[index] as Reader, index))),
    ...under(feeders(scenario)),
    ...under(oneTrail(scenario)),
    ...under(compaction(scenario)),
  ];
  return ideas
    .map((idea, index) => {
      onIdea?.(index, ideas.length);
      const cost = estimateWith(priced, idea.settings, 'advice').totals[idea.strategy].expected;
      const settings = idea.settings.map(({ path, value }) => ({ path, value }));
      const saved = before.minus(cost);
      return { ...idea, settings, cost, saved, remains: saved.minus(ownCost(idea.detail, scenario) ?? ZERO) };
    })
    .filter(({ saved }) => saved.gt(0))
    .sort((a, b) => b.remains.cmp(a.remains));
}

/** What following an advice costs in the period beside what the model has; undefined where that is not known. */
export function ownCost(detail: AdviceDetail, { period }: Pick<Scenario, 'period'>): Decimal | undefined {
  switch (detail.kind) {
    case 'bucket-key':
      return dataEventsCost(detail.dataEvents, period.months);
    case 'copy-old-files':
      return dataEventsCost(detail.dataEvents, period.months)?.plus(detail.cost);
    case 'compact':
      return undefined;
    default:
      return ZERO;
  }
}

function dataEventsCost(dataEvents: DataEvents, months: number): Decimal | undefined {
  if (dataEvents === 'recorded') return ZERO;
  return dataEvents === 'unpriced' ? undefined : dataEvents.costPerMonth.times(months);
}

/** Of very many readers the others cannot save more, and each advice is an estimate of its own. */
const MOST_READERS = 25;

/** Places of the most expensive readers in the scenario. */
function mostExpensiveReaders({ scenario, lines }: Estimate, strategy: KmsStrategy): number[] {
  const costs = new Map<string, Decimal>();
  for (const line of lines) {
    if (line.strategy === strategy) costs.set(line.reader, (costs.get(line.reader) ?? ZERO).plus(line.cost.expected));
  }
  const costOf = (index: number) => costs.get(scenario.readers[index]?.name ?? '') ?? ZERO;
  return [...scenario.readers.keys()].sort((a, b) => costOf(b).cmp(costOf(a))).slice(0, MOST_READERS);
}

/** A Bucket Key as it is turned on: it leaves the files of before as they are. What it costs is the detail of who read which file. */
function bucketKey(priced: PricedScenario, base: Estimate): Idea {
  return {
    detail: { kind: 'bucket-key', dataEvents: dataEventsOf(base.scenario, priced.book) },
    settings: [{ path: 'encryption.bucketKeySince', value: turnedOn(base.scenario) }],
    strategy: 'sse-kms-bucket-key',
  };
}

/** The first day of the period on which files are SSE-KMS, unless the scenario names a day. */
function turnedOn({ encryption: { sseKmsSince, bucketKeySince }, period }: Scenario): string {
  const firstDay = `${period.start}-01`;
  if (bucketKeySince !== undefined && bucketKeySince !== 'always') return bucketKeySince;
  return sseKmsSince === 'always' || sseKmsSince < firstDay ? firstDay : sseKmsSince;
}

/** Old files that somebody still reads, copied under the Bucket Key; turned on first where the question is about SSE-KMS without one. */
function copiedFiles({ loaded, book }: PricedScenario, base: Estimate, strategy: KmsStrategy): Idea[] {
  const on = turnedOn(base.scenario);
  const withKey = withSettings(loaded, [{ path: 'encryption.bucketKeySince', value: on }], () => 'advice');
  const since = copiedSince(withKey.scenario);
  if (since === undefined) return [];
  const priced = { loaded: withKey, book };
  const { files, cost } = copying(priced, estimateLoaded(priced));
  if (cost === undefined || files.isZero()) return [];
  const isOn = strategy === 'sse-kms-bucket-key';
  const dataEvents = isOn ? 'recorded' : dataEventsOf(base.scenario, priced.book);
  return [
    {
      detail: { kind: 'copy-old-files', dataEvents, since, turnedOn: isOn ? undefined : on, files, cost },
      settings: [{ path: 'encryption.bucketKeySince', value: since }],
      strategy: 'sse-kms-bucket-key',
    },
  ];
}

type StrategyIdea = Omit<Idea, 'strategy'>;

/** A setting by its field, with a path to show. */
function settingOf(scenario: Scenario, field: FieldPath, value: unknown): Setting {
  return { path: pathOf(scenario, field), value, field };
}

function ofReader(scenario: Scenario, reader: Reader, index: number): StrategyIdea[] {
  const savings = patternOf(reader).savings?.(reader, oldestDays(scenario)) ?? [];
  return savings.map(({ field, ...saving }) => ({
    detail: { ...saving, reader: reader.name },
    settings: [settingOf(scenario, ['readers', index, field], saving.to)],
  }));
}

/** About as many days as the oldest file is old in the middle of the period. */
function oldestDays({ trails, period }: Scenario): number {
  const archive = Math.max(0, ...trails.map(({ archiveMonths }) => expectedOf(archiveMonths)));
  return Math.ceil((archive + period.months / 2) * (365.25 / 12));
}

/** Each reader of every file, if it reads them whole, might hand them on to others; shares of two readers may be of different files. */
function feeders(scenario: Scenario): StrategyIdea[] {
  const readers = scenario.readers.filter((reader) => patternOf(reader).getsAllNew !== undefined).slice(0, MOST_READERS);
  return readers.flatMap((feeder): StrategyIdea[] => {
    const fed = readers.filter((other) => other !== feeder && covers(scenario, feeder, other) && !isTwin(readers, feeder, other, scenario));
    if (fed.length === 0) return [];
    const settings = fed.map((other) => settingOf(scenario, ['readers', scenario.readers.indexOf(other)], null));
    return [{ detail: { kind: 'feed', reader: feeder.name, fed: fed.map(({ name }) => name) }, settings: settings.toReversed() }];
  });
}

/** Of two readers that read alike the earlier one feeds. */
function isTwin(readers: readonly Reader[], feeder: Reader, other: Reader, scenario: Scenario): boolean {
  return covers(scenario, other, feeder) && readers.indexOf(other) < readers.indexOf(feeder);
}

function covers({ trails }: Scenario, feeder: Reader, other: Reader): boolean {
  const seesAll = trails.every(({ name }) => !readsTrail(other, name) || readsTrail(feeder, name));
  const { getsAllNew, readsDigests } = patternOf(feeder);
  return seesAll && getsAllNew?.(feeder) === true && (readsDigests(feeder) || !patternOf(other).readsDigests(other));
}

/** KMS events stay in one trail, whose copy is the first and free, and leave all others; with Insights only where every trail has it. */
function oneTrail({ recording }: Scenario): StrategyIdea[] {
  const [copies, insights] = [expectedOf(recording.paidCopies), expectedOf(recording.insightsTrails)];
  if (recording.excludeKmsEvents || copies === 0) return [];
  // Copies that were measured may be a fraction, trails may not.
  const left = Math.max(0, Math.round(insights - copies));
  return [
    {
      detail: { kind: 'one-trail' },
      settings: [
        { path: 'recording.paidCopies', value: 0 },
        ...(left === insights ? [] : [{ path: 'recording.insightsTrails', value: left }]),
      ],
    },
  ];
}

/** Days whose files are not yet put together. */
const LOOSE_DAYS = 1;

/**
 * A job reads each new file once and writes large ones, and reads the old files once that the scans look back on; scans then read single
 * files of the last day only.
 */
function compaction(scenario: Scenario): StrategyIdea[] {
  const scans = scenario.readers.filter((reader) => patternOf(reader).isCompactable && windowDays(reader) > LOOSE_DAYS);
  const [first] = scans;
  if (first === undefined) return [];
  const trails = scans.every((scan) => scan.trails !== undefined)
    ? { trails: [...new Set(scans.flatMap((scan) => scan.trails ?? []))] }
    : {};
  const account = first.account === undefined ? {} : { account: first.account };
  const job = { ...account, ...trails, digests: scans.some((scan) => patternOf(scan).readsDigests(scan)) };
  const added = [
    { path: `readers.${freeName(scenario, 'compaction')}`, value: { pattern: 'every-file', ...job } },
    ...oldFiles(scenario, Math.ceil(Math.max(...scans.map(windowDays)))).map((days) => ({
      path: `readers.${freeName(scenario, 'compaction-of-old-files')}`,
      value: { pattern: 'once', ...job, ...days },
    })),
  ];
  const narrowed = scans.map((scan) => settingOf(scenario, ['readers', scenario.readers.indexOf(scan), 'lookbackDays'], LOOSE_DAYS));
  return [{ detail: { kind: 'compact', readers: scans.map((scan) => scan.name) }, settings: [...added, ...narrowed] }];
}

/** How far back a reader's runs look; none for one that does not. */
function windowDays(reader: Reader): number {
  const days = patternOf(reader).lookbackDays?.(reader) ?? 0;
  return days === 'all' ? Number.POSITIVE_INFINITY : expectedOf(days);
}

/** The days before the period that are looked back on. */
function oldFiles(scenario: Scenario, lookbackDays: number): object[] {
  const { start } = scenario.period;
  const { startDay } = monthSpan(start);
  const archive = Math.max(0, ...scenario.trails.map(({ archiveMonths }) => expectedOf(archiveMonths)));
  const oldest = monthSpan(monthPlus(start, -Math.ceil(archive))).startDay;
  const from = Math.max(oldest, startDay - lookbackDays, dayNumber(EARLIEST_DAY));
  return from < startDay ? [{ month: start, firstDay: dayOf(from), lastDay: dayOf(startDay - 1) }] : [];
}

/** No scenario names an earlier one. */
const EARLIEST_DAY = '2000-01-01';

function freeName({ readers }: Scenario, wanted: string): string {
  const names = readers.map(({ name }) => name);
  let [name, count] = [wanted, 1];
  while (names.includes(name)) {
    count += 1;
    name = `${wanted}-${count}`;
  }
  return name;
}
