import { ObjectStore } from '../../aws/s3.js';
import { Decimal } from '../../base/decimal.js';
import { TrailcostError } from '../../base/errors.js';
import { counted, grouped } from '../../base/text.js';
import { type S3Address, s3AddressOf, s3Text } from '../../logs/s3/address.js';
import type { LeftOut, Scope } from '../../logs/s3/levels.js';
import type { OwnCost } from '../../logs/s3/own-cost.js';
import { ListedBucket } from '../../logs/s3/supply.js';
import { amountOf } from '../../planning/amount.js';
import { assertBudgetCurrency } from '../../planning/budget.js';
import { money, placesFor } from '../../report/layout/figures.js';
import { type CountArguments, DEFAULT_MAX_COST } from '../commands/count.js';
import { type Io, remark } from '../io.js';
import { progressLine } from '../progress.js';
import { usage } from '../usage.js';
import { VERSION } from '../version.js';

/** What `count` is told about a bucket. */
type Given = Pick<CountArguments, 'endpoint' | 'requester-pays'>;

/**
 * Lists a bucket, and does something while the listing is there.
 *
 * @throws TrailcostError `aws-refused`; `file-unreadable` where nothing is there
 */
export async function withListing<T>(
  path: string,
  { given, scope, signal }: { given: Given; scope: Scope; signal: AbortSignal | undefined },
  io: Io,
  use: (listed: ListedBucket, address: S3Address) => Promise<T>,
): Promise<T> {
  const address = s3AddressOf(path);
  const endpoint = given.endpoint ?? io.env['AWS_ENDPOINT_URL_S3'] ?? io.env['AWS_ENDPOINT_URL'];
  const access = { endpoint, version: VERSION, requesterPays: given['requester-pays'] };
  const store = await ObjectStore.open(address.bucket, access, signal);
  try {
    const line = progressLine(io);
    const onListed = (files: number) => line.show(() => `${counted(files, 'file')} listed · ${counted(store.requests.lists, 'LIST')}`);
    const listed = await ListedBucket.of(store, address, scope, { signal, onListed }).finally(() => line.clear());
    try {
      sayLeftOut(listed, io);
      if (listed.files === 0) throw nothingThere(address, listed);
      return await use(listed, address);
    } finally {
      listed.close();
    }
  } finally {
    store.close();
  }
}

/** @throws TrailcostError `usage` for what is no URL of a server */
export function assertEndpoint(endpoint: string | undefined): void {
  if (endpoint === undefined || (/^https?:\/\//.test(endpoint) && URL.canParse(endpoint))) return;
  const remedy = 'Give the URL of the server, such as http://127.0.0.1:9000.';
  throw new TrailcostError('usage', { where: '--endpoint', what: `"${endpoint}" is not a URL`, remedy });
}

/** What may be spent without being asked for, and the currency that was written with it. */
export type MaxCost = ReturnType<typeof amountOf>;

/** @throws TrailcostError `usage` for what is no amount */
export function maxCostOf(text = DEFAULT_MAX_COST): MaxCost {
  return amountOf(text, '--max-cost');
}

/**
 * Refuses to spend more than may be spent without being asked for.
 *
 * @param more what else is to be known by who decides
 * @throws TrailcostError `usage`, and `currency-mixed` where the limit is written in another currency than the prices'
 */
export function assertWithin({ total, currency }: Pick<OwnCost, 'total' | 'currency'>, maxCost: MaxCost, more: string): void {
  assertBudgetCurrency(maxCost, currency, `Give the amount in ${currency}, the currency of the prices.`);
  if (total?.lte(maxCost.amount) === true) return;
  if (total === undefined) {
    const remedy = `Add --yes to read them all the same, or give prices with --price-book; ${more}.`;
    throw usage('--max-cost', 'what this costs is unknown: the price book has no price for this Region. Nothing was read', remedy);
  }
  const places = placesFor([total]);
  const [most, limit] = [total, maxCost.amount].map((amount) => money(amount, currency, places));
  const what = `reading costs up to ${most}, more than ${limit}. Nothing was read`;
  throw usage('--max-cost', what, `Add --yes or a higher --max-cost, or fewer days (--since, --until); ${more}.`);
}

/** An amount for a sentence; what has no price is not taken for nothing. */
export function moneyOf(amount: Decimal | undefined, { currency }: OwnCost): string {
  return amount === undefined ? 'price unknown' : money(amount, currency);
}

export function megabytes(bytes: number): string {
  const text = new Decimal(bytes).div(1e6);
  return `${grouped(text.lt(10) ? text.toDecimalPlaces(1, Decimal.ROUND_UP).toFixed() : text.toFixed(0))} MB`;
}

const LEFT_OUT: readonly (readonly [keyof LeftOut, string, string])[] = [
  ['accounts', 'folder of another account', 'folders of other accounts'],
  ['regions', 'folder of another Region', 'folders of other Regions'],
  ['periods', 'folder of other days', 'folders of other days'],
  ['services', 'folder of digests or another service', 'folders of digests and other services'],
  ['others', 'folder outside AWSLogs/', 'folders outside AWSLogs/'],
];

function sayLeftOut({ leftOut, accountsWithoutFolder }: ListedBucket, io: Io): void {
  const folders = LEFT_OUT.filter(([kind]) => leftOut[kind] > 0).map(([kind, one, more]) => counted(leftOut[kind], one, more));
  if (folders.length > 0) remark(`not listed and not read: ${folders.join(', ')}`, io);
  if (leftOut.files > 0) remark(`not read: ${counted(leftOut.files, 'file')} that ${leftOut.files === 1 ? 'is' : 'are'} not log files`, io);
  if (accountsWithoutFolder.length === 0) return;
  const missing = `no folder of ${accountsWithoutFolder.length === 1 ? 'account' : 'accounts'} ${accountsWithoutFolder.join(', ')}`;
  remark(`${missing}: requests that they pay can only be in those of other accounts, so all are read`, io);
}

function nothingThere(address: S3Address, { leftOut, daysNotOpened, failures }: ListedBucket): TrailcostError {
  const isFiltered = leftOut.accounts + leftOut.regions + leftOut.periods + daysNotOpened > 0;
  const what = isFiltered ? 'has no log file that --since, --until, --account and --region leave' : 'has no log file';
  const remedy = isFiltered
    ? 'Give other days, accounts or Regions.'
    : 'Check the prefix: CloudTrail delivers to s3://BUCKET/PREFIX/AWSLogs/. `aws cloudtrail describe-trails` shows both.';
  const first = { where: s3Text(address), what, remedy };
  return new TrailcostError('file-unreadable', [first, ...failures.slice(0, 5).map(({ file, reason }) => ({ where: file, what: reason }))]);
}
