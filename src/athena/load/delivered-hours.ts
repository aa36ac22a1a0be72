import { addTo } from '../../base/maps.js';
import { recordOf } from '../../base/records.js';
import { MINUTES_A_DAY, secondsOf } from '../../base/time.js';
import { SLOT_SECONDS } from '../../logs/read/find/file-records.js';
import { addTimes, type Intake } from '../../logs/read/keep/intake.js';
import { numberIn } from './numbers.js';
import type { ResultRow, ResultScope } from './result.js';

/** Sums of the log files that were delivered in one hour. */
const SUMS = ['files', 'files_twice', 'records', 'kms_records', 'other_records', 'findings'] as const;
type Sums = Record<(typeof SUMS)[number], number>;

interface Hour extends Sums {
  first: number;
  last: number;
  slots: number;
}

/**
 * Log files by the hour of their delivery. Queries of two months both read the files of the days where these meet, so an hour that comes in
 * two results is the same files, and counts once.
 */
export class DeliveredHours {
  readonly #hours = new Map<string, Hour>();
  /** Findings that are in the time that was asked for, each in one result. */
  #passed = 0;

  take(row: ResultRow): void {
    this.#passed += numberIn(row, 'passed');
    const key = row('starts_at');
    const before = this.#hours.get(key);
    const sums = recordOf(SUMS, (name) => Math.max(before?.[name] ?? 0, numberIn(row, name)));
    this.#hours.set(key, {
      ...sums,
      first: Math.min(before?.first ?? Number.POSITIVE_INFINITY, numberIn(row, 'first_event_s', Number.POSITIVE_INFINITY)),
      last: Math.max(before?.last ?? Number.NEGATIVE_INFINITY, numberIn(row, 'last_event_s', Number.NEGATIVE_INFINITY)),
      slots: (before?.slots ?? 0) | numberIn(row, 'slots'),
    });
  }

  /**
   * Adds what was read to the count. Where results leave a month out, the days of delivery after it that the query before it has read as
   * well are not observed.
   */
  addTo(intake: Intake, scopes: readonly ResultScope[]): void {
    for (const [key, { first, last, slots, ...sums }] of this.#hours) {
      intake.filesRead += sums.files;
      intake.logFiles += sums.files;
      intake.filesTwice += sums.files_twice;
      intake.records += sums.records;
      intake.kmsRecords += sums.kms_records;
      intake.recordsOfOtherCategories += sums.other_records;
      intake.filteredOut += sums.findings;
      addTimes(intake, first, last);
      const start = secondsOf(`${key}:00:00Z`);
      if (start === undefined) continue;
      for (const slot of slotsOf(start, slots)) if (isObserved(slot, scopes)) intake.deliverySlots.add(slot);
      addTo(intake.logFilesOfDays, Math.floor(start / 60 / MINUTES_A_DAY), sums.files - sums.files_twice);
    }
    intake.filteredOut -= this.#passed;
  }
}

const SLOTS_AN_HOUR = 12;

/** Slots since 1970-01-01 UTC, of an hour's as the bits of a number. */
function slotsOf(start: number, bits: number): number[] {
  const first = Math.floor(start / SLOT_SECONDS);
  return Array.from({ length: SLOTS_AN_HOUR }, (_, index) => index).flatMap((index) =>
    ((bits >> index) & 1) === 1 ? [first + index] : [],
  );
}

/** The last result's are left to the measurement, which ends at `until` anyway. */
function isObserved(slot: number, scopes: readonly ResultScope[]): boolean {
  const start = slot * SLOT_SECONDS;
  const last = Math.max(...scopes.map(({ until }) => until));
  return start >= last || scopes.some(({ since, until }) => start + SLOT_SECONDS > since && start < until);
}
