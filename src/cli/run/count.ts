import { TrailcostError } from '../../base/errors.js';
import type { Filters } from '../../logs/classify/filters.js';
import { readDirectory } from '../accounts.js';
import { assertChart } from '../chart.js';
import { COUNT, type CountArguments } from '../commands/count.js';
import { assertExport, assertNotShown } from '../exports.js';
import type { Io } from '../io.js';
import { assertOutputs } from '../outputs.js';
import { readPriceBook } from '../price-book.js';
import { assertAccount, assertOneStdin, usage } from '../usage.js';
import { countAtTerminal, localSource, type Source } from './counting.js';
import { instantOf } from './instant.js';
import { presentMeasurement } from './present-measurement.js';

export async function runCount(given: CountArguments, io: Io): Promise<number> {
  const source = await sourceOf(given, io);
  if (given['list-only']) return await (await import('./list-s3.js')).runListOnly(given, io);
  const { paths = [], output, scenario, checkpoint, trace, chart, accounts, 'price-book': priceBook } = given;
  assertExport(given, given.format);
  assertNotShown(given, io);
  assertChart(chart, output);
  // A conversion is checked by the scenario's schema, which nothing else here needs.
  const currency = asksForConversion(given) ? await import('../currency.js') : undefined;
  const conversion = currency?.conversionOf(given);
  assertFiles(given);
  const outputs = { '--output': output ?? '-', '--scenario': scenario, '--trace': trace, '--chart': chart, '--checkpoint': checkpoint };
  await assertOutputs(outputs, { files: [priceBook, accounts], searched: source.searched }, io);
  const filters = filtersOf(given);
  assertOneStdin([...paths, accounts], 'only one input can be standard input', 'Give the others as files.');
  const directory = await readDirectory(accounts, [], io);
  // A user's own prices are checked at once; the bundled ones are read beside the logs.
  const own = priceBook === undefined ? undefined : await readPriceBook(priceBook, io);
  const loadBook = async () => own ?? (await readPriceBook(undefined, io));
  const found = await countAtTerminal({ source, filters, loadBook, conversion, trace }, io).catch((error: unknown) => {
    throw currency?.refusedConversion(error) ?? error;
  });
  return await presentMeasurement(found, { loadBook, directory, given }, io);
}

/** @throws TrailcostError `usage` for standard output where only a file will do */
function assertFiles({ trace, checkpoint }: CountArguments): void {
  const remedy = 'Give it the name of a file.';
  if (trace === '-') throw usage('--trace', 'is written to a file, not to standard output', remedy);
  if (checkpoint === '-') throw usage('--checkpoint', 'is kept in a file, not on standard output', remedy);
}

/** Options that mean nothing for files of this machine. */
const OF_S3 = ['endpoint', 'requester-pays', 'max-cost', 'yes', 'list-only', 'checkpoint'] as const;

function unused(option: (typeof OF_S3)[number]): string {
  const isOfBoth = option === 'endpoint' || option === 'checkpoint';
  return `is only for logs in S3${isOfBoth ? ' and Event history' : ''}`;
}

async function sourceOf(given: CountArguments, io: Io): Promise<Source> {
  const source = await chosenSource(given, io);
  if (given.checkpoint !== undefined) (await import('./checkpoint.js')).assertNotOther(given.checkpoint, io);
  return source;
}

async function chosenSource(given: CountArguments, io: Io): Promise<Source> {
  if (given['event-history']) return (await import('./count-history.js')).historySource(given, io);
  const { paths = [] } = given;
  if (paths.length === 0)
    throw new TrailcostError('usage', { what: COUNT.missing, remedy: '`trailcost count --help` shows what there is.' });
  const path = paths.find((each) => each.startsWith('s3://'));
  if (path === undefined) {
    const option = OF_S3.find((each) => given[each] !== undefined && given[each] !== false);
    if (option !== undefined) throw usage(`--${option}`, unused(option), 'Give s3://BUCKET/PREFIX, or leave it out.');
    return localSource(paths, io);
  }
  if (paths.length > 1) throw usage(path, 'is counted on its own', 'Give one s3://BUCKET/PREFIX and no other path.');
  return (await import('./count-s3.js')).s3Source(path, given, io);
}

function asksForConversion({ currency, rate, 'rate-date': rateDate }: CountArguments): boolean {
  return [currency, rate, rateDate].some((part) => part !== undefined);
}

function filtersOf({ since, until, bucket = [], trail = [], account = [], region = [] }: CountArguments): Filters {
  const from = since === undefined ? undefined : instantOf(since, '--since');
  const to = until === undefined ? undefined : instantOf(until, '--until');
  if (from !== undefined && to !== undefined && from >= to) throw usage('--until', 'is not after --since', 'Swap them.');
  for (const id of account) assertAccount(id, '--account');
  return { since: from, until: to, buckets: bucket, trails: trail, accounts: account, regions: region };
}
