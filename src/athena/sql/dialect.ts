import type { Location } from './location.js';

/** Engines whose SQL can be printed. */
export type DialectName = 'athena' | 'trino' | 'duckdb' | 'spark';

/** A column with what it holds. */
export interface Field {
  name: string;
  type: 'text' | 'number' | 'truth';
  /** What it is made of. */
  of: string;
}

/** What is not the same in all engines. Arguments and results are SQL, but for names, values and patterns. */
export interface Dialect {
  text(value: string): string;
  /** Never null for what is not. */
  matches(text: string, pattern: RegExp): string;
  /** What a group of a pattern matches; null where nothing does, or where that is empty. */
  extracted(text: string, pattern: RegExp, group: number): string;
  /** Days since 1970-01-01 of a text such as 2026-11-02; null where there is no such day. */
  dayNumber(text: string): string;
  /** A text in JSON, by the names that lead to it; null where there is none. */
  textIn(json: string, path: readonly string[]): string;
  isJsonObject(json: string): string;
  list(items: readonly string[]): string;
  /** One row for each item of a list, beside the columns that there are. */
  each(from: string, list: string, name: string): string;
  /** The fields of one of the rows of a group: of the one that is first in an order. */
  first(fields: readonly Field[], order: string, condition: string): string;
  /** One of these fields. */
  field(of: string, name: string): string;
  /** How many different values there are in a group. */
  distinct(value: string, condition: string): string;
  /** Columns of the source, by the names of this query; see {@link SOURCE_COLUMNS}. */
  columns: Readonly<Record<SourceColumn, string>>;
  /** What follows `FROM`, for a table of this engine. */
  from(table: string): string;
  /** What a session has to set before the query, with the reason. */
  session?: string;
  /** How a table of this engine is made. */
  table(name: string, location: Location): string;
}

/** What is taken of a record, by the name in the query: all are text. */
export const SOURCE_COLUMNS = [
  'path',
  'event_time',
  'event_source',
  'event_name',
  'region',
  'event_id',
  'shared_id',
  'original_id',
  'event_category',
  'error_code',
  'recipient',
  'request_id',
  'user_agent',
  'identity_type',
  'principal_id',
  'arn',
  'account_id',
  'user_name',
  'invoked_by',
  'issuer_arn',
  'parameters',
  'identity',
  'object_arn',
] as const;
export type SourceColumn = (typeof SOURCE_COLUMNS)[number];
