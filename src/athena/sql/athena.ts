import type { Dialect } from './dialect.js';
import { FIRST_DAY } from './location.js';
import { PRESTO } from './presto.js';
import { RECORD_COLUMNS } from './trino.js';

/** As Hive writes texts, and so Athena in its tables. */
const text = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** Athena: CloudTrail's own input format gives a row for each record. */
export const ATHENA: Dialect = {
  ...PRESTO,
  columns: { path: '"$path"', ...RECORD_COLUMNS },
  from: (table) => table,
  table: (name, { root, accounts, regions }) => `CREATE EXTERNAL TABLE ${name} (
  eventtime string, eventsource string, eventname string, awsregion string, eventid string, sharedeventid string, errorcode string,
  recipientaccountid string, requestid string, useragent string, eventcategory string,
  useridentity struct<type:string,principalid:string,arn:string,accountid:string,username:string,invokedby:string,
    sessioncontext:struct<sessionissuer:struct<arn:string>>>,
  addendum struct<originaleventid:string>,
  resources array<struct<arn:string,type:string>>,
  requestparameters string
)
PARTITIONED BY (account string, region string, day string)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
LOCATION ${text(`${root}/`)}
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.account.type' = 'enum', 'projection.account.values' = ${text(accounts.join(','))},
  'projection.region.type' = 'enum', 'projection.region.values' = ${text(regions.join(','))},
  'projection.day.type' = 'date', 'projection.day.format' = 'yyyy/MM/dd',
  'projection.day.range' = ${text(`${FIRST_DAY},NOW`)},
  'projection.day.interval' = '1', 'projection.day.interval.unit' = 'DAYS',
  'storage.location.template' = ${text(`${root}/\${account}/CloudTrail/\${region}/\${day}`)}
);`,
};
