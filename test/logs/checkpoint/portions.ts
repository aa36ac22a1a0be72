import { basename, join } from 'node:path';
import type { Failure } from '../../../src/files/unreadable.js';
import { NO_FILTERS } from '../../../src/logs/classify/filters.js';
import { countSupply } from '../../../src/logs/count-logs.js';
import { measurementJson } from '../../../src/logs/measure/json.js';
import { type LogFile, logFile, minuteOf } from '../../../src/logs/read/open/log-file.js';
import { type Checkpoint, resultsOf } from '../../../src/logs/read/portions.js';
import type { Portion, Supply } from '../../../src/logs/read/supply.js';
import { book } from '../built.js';

const MINUTES_A_DAY = 1440;

/** What a made portion is, beside its files. */
export interface Made extends Portion {
  /** How often its tasks were asked for. */
  asked: number;
  released: number;
  failing: readonly Failure[];
}

/** The files of a folder by their day of delivery, in tasks of so many. */
export function portionsOf(folder: string, paths: readonly string[], filesATask = 7): Made[] {
  const days = new Map<number, string[]>();
  for (const path of [...paths].sort(byMinute)) {
    const day = Math.floor((minuteOf(basename(path)) ?? 0) / MINUTES_A_DAY);
    days.set(day, [...(days.get(day) ?? []), path]);
  }
  return [...days].map(([day, names]) =>
    madePortion(
      `day ${day}`,
      names.map((name) => logFile(name, join(folder, name))),
      filesATask,
    ),
  );
}

function byMinute(one: string, other: string): number {
  return (minuteOf(basename(one)) ?? 0) - (minuteOf(basename(other)) ?? 0) || (one < other ? -1 : 1);
}

function madePortion(name: string, files: readonly LogFile[], filesATask: number): Made {
  const made: Made = {
    name,
    fingerprint: files.map(({ path }) => path).join(),
    asked: 0,
    released: 0,
    failing: [],
    async *tasks(failures, signal) {
      made.asked += 1;
      failures.push(...made.failing);
      for (let start = 0; start < files.length && signal?.aborted !== true; start += filesATask)
        yield files.slice(start, start + filesATask);
    },
    release(read) {
      made.released += read.length;
    },
  };
  return made;
}

/** A measurement of portions as JSON, stopped after so many results. */
export async function counted(
  portions: readonly Portion[],
  checkpoint?: Checkpoint,
  stopAfter = Number.POSITIVE_INFINITY,
): Promise<string> {
  const failures: Failure[] = [];
  const supply: Supply = {
    days: [],
    daysNotOpened: 0,
    failures,
    results: (settings, signal) => resultsOf(portions, settings, failures, signal, checkpoint),
  };
  const stop = new AbortController();
  let results = 0;
  const onResult = () => {
    results += 1;
    if (results >= stopAfter) stop.abort();
  };
  return measurementJson(await countSupply(supply, { filters: NO_FILTERS, book, signal: stop.signal, onResult }));
}
