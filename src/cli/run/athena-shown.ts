import type { Measurement } from '../../logs/measure/measurement.js';
import type { PriceBook } from '../../prices/book.js';
import type { Conversion } from '../../scenario/schema.js';
import { readDirectory } from '../accounts.js';
import { assertChart } from '../chart.js';
import type { AthenaLoadArguments, AthenaRunArguments } from '../commands/athena.js';
import { assertExport, assertNotShown } from '../exports.js';
import type { Io } from '../io.js';
import { assertOutputs } from '../outputs.js';
import { readPriceBook } from '../price-book.js';
import { assertOneStdin } from '../usage.js';
import { presentMeasurement } from './present-measurement.js';

/** What a measurement is priced with. */
export interface Pricing {
  book: PriceBook;
  conversion: Conversion | undefined;
}

/**
 * Shows the measurement that results of the query make, and returns the exit code. All that can be wrong with the options is said before.
 *
 * @param files that are read
 */
export async function showLoaded(
  given: AthenaLoadArguments | AthenaRunArguments,
  files: readonly string[],
  load: (pricing: Pricing) => Promise<Measurement>,
  io: Io,
): Promise<number> {
  const { output, scenario, chart, accounts, 'price-book': priceBook } = given;
  assertExport(given, given.format);
  assertNotShown(given, io);
  assertChart(chart, output);
  const isConverted = [given.currency, given.rate, given['rate-date']].some((part) => part !== undefined);
  const currency = isConverted ? await import('../currency.js') : undefined;
  const conversion = currency?.conversionOf(given);
  const outputs = { '--output': output ?? '-', '--scenario': scenario, '--chart': chart };
  await assertOutputs(outputs, { files: [priceBook, accounts, ...files] }, io);
  assertOneStdin([...files, accounts], 'only one input can be standard input', 'Give the others as files.');
  const directory = await readDirectory(accounts, [], io);
  const book = await readPriceBook(priceBook, io);
  const measurement = await load({ book, conversion }).catch((error: unknown) => {
    throw currency?.refusedConversion(error) ?? error;
  });
  return await presentMeasurement({ measurement }, { loadBook: async () => book, directory, given }, io);
}
