import { AGE_MINUTES } from '../../logs/count/reads.js';

/** Of the columns and what they mean: a result of another version is refused. */
export const RESULT_VERSION = '1';

/** What a row of a result is about. */
export const ROW_KINDS = {
  /** The query itself; there is always one. */
  query: 'query',
  /** Requests or GETs of one reader, rule, Region, bucket, trail and hour, day or month. */
  requests: 'requests',
  /** GETs by one reader in one bucket of objects that are not of CloudTrail; they do not count. */
  otherGets: 'other-gets',
  /** That CloudTrail delivered files of an account for a trail. */
  deliveries: 'deliveries',
  /** Log files delivered in one hour, with their records. */
  files: 'files',
  /** That there are files of an account, of a Region or two, for one or two accounts. */
  places: 'places',
} as const;

/** In place of a rule's name: the row is of GETs. */
export const GET_RULE = 'get';

/** Columns that tell a row from others, beside its kind. Their order is that of the result. */
export const KEY_COLUMNS = [
  'starts_at',
  'rule',
  'identity_type',
  'principal_id',
  'account_id',
  'arn',
  'user_name',
  'invoked_by',
  'region',
  'bucket',
  'trail',
  'file_kind',
  'agent',
  'file_account',
  'other_region',
  'recipient',
  'other_recipient',
] as const;

/** One for each class of a file's age when it is read. */
export const AGE_COLUMNS = [...AGE_MINUTES.map((minutes) => `reads_to_${minutes}_min`), 'reads_older'];

/** Columns of numbers, which are empty where a row has nothing of the kind. */
export const NUMBER_COLUMNS = [
  'requests',
  'records',
  'without_id',
  'first_copies',
  'paid_copies',
  'untold_copies',
  'oldest_age_min',
  'oldest_file_min',
  'first_request_min',
  ...AGE_COLUMNS,
  'files',
  'files_twice',
  'kms_records',
  'other_records',
  'findings',
  'passed',
  'first_event_s',
  'last_event_s',
  'slots',
];

/** Columns of the row that is about the query. */
const QUERY_COLUMNS = ['since', 'until', 'excluded'] as const;

/** All columns of a result, in its order. `result_rows` is the same in every row: the number of all rows. */
export const COLUMNS: readonly string[] = [
  'trailcost_result',
  'rules',
  'query',
  'result_rows',
  'row_kind',
  ...KEY_COLUMNS,
  ...NUMBER_COLUMNS,
  ...QUERY_COLUMNS,
];
