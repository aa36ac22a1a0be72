import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decrypt, fileKey, roleIdentity } from '../logs/built.js';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const FIXTURES = fileURLToPath(new URL('fixtures/', import.meta.url));
const SAMPLES = fileURLToPath(new URL('../../samples/', import.meta.url));

const DAY = 'samples/trail/AWSLogs/o-exampleorgid/111122223333/CloudTrail/us-east-1/2026/11/03';
/** A log file of that day, and its name without the folder. */
const LOG = readdirSync(join(SAMPLES, '..', DAY)).sort()[12] ?? '';

/** The answers of a what-if without what it rests on, which every report has. */
const HEAD = "| sed '/^Prices used/,$d'";

/** A conversion as it is asked for. */
const EUROS = '--currency EUR --rate 0.92 --rate-date 2026-11-01';

let folder = '';

/** A folder with one sound log file and everything that is none. */
function writeMixedLogs(): void {
  const bytes = readFileSync(join(SAMPLES, '..', DAY, LOG));
  for (const name of ['mixed', 'nothing', 'links']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'mixed', 'log.json.gz'), bytes);
  writeFileSync(join(folder, 'mixed', 'truncated.json.gz'), bytes.subarray(0, bytes.length - 100));
  writeFileSync(join(folder, 'mixed', 'damaged.json.gz'), Buffer.concat([bytes.subarray(0, 60), Buffer.alloc(40), bytes.subarray(100)]));
  writeFileSync(join(folder, 'mixed', 'broken.json'), gunzipSync(bytes).subarray(0, 2000));
  writeFileSync(join(folder, 'mixed', 'blank.json'), ' \n');
  writeFileSync(join(folder, 'mixed', 'empty.json'), '');
  writeFileSync(join(folder, 'mixed', 'notes.txt'), 'Read me.\n');
  writeFileSync(join(folder, 'mixed', 'other.json'), '{"a": 1}');
  symlinkSync('..', join(folder, 'links', 'around'));
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailcost-'));
  cpSync(FIXTURES, folder, { recursive: true });
  symlinkSync(SAMPLES, join(folder, 'samples'));
  writeMixedLogs();
  writeFileSync(join(folder, 'trailcost'), `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`);
  chmodSync(join(folder, 'trailcost'), 0o755);
});

afterAll(() => rmSync(folder, { recursive: true }));

function run(command: string, environment: Record<string, string> = {}) {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...rest } = process.env;
  const { stdout, stderr, status } = spawnSync('bash', ['-o', 'pipefail', '-c', command], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...rest, PATH: `${folder}${delimiter}${process.env['PATH']}`, XDG_CONFIG_HOME: `${folder}/config`, ...environment },
  });
  return { stdout, stderr, status };
}

/** A made bill, what was expected of it, and a clock by which its month is over. */
const CUR = 'samples/bill/made-cur.csv';
const NOVEMBER = 'samples/bill/november.yaml';
const ENDED = 'SOURCE_DATE_EPOCH=1798761600';

const TRANSCRIPTS: Record<string, string[]> = {
  help: [
    'trailcost --help',
    'trailcost estimate --help',
    'trailcost count --help',
    'trailcost what-if --help',
    'trailcost diff --help',
    'trailcost init --help',
  ],
  usage: [
    'trailcost',
    'trailcost estimat good.yaml',
    'trailcost estimate',
    'trailcost estimate good.yaml --fromat json',
    'trailcost estimate good.yaml --format yaml',
    'trailcost estimate good.yaml --format',
    'trailcost estimate good.yaml other.yaml',
    'trailcost estimate good.yaml --explain siem --format json',
    'trailcost estimate good.yaml --explain',
    'trailcost count',
    'trailcost cuont logs',
    'trailcost count logs --fromat json',
    'trailcost count logs --format yaml',
    'trailcost count logs --bucket',
    'trailcost what-fi good.yaml',
    'trailcost what-if',
    'trailcost diff good.yaml',
    'trailcost estimate - --price-book - < good.yaml',
    'trailcost --version',
    'trailcost estimate good.yaml --no-output',
    'trailcost estimate good.yaml --output.x y',
  ],
  estimate: ['trailcost estimate good.yaml', 'trailcost estimate - < good.yaml', 'trailcost estimate good.yaml --format csv'],
  money: [
    'trailcost estimate good.yaml --currency EUR --rate 0.92 --rate-date 2026-11-01 | head -14',
    'trailcost estimate good.yaml --currency EUR --rate 0.92 --rate-date 2026-11-01 -f csv | cut -d, -f 2,4,5,14,16,18',
    'trailcost estimate good.yaml --currency EUR --rate 0.92 --rate-date 2026-11-01 --budget 154.13',
    'trailcost what-if good.yaml --set keys.number=2 --currency EUR --rate 0.92 --rate-date 2026-11-01 | head -9',
    'trailcost diff good.yaml more-reads.yaml --currency EUR --rate 0.92 --rate-date 2026-11-01 | head -4',
    'trailcost estimate good.yaml --currency EUR',
    'trailcost estimate good.yaml --currency euro --rate 0.92 --rate-date 2026-11-01',
    'trailcost estimate good.yaml --currency EUR --rate 1e3 --rate-date 2026-11-01',
    'trailcost estimate good.yaml --currency EUR --rate 0 --rate-date 2026-11-01',
    'trailcost estimate good.yaml --currency EUR --rate 0.92 --rate-date yesterday',
    'trailcost estimate good.yaml --currency USD --rate 0.92 --rate-date 2026-11-01',
    'trailcost estimate samples/organization.yaml --by account | head -11',
    'trailcost estimate samples/organization.yaml --by reader -f csv | head -4',
    'trailcost estimate samples/organization.yaml --by month -f json | head -30 | tail -12',
    'trailcost estimate samples/organization.yaml --by charge -f markdown | head -14',
    'trailcost estimate good.yaml --by team',
    'trailcost estimate good.yaml --by reader --explain siem',
    'trailcost estimate good.yaml --by reader -f focus',
  ],
  exports: [
    'SOURCE_DATE_EPOCH=1793577600 trailcost estimate good.yaml -f focus --billing-account 999988887777',
    'SOURCE_DATE_EPOCH=1793577600 trailcost estimate good.yaml -f focus --strategy sse-kms-bucket-key | cut -d, -f 2,3,59-',
    'trailcost estimate good.yaml -f focus --billing-account 999988887777 --budget 100 -o focus.csv && wc -l < focus.csv',
    'trailcost estimate good.yaml -f xlsx -o cost.xlsx && head -c 2 cost.xlsx',
    'trailcost estimate good.yaml -f xlsx -o - | head -c 2',
    'trailcost count samples/trail -f focus --billing-account 999988887777 | head -3',
    'trailcost count samples/access-logs -f focus --billing-account 999988887777 | wc -l',
  ],
  'exports-bad': [
    'trailcost estimate good.yaml -f xlsx',
    'trailcost estimate missing.yaml -f xlsx -o cost.xlsx',
    'trailcost estimate good.yaml -f xlsx -o missing/cost.xlsx',
    'trailcost estimate good.yaml -f xlsx -o good.yaml',
    'trailcost estimate good.yaml -f xlsx -o /dev/full',
    'trailcost estimate good.yaml --strategy sse-kms',
    'trailcost estimate good.yaml -f csv --strategy sse-kms',
    'trailcost estimate good.yaml -f csv --billing-account 999988887777',
    'trailcost estimate good.yaml -f focus --billing-account 1234',
    'trailcost estimate good.yaml -f focus --billing-account',
    'trailcost estimate good.yaml -f focus --strategy sse-s3',
    'SOURCE_DATE_EPOCH=tomorrow trailcost estimate good.yaml -f focus --billing-account 999988887777',
    'trailcost count missing -f focus --billing-account 1234',
    'trailcost count samples/trail -f xlsx -o cost.xlsx',
    'trailcost count samples/trail --billing-account 999988887777',
  ],
  explain: [
    'trailcost estimate good.yaml --explain sse-kms,siem,kms-requests',
    'trailcost estimate good.yaml --explain sse-kms,sime',
    'trailcost estimate good.yaml --explain sse-s3,kms-keys',
  ],
  count: [
    'trailcost count samples/trail samples/access-logs',
    'trailcost count samples/access-logs | head -18',
    `trailcost count samples/trail -f json | node -e '
      const { kind, kmsRequests, cost } = JSON.parse(require("fs").readFileSync(0));
      console.log(kind, kmsRequests.billable, kmsRequests.free, cost);'`,
    'trailcost count samples/trail -f csv | head -5 | cut -c -100',
    'trailcost count samples/trail -f markdown | head -24',
    'trailcost count samples/trail -o report.txt --trace requests.csv && wc -l < requests.csv && head -2 requests.csv | cut -d, -f 2-',
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
  ],
  'count-money': [
    `trailcost count samples/trail samples/access-logs ${EUROS} | sed '/^S3 GETs/,/^What was read/d'`,
    `trailcost count samples/trail ${EUROS} -f markdown | sed '/^### KMS/,/^$/d; /^### S3/,/^### What was/d'`,
    `trailcost count samples/trail ${EUROS} -f json | node -e '
      const { currency, cost, costPerMonth, readers, counts, prices, assumptions } = JSON.parse(require("fs").readFileSync(0));
      console.log(currency, cost, costPerMonth, readers[0].cost, counts.find((count) => count.cost !== null));
      console.log(prices[0].price, prices[0].currency, assumptions);'`,
    `trailcost count samples/trail ${EUROS} -f csv | grep read, | cut -d, -f 2,4,7,9-11`,
    `trailcost count samples/trail ${EUROS} -f focus --billing-account 999988887777 | head -3`,
    `trailcost count samples/trail ${EUROS} -o report.txt --scenario euros.yaml && tail -4 euros.yaml && trailcost estimate euros.yaml | head -7`,
    'trailcost count samples/access-logs --currency CHF --rate 0.8 --rate-date 2026-11-01 --region us-east-1 | sed -n "/^That/,/^$/p"',
    'trailcost count samples/trail --currency USD --rate 1 --rate-date 2026-11-01 | head -2',
    `trailcost count samples/trail ${EUROS} --price-book mixed-prices.csv | grep -e '^912' -e CNY`,
    'trailcost count samples/trail --currency CNY --rate 7.1 --rate-date 2026-11-01 --price-book mixed-prices.csv',
    'trailcost count samples/trail --currency USD --rate 0.92 --rate-date 2026-11-01 --trace own.csv --scenario own.yaml; ls own.csv own.yaml',
    'trailcost count samples/trail --currency EUR',
    'trailcost count samples/trail --rate 0.92 --rate-date 2026-11-01',
    'trailcost count missing --currency euro --rate 0.92 --rate-date 2026-11-01',
    'trailcost count missing --currency EUR --rate 1e3 --rate-date 2026-11-01',
    'trailcost count missing --currency EUR --rate 0 --rate-date 2026-11-01',
    'trailcost count missing --currency EUR --rate 0.92 --rate-date yesterday',
    'trailcost count missing --currency euro --rate -1 --rate-date 2026-02-30',
  ],
  'what-if': [
    `trailcost what-if samples/organization.yaml ${HEAD}`,
    `trailcost what-if samples/organization.yaml --advice ${HEAD}`,
    'trailcost what-if good.yaml | head -2',
    `trailcost what-if - --set readers.siem.readsPerMonth=98000000 < good.yaml ${HEAD}`,
    "trailcost what-if good.yaml --set 'readers.siem.account=444455556666' --set name=0815 | sed -n 3,12p",
    "trailcost what-if good.yaml --case 'half: readers.siem.readsPerMonth=24500000; keys.number=2' --case 'none: readers.siem.readsPerMonth=0' -f csv",
    'trailcost what-if good.yaml --vary readers.siem.readsPerMonth=0..60000:20000 | sed -n 3,12p',
    'trailcost what-if good.yaml --vary readers.siem.readsPerMonth=1000,30000 --vary keys.number=1,2 -f csv',
    'trailcost what-if good.yaml --vary readers.siem.readsPerMonth=0..60000:20000 --chart chart.svg -o report.txt && head -c 60 chart.svg && head -2 report.txt',
    'trailcost what-if good.yaml --break-even readers.siem.readsPerMonth --budget 200 --difference 100 | sed -n 1,20p',
    'trailcost what-if good.yaml --break-even readers.siem.readsPerMonth --budget 200 -f csv',
    'trailcost what-if good.yaml --break-even discountPercent --difference 100 -f csv',
    'trailcost what-if good.yaml --sensitivity -f csv',
    'trailcost what-if good.yaml --simulate 100 --seed 3 | sed -n 1,20p',
    'trailcost what-if samples/organization.yaml --simulate 2000 --seed 42 --budget 500 -f csv | head -4',
    'trailcost what-if good.yaml --vary keys.number=1,2 --sensitivity --advice --simulate 10 | grep -v "^[· ]"',
  ],
  'what-if-bad': [
    'trailcost what-if missing.yaml',
    'trailcost what-if unknown-key.yaml',
    'trailcost what-if bad-case.yaml',
    'trailcost what-if good.yaml --set readers.seim.readsPerMonth=2',
    'trailcost what-if good.yaml --set readers.siem.readPerMonth=2',
    'trailcost what-if good.yaml --set reders.siem.readsPerMonth=2',
    'trailcost what-if good.yaml --set readers.siem.readsPerMonth=many',
    'trailcost what-if good.yaml --set readers.siem.readsPerMonth=-1',
    'trailcost what-if good.yaml --set readers.siem.tims=',
    'trailcost what-if good.yaml --set readers.siem=',
    'trailcost what-if good.yaml --set bucket.region=us-east-9',
    'trailcost what-if good.yaml --set freeRequestsLeft=20001',
    'trailcost what-if good.yaml --set trails.org.accounts=1',
    'trailcost what-if good.yaml --set readers.siem.readsPerMonth',
    "trailcost what-if good.yaml --set 'readers.siem.readsPerMonth={low: 3, expected: 2, high: 1}'",
    "trailcost what-if good.yaml --set 'readers.siem.readsPerMonth=[1'",
    'trailcost what-if good.yaml --set __proto__.polluted=1',
    "trailcost what-if good.yaml --case 'twice'",
    "trailcost what-if good.yaml --case 'twice: keys.number=2' --case 'twice: keys.number=3'",
    "trailcost what-if good.yaml --case 'as written: keys.number=2'",
    "trailcost what-if good.yaml --case 'twice: keys.nubmer=2'",
    'trailcost what-if good.yaml --vary keys.number=1..5:0',
    'trailcost what-if good.yaml --vary keys.number=1..5:-1',
    'trailcost what-if good.yaml --vary keys.number=5..1:1',
    'trailcost what-if good.yaml --vary keys.number=1..5',
    'trailcost what-if good.yaml --vary keys.number=1,,2',
    'trailcost what-if good.yaml --vary keys.number=0..100001:1',
    'trailcost what-if good.yaml --vary keys.number=1..400:1 --vary keys.replicas=0..99:0.1',
    'trailcost what-if good.yaml --vary keys.number=1,2 --vary keys.number=3,4',
    'trailcost what-if good.yaml --vary keys.number=1,2 --vary keys.replicas=1,2 --vary keys.rotations=1,2',
    'trailcost what-if good.yaml --vary keys.number=1,20000',
    'trailcost what-if good.yaml --vary key.number=1,2',
    'trailcost what-if good.yaml --break-even readers.siem.readsPerMonth',
    'trailcost what-if good.yaml --break-even readers.siem.pattern --budget 200',
    'trailcost what-if good.yaml --break-even readers.siem.tims --budget 200',
    'trailcost what-if good.yaml --difference 200',
    'trailcost what-if good.yaml --simulate 0',
    'trailcost what-if good.yaml --simulate 1e3',
    'trailcost what-if good.yaml --simulate 100001',
    'trailcost what-if good.yaml --simulate 10 --seed 1.5',
    'trailcost what-if good.yaml --simulate 10 --seed=-1',
    'trailcost what-if good.yaml --seed 1',
    'trailcost what-if good.yaml --budget many',
    'trailcost what-if good.yaml --budget=-5',
    'trailcost what-if good.yaml --budget-on high',
    'trailcost what-if good.yaml --budget 5 --budget-on low',
    'trailcost what-if good.yaml --strategy sse-s3',
    'trailcost what-if good.yaml --chart chart.svg',
    'trailcost what-if good.yaml --sensitivity --chart good.yaml',
    'trailcost what-if good.yaml --sensitivity --chart same --output same',
    'trailcost what-if good.yaml --sensitivity --chart -',
    'trailcost what-if good.yaml --sensitivity --chart missing/chart.svg',
    'trailcost what-if good.yaml --sensitivity --simulate 10 --format csv',
    'trailcost what-if good.yaml --output good.yaml',
  ],
  budget: [
    'trailcost estimate good.yaml --budget 167.54 -o report.txt',
    'trailcost estimate good.yaml --budget 167.53 -o report.txt',
    'trailcost estimate good.yaml --budget 2 --strategy sse-kms-bucket-key -o report.txt',
    'trailcost estimate samples/organization.yaml --budget 350 -o report.txt',
    'trailcost estimate samples/organization.yaml --budget 350 --budget-on high -o report.txt',
    'trailcost estimate samples/paid-copy.yaml --budget 20 -o report.txt',
    'trailcost estimate good.yaml --budget 1e3',
    'trailcost what-if good.yaml --budget 100 --set readers.siem.readsPerMonth=20000 | tail -30 | head -2',
    'trailcost what-if samples/organization.yaml --budget 300 -o report.txt',
    'trailcost what-if samples/organization.yaml --simulate 100 --budget 300 | head -3',
  ],
  diff: [
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
  ],
  reconcile: [
    `${ENDED} trailcost reconcile ${NOVEMBER} --bill ${CUR}`,
    `${ENDED} trailcost reconcile ${NOVEMBER} --bill samples/bill/made-focus.csv -f markdown`,
    `${ENDED} trailcost reconcile ${NOVEMBER} --bill ${CUR} -f csv`,
    `${ENDED} trailcost reconcile ${NOVEMBER} --bill ${CUR} --key 1234abcd-12ab-34cd-56ef-1234567890ab | grep -e 'Decrypts' -e 'keys'`,
    `trailcost count samples/trail -f json -o counted.json && ${ENDED} trailcost reconcile counted.json --bill ${CUR} | head -24`,
    `trailcost estimate ${NOVEMBER} -f json | ${ENDED} trailcost reconcile - --bill ${CUR} --month 2026-11 -f json`,
    `${ENDED} trailcost reconcile ${NOVEMBER} --bill ${CUR} --calibrate calibrated.yaml -o report.txt && cat calibrated.yaml &&
      ${ENDED} trailcost reconcile calibrated.yaml --bill ${CUR} | head -24`,
    `gzip -c ${CUR} > half.csv.gz && mkdir bills && cp ${CUR} half.csv.gz bills && ${ENDED} trailcost reconcile ${NOVEMBER} --bill bills | tail -4`,
    `sed 's/2026-11-/2026-12-/g; s/made0/next0/' ${CUR} > december.csv && sed 's/months: 1/months: 3/' ${NOVEMBER} > winter.yaml &&
      ${ENDED} trailcost reconcile winter.yaml --bill ${CUR} december.csv | sed -n '/^Months/,/^What the/p'`,
    `${ENDED} trailcost reconcile winter.yaml --bill ${CUR} december.csv --month 2026-12..2027-01 -f csv | grep total`,
    `sed 's/,USD,/,EUR,/g' ${CUR} > euros.csv && ${ENDED} trailcost reconcile ${NOVEMBER} --bill euros.csv ${EUROS} | head -3`,
    `sed '3,9s/,USD,/,EUR,/' ${CUR} > two.csv && ${ENDED} trailcost reconcile ${NOVEMBER} --bill two.csv --strict | sed -n '/^Warnings/,/^What the/p'`,
    `sed 's/^made/twice/' ${CUR} > again.csv && ${ENDED} trailcost reconcile ${NOVEMBER} --bill ${CUR} again.csv --strict | grep -A 2 '^!'`,
    `sed 's/,Decrypt,/,,/' ${CUR} > nameless.csv && ${ENDED} trailcost reconcile ${NOVEMBER} --bill nameless.csv | grep -e '^! ' -e '^not named' -A 1`,
    `${ENDED} trailcost reconcile ${NOVEMBER} --bill ${CUR} --strategy sse-kms-bucket-key | head -4`,
    `SOURCE_DATE_EPOCH=1793577600 trailcost reconcile ${NOVEMBER} --bill ${CUR} --strict | grep '^!'`,
  ],
  'reconcile-bad': [
    'trailcost reconcile --help',
    'trailcost reconcile',
    `trailcost reconcile ${NOVEMBER}`,
    `trailcost reconcile ${NOVEMBER} --bill`,
    `trailcost reconcile --bill ${CUR} ${NOVEMBER}`,
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
    `sed '1s/lineItem.UsageType/unknown/' ${CUR} > unknown.csv && trailcost reconcile ${NOVEMBER} --bill unknown.csv`,
    `cut -d, -f 1-3 ${CUR} > narrow.csv && trailcost reconcile ${NOVEMBER} --bill narrow.csv`,
    `gzip -c ${CUR} | head -c 900 > cut.csv.gz && trailcost reconcile ${NOVEMBER} --bill cut.csv.gz`,
    `${ENDED} trailcost reconcile ${NOVEMBER} --bill ${CUR} cut.csv.gz --strict | grep '^!' -A 3`,
    `head -c 20 ${CUR} | cat <(printf PAR1) - > broken.pq && trailcost reconcile ${NOVEMBER} --bill broken.pq`,
    `sed 's/,4000,/,four,/' ${CUR} > words.csv && trailcost reconcile ${NOVEMBER} --bill words.csv`,
  ],
  'count-bad': [
    'trailcost count missing',
    'trailcost count nothing',
    "trailcost count '*.parquet'",
    'trailcost count s3://example-trail-logs/AWSLogs',
    'trailcost count mixed/truncated.json.gz',
    'trailcost count links | sed -n "/^Warn/,/^What/p"',
    'trailcost count mixed/truncated.json.gz --strict | head -2',
    'trailcost count mixed/notes.txt | head -14',
    'trailcost count - < /dev/null | sed -n "/^Failed/,/^$/p"',
    'trailcost count - < mixed/truncated.json.gz | sed -n "/^Failed/,/^$/p"',
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
    'trailcost count mixed/log.json.gz --output mixed/log.json.gz',
    'trailcost count mixed/log.json.gz --trace ./mixed/log.json.gz',
    'trailcost count mixed/log.json.gz --scenario mixed/../mixed/log.json.gz',
    'trailcost count mixed --output both.txt --scenario both.txt',
    'trailcost count mixed --output - --scenario -',
    'trailcost count mixed > /dev/full',
  ],
  'bad-scenario': [
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
    'trailcost estimate - < month-13.yaml',
  ],
  'bad-prices': [
    'trailcost estimate unknown-region.yaml',
    'trailcost estimate gov-region.yaml',
    'trailcost estimate gov-region.yaml --price-book own-prices.csv',
    'trailcost estimate good.yaml --price-book mixed-prices.csv',
    'trailcost estimate good.yaml --price-book bad-prices.csv',
    'trailcost estimate good.yaml --price-book missing.csv',
    'trailcost estimate good.yaml --price-book good.yaml',
  ],
  prices: [
    'trailcost prices --help',
    'trailcost prices import --help',
    'trailcost prices list | head -12',
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
    'cp -r samples/price-lists lists && trailcost prices import lists/awskms.eu-central-1.json && trailcost prices check -f csv | cut -d, -f 1-5',
    'trailcost estimate frankfurt.yaml -f csv | cut -d, -f 19 | sort -u',
    'trailcost estimate good.yaml | grep -c "price book"',
    'rm -r config',
  ],
  'prices-bad': [
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
  ],
  'bad-output': [
    'trailcost estimate good.yaml --output missing/report.txt',
    'trailcost estimate good.yaml --output samples',
    'trailcost estimate good.yaml --output ""',
    'trailcost estimate good.yaml --output ./good.yaml',
    'trailcost estimate good.yaml --price-book own-prices.csv --output own-prices.csv',
    'trailcost estimate good.yaml --output good.yaml/report.txt',
    'trailcost estimate good.yaml > /dev/full',
    'trailcost estimate good.yaml --output /dev/full',
  ],
  init: [
    'trailcost init | head -3',
    'trailcost init | trailcost estimate - | head -2',
    'trailcost init --output new.yaml && head -1 new.yaml',
    'trailcost init --output good.yaml',
    'trailcost init --output missing/new.yaml',
    'trailcost init --output good.yaml/new.yaml',
  ],
};

describe('transcripts: command, stdout, stderr, exit code', () => {
  test.each(Object.entries(TRANSCRIPTS))('%s', async (name, commands) => {
    const transcript = commands.map((command) => {
      const { stdout, stderr, status } = run(command);
      const errors = stderr === '' ? '' : `--- stderr\n${stderr}`;
      const today = new Date().toISOString().slice(0, 10);
      return `$ ${command}\n${stdout}${errors}--- exit ${status}\n`.replaceAll(folder, 'FOLDER').replaceAll(`on ${today}`, 'on TODAY');
    });
    await expect(transcript.join('\n')).toMatchFileSnapshot(`../golden/cli/${name}.txt`);
  });
});

describe('output', () => {
  test('to a file is the same as to stdout, and replaces what was there', () => {
    writeFileSync(join(folder, 'report.json'), 'old');
    expect(run('trailcost estimate good.yaml -f json -o report.json')).toEqual({ stdout: '', stderr: '', status: 0 });
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe(run('trailcost estimate good.yaml -f json').stdout);
  });

  test('leaves nothing behind and nothing harmed when it fails', () => {
    writeFileSync(join(folder, 'keep.csv'), 'old');
    const before = readdirSync(folder);
    expect(run('trailcost estimate month-13.yaml -f csv -o keep.csv').status).toBe(2);
    expect(run('trailcost estimate good.yaml -f csv -o missing/keep.csv').status).toBe(2);
    expect(readFileSync(join(folder, 'keep.csv'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(before);
  });

  test('to a device is written, not replaced', () => {
    expect(run('trailcost estimate good.yaml -f csv -o /dev/stdout | head -c 8').stdout).toBe('scenario');
    expect(run('trailcost estimate good.yaml -o /dev/null')).toEqual({ stdout: '', stderr: '', status: 0 });
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test('to a closed pipe ends quietly', () => {
    expect(run('trailcost estimate samples/organization.yaml -f json | head -1')).toEqual({ stdout: '{\n', stderr: '', status: 0 });
  });

  test('of an option given twice is the last', () => {
    expect(run('trailcost estimate good.yaml -f csv -f json | head -1').stdout).toBe('{\n');
  });

  test('of FOCUS is marked with the time of the clock', () => {
    const before = Date.now() - 1000;
    const { stdout } = run('trailcost estimate good.yaml -f focus', { SOURCE_DATE_EPOCH: '' });
    const [row] = parse(stdout, { columns: true }) as Record<string, string>[];
    const made = Date.parse(row?.['x_ForecastGeneratedAt'] ?? '');
    expect(made).toBeGreaterThanOrEqual(before);
    expect(made).toBeLessThanOrEqual(Date.now());
  });

  test('of a workbook loses nothing on its way to a file or a pipe', () => {
    const sums = run(
      'trailcost estimate good.yaml -f xlsx -o book.xlsx && trailcost estimate good.yaml -f xlsx -o - > same.xlsx && wc -c < book.xlsx && wc -c < same.xlsx',
    );
    const [one, other] = sums.stdout.trim().split('\n');
    expect([one, sums.stderr]).toEqual([other, '']);
  });

  test('may have its errors cut off', () => {
    expect(run('trailcost estimate month-13.yaml 2>&1 >/dev/null | head -c 0').status).toBe(2);
  });

  test('is coloured only where that is wanted', () => {
    const escapeCharacter = String.fromCharCode(27);
    const colored = (flags: string, environment: Record<string, string>) =>
      run(`trailcost estimate good.yaml ${flags}`, environment).stdout.includes(escapeCharacter);
    expect(colored('', {})).toBe(false);
    expect(colored('', { FORCE_COLOR: '1' })).toBe(true);
    expect(colored('', { FORCE_COLOR: '0' })).toBe(false);
    expect(colored('', { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
    expect(colored('-f csv', { FORCE_COLOR: '1' })).toBe(false);
  });

  test('does not depend on the time zone or the language of the machine', () => {
    const plain = run('trailcost estimate samples/mid-period-switch.yaml').stdout;
    for (const TZ of ['America/Los_Angeles', 'Pacific/Kiritimati']) {
      expect(run('trailcost estimate samples/mid-period-switch.yaml', { TZ, LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' }).stdout).toBe(
        plain,
      );
    }
  });
});

describe('a count', () => {
  const counted = (flags: string) => JSON.parse(run(`trailcost count ${flags} -f json`).stdout) as Measured;

  test('says nothing on standard error where that is no terminal', () => {
    expect(run('trailcost count samples/trail samples/access-logs -o report.txt')).toEqual({ stdout: '', stderr: '', status: 0 });
  });

  test('of standard input is that of the file', () => {
    expect(counted(`- < ${DAY}/${LOG}`).kmsRequests).toEqual(counted(`${DAY}/${LOG}`).kmsRequests);
    expect(counted(`- ${DAY}/${LOG} < mixed/log.json.gz`).coverage).toMatchObject({ records: 16, duplicates: 6 });
  });

  test('leaves nothing behind when it fails', () => {
    const before = readdirSync(folder);
    expect(run('trailcost count missing --trace trace.csv').status).toBe(2);
    expect(run('trailcost count s3://example --trace trace.csv --scenario new.yaml').status).toBe(2);
    expect(run('trailcost count mixed --trace nothing').status).toBe(2);
    expect(run('trailcost count mixed --since 2026-13-01 --trace trace.csv').status).toBe(2);
    expect(readdirSync(folder)).toEqual(before);
    expect(readdirSync(join(folder, 'nothing'))).toEqual([]);
  });

  test('writes no two outputs to one file, however it is spelt', () => {
    expect(run('trailcost count mixed --output both.txt --trace ./both.txt').stderr).toContain('is given for two outputs');
  });

  test.each(['overwritten', "'overwritten/*.gz'"])('of %s overwrites no log', (path) => {
    mkdirSync(join(folder, 'overwritten'), { recursive: true });
    const log = join(folder, 'overwritten', 'log.json.gz');
    writeFileSync(log, readFileSync(join(folder, 'mixed', 'log.json.gz')));
    for (const flag of ['--output', '--scenario', '--trace'])
      expect(run(`trailcost count ${path} ${flag} overwritten/log.json.gz`).status).toBe(2);
    expect(readFileSync(log)).toEqual(readFileSync(join(folder, 'mixed', 'log.json.gz')));
  });

  test('writes its trace to a pipe without replacing it', () => {
    const written = 'mkfifo pipe && { timeout 20 cat pipe > copied & } && timeout 20 trailcost count mixed --trace pipe -o report.txt';
    expect(run(`${written}; if test -p pipe; then wait; else kill %1; false; fi`).status).toBe(0);
    expect(readFileSync(join(folder, 'copied'), 'utf8')).toMatch(/^file,/);
  });

  test('traces each billable request to its record', () => {
    run('trailcost count samples/trail --trace trace.csv -o report.txt');
    const rows = parse(readFileSync(join(folder, 'trace.csv')), { columns: true }) as Record<string, string>[];
    expect(rows.length).toBe(counted('samples/trail').kmsRequests.billable);
    for (const row of rows.filter((_, index) => index % 50 === 0)) {
      const { Records: records } = JSON.parse(gunzipSync(readFileSync(join(folder, row['file'] ?? ''))).toString()) as {
        Records: { eventID: string; eventTime: string }[];
      };
      const index = Object.entries(row).find(([column]) => column.startsWith('record'))?.[1];
      expect(records[Number(index)]).toMatchObject({ eventID: row['event_id'], eventTime: row['time'] });
    }
  });

  test('of names that are made to harm shows none of their signs', () => {
    const harm = '\u001b[31m\u202e\n\u0085';
    const read = (name: string, number: number) =>
      decrypt({
        id: `${name} ${number}`,
        ms: Date.UTC(2026, 10, 2),
        key: `${name}/${fileKey({ ms: Date.UTC(2026, 10, 2), unique: `f${number}` })}`,
        bucket: `=${harm}`,
        trail: harm,
        identity: roleIdentity({ role: name, session: harm }),
        extra: { eventID: name },
      });
    mkdirSync(join(folder, 'harm'));
    const text = JSON.stringify({ Records: [`=1+1${harm}`, '=1+1', '@SUM(1)', `\t=1${harm}`].map(read) });
    writeFileSync(join(folder, 'harm', `=1${harm}.json`), text);
    writeFileSync(join(folder, 'harm', `broken ${harm}.json`), text.slice(1));
    writeFileSync(join(folder, 'harm', `cut ${harm}.json`), text.slice(0, 50));
    const { stdout, stderr, status } = run('trailcost count harm --trace harm.csv');
    expect([stderr, status]).toEqual(['', 0]);
    expect(stdout).toContain('4 billable');
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
    expect(Math.max(...stdout.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(80);
    const trace = readFileSync(join(folder, 'harm.csv'), 'utf8');
    expect(trace.replaceAll('\r\n', '')).not.toMatch(/\p{C}/u);
    const cells = (parse(trace) as string[][]).flat();
    expect(cells.length).toBe(5 * 9);
    for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+\-@]/);
    expect(run(`trailcost count ${"$'harm/=1\\e[31m\u202e\\n\u0085.json'"} missing$'\\e[31m'`).stderr).not.toMatch(/[^\P{C}\n]/u);
  });

  test('that is stopped with Ctrl-C gives what was counted, and says so', async () => {
    const before = readdirSync(folder);
    const { status, stdout, stderr } = await stopped('stop');
    expect([status, stderr]).toEqual([130, '']);
    const { coverage, warnings } = JSON.parse(stdout) as Measured;
    expect(coverage.complete).toBe(false);
    expect(coverage.filesRead).toBeLessThan(370);
    expect(warnings.map(({ code }) => code)).toContain('stopped');
    expect(readdirSync(folder).filter((name) => !before.includes(name))).toEqual(['stop', 'stop.csv', 'stop.yaml']);
    expect(readFileSync(join(folder, 'stop.yaml'), 'utf8')).toContain('stopped before its end');
  });
});

interface Measured {
  coverage: { complete: boolean; filesRead: number };
  kmsRequests: { billable: number };
  warnings: { code: string }[];
}

/**
 * A count that is interrupted at a moment that is known: its first file is a pipe, which it waits for, and which is written only when the
 * signal has long come. Hundreds of files follow.
 */
async function stopped(pipe: string) {
  run(`mkfifo ${pipe}`);
  const flags = ['count', pipe, 'samples/trail', '--format', 'json', '--trace', `${pipe}.csv`, '--scenario', `${pipe}.yaml`];
  const child = spawn(process.execPath, [MAIN, ...flags], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const writer = await open(join(folder, pipe), 'w');
  child.kill('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 500));
  await writer.write('{"Records": []}');
  await writer.close();
  return { status: await ended, ...output };
}

test('an unexpected error says that it is a defect, with a stack only on request', () => {
  // Node itself fails in the middle of the work: the price data is taken away under its feet.
  const broken = `node --input-type=module -e "
    import { reportError } from '${new URL('../../dist/cli/exit.js', import.meta.url)}';
    process.exitCode = reportError(new RangeError('boom'), process.argv[1] === 'debug');"`;
  expect(run(broken)).toEqual({
    stdout: '',
    stderr: 'trailcost: unexpected: boom\n  This is a defect in trailcost. Please report it with what `--debug` adds.\n',
    status: 1,
  });
  expect(run(`${broken} debug`).stderr).toMatch(/RangeError: boom\n {4}at /);
});
