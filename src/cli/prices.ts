import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CommandModule } from 'yargs';
import { TrailcostError } from '../base/errors.js';
import { isFile } from '../files/stats.js';
import type { ListedPrice } from '../prices/lists/listed.js';
import type { Document } from '../report/layout/document.js';
import { colorWanted } from './color.js';
import { inputName, readInput, writeOutput } from './files.js';
import { ownPriceBookPath, readOwnPrices, readPriceBook } from './price-book.js';
import { type Format, REPORT_OPTIONS, type ReportArguments } from './report-options.js';

/** All of S3 in every Region is smaller. */
const MAX_LIST_BYTES = 256 * 1024 * 1024;

const OWN = { type: 'string', requiresArg: true } as const;

const listCommand: CommandModule<object, ReportArguments> = {
  command: 'list',
  describe: 'Prices known, by Region',
  builder: (yargs) => yargs.options(REPORT_OPTIONS),
  handler: async (given) => {
    const [{ pricesJson, priceListDocument }, { pricesCsv }, book] = await Promise.all([
      import('../report/prices/list.js'),
      import('../prices/own.js'),
      readPriceBook(given['price-book']),
    ]);
    await write(given, {
      document: () => priceListDocument(book, today()),
      json: () => pricesJson(book),
      csv: () => pricesCsv(book.layers.flat()),
    });
  },
};

const showCommand: CommandModule<object, ReportArguments & { region: string }> = {
  command: 'show <region>',
  describe: 'Prices of a Region, from where and how old',
  builder: (yargs) =>
    yargs
      .positional('region', { type: 'string', demandOption: true, describe: 'Code of a Region, such as us-east-1' })
      .options(REPORT_OPTIONS),
  handler: async (given) => {
    const [{ pricesJson, regionDocument }, { pricesCsv }, { unknownRegion }, book] = await Promise.all([
      import('../report/prices/list.js'),
      import('../prices/own.js'),
      import('../scenario/check.js'),
      readPriceBook(given['price-book']),
    ]);
    const { region } = given;
    const own = book.layers.flat().filter((price) => price.region === region);
    const known = book.regions.map((each) => each.region);
    if (own.length === 0 && !known.includes(region)) {
      throw new TrailcostError('region-unknown', { ...unknownRegion(region, known), field: undefined });
    }
    await write(given, {
      document: () => regionDocument(book, region, today()),
      json: () => pricesJson(book, region),
      csv: () => pricesCsv(own),
    });
  },
};

const checkCommand: CommandModule<object, ReportArguments> = {
  command: 'check',
  describe: 'What your own prices change against the bundled ones',
  builder: (yargs) => yargs.options(REPORT_OPTIONS),
  handler: async (given) => {
    const own = await readOwnPrices(given['price-book']);
    if (own === undefined) throw noOwnBook();
    const [{ loadPriceBook }, { comparePrices }, { priceCheckDocument, differencesJson, differencesTable }, { csvTable }] =
      await Promise.all([
        import('../prices/load.js'),
        import('../prices/own.js'),
        import('../report/prices/check.js'),
        import('../report/layout/csv.js'),
      ]);
    const { layers } = await loadPriceBook(own);
    const differences = comparePrices(layers[0] ?? [], layers[1] ?? [], today());
    await write(given, {
      document: () => priceCheckDocument(differences, own.source),
      json: () => differencesJson(differences),
      csv: () => csvTable(differencesTable(differences)),
    });
  },
};

function noOwnBook(): TrailcostError {
  return new TrailcostError('usage', {
    what: `there is no price book of yours at ${ownPriceBookPath(process.env, process.platform)}`,
    remedy: 'Give one with --price-book FILE, or make it with `trailcost prices import` or `prices fetch`.',
  });
}

const TARGET = { ...OWN, describe: 'CSV to put them into [default: your price book at its usual place]' };

const importCommand: CommandModule<object, { files: string[]; 'price-book': string | undefined }> = {
  command: 'import <files..>',
  describe: 'Take prices from AWS price-list files',
  builder: (yargs) =>
    yargs
      .positional('files', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'Bulk JSON or CSV, or GetProducts output, of awskms, AmazonS3, AWSCloudTrail, AmazonAthena; - for standard input',
      })
      .option('price-book', TARGET),
  handler: async ({ files, 'price-book': target }) => {
    const { parsePriceList } = await import('../prices/lists/parse.js');
    const entries: ListedPrice[] = [];
    for (const file of files) entries.push(...parsePriceList(await readInput(file, MAX_LIST_BYTES), inputName(file)));
    await keep(entries, target);
  },
};

interface FetchArguments {
  region: string[];
  url: string | undefined;
  'price-book': string | undefined;
}

const fetchCommand: CommandModule<object, FetchArguments> = {
  command: 'fetch',
  describe: "Download a Region's price lists from AWS, without credentials, and take their prices",
  builder: (yargs) =>
    yargs
      .option('region', {
        type: 'string',
        array: true,
        nargs: 1,
        requiresArg: true,
        demandOption: true,
        describe: 'Code of a Region; may be repeated',
      })
      .option('url', { ...OWN, describe: "Where the lists are, in place of AWS's own address" })
      .option('price-book', TARGET),
  handler: async ({ region: regions, url, 'price-book': target }) => {
    const [{ fetchPriceLists }, { parsePriceList }] = await Promise.all([
      import('../prices/lists/fetch.js'),
      import('../prices/lists/parse.js'),
    ]);
    const say = (text: string) => process.stderr.write(`trailcost: ${text}\n`);
    const onTry = (address: string, attempt: number) => say(`${attempt === 1 ? 'reading' : 'again'} ${address}`);
    const entries: ListedPrice[] = [];
    for (const region of regions) {
      for (const { address, service, text } of await fetchPriceLists(region, { url, onTry })) {
        if (text === undefined) say(`AWS has no list of ${service} for ${region} at ${address}`);
        else entries.push(...parsePriceList(text, address));
      }
    }
    await keep(entries, target);
  },
};

/** Puts the prices of lists into the user's price book and says what was found. */
async function keep(entries: readonly ListedPrice[], target: string | undefined): Promise<void> {
  const [{ importPrices }, { mergePrices, pricesCsv }, { parsePrices }, { importDocument }, { freeRequestsPerMonth }] = await Promise.all([
    import('../prices/lists/import.js'),
    import('../prices/own.js'),
    import('../prices/parse.js'),
    import('../report/prices/import.js'),
    import('../prices/book.js'),
  ]);
  const path = target ?? ownPriceBookPath(process.env, process.platform);
  const book = await readPriceBook((await isFile(path)) ? path : undefined);
  const imported = importPrices(entries, book.regions);
  if (imported.prices.length === 0) throw nothingFound(imported.entries);
  const known = (await isFile(path)) ? (book.layers[1] ?? []) : [];
  const csv = pricesCsv(mergePrices(known, imported.prices));
  parsePrices(csv, inputName(path));
  if (target === undefined) await mkdir(dirname(path), { recursive: true });
  await writeOutput(csv, path, '--price-book');
  const { terminalText } = await import('../report/layout/terminal.js');
  const document = importDocument(imported, path, { freeRequestsPerMonth: freeRequestsPerMonth(book) });
  await writeOutput(terminalText(document, { color: colorWanted(process.stdout, process.env) }), undefined);
}

function nothingFound(entries: number): TrailcostError {
  return new TrailcostError('price-list-invalid', {
    what: `none of the ${entries.toLocaleString('en-US')} entries is a price that trailcost needs`,
    remedy: 'Nothing was written. Needed are the lists of awskms, AmazonS3, AWSCloudTrail and AmazonAthena.',
  });
}

/** The clock, in UTC. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}

interface Renderings {
  document: () => Document;
  json: () => string;
  csv: () => string;
}

async function write({ format: wanted, output: path }: ReportArguments, report: Renderings): Promise<void> {
  await writeOutput(await rendered(wanted, path, report), path);
}

async function rendered(wanted: Format, path: string | undefined, { document, json, csv }: Renderings): Promise<string> {
  if (wanted === 'json') return json();
  if (wanted === 'csv') return csv();
  if (wanted === 'markdown') return (await import('../report/layout/markdown.js')).markdownText(document());
  const color = path === undefined && colorWanted(process.stdout, process.env);
  return (await import('../report/layout/terminal.js')).terminalText(document(), { color });
}

/** Names of the commands under `prices`. */
export const PRICES_COMMANDS = ['list', 'show', 'import', 'fetch', 'check'];

export const pricesCommand: CommandModule = {
  command: 'prices',
  describe: 'Show known prices, and take others from AWS price lists',
  builder: (yargs) =>
    yargs
      .command(listCommand)
      .command(showCommand)
      .command(importCommand)
      .command(fetchCommand)
      .command(checkCommand)
      .demandCommand(1, `say which: ${PRICES_COMMANDS.join(', ')}`)
      .strict(),
  handler: () => undefined,
};
