import { workspace } from './workspace.js';

const { transcript } = workspace();

transcript('prices', 'the book is listed, shown, imported and checked', [
  'trailcost prices --help',
  'trailcost prices import --help',
  'trailcost prices list | head -13',
  'trailcost prices list | grep -A 2 few',
  'trailcost prices list -f csv | head -3',
  `trailcost prices show us-west-2 -f json | node -e '
      const { kind, prices } = JSON.parse(require("fs").readFileSync(0));
      console.log(kind, prices.length, prices[0].metric, prices[0].price, prices[0].layer);'`,
  'trailcost prices import samples/price-lists/* --price-book own.csv',
  'head -2 own.csv',
  'trailcost prices import - --price-book own.csv < samples/price-lists/awskms.eu-central-1.json | head -2',
  'trailcost prices check --price-book own.csv -f csv | cut -d, -f 1-6',
  'trailcost prices show eu-central-1 --price-book own.csv -f csv | cut -d, -f 1-7',
  'trailcost estimate frankfurt.yaml --price-book own.csv -f csv | cut -d, -f 3-7,14,16,19',
  'cp -r samples/price-lists lists && trailcost prices import lists/awskms.eu-central-1.json && ' +
    'trailcost prices check -f csv | cut -d, -f 1-5',
  'trailcost estimate frankfurt.yaml -f csv | cut -d, -f 19 | sort -u',
  'trailcost estimate good.yaml | grep -c "price book"',
  'rm -r config',
]);

transcript('prices-forms', 'a list is read in whatever form it was saved', [
  'sed -n \'s/^    \\(".*"\\),*$/\\1/p\' samples/price-lists/AWSCloudTrail.get-products.json > lines.jsonl && wc -l < lines.jsonl',
  'trailcost prices import lines.jsonl --price-book forms.csv | head -3',
  'node -p \'require("fs").readFileSync(0, "utf8").split("\\n").filter(Boolean).map(JSON.parse).join("\\n")\' < lines.jsonl > items.jsonl',
  'gzip -k items.jsonl && trailcost prices import items.jsonl.gz --price-book forms.csv | head -1',
  "sed 's/^/PRICELIST\\t/' items.jsonl | trailcost prices import - --price-book forms.csv | head -1",
  'cat samples/price-lists/*.json samples/price-lists/*.json | trailcost prices import - --price-book forms.csv | head -1',
  `sed 's/"FormatVersion"/"NextToken": "more", "FormatVersion"/' samples/price-lists/AWSCloudTrail.get-products.json > page.json`,
  'trailcost prices import page.json --price-book forms.csv | grep -A2 NextToken',
  `sed 's/"USD": "0.0000030000"/"USD": "0.0000030000", "CNY": "0.00002"/' samples/price-lists/awskms.eu-central-1.json > both.json`,
  'trailcost prices import both.json --price-book never.csv',
  `sed 's/"USD"/"CNY"/' samples/price-lists/awskms.eu-central-1.json > yuan.json`,
  'trailcost prices import samples/price-lists/*.json yuan.json --price-book never.csv',
  'trailcost prices import samples/price-lists/awskms.eu-central-1.json --price-book forms.csv && ' +
    'trailcost prices import yuan.json --price-book forms.csv | grep -A3 Warnings',
  'head -c 300 items.jsonl.gz > cut.gz; trailcost prices import cut.gz --price-book never.csv',
  'ls never.csv',
]);

transcript('prices-bad', 'what is no price list leaves the book as it was', [
  'trailcost prices',
  'trailcost prices imprt',
  'trailcost prices show',
  'trailcost prices show us-esat-1',
  'trailcost prices check',
  'trailcost prices check --price-book missing.csv',
  'trailcost prices import',
  'trailcost prices import missing.json',
  'trailcost prices import good.yaml',
  'trailcost prices import bad-prices.csv --price-book never.csv',
  'head -c 700 samples/price-lists/awskms.eu-central-1.json | trailcost prices import - --price-book never.csv',
  `sed 's/"awskms"/"comprehend"/' samples/price-lists/awskms.eu-central-1.json | trailcost prices import - --price-book never.csv`,
  'trailcost prices import samples/price-lists/awskms.eu-central-1.json --price-book bad-prices.csv',
  'trailcost prices import samples/price-lists/awskms.eu-central-1.json --price-book missing/own.csv',
  'ls never.csv',
  'trailcost prices fetch',
  'trailcost prices fetch --region us-east-1 --url nowhere --price-book never.csv',
]);
