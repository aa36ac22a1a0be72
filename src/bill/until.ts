import { dayOf, type Month, monthSpan } from '../base/months.js';
import type { RowParser } from './row/parser.js';
import type { BilledRow } from './row/row.js';

const HOURS_OF_DAY = 24;

/** Knows until when a bill has usage in each month, by its rows of an hour or a day; by longer ones where it has no others. */
export class UsageUntil {
  /** In hours since 1970 UTC. */
  readonly #ends = new Map<Month, number>();
  readonly #endsOfLonger = new Map<Month, number>();
  /** As the file that is read now spells them: most rows come after one that ended later, and need not be understood. */
  #texts = new Map<Month, string>();

  openFile(): void {
    this.#texts = new Map();
  }

  /** @param parser that has just read the row */
  take({ kind, month }: BilledRow, parser: RowParser): void {
    if (kind !== 'usage' && kind !== 'free-tier') return;
    const text = parser.endText();
    if (isInOrder(text) && text <= (this.#texts.get(month) ?? '')) return;
    const { start, end = (start ?? 0) + 1, saysEnd } = parser.hours();
    if (start === undefined) return;
    const { startDay, endDay } = monthSpan(month);
    // What begins with a month and does not say its end may be of the whole month.
    if (!saysEnd && start === startDay * HOURS_OF_DAY) {
      this.#endsOfLonger.set(month, endDay * HOURS_OF_DAY);
      return;
    }
    const ends = end - start > HOURS_OF_DAY ? this.#endsOfLonger : this.#ends;
    ends.set(month, Math.max(ends.get(month) ?? 0, end));
    if (ends === this.#ends && isInOrder(text)) this.#texts.set(month, text);
  }

  /** The end of the last hour with usage in a month, as `YYYY-MM-DDTHH:00:00Z`. */
  byMonth(): Record<Month, string> {
    const months = [...new Set([...this.#endsOfLonger.keys(), ...this.#ends.keys()])].sort();
    return Object.fromEntries(
      months.map((month) => {
        const last = monthSpan(month).endDay * HOURS_OF_DAY;
        const end = Math.min(last, this.#ends.get(month) ?? this.#endsOfLonger.get(month) ?? last);
        return [month, `${dayOf(Math.floor(end / HOURS_OF_DAY))}T${String(end % HOURS_OF_DAY).padStart(2, '0')}:00:00Z`];
      }),
    );
  }
}

/** Whether it begins with the year, so that later is larger. */
function isInOrder(text: string): boolean {
  return text.charCodeAt(YEAR_DIGITS) === HYPHEN_CODE;
}

const YEAR_DIGITS = 4;
const HYPHEN_CODE = 45;
