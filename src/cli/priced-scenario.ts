import type { PricedScenario } from '../model/estimate-at.js';
import { knownRegions, type PriceBook } from '../prices/book.js';
import { type LoadedScenario, parseScenario } from '../scenario/load.js';
import { MAX_SCENARIO_BYTES } from '../scenario/yaml.js';
import { nextMonth } from './clock.js';
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
  const read = await pricedScenario(await readInput(path, MAX_SCENARIO_BYTES, io), inputName(path), priceBook, io);
  return { ...read, loaded: withCurrency(read.loaded, given) };
}

/**
 * A scenario's text with the price book of a command.
 *
 * @param source the name of the text, for messages
 */
export async function pricedScenario(text: string, source: string, priceBook: string | undefined, io: Io): Promise<ReadScenario> {
  assertWanted(text, source, 'scenario');
  const book = await readPriceBook(priceBook, io);
  return { text, source, loaded: loadedScenario(text, source, io, book), book };
}

/**
 * A scenario of a command; where it gives no first month, that is the next one, or another that is given.
 *
 * @param source the name of the text, for messages
 * @param book the prices that it is for
 * @throws TrailcostError as {@link parseScenario}; `usage` for a clock that is none
 */
export function loadedScenario(text: string, source: string, io: Io, book?: PriceBook, firstMonth = nextMonth(io)): LoadedScenario {
  return parseScenario(text, source, { firstMonth, regions: book && knownRegions(book) });
}
