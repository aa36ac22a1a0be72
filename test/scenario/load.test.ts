import { describe, expect, test } from 'vitest';
import { TrailcostError } from '../../src/base/errors.js';
import { parseScenario } from '../../src/scenario/load.js';

const GOOD = `version: 1
name: good
period: {start: 2026-12, months: 2}
bucket: {region: us-east-1}
encryption: {sseKmsSince: 2026-12-01}
trails:
  - name: org
    logFilesPerMonth: 1000
    archiveMonths: 12
readers:
  - name: siem
    pattern: every-file
`;

function messageOf(text: string): string {
  try {
    parseScenario(text, 'scenario.yaml');
  } catch (error) {
    if (error instanceof TrailcostError) return `${error.code}\n${error.message}`;
    throw error;
  }
  return 'no error';
}

const replaced = (from: string, to: string) => {
  expect(GOOD).toContain(from);
  return messageOf(GOOD.replace(from, to));
};

test('a good scenario is completed with defaults', () => {
  const { scenario } = parseScenario(GOOD, 'scenario.yaml');
  expect(scenario).toMatchObject({
    freeRequestsLeft: 0,
    discountPercent: 0,
    keys: { number: 1, replicas: 0, rotations: 0 },
    encryption: { sseKmsSince: '2026-12-01', bucketKeyReduction: { low: 0.8, expected: 0.9, high: 0.99 } },
    recording: { paidCopies: 0, excludeKmsEvents: false, deliveryEventsBilled: false, dataEventCopies: 0, insightsTrails: 0 },
    readers: [{ share: 1, times: 1, digests: false, requesters: 1 }],
  });
});

test('JSON is the same scenario as YAML', () => {
  const { scenario } = parseScenario(GOOD, 'scenario.yaml');
  expect(parseScenario(JSON.stringify(scenario, undefined, '\t'), 'scenario.json').scenario).toEqual(scenario);
});

describe('errors say what, where and what to do', () => {
  test.each([
    {
      what: 'a misspelt field',
      from: 'pattern: every-file',
      to: 'pattern: every-file\n    tmies: 2',
      message: 'scenario-invalid\nscenario.yaml:13:5 readers.siem.tmies: unknown field "tmies"\n  Did you mean "times"?',
    },
    {
      what: 'a field that nothing is near to',
      from: 'months: 2',
      to: 'months: 2, weekends: 1',
      message: 'scenario-invalid\nscenario.yaml:3:37 period.weekends: unknown field "weekends"\n  Known names: start, months.',
    },
    {
      what: 'month 13',
      from: '2026-12,',
      to: '2026-13,',
      message:
        'scenario-invalid\nscenario.yaml:3:10 period.start: expected a month as YYYY-MM, such as 2026-12, ' +
        'found "2026-13"\n  First month: YYYY-MM, in UTC.',
    },
    {
      what: 'a negative number',
      from: '1000',
      to: '-5',
      message:
        'scenario-invalid\nscenario.yaml:8:5 trails.org.logFilesPerMonth: expected a number from 0 to ' +
        '1,000,000,000,000 or {low, expected, high}, found -5\n  Log files that are delivered in each calendar month, if you know it; ' +
        'then leave out what makes it up.',
    },
    {
      what: 'a number as text',
      from: '1000',
      to: '"1000"',
      message:
        'scenario-invalid\nscenario.yaml:8:5 trails.org.logFilesPerMonth: expected a number from 0 to ' +
        '1,000,000,000,000 or {low, expected, high}, found "1000"\n  Did you mean `logFilesPerMonth: 1000`?',
    },
    {
      what: 'low above high',
      from: '1000',
      to: '{low: 3, expected: 2, high: 1}',
      message:
        'scenario-invalid\nscenario.yaml:8:5 trails.org.logFilesPerMonth: expected low ≤ expected ≤ high, ' +
        'found {"low":3,"expected":2,"high":1}\n  Log files that are delivered in each calendar month',
    },
    {
      what: 'half a range',
      from: '1000',
      to: '{low: 3, expected: 5}',
      message:
        'scenario-invalid\nscenario.yaml:8:5 trails.org.logFilesPerMonth.high: missing; expected a number from 0 to 1,000,000,000,000',
    },
    {
      what: 'not a number',
      from: '1000',
      to: '.nan',
      message:
        'scenario-invalid\nscenario.yaml:8:5 trails.org.logFilesPerMonth: expected a number from 0 to ' +
        '1,000,000,000,000 or {low, expected, high}, found NaN\n  Log files that are delivered in each calendar month',
    },
    {
      what: 'an unknown pattern',
      from: 'every-file',
      to: 'evry-file',
      message: 'scenario-invalid\nscenario.yaml:12:5 readers.siem.pattern: unknown value "evry-file"\n  Did you mean "every-file"?',
    },
    {
      what: 'no pattern',
      from: '    pattern: every-file\n',
      to: '',
      message:
        'scenario-invalid\nscenario.yaml:11:5 readers.siem.pattern: missing\n  It must be one of every-file, scan, validate, single, ' +
        'once, replicate.',
    },
    {
      what: 'an account id without quotes',
      from: 'pattern:',
      to: 'account: 111122223333\n    pattern:',
      message:
        'scenario-invalid\nscenario.yaml:12:5 readers.siem.account: expected an account id of 12 digits in ' +
        'quotes, such as "111122223333", found 111122223333',
    },
    {
      what: 'a missing group',
      from: 'bucket: {region: us-east-1}\n',
      to: '',
      message: 'scenario-invalid\nscenario.yaml:1:1 bucket: missing; expected a group of fields',
    },
    {
      what: 'a day that does not exist',
      from: '2026-12-01',
      to: '2026-02-30',
      message:
        'scenario-invalid\nscenario.yaml:5:14 encryption.sseKmsSince: expected a day as YYYY-MM-DD, such as 2026-12-31, found "2026-02-30"',
    },
    {
      what: 'another version',
      from: 'version: 1',
      to: 'version: 2',
      message: 'scenario-invalid\nscenario.yaml:1:1 version: expected 1, found 2\n  Version of this file format.',
    },
    {
      what: "CloudTrail's name for a reader",
      from: 'name: siem',
      to: 'name: CloudTrail',
      message: 'scenario-invalid\nscenario.yaml:11:5 readers.CloudTrail.name: expected a name other than "CloudTrail"',
    },
    {
      what: 'a control character in a name',
      from: 'name: siem',
      to: 'name: "si\\em"',
      message: 'scenario-invalid\nscenario.yaml:11:5 readers.0.name: expected 1 to 80 printable characters',
    },
    {
      what: 'two readers of one name',
      from: '    pattern: every-file\n',
      to: '    pattern: every-file\n  - {name: siem, pattern: replicate}\n',
      message: 'scenario-invalid\nscenario.yaml:13:6 readers.siem.name: a second one named "siem"\n  Give each a name of its own.',
    },
    {
      what: 'two consumers of one name',
      from: 'readers:',
      to: 'recording: { consumers: [{ name: siem, usdPerGb: 1 }, { name: siem, usdPerGb: 2 }] }\nreaders:',
      message: 'recording.consumers.siem.name: a second one named "siem"\n  Give each a name of its own.',
    },
    {
      what: 'a consumer without a price',
      from: 'readers:',
      to: 'recording: { consumers: [{ name: logs }] }\nreaders:',
      message: 'recording.consumers.logs: nothing says what "logs" charges\n  Give usdPerGb or usdPerMillionEvents, or remove it.',
    },
    {
      what: 'events seen by whom no word says',
      from: 'readers:',
      to: 'recording: { covers: everybody }\nreaders:',
      message: 'recording.covers: unknown value "everybody"\n  It must be one of organization, key-account, reader-account.',
    },
    {
      what: 'a trail of which nothing is known',
      from: '    logFilesPerMonth: 1000\n',
      to: '',
      message:
        'scenario-invalid\nscenario.yaml:7:5 trails.org: the number of log files is unknown\n  Give accounts, or logFilesPerMonth if ' +
        'you have counted the files.',
    },
    {
      what: 'what makes up the log files without the accounts',
      from: '    logFilesPerMonth: 1000\n',
      to: '    filesPerSlot: 2\n',
      message: 'trails.org: the number of log files is unknown\n  Give accounts',
    },
    {
      what: 'log files given twice',
      from: 'logFilesPerMonth: 1000\n',
      to: 'logFilesPerMonth: 1000\n    accounts: 3\n    activeRegions: 2\n',
      message: 'scenario.yaml:10:5 trails.org.activeRegions: given together with logFilesPerMonth, which already says how many',
    },
    {
      what: 'digest files given twice',
      from: 'logFilesPerMonth: 1000\n',
      to: 'logFilesPerMonth: 1000\n    accounts: 3\n    digestRegions: 2\n    digestFilesPerMonth: 2\n',
      message: 'trails.org.digestRegions: given together with digestFilesPerMonth',
    },
    {
      what: 'digest Regions without accounts',
      from: 'logFilesPerMonth: 1000\n',
      to: 'logFilesPerMonth: 1000\n    digestRegions: 2\n',
      message: 'trails.org.digestRegions: needs accounts',
    },
    {
      what: 'growth beyond anything real',
      from: 'archiveMonths: 12',
      to: 'archiveMonths: 240\n    growthPercentPerMonth: {low: -50, expected: 0, high: 0}',
      message: 'scenario.yaml:7:5 trails.org: comes to more than 10^15 files in a month',
    },
    {
      what: 'a trail that is not there',
      from: 'pattern: every-file',
      to: 'pattern: every-file\n    trails: [orgs]',
      message: 'scenario-invalid\nscenario.yaml:13:14 readers.siem.trails.0: there is no trail "orgs"\n  Did you mean "org"?',
    },
    {
      what: 'validation without digest files',
      from: 'pattern: every-file',
      to: 'pattern: validate\n    runsPerMonth: 1\n    lookbackDays: 7',
      message: 'readers.siem: reader "siem" validates log files, but its trails have no digest files',
    },
    {
      what: 'a Bucket Key before SSE-KMS',
      from: 'sseKmsSince: 2026-12-01',
      to: 'sseKmsSince: 2026-12-01, bucketKeySince: 2026-11-30',
      message: 'scenario-invalid\nscenario.yaml:5:39 encryption.bucketKeySince: is before sseKmsSince (2026-12-01)',
    },
    {
      what: 'a one-time read outside the period',
      from: 'pattern: every-file',
      to: 'pattern: once\n    month: 2027-02\n    firstDay: 2026-12-05\n    lastDay: 2026-12-01',
      message:
        'scenario-invalid\nscenario.yaml:13:5 readers.siem.month: 2027-02 is outside the period, 2026-12 to ' +
        '2027-01\n  Give a month of the period.\nscenario.yaml:15:5 readers.siem.lastDay: 2026-12-01 is ' +
        'before firstDay, 2026-12-05\n  Swap them.\n2 problems; `trailcost init` prints a scenario that works',
    },
    {
      what: 'a one-time read of files that do not exist yet',
      from: 'pattern: every-file',
      to: 'pattern: once\n    month: 2026-12\n    firstDay: 2026-12-05\n    lastDay: 2027-01-01',
      message: 'readers.siem.lastDay: 2027-01-01 is after the month of the reads, 2026-12',
    },
  ])('$what', ({ from, to, message }) => {
    expect(replaced(from, to)).toContain(message);
  });

  test('no trail at all', () => {
    expect(messageOf(GOOD.replace(/trails:\n(.*\n){3}/, ''))).toContain('reader "siem" reads a trail\'s files, but there is no trail');
  });

  test('a list that must not be empty', () => {
    expect(messageOf(GOOD.replace(/readers:\n(.*\n){2}/, 'readers: []\n'))).toBe(
      'scenario-invalid\nscenario.yaml:10:1 readers: expected a list of 1 to 1,000 entries, found []\n' +
        '  Who reads the log files: at least one reader.',
    );
  });

  test('one problem a field, however many rules it breaks', () => {
    expect(replaced('sseKmsSince: 2026-12-01', 'sseKmsSince: 15.02.2027').match(/sseKmsSince/g)).toHaveLength(1);
  });

  test('every problem at once, in the order of the file', () => {
    const message = messageOf(GOOD.replace('months: 2', 'months: 0').replace('every-file', 'scan'));
    expect(message.match(/^scenario\.yaml:\d+/gm)).toEqual(['scenario.yaml:3', 'scenario.yaml:11', 'scenario.yaml:11']);
  });
});

describe('text that is no scenario', () => {
  test.each([
    { what: 'nothing', text: ' \n', message: 'scenario-syntax\nscenario.yaml: the file is empty' },
    { what: 'broken YAML', text: 'version: 1\nname: [a\nperiod: b', message: 'scenario-syntax\nscenario.yaml:3:1: not YAML: ' },
    {
      what: 'a field twice',
      text: 'version: 1\nversion: 1\n',
      message: 'scenario-syntax\nscenario.yaml:2:1: a second field of the same name in one group',
    },
    {
      what: 'two documents',
      text: 'version: 1\n---\nversion: 1\n',
      message: 'scenario.yaml:2:1: a second YAML document begins here; a scenario is one document',
    },
    { what: 'a list', text: '- 1\n', message: 'scenario-invalid\nscenario.yaml:1:1: expected a group of fields, found [1]' },
    { what: 'a word', text: 'hello', message: 'scenario-invalid\nscenario.yaml:1:1: expected a group of fields, found "hello"' },
    {
      what: 'open brackets beyond any stack',
      text: '['.repeat(100_000),
      message: 'scenario-syntax\nscenario.yaml: nested more than 50 deep',
    },
    { what: 'closed ones too', text: `${'['.repeat(3000)}${']'.repeat(3000)}`, message: 'scenario.yaml: nested more than 50 deep' },
    { what: 'lists in lists in lists', text: '- '.repeat(40_000), message: 'scenario.yaml: nested more than 50 deep' },
    {
      what: 'aliases that multiply',
      text: `a: &a [1,1,1,1,1,1,1,1,1,1]\n${'bcdefghij'
        .split('')
        .map((key, index) => `${key}: &${key} [${Array(10).fill(`*${'abcdefghij'[index]}`).join(',')}]`)
        .join('\n')}\n`,
      message: 'scenario-syntax\nscenario.yaml: aliases: Excessive alias count',
    },
    { what: 'too much', text: `# ${'x'.repeat(1024 * 1024)}`, message: 'scenario-syntax\nscenario.yaml: longer than a scenario can be' },
    { what: 'an alias in a circle', text: 'readers: &a [*a]\n', message: 'scenario-invalid' },
    { what: 'a circle in place of a number', text: 'version: &x {y: *x}\n', message: 'expected 1, found something that holds itself' },
    { what: 'a tag', text: GOOD.replace('period: {', 'period: !!set {'), message: 'scenario.yaml:3:9: not YAML: Unresolved tag' },
    { what: 'a tag of a program', text: GOOD.replace('months: 2', 'months: !foo 2'), message: 'not YAML: Unresolved tag: !foo' },
    { what: 'a list as a key', text: `${GOOD}[a]: b\n`, message: 'not YAML: With stringKeys, all keys must be strings' },
    {
      what: 'very many unknown keys',
      text: `${GOOD}${Array.from({ length: 20_000 }, (_, index) => `k${index}: 1\n`).join('')}`,
      message: 'scenario-syntax\nscenario.yaml: more than 2,000 entries in one list or group',
    },
    {
      what: 'more readers and months than a report can hold',
      text: JSON.stringify({
        version: 1,
        name: 'large',
        period: { start: '2026-12', months: 120 },
        bucket: { region: 'us-east-1' },
        encryption: { sseKmsSince: 'always' },
        readers: Array.from({ length: 167 }, (_, index) => ({ name: `r${index}`, pattern: 'single', readsPerMonth: 1 })),
      }),
      message: 'readers: 167 readers × 120 months are more than 20,000 together',
    },
    { what: '__proto__ as a field', text: `${GOOD}__proto__: {a: 1}\n`, message: 'unknown field "__proto__"' },
  ])('$what', ({ text, message }) => {
    expect(messageOf(text)).toContain(message);
  });
});
