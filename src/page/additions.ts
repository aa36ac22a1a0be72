import { dayOf, monthSpan } from '../base/months.js';
import { KNOWN_READERS, type KnownReader } from '../scenario/known-readers.js';
import type { Scenario } from '../scenario/schema.js';
import { type Change, typedText } from './plan.js';

/** A reader that is known by name, as a change that adds it; undefined where none is known by this id, or it makes no billable read. */
export function additionOf(id: string, scenario: Scenario): Change | undefined {
  const known = KNOWN_READERS.find((each) => each.id === id);
  if (known === undefined || known.pattern === 'none') return undefined;
  const name = freeName(id, scenario);
  const fields = { name, pattern: known.pattern, ...patternFields(known, scenario) };
  const text = Object.entries(fields).map(([key, value]) => `${key}: ${typedText(value)}`);
  return { path: `readers.${name}`, value: `{${text.join(', ')}}` };
}

function freeName(id: string, { readers }: Scenario): string {
  const isTaken = (name: string) => readers.some((reader) => reader.name === name);
  if (!isTaken(id)) return id;
  let number = 2;
  while (isTaken(`${id}-${number}`)) number += 1;
  return `${id}-${number}`;
}

/** What is known of how it reads, and for what only its user knows numbers to begin with: one run a day over a month. */
function patternFields({ pattern, getsPerFile, readsDigests }: KnownReader, { period }: Scenario): Readonly<Record<string, unknown>> {
  const digests = readsDigests === undefined ? {} : { digests: readsDigests };
  const gets = (field: string) => (getsPerFile === undefined || getsPerFile === 1 ? {} : { [field]: getsPerFile });
  switch (pattern) {
    case 'every-file':
      return { ...digests, ...gets('times') };
    case 'scan':
      return { ...RUNS, ...digests, ...gets('getsPerFile') };
    case 'validate':
      return RUNS;
    case 'once': {
      const { startDay, endDay } = monthSpan(period.start);
      return { month: period.start, firstDay: dayOf(startDay), lastDay: dayOf(endDay - 1), ...digests };
    }
    default:
      return {};
  }
}

const RUNS = { runsPerMonth: 30.4, lookbackDays: 30 };
