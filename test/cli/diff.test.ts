import { EUROS, HEAD, workspace } from './workspace.js';

const { transcript } = workspace();

transcript('diff', 'two scenarios or saved estimates are compared, and what is no estimate is refused', [
  'trailcost diff samples/small-account.yaml samples/organization.yaml | head -24',
  'trailcost diff good.yaml more-reads.yaml',
  'trailcost diff good.yaml more-reads.yaml --format markdown',
  'trailcost diff good.yaml more-reads.yaml --format csv',
  `trailcost estimate good.yaml -f json -o old.json && trailcost diff old.json more-reads.yaml ${HEAD}`,
  'trailcost diff old.json - < good.yaml | head -2',
  'trailcost diff old.json old.json -f json | head -24',
  'trailcost diff - - < good.yaml',
  'trailcost diff good.yaml missing.yaml',
  'trailcost diff good.yaml unknown-key.yaml',
  `sed 's/"schemaVersion": 1/"schemaVersion": 2/' old.json > newer.json && trailcost diff old.json newer.json`,
  `trailcost count samples/trail -f json > measured.json; trailcost diff measured.json old.json`,
  'head -c 3000 old.json > cut.json; trailcost diff cut.json old.json',
  `sed 's/"cost": "1"/"cost": "2"/' old.json > edited.json && trailcost diff old.json edited.json`,
  'trailcost diff old.json good.yaml --output old.json',
  'trailcost diff own-prices.csv good.yaml',
]);

transcript('diff-guard', 'a change is held against what a month may cost more than before', [
  'trailcost diff good.yaml more-reads.yaml --max-increase 50 | head -6',
  "trailcost diff good.yaml more-reads.yaml --max-increase '$166.94' | head -3",
  'trailcost diff good.yaml more-reads.yaml --max-increase 1,000 | head -2',
  'trailcost diff good.yaml more-reads.yaml --max-increase 10% -o comment.md && true; head -1 comment.md',
  'trailcost diff good.yaml more-reads.yaml --max-increase 99.5% --quiet --json | sed -n 20,33p',
  'trailcost diff good.yaml more-reads.yaml --max-increase 30 --strategy sse-kms-bucket-key -f csv | head -2',
  'trailcost diff samples/organization.yaml samples/organization.yaml --max-increase 0 | head -2',
  'trailcost diff good.yaml samples/organization.yaml --max-increase 100% | head -3',
  `sed 's/siem,/siem, account: "444455556666",/; s/us-east-1/ca-west-1/; $ a recording: {guardDuty: true}' good.yaml > one.yaml`,
  "sed 's/ca-west-1/us-east-1/' one.yaml > two.yaml && trailcost diff one.yaml two.yaml --max-increase 5 --json | grep -A5 maxIncrease",
  `trailcost diff good.yaml good.yaml --max-increase '$5' ${EUROS}`,
  'trailcost diff good.yaml good.yaml --max-increase 3,5%',
  'trailcost diff good.yaml good.yaml --max-increase=-10%',
  'trailcost diff good.yaml good.yaml --max-increase ten',
]);
