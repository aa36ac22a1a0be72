import type { Declaration, Given } from '../command.js';
import { LIST, REPORT_OPTIONS } from './options.js';

export const PRICES = {
  usage: 'prices',
  describe: 'Show the known prices, and add prices from AWS price lists',
} as const satisfies Declaration;

export const PRICES_LIST = {
  usage: 'list',
  describe: 'Known prices, by Region',
  takes: 'To see one Region: `trailcost prices show REGION`.',
  options: REPORT_OPTIONS,
} as const satisfies Declaration;

export const PRICES_SHOW = {
  usage: 'show <region>',
  describe: 'Prices of one Region, with source and date',
  missing: 'the Region is missing',
  takes: 'The command takes one Region.',
  positionals: { region: { type: 'string', demandOption: true, describe: 'Code of a Region, such as us-east-1' } },
  options: REPORT_OPTIONS,
} as const satisfies Declaration;

const TARGET = {
  type: 'string',
  requiresArg: true,
  describe: 'CSV file to put the prices into; without it, your own price book in its usual place',
} as const;

export const PRICES_IMPORT = {
  usage: 'import <files..>',
  describe: 'Add prices from AWS price-list files',
  missing: 'a price-list file is missing',
  positionals: {
    files: {
      type: 'string',
      array: true,
      demandOption: true,
      describe:
        'Bulk JSON or CSV, or GetProducts, of awskms, AmazonS3, AWSCloudTrail, AmazonGuardDuty, AmazonAthena; - reads standard input',
    },
  },
  options: { 'price-book': TARGET },
} as const satisfies Declaration;

export const PRICES_FETCH = {
  usage: 'fetch',
  describe: 'Download the price lists of a Region from AWS (no credentials needed) and add their prices',
  takes: 'Give the Region as --region REGION.',
  options: {
    region: { ...LIST, demandOption: true, describe: 'Code of a Region, such as us-east-1; can be repeated' },
    url: { type: 'string', requiresArg: true, describe: "Address of the lists, in place of AWS's own" },
    'price-book': TARGET,
  },
} as const satisfies Declaration;

export const PRICES_CHECK = {
  usage: 'check',
  describe: 'Where your own prices differ from the bundled ones',
  takes: 'Give your price book as --price-book FILE.',
  options: REPORT_OPTIONS,
} as const satisfies Declaration;

export type PricesListArguments = Given<typeof PRICES_LIST>;
export type PricesShowArguments = Given<typeof PRICES_SHOW>;
export type PricesImportArguments = Given<typeof PRICES_IMPORT>;
export type PricesFetchArguments = Given<typeof PRICES_FETCH>;
export type PricesCheckArguments = Given<typeof PRICES_CHECK>;
