import { getOrMake } from '../../base/maps.js';
import { MINUTES_A_DAY, secondsOf } from '../../base/time.js';
import type { LogRecord } from '../classify/log-record.js';
import type { Sink } from './sink.js';

/** Events stand in files delivered soon after; CloudTrail delivers again for at most 30 days. */
const LATEST_DAYS = 31;
const ANY_TIME = { low: '', high: '~' };

/** Takes a record that can count, with its index among the file's records. */
export type TakeRecord = (index: number, record: LogRecord) => void;

/** The records of one file, before it is known to be sound. One is used for file after file: there are millions. */
export class FileRecords implements Sink {
  count = 0;
  /** Times of the first and the last event, as text. */
  first = '';
  last = '';
  /** `YYYY-MM-DDTHH:MM` of the events, where no name tells the delivery. */
  readonly minutes = new Set<string>();
  readonly regions = new Set<string>();
  /** Records that can count, where nobody takes them as they come. */
  readonly candidates: { index: number; record: LogRecord }[] = [];
  #take: TakeRecord | undefined;
  /** Of what cannot be taken for a record: how many, and the first one's reason. */
  untakenCount = 0;
  untakenReason = '';
  #lastTime = '';
  #lastRegion = '';
  #isDated = false;
  /** Times outside of these are no event's of this file, and tell nothing of the time that was observed. */
  #times = ANY_TIME;

  /**
   * @param minute of the file's delivery, in minutes since 1970-01-01 UTC; undefined where its name has none
   * @param take takes records that can count
   */
  begin(minute: number | undefined, take?: TakeRecord): void {
    this.#take = take;
    this.#isDated = minute !== undefined;
    this.count = 0;
    this.untakenCount = 0;
    this.first = '';
    this.last = '';
    this.#lastTime = '';
    this.#lastRegion = '';
    this.#times = minute === undefined ? ANY_TIME : timesAround(Math.floor(minute / MINUTES_A_DAY));
    this.minutes.clear();
    this.regions.clear();
    this.candidates.length = 0;
  }

  record(eventTime: string | undefined, region: string | undefined, record: LogRecord | undefined): void {
    if (record !== undefined) this.#give(record);
    this.count += 1;
    if (eventTime !== undefined && eventTime !== this.#lastTime) this.#keepTime(eventTime);
    if (region !== undefined && region !== this.#lastRegion) {
      this.#lastRegion = region;
      this.regions.add(region);
    }
  }

  #give(record: LogRecord): void {
    if (this.#take === undefined) this.candidates.push({ index: this.count, record });
    else this.#take(this.count, record);
  }

  untaken(reason: string): void {
    if (this.untakenCount === 0) this.untakenReason = reason;
    this.untakenCount += 1;
  }

  #keepTime(eventTime: string): void {
    this.#lastTime = eventTime;
    if (eventTime < this.#times.low || eventTime >= this.#times.high || this.#tellsNothing(eventTime)) return;
    if (this.first === '' || eventTime < this.first) this.first = eventTime;
    if (eventTime > this.last) this.last = eventTime;
    if (!this.#isDated) this.minutes.add(eventTime.slice(0, 16));
  }

  /** Of a time that there is not, or one between others; most are, and need not be read. */
  #tellsNothing(eventTime: string): boolean {
    const isBetween = this.#isDated && this.first !== '' && eventTime >= this.first && eventTime <= this.last;
    return isBetween || secondsOf(eventTime) === undefined;
  }
}

const around = new Map<number, { low: string; high: string }>();

/** By the day of delivery; files come day after day. */
function timesAround(day: number): { low: string; high: string } {
  const dayText = (number: number) => new Date(number * MINUTES_A_DAY * 60_000).toISOString().slice(0, 10);
  return getOrMake(around, day, () => ({ low: dayText(day - LATEST_DAYS), high: dayText(day + 2) }));
}
