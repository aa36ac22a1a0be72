import type { Location } from './location.js';
import type { Span } from './steps.js';

/** A table of log files, and which of its files are asked for. */
export interface Table {
  /** As the query names it, quoted where it has to be. */
  name: string;
  location: Location;
  /** By the columns `account`, `region` and `day`, or for tables that lack these by the files' addresses. */
  filter: 'partitions' | 'paths';
}

/** What a query is to count. */
export interface Scope extends Span {
  tables: readonly Table[];
  /** Addresses of files that cannot be read. */
  excluded: readonly string[];
}
