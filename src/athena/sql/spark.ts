import type { Dialect } from './dialect.js';
import { sqlPattern } from './patterns.js';

const text = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const filled = (value: string) => `nullif(${value}, '')`;
const pathIn = (path: readonly string[]) => text(`$${path.map((name) => `['${name}']`).join('')}`);

/** Spark SQL, from version 3.5 on. */
export const SPARK: Dialect = {
  text,
  session: `-- Else the optimizer writes each step out in all the others, and does not end.
SET spark.sql.optimizer.excludedRules = org.apache.spark.sql.catalyst.optimizer.InferFiltersFromGenerate;`,
  matches: (value, pattern) => `coalesce(${value} RLIKE ${text(sqlPattern(pattern))}, FALSE)`,
  extracted: (value, pattern, group) => filled(`regexp_extract(${value}, ${text(sqlPattern(pattern))}, ${group})`),
  dayNumber: (day) => `datediff(TRY_CAST(${day} AS DATE), DATE '1970-01-01')`,
  textIn: (json, path) => filled(`get_json_object(${json}, ${pathIn(path)})`),
  isJsonObject: (json) => `(substr(trim(${json}), 1, 1) = '{' AND get_json_object(${json}, '$') IS NOT NULL)`,
  list: (items) => `array(${items.join(', ')})`,
  each: (from, list, name) => `FROM ${from} LATERAL VIEW explode(${list}) u AS ${name}`,
  first: (fields, order, condition) =>
    `min_by(named_struct(${fields.map(({ name, of }) => `'${name}', ${of}`).join(', ')}), ${order}) FILTER (WHERE ${condition})`,
  field: (of, name) => `${of}.${name}`,
  distinct: (value, condition) => `size(collect_set(${value}) FILTER (WHERE ${condition}))`,
  columns: {
    path: '_metadata.file_path',
    event_time: 'r.eventTime',
    event_source: 'r.eventSource',
    event_name: 'r.eventName',
    region: filled('r.awsRegion'),
    event_id: filled('r.eventID'),
    shared_id: filled('r.sharedEventID'),
    original_id: filled('r.addendum.originalEventID'),
    event_category: filled('r.eventCategory'),
    error_code: 'r.errorCode',
    recipient: filled('r.recipientAccountId'),
    request_id: filled('r.requestID'),
    user_agent: filled('r.userAgent'),
    identity_type: filled('r.userIdentity.type'),
    principal_id: filled('r.userIdentity.principalId'),
    arn: filled('r.userIdentity.arn'),
    account_id: filled('r.userIdentity.accountId'),
    user_name: filled('r.userIdentity.userName'),
    invoked_by: filled('r.userIdentity.invokedBy'),
    issuer_arn: filled('r.userIdentity.sessionContext.sessionIssuer.arn'),
    parameters: 'r.requestParameters',
    identity: 'CAST(NULL AS STRING)',
    object_arn: filled(`get(filter(r.resources, x -> x.type = 'AWS::S3::Object'), 0).ARN`),
  },
  from: (table) => `${table} LATERAL VIEW explode(Records) e AS r`,
  table: (name, { root }) => `CREATE TABLE ${name} (
  Records ARRAY<STRUCT<
    eventTime: STRING, eventSource: STRING, eventName: STRING, awsRegion: STRING, eventID: STRING, sharedEventID: STRING,
    errorCode: STRING, recipientAccountId: STRING, requestID: STRING, userAgent: STRING, eventCategory: STRING,
    userIdentity: STRUCT<type: STRING, principalId: STRING, arn: STRING, accountId: STRING, userName: STRING, invokedBy: STRING,
      sessionContext: STRUCT<sessionIssuer: STRUCT<arn: STRING>>>,
    addendum: STRUCT<originalEventID: STRING>,
    resources: ARRAY<STRUCT<ARN: STRING, type: STRING>>,
    requestParameters: STRING
  >>
)
USING json
OPTIONS (recursiveFileLookup 'true', pathGlobFilter '*_CloudTrail_*.json.gz', mode 'FAILFAST')
LOCATION ${text(`${root}/`)};`,
};
