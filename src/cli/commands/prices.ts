import type { Declaration, Given } from '../command.js';
import { LIST, REPORT_OPTIONS } from './options.js';

export const PRICES = {
  usage: 'prices',
  describe: 'Show the price book; import prices from AWS price lists',
} as const satisfies Declaration;

export const PRICES_LIST = {
  usage: 'list',
  describe: 'List the prices of all Regions',
  options: REPORT_OPTIONS,
} as const satisfies Declaration;

export const PRICES_SHOW = {
  usage: 'show <region>',
  describe: "Show one Region's prices, sources and ages",
  missing: 'the Region is missing',
  positionals: { region: { type: 'string', demandOption: true, describe: 'Code of a Region, such as us-east-1' } },
  options: REPORT_OPTIONS,
} as const satisfies Declaration;

const TARGET = {
  type: 'string',
  requiresArg: true,
  describe: 'CSV file to add the prices to [default: your own price book]',
} as const;

export const PRICES_IMPORT = {
  usage: 'import <files..>',
  describe: 'Import prices from AWS price-list files',
  missing: 'a price-list file is missing',
  positionals: {
    files: {
      type: 'string',
      array: true,
      demandOption: true,
      describe:
        'Bulk JSON or CSV, or output of GetProducts, for awskms, AmazonS3, AWSCloudTrail, AmazonGuardDuty or AmazonAthena; - for standard input',
    },
  },
  options: { 'price-book': TARGET },
} as const satisfies Declaration;

export const PRICES_FETCH = {
  usage: 'fetch',
  describe: 'Download the price lists of a Region from AWS (no credentials needed) and import them',
  options: {
    region: { ...LIST, demandOption: true, describe: 'Code of a Region; may be repeated' },
    url: { type: 'string', requiresArg: true, describe: "Address of the lists, instead of AWS's own" },
    'price-book': TARGET,
  },
} as const satisfies Declaration;

export const PRICES_CHECK = {
  usage: 'check',
  describe: 'Compare your prices with the bundled ones',
  options: REPORT_OPTIONS,
} as const satisfies Declaration;

export type PricesListArguments = Given<typeof PRICES_LIST>;
export type PricesShowArguments = Given<typeof PRICES_SHOW>;
export type PricesImportArguments = Given<typeof PRICES_IMPORT>;
export type PricesFetchArguments = Given<typeof PRICES_FETCH>;
export type PricesCheckArguments = Given<typeof PRICES_CHECK>;
