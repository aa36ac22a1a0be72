import { DAY, EUROS, LOG, workspace } from './workspace.js';

const { transcript } = workspace();

transcript(
  'count',
  'logs are counted from folders, patterns, single files and standard input, with filters, and make a trace and a scenario',
  [
    'trailcost count samples/trail samples/access-logs',
    'trailcost count samples/access-logs | head -18',
    `trailcost count samples/trail -f json | node -e '
      const { kind, kmsRequests, cost } = JSON.parse(require("fs").readFileSync(0));
      console.log(kind, kmsRequests.billable, kmsRequests.free, cost);'`,
    'trailcost count samples/trail -f csv | head -5 | cut -c -100',
    'trailcost count samples/trail -f markdown | head -24',
    'trailcost count samples/trail -o report.txt --trace requests.csv && wc -l < requests.csv && head -2 requests.csv | cut -d, -f 2-',
    `trailcost count samples/trail --chart count.svg -o report.txt && grep -o '>[0-9][^<]*' count.svg`,
    `trailcost count samples/trail samples/access-logs -o report.txt --scenario measured.yaml &&
      trailcost estimate measured.yaml | head -16`,
    'trailcost count samples/trail --since 2026-11-04 --until 2026-11-05T12:00:00+02:00 | head -5',
    'trailcost count samples/trail --trail audit --account 111122223333 --account 444455556666 | head -9',
    'trailcost count samples/trail --bucket example-data-lake | head -12',
    "trailcost count 'samples/trail/**/2026/11/03/*_CloudTrail_*' | head -6",
    `trailcost count ${DAY}/${LOG} | head -3`,
    `trailcost count - < ${DAY}/${LOG} | head -3`,
    `gunzip -c ${DAY}/*.json.gz | trailcost count - | head -3`,
    `trailcost count ${DAY} - < ${DAY}/${LOG} | grep '^· Records'`,
    `tar -cz ${DAY} | trailcost count - | head -3`,
  ],
);

transcript('count-money', 'a count in another currency converts every amount, or refuses', [
  `trailcost count samples/trail samples/access-logs ${EUROS} | sed '/^S3 GETs/,/^What was read/d'`,
  `trailcost count samples/trail ${EUROS} -f markdown | sed '/^### KMS/,/^$/d; /^### S3/,/^### What was/d'`,
  `trailcost count samples/trail ${EUROS} -f json | node -e '
      const { currency, cost, costPerMonth, readers, counts, prices, assumptions } = JSON.parse(require("fs").readFileSync(0));
      console.log(currency, cost, costPerMonth, readers[0].cost, counts.find((count) => count.cost !== null));
      console.log(prices[0].price, prices[0].currency, assumptions);'`,
  `trailcost count samples/trail ${EUROS} -f csv | grep read, | cut -d, -f 2,4,7,9-11`,
  `trailcost count samples/trail ${EUROS} -f focus --billing-account 999988887777 | head -3`,
  `trailcost count samples/trail ${EUROS} -o report.txt --scenario euros.yaml && tail -4 euros.yaml && ` +
    'trailcost estimate euros.yaml | head -7',
  'trailcost count samples/access-logs --currency CHF --rate 0.8 --rate-date 2026-11-01 --region us-east-1 | sed -n "/^That/,/^$/p"',
  'trailcost count samples/trail --currency USD --rate 1 --rate-date 2026-11-01 | head -2',
  `trailcost count samples/trail ${EUROS} --price-book mixed-prices.csv | grep -e '^912' -e CNY`,
  'trailcost count samples/trail --currency CNY --rate 7.1 --rate-date 2026-11-01 --price-book mixed-prices.csv',
  'trailcost count samples/trail --currency USD --rate 0.92 --rate-date 2026-11-01 --trace own.csv ' +
    '--scenario own.yaml; ls own.csv own.yaml',
  'trailcost count samples/trail --currency EUR',
  'trailcost count samples/trail --rate 0.92 --rate-date 2026-11-01',
  'trailcost count missing --currency euro --rate 0.92 --rate-date 2026-11-01',
  'trailcost count missing --currency EUR --rate 1e3 --rate-date 2026-11-01',
  'trailcost count missing --currency EUR --rate 0 --rate-date 2026-11-01',
  'trailcost count missing --currency EUR --rate 0.92 --rate-date yesterday',
  'trailcost count missing --currency euro --rate -1 --rate-date 2026-02-30',
]);

transcript('count-bad', 'what cannot be read is named and the rest is counted; what cannot be written is refused', [
  'trailcost count missing',
  'trailcost count nothing',
  "trailcost count '*.parquet'",
  'trailcost count mixed/truncated.json.gz',
  'trailcost count links | sed -n "/^Warn/,/^What/p"',
  'trailcost count mixed/truncated.json.gz --strict | head -2',
  'trailcost count mixed/notes.txt | head -14',
  'trailcost count - < /dev/null | sed -n "/^Failed/,/^$/p"',
  'trailcost count - < mixed/truncated.json.gz | sed -n "/^Failed/,/^$/p"',
  `gunzip -c ${DAY}/${LOG} | sed s/eventSource/source/g | trailcost count - --strict | sed -n "/^Failed/,/^$/p"`,
  `gunzip -c ${DAY}/${LOG} | sed s/eventSource/source/g | trailcost count - --strict -o report.txt`,
  'trailcost count mixed',
  'trailcost count mixed --strict -o report.txt',
  'trailcost count samples/trail --strict -o report.txt',
  'trailcost count samples/access-logs --strict -o report.txt',
  'trailcost count mixed --since 2026-13-01',
  'trailcost count mixed --since 2026-11-02T08:00:00',
  'trailcost count mixed --since 2026-11-03 --until 2026-11-02',
  'trailcost count mixed --account 1234',
  'trailcost count mixed --trace -',
  'trailcost count mixed --trace missing/requests.csv',
  'trailcost count mixed --trace nothing',
  'trailcost count mixed --output missing/report.txt',
  'trailcost count mixed/notes.txt --output mixed/notes.txt',
  'trailcost count mixed/notes.txt --trace ./mixed/notes.txt',
  'trailcost count mixed/notes.txt --scenario mixed/../mixed/notes.txt',
  'trailcost count mixed --output both.txt --scenario both.txt',
  'trailcost count mixed --output - --scenario -',
  'trailcost count mixed > /dev/full',
]);
