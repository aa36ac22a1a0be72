import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { READERS_BY_NAME } from '../../src/scenario/known-readers.js';
import { parseScenario } from '../../src/scenario/load.js';
import { program } from './program.js';

const NOW = Date.UTC(2026, 10, 30);

/** `trailcost init` at a terminal, with these lines typed. */
async function asked(lines: readonly string[], ...more: string[]) {
  const ran = await program(['init', ...more], {
    input: Readable.from([lines.map((line) => `${line}\n`).join('')], { objectMode: false }),
    isTerminal: { stdin: true, stdout: false, stderr: true },
    now: () => NOW,
    env: { XDG_CONFIG_HOME: '/nonexistent' },
  });
  return { ...ran, stdout: ran.stdout.toString() };
}

const ENTER = Array.from({ length: 7 }, () => '');

describe('at a terminal, init asks', () => {
  test('and Enter alone gives a scenario that can be estimated', async () => {
    const { status, stdout, stderr } = await asked(ENTER);
    expect(status).toBe(0);
    const { scenario } = parseScenario(stdout, 'answers');
    expect(scenario.readers.map(({ name }) => name)).toEqual(['splunk', 'athena', 'validate-logs']);
    expect(scenario.encryption.sseKmsSince).toBe('2026-12-01');
    expect(stderr).toMatch(/SSE-KMS is expected to cost \$[\d,.]+ a month more than SSE-S3/);
    expect(stderr).toMatch(/the cost depends most on the range of \S+\. Narrow it with a listing of the bucket: aws s3 ls --recursive/);
  });

  test('until an answer fits, and explains on ?', async () => {
    const answers = [
      '?',
      'eu-centrall-1',
      'eu-central-1',
      '0',
      '12',
      '3',
      'nobody',
      'panther, panther',
      'panther',
      'soon',
      '2027-02-03',
      '2027-02-04',
      '123',
      '444455556666',
    ];
    const { stdout, stderr } = await asked(answers);
    const { scenario } = parseScenario(stdout, 'answers');
    expect(scenario.bucket.region).toBe('eu-central-1');
    expect(scenario.trails[0]).toMatchObject({ accounts: 12, activeRegions: 3 });
    expect(scenario.encryption).toMatchObject({ sseKmsSince: '2027-02-03', bucketKeySince: '2027-02-04' });
    expect(scenario.readers).toMatchObject([{ name: 'panther', account: '444455556666', pattern: 'every-file' }]);
    for (const said of [
      'The Region in which the bucket and its key are',
      'did you mean eu-central-1?',
      'a whole number from 1 to 1,000,000 is needed',
      'nobody is not known by name',
      'panther is named twice',
      'write it as 2026-12-31, or always',
      'an account id has 12 digits',
    ])
      expect(stderr).toContain(said);
  });

  test('and writes nothing where the answers end', async () => {
    const { status, stdout, stderr } = await asked(['us-east-1', '2']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('the answers ended before the questions; nothing was written');
  });

  test.each(READERS_BY_NAME.map(({ id }) => id))('and knows %s', async (id) => {
    const { status, stdout } = await asked(['', '', '', id, '', '', '']);
    expect(status).toBe(0);
    expect(parseScenario(stdout, 'answers').scenario.readers[0]?.name).toBe(id);
  });

  test.each([[['--no-input']], [['--set', 'trails.main.accounts=7']], [['--sample', 'first']]])('but not with %j', async (more) => {
    const { status, stdout, stderr } = await asked([], ...more);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(() => parseScenario(stdout, 'sample', { firstMonth: '2026-12' })).not.toThrow();
  });
});

test('init --set gives fields other values, and its comments stay', async () => {
  const { stdout } = await asked([], '--set', 'trails.main.accounts=7', '--set', 'readers.athena=');
  const { scenario } = parseScenario(stdout, 'sample');
  expect(scenario.trails[0]?.accounts).toBe(7);
  expect(scenario.readers.map(({ name }) => name)).toEqual(['siem', 'analysts']);
  expect(stdout).toContain('# first month');
});

test('init --set refuses what does not fit', async () => {
  const { status, stdout, stderr } = await asked([], '--set', 'trails.main.accounts=many');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('trails.main.accounts');
});
