import type { Dialect } from './dialect.js';
import { sqlPattern } from './patterns.js';

const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
const filled = (value: string) => `nullif(${value}, '')`;
const identity = (...path: string[]) => filled(scalar('r.userIdentity', path));

/** Text alone: DuckDB would make text of numbers and objects too. */
function scalar(json: string, path: readonly string[]): string {
  const place = text(`$${path.map((name) => `."${name}"`).join('')}`);
  return `CASE WHEN json_type(${json}, ${place}) = 'VARCHAR' THEN json_extract_string(${json}, ${place}) END`;
}

/** An object, or the text of one, as exports have it. */
function jsonText(json: string): string {
  return `CASE WHEN json_type(${json}) = 'VARCHAR' THEN json_extract_string(${json}, '$') ELSE CAST(${json} AS VARCHAR) END`;
}

const RESOURCES = `TRY_CAST(r.resources AS STRUCT("type" VARCHAR, ARN VARCHAR)[])`;

/** DuckDB, over files of S3 or of this machine. */
export const DUCKDB: Dialect = {
  text,
  matches: (value, pattern) => `coalesce(regexp_matches(${value}, ${text(sqlPattern(pattern))}), FALSE)`,
  extracted: (value, pattern, group) => filled(`regexp_extract(${value}, ${text(sqlPattern(pattern))}, ${group})`),
  dayNumber: (day) => `(TRY_CAST(${day} AS DATE) - DATE '1970-01-01')`,
  textIn: (json, path) => filled(scalar(`TRY_CAST(${json} AS JSON)`, path)),
  isJsonObject: (json) => `coalesce(json_type(TRY_CAST(${json} AS JSON)) = 'OBJECT', FALSE)`,
  list: (items) => `[${items.join(', ')}]`,
  each: (from, list, name) => `FROM ${from} CROSS JOIN UNNEST(${list}) AS u (${name})`,
  first: (fields, order, condition) =>
    `arg_min(struct_pack(${fields.map(({ name, of }) => `${name} := ${of}`).join(', ')}), ${order}) FILTER (WHERE ${condition})`,
  field: (of, name) => `${of}.${name}`,
  distinct: (value, condition) => `count(DISTINCT ${value}) FILTER (WHERE ${condition})`,
  columns: {
    path: 'filename',
    event_time: 'r.eventTime',
    event_source: 'r.eventSource',
    event_name: 'r.eventName',
    region: filled('r.awsRegion'),
    event_id: filled('r.eventID'),
    shared_id: filled('r.sharedEventID'),
    original_id: filled(scalar('r.addendum', ['originalEventID'])),
    event_category: filled('r.eventCategory'),
    error_code: 'r.errorCode',
    recipient: filled('r.recipientAccountId'),
    request_id: filled('r.requestID'),
    user_agent: filled('r.userAgent'),
    identity_type: identity('type'),
    principal_id: identity('principalId'),
    arn: identity('arn'),
    account_id: identity('accountId'),
    user_name: identity('userName'),
    invoked_by: identity('invokedBy'),
    issuer_arn: identity('sessionContext', 'sessionIssuer', 'arn'),
    parameters: jsonText('r.requestParameters'),
    identity: jsonText('r.userIdentity'),
    object_arn: filled(`list_filter(${RESOURCES}, lambda x: x."type" = 'AWS::S3::Object')[1].ARN`),
  },
  from: (table) => table,
  table(name, { root }) {
    const fields = [
      ...[
        'eventTime',
        'eventSource',
        'eventName',
        'awsRegion',
        'eventID',
        'sharedEventID',
        'eventCategory',
        'errorCode',
        'recipientAccountId',
      ],
      ...['requestID', 'userAgent'],
    ].map((field) => `${field} VARCHAR`);
    const objects = ['userIdentity', 'requestParameters', 'resources', 'addendum'].map((field) => `${field} JSON`);
    const record = `STRUCT(${[...fields, ...objects].join(', ')})`;
    return `CREATE OR REPLACE VIEW ${name} AS
SELECT filename, unnest(Records) AS r
FROM read_json(
  ${text(`${root}/*/CloudTrail/*/*/*/*/*.json.gz`)},
  columns = {Records: ${text(`${record}[]`)}},
  format = 'auto', compression = 'gzip', filename = true, maximum_object_size = 134217728
);`;
  },
};
