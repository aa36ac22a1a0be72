import { workspace } from './workspace.js';

const { transcript } = workspace();

const OF = '--account 111122223333 --region us-east-1 --since 2026-11-01 --until 2026-12-01';
const SQL = `trailcost athena sql --location s3://example-trail-logs/AWSLogs/ ${OF}`;
const RESULT = 'samples/athena/november.csv';

transcript('athena', 'SQL is printed for each engine, and its result is loaded as logs are counted', [
  `${SQL} | grep -v '^  *[a-z]' | sed -n 1,24p`,
  `${SQL} --only table | wc -l`,
  `${SQL} --only query --dialect duckdb | sed -n 1,3p`,
  `${SQL} --table logs.trail --only query | grep -A3 'FROM logs'`,
  `${SQL} --table logs.trail --by-path | grep -A1 'FROM logs'`,
  `${SQL} --exclude s3://example-trail-logs/AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/02/a.json.gz | grep -A5 'FROM trailcost'`,
  `${SQL} --account 444455556666,123456789012 --region eu-central-1 -o november.sql`,
  `trailcost athena load ${RESULT}`,
  `trailcost athena load - < ${RESULT} | head -4`,
  `trailcost athena load ${RESULT} --scenario measured.yaml -o report.txt && trailcost estimate measured.yaml | head -6`,
  `trailcost athena load ${RESULT} --account 444455556666 | head -4`,
  `trailcost athena load ${RESULT} -f csv | head -4 | cut -c -100`,
]);

transcript('athena-bad', 'an open range and what is not a whole result of this query are refused', [
  'trailcost athena sql',
  'trailcost athena sql --location s3://logs/AWSLogs/ --account 111122223333 --since 2026-11-01 --until 2026-12-01',
  'trailcost athena sql --location s3://logs/AWSLogs/ --account 111122223333 --region us-east-1 --since 2026-11-01',
  `trailcost athena sql ${OF}`,
  `trailcost athena sql --location s3://logs/trail/ ${OF}`,
  `trailcost athena sql --location s3://logs/AWSLogs/ ${OF} --account 1234`,
  `trailcost athena sql --location s3://logs/AWSLogs/ ${OF} --region virginia`,
  `trailcost athena sql --location s3://logs/AWSLogs/ ${OF} --exclude a.json.gz`,
  `${SQL} --account 444455556666 --since 2026-01-01 --until 4000-01-01`,
  `${SQL} --table 'a b'`,
  `head -20 ${RESULT} > cut.csv; trailcost athena load cut.csv`,
  `sed 's/^"1"/"0"/' ${RESULT} > old.csv; trailcost athena load old.csv`,
  `cut -d, -f 1-30 ${RESULT} > narrow.csv; trailcost athena load narrow.csv`,
  `cat ${RESULT} > again.csv; trailcost athena load ${RESULT} again.csv`,
  'trailcost athena load good.yaml',
  'trailcost athena load missing.csv',
  'trailcost athena load',
]);
