import { EUROS, workspace } from './workspace.js';

const { transcript } = workspace();

/** A made bill and what was expected of it; its month is over by the workspace's clock. */
const CUR = 'samples/bill/made-cur.csv';
const NOVEMBER = 'samples/bill/november.yaml';
const ON_15_NOVEMBER = 'SOURCE_DATE_EPOCH=1794700800';
const ID = '11111111-2222-4222-8222-222222222222';
const PERIOD = 'exp/data/BILLING_PERIOD=2026-11';
const UUIDS = '{11111111,22222222}-2222-4222-8222-222222222222';

transcript('reconcile', 'a bill is explained by named causes, month by month, and the scenario is calibrated to it', [
  `trailcost reconcile ${NOVEMBER} --bill ${CUR}`,
  `trailcost reconcile ${NOVEMBER} --bill samples/bill/made-focus.csv -f markdown`,
  `trailcost reconcile ${NOVEMBER} --bill ${CUR} -f csv`,
  `trailcost reconcile --format csv --bill ${CUR} ${NOVEMBER} | head -2`,
  `trailcost reconcile ${NOVEMBER} --bill ${CUR} --key 1234abcd-12ab-34cd-56ef-1234567890ab | grep -e 'Decrypts' -e 'keys'`,
  `trailcost count samples/trail -f json -o counted.json && trailcost reconcile counted.json --bill ${CUR} | head -24`,
  `trailcost estimate ${NOVEMBER} -f json | trailcost reconcile - --bill ${CUR} --month 2026-11 -f json`,
  `trailcost reconcile ${NOVEMBER} --bill ${CUR} --calibrate calibrated.yaml -o report.txt && cat calibrated.yaml &&
      trailcost reconcile calibrated.yaml --bill ${CUR} | head -24`,
  `gzip -c ${CUR} > half.csv.gz && mkdir bills && cp ${CUR} half.csv.gz bills && trailcost ` +
    `reconcile ${NOVEMBER} --bill bills | tail -4`,
  `sed 's/2026-11-/2026-12-/g; s/made0/next0/' ${CUR} > december.csv && sed 's/months: 1/months: 3/' ${NOVEMBER} > winter.yaml &&
      trailcost reconcile winter.yaml --bill ${CUR} december.csv | sed -n '/^Months/,/^What the/p'`,
  `trailcost reconcile winter.yaml --bill ${CUR} december.csv --month 2026-12..2027-01 -f csv | grep total`,
  `sed 's/,USD,/,EUR,/g' ${CUR} > euros.csv && trailcost reconcile ${NOVEMBER} --bill euros.csv ${EUROS} | head -3`,
  `sed '3,9s/,USD,/,EUR,/' ${CUR} > two.csv && trailcost reconcile ${NOVEMBER} --bill two.csv ` +
    `--strict | sed -n '/^Warnings/,/^What the/p'`,
  `sed '2s/,15000,/,35000,/' ${CUR} > free.csv && trailcost reconcile ${NOVEMBER} --bill free.csv --strict | grep -A 2 '^!'`,
  `sed 's/,Decrypt,/,,/' ${CUR} > nameless.csv && trailcost reconcile ${NOVEMBER} --bill ` +
    `nameless.csv | grep -e '^! ' -e '^not named' -A 1`,
  `trailcost reconcile ${NOVEMBER} --bill ${CUR} --strategy sse-kms-bucket-key | head -4`,
  `SOURCE_DATE_EPOCH=1793577600 trailcost reconcile ${NOVEMBER} --bill ${CUR} --strict | grep '^!' -A 1`,
  `${ON_15_NOVEMBER} trailcost reconcile ${NOVEMBER} --bill ${CUR} | head -24`,
  `${ON_15_NOVEMBER} trailcost reconcile ${NOVEMBER} --bill ${CUR} -f csv | grep total`,
  `${ON_15_NOVEMBER} trailcost reconcile ${NOVEMBER} --bill ${CUR} -f json | grep -A 6 proRata`,
  `${ON_15_NOVEMBER} trailcost reconcile counted.json --bill ${CUR} --strict | grep '^!'`,
]);

transcript('reconcile-once', 'the same usage counts once, and what was not expected is compared too', [
  `sed 's/111122223333/999988887777/g; s/444455556666/555566667777/; s/000111222333/666677778888/' ${CUR} > payer.csv &&
      trailcost reconcile ${NOVEMBER} --bill ${CUR} payer.csv --strict | head -6`,
  `mkdir -p ${PERIOD}/{2026-11-10,2026-11-20}T08:00:00.000Z-${ID} && sed 's/,15000,/,14000,/' samples/bill/made-focus.csv > ` +
    `${PERIOD}/2026-11-10T08:00:00.000Z-${ID}/a.csv && cp samples/bill/made-focus.csv ${PERIOD}/2026-11-20T08:00:00.000Z-${ID}/a.csv &&
      trailcost reconcile ${NOVEMBER} --bill exp --full --strict | sed -n '1,5p; /^What was read/,$p'`,
  `(head -1 ${CUR}; tail -n +10 ${CUR}) > part.csv && head -20 ${CUR} > other-part.csv && trailcost reconcile ${NOVEMBER} ` +
    `--bill part.csv other-part.csv --full --strict | sed -n '1,5p; /^What was read/,$p'`,
  `sed 's/paidCopies: 1/paidCopies: 0/' ${NOVEMBER} > none.yaml && trailcost reconcile none.yaml --bill ${CUR} --full |
      grep -e '^2026' -e 'copies' -e 'Data events' -A 3`,
]);

transcript('reconcile-files', 'files as tools leave them are read, and what is left out is said first', [
  `sed 's/,/;/g; s/"a ""made""; tag"/made/' ${CUR} > semicolons.csv && trailcost reconcile ${NOVEMBER} --bill semicolons.csv |
      head -8`,
  `mkdir parts && head -20 ${CUR} > parts/a.csv && tail -n +21 ${CUR} > parts/b.csv &&
      echo 'Total,,,,,,,,,,,,,,120,,,,,,,' >> parts/a.csv &&
      trailcost reconcile ${NOVEMBER} --bill parts -f markdown | sed -n '1,4p; /^### What was read/,$p'`,
  `mkdir holes && cp ${CUR} holes/a.csv && cut -d, -f 2- parts/b.csv > holes/b.csv && printf '\\050\\265\\057\\375' > holes/c.csv.zst &&
      echo 'The bill of November' > holes/README && trailcost reconcile ${NOVEMBER} --bill holes --strict`,
  `trailcost reconcile ${NOVEMBER} --bill holes -f markdown | head -3`,
  `trailcost reconcile ${NOVEMBER} --bill holes -f json | head -14`,
]);

transcript('reconcile-rows', 'rows are read for what they say, and what they do not say is said first', [
  `sed 's/,[a-z0-9-]*KMS-[A-Za-z_-]*,/,,/; s/per request - first 20,000 requests.month/free/' ${CUR} > untyped.csv &&
      trailcost reconcile ${NOVEMBER} --bill untyped.csv --strict`,
  `trailcost reconcile ${NOVEMBER} --bill untyped.csv -f csv | cut -d, -f 1-3,13,15,16 | head -8`,
  `sed 's/,444455556666,/,4.44456E+11,/' ${CUR} > rounded.csv &&
      trailcost reconcile ${NOVEMBER} --bill rounded.csv | grep '^!' -A 3`,
  `sed "s/,444455556666,/,'4444-5555-6666,/" ${CUR} > marked.csv &&
      trailcost reconcile ${NOVEMBER} --bill marked.csv --full | grep 'put right' -A 1`,
  `awk -F, -v OFS=, 'NR == 1 { print $0, "lineItem/NetUnblendedCost"; next } { print $0, $15 / 2 }' ${CUR} > net.csv &&
      trailcost reconcile ${NOVEMBER} --bill net.csv | head -8`,
  `trailcost reconcile ${NOVEMBER} --bill net.csv --cost net | head -8`,
  `trailcost reconcile ${NOVEMBER} --bill ${CUR} --cost list | head -8`,
  `trailcost reconcile ${NOVEMBER} --bill ${CUR} --cost net`,
  `trailcost reconcile ${NOVEMBER} --bill ${CUR} --cost amortized`,
]);

transcript('reconcile-bad', 'a bill or an expectation that cannot be compared is refused with what to do', [
  'trailcost reconcile --help',
  'trailcost reconcile',
  `trailcost reconcile ${NOVEMBER}`,
  `trailcost reconcile ${NOVEMBER} --bill`,
  `trailcost reconcile ${NOVEMBER} --bill - < ${CUR}`,
  `trailcost reconcile missing.yaml --bill ${CUR}`,
  `trailcost reconcile ${NOVEMBER} --bill missing.csv`,
  `trailcost reconcile ${NOVEMBER} --bill nothing`,
  `trailcost reconcile ${NOVEMBER} --bill good.yaml`,
  `trailcost reconcile ${NOVEMBER} --bill samples/trail`,
  `trailcost reconcile good.yaml --bill ${CUR}`,
  `trailcost reconcile ${NOVEMBER} --bill ${CUR} --month 2027-01`,
  `trailcost reconcile ${NOVEMBER} --bill ${CUR} --month november`,
  `trailcost reconcile ${NOVEMBER} --bill ${CUR} --month 2026-12..2026-11`,
  `trailcost reconcile ${NOVEMBER} --bill ${CUR} --output ${CUR}`,
  `trailcost reconcile ${NOVEMBER} --bill ${CUR} --calibrate ${NOVEMBER}`,
  `trailcost reconcile ${NOVEMBER} --bill ${CUR} --calibrate both.txt --output both.txt`,
  `trailcost reconcile ${NOVEMBER} --bill ${CUR} --calibrate - > /dev/null`,
  `trailcost reconcile ${NOVEMBER} --bill ${CUR} --output missing/report.txt`,
  `trailcost reconcile ${NOVEMBER} --bill ${CUR} --format focus`,
  `trailcost reconcile counted.json --bill ${CUR} --calibrate calibrated.yaml`,
  `trailcost reconcile counted.json --bill ${CUR} --strategy sse-kms`,
  `trailcost reconcile counted.json --bill ${CUR} ${EUROS}`,
  `head -c 3000 counted.json | trailcost reconcile - --bill ${CUR}`,
  `sed 's/"schemaVersion": 1/"schemaVersion": 2/' counted.json | trailcost reconcile - --bill ${CUR}`,
  `sed 's/"requests": 346/"requests": "346"/' counted.json | trailcost reconcile - --bill ${CUR}`,
  `trailcost count samples/access-logs -f json | trailcost reconcile - --bill ${CUR}`,
  `sed 's/,USD,/,CNY,/g' ${CUR} > yuan.csv && trailcost reconcile ${NOVEMBER} --bill yuan.csv`,
  `grep -v -e awskms -e CloudTrail ${CUR} > others.csv && trailcost reconcile ${NOVEMBER} --bill others.csv`,
  `trailcost reconcile ${NOVEMBER} --bil ${CUR}`,
  `sed '1s/lineItem.UsageType/unknown/' ${CUR} > unknown.csv && trailcost reconcile ${NOVEMBER} --bill unknown.csv`,
  `cut -d, -f 1-3 ${CUR} > narrow.csv && trailcost reconcile ${NOVEMBER} --bill narrow.csv`,
  `gzip -c ${CUR} | head -c 900 > cut.csv.gz && trailcost reconcile ${NOVEMBER} --bill cut.csv.gz`,
  `trailcost reconcile ${NOVEMBER} --bill ${CUR} cut.csv.gz --strict | grep '^!' -A 3`,
  `head -c 20 ${CUR} | cat <(printf PAR1) - > broken.pq && trailcost reconcile ${NOVEMBER} --bill broken.pq`,
  `sed 's/^made/twice/' ${CUR} > again.csv && trailcost reconcile ${NOVEMBER} --bill ${CUR} again.csv`,
  `sed 's/T03:00/T00:00/g; s/T04:00/T23:59/g; s/^made/daily/' ${CUR} > daily.csv &&
      trailcost reconcile ${NOVEMBER} --bill daily.csv ${CUR}`,
  `trailcost reconcile ${NOVEMBER} --bill ${CUR} samples/bill/made-focus.csv`,
  `sed 's/^\\(made[^,]*,[^,]*\\),111122223333,/\\1,999988887777,/' ${CUR} > pro-forma.csv &&
      trailcost reconcile ${NOVEMBER} --bill ${CUR} pro-forma.csv`,
  `mkdir -p report/20261101-20261201/${UUIDS} && tee report/20261101-20261201/${UUIDS}/a.csv < again.csv > /dev/null &&
      trailcost reconcile ${NOVEMBER} --bill report`,
  `sed 's/,4000,/,four,/' ${CUR} > words.csv && trailcost reconcile ${NOVEMBER} --bill words.csv`,
]);
