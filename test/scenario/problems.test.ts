import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseScenario } from '../../src/scenario/load.js';
import type { ScenarioInput } from '../../src/scenario/schema.js';
import { messageOf } from '../support.js';

const HEAD = 'period: {start: 2026-12, months: 2}\nbucket: {region: us-east-1}\n';
const SOC = 'readers:\n  - {name: soc, pattern: single, readsPerMonth: 1}\n';

/** The problems of a scenario, each as `LINE FIELD: WHAT`, and the last line. */
function problemsOf(text: string): string[] {
  const message = messageOf(() => parseScenario(text, 's'));
  return message
    .split('\n')
    .filter((line) => !line.startsWith('  '))
    .map((line) => line.replace(/^s:(\d+):\d+/, '$1'));
}

describe('all problems come at once, in the order of their lines', () => {
  test.each([
    {
      what: 'a field that does not fit, and fields that do not fit together',
      text: `${HEAD}encryption: {sseKmsSince: 2026-12-01, bucketKeySince: 2026-11-01, bucketKeyReduction: 2}
trails:
  - {name: org, logFilesPerMonth: -1, accounts: 3, filesPerSlot: 2}
  - {name: org, accounts: many}
readers:
  - {name: soc, pattern: single, readsPerMonth: 1, trails: [audit]}
  - {name: soc, pattern: every-file, times: -1}
`,
      problems: [
        '3 encryption.bucketKeySince: is before sseKmsSince (2026-12-01)',
        '3 encryption.bucketKeyReduction: expected a number from 0 to 1 or {low, expected, high}, found 2',
        '5 trails.org.logFilesPerMonth: expected a number from 0 to 1,000,000,000,000 or {low, expected, high}, found -1',
        '5 trails.org.accounts: given together with logFilesPerMonth, which already says how many',
        '5 trails.org.filesPerSlot: given together with logFilesPerMonth, which already says how many',
        '6 trails.org.name: a second one named "org"',
        '6 trails.org.accounts: expected a number from 0 to 1,000,000,000,000 or {low, expected, high}, found "many"',
        '8 readers.soc.trails.0: there is no trail "audit"',
        '9 readers.soc.name: a second one named "soc"',
        '9 readers.soc.times: expected a number from 0 to 1,000 or {low, expected, high}, found -1',
      ],
    },
    {
      what: 'a period that does not fit hides what depends on it, and nothing else',
      text: `period: {start: soon, months: 2}\nbucket: {region: us-east-1}
readers:
  - {name: export, pattern: once, month: 2030-01, firstDay: 2026-12-05, lastDay: 2026-12-01}
`,
      problems: [
        '1 period.start: expected a month as YYYY-MM, such as 2026-12, found "soon"',
        '4 readers.export: reader "export" reads a trail\'s files, but there is no trail',
        '4 readers.export.lastDay: 2026-12-01 is before firstDay, 2026-12-05',
      ],
    },
    {
      what: 'a trail with a wrong number is still there for those who read it',
      text: `${HEAD}trails:
  - {name: org, accounts: -1, digestRegions: 17}
readers:
  - {name: check, pattern: validate, runsPerMonth: 1, lookbackDays: 30, trails: [org]}
  - {name: soc, pattern: single, readsPerMonth: 1, runs: 2}
`,
      problems: [
        '4 trails.org.accounts: expected a number from 0 to 1,000,000,000,000 or {low, expected, high}, found -1',
        '7 readers.soc.runs: unknown field "runs"',
      ],
    },
    {
      what: 'one mistake is one problem: a misspelt field is not missing as well',
      text: `${HEAD}trials:
  - {name: org, acounts: 3}
readers:
  - {name: siem, patern: every-file}
  - {name: athena, pattern: scan, runsPerDay: 1, days: 30}
`,
      problems: [
        '3 trials: unknown field "trials"',
        '6 readers.siem.patern: unknown field "patern"',
        '7 readers.athena.runsPerDay: unknown field "runsPerDay"',
        '7 readers.athena.days: unknown field "days"',
      ],
    },
    {
      what: 'a reader without a pattern has its other fields checked as far as they show one',
      text: `${HEAD}${SOC}  - {name: "", readsPerMonth: -1}\n  - {name: a, runsPerMonth: x, lookbackDays: 3}\n`,
      problems: [
        '5 readers.1.pattern: missing',
        '5 readers.1.name: expected 1 to 80 printable characters, without a space at either end, found ""',
        '5 readers.1.readsPerMonth: expected a number from 0 to 1,000,000,000,000 or {low, expected, high}, found -1',
        '6 readers.a.pattern: missing',
        '6 readers.a.runsPerMonth: expected a number from 0 to 1,000,000 or {low, expected, high}, found "x"',
      ],
    },
    {
      what: 'cases, whatever is wrong with the scenario itself',
      text: `${HEAD}cases:
  - {name: a, set: {readers.sco.readsPerMonth: 1, keys.number: -1}}
  - {name: b, set: {keys.number: -1, readers.soc.readsPerMonth: x}}
${SOC}discountPercent: 200
`,
      problems: [
        '4 cases.a.set.readers.sco.readsPerMonth: no reader is named "sco"',
        '4 cases.a.set.keys.number: expected a number from 0 to 10,000 or {low, expected, high}, found -1',
        '5 cases.b.set.keys.number: expected a number from 0 to 10,000 or {low, expected, high}, found -1',
        '5 cases.b.set.readers.soc.readsPerMonth: expected a number from 0 to 1,000,000,000,000 or {low, expected, high}, found "x"',
        '8 discountPercent: expected a number from 0 to 100 or {low, expected, high}, found 200',
      ],
    },
    {
      what: 'a consumer without a price, beside one that is misspelt',
      text: `${HEAD}${SOC}recording:
  covers: all
  consumers:
    - {name: a}
    - {name: b, usdPerGB: 1}
    - {name: a, usdPerGb: 1}
`,
      problems: [
        '6 recording.covers: unknown value "all"',
        '8 recording.consumers.a: nothing says what "a" charges',
        '9 recording.consumers.b.usdPerGB: unknown field "usdPerGB"',
        '10 recording.consumers.a.name: a second one named "a"',
      ],
    },
  ])('$what', ({ text, problems }) => {
    const last = problems.length === 1 ? [] : [`${problems.length} problems; \`trailcost init\` prints a scenario that works`];
    expect(problemsOf(text)).toEqual(['scenario-invalid', ...problems, ...last]);
  });

  test('a Region without prices is one of several, at its place; alone it is left to the estimate', () => {
    const options = { regions: ['us-east-1', 'eu-west-1'] };
    const misspelt = HEAD.replace('us-east-1', 'us-est-1');
    const message = messageOf(() => parseScenario(`discountPercent: 200\n${misspelt}${SOC}keys: {nubmer: 1}\n`, 's', options));
    expect(message.match(/^s:\d/gm)).toEqual(['s:1', 's:3', 's:6']);
    expect(message).toContain('s:3:10 bucket.region: unknown AWS Region "us-est-1"\n  Did you mean "us-east-1"?');
    expect(parseScenario(`${misspelt}${SOC}`, 's', options).scenario.bucket.region).toBe('us-est-1');
    expect(messageOf(() => parseScenario(`${misspelt}keys: {nubmer: 1}\n${SOC}`))).not.toContain('us-est-1');
  });

  test('a list to choose from is said once', () => {
    const message = messageOf(() => parseScenario(`${HEAD}readers:\n${'  - {name: x}\n'.repeat(3)}`));
    expect(message.match(/It must be one of every-file, scan/g)).toHaveLength(1);
    expect(message.match(/pattern: missing/g)).toHaveLength(3);
  });

  test('an object has the same problems, without lines', () => {
    const text = `${HEAD}${SOC}discountPercent: 200\nkeys: {nubmer: 1}\n`;
    const inText = problemsOf(text).slice(1, -1);
    const ofObject = messageOf(() => parseScenario(parse(text) as ScenarioInput)).match(/^scenario .*/gm);
    expect(ofObject?.map((line) => line.replace('scenario ', '')).toSorted()).toEqual(
      inText.map((line) => line.replace(/^\d+ /, '')).toSorted(),
    );
  });
});

describe('what is taken where a trail does not say it', () => {
  const scenario = (trail: string) => parseScenario(`${HEAD}trails:\n  - {name: org, ${trail}}\n${SOC}`).scenario.trails[0];

  test('the files of its accounts', () => {
    expect(scenario('accounts: 60')).toMatchObject({
      activeRegions: { low: 1, expected: 2, high: 4 },
      filesPerSlot: { low: 1.1, expected: 2.6, high: 14 },
      activeSlotShare: { low: 0.95, expected: 0.98, high: 1 },
      archiveMonths: { low: 3, expected: 12, high: 36 },
    });
  });

  test('only what it does not say', () => {
    expect(scenario('accounts: 60, activeRegions: 3, archiveMonths: 6')).toMatchObject({ activeRegions: 3, archiveMonths: 6 });
    expect(scenario('logFilesPerMonth: 1000, archiveMonths: 6')).toEqual({
      name: 'org',
      logFilesPerMonth: 1000,
      archiveMonths: 6,
      growthPercentPerMonth: 0,
    });
  });
});

describe('merge keys of YAML', () => {
  const READERS = 'readers:\n  - &soc {name: soc, pattern: single, readsPerMonth: 1}\n';

  test('bring the fields of another group', () => {
    const { scenario } = parseScenario(`${HEAD}${READERS}  - {<<: *soc, name: other, requesters: 2}\n`);
    expect(scenario.readers[1]).toMatchObject({ name: 'other', pattern: 'single', readsPerMonth: 1, requesters: 2 });
  });

  test('have the problems of what they bring where they are', () => {
    const text = `${HEAD}${READERS.replace('readsPerMonth: 1', 'readsPerMonth: -1')}  - {<<: *soc, name: other}\n`;
    expect(problemsOf(text).map((line) => line.slice(0, 32))).toEqual([
      'scenario-invalid',
      '4 readers.soc.readsPerMonth: exp',
      '5 readers.other.readsPerMonth: e',
      '2 problems; `trailcost init` pri',
    ]);
  });

  test('with something that is not a group are refused', () => {
    expect(problemsOf(`${HEAD}${READERS}  - {<<: 3, name: other}\n`)[1]).toMatch(/^s: aliases: Merge sources must be maps/);
  });

  test('that multiply are refused before they take long', () => {
    const levels = Array.from(
      { length: 30 },
      (_, level) => `a${level + 1}: &a${level + 1} {<<: [${Array(10).fill(`*a${level}`).join(', ')}]}`,
    );
    expect(problemsOf(`a0: &a0 {x: 1}\n${levels.join('\n')}\n`)[1]).toMatch(/^s: aliases: Excessive alias count/);
  });
});
