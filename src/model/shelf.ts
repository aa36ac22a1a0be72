import { Decimal, ZERO } from '../base/decimal.js';
import { entryAt } from '../base/lists.js';
import { remembered } from '../base/memo.js';
import { monthPlus, monthSpan, monthsOf } from '../base/months.js';
import type { Scenario } from '../scenario/schema.js';
import type { CaseTrail, FileKind } from './case-numbers.js';
import { type Deliveries, type DeliveryRate, deliveries, deliveriesSince, deliveriesUntil } from './deliveries.js';

/** Files of one kind that a trail delivers; where its growth has a range, at any growth of it. */
export interface Shelf {
  trail: string;
  kind: FileKind;
  /** What is measured of the files: as it is, or the least or the most that it is at some growth. */
  measured(measure: Measure): Decimal;
  /** The same of the files that are delivered on or after a day. */
  since(day: number): Shelf;
  /** The same of those delivered before it. */
  until(day: number): Shelf;
  /** The files themselves, where they grow in one way only. */
  files: Deliveries | undefined;
}

/** Something that is twice as much of twice the files. */
export interface Measure {
  of(files: Deliveries): Decimal;
  /** What it is of one file that arrives evenly over some days; in floating-point numbers. */
  ofOne(startDay: number, days: number): number;
}

/** A trail's files of one kind, old ones included. */
export function shelfOf({ name, growth, archiveMonths, ...trail }: CaseTrail, kind: FileKind, period: Scenario['period']): Shelf {
  const before = monthsOf(monthPlus(period.start, -archiveMonths), archiveMonths).map(monthSpan);
  const during = monthsOf(period.start, period.months).map(monthSpan);
  const filesAt = remembered(
    (growthPercentPerMonth: Decimal) => deliveries({ ...trail[kind], growthPercentPerMonth } satisfies DeliveryRate, before, during),
    { keyOf: String },
  );
  return growingShelf({ trail: name, kind, growth, filesAt });
}

interface Growing extends Pick<Shelf, 'trail' | 'kind'>, Pick<CaseTrail, 'growth'> {
  filesAt(growthPercentPerMonth: Decimal): Deliveries;
}

function growingShelf(growing: Growing): Shelf {
  const { trail, kind, growth, filesAt } = growing;
  const files = growth.values.length === 1 ? filesAt(entryAt(growth.values, 0)) : undefined;
  const part = (take: (all: Deliveries) => Deliveries) =>
    growingShelf({
      ...growing,
      filesAt: remembered((growthPercentPerMonth: Decimal) => take(filesAt(growthPercentPerMonth)), { keyOf: String }),
    });
  return {
    trail,
    kind,
    measured: (measure) => (files === undefined ? extreme(growing, measure) : measure.of(files)),
    since: (day) => part((all) => deliveriesSince(all, day)),
    until: (day) => part((all) => deliveriesUntil(all, day)),
    files,
  };
}

/** What is measured is a sum of powers of growth and so convex: most at an end, least at an end or where it turns. */
function extreme(growing: Growing, measure: Measure): Decimal {
  const { growth, filesAt } = growing;
  const values = growth.values.map((value) => measure.of(filesAt(value)));
  return growth.takes === 'most' ? Decimal.max(...values) : Decimal.min(...values, ...turningPoint(growing, measure));
}

/**
 * What is measured at the growth between the ends of a range at which it turns from falling to rising, if it does. In floating-point
 * numbers, since no growth that can be written is just there; good to some fifteen digits.
 */
function turningPoint({ growth, filesAt }: Growing, measure: Measure): Decimal[] {
  const powers = filesAt(ZERO).map(({ start, days, files, grown }) => ({
    part: files.toNumber() * measure.ofOne(start, days.toNumber()),
    exponent: grown,
  }));
  const parts = powers.filter(({ part }) => part !== 0);
  const ends = growth.values.map((value) => 1 + value.toNumber() / 100);
  let [low, high] = [Math.min(...ends), Math.max(...ends)];
  if (slopeAt(low, parts) >= 0 || slopeAt(high, parts) <= 0) return [];
  for (let halving = 0; halving < MOST_HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (slopeAt(middle, parts) < 0) low = middle;
    else high = middle;
  }
  return [new Decimal(parts.reduce((total, { part, exponent }) => total + part * low ** exponent, 0))];
}

function slopeAt(factor: number, parts: readonly { part: number; exponent: number }[]): number {
  return parts.reduce((slope, { part, exponent }) => slope + part * exponent * factor ** (exponent - 1), 0);
}

/** As many as a floating-point number has digits for. */
const MOST_HALVINGS = 50;
