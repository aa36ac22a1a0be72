import type { ResultFile } from '../../athena/load/result.js';
import type { Filters } from '../../logs/classify/filters.js';
import { readDirectory } from '../accounts.js';
import { assertChart } from '../chart.js';
import type { AthenaLoadArguments } from '../commands/athena.js';
import { assertExport, assertNotShown } from '../exports.js';
import { inputChunks, inputName } from '../inputs.js';
import type { Io } from '../io.js';
import { assertOutputs } from '../outputs.js';
import { readPriceBook } from '../price-book.js';
import { assertAccount, assertOneStdin } from '../usage.js';
import { presentMeasurement } from './present-measurement.js';

export async function runAthenaLoad(given: AthenaLoadArguments, io: Io): Promise<number> {
  const { files, output, scenario, chart, accounts, 'price-book': priceBook } = given;
  assertExport(given, given.format);
  assertNotShown(given, io);
  assertChart(chart, output);
  const isConverted = [given.currency, given.rate, given['rate-date']].some((part) => part !== undefined);
  const currency = isConverted ? await import('../currency.js') : undefined;
  const conversion = currency?.conversionOf(given);
  const outputs = { '--output': output ?? '-', '--scenario': scenario, '--chart': chart };
  await assertOutputs(outputs, { files: [priceBook, accounts, ...files] }, io);
  const filters = filtersOf(given);
  assertOneStdin([...files, accounts], 'only one input can be standard input', 'Give the others as files.');
  const directory = await readDirectory(accounts, [], io);
  const book = await readPriceBook(priceBook, io);
  const { loadResults } = await import('../../athena/load/load.js');
  const results = files.map((path): ResultFile => ({ name: inputName(path), chunks: inputChunks(path, io) }));
  const found = await loadResults(results, { filters, book, conversion }).catch((error: unknown) => {
    throw currency?.refusedConversion(error) ?? error;
  });
  return await presentMeasurement({ measurement: found }, { loadBook: async () => book, directory, given }, io);
}

function filtersOf({ bucket = [], trail = [], account = [], region = [] }: AthenaLoadArguments): Omit<Filters, 'since' | 'until'> {
  for (const id of account) assertAccount(id, '--account');
  return { buckets: bucket, trails: trail, accounts: account, regions: region };
}
