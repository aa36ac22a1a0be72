import { sanitised } from '../../base/cleaned.js';
import type { Month } from '../../base/months.js';
import { isRange, type Range } from '../../base/range.js';
import { unique } from '../../base/text.js';
import { SCENARIO_LIMITS } from '../../scenario/limits.js';

/** What a scenario takes; see its schema. Made-up logs show more, and so may logs of a few minutes, taken as a month. */
const FIRST_MONTH = '2000-01';
const LAST_MONTH = '2099-01';
const FIRST_DAY = '2000-01-01';
const LAST_DAY = '2099-12-31';
const MOST = { count: SCENARIO_LIMITS.count, runs: SCENARIO_LIMITS.runsPerMonth, copies: SCENARIO_LIMITS.paidCopies } as const;
/** Leaves room for a number after it. */
const CUT_NAME_SIGNS = 70;

/** Fits what a measurement shows to what a scenario takes, and remembers what it had to cut. */
export class Fitting {
  /** A remark for each field that was cut. */
  readonly cuts: string[] = [];

  month(month: Month): Month {
    return this.#between(month, FIRST_MONTH, LAST_MONTH, 'period');
  }

  day(day: string): string {
    return this.#between(day, FIRST_DAY, LAST_DAY, 'sseKmsSince');
  }

  /** A number or each end of a range, at most what a scenario takes. */
  most<T>(value: T | Range, what: keyof typeof MOST, field: string): T | Range {
    if (typeof value === 'number') return this.#atMost(value, what, field) as T;
    if (!isRange(value)) return value;
    const [low, expected, high] = [value.low, value.expected, value.high].map((one) => this.#atMost(one, what, field));
    return { low, expected, high } as Range;
  }

  /** A name that a scenario takes and that is not taken. */
  name(name: string, taken: Set<string>): string {
    const signs = [...sanitised(name).trim()];
    return unique(signs.length > SCENARIO_LIMITS.nameSigns ? signs.slice(0, CUT_NAME_SIGNS).join('').trim() : signs.join(''), taken);
  }

  #atMost(number: number, what: keyof typeof MOST, field: string): number {
    if (number <= MOST[what]) return number;
    this.#cut(`${field} is ${MOST[what]} where the logs show more`);
    return MOST[what];
  }

  #between(text: string, first: string, last: string, field: string): string {
    const fitted = text < first ? first : text > last ? last : text;
    if (fitted !== text) this.#cut(`${field} begins ${fitted}, where the logs show ${text}`);
    return fitted;
  }

  #cut(what: string): void {
    const remark = `Limited to what a scenario allows: ${what}.`;
    if (!this.cuts.includes(remark)) this.cuts.push(remark);
  }
}
