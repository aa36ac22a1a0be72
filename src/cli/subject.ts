import { TrailcostError } from '../errors.js';
import type { Subject } from '../planning/ask.js';
import { inputName, readInput } from './files.js';
import { readPriceBook } from './prices.js';

/** The scenario and the price book of a command. */
export async function readSubject(path: string, priceBook: string | undefined): Promise<Subject> {
  const [{ parseScenario }, { MAX_SCENARIO_BYTES }] = await Promise.all([import('../scenario/load.js'), import('../scenario/yaml.js')]);
  if (path === '-' && priceBook === '-') {
    throw new TrailcostError('usage', {
      what: 'scenario and price book cannot both be standard input',
      remedy: 'Give one of them as a file.',
    });
  }
  const loaded = parseScenario(await readInput(path, MAX_SCENARIO_BYTES), inputName(path));
  return { loaded, book: await readPriceBook(priceBook) };
}
