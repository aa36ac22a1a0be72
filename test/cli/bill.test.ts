import { expect, test } from 'vitest';
import { workspace } from './workspace.js';

const { transcript, run } = workspace();

/** A made bill, whose month is over by the workspace's clock. */
const CUR = 'samples/bill/made-cur.csv';
const KEY = '1234abcd-12ab-34cd-56ef-1234567890ab';

transcript('bill', 'a bill alone says what it has of KMS requests, keys and events, and what it cannot say', [
  `trailcost bill ${CUR}`,
  `trailcost bill ${CUR} --full`,
  `trailcost bill samples/bill/made-focus.csv -f markdown`,
  `trailcost bill ${CUR} -f csv`,
  `trailcost bill ${CUR} --json`,
  `sed '6,7s/1234abcd-/9999abcd-/' ${CUR} > keys.csv && trailcost bill keys.csv --key ${KEY} | sed -n '1,4p;/^Why/,$p'`,
  `trailcost bill ${CUR} --key 99999999-12ab-34cd-56ef-1234567890ab | sed -n '1,4p;/^Why/,$p'`,
  `sed 's/,Decrypt,/,,/' ${CUR} > nameless.csv && trailcost bill nameless.csv | sed -n '1,4p;/^Why/,$p'`,
  `trailcost bill ${CUR} --bucket amzn-s3-demo-logs`,
  `trailcost bill ${CUR} --bucket amzn-s3-demo-other | sed -n '1,4p;/^Warnings/,/^Why/p'`,
  `SOURCE_DATE_EPOCH=1793577600 trailcost bill ${CUR} --strict | sed -n '1,4p;/^Warnings/,/^Why/p'`,
  `sed '3,9s/,USD,/,EUR,/' ${CUR} > two.csv && trailcost bill two.csv --strict | sed -n '1,4p;/^Warnings/,/^Why/p'`,
  `sed 's/us-east-1-KMS-Requests,Decrypt/,Decrypt/' ${CUR} > blank.csv && trailcost bill blank.csv --strict | head -25`,
  `sed 's/2026-11-/2026-12-/g; s/made0/next0/' ${CUR} > december.csv && trailcost bill ${CUR} december.csv | head -24`,
  `trailcost bill ${CUR} december.csv --month 2026-12 | head -3`,
  `trailcost bill ${CUR} --month 2026-11..2026-12 --strict | sed -n '1,4p;/^Warnings/,/^Why/p'`,
]);

transcript('bill-console', 'what the console and its API give is read for what it holds', [
  `trailcost bill samples/bill/cost-explorer.csv --strict`,
  `trailcost bill samples/bill/cost-and-usage.json`,
  `trailcost bill samples/bill/bills-page.csv`,
  `trailcost reconcile samples/bill/november.yaml --bill samples/bill/cost-explorer.csv`,
  `trailcost reconcile samples/bill/november.yaml --bill samples/bill/cost-and-usage.json`,
  `trailcost reconcile samples/bill/november.yaml --bill samples/bill/bills-page.csv | head -3`,
  `printf '"Service","Key Management Service($)","CloudTrail($)","Total costs($)"\\n"Service total","1.24","0.02","1.26"\\n` +
    `"2026-11-01","1.24","0.02","1.26"\\n' > service.csv && trailcost bill service.csv`,
]);

transcript('bill-scenario', 'a bill makes a scenario to fill in, which can be estimated as it is', [
  `trailcost bill ${CUR} --scenario a.yaml -o a.txt && cat a.yaml && trailcost estimate a.yaml | head -3`,
  `trailcost bill ${CUR} --bucket amzn-s3-demo-logs --scenario b.yaml -o b.txt && cat b.yaml && trailcost estimate b.yaml | head -3`,
  `trailcost bill samples/bill/cost-explorer.csv --scenario c.yaml -o c.txt && sed -n '/^readers/,/^$/p' c.yaml`,
  `trailcost bill service.csv --scenario - > /dev/null`,
]);

transcript('bill-bad', 'what is not a bill is named, with which file to get and where', [
  'trailcost bill --help',
  'trailcost bill',
  `trailcost bill - < ${CUR}`,
  'trailcost bill missing.csv',
  'trailcost bill good.yaml',
  `trailcost bill ${CUR} --month 2027-01`,
  `trailcost bill ${CUR} --key alias/logs`,
  `trailcost bill ${CUR} --bucket s3://amzn-s3-demo-logs/`,
  `trailcost bill ${CUR} -o ${CUR}`,
  `grep -v awskms ${CUR} | grep -v CloudTrail > ec2.csv && trailcost bill ec2.csv`,
  "printf '%%PDF-1.4\\n%%abc\\n' > invoice.pdf && trailcost bill invoice.pdf",
  "printf 'PK\\003\\004\\024\\000\\000\\000\\000\\000[Content_Types].xml' > bill.xlsx && trailcost bill bill.xlsx",
  "printf 'PK\\003\\004mimetypeapplication/vnd.oasis.opendocument.spreadsheet' > bill.ods && trailcost bill bill.ods",
  "printf 'ORC\\021' > bill.orc && trailcost bill bill.orc",
  "printf 'InvoiceID,RecordType,RateId,SubscriptionId,PricingPlanId,UsageType\\n1,LineItem,1,1,1,x\\n' > dbr.csv && trailcost bill dbr.csv",
  `printf '[{"line_item_usage_type":"us-east-1-KMS-Requests"}]' > rows.json && trailcost bill rows.json`,
  "printf 'Linked account,444455556666($)\\n2026-11-01,1\\n' > by-account.csv && trailcost bill by-account.csv",
  'printf \'{"ResultsByTime":[{"TimePeriod":{"Start":"2026-11-01","End":"2026-12-01"},"Total":{"UnblendedCost":' +
    '{"Amount":"1","Unit":"USD"}}}]}\' > total.json && trailcost bill total.json',
  `trailcost bill ${CUR} samples/bill/cost-explorer.csv`,
  'trailcost bill samples/bill/cost-and-usage.json samples/bill/cost-explorer.csv',
  `trailcost reconcile ${CUR} --bill ${CUR}`,
]);

test('on a screen of 80 columns and 24 lines the answer is what stays in sight', async () => {
  const { stdout } = await run(`trailcost bill ${CUR}`);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(40);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});
