import type { Range } from '../base/range.js';
import { isObject } from '../base/records.js';
import { type Drawn, inEachDraw, numberIn } from '../model/float/drawn.js';
import type { DrawnScenario } from '../model/float/model.js';
import { valueAt } from '../scenario/nodes.js';
import { type NumberField, numberFields } from '../scenario/numbers.js';
import type { Scenario } from '../scenario/schema.js';
import { replaced } from '../scenario/settings.js';

/** A number that is known as a range. */
export type RangedField = NumberField & { value: Range };

export function rangedFields(scenario: Scenario): RangedField[] {
  return numberFields(scenario).filter((field): field is RangedField => typeof field.value !== 'number');
}

/** A scenario with what is expected in place of every range, and for each range a function that puts other numbers there. */
export function drawnScenario(
  scenario: Scenario,
  fields: readonly RangedField[],
): { drawn: DrawnScenario; setters: ((value: Drawn) => void)[] } {
  const drawn = structuredClone(
    fields.reduce<unknown>((whole, { field, value }) => replaced(whole, field, value.expected), scenario),
  ) as DrawnScenario;
  const setters = fields.map(({ path, field, whole }) => {
    const holder = valueAt(drawn, field.slice(0, -1));
    if (!isObject(holder)) throw new RangeError(`no field ${path}`);
    const key = String(field.at(-1));
    return (value: Drawn) => {
      holder[key] = whole ? inEachDraw([value], (draw) => Math.round(numberIn(value, draw))) : value;
    };
  });
  return { drawn, setters };
}
