import type { Month } from '../../base/months.js';
import { Unreadable } from '../../files/unreadable.js';
import type { Cells } from './cells.js';
import { Dates, type Moment } from './dates.js';
import { monthOf } from './values.js';

/** Whole hours from 1970 UTC; undefined where the bill does not say. */
export interface Hours {
  start: number | undefined;
  end: number | undefined;
  /** Whether the row says when it ended, and not only on which day it began. */
  saysEnd: boolean;
}

/** When the usage of a row was: of the row that is in the cells. */
export class RowTimes {
  readonly #cells: Cells;
  readonly #isRead: () => boolean;
  readonly #dates = new Dates();
  #batch: readonly (readonly string[])[] = [];
  #hours: Hours | undefined;

  /** @param isRead whether the row in the cells is of a service whose dates count */
  constructor(cells: Cells, isRead: () => boolean) {
    this.#cells = cells;
    this.#isRead = isRead;
  }

  /** Says which rows come next: their dates show whether days or months are first. */
  expect(rows: readonly (readonly string[])[]): void {
    this.#batch = rows;
  }

  /** Another row is in the cells now. */
  next(): void {
    this.#hours = undefined;
  }

  /** When the usage of the row ended, as the bill writes it. */
  endText(): string {
    const cells = this.#cells;
    return cells.text('end') || (cells.text('timeInterval').split('/')[1] ?? cells.text('start'));
  }

  /**
   * When the usage of the row began and ended, in whole hours from 1970 UTC; undefined where the bill does not say. What has lost its time
   * of day is of the whole day.
   */
  hours(): Hours {
    if (this.#hours !== undefined) return this.#hours;
    const [from = '', to = ''] = this.#cells.text('timeInterval').split('/');
    const start = this.#moment(this.#cells.text('start'), from);
    const end = this.#moment(this.endText(), to);
    const [first, last] = [floorOf(start?.hours), ceilingOf(end?.hours)];
    const isLater = first !== undefined && last !== undefined && last > first;
    const isDay = first !== undefined && start?.hasTime === false;
    this.#hours = { start: first, end: isLater ? last : isDay ? first + HOURS_OF_DAY : undefined, saysEnd: isLater };
    return this.#hours;
  }

  /** @param other says the same, and more where spreadsheets have taken the time of day away; undefined where neither is read */
  #moment(text: string, other: string): Moment | undefined {
    const moment = this.#momentIfReadable(text);
    return moment?.hasTime === true || other === '' ? moment : (this.#momentIfReadable(other) ?? moment);
  }

  #momentIfReadable(text: string): Moment | undefined {
    if (text === '') return undefined;
    try {
      return this.#dates.moment(text);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return undefined;
    }
  }

  /**
   * The month of the usage.
   *
   * @throws UnreadableCell where it cannot be told
   */
  month(): Month {
    return this.#cells.read('start', (text) => {
      const month = this.#dates.month(text) ?? this.#monthOfInterval() ?? this.#monthAhead(text);
      if (month !== undefined) return month;
      throw new Unreadable('may have the day or the month first; write the dates of the file as YYYY-MM-DD');
    });
  }

  /** Spreadsheets leave the interval as it is: `2026-11-01T00:00:00Z/2026-11-01T01:00:00Z`. */
  #monthOfInterval(): Month | undefined {
    const [start, end] = this.#cells.text('timeInterval').split('/');
    return start === undefined || end === undefined ? undefined : monthOf(start);
  }

  /** The month of a date whose order the rows to come show. */
  #monthAhead(text: string): Month | undefined {
    const { row } = this.#cells;
    for (const cells of this.#batch) {
      this.#cells.row = cells;
      if (!this.#isRead()) continue;
      this.#dates.learn(this.#cells.text('start'));
      this.#dates.learn(this.#cells.text('billingStart'), true);
    }
    this.#batch = [];
    this.#cells.row = row;
    return this.#dates.month(text);
  }
}

const HOURS_OF_DAY = 24;

function floorOf(hours: number | undefined): number | undefined {
  return hours === undefined || Number.isNaN(hours) ? undefined : Math.floor(hours + SLACK_HOURS);
}

function ceilingOf(hours: number | undefined): number | undefined {
  return hours === undefined || Number.isNaN(hours) ? undefined : Math.ceil(hours - SLACK_HOURS);
}

/** Parts of a day as spreadsheets count it are not exact. */
const SLACK_HOURS = 1e-6;
