import { sanitised } from '../base/cleaned.js';
import type { FieldPath } from '../base/errors.js';
import type { Range } from '../base/range.js';
import { CLOUDTRAIL } from '../scenario/cloudtrail.js';
import { SCENARIO_LIMITS } from '../scenario/limits.js';
import type { Quantity } from '../scenario/schema.js';

export interface Remark {
  field: FieldPath;
  text: string;
}

/** A part of a scenario with its remarks, their fields within it. */
export interface Part {
  value: Readonly<Record<string, unknown>>;
  remarks: readonly Remark[];
}

/** A range that is none is a number. */
export function plain(range: Range): Quantity {
  return range.low === range.high ? range.expected : range;
}

/** A name from a file as a scenario can have it. */
export function writtenName(name: string, otherwise: string): string {
  const fitting = [...sanitised(name).trim()].slice(0, SCENARIO_LIMITS.nameSigns).join('').trim();
  return fitting === '' || fitting === CLOUDTRAIL ? otherwise : fitting;
}

/** The same, where each is to differ from those before it. */
export function writtenNames(names: readonly string[], otherwise: string): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const fitting = writtenName(name, otherwise);
    let unique = fitting;
    for (let number = 2; taken.has(unique); number++) unique = `${fitting.slice(0, SCENARIO_LIMITS.nameSigns - 4)} ${number}`;
    taken.add(unique);
    return unique;
  });
}
