// The same count by other means: the rules of the classifier as one SQL over the log files, without a line of the program's.
import { DuckDBInstance } from '@duckdb/node-api';

const CLASSES = `
  case
    when event_name is null then 'unclassified'
    when error_code is not null then 'failed-request'
    when s3_arn is null then 'other-kms-use'
    when s3_arn not like 'arn:aws%:s3:::%' then 'other-s3-object'
    when is_cloudtrail and event_name <> 'GenerateDataKey' then 'unclassified'
    when is_cloudtrail and s3_arn like '%/' then 'cloudtrail-configuration-check'
    when is_cloudtrail and (is_bucket or kind <> '') then 'cloudtrail-delivery'
    when is_cloudtrail then 'unclassified'
    when invoked_by = 'cloudtrail.amazonaws.com' and event_name = 'Decrypt' then 'read-through-your-role'
    when is_bucket and event_name = 'Decrypt' then case
      when gets_others and gets_files then 'unclassified'
      when gets_others then 'other-s3-object'
      when not gets_files and is_shared then 'unclassified'
      else 'bucket-key-read'
    end
    when is_bucket or kind = '' then 'other-s3-object'
    when event_name <> 'Decrypt' then 'unclassified'
    when kind = 'CloudTrail' then 'log-file-read'
    when kind = 'CloudTrail-Digest' then 'digest-file-read'
    else 'other-cloudtrail-file-read'
  end`;

const COUNTS = (files) => `
  with records as materialized (
    select
      record->>'$.eventSource' as event_source,
      record->>'$.eventName' as event_name,
      record->>'$.errorCode' as error_code,
      record->>'$.userIdentity.type' as caller_type,
      record->>'$.userIdentity.arn' as caller_arn,
      record->>'$.userIdentity.invokedBy' as invoked_by,
      record->>'$.userIdentity.accountId' as account,
      record->>'$.userIdentity.principalId' as principal_id,
      record->>'$.userIdentity.userName' as user_name,
      record->>'$.userIdentity.sessionContext.sessionIssuer.userName' as role_name,
      record->>'$.eventCategory' as category,
      parameters->>'$.encryptionContext."aws:s3:arn"' as s3_arn,
      coalesce(
        (record->>'$.resources[0].ARN'),
        'arn:aws:s3:::' || (parameters->>'$.bucketName') || '/' || (parameters->>'$.key')
      ) as got_arn,
      coalesce((record->>'$.sharedEventID'), (record->>'$.addendum.originalEventID'), (record->>'$.eventID')) as request
    from (
      select *, case json_type(record, '$.requestParameters')
        when 'VARCHAR' then (record->>'$.requestParameters')::json else record->'$.requestParameters' end as parameters
      from (select unnest(Records) as record from read_json(${files}, columns = {Records: 'JSON[]'}, format = 'auto'))
    )
  ),
  countable as (
    select * from records
    where (event_source = 'kms.amazonaws.com' and coalesce(category, 'Management') = 'Management')
      or (event_source = 's3.amazonaws.com' and event_name = 'GetObject' and coalesce(category, 'Data') = 'Data')
  ),
  facts as (
    select
      *,
      coalesce(role_name, user_name, nullif(split_part(caller_arn, '/', 2), ''), principal_id) as principal,
      coalesce(
        (caller_type = 'AWSService' and invoked_by = 'cloudtrail.amazonaws.com')
          or (caller_arn like '%AWSCloudTrail%' and invoked_by = 'internal.amazonaws.com'),
        false
      ) as is_cloudtrail,
      s3_arn not like '%/%' as is_bucket,
      regexp_extract(s3_arn, ':::[^/]+/(?:.*/)?AWSLogs/(?:o-[a-z0-9]+/)?[0-9]{12}/(CloudTrail(?:-[A-Za-z]+)?)/', 1) as kind
    from countable
  ),
  gets as (
    select account, principal, split_part(got_arn, '/', 1) as bucket_arn, got_arn like '%/AWSLogs/%/CloudTrail%/%' as is_file
    from facts
    where event_source = 's3.amazonaws.com' and error_code is null
  ),
  informed as (
    select
      *,
      exists (
        from gets where is_file and gets.account = facts.account and gets.principal = facts.principal and bucket_arn = s3_arn
      ) as gets_files,
      exists (
        from gets where not is_file and gets.account = facts.account and gets.principal = facts.principal and bucket_arn = s3_arn
      ) as gets_others,
      exists (
        from facts as write
        where write.event_name like 'GenerateDataKey%' and write.s3_arn = facts.s3_arn
          and not write.is_cloudtrail and write.error_code is null
      ) as is_shared
    from facts
    where event_source = 'kms.amazonaws.com'
  ),
  requests as materialized (
    select account, principal, ${CLASSES} as class
    from informed
    qualify row_number() over (partition by request order by caller_arn is null) = 1
  )
  select
    (select count(*) from records)::integer as records,
    (
      select count(*) - count(distinct request) from countable
      where event_source = 'kms.amazonaws.com' or got_arn like '%/AWSLogs/%/CloudTrail%/%'
    )::integer as duplicates,
    (select json_group_object(class, n) from (select class, count(*) as n from requests group by class)) as by_class,
    (
      select json_group_object(reader, n)
      from (select account || '/' || principal as reader, count(*) as n from requests where class like '%-read' group by reader)
    ) as by_reader`;

const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

/**
 * Counts each KMS request once, by class, and the billable ones by who makes them. Duplicates are recordings of KMS requests and of
 * `GetObject` beyond the first. Classes and readers without requests are absent.
 *
 * @param {string | string[]} globPaths of gzipped log files, each with one `**` at most; digest files count nothing
 * @returns {Promise<{ records: number, duplicates: number, byClass: Record<string, number>, byReader: Record<string, number> }>}
 */
export async function duckdbCounts(globPaths) {
  const files = `[${[globPaths].flat().map(quoted).join(', ')}]`;
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(COUNTS(files));
    const [row] = reader.getRowObjects();
    return {
      records: row.records,
      duplicates: row.duplicates,
      byClass: JSON.parse(row.by_class ?? '{}'),
      byReader: JSON.parse(row.by_reader ?? '{}'),
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
