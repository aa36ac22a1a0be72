import type { Order } from '../../athena/sql/order.js';
import { MOST_QUERY_BYTES } from '../../athena/sql/printed.js';
import { TrailcostError } from '../../base/errors.js';
import { grouped } from '../../base/text.js';
import type { AthenaSqlArguments } from '../commands/athena.js';
import { assertAccount, usage } from '../usage.js';
import { instantOf } from './instant.js';

const REGION = /^[a-z]{2,}(?:-[a-z]+)+-\d{1,2}$/;

/** What both commands are told that make SQL. */
type Given = Pick<AthenaSqlArguments, 'location' | 'table' | 'exclude' | 'dialect' | 'by-path' | 'account' | 'region' | 'since' | 'until'>;

/**
 * What is to be counted, as it was given: nothing of it may be open, since an open query lists every folder that there might be.
 *
 * @throws TrailcostError `usage`
 */
export function orderOf(given: Given): Order {
  const { location = [], table = [], exclude = [], dialect, 'by-path': isByPath, since: first, until: end } = given;
  const [accounts, regions] = [listed(given.account), listed(given.region)];
  const isMissing = {
    '--location': location.length === 0 && table.length === 0,
    '--account': accounts.length === 0,
    '--region': regions.length === 0,
    '--since': first === undefined,
    '--until': end === undefined,
  };
  const missing = MISSING.filter(({ where }) => isMissing[where]);
  if (missing.length > 0 || first === undefined || end === undefined) throw new TrailcostError('usage', missing);
  for (const id of accounts) assertAccount(id, '--account');
  const wrong = regions.find((region) => !REGION.test(region));
  if (wrong !== undefined) throw usage('--region', `"${wrong}" is not a Region`, 'Give its code, such as us-east-1.');
  const [since, until] = [instantOf(first, '--since'), instantOf(end, '--until')];
  if (since >= until) throw usage('--until', 'is not after --since', 'Swap them.');
  const foreign = exclude.find((path) => !/^s3[an]?:\/\/[^/]+\/./.test(path) && dialect !== 'duckdb');
  if (foreign !== undefined) throw usage('--exclude', `"${foreign}" is not the address of a file`, 'Give it as s3://BUCKET/KEY.');
  return { dialect, locations: location, tables: table, isByPath, accounts, regions, since, until, excluded: exclude };
}

/**
 * Refuses SQL that is longer than Athena takes.
 *
 * @throws TrailcostError `usage`
 */
export function assertTaken(sql: string, command: string): void {
  const bytes = Buffer.byteLength(sql);
  if (bytes <= MOST_QUERY_BYTES) return;
  const what = `makes a query of ${grouped(bytes)} bytes; Athena takes ${grouped(MOST_QUERY_BYTES)}`;
  throw usage(command, what, 'Name fewer accounts, Regions or excluded files, or leave --by-path out.');
}

/** Values that were given one by one, or with commas. */
function listed(given: readonly string[] = []): string[] {
  return [...new Set(given.flatMap((value) => value.split(',')).map((value) => value.trim()))].filter((value) => value !== '');
}

/** What every order needs, and what to give. */
const MISSING = (
  [
    ['--location', 'Give where the logs are: --location s3://BUCKET/PREFIX/AWSLogs/.'],
    ['--account', 'Give each account that has log files: an open query lists every folder twice.'],
    ['--region', 'Give each Region that has log files: an open query lists every folder twice.'],
    ['--since', 'Give a beginning: an open query lists every folder of every day.'],
    ['--until', 'Give an end: an open query lists every folder of every day.'],
  ] as const
).map(([where, remedy]) => ({ where, what: 'is missing', remedy }));
