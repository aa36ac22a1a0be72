import { CASES, isRange, type Range } from '../base/range.js';
import { keysOf } from '../base/records.js';

/** What is taken where a scenario does not give a number of a trail, and how well that is known. */
export interface TrailDefault {
  value: Range;
  /** Measured in other buckets than yours, or only assumed. */
  basis: 'measured' | 'assumed';
}

/** What makes up the log files of a trail whose number of log files a scenario does not give. */
export const ACTIVITY_DEFAULTS = {
  /** Nothing is published about the Regions that accounts use. */
  activeRegions: { value: { low: 1, expected: 2, high: 4 }, basis: 'assumed' },
  /** Means of real buckets: 1.1 with management events alone, 2.5 to 2.7 with S3 data events, 5 to 14 where much happens (METHOD, 2). */
  filesPerSlot: { value: { low: 1.1, expected: 2.6, high: 14 }, basis: 'measured' },
  activeSlotShare: { value: { low: 0.95, expected: 0.98, high: 1 }, basis: 'measured' },
} as const satisfies Record<string, TrailDefault>;

/** The same with the numbers that every trail has. */
export const TRAIL_DEFAULTS = {
  ...ACTIVITY_DEFAULTS,
  /** A year is what AWS Control Tower keeps logs for unless told otherwise, and what PCI DSS asks for. */
  archiveMonths: { value: { low: 3, expected: 12, high: 36 }, basis: 'assumed' },
} as const satisfies Record<string, TrailDefault>;

export type DefaultedField = keyof typeof TRAIL_DEFAULTS;

/** The fields of a trail that have their default, whether it was left out or given so. */
export function defaultedFields(trail: { readonly [F in DefaultedField]?: unknown }): DefaultedField[] {
  return keysOf(TRAIL_DEFAULTS).filter((field) => {
    const [value, own] = [TRAIL_DEFAULTS[field].value, trail[field]];
    return isRange(own) && CASES.every((which) => own[which] === value[which]);
  });
}
