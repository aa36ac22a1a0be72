import { type Decimal, ZERO } from '../../base/decimal.js';
import { type Month, monthSpan } from '../../base/months.js';
import type { BillFormat } from '../row/layout.js';
import type { BilledRow } from '../row/row.js';

/** How long a row's time is. */
export const GRANULARITIES = ['hour', 'day', 'month'] as const;
export type Granularity = (typeof GRANULARITIES)[number];

/** What tells one export of the same usage from another. */
export interface Export {
  payer: string;
  format: BillFormat;
  /** Whether it was asked for with resource ids: a row of it may be without one nevertheless. */
  hasResourceColumn: boolean;
  granularity: Granularity;
  hasResources: boolean;
}

/** Usage of one account, month and usage type, as the rows of one export have it. */
interface Use {
  of: Export;
  files: Set<number>;
  /** A bit for each hour of the month. */
  hours: Uint32Array;
  quantity: Decimal;
  rows: number;
}

/** Two exports that have usage of the same account, usage type and hours. */
export interface Overlap {
  exports: [Export, Export];
  /** A file of each, which may be the same one. */
  files: [number, number];
  account: string;
  month: Month;
}

interface Meeting extends Overlap {
  usageTypes: number;
  /** Of these, with the same quantity in both. */
  equal: number;
  /** Of these, with no hour in one of the two that the other has not. */
  within: number;
  /** Of these, in other files. */
  apart: number;
  rows: number;
}

const HOURS = 24;
const MOST_HOURS = 31 * HOURS;
/** Rows of a bill round their quantities. */
const SAME_SHARE = '0.00001';
/** A single row may have a quantity by chance. */
const FEWEST_ROWS = 3;

/**
 * Finds usage that two exports have, by sums of account, month and usage type (some exports have no operations): memory grows with these,
 * not with rows. Rows of one export add to each other in any number of files.
 */
export class Overlaps {
  readonly #uses = new Map<string, Use[]>();

  /** @param of the same object for the same export @param start and `end`, hours since 1970 UTC */
  add(row: BilledRow, of: Export, file: number, start: number, end: number): void {
    const { payer, month, metric, usageType, region, kind, quantity } = row;
    // Usage of no account is the payer's.
    const account = row.account === '' ? payer : row.account;
    const key = `${account}\n${month}\n${metric ?? usageType}\n${region}\n${kind}`;
    const use = this.#useOf(key, of);
    use.files.add(file);
    use.quantity = use.quantity.plus(quantity);
    use.rows += 1;
    const first = monthSpan(month).startDay * HOURS;
    for (let hour = Math.max(0, start - first); hour < Math.min(end - first, MOST_HOURS); hour += 1) {
      use.hours[hour >> 5] = (use.hours[hour >> 5] ?? 0) | (1 << (hour & 31));
    }
  }

  #useOf(key: string, of: Export): Use {
    const uses = this.#uses.get(key) ?? [];
    const known = uses.find((use) => use.of === of);
    if (known !== undefined) return known;
    const use = { of, files: new Set<number>(), hours: new Uint32Array(HOURS), quantity: ZERO, rows: 0 };
    this.#uses.set(key, [...uses, use]);
    return use;
  }

  /** The first two exports whose usage is the same; undefined where there are none. */
  find(): Overlap | undefined {
    const meetings = new Map<string, Meeting>();
    for (const [key, uses] of this.#uses) {
      for (const [index, one] of uses.entries()) {
        for (const other of uses.slice(index + 1)) if (isMet(one, other)) meet(meetings, key, one, other);
      }
    }
    return [...meetings.values()].find(isTwice);
  }
}

/** Whether two exports have their usage in the same form: then each may be a part of the other's bill. */
function isSameForm(one: Export, other: Export): boolean {
  return one.format === other.format && one.granularity === other.granularity && !isWithoutResources(one, other);
}

/** Whether one of the two names resources and the other was exported without them. */
function isWithoutResources(one: Export, other: Export): boolean {
  return one.hasResources !== other.hasResources && one.hasResourceColumn !== other.hasResourceColumn;
}

function isMet({ hours }: Use, other: Use): boolean {
  return hours.some((bits, index) => (bits & (other.hours[index] ?? 0)) !== 0);
}

function isWithin({ hours }: Use, other: Use): boolean {
  return hours.every((bits, index) => (bits & ~(other.hours[index] ?? 0)) === 0);
}

function meet(meetings: Map<string, Meeting>, key: string, one: Use, other: Use): void {
  const name = JSON.stringify([one.of, other.of]);
  const [account = '', month = ''] = key.split('\n');
  const isApart = [...one.files].every((file) => !other.files.has(file));
  let meeting = meetings.get(name);
  if (meeting === undefined) {
    const files: [number, number] = [first(one.files), first(other.files)];
    meeting = { exports: [one.of, other.of], files, account, month, usageTypes: 0, equal: 0, within: 0, apart: 0, rows: 0 };
    meetings.set(name, meeting);
  }
  const difference = one.quantity.minus(other.quantity).abs();
  meeting.usageTypes += 1;
  meeting.equal += Number(difference.lte(one.quantity.times(SAME_SHARE)));
  meeting.within += Number(isWithin(one, other) || isWithin(other, one));
  meeting.apart += Number(isApart);
  meeting.rows += one.rows + other.rows;
  if (isApart && meeting.apart === 1) Object.assign(meeting, { files: [first(one.files), first(other.files)], account, month });
}

function first(files: ReadonlySet<number>): number {
  const [file = 0] = files;
  return file;
}

/**
 * One export may have longer and shorter rows in one file, and rows with and without a resource: then only equal quantities show that
 * they are the same usage. An account may leave one payer for another: then each has hours that the other has not.
 */
function isTwice({ exports: [one, other], usageTypes, equal, within, apart, rows }: Meeting): boolean {
  const areEqual = equal * 2 >= usageTypes && rows >= FEWEST_ROWS;
  if (!isSameForm(one, other)) return apart > 0 || areEqual;
  if (one.payer === other.payer) return one.hasResources !== other.hasResources && apart === usageTypes && areEqual;
  return areEqual || (apart > 0 && within * 2 >= usageTypes && one.granularity !== 'month');
}
