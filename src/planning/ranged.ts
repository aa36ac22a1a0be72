import type { Range } from '../base/range.js';
import { isObject } from '../base/records.js';
import type { PlainScenario } from '../model/float/model.js';
import { valueAt } from '../scenario/nodes.js';
import { type NumberField, numberFields } from '../scenario/numbers.js';
import type { Scenario } from '../scenario/schema.js';
import { replaced } from '../scenario/settings.js';

/** A number that is known as a range. */
export type RangedField = NumberField & { value: Range };

export function rangedFields(scenario: Scenario): RangedField[] {
  return numberFields(scenario).filter((field): field is RangedField => typeof field.value !== 'number');
}

/** A scenario with what is expected in place of every range, and for each range a function that puts another number there. */
export function plainScenario(
  scenario: Scenario,
  fields: readonly RangedField[],
): { plain: PlainScenario; setters: ((value: number) => void)[] } {
  const plain = structuredClone(
    fields.reduce<unknown>((whole, { field, value }) => replaced(whole, field, value.expected), scenario),
  ) as PlainScenario;
  const setters = fields.map(({ path, field, whole }) => {
    const holder = valueAt(plain, field.slice(0, -1));
    if (!isObject(holder)) throw new RangeError(`no field ${path}`);
    const key = String(field.at(-1));
    return (value: number) => {
      holder[key] = whole ? Math.round(value) : value;
    };
  });
  return { plain, setters };
}
