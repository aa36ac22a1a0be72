import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { htmlOf, madeByGitHub, tagsOf } from '../report/github.js';
import { program } from './program.js';
import { workspace } from './workspace.js';

const { folder } = workspace();

const NAMES = [
  '=HYPERLINK("http://evil.example","x")',
  '@security/oncall',
  "+cmd|' /C calc'!A0",
  '-2+3 #12 org/repo#1 GH-1 a5c3785',
  '<script>alert(1)</script> | ]]> &lt;',
  'user@example.com `x` :tada: $x$',
  'arn:aws:sts::111122223333:assumed-role/Ops/user@example.com',
  '[x](http://evil.example) ![y](z)',
];
const [first = '', second = '', ...others] = NAMES;

/** Every text of a scenario that others may have written is one of these. */
const scenario = (region: string, readers: readonly string[]) => ({
  version: 1,
  name: `${second} =1`,
  period: { start: '2026-11', months: 1 },
  bucket: { region, account: '111122223333' },
  encryption: { sseKmsSince: 'always' },
  trails: [{ name: first, logFilesPerMonth: 598_000, archiveMonths: 1 }],
  readers: readers.map((name) => ({
    name,
    account: '444455556666',
    pattern: 'single',
    readsPerMonth: { low: 1e5, expected: 1e6, high: 3e6 },
  })),
  recording: { paidCopies: 1, consumers: [{ name: second, usdPerGb: 1 }] },
  prices: { 'kms-request': { region, price: '5', per: 1_000_000, source: `${first} ${second} #1` } },
  cases: NAMES.map((name, index) => ({ name, set: { freeRequestsLeft: index } })),
});
writeFileSync(join(folder, 'old.json'), JSON.stringify(scenario('us-east-1', NAMES)));
writeFileSync(join(folder, 'new.json'), JSON.stringify(scenario('eu-west-1', [second, ...others, 'new @octocat'])));

const log = {
  Records: NAMES.map((name, number) => ({
    eventVersion: '1.11',
    userIdentity: { type: 'AWSAccount', accountId: '444455556666', principalId: `AROA${number}:${name}` },
    eventTime: `2026-11-03T0${number}:00:00Z`,
    eventSource: 'kms.amazonaws.com',
    eventName: 'Decrypt',
    awsRegion: 'us-east-1',
    userAgent: name,
    eventID: `00000000-0000-4000-8000-00000000000${number}`,
    requestParameters: {
      encryptionContext: {
        'aws:cloudtrail:arn': `arn:aws:cloudtrail:us-east-1:111122223333:trail/${name}`,
        'aws:s3:arn':
          'arn:aws:s3:::logs/AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/03/' +
          '111122223333_CloudTrail_us-east-1_20261103T0005Z_x.json.gz',
      },
    },
  })),
};
writeFileSync(join(folder, '=@octocat.json'), JSON.stringify(log));
writeFileSync(join(folder, '=broken @octocat.json'), '{"Records": [');

const REPORTS = [
  ['estimate', 'old.json'],
  ['estimate', 'old.json', '--by', 'reader'],
  ['what-if', 'old.json'],
  ['what-if', 'old.json', '--advice'],
  ['what-if', 'old.json', '--sensitivity'],
  ['what-if', 'old.json', '--vary', 'readers.@security/oncall.readsPerMonth=1,2'],
  ['diff', 'old.json', 'new.json'],
  ['reconcile', 'old.json', '--bill', 'samples/bill/made-cur.csv'],
  ['count', '=@octocat.json', '=broken @octocat.json'],
];

/** Those that are one table, and so have CSV. */
const TABLES = REPORTS.filter((words) => !words.includes('--by') && !words.includes('--advice'));

const named = (reports: readonly string[][]) => reports.map((words) => [words.join(' '), words] as const);

/** What a report is made of, as HTML. */
const OWN = /^<\/?(?:p|strong|h3|ul|li|table|thead|tbody|tr|t[hd](?: align="(?:left|right)")?|pre|details|summary)>$/;

test.each(named(REPORTS))('%s: nothing is made of a name in a pull request', async (_, words) => {
  const { stdout, status } = await program([...words, '-f', 'markdown'], { cwd: folder });
  const html = htmlOf(stdout.toString());
  expect(status).toBe(0);
  expect(html).toMatch(/octocat|oncall/);
  expect(madeByGitHub(html)).toEqual([]);
  expect(tagsOf(html).filter((tag) => !OWN.test(tag))).toEqual([]);
});

test.each(named(TABLES))('%s: no cell is a formula', async (_, words) => {
  const { stdout } = await program([...words, '-f', 'csv'], { cwd: folder });
  const cells = (parse(stdout, { relax_column_count: true }) as string[][]).flat();
  expect(cells.length).toBeGreaterThan(10);
  expect(cells.filter((cell) => /^\s*[=+\-@]/.test(cell) && !/^-?[\d.]+$/.test(cell))).toEqual([]);
});
