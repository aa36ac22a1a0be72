import type { Decimal } from '../base/decimal.js';
import type { Scenario } from '../scenario/schema.js';
import type { Line } from './lines.js';
import type { MonthVolumes, Volumes } from './volumes.js';

/** One equation: `name = formula`, the same with its numbers, the result, and the function that computes it. */
export interface Step {
  name: string;
  formula: string;
  values: string;
  result: Decimal;
  computedBy: string;
  /** Whether the line's figures can be followed without it. */
  isAside?: boolean;
  /** Whether it is one of several alike: files of one kind that one trail delivers. */
  isOfTrail?: boolean;
}

/** How a line came about, from the scenario's inputs to the cost, in the expected case. */
export interface Derivation {
  line: Line;
  steps: Step[];
}

/** A line and what it was computed from. */
export interface Context {
  line: Line;
  scenario: Scenario;
  volumes: Volumes;
  month: MonthVolumes;
}

/** A number within an equation: twelve places are more than anybody follows. */
export function text(value: Decimal): string {
  return value.toDecimalPlaces(12).toFixed();
}
