import { TrailcostError } from '../../base/errors.js';
import { counted, grouped } from '../../base/text.js';
import { SECONDS_A_DAY, SECONDS_AN_HOUR } from '../../base/time.js';
import type { DialectName } from './dialect.js';
import { type Location, partitionsOf, rootOf } from './location.js';
import type { Scope, Table } from './scope.js';

/** What a user wants to be counted. */
export interface Order {
  dialect: DialectName;
  locations: readonly string[];
  /** Tables that are there already, one for each location; none where they are to be made. */
  tables: readonly string[];
  isByPath: boolean;
  accounts: readonly string[];
  regions: readonly string[];
  /** Seconds since 1970-01-01 UTC. */
  since: number;
  until: number;
  excluded: readonly string[];
}

/** A copy of an event may be delivered so long after it, as `count` waits for it. */
const LATEST_COPY_SECONDS = 24 * SECONDS_AN_HOUR;
/** A query over more lists for longer than it reads, and its LIST requests cost more. */
const MOST_PARTITIONS = 1_000_000;
const TABLE = 'trailcost_logs';
const TABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*){0,2}$/;

/**
 * What a query has to count.
 *
 * @throws TrailcostError `usage`
 */
export function scopeOf(order: Order): Scope {
  const { since, until, excluded } = order;
  const tables = tablesOf(order);
  const partitions = tables.reduce((sum, { location }) => sum + partitionsOf(location), 0);
  if (partitions > MOST_PARTITIONS) {
    const what = `asks for ${grouped(partitions)} folders (accounts × Regions × days), up to ${grouped(2 * partitions)} LIST requests`;
    throw usage(
      'athena sql',
      what,
      `At most ${grouped(MOST_PARTITIONS)}: make a query for each month, and name only Regions that have log files.`,
    );
  }
  return { since, until, excluded, tables };
}

/** LIST requests that the projection of a query makes at most: two for each folder that is empty. */
export function mostLists({ tables }: Scope): number {
  return tables.reduce((sum, { location }) => sum + 2 * partitionsOf(location), 0);
}

function tablesOf({ dialect, locations, tables, isByPath, ...wanted }: Order): Table[] {
  const filter = isByPath || dialect === 'duckdb' || dialect === 'spark' ? 'paths' : 'partitions';
  const needsRoots = tables.length === 0 || filter === 'paths';
  if (needsRoots && locations.length === 0) {
    throw usage('--location', 'is missing', 'Give where the logs are: --location s3://BUCKET/PREFIX/AWSLogs/.');
  }
  if (needsRoots && tables.length > 0 && tables.length !== locations.length) {
    throw usage(
      '--table',
      `names ${counted(tables.length, 'table')} for ${counted(locations.length, 'location')}`,
      'Give one for each --location.',
    );
  }
  const bad = tables.find((name) => !TABLE_NAME.test(name));
  if (bad !== undefined) throw usage('--table', `"${bad}" is not the name of a table`, 'Write it as DB.NAME.');
  const roots = needsRoots ? locations.map(rootOf) : tables.map(() => '');
  return roots.map((root, index) => {
    const made = index === 0 ? TABLE : `${TABLE}_${index + 1}`;
    return { name: tables[index] ?? made, location: locationAt(root, wanted), filter };
  });
}

function locationAt(root: string, { accounts, regions, since, until }: Pick<Order, 'accounts' | 'regions' | 'since' | 'until'>): Location {
  const lastDay = Math.floor((until + LATEST_COPY_SECONDS - 1) / SECONDS_A_DAY);
  return { root, accounts, regions, firstDay: Math.floor(since / SECONDS_A_DAY), lastDay };
}

function usage(where: string, what: string, remedy: string): TrailcostError {
  return new TrailcostError('usage', { where, what, remedy });
}
