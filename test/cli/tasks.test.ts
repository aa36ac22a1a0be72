import { workspace } from './workspace.js';

const { transcript } = workspace();

transcript('task-before-the-switch', 'an organization of 60 accounts leaves with a page and a sentence', [
  'trailcost init --sample first | tail -8',
  'trailcost estimate sixty.yaml',
  'trailcost estimate sixty.yaml --by account',
  'trailcost estimate sixty.yaml -o page.md && head -1 page.md',
]);

transcript('first-month', 'a scenario without a first month begins in the next one, wherever it is read', [
  'trailcost estimate samples/first.yaml --full | grep -A 1 "^Scenario\\|no first month"',
  'SOURCE_DATE_EPOCH=1793577600 trailcost estimate samples/first.yaml -f csv | head -2',
  'trailcost what-if samples/first.yaml --set period.start=2027-06 --full | grep "^Scenario\\|no first month"',
  'trailcost what-if samples/first.yaml --set period.months=1 --vary trails.org.accounts=60,90 | head -8',
  'trailcost diff samples/first.yaml samples/first.yaml | head -3',
  'trailcost init --sample first --set trails.org.accounts=7 | tail -7',
  'trailcost reconcile samples/first.yaml --bill samples/bill/made-cur.csv | head -3',
  'trailcost reconcile samples/first.yaml --bill samples/bill/made-cur.csv --calibrate first.yaml -o first.txt && head -8 first.yaml',
  'trailcost reconcile samples/first.yaml --bill samples/bill/made-cur.csv --month 2026-12',
  '(cat samples/first.yaml; echo "  - {name: export, pattern: once, month: 2026-11, firstDay: 2026-10-01, lastDay: 2026-10-30}") ' +
    '> once.yaml && trailcost reconcile once.yaml --bill samples/bill/made-cur.csv --quiet --calibrate once-2.yaml | head -2',
  `trailcost estimate samples/first.yaml -f html | grep -o '"firstMonth":"[^"]*"'`,
]);

transcript('task-a-bill-to-explain', 'a bill of $1,900 is held against what the logs were expected to cost', [
  'trailcost reconcile sixty.yaml --bill bill-1900.csv',
  'trailcost reconcile sixty.yaml --bill bill-1900.csv -o causes.csv && head -3 causes.csv',
]);

transcript('task-a-budget', 'a planner with $300 a month learns how far it goes', [
  "trailcost what-if samples/organization.yaml --budget '$300' --break-even trails.org.accounts",
  "trailcost what-if samples/organization.yaml --budget '$300' --set trails.org.accounts=+40",
  "trailcost what-if samples/organization.yaml --set 'readers.athena-hunting.lookbackDays=*0.5' --budget 300 | head -5",
  'trailcost what-if samples/organization.yaml --break-even | head -12',
]);
