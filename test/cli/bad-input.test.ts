import { workspace } from './workspace.js';

const { transcript } = workspace();

transcript('bad-scenario', 'an error names the file, the line, the field and what to do', [
  'trailcost estimate missing.yaml',
  'trailcost estimate "" < good.yaml',
  'trailcost estimate 0123',
  'trailcost estimate samples',
  'trailcost estimate empty.yaml',
  'trailcost estimate latin1.yaml',
  'trailcost estimate /dev/zero',
  'trailcost estimate syntax.yaml',
  'trailcost estimate unknown-key.yaml',
  'trailcost estimate wrong-type.yaml',
  'trailcost estimate negative.yaml',
  'trailcost estimate low-above-high.yaml',
  'trailcost estimate month-13.yaml',
  'trailcost estimate free-tier.yaml',
  'trailcost estimate hostile.yaml',
  'trailcost estimate from-memory.yaml',
  "sed 's/.*/pattern: [/' good.yaml | trailcost estimate -",
  "trailcost estimate merge-keys.yaml | sed -n '/^Readers/,/^$/p'",
  'trailcost estimate - < month-13.yaml',
]);

transcript('bad-prices', 'a Region or a price that is not known is named with what to do', [
  'trailcost estimate unknown-region.yaml',
  'trailcost estimate gov-region.yaml',
  'trailcost estimate gov-region.yaml --price-book own-prices.csv',
  'trailcost estimate good.yaml --price-book mixed-prices.csv',
  'trailcost estimate good.yaml --price-book bad-prices.csv',
  'trailcost estimate good.yaml --price-book missing.csv',
  'trailcost estimate good.yaml --price-book good.yaml',
]);

transcript('bad-output', 'an output that cannot be written is refused before the work, and nothing is overwritten', [
  'trailcost estimate good.yaml --output missing/report.txt',
  'trailcost estimate good.yaml --output samples',
  'trailcost estimate good.yaml --output ""',
  'cp good.yaml scenario.txt && trailcost estimate scenario.txt --output ./scenario.txt',
  'trailcost estimate good.yaml --price-book own-prices.csv -f csv --output own-prices.csv',
  'trailcost estimate good.yaml --output good.yaml/report.txt',
  'trailcost estimate good.yaml > /dev/full',
  'trailcost estimate good.yaml --output /dev/full',
]);
