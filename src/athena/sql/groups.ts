import { keysOf } from '../../base/records.js';
import { AGE_MINUTES } from '../../logs/count/reads.js';
import { AGE_COLUMNS, KEY_COLUMNS, NUMBER_COLUMNS, ROW_KINDS } from './columns.js';
import type { Dialect, Field } from './dialect.js';
import { dayRules } from './rule-case.js';
import type { Step } from './steps.js';
import { stampDay } from './steps.js';

const FILE = "substr(group_key, 1, 2) = 'f '";
const EVENT = "substr(group_key, 1, 2) <> 'f '";

const WHO = ['identity_type', 'account_id', 'who_id', 'who_arn', 'who_name', 'who_invoked'];
const OBJECT = ['object_text', 'parameter_bucket', 'parameter_key', 'trail'];
/** What tells records apart that have no identifier. */
const WITHOUT_ID = ['path', 'event_time', 'event_name', 'error_code', 'recipient', 'principal_id', 'arn', ...OBJECT, ...WHO];

/** What a record is grouped by: its file, and where it is a finding, what all its copies share. */
export function groupKeys({ list }: Dialect): string {
  const file = `'f ' || file_name`;
  const joined = (columns: readonly string[]) => columns.map((column) => `coalesce(${column}, '')`).join(" || '|' || ");
  const noId = `'n ' || ${joined(WITHOUT_ID)}`;
  const key =
    `CASE finding WHEN 'request' THEN coalesce('e ' || record_id, ${noId})` +
    ` WHEN 'get' THEN coalesce('g ' || request_id, 'e ' || record_id, ${noId})` +
    ` ELSE 'o ' || ${joined(['object_bucket', ...WHO])} END`;
  return `CASE WHEN finding IS NULL THEN ${list([file])} ELSE ${list([file, key])} END`;
}

/** What is kept of the record that stands for its copies. */
const KEPT: readonly Field[] = [
  { name: 'finding', type: 'text', of: 'finding' },
  { name: 'is_within', type: 'truth', of: 'is_within' },
  { name: 'starts', type: 'text', of: 'starts' },
  { name: 'event_second', type: 'number', of: 'event_second' },
  { name: 'rule', type: 'text', of: 'rule' },
  { name: 'identity_type', type: 'text', of: 'identity_type' },
  { name: 'principal_id', type: 'text', of: 'who_id' },
  { name: 'account_id', type: 'text', of: 'account_id' },
  { name: 'arn', type: 'text', of: 'who_arn' },
  { name: 'user_name', type: 'text', of: 'who_name' },
  { name: 'invoked_by', type: 'text', of: 'who_invoked' },
  { name: 'region', type: 'text', of: 'region' },
  { name: 'bucket', type: 'text', of: 'object_bucket' },
  { name: 'trail', type: 'text', of: 'trail' },
  { name: 'file_kind', type: 'text', of: 'file_kind' },
  { name: 'agent', type: 'text', of: 'agent' },
  { name: 'file_account', type: 'text', of: 'file_account' },
  { name: 'file_minute', type: 'number', of: 'file_minute' },
];

/** One row for each file and for each event. */
export function groupColumns(dialect: Dialect): Step {
  const { first, distinct } = dialect;
  const isNamed = `CASE WHEN who_arn IS NOT NULL OR who_name IS NOT NULL OR who_invoked IS NOT NULL THEN '0' ELSE '1' END`;
  const order = `${isNamed} || coalesce(delivered_stamp, '99999999T9999') || path`;
  const isRecorded = `${EVENT} AND recorded_by IS NOT NULL`;
  const isDelivered = `${isRecorded} AND delivered_name IS NOT NULL`;
  const count = (condition: string) => `sum(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;
  return [
    ['group_key', 'group_key'],
    ['kept', first(KEPT, order, EVENT)],
    ['records', 'count(*)'],
    ['accounts', distinct('recorded_by', isRecorded)],
    ['accounts_delivered', distinct('recorded_by', isDelivered)],
    ['recordings', distinct('recorded_by || file_name', isRecorded)],
    ['recordings_delivered', distinct('recorded_by || file_name', isDelivered)],
    ['first_path', `min(CASE WHEN ${FILE} THEN path END)`],
    ['last_path', `max(CASE WHEN ${FILE} THEN path END)`],
    ['stamp', 'min(delivered_stamp)'],
    ['path_account', 'min(path_account)'],
    ['first_region', 'min(region)'],
    ['last_region', 'max(region)'],
    ['first_recipient', 'min(CASE WHEN is_kms OR is_get THEN recipient END)'],
    ['last_recipient', 'max(CASE WHEN is_kms OR is_get THEN recipient END)'],
    ['kms_records', count('is_kms AND is_request')],
    ['other_records', count('(is_kms OR is_get) AND NOT is_request')],
    ['findings', count("finding IN ('request', 'get')")],
    ['passed', count("finding IN ('request', 'get') AND is_within")],
    ['first_event', 'min(plausible_second)'],
    ['last_event', 'max(plausible_second)'],
  ];
}

/** The same with the fields of the kept record by their names. */
export function keptColumns({ field }: Dialect): Step {
  return KEPT.map(({ name }) => [`e_${name}`, field('kept', name)] as const);
}

/** What an event counts for, and which rows of the result it goes into, or a file. */
export function countedColumns({ list, text }: Dialect): Step {
  const kinds = (...some: string[]) => list(some.map(text));
  const isDelivery = `e_is_within AND e_file_account IS NOT NULL AND e_rule IN (${dayRules.map(text).join(', ')})`;
  return [
    ['requests_of_event', "CASE substr(group_key, 1, 2) WHEN 'o ' THEN 0 WHEN 'n ' THEN records ELSE 1 END"],
    [
      'row_kinds',
      `CASE WHEN ${FILE} THEN ${kinds(ROW_KINDS.files, ROW_KINDS.places)}` +
        ` WHEN e_finding = 'other-get' THEN ${kinds(ROW_KINDS.otherGets)}` +
        ` WHEN ${isDelivery} THEN ${kinds(ROW_KINDS.requests, ROW_KINDS.deliveries)} ELSE ${kinds(ROW_KINDS.requests)} END`,
    ],
  ];
}

/** The columns that rows are grouped by: each is empty in rows that it says nothing of. */
export function resultKeys({ text }: Dialect): Step {
  const of: Record<(typeof KEY_COLUMNS)[number], Partial<Record<keyof typeof ROW_KINDS, string>>> = {
    starts_at: {
      requests: 'CASE WHEN e_is_within THEN e_starts END',
      files: `CASE WHEN stamp IS NOT NULL THEN ${stampDay('stamp')} || substr(stamp, 9, 3) END`,
    },
    rule: { requests: 'e_rule' },
    identity_type: { requests: 'e_identity_type', otherGets: 'e_identity_type' },
    principal_id: { requests: 'e_principal_id', otherGets: 'e_principal_id' },
    account_id: { requests: 'e_account_id', otherGets: 'e_account_id' },
    arn: { requests: 'e_arn', otherGets: 'e_arn' },
    user_name: { requests: 'e_user_name', otherGets: 'e_user_name' },
    invoked_by: { requests: 'e_invoked_by', otherGets: 'e_invoked_by' },
    region: { requests: 'e_region', deliveries: 'e_region', places: 'first_region' },
    bucket: { requests: 'e_bucket', deliveries: 'e_bucket', otherGets: 'e_bucket' },
    trail: { requests: 'e_trail', deliveries: 'e_trail' },
    file_kind: { requests: 'e_file_kind' },
    agent: { requests: 'e_agent' },
    file_account: { deliveries: 'e_file_account', places: 'path_account' },
    other_region: { places: 'last_region' },
    recipient: { places: 'first_recipient' },
    other_recipient: { places: 'last_recipient' },
  };
  return KEY_COLUMNS.map((column) => {
    const kinds = keysOf(of[column]).map((kind) => `WHEN ${text(ROW_KINDS[kind])} THEN ${of[column][kind]}`);
    return [column, `CASE row_kind ${kinds.join(' ')} END`] as const;
  });
}

/** The numbers of a row, by their columns. */
export function resultNumbers(): Step {
  const id = "substr(group_key, 1, 2) = 'n '";
  const minute = 'CAST(floor(e_event_second / 60) AS BIGINT)';
  const age = `CASE WHEN e_file_minute > ${minute} THEN 0 ELSE ${minute} - e_file_minute END`;
  const inRequests = (value: string) => `CASE WHEN row_kind = '${ROW_KINDS.requests}' THEN ${value} END`;
  const inFiles = (value: string) => `CASE WHEN row_kind = '${ROW_KINDS.files}' THEN ${value} END`;
  const ends = [...AGE_MINUTES, undefined];
  const ages = AGE_COLUMNS.map((column, index) => {
    const [from, to] = [index === 0 ? undefined : AGE_MINUTES[index - 1], ends[index]];
    const bounds = [...(from === undefined ? [] : [`(${age}) > ${from}`]), ...(to === undefined ? [] : [`(${age}) <= ${to}`])];
    return [column, `sum(${inRequests(`CASE WHEN ${bounds.join(' AND ')} THEN requests_of_event ELSE 0 END`)})`] as const;
  });
  const slots = Array.from({ length: 12 }, (_, slot) => {
    const isSlot = `CAST(substr(stamp, 12, 2) AS BIGINT) >= ${slot * 5} AND CAST(substr(stamp, 12, 2) AS BIGINT) < ${slot * 5 + 5}`;
    return `${2 ** slot} * max(CASE WHEN ${isSlot} THEN 1 ELSE 0 END)`;
  });
  const numbers: Record<string, string> = {
    requests: `sum(${inRequests('requests_of_event')})`,
    records: `sum(records)`,
    without_id: `sum(${inRequests(`CASE WHEN ${id} THEN records ELSE 0 END`)})`,
    first_copies: `sum(${inRequests('greatest(accounts - 1, 0)')})`,
    paid_copies: `sum(${inRequests('recordings_delivered - accounts_delivered')})`,
    untold_copies: `sum(${inRequests('(recordings - recordings_delivered) - (accounts - accounts_delivered)')})`,
    oldest_age_min: `max(${inRequests(age)})`,
    oldest_file_min: `min(${inRequests('e_file_minute')})`,
    first_request_min: `min(${inRequests(minute)})`,
    ...Object.fromEntries(ages),
    files: `sum(${inFiles('CASE WHEN first_path = last_path THEN 1 ELSE 2 END')})`,
    files_twice: `sum(${inFiles('CASE WHEN first_path = last_path THEN 0 ELSE 1 END')})`,
    kms_records: `sum(${inFiles('kms_records')})`,
    other_records: `sum(${inFiles('other_records')})`,
    findings: `sum(${inFiles('findings')})`,
    passed: `sum(${inFiles('passed')})`,
    first_event_s: `min(${inFiles('first_event')})`,
    last_event_s: `max(${inFiles('last_event')})`,
    slots: `CASE WHEN row_kind = '${ROW_KINDS.files}' THEN ${slots.join(' + ')} END`,
  };
  return NUMBER_COLUMNS.map((column) => [column, numbers[column] ?? 'NULL'] as const);
}
