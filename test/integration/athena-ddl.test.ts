import { expect, test } from 'vitest';
import { trinoStatements } from './athena-ddl.js';

const INPUT = "STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'";

test('a table of CloudTrail becomes a table of files and a view of their records', () => {
  const sql = `CREATE EXTERNAL TABLE \`logs\`(\`EventTime\` string, useridentity struct<type:string, sessioncontext:struct<
    sessionissuer:struct<arn:string>>>, resources array<struct<arn:string>>) PARTITIONED BY (day string) ${INPUT}
    LOCATION 's3://b/AWSLogs/'
    TBLPROPERTIES ('projection.enabled'='true', 'projection.day.type'='date', 'projection.day.format'='yyyy/MM/dd',
    'projection.day.range'='2026/01/01,NOW', 'projection.day.interval'='1', 'projection.day.interval.unit'='DAYS',
    'storage.location.template'='s3://b/AWSLogs/\${day}')`;
  expect(trinoStatements(sql)).toEqual([
    'CREATE TABLE "logs__files" (records array(row("eventtime" varchar, ' +
      '"useridentity" row("type" varchar, "sessioncontext" row("sessionissuer" row("arn" varchar))), ' +
      '"resources" array(row("arn" varchar)))), ' +
      `"day" varchar WITH (partition_projection_type = 'DATE', partition_projection_format = 'yyyy/MM/dd', ` +
      `partition_projection_range = ARRAY['2026/01/01', 'NOW'], partition_projection_interval = 1, ` +
      `partition_projection_interval_unit = 'DAYS')) WITH (external_location = 's3://b/AWSLogs/', format = 'OPENX_JSON', ` +
      `partitioned_by = ARRAY['day'], partition_projection_enabled = true, ` +
      `partition_projection_location_template = 's3://b/AWSLogs/\${day}')`,
    'CREATE OR REPLACE VIEW "logs" AS SELECT "$path" AS "$path", u."eventtime", u."useridentity", u."resources", "day" ' +
      'FROM "logs__files" CROSS JOIN UNNEST(records) AS u ("eventtime", "useridentity", "resources")',
  ]);
});

test.each([
  ['SELECT 1', ['SELECT 1']],
  ['CREATE DATABASE IF NOT EXISTS `a`', ['CREATE SCHEMA IF NOT EXISTS "a"']],
  ['-- made\nDROP TABLE `a`.`b`', ['DROP VIEW "a"."b"', 'DROP TABLE "a"."b__files"']],
])('%s', (sql, statements) => {
  expect(trinoStatements(sql)).toEqual(statements);
});

test.each([
  ["CREATE EXTERNAL TABLE a (b string) LOCATION 's3://c/'", 'Only tables of CloudTrail'],
  [`CREATE EXTERNAL TABLE a (b text) ${INPUT}`, "Unknown type 'text'"],
  [`CREATE EXTERNAL TABLE a (b) ${INPUT}`, "mismatched input 'b'"],
  [`CREATE EXTERNAL TABLE a (b string ${INPUT}`, 'A bracket is not closed'],
])('%s is refused', (sql, message) => {
  expect(() => trinoStatements(sql)).toThrow(message);
});
