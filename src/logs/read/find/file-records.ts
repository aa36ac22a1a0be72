import { MINUTES_A_DAY, SECONDS_A_DAY, secondsOf } from '../../../base/time.js';
import type { LogRecord } from '../../classify/log-record.js';
import { currentEra, regionOf } from './eras.js';
import type { JsonBytes } from './json.js';
import type { ScanModule } from './module.js';
import { ROW_WORDS, type Rows } from './rows.js';
import type { RowSink } from './sink.js';

/** CloudTrail delivers about every five minutes, so a file stands for so much time; `logs/scan` has the same. */
export const SLOT_SECONDS = 300;
/** Events stand in files delivered soon after; CloudTrail delivers again for at most 30 days. */
export const LATEST_DAYS = 31;
const LAST_SECOND = 2 ** 32 - 1;

/** A record that can count, with its index among the file's records. */
export interface Candidate {
  index: number;
  record: LogRecord;
}

/** Takes records that can count. */
export type Take = (candidates: Candidate | Rows) => void;

/** The records of one file, before it is known to be sound. One is used for file after file: there are millions. */
export class FileRecords implements RowSink {
  count = 0;
  /** Times of the first and the last event, in seconds since 1970-01-01 UTC; zero where there is none. */
  first = 0;
  last = 0;
  /** Slots of the events since 1970-01-01 UTC, where no name tells the delivery. */
  readonly slots = new Set<number>();
  readonly regions = new Set<string>();
  /** Records that can count, where nobody takes them as they come. */
  readonly candidates: (Candidate | Rows)[] = [];
  #take: Take | undefined;
  /** Of what cannot be taken for a record: how many, and the first one's reason. */
  untakenCount = 0;
  untakenReason = '';
  #isDated = false;
  /** Times outside of these are no event's of this file, and tell nothing of the time that was observed. */
  #lowTime = 0;
  #highTime = LAST_SECOND;
  #era = 0;

  /**
   * @param minute of the file's delivery, in minutes since 1970-01-01 UTC; undefined where its name has none
   * @param take takes records that can count
   */
  begin(minute: number | undefined, take?: Take): void {
    const day = minute === undefined ? undefined : Math.floor(minute / MINUTES_A_DAY);
    this.#take = take;
    this.#isDated = day !== undefined;
    this.#lowTime = day === undefined ? 0 : Math.max(0, day - LATEST_DAYS) * SECONDS_A_DAY;
    this.#highTime = day === undefined ? LAST_SECOND : (day + 2) * SECONDS_A_DAY;
    this.count = 0;
    this.untakenCount = 0;
    this.first = 0;
    this.last = 0;
    this.slots.clear();
    this.regions.clear();
    this.candidates.length = 0;
  }

  record(eventTime: string | undefined, region: string | undefined, record: LogRecord | undefined): void {
    if (record !== undefined) this.#give({ index: this.count, record });
    this.count += 1;
    const time = eventTime === undefined ? undefined : secondsOf(eventTime);
    if (time !== undefined && time >= this.#lowTime && time < this.#highTime) {
      this.#widen(time, time);
      if (!this.#isDated) this.slots.add(Math.floor(time / SLOT_SECONDS));
    }
    if (region !== undefined) this.regions.add(region);
  }

  beginRun(scan: ScanModule): void {
    this.#era = currentEra(scan);
    scan.begin(this.#isDated, this.#lowTime, this.#highTime);
  }

  takeRun(scan: ScanModule, json: JsonBytes): boolean {
    const { buffer } = scan.memory;
    const rows = scan.rows.value;
    if (rows > 0) {
      const words = new Uint32Array(buffer, scan.rowsStart(), rows * ROW_WORDS).slice();
      this.#give({ words, firstIndex: this.count, json, era: this.#era });
    }
    this.count += scan.count.value;
    if (scan.lastTime.value !== 0) this.#widen(scan.firstTime.value >>> 0, scan.lastTime.value >>> 0);
    for (const name of new Int32Array(buffer, scan.REGIONS.value, scan.regions.value)) this.regions.add(regionOf(scan, name));
    for (const slot of new Int32Array(buffer, scan.TIME_SLOTS.value, scan.timeSlots.value)) this.slots.add(slot);
    return scan.count.value > 0;
  }

  untaken(reason: string): void {
    if (this.untakenCount === 0) this.untakenReason = reason;
    this.untakenCount += 1;
  }

  #give(candidates: Candidate | Rows): void {
    if (this.#take === undefined) this.candidates.push(candidates);
    else this.#take(candidates);
  }

  #widen(first: number, last: number): void {
    if (this.first === 0 || first < this.first) this.first = first;
    if (last > this.last) this.last = last;
  }
}
