import type { PricedScenario } from '../model/estimate-at.js';
import { parseScenario } from '../scenario/load.js';
import { MAX_SCENARIO_BYTES } from '../scenario/yaml.js';
import type { CurrencyArguments, OutputArguments } from './commands/options.js';
import { withCurrency } from './currency.js';
import { inputName, readInput } from './inputs.js';
import type { Io } from './io.js';
import { readPriceBook } from './price-book.js';
import { assertWanted } from './recognised.js';
import { assertOneStdin } from './usage.js';

/** What a scenario is estimated with. */
type PricedScenarioArguments = CurrencyArguments & Pick<OutputArguments, 'price-book'>;

/** A scenario as it was written, and what it is called. */
export interface ReadScenario extends PricedScenario {
  text: string;
  source: string;
}

/** The scenario and the price book of a command. */
export async function readPricedScenario(path: string, given: PricedScenarioArguments, io: Io): Promise<ReadScenario> {
  const priceBook = given['price-book'];
  assertOneStdin([path, priceBook], 'scenario and price book cannot both be standard input', 'Give one of them as a file.');
  const text = await readInput(path, MAX_SCENARIO_BYTES, io);
  assertWanted(text, inputName(path), 'scenario');
  const source = inputName(path);
  const loaded = parseScenario(text, source);
  return { text, source, loaded: withCurrency(loaded, given), book: await readPriceBook(priceBook, io) };
}
