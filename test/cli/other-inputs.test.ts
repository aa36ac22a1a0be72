import { EUROS, workspace } from './workspace.js';

const { transcript } = workspace();
const BILL = 'samples/bill/made-cur.csv';
const LIST = 'samples/price-lists/awskms.eu-central-1.json';

transcript('other-inputs', 'a file given in the place of another one is called what it is, with the command that takes it', [
  'trailcost estimate good.yaml --quiet --json -o saved.json && trailcost what-if good.yaml --quiet --json -o asked.json',
  'trailcost count samples/trail --quiet --json -o counted.json && trailcost estimate good.yaml --quiet -o lines.csv',
  'trailcost estimate samples/bill/november.yaml --quiet -f focus --billing-account 999988887777 -o forecast.csv',
  ...['saved.json', 'counted.json', 'asked.json', 'own-prices.csv', 'lines.csv', BILL, LIST].map((file) => `trailcost estimate ${file}`),
  ...['good.yaml', 'saved.json', 'own-prices.csv', 'forecast.csv', LIST].map(
    (file) => `trailcost reconcile samples/bill/november.yaml --bill ${file}`,
  ),
  'trailcost bill forecast.csv',
  ...['good.yaml', 'saved.json', BILL, LIST].map((file) => `trailcost estimate good.yaml --price-book ${file}`),
  ...['good.yaml', 'saved.json', 'own-prices.csv', BILL].map((file) => `trailcost prices import ${file} --price-book never.csv`),
  ...['counted.json', 'own-prices.csv', BILL].map((file) => `trailcost diff good.yaml ${file}`),
  `trailcost reconcile ${BILL} --bill ${BILL}`,
  "node -p 'JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(require(`fs`).readFileSync(0))).sort()))' " +
    '< saved.json > sorted.json',
  'trailcost estimate sorted.json',
  `trailcost estimate samples/bill/november.yaml ${EUROS} --quiet --json -o euros.json && trailcost reconcile euros.json --bill ${BILL}`,
  `trailcost diff euros.json samples/bill/november.yaml`,
]);
