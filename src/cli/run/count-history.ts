import { EVENTS_A_PAGE, EventHistory, PAGES_A_SECOND } from '../../aws/cloudtrail.js';
import { grouped, listed } from '../../base/text.js';
import { timeText } from '../../base/time.js';
import type { Filters } from '../../logs/classify/filters.js';
import { type CountSettings, countSupply } from '../../logs/count-logs.js';
import { HISTORY_DAYS, oldestTime } from '../../logs/history/days.js';
import { type HistoryPortion, HistorySupply } from '../../logs/history/supply.js';
import type { CountArguments } from '../commands/count.js';
import { type Io, remark } from '../io.js';
import { progressLine, timeLeft } from '../progress.js';
import { usage } from '../usage.js';
import { VERSION } from '../version.js';
import { withCheckpoint } from './checkpoint.js';
import type { Counted, Source } from './counting.js';
import { assertEndpoint } from './s3.js';

/** Options that mean nothing where no file is read. */
const OF_FILES = ['requester-pays', 'max-cost', 'yes', 'list-only'] as const;

/**
 * Event history as what is to be counted.
 *
 * @throws TrailcostError `usage`
 */
export function historySource(given: CountArguments, io: Io): Source {
  const [path] = given.paths ?? [];
  if (path !== undefined)
    throw usage('--event-history', 'reads no files', `Leave out ${path}, or count the files without --event-history.`);
  const other = OF_FILES.find((option) => given[option] !== undefined && given[option] !== false);
  if (other !== undefined) throw usage(`--${other}`, 'is of use for logs in S3 alone', 'Leave it out: Event history costs nothing.');
  assertEndpoint(given.endpoint);
  return { searched: [], showsProgress: true, count: (settings) => countHistory(given, settings, io) };
}

type Settings = CountSettings & { filters: Filters; signal: AbortSignal };

async function countHistory({ endpoint, checkpoint: path, region = [] }: CountArguments, settings: Settings, io: Io): Promise<Counted> {
  const { filters, signal, onRequest } = settings;
  const now = Math.floor(io.now() / 1000);
  assertWithin(filters, now);
  const history = await EventHistory.open(region, { endpoint, version: VERSION });
  const progress = new HistoryProgress(io);
  try {
    const source = path === undefined ? '' : await sourceOf(history, signal);
    return await withCheckpoint(path, { source, filters, wantsTrace: onRequest !== undefined }, io, async (checkpoint) => {
      const onPage = (portion: HistoryPortion, events: number) => progress.show(supply, portion, events);
      const supply = new HistorySupply(history, { now, filters, checkpoint, onPage });
      sayWhatComes(supply, filters, now, io);
      const measurement = await countSupply(supply, settings);
      return { measurement, refusal: supply.refusal };
    });
  } finally {
    progress.clear();
    history.close();
  }
}

/** A checkpoint of another account's events would be taken for this one's. */
async function sourceOf(history: EventHistory, signal: AbortSignal): Promise<string> {
  const [first = ''] = history.regions;
  const account = (await history.account(first, signal)) ?? 'unknown';
  return `Event history of account ${account} in ${[...history.regions].sort().join(', ')}`;
}

/** @throws TrailcostError `usage` where Event history has nothing of that time */
function assertWithin({ since, until }: Filters, now: number): void {
  const oldest = oldestTime(now);
  if (until !== undefined && until <= oldest) {
    const what = `is before all that Event history has: ${HISTORY_DAYS} days, from ${timeText(oldest)} on`;
    throw usage('--until', what, 'Older events are in the log files of a trail alone: count those.');
  }
  if (since !== undefined && since > now) throw usage('--since', 'is in the future', 'Give a time that has been.');
}

function sayWhatComes({ days, historyRegions }: HistorySupply, { since }: Filters, now: number, io: Io): void {
  const oldest = oldestTime(now);
  if (since !== undefined && since < oldest)
    remark(`Event history has ${HISTORY_DAYS} days: it is counted from ${timeText(oldest)}, not from --since`, io);
  const pace = EVENTS_A_PAGE * PAGES_A_SECOND;
  const hours = Math.round(1e6 / pace / 3600);
  remark(
    `asking the Event history of ${listed(historyRegions, 5)} for the Decrypts of ${days.length} days, free of charge; ` +
      `it gives ${pace} a second and Region, so a million take about ${hours} hours`,
    io,
  );
}

/** How far it is. */
class HistoryProgress {
  readonly #line;
  readonly #now;
  #started: { at: number; index: number } | undefined;
  #events = 0;

  constructor(io: Io) {
    this.#line = progressLine(io);
    this.#now = io.now;
  }

  show({ portions }: HistorySupply, { region, day, index }: HistoryPortion, events: number): void {
    this.#events += events;
    this.#started ??= { at: this.#now(), index };
    const { at, index: first } = this.#started;
    this.#line.show(() => {
      const date = timeText(day.from).slice(0, 10);
      const left = timeLeft((this.#now() - at) / 1000, (index - first) / (portions.length - first));
      return `${grouped(this.#events)} Decrypts · ${region} ${date}, ${index + 1} of ${portions.length}${left}`;
    });
  }

  clear(): void {
    this.#line.clear();
  }
}
