import { HEAD, workspace } from './workspace.js';

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
