import { workspace } from './workspace.js';

const { transcript } = workspace();

transcript('exports', 'workbooks and FOCUS rows go to files and pipes', [
  'SOURCE_DATE_EPOCH=1793577600 trailcost estimate good.yaml -f focus --billing-account 999988887777',
  'SOURCE_DATE_EPOCH=1793577600 trailcost estimate good.yaml -f focus --strategy sse-kms-bucket-key | cut -d, -f 2,3,62-',
  'trailcost estimate good.yaml -f focus --billing-account 999988887777 --budget 100 -o focus.csv && wc -l < focus.csv',
  'trailcost estimate good.yaml -f xlsx -o cost.xlsx && head -c 2 cost.xlsx',
  'trailcost estimate good.yaml -f xlsx -o - | head -c 2',
  'trailcost count samples/trail samples/access-logs -o counted.xlsx && head -c 2 counted.xlsx',
  'trailcost diff good.yaml frankfurt.yaml -o diff.xlsx && head -c 2 diff.xlsx',
  'trailcost reconcile samples/bill/november.yaml --bill samples/bill/made-cur.csv -f xlsx | head -c 2',
  'trailcost bill samples/bill/made-cur.csv -o bill.xlsx && head -c 2 bill.xlsx && trailcost bill bill.xlsx',
  'trailcost estimate good.yaml --billing-account 999988887777 -o rows.parquet && head -c 4 rows.parquet',
  'trailcost estimate good.yaml -f csv -o rows.parquet',
  'trailcost count samples/trail -f focus --billing-account 999988887777 | head -3',
  'trailcost count samples/access-logs -f focus --billing-account 999988887777 | wc -l',
]);

transcript('exports-bad', 'an export that cannot be made is refused before anything is written', [
  'trailcost estimate missing.yaml -f xlsx -o cost.xlsx',
  'trailcost estimate good.yaml -f xlsx -o missing/cost.xlsx',
  'trailcost estimate good.yaml -f xlsx -o good.yaml',
  'trailcost estimate good.yaml -f xlsx -o /dev/full',
  'trailcost estimate good.yaml --strategy sse-kms',
  'trailcost estimate good.yaml -f csv --by reader --strategy sse-kms',
  'trailcost estimate good.yaml -f csv --billing-account 999988887777',
  'trailcost estimate good.yaml -f focus --billing-account 1234',
  'trailcost estimate good.yaml -f focus --billing-account',
  'trailcost estimate good.yaml -f focus --strategy sse-s3',
  'SOURCE_DATE_EPOCH=tomorrow trailcost estimate good.yaml -f focus --billing-account 999988887777',
  'trailcost count missing -f focus --billing-account 1234',
  'trailcost what-if good.yaml -f xlsx -o cost.xlsx',
  'trailcost count samples/trail --billing-account 999988887777',
]);
