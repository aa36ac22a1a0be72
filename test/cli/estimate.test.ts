import { workspace } from './workspace.js';

const { transcript } = workspace();

transcript('estimate', 'a scenario from a file or standard input, as a report and as lines', [
  'trailcost estimate good.yaml',
  'trailcost estimate - < good.yaml',
  'trailcost estimate good.yaml --format csv',
  'trailcost estimate good.yaml --format csv --strategy sse-kms-bucket-key',
  'trailcost estimate good.yaml --format csv --by reader',
  'trailcost estimate good.yaml --budget 200 --chart chart.svg -o report.txt && grep -o ">budget[^<]*" chart.svg',
  'trailcost estimate good.yaml --chart chart.png',
]);

transcript('explain', 'the figures of one answer are worked out step by step', [
  'trailcost estimate good.yaml --explain sse-kms,siem,kms-requests',
  'trailcost estimate good.yaml --explain sse-kms,sime',
  'trailcost estimate good.yaml --explain sse-s3,kms-keys',
]);
