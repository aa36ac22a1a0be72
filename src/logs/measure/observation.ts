import type { ObservedTime } from '../../base/projection.js';

/** The time that was observed: a slot of delivery at least. */
export interface Observation extends ObservedTime {
  /** Its first hour, in hours since 1970-01-01 UTC. */
  start: number;
  /** Stretches of a day and more without a file or event, longest first: from which second since 1970-01-01 UTC, how many hours. */
  gaps: readonly { from: number; hours: number }[];
}
