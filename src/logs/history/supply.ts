// logs/history: CloudTrail's Event history, a Region's day after the other, as files that are read like any others.

import { rm } from 'node:fs/promises';
import type { EventHistory } from '../../aws/cloudtrail.js';
import { Refusal } from '../../aws/refusals.js';
import { MINUTES_A_DAY } from '../../base/time.js';
import { notKept, temporaryFolder } from '../../files/temporary.js';
import type { Failure } from '../../files/unreadable.js';
import type { Filters } from '../classify/filters.js';
import { SLOT_SECONDS } from '../read/find/file-records.js';
import type { LogFile } from '../read/open/log-file.js';
import { type Checkpoint, resultsOf } from '../read/portions.js';
import type { Portion, Supply } from '../read/supply.js';
import type { Settings, TaskResult } from '../read/task.js';
import { dateOf, type HistoryDay, historyDays } from './days.js';
import { deletePages, pagesOf } from './pages.js';

interface Options {
  /** Seconds since 1970-01-01 UTC. */
  now: number;
  filters: Pick<Filters, 'since' | 'until'>;
  checkpoint?: Checkpoint | undefined;
  /** Is told of events as they come, and of which portion. */
  onPage?: ((portion: HistoryPortion, events: number) => void) | undefined;
}

/** A Region's day. */
export interface HistoryPortion {
  region: string;
  day: HistoryDay;
  /** Its place among all. */
  index: number;
}

/** The `Decrypt` events that Event history has. */
export class HistorySupply implements Supply {
  readonly days: readonly number[];
  readonly daysNotOpened = 0;
  readonly failures: Failure[] = [];
  readonly historyRegions: readonly string[];
  /** What AWS refused in the middle, so that not all was read. */
  refusal: Refusal | undefined;
  readonly portions: readonly HistoryPortion[];
  readonly #days: ReadonlyMap<number, HistoryDay>;
  readonly #history: EventHistory;
  readonly #options: Options;
  /** Regions that refused, of which no more is asked. */
  readonly #refused = new Set<string>();
  /** Whether anything was had, be it of a checkpoint: then a refusal leaves what was counted until then. */
  #hasSome = false;

  constructor(history: EventHistory, options: Options) {
    const days = historyDays(options.now, options.filters);
    this.#history = history;
    this.#options = options;
    this.historyRegions = history.regions;
    this.days = days.map(({ day }) => day);
    this.#days = new Map(days.map((day) => [day.day, day]));
    this.portions = days
      .flatMap((day) => history.regions.map((region) => ({ region, day })))
      .map((portion, index) => ({ ...portion, index }));
  }

  get isCutShort(): boolean {
    return this.refusal !== undefined;
  }

  async *results(settings: Settings, signal: AbortSignal | undefined): AsyncGenerator<TaskResult> {
    const folder = await temporaryFolder('event-history').catch((error: unknown) => Promise.reject(notKept(error)));
    try {
      const portions = this.portions.map((portion) => this.#portion(portion, folder));
      for await (const result of resultsOf(portions, settings, this.failures, signal, this.#options.checkpoint)) {
        this.#hasSome = true;
        yield this.#dated(result);
      }
    } catch (error) {
      if (!(error instanceof Refusal) || !this.#hasSome) throw error;
      this.refusal = error;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  #portion(of: HistoryPortion, folder: string): Portion {
    const { day } = of;
    return {
      name: nameOf(of),
      fingerprint: day.isOver ? `${day.from} ${day.to}` : undefined,
      tasks: (failures, signal) => this.#tasks(of, folder, failures, signal),
      release: deletePages,
    };
  }

  /** A Region that refuses is named once, and the others go on. @throws Refusal where none was had yet, or none can be had any more */
  async *#tasks(of: HistoryPortion, folder: string, failures: Failure[], signal: AbortSignal | undefined): AsyncGenerator<LogFile[]> {
    const { region, day } = of;
    if (this.#refused.has(region)) {
      failures.push({ file: nameOf(of), reason: 'is not asked for, since its Region refused' });
      return;
    }
    const onPage = (events: number) => this.#options.onPage?.(of, events);
    try {
      yield* pagesOf({ history: this.#history, folder, region, day }, { onPage, failures, signal });
      this.#hasSome = true;
    } catch (error) {
      if (signal?.aborted === true) return;
      if (!(error instanceof Refusal) || error.reach === 'all' || !this.#hasSome) throw error;
      this.#refused.add(region);
      failures.push({ file: nameOf(of), reason: error.reason });
    }
  }

  /** Pages are no files that a trail delivered. What was asked for is observed, whether or not there is an event in it. */
  #dated(result: TaskResult): TaskResult {
    const { intake } = result.batch;
    intake.logFilesOfDays.clear();
    intake.deliverySlots.clear();
    for (const day of new Set(result.files.map(({ minute = 0 }) => Math.floor(minute / MINUTES_A_DAY)))) {
      const { from, to } = this.#days.get(day) ?? NOTHING;
      for (let slot = Math.floor(from / SLOT_SECONDS); slot * SLOT_SECONDS <= to; slot += 1) intake.eventSlots.add(slot);
    }
    return result;
  }
}

const NOTHING = { from: 0, to: -1 };

function nameOf({ region, day }: HistoryPortion): string {
  return `event-history/${region}/${dateOf(day)}`;
}
