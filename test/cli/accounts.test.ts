import { workspace } from './workspace.js';

const { transcript } = workspace();

transcript('accounts', 'reports name accounts, and costs are shared out by two dimensions', [
  'trailcost estimate samples/paid-copy.yaml --accounts accounts.csv --full | sed -n "/^Readers/,/^Prices/p"',
  'trailcost estimate samples/paid-copy.yaml --accounts accounts.csv --by account,charge',
  'trailcost estimate samples/paid-copy.yaml --accounts accounts.csv --by account,month --format csv | head -4',
  'trailcost estimate samples/paid-copy.yaml --accounts accounts.csv --by cost_centre,tag:team -f markdown | tail -12',
  'trailcost estimate samples/paid-copy.yaml --accounts accounts.csv --by account,month -o shares.xlsx && head -c 2 shares.xlsx',
  'SOURCE_DATE_EPOCH=1793577600 trailcost estimate samples/paid-copy.yaml --accounts accounts.csv -f focus | head -3 | cut -d , -f 57-',
  'trailcost count samples/trail --accounts accounts.csv | sed -n "/^Readers/,/^$/p"',
  'trailcost count samples/trail --accounts accounts.csv -f html | grep -o "<small>[^<]*</small>" | head -4',
  'trailcost reconcile stranger.yaml --bill samples/bill/made-cur.csv --accounts accounts.csv --full | grep "log archive"',
  'trailcost bill samples/bill/made-cur.csv --accounts accounts.csv --full | grep "log archive\\|soc"',
  'trailcost bill samples/bill/made-cur.csv --accounts accounts.csv --json | grep -A3 accountNames',
  'trailcost reconcile stranger.yaml --bill samples/bill/made-cur.csv --accounts accounts.csv --json | grep -A3 accountNames',
  'trailcost bill samples/bill/made-cur.csv --accounts accounts.csv -f html | ' +
    'grep -o "<h2[^>]*>Who pays[^<]*\\|<span class=.name.>log archive[^<]*"',
  'trailcost reconcile stranger.yaml --bill samples/bill/made-cur.csv --accounts accounts.csv -f html | ' +
    'grep -o "<h2[^>]*>What takes[^<]*"',
  'trailcost estimate named.yaml --by account',
]);

transcript('accounts-bad', 'what is wrong with names and dimensions is said', [
  'trailcost estimate good.yaml --accounts bad-accounts.csv',
  'trailcost estimate good.yaml --accounts missing.csv',
  'trailcost estimate good.yaml --by account,colour',
  'trailcost estimate good.yaml --by account,account',
  'trailcost estimate good.yaml --by account,month,charge',
  'trailcost estimate good.yaml --by cost_centre',
  'trailcost estimate good.yaml --accounts accounts.csv --by tag:colour',
  'trailcost estimate good.yaml --accounts accounts.csv --by account -f focus',
  'trailcost estimate - --accounts - < good.yaml',
]);
