import type { Declaration, Given } from '../command.js';
import { LIST, REPORT_OPTIONS } from './options.js';

export const PRICES = {
  usage: 'prices',
  describe: 'Show known prices, and take others from AWS price lists',
} as const satisfies Declaration;

export const PRICES_LIST = {
  usage: 'list',
  describe: 'Prices known, by Region',
  options: REPORT_OPTIONS,
} as const satisfies Declaration;

export const PRICES_SHOW = {
  usage: 'show <region>',
  describe: 'Prices of a Region, from where and how old',
  missing: 'the Region is missing',
  positionals: { region: { type: 'string', demandOption: true, describe: 'Code of a Region, such as us-east-1' } },
  options: REPORT_OPTIONS,
} as const satisfies Declaration;

const TARGET = {
  type: 'string',
  requiresArg: true,
  describe: 'CSV to put them into [default: your price book at its usual place]',
} as const;

export const PRICES_IMPORT = {
  usage: 'import <files..>',
  describe: 'Take prices from AWS price-list files',
  missing: 'a price-list file is missing',
  positionals: {
    files: {
      type: 'string',
      array: true,
      demandOption: true,
      describe:
        'Bulk JSON or CSV, or GetProducts output, of awskms, AmazonS3, AWSCloudTrail, AmazonGuardDuty, AmazonAthena; - for standard input',
    },
  },
  options: { 'price-book': TARGET },
} as const satisfies Declaration;

export const PRICES_FETCH = {
  usage: 'fetch',
  describe: "Download a Region's price lists from AWS, without credentials, and take their prices",
  options: {
    region: { ...LIST, demandOption: true, describe: 'Code of a Region; may be repeated' },
    url: { type: 'string', requiresArg: true, describe: "Where the lists are, in place of AWS's own address" },
    'price-book': TARGET,
  },
} as const satisfies Declaration;

export const PRICES_CHECK = {
  usage: 'check',
  describe: 'What your own prices change against the bundled ones',
  options: REPORT_OPTIONS,
} as const satisfies Declaration;

export type PricesListArguments = Given<typeof PRICES_LIST>;
export type PricesShowArguments = Given<typeof PRICES_SHOW>;
export type PricesImportArguments = Given<typeof PRICES_IMPORT>;
export type PricesFetchArguments = Given<typeof PRICES_FETCH>;
export type PricesCheckArguments = Given<typeof PRICES_CHECK>;
