import { TrailcostError } from '../base/errors.js';
import type { PricedScenario } from '../model/estimate-at.js';
import { type CurrencyArguments, withCurrency } from './currency.js';
import { inputName, readInput } from './files.js';
import { readPriceBook } from './price-book.js';
import type { OutputArguments } from './report-options.js';

/** What a scenario is estimated with. */
type PricedScenarioArguments = CurrencyArguments & Pick<OutputArguments, 'price-book'>;

/** The scenario and the price book of a command. */
export async function readPricedScenario(path: string, given: PricedScenarioArguments): Promise<PricedScenario> {
  const priceBook = given['price-book'];
  const [{ parseScenario }, { MAX_SCENARIO_BYTES }] = await Promise.all([import('../scenario/load.js'), import('../scenario/yaml.js')]);
  if (path === '-' && priceBook === '-') {
    throw new TrailcostError('usage', {
      what: 'scenario and price book cannot both be standard input',
      remedy: 'Give one of them as a file.',
    });
  }
  const loaded = parseScenario(await readInput(path, MAX_SCENARIO_BYTES), inputName(path));
  return { loaded: await withCurrency(loaded, given), book: await readPriceBook(priceBook) };
}
