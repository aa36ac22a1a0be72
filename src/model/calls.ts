import { TrailcostError } from '../base/errors.js';
import { isObject } from '../base/records.js';

/**
 * Refuses what is not a scenario as `parseScenario` completes it, or not a price book, in words: programs without types, or with an `any`,
 * give such things.
 *
 * @param call the function that was called, for messages
 * @throws TrailcostError `usage`
 */
export function assertCalledWith(scenario: unknown, book: unknown, call: string): void {
  const wrong = wrongScenario(scenario) ?? wrongBook(book);
  if (wrong !== undefined) throw new TrailcostError('usage', { where: call, ...wrong });
}

interface Wrong {
  what: string;
  remedy: string;
}

const PARSE = 'Give `parseScenario(…).scenario`: it checks a scenario and completes it with defaults.';
const LOAD = 'Give `await loadPriceBook()`.';

function wrongScenario(scenario: unknown): Wrong | undefined {
  if (!isObject(scenario)) return { what: `needs a scenario, not ${kindOf(scenario)}`, remedy: PARSE };
  if (isObject(scenario['scenario'])) {
    return { what: 'needs the scenario itself, not what parseScenario returns around it', remedy: PARSE };
  }
  return isCompleted(scenario) ? undefined : { what: 'needs a scenario with its defaults', remedy: PARSE };
}

/** Whether a scenario has what only defaults give to all of them. */
function isCompleted({ keys, encryption, recording, trails, readers, cases }: Record<string, unknown>): boolean {
  return (
    isObject(keys) &&
    isObject(encryption) &&
    'bucketKeyReadMinutes' in encryption &&
    isObject(recording) &&
    Array.isArray(recording['consumers']) &&
    Array.isArray(cases) &&
    areAllWith('growthPercentPerMonth', trails) &&
    areAllWith('requesters', readers)
  );
}

function areAllWith(field: string, list: unknown): boolean {
  return Array.isArray(list) && list.every((each) => isObject(each) && each[field] !== undefined);
}

function wrongBook(book: unknown): Wrong | undefined {
  if (book instanceof Promise) return { what: 'needs a price book, not a promise of one', remedy: LOAD };
  const isBook = isObject(book) && [book['layers'], book['quotas'], book['regions']].every(Array.isArray);
  return isBook ? undefined : { what: `needs a price book, not ${kindOf(book)}`, remedy: LOAD };
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'another object' : typeof value;
}
