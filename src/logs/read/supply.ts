import type { Failure } from '../../files/unreadable.js';
import type { LogFile } from './open/log-file.js';
import { readInOrder } from './pool.js';
import type { Settings, TaskResult } from './task.js';
import { tasksOf, type Walk } from './walk.js';

/** What is to be counted, wherever it lies. */
export interface Supply {
  /** Days of delivery to be read, since 1970-01-01 UTC, as far as they are known before. */
  days: readonly number[];
  /** Days of delivery that are there and not read, since no event that is asked for can be in their files. */
  daysNotOpened: number;
  /** What could not be read; more while it is read. */
  failures: readonly Failure[];
  /** Whether it ended before all was read, though nobody told it to. */
  readonly isCutShort?: boolean;
  /** Folders of accounts that are left out, since they pay nothing of what is asked for. */
  accountsNotRead?: number;
  /** Where it is CloudTrail's Event history: the Regions of it. */
  historyRegions?: readonly string[];
  /** What files hold, in the order of their delivery. */
  results(settings: Settings, signal: AbortSignal | undefined): AsyncGenerator<TaskResult>;
}

/** Files of this machine, as a walk found them. */
export function localSupply(found: Walk, wants: (day: number) => boolean): Supply {
  const all = [...found.days.keys()];
  const days = all.filter(wants);
  return {
    days,
    daysNotOpened: all.length - days.length,
    failures: found.failures,
    results: (settings, signal) => readInOrder(tasksOf(found, wants), settings, signal),
  };
}

/**
 * Files that belong together, such as those of one day of delivery: they are read as a whole or, where the run ends before, not at all.
 * What they are read in depends on them alone, so that they give the same however often a run was stopped.
 */
export interface Portion {
  /** By which it is known again: a day, a Region and a day. */
  name: string;
  /** Of all that tells whether it holds the same as it did: the names and sizes of its files. Undefined where it is not over yet. */
  fingerprint: string | undefined;
  /**
   * Its files in the order of their delivery, a task's at a time, each there to be read at the place that it has.
   *
   * @param failures is given what could not be had
   */
  tasks(failures: Failure[], signal: AbortSignal | undefined): AsyncGenerator<LogFile[]>;
  /** Is told of files that are read, so that what was fetched can go. */
  release(files: readonly LogFile[]): void;
}
