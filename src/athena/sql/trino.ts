import type { Dialect } from './dialect.js';
import { FIRST_DAY } from './location.js';
import { PRESTO } from './presto.js';

const { text } = PRESTO;
const filled = (value: string) => `nullif(${value}, '')`;

/** Columns of a record as AWS's own table has them, which Athena makes of CloudTrail's files and the others of lists in them. */
export const RECORD_COLUMNS = {
  event_time: 'eventtime',
  event_source: 'eventsource',
  event_name: 'eventname',
  region: filled('awsregion'),
  event_id: filled('eventid'),
  shared_id: filled('sharedeventid'),
  original_id: filled('addendum.originaleventid'),
  event_category: filled('eventcategory'),
  error_code: 'errorcode',
  recipient: filled('recipientaccountid'),
  request_id: filled('requestid'),
  user_agent: filled('useragent'),
  identity_type: filled('useridentity.type'),
  principal_id: filled('useridentity.principalid'),
  arn: filled('useridentity.arn'),
  account_id: filled('useridentity.accountid'),
  user_name: filled('useridentity.username'),
  invoked_by: filled('useridentity.invokedby'),
  issuer_arn: filled('useridentity.sessioncontext.sessionissuer.arn'),
  parameters: 'requestparameters',
  identity: 'CAST(NULL AS VARCHAR)',
  object_arn: filled(`element_at(filter(resources, r -> r.type = 'AWS::S3::Object'), 1).arn`),
} as const;

const RECORD_FIELDS = `array(row(
    eventtime varchar, eventsource varchar, eventname varchar, awsregion varchar, eventid varchar, sharedeventid varchar,
    errorcode varchar, recipientaccountid varchar, requestid varchar, useragent varchar, eventcategory varchar,
    useridentity row("type" varchar, principalid varchar, arn varchar, accountid varchar, username varchar, invokedby varchar,
      sessioncontext row(sessionissuer row(arn varchar))),
    addendum row(originaleventid varchar),
    resources array(row(arn varchar, "type" varchar)),
    requestparameters varchar
  ))`;
const RECORD_NAMES =
  'eventtime, eventsource, eventname, awsregion, eventid, sharedeventid, errorcode, recipientaccountid, requestid, useragent,' +
  ' eventcategory, useridentity, addendum, resources, requestparameters';

/** Trino, as Amazon EMR has it: a row of the table is a file with its records in a list. */
export const TRINO: Dialect = {
  ...PRESTO,
  columns: { path: '"$path"', ...RECORD_COLUMNS },
  from: (table) => `${table} CROSS JOIN UNNEST(records) AS u (${RECORD_NAMES})`,
  table(name, { root, accounts, regions }) {
    const values = (some: readonly string[]) => `ARRAY[${some.map(text).join(', ')}]`;
    return `CREATE TABLE ${name} (
  records ${RECORD_FIELDS},
  account varchar WITH (partition_projection_type = 'ENUM', partition_projection_values = ${values(accounts)}),
  region varchar WITH (partition_projection_type = 'ENUM', partition_projection_values = ${values(regions)}),
  day varchar WITH (partition_projection_type = 'DATE', partition_projection_format = 'yyyy/MM/dd',
    partition_projection_range = ARRAY[${text(FIRST_DAY)}, 'NOW'],
    partition_projection_interval = 1, partition_projection_interval_unit = 'DAYS')
) WITH (
  external_location = ${text(`${root}/`)}, format = 'OPENX_JSON', partitioned_by = ARRAY['account', 'region', 'day'],
  partition_projection_enabled = true,
  partition_projection_location_template = ${text(`${root}/\${account}/CloudTrail/\${region}/\${day}/`)}
);`;
  },
};
