import { knownReader } from '../scenario/like.js';
import type { Scenario } from '../scenario/schema.js';
import { startingFields } from '../scenario/starting-fields.js';
import { type Change, typedText } from './plan.js';

/**
 * A reader that is known by name, as a change that adds it; undefined where a scenario can have none by this id.
 *
 * @param before the scenario before all changes: the name of a reader that was taken away stays that one's
 */
export function additionOf(id: string, scenario: Scenario, before: Scenario): Change | undefined {
  const known = knownReader(id);
  if (known === undefined) return undefined;
  const name = freeName(id, [...scenario.readers, ...before.readers]);
  const fields = { name, ...startingFields(known, scenario.period.start) };
  const text = Object.entries(fields).map(([key, value]) => `${key}: ${typedText(value)}`);
  return { path: `readers.${name}`, value: `{${text.join(', ')}}` };
}

function freeName(id: string, readers: Scenario['readers']): string {
  const isTaken = (name: string) => readers.some((reader) => reader.name === name);
  if (!isTaken(id)) return id;
  let number = 2;
  while (isTaken(`${id}-${number}`)) number += 1;
  return `${id}-${number}`;
}
