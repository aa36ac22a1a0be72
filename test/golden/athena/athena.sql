-- A table of the log files, which reads nothing on its own. Another one for other accounts or Regions: drop this one first.
CREATE EXTERNAL TABLE trailcost_logs (
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
LOCATION 's3://example-trail-logs/AWSLogs/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.account.type' = 'enum', 'projection.account.values' = '111122223333,444455556666',
  'projection.region.type' = 'enum', 'projection.region.values' = 'us-east-1,eu-central-1',
  'projection.day.type' = 'date', 'projection.day.format' = 'yyyy/MM/dd',
  'projection.day.range' = '2015/01/01,NOW',
  'projection.day.interval' = '1', 'projection.day.interval.unit' = 'DAYS',
  'storage.location.template' = 's3://example-trail-logs/AWSLogs/${account}/CloudTrail/${region}/${day}'
);

-- Reads each log file once. Save all its rows and 52 columns in a CSV file: trailcost athena load FILE
WITH source AS (
  SELECT
    "$path" AS path,
    eventtime AS event_time,
    eventsource AS event_source,
    eventname AS event_name,
    nullif(awsregion, '') AS region,
    nullif(eventid, '') AS event_id,
    nullif(sharedeventid, '') AS shared_id,
    nullif(addendum.originaleventid, '') AS original_id,
    nullif(eventcategory, '') AS event_category,
    errorcode AS error_code,
    nullif(recipientaccountid, '') AS recipient,
    nullif(requestid, '') AS request_id,
    nullif(useragent, '') AS user_agent,
    nullif(useridentity.type, '') AS identity_type,
    nullif(useridentity.principalid, '') AS principal_id,
    nullif(useridentity.arn, '') AS arn,
    nullif(useridentity.accountid, '') AS account_id,
    nullif(useridentity.username, '') AS user_name,
    nullif(useridentity.invokedby, '') AS invoked_by,
    nullif(useridentity.sessioncontext.sessionissuer.arn, '') AS issuer_arn,
    requestparameters AS parameters,
    CAST(NULL AS VARCHAR) AS identity,
    nullif(element_at(filter(resources, r -> r.type = 'AWS::S3::Object'), 1).arn, '') AS object_arn
  FROM trailcost_logs
  WHERE account IN ('111122223333', '444455556666')
    AND region IN ('us-east-1', 'eu-central-1')
    AND day BETWEEN '2026/11/01' AND '2026/12/01'
),
records_read AS (
  SELECT
    *,
    coalesce(event_source = 'kms.amazonaws.com', FALSE) AS is_kms,
    coalesce(event_source = 's3.amazonaws.com' AND event_name = 'GetObject', FALSE) AS is_get,
    (event_category IS NULL OR event_category = CASE WHEN coalesce(event_source = 'kms.amazonaws.com', FALSE) THEN 'Management' ELSE 'Data' END) AS is_request,
    CASE WHEN coalesce(regexp_like(event_time, '^20[0-9][0-9]-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?Z\z'), FALSE) THEN date_diff('day', DATE '1970-01-01', TRY_CAST(substr(event_time, 1, 10) AS DATE)) * 86400 + CAST(substr(event_time, 12, 2) AS BIGINT) * 3600 + CAST(substr(event_time, 15, 2) AS BIGINT) * 60 + CAST(substr(event_time, 18, 2) AS BIGINT) END AS event_second,
    nullif(regexp_extract(path, '(?s)^.*_(20[0-9][0-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3])[0-5][0-9])(?:[0-9][0-9])?Z[^/]*\z', 1), '') AS delivered_stamp,
    nullif(regexp_extract(path, '([0-9]{12}_CloudTrail_[a-z0-9-]+_[0-9]{8}T[0-9]{4}Z_[A-Za-z0-9]+)[^/]*\z', 1), '') AS delivered_name,
    nullif(regexp_extract(path, '(?s)(?:^|/)AWSLogs/(?:o-[a-z0-9]+/)?([0-9]{12})/(CloudTrail(?:-[A-Za-z]+)?)/(.+)\z', 1), '') AS path_account
  FROM source
  WHERE event_source = 'kms.amazonaws.com' OR (event_source IS NOT NULL AND event_name IS NOT NULL)
),
parameters_read AS (
  SELECT
    *,
    CASE WHEN is_kms THEN nullif(json_extract_scalar(parameters, '$["encryptionContext"]["aws:cloudtrail:arn"]'), '') END AS trail,
    CASE WHEN is_kms THEN nullif(json_extract_scalar(parameters, '$["encryptionContext"]["aws:s3:arn"]'), '') WHEN is_get THEN object_arn END AS object_text,
    CASE WHEN is_get THEN nullif(json_extract_scalar(parameters, '$["bucketName"]'), '') END AS parameter_bucket,
    CASE WHEN is_get THEN nullif(json_extract_scalar(parameters, '$["key"]'), '') END AS parameter_key,
    CASE WHEN is_kms THEN (identity IS NOT NULL AND trim(identity) NOT IN ('', 'null') AND NOT (substr(trim(identity), 1, 1) = '{' AND TRY(json_parse(identity)) IS NOT NULL)) OR (parameters IS NOT NULL AND trim(parameters) NOT IN ('', 'null') AND NOT (substr(trim(parameters), 1, 1) = '{' AND TRY(json_parse(parameters)) IS NOT NULL)) ELSE FALSE END AS unreadable,
    CASE WHEN NOT (is_kms OR is_get) THEN 'other' WHEN identity_type = 'AWSService' AND coalesce(regexp_like(invoked_by, '^cloudtrail\.amazonaws\.com(\.cn)?\z'), FALSE) THEN 'cloudtrail' WHEN coalesce(identity_type, '') <> 'AWSService' AND invoked_by = 'internal.amazonaws.com' AND coalesce(regexp_like(arn, '(?::user|:assumed-role|:role)/AWSCloudTrail(?:/|\z)'), FALSE) THEN 'cloudtrail' WHEN coalesce(regexp_like(invoked_by, '^cloudtrail\.amazonaws\.com(\.cn)?\z'), FALSE) THEN 'through-role' ELSE 'other' END AS caller,
    date_diff('day', DATE '1970-01-01', TRY_CAST(substr(delivered_stamp, 1, 4) || '-' || substr(delivered_stamp, 5, 2) || '-' || substr(delivered_stamp, 7, 2) AS DATE)) AS delivered_day
  FROM records_read
),
objects AS (
  SELECT
    *,
    CASE WHEN is_kms OR nullif(regexp_extract(object_text, '(?s)^arn:aws[a-z-]*:s3:::([^/]+)(?:/(.*))?\z', 2), '') IS NOT NULL THEN nullif(regexp_extract(object_text, '(?s)^arn:aws[a-z-]*:s3:::([^/]+)(?:/(.*))?\z', 1), '') ELSE parameter_bucket END AS object_bucket,
    CASE WHEN is_kms OR nullif(regexp_extract(object_text, '(?s)^arn:aws[a-z-]*:s3:::([^/]+)(?:/(.*))?\z', 2), '') IS NOT NULL THEN nullif(regexp_extract(object_text, '(?s)^arn:aws[a-z-]*:s3:::([^/]+)(?:/(.*))?\z', 2), '') ELSE parameter_key END AS object_key,
    CASE WHEN object_text IS NULL THEN 'none' WHEN coalesce(regexp_like(object_text, '(?s)^arn:aws[a-z-]*:s3:::([^/]+)(?:/(.*))?\z'), FALSE) THEN 'object' WHEN coalesce(regexp_like(object_text, '^arn:aws[a-z-]*:s3[a-z-]*:'), FALSE) THEN 'no-object' ELSE 'malformed' END AS arn_kind
  FROM parameters_read
),
files AS (
  SELECT
    *,
    CASE WHEN substr(object_key, length(object_key), 1) <> '/' THEN nullif(regexp_extract(object_key, '(?s)(?:^|/)AWSLogs/(?:o-[a-z0-9]+/)?([0-9]{12})/(CloudTrail(?:-[A-Za-z]+)?)/(.+)\z', 1), '') END AS file_account,
    CASE WHEN substr(object_key, length(object_key), 1) <> '/' THEN CASE WHEN nullif(regexp_extract(object_key, '(?s)(?:^|/)AWSLogs/(?:o-[a-z0-9]+/)?([0-9]{12})/(CloudTrail(?:-[A-Za-z]+)?)/(.+)\z', 2), '') IS NULL THEN NULL WHEN nullif(regexp_extract(object_key, '(?s)(?:^|/)AWSLogs/(?:o-[a-z0-9]+/)?([0-9]{12})/(CloudTrail(?:-[A-Za-z]+)?)/(.+)\z', 2), '') = 'CloudTrail-Digest' THEN 'digest-file' WHEN nullif(regexp_extract(object_key, '(?s)(?:^|/)AWSLogs/(?:o-[a-z0-9]+/)?([0-9]{12})/(CloudTrail(?:-[A-Za-z]+)?)/(.+)\z', 2), '') = 'CloudTrail' AND position('_CloudTrail_' IN nullif(regexp_extract(object_key, '(?s)(?:^|/)AWSLogs/(?:o-[a-z0-9]+/)?([0-9]{12})/(CloudTrail(?:-[A-Za-z]+)?)/(.+)\z', 3), '')) > 0 THEN 'log-file' ELSE 'other-cloudtrail-file' END END AS file_kind,
    nullif(regexp_extract(object_key, '(?s)^.*_(20[0-9][0-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3])[0-5][0-9])(?:[0-9][0-9])?Z[^/]*\z', 1), '') AS object_stamp
  FROM objects
),
traits AS (
  SELECT
    *,
    CASE WHEN arn_kind <> 'object' THEN arn_kind WHEN object_key IS NULL THEN 'bucket' WHEN substr(object_key, length(object_key), 1) = '/' THEN 'configuration-path' ELSE coalesce(file_kind, 'other-object') END AS object,
    coalesce(event_name, '') AS operation,
    error_code IS NOT NULL AS failed,
    trail IS NOT NULL AS has_trail,
    CASE WHEN file_kind IS NOT NULL THEN date_diff('day', DATE '1970-01-01', TRY_CAST(substr(object_stamp, 1, 4) || '-' || substr(object_stamp, 5, 2) || '-' || substr(object_stamp, 7, 2) AS DATE)) * 1440 + CAST(substr(object_stamp, 10, 2) AS BIGINT) * 60 + CAST(substr(object_stamp, 12, 2) AS BIGINT) END AS file_minute
  FROM files
),
ruled AS (
  SELECT
    *,
    CASE WHEN is_kms THEN CASE
      WHEN event_second IS NULL THEN 'unreadable-time'
      WHEN unreadable THEN 'unreadable-field'
      WHEN operation = '' THEN 'no-operation'
      WHEN failed AND object IN ('log-file', 'digest-file', 'other-cloudtrail-file') THEN 'failed-on-cloudtrail-file'
      WHEN failed THEN 'failed-elsewhere'
      WHEN caller = 'cloudtrail' AND operation IN ('GenerateDataKey', 'GenerateDataKeyWithoutPlaintext') AND object IN ('log-file', 'digest-file', 'other-cloudtrail-file') THEN 'delivery-of-file'
      WHEN caller = 'cloudtrail' AND operation IN ('GenerateDataKey', 'GenerateDataKeyWithoutPlaintext') AND object = 'bucket' THEN 'delivery-under-bucket-key'
      WHEN caller = 'cloudtrail' AND operation IN ('GenerateDataKey', 'GenerateDataKeyWithoutPlaintext') AND object = 'configuration-path' THEN 'configuration-check'
      WHEN caller = 'cloudtrail' AND operation IN ('GenerateDataKey', 'GenerateDataKeyWithoutPlaintext') AND has_trail THEN 'delivery-elsewhere'
      WHEN caller = 'cloudtrail' AND operation = 'Decrypt' AND object IN ('log-file', 'digest-file', 'other-cloudtrail-file', 'bucket', 'configuration-path') THEN 'read-by-cloudtrail'
      WHEN caller = 'through-role' AND operation = 'Decrypt' AND object IN ('log-file', 'digest-file', 'other-cloudtrail-file', 'bucket') THEN 'read-through-your-role'
      WHEN caller = 'other' AND operation = 'Decrypt' AND object = 'log-file' THEN 'read-of-log-file'
      WHEN caller = 'other' AND operation = 'Decrypt' AND object = 'digest-file' THEN 'read-of-digest-file'
      WHEN caller = 'other' AND operation = 'Decrypt' AND object = 'other-cloudtrail-file' THEN 'read-of-other-cloudtrail-file'
      WHEN caller = 'other' AND operation = 'Decrypt' AND object = 'other-object' AND has_trail THEN 'read-of-object-of-trail'
      WHEN caller = 'other' AND operation = 'Decrypt' AND object = 'bucket' AND has_trail THEN 'read-under-bucket-key-of-trail'
      WHEN caller = 'other' AND operation = 'Decrypt' AND object = 'bucket' THEN 'read-under-bucket-key'
      WHEN caller = 'other' AND operation IN ('GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'Encrypt') AND object IN ('log-file', 'digest-file', 'other-cloudtrail-file') THEN 'copy-of-cloudtrail-file'
      WHEN caller = 'other' AND operation IN ('GenerateDataKey', 'GenerateDataKeyWithoutPlaintext') AND object = 'bucket' AND NOT has_trail THEN 'other-write-under-bucket-key'
      WHEN object IN ('other-object', 'configuration-path', 'bucket') AND NOT has_trail THEN 'other-object'
      WHEN object = 'no-object' THEN 'other-arn'
      WHEN object = 'none' AND NOT has_trail THEN 'other-use'
      ELSE 'no-rule'
    END WHEN is_get THEN 'get' END AS rule,
    CASE WHEN is_kms AND is_request THEN 'request' WHEN is_get AND is_request AND NOT failed AND caller <> 'cloudtrail' THEN CASE WHEN file_kind IS NULL THEN 'other-get' WHEN event_second IS NOT NULL THEN 'get' END END AS finding
  FROM traits
),
found AS (
  SELECT
    *,
    coalesce(event_second >= 1793491200 AND event_second < 1796083200, FALSE) AS is_within,
    CASE WHEN rule IN ('read-of-log-file', 'read-of-digest-file', 'read-of-other-cloudtrail-file', 'read-of-object-of-trail', 'read-under-bucket-key-of-trail', 'read-under-bucket-key', 'copy-of-cloudtrail-file', 'get') THEN substr(event_time, 1, 13) WHEN rule IN ('delivery-of-file') THEN substr(event_time, 1, 10) ELSE substr(event_time, 1, 7) END AS starts,
    CASE WHEN NOT coalesce(identity_type, '') = 'AWSService' AND coalesce(regexp_like(principal_id, '^A(RO|ID)A'), FALSE) THEN nullif(regexp_extract(principal_id, '^([^:]+)', 1), '') END AS who_id,
    CASE WHEN coalesce(identity_type, '') = 'AWSService' THEN NULL WHEN coalesce(regexp_like(issuer_arn, '(?s)^arn:aws[a-z-]*:(?:iam|sts)::([0-9]{12}):(.+)\z'), FALSE) THEN issuer_arn WHEN coalesce(regexp_like(arn, '(?s)^arn:aws[a-z-]*:(?:iam|sts)::([0-9]{12}):(.+)\z'), FALSE) THEN coalesce(nullif(regexp_extract(arn, '(?s)^(arn:aws[a-z-]*:(?:iam|sts)::[0-9]{12}:assumed-role/[^/]*)/.*\z', 1), ''), arn) END AS who_arn,
    CASE WHEN coalesce(identity_type, '') = 'AWSService' OR (coalesce(regexp_like(issuer_arn, '(?s)^arn:aws[a-z-]*:(?:iam|sts)::([0-9]{12}):(.+)\z'), FALSE) OR coalesce(regexp_like(arn, '(?s)^arn:aws[a-z-]*:(?:iam|sts)::([0-9]{12}):(.+)\z'), FALSE)) THEN NULL ELSE user_name END AS who_name,
    CASE WHEN coalesce(identity_type, '') = 'AWSService' THEN invoked_by END AS who_invoked,
    CASE WHEN is_get AND coalesce(regexp_like(substr(user_agent, 1, 400), '(?:^|[\s,;]|\[)trailcost/'), FALSE) THEN 'trailcost/' WHEN is_get THEN coalesce(nullif(regexp_extract(substr(user_agent, 1, 400), '^\[?([^/ ,;]*)', 1), ''), '') || coalesce(' command/' || nullif(regexp_extract(substr(user_agent, 1, 400), 'command[#/]([A-Za-z0-9.-]+)', 1), ''), '') END AS agent,
    coalesce(shared_id, original_id, event_id) AS record_id,
    CASE WHEN rule IN ('read-of-log-file', 'read-of-digest-file', 'read-of-other-cloudtrail-file', 'read-of-object-of-trail', 'read-under-bucket-key-of-trail', 'read-under-bucket-key') AND original_id IS NULL THEN substr(coalesce(recipient, substr(delivered_name, 1, 12), '') || '            ', 1, 12) END AS recorded_by,
    coalesce(delivered_name, path) AS file_name,
    CASE WHEN delivered_day IS NULL OR (event_second >= (delivered_day - 31) * 86400 AND event_second < (delivered_day + 2) * 86400) THEN event_second END AS plausible_second
  FROM ruled
),
keyed AS (
  SELECT
    *,
    CASE WHEN finding IS NULL THEN ARRAY['f ' || file_name] ELSE ARRAY['f ' || file_name, CASE finding WHEN 'request' THEN coalesce('e ' || record_id, 'n ' || coalesce(path, '') || '|' || coalesce(event_time, '') || '|' || coalesce(event_name, '') || '|' || coalesce(error_code, '') || '|' || coalesce(recipient, '') || '|' || coalesce(principal_id, '') || '|' || coalesce(arn, '') || '|' || coalesce(object_text, '') || '|' || coalesce(parameter_bucket, '') || '|' || coalesce(parameter_key, '') || '|' || coalesce(trail, '') || '|' || coalesce(identity_type, '') || '|' || coalesce(account_id, '') || '|' || coalesce(who_id, '') || '|' || coalesce(who_arn, '') || '|' || coalesce(who_name, '') || '|' || coalesce(who_invoked, '')) WHEN 'get' THEN coalesce('g ' || request_id, 'e ' || record_id, 'n ' || coalesce(path, '') || '|' || coalesce(event_time, '') || '|' || coalesce(event_name, '') || '|' || coalesce(error_code, '') || '|' || coalesce(recipient, '') || '|' || coalesce(principal_id, '') || '|' || coalesce(arn, '') || '|' || coalesce(object_text, '') || '|' || coalesce(parameter_bucket, '') || '|' || coalesce(parameter_key, '') || '|' || coalesce(trail, '') || '|' || coalesce(identity_type, '') || '|' || coalesce(account_id, '') || '|' || coalesce(who_id, '') || '|' || coalesce(who_arn, '') || '|' || coalesce(who_name, '') || '|' || coalesce(who_invoked, '')) ELSE 'o ' || coalesce(object_bucket, '') || '|' || coalesce(identity_type, '') || '|' || coalesce(account_id, '') || '|' || coalesce(who_id, '') || '|' || coalesce(who_arn, '') || '|' || coalesce(who_name, '') || '|' || coalesce(who_invoked, '') END] END AS group_keys
  FROM found
),
grouped AS (
  SELECT
    group_key,
    min_by(CAST(ROW(finding, is_within, starts, event_second, rule, identity_type, who_id, account_id, who_arn, who_name, who_invoked, region, object_bucket, trail, file_kind, agent, file_account, file_minute) AS ROW(finding VARCHAR, is_within BOOLEAN, starts VARCHAR, event_second BIGINT, rule VARCHAR, identity_type VARCHAR, principal_id VARCHAR, account_id VARCHAR, arn VARCHAR, user_name VARCHAR, invoked_by VARCHAR, region VARCHAR, bucket VARCHAR, trail VARCHAR, file_kind VARCHAR, agent VARCHAR, file_account VARCHAR, file_minute BIGINT)), CASE WHEN who_arn IS NOT NULL OR who_name IS NOT NULL OR who_invoked IS NOT NULL THEN '0' ELSE '1' END || coalesce(delivered_stamp, '99999999T9999') || path) FILTER (WHERE substr(group_key, 1, 2) <> 'f ') AS kept,
    count(*) AS records,
    coalesce(cardinality(array_distinct(array_agg(recorded_by) FILTER (WHERE substr(group_key, 1, 2) <> 'f ' AND recorded_by IS NOT NULL))), 0) AS accounts,
    coalesce(cardinality(array_distinct(array_agg(recorded_by) FILTER (WHERE substr(group_key, 1, 2) <> 'f ' AND recorded_by IS NOT NULL AND delivered_name IS NOT NULL))), 0) AS accounts_delivered,
    coalesce(cardinality(array_distinct(array_agg(recorded_by || file_name) FILTER (WHERE substr(group_key, 1, 2) <> 'f ' AND recorded_by IS NOT NULL))), 0) AS recordings,
    coalesce(cardinality(array_distinct(array_agg(recorded_by || file_name) FILTER (WHERE substr(group_key, 1, 2) <> 'f ' AND recorded_by IS NOT NULL AND delivered_name IS NOT NULL))), 0) AS recordings_delivered,
    min(CASE WHEN substr(group_key, 1, 2) = 'f ' THEN path END) AS first_path,
    max(CASE WHEN substr(group_key, 1, 2) = 'f ' THEN path END) AS last_path,
    min(delivered_stamp) AS stamp,
    min(path_account) AS path_account,
    min(region) AS first_region,
    max(region) AS last_region,
    min(CASE WHEN is_kms OR is_get THEN recipient END) AS first_recipient,
    max(CASE WHEN is_kms OR is_get THEN recipient END) AS last_recipient,
    sum(CASE WHEN is_kms AND is_request THEN 1 ELSE 0 END) AS kms_records,
    sum(CASE WHEN (is_kms OR is_get) AND NOT is_request THEN 1 ELSE 0 END) AS other_records,
    sum(CASE WHEN finding IN ('request', 'get') THEN 1 ELSE 0 END) AS findings,
    sum(CASE WHEN finding IN ('request', 'get') AND is_within THEN 1 ELSE 0 END) AS passed,
    min(plausible_second) AS first_event,
    max(plausible_second) AS last_event
  FROM keyed CROSS JOIN UNNEST(group_keys) AS u (group_key)
  GROUP BY group_key
),
events AS (
  SELECT
    *,
    kept.finding AS e_finding,
    kept.is_within AS e_is_within,
    kept.starts AS e_starts,
    kept.event_second AS e_event_second,
    kept.rule AS e_rule,
    kept.identity_type AS e_identity_type,
    kept.principal_id AS e_principal_id,
    kept.account_id AS e_account_id,
    kept.arn AS e_arn,
    kept.user_name AS e_user_name,
    kept.invoked_by AS e_invoked_by,
    kept.region AS e_region,
    kept.bucket AS e_bucket,
    kept.trail AS e_trail,
    kept.file_kind AS e_file_kind,
    kept.agent AS e_agent,
    kept.file_account AS e_file_account,
    kept.file_minute AS e_file_minute
  FROM grouped
),
counted AS (
  SELECT
    *,
    CASE substr(group_key, 1, 2) WHEN 'o ' THEN 0 WHEN 'n ' THEN records ELSE 1 END AS requests_of_event,
    CASE WHEN substr(group_key, 1, 2) = 'f ' THEN ARRAY['files', 'places'] WHEN e_finding = 'other-get' THEN ARRAY['other-gets'] WHEN e_is_within AND e_file_account IS NOT NULL AND e_rule IN ('delivery-of-file') THEN ARRAY['requests', 'deliveries'] ELSE ARRAY['requests'] END AS row_kinds
  FROM events
),
placed AS (
  SELECT * FROM counted CROSS JOIN UNNEST(row_kinds) AS u (row_kind)
),
keys AS (
  SELECT
    *,
    CASE row_kind WHEN 'requests' THEN CASE WHEN e_is_within THEN e_starts END WHEN 'files' THEN CASE WHEN stamp IS NOT NULL THEN substr(stamp, 1, 4) || '-' || substr(stamp, 5, 2) || '-' || substr(stamp, 7, 2) || substr(stamp, 9, 3) END END AS starts_at,
    CASE row_kind WHEN 'requests' THEN e_rule END AS rule,
    CASE row_kind WHEN 'requests' THEN e_identity_type WHEN 'other-gets' THEN e_identity_type END AS identity_type,
    CASE row_kind WHEN 'requests' THEN e_principal_id WHEN 'other-gets' THEN e_principal_id END AS principal_id,
    CASE row_kind WHEN 'requests' THEN e_account_id WHEN 'other-gets' THEN e_account_id END AS account_id,
    CASE row_kind WHEN 'requests' THEN e_arn WHEN 'other-gets' THEN e_arn END AS arn,
    CASE row_kind WHEN 'requests' THEN e_user_name WHEN 'other-gets' THEN e_user_name END AS user_name,
    CASE row_kind WHEN 'requests' THEN e_invoked_by WHEN 'other-gets' THEN e_invoked_by END AS invoked_by,
    CASE row_kind WHEN 'requests' THEN e_region WHEN 'deliveries' THEN e_region WHEN 'places' THEN first_region END AS region,
    CASE row_kind WHEN 'requests' THEN e_bucket WHEN 'deliveries' THEN e_bucket WHEN 'other-gets' THEN e_bucket END AS bucket,
    CASE row_kind WHEN 'requests' THEN e_trail WHEN 'deliveries' THEN e_trail END AS trail,
    CASE row_kind WHEN 'requests' THEN e_file_kind END AS file_kind,
    CASE row_kind WHEN 'requests' THEN e_agent END AS agent,
    CASE row_kind WHEN 'deliveries' THEN e_file_account WHEN 'places' THEN path_account END AS file_account,
    CASE row_kind WHEN 'places' THEN last_region END AS other_region,
    CASE row_kind WHEN 'places' THEN first_recipient END AS recipient,
    CASE row_kind WHEN 'places' THEN last_recipient END AS other_recipient
  FROM placed
),
result AS (
  SELECT
    row_kind,
    starts_at,
    rule,
    identity_type,
    principal_id,
    account_id,
    arn,
    user_name,
    invoked_by,
    region,
    bucket,
    trail,
    file_kind,
    agent,
    file_account,
    other_region,
    recipient,
    other_recipient,
    sum(CASE WHEN row_kind = 'requests' THEN requests_of_event END) AS requests,
    sum(records) AS records,
    sum(CASE WHEN row_kind = 'requests' THEN CASE WHEN substr(group_key, 1, 2) = 'n ' THEN records ELSE 0 END END) AS without_id,
    sum(CASE WHEN row_kind = 'requests' THEN greatest(accounts - 1, 0) END) AS first_copies,
    sum(CASE WHEN row_kind = 'requests' THEN recordings_delivered - accounts_delivered END) AS paid_copies,
    sum(CASE WHEN row_kind = 'requests' THEN (recordings - recordings_delivered) - (accounts - accounts_delivered) END) AS untold_copies,
    max(CASE WHEN row_kind = 'requests' THEN CASE WHEN e_file_minute > CAST(floor(e_event_second / 60) AS BIGINT) THEN 0 ELSE CAST(floor(e_event_second / 60) AS BIGINT) - e_file_minute END END) AS oldest_age_min,
    min(CASE WHEN row_kind = 'requests' THEN e_file_minute END) AS oldest_file_min,
    min(CASE WHEN row_kind = 'requests' THEN CAST(floor(e_event_second / 60) AS BIGINT) END) AS first_request_min,
    sum(CASE WHEN row_kind = 'requests' THEN CASE WHEN (CASE WHEN e_file_minute > CAST(floor(e_event_second / 60) AS BIGINT) THEN 0 ELSE CAST(floor(e_event_second / 60) AS BIGINT) - e_file_minute END) <= 15 THEN requests_of_event ELSE 0 END END) AS reads_to_15_min,
    sum(CASE WHEN row_kind = 'requests' THEN CASE WHEN (CASE WHEN e_file_minute > CAST(floor(e_event_second / 60) AS BIGINT) THEN 0 ELSE CAST(floor(e_event_second / 60) AS BIGINT) - e_file_minute END) > 15 AND (CASE WHEN e_file_minute > CAST(floor(e_event_second / 60) AS BIGINT) THEN 0 ELSE CAST(floor(e_event_second / 60) AS BIGINT) - e_file_minute END) <= 60 THEN requests_of_event ELSE 0 END END) AS reads_to_60_min,
    sum(CASE WHEN row_kind = 'requests' THEN CASE WHEN (CASE WHEN e_file_minute > CAST(floor(e_event_second / 60) AS BIGINT) THEN 0 ELSE CAST(floor(e_event_second / 60) AS BIGINT) - e_file_minute END) > 60 AND (CASE WHEN e_file_minute > CAST(floor(e_event_second / 60) AS BIGINT) THEN 0 ELSE CAST(floor(e_event_second / 60) AS BIGINT) - e_file_minute END) <= 360 THEN requests_of_event ELSE 0 END END) AS reads_to_360_min,
    sum(CASE WHEN row_kind = 'requests' THEN CASE WHEN (CASE WHEN e_file_minute > CAST(floor(e_event_second / 60) AS BIGINT) THEN 0 ELSE CAST(floor(e_event_second / 60) AS BIGINT) - e_file_minute END) > 360 AND (CASE WHEN e_file_minute > CAST(floor(e_event_second / 60) AS BIGINT) THEN 0 ELSE CAST(floor(e_event_second / 60) AS BIGINT) - e_file_minute END) <= 1440 THEN requests_of_event ELSE 0 END END) AS reads_to_1440_min,
    sum(CASE WHEN row_kind = 'requests' THEN CASE WHEN (CASE WHEN e_file_minute > CAST(floor(e_event_second / 60) AS BIGINT) THEN 0 ELSE CAST(floor(e_event_second / 60) AS BIGINT) - e_file_minute END) > 1440 AND (CASE WHEN e_file_minute > CAST(floor(e_event_second / 60) AS BIGINT) THEN 0 ELSE CAST(floor(e_event_second / 60) AS BIGINT) - e_file_minute END) <= 10080 THEN requests_of_event ELSE 0 END END) AS reads_to_10080_min,
    sum(CASE WHEN row_kind = 'requests' THEN CASE WHEN (CASE WHEN e_file_minute > CAST(floor(e_event_second / 60) AS BIGINT) THEN 0 ELSE CAST(floor(e_event_second / 60) AS BIGINT) - e_file_minute END) > 10080 AND (CASE WHEN e_file_minute > CAST(floor(e_event_second / 60) AS BIGINT) THEN 0 ELSE CAST(floor(e_event_second / 60) AS BIGINT) - e_file_minute END) <= 44640 THEN requests_of_event ELSE 0 END END) AS reads_to_44640_min,
    sum(CASE WHEN row_kind = 'requests' THEN CASE WHEN (CASE WHEN e_file_minute > CAST(floor(e_event_second / 60) AS BIGINT) THEN 0 ELSE CAST(floor(e_event_second / 60) AS BIGINT) - e_file_minute END) > 44640 AND (CASE WHEN e_file_minute > CAST(floor(e_event_second / 60) AS BIGINT) THEN 0 ELSE CAST(floor(e_event_second / 60) AS BIGINT) - e_file_minute END) <= 133920 THEN requests_of_event ELSE 0 END END) AS reads_to_133920_min,
    sum(CASE WHEN row_kind = 'requests' THEN CASE WHEN (CASE WHEN e_file_minute > CAST(floor(e_event_second / 60) AS BIGINT) THEN 0 ELSE CAST(floor(e_event_second / 60) AS BIGINT) - e_file_minute END) > 133920 AND (CASE WHEN e_file_minute > CAST(floor(e_event_second / 60) AS BIGINT) THEN 0 ELSE CAST(floor(e_event_second / 60) AS BIGINT) - e_file_minute END) <= 527040 THEN requests_of_event ELSE 0 END END) AS reads_to_527040_min,
    sum(CASE WHEN row_kind = 'requests' THEN CASE WHEN (CASE WHEN e_file_minute > CAST(floor(e_event_second / 60) AS BIGINT) THEN 0 ELSE CAST(floor(e_event_second / 60) AS BIGINT) - e_file_minute END) > 527040 THEN requests_of_event ELSE 0 END END) AS reads_older,
    sum(CASE WHEN row_kind = 'files' THEN CASE WHEN first_path = last_path THEN 1 ELSE 2 END END) AS files,
    sum(CASE WHEN row_kind = 'files' THEN CASE WHEN first_path = last_path THEN 0 ELSE 1 END END) AS files_twice,
    sum(CASE WHEN row_kind = 'files' THEN kms_records END) AS kms_records,
    sum(CASE WHEN row_kind = 'files' THEN other_records END) AS other_records,
    sum(CASE WHEN row_kind = 'files' THEN findings END) AS findings,
    sum(CASE WHEN row_kind = 'files' THEN passed END) AS passed,
    min(CASE WHEN row_kind = 'files' THEN first_event END) AS first_event_s,
    max(CASE WHEN row_kind = 'files' THEN last_event END) AS last_event_s,
    CASE WHEN row_kind = 'files' THEN 1 * max(CASE WHEN CAST(substr(stamp, 12, 2) AS BIGINT) >= 0 AND CAST(substr(stamp, 12, 2) AS BIGINT) < 5 THEN 1 ELSE 0 END) + 2 * max(CASE WHEN CAST(substr(stamp, 12, 2) AS BIGINT) >= 5 AND CAST(substr(stamp, 12, 2) AS BIGINT) < 10 THEN 1 ELSE 0 END) + 4 * max(CASE WHEN CAST(substr(stamp, 12, 2) AS BIGINT) >= 10 AND CAST(substr(stamp, 12, 2) AS BIGINT) < 15 THEN 1 ELSE 0 END) + 8 * max(CASE WHEN CAST(substr(stamp, 12, 2) AS BIGINT) >= 15 AND CAST(substr(stamp, 12, 2) AS BIGINT) < 20 THEN 1 ELSE 0 END) + 16 * max(CASE WHEN CAST(substr(stamp, 12, 2) AS BIGINT) >= 20 AND CAST(substr(stamp, 12, 2) AS BIGINT) < 25 THEN 1 ELSE 0 END) + 32 * max(CASE WHEN CAST(substr(stamp, 12, 2) AS BIGINT) >= 25 AND CAST(substr(stamp, 12, 2) AS BIGINT) < 30 THEN 1 ELSE 0 END) + 64 * max(CASE WHEN CAST(substr(stamp, 12, 2) AS BIGINT) >= 30 AND CAST(substr(stamp, 12, 2) AS BIGINT) < 35 THEN 1 ELSE 0 END) + 128 * max(CASE WHEN CAST(substr(stamp, 12, 2) AS BIGINT) >= 35 AND CAST(substr(stamp, 12, 2) AS BIGINT) < 40 THEN 1 ELSE 0 END) + 256 * max(CASE WHEN CAST(substr(stamp, 12, 2) AS BIGINT) >= 40 AND CAST(substr(stamp, 12, 2) AS BIGINT) < 45 THEN 1 ELSE 0 END) + 512 * max(CASE WHEN CAST(substr(stamp, 12, 2) AS BIGINT) >= 45 AND CAST(substr(stamp, 12, 2) AS BIGINT) < 50 THEN 1 ELSE 0 END) + 1024 * max(CASE WHEN CAST(substr(stamp, 12, 2) AS BIGINT) >= 50 AND CAST(substr(stamp, 12, 2) AS BIGINT) < 55 THEN 1 ELSE 0 END) + 2048 * max(CASE WHEN CAST(substr(stamp, 12, 2) AS BIGINT) >= 55 AND CAST(substr(stamp, 12, 2) AS BIGINT) < 60 THEN 1 ELSE 0 END) END AS slots
  FROM keys
  GROUP BY row_kind, starts_at, rule, identity_type, principal_id, account_id, arn, user_name, invoked_by, region, bucket, trail, file_kind, agent, file_account, other_region, recipient, other_recipient
),
rows_of_result AS (
  SELECT
    row_kind,
    starts_at,
    rule,
    identity_type,
    principal_id,
    account_id,
    arn,
    user_name,
    invoked_by,
    region,
    bucket,
    trail,
    file_kind,
    agent,
    file_account,
    other_region,
    recipient,
    other_recipient,
    requests,
    records,
    without_id,
    first_copies,
    paid_copies,
    untold_copies,
    oldest_age_min,
    oldest_file_min,
    first_request_min,
    reads_to_15_min,
    reads_to_60_min,
    reads_to_360_min,
    reads_to_1440_min,
    reads_to_10080_min,
    reads_to_44640_min,
    reads_to_133920_min,
    reads_to_527040_min,
    reads_older,
    files,
    files_twice,
    kms_records,
    other_records,
    findings,
    passed,
    first_event_s,
    last_event_s,
    slots
  FROM result
  UNION ALL
  SELECT 'query', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
)
SELECT
    '1' AS trailcost_result,
    '17bda2c9f91a2948' AS rules,
    'fd208d4297738def' AS query,
    count(*) OVER () AS result_rows,
    row_kind,
    starts_at,
    rule,
    identity_type,
    principal_id,
    account_id,
    arn,
    user_name,
    invoked_by,
    region,
    bucket,
    trail,
    file_kind,
    agent,
    file_account,
    other_region,
    recipient,
    other_recipient,
    requests,
    records,
    without_id,
    first_copies,
    paid_copies,
    untold_copies,
    oldest_age_min,
    oldest_file_min,
    first_request_min,
    reads_to_15_min,
    reads_to_60_min,
    reads_to_360_min,
    reads_to_1440_min,
    reads_to_10080_min,
    reads_to_44640_min,
    reads_to_133920_min,
    reads_to_527040_min,
    reads_older,
    files,
    files_twice,
    kms_records,
    other_records,
    findings,
    passed,
    first_event_s,
    last_event_s,
    slots,
    CASE row_kind WHEN 'query' THEN 1793491200 END AS since,
    CASE row_kind WHEN 'query' THEN 1796083200 END AS until,
    CASE row_kind WHEN 'query' THEN '[]' END AS excluded
  FROM rows_of_result
;
