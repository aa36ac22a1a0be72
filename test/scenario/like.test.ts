import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { estimate } from '../../src/model/estimate.js';
import { explain } from '../../src/model/explain.js';
import { documentOf } from '../../src/report/estimate/document.js';
import { KNOWN_READERS, READERS_BY_NAME } from '../../src/scenario/known-readers.js';
import { parseScenario, withSettings } from '../../src/scenario/load.js';
import { textWithSettings } from '../../src/scenario/rewritten.js';
import type { Reader } from '../../src/scenario/schema.js';
import { parseSetting } from '../../src/scenario/settings.js';
import { startingFields } from '../../src/scenario/starting-fields.js';
import { book, messageOf } from '../support.js';

const HEAD =
  'period: {start: 2026-12, months: 2}\nbucket: {region: us-east-1}\ntrails: [{name: org, accounts: 1, digestRegions: 17}]\nreaders:\n';

const loadedOf = (reader: string) => parseScenario(`${HEAD}  - {name: a, ${reader}}\n`, 's');
const readerOf = (reader: string): Reader | undefined => loadedOf(reader).scenario.readers[0];
const set = (reader: string, ...settings: string[]) =>
  withSettings(
    loadedOf(reader),
    settings.map((text) => parseSetting(text, '--set')),
    ({ path }) => `--set ${path}`,
  );

/** The problems of a reader without what one is told to do, or with it. */
function problemsOf(reader: string): string[] {
  return messageOf(() => loadedOf(reader))
    .split('\n')
    .filter((line) => line.startsWith('s:'))
    .map((line) => line.replace(/^s:5:\d+ readers\.a/, '').replace(/^[.:] ?/, ''));
}

describe('a reader like one that is known by name', () => {
  test.each<[string, object]>([
    ['like: splunk', { pattern: 'every-file', times: 1, digests: false }],
    ['like: datadog-forwarder', { pattern: 'every-file', times: 1, digests: true }],
    ['like: wazuh', { pattern: 'every-file', times: 1, digests: false }],
    ['like: datadog-forwarder, digests: false, times: 2', { pattern: 'every-file', times: 2, digests: false }],
    ['like: splunk, pattern: every-file', { pattern: 'every-file', times: 1 }],
    ['like: athena, runsPerMonth: 2, lookbackDays: all', { pattern: 'scan', getsPerFile: 1, digests: false, lookbackDays: 'all' }],
    ['like: validate-logs, runsPerMonth: 2, lookbackDays: 7', { pattern: 'validate', runsPerMonth: 2 }],
    ['like: s3-replication', { pattern: 'replicate', requestsPerFile: 2, digests: true }],
    [
      'like: s3-batch-replication, month: 2026-12, firstDay: 2026-12-01, lastDay: 2026-12-02',
      { pattern: 'once', requestsPerFile: 2, digests: true },
    ],
    ['like: macie-automated-discovery, runsPerMonth: 1, lookbackDays: all, share: 0.1', { pattern: 'scan', share: 0.1 }],
  ])('{%s} has what that one has, where it says nothing itself', (written, fields) => {
    expect(readerOf(written)).toMatchObject({ name: 'a', ...fields });
  });

  test.each(READERS_BY_NAME)('$name can be one', (known) => {
    const fields = stringify(startingFields(known, '2026-12'), { collectionStyle: 'flow', lineWidth: 0 }).trim().slice(1, -1);
    const { scenario } = loadedOf(fields);
    expect(scenario.readers[0]).toMatchObject({ like: known.id, pattern: known.pattern });
    expect(estimate(scenario, book).assumptions.join('\n')).toContain(`a reads like ${known.name} (${known.pattern}`);
  });

  test.each(KNOWN_READERS.filter((known) => !READERS_BY_NAME.includes(known)))('$name cannot, which is said', ({ id, name }) => {
    const message = messageOf(() => loadedOf(`like: ${id}`));
    expect(message).toContain(name);
    expect(message).toMatch(/\.like: .*(makes no billable read|is not a reader of its own)/);
    expect(message.split('\n')).toHaveLength(3);
  });

  test.each<[string, string[]]>([
    ['like: splnk', ['like: unknown value "splnk"']],
    ['like: foo, times: -1', ['like: unknown value "foo"', 'times: expected a number from 0 to 1,000 or {low, expected, high}, found -1']],
    ['like: Datadog, tmes: 3', ['like: unknown value "Datadog"', 'tmes: unknown field "tmes"']],
    [
      'like: athena',
      [
        'runsPerMonth: missing; expected a number from 0 to 1,000,000 or {low, expected, high}',
        'lookbackDays: missing; expected all or a number from 0 to 7,500 or {low, expected, high}',
      ],
    ],
    ['like: splunk, runsPerMonth: 2', ['runsPerMonth: unknown field "runsPerMonth"']],
    [
      'like: splunk, pattern: scan, runsPerMonth: 2, lookbackDays: 3',
      ['pattern: scan does not go with like: splunk, which reads as every-file'],
    ],
    ['like: splunk, pattern: scan', ['pattern: scan does not go with like: splunk, which reads as every-file']],
    ['like: splunk, pattern: sacn', ['pattern: unknown value "sacn"']],
    ['like: splunk, pattern: single, readsPerMonth: 2', ['pattern: single does not go with like: splunk, which reads as every-file']],
    [
      'like: macie-automated-discovery, runsPerMonth: 1, lookbackDays: all',
      ['share: missing; expected a share, since Macie automated discovery does not publish its own'],
    ],
    ['product: splunk', ['product: unknown field "product"']],
    ['times: 2', ['pattern: missing']],
  ])('{%s} is refused, one mistake with one problem', (written, problems) => {
    expect(problemsOf(written)).toEqual(problems);
  });

  test.each([
    ['Splunk', 'splunk'],
    ['Datadog', 'datadog-forwarder'],
    ['elastic', 'elastic-aws-s3-input'],
    ['filebeat', 'elastic-aws-s3-input'],
    ['sumo', 'sumo-logic'],
    ['Sentinel', 'microsoft-sentinel'],
    ['AWS Backup', 'aws-backup-s3'],
    ['glue', 'aws-glue-crawler'],
    ['malware protection', 'guardduty-malware-protection-s3'],
    ['Access Analyzer', 'access-analyzer-policy-generation'],
    ['replication', 's3-replication'],
  ])('%s is probably %s', (written, id) => {
    expect(messageOf(() => loadedOf(`like: ${written}`))).toContain(`Did you mean "${id}"?`);
  });

  test('a name that is like none comes with all that there are', () => {
    const message = messageOf(() => loadedOf('like: foo'));
    for (const { id } of READERS_BY_NAME) expect(message).toContain(id);
    expect(message).not.toMatch(/siem-retries|eventbridge/);
  });
});

describe('settings of such a reader', () => {
  test('take another one, whose fields follow', () => {
    const { scenario, effects } = set('like: splunk', 'readers.a.like=datadog-forwarder');
    expect(scenario.readers[0]).toMatchObject({ like: 'datadog-forwarder', digests: true });
    expect(effects).toEqual([{ path: 'readers.a.like', before: 'splunk', after: 'datadog-forwarder' }]);
  });

  test('change what the known reader gives', () => {
    const { effects } = set('like: datadog-forwarder', 'readers.a.digests=false', 'readers.a.times=+1');
    expect(effects).toEqual([
      { path: 'readers.a.digests', before: true, after: false },
      { path: 'readers.a.times', before: 1, after: 2 },
    ]);
    expect(set('like: s3-replication', 'readers.a.requestsPerFile=*0.5').scenario.readers[0]).toMatchObject({ requestsPerFile: 1 });
  });

  test('that need more than there is are refused with what is missing', () => {
    expect(messageOf(() => set('like: splunk', 'readers.a.like=athena'))).toContain('runsPerMonth');
    expect(messageOf(() => set('like: splunk', 'readers.a.like='))).toMatch(/readers\.a\.pattern.*missing/);
  });

  test('stay in the text with all else', () => {
    const text = `${HEAD}  - { name: a, like: splunk } # our SIEM\n`;
    const settings = [parseSetting('readers.a.like=wazuh', '--set'), parseSetting('readers.a.times=2', '--set')];
    expect(textWithSettings(text, 's', settings)).toContain('  - { name: a, like: wazuh, times: 2 } # our SIEM\n');
  });
});

describe('an estimate', () => {
  test('has the figures of the same reader written out', () => {
    const linesOf = (written: string) => estimate(loadedOf(written).scenario, book).lines;
    expect(linesOf('like: datadog-forwarder')).toEqual(linesOf('pattern: every-file, digests: true'));
    expect(linesOf('like: s3-replication')).toEqual(linesOf('pattern: replicate'));
    expect(linesOf('like: splunk')).not.toEqual(linesOf('like: datadog-forwarder'));
  });

  test('can be explained', () => {
    const result = estimate(loadedOf('like: splunk').scenario, book);
    expect(explain(result, ['a', 'sse-kms', '2026-12', 'kms-requests'])).toHaveLength(1);
  });

  test('says what is taken from whom, how sure it is and where it is from', () => {
    const text =
      `${HEAD}  - {name: a, like: datadog-forwarder, digests: false}\n  - {name: b, like: splunk}\n  - {name: c, like: splunk}\n` +
      '  - {name: d, like: aws-backup-s3}\n  - {name: e, pattern: every-file}\n';
    const result = estimate(parseScenario(text, 's').scenario, book);
    expect(result.assumptions.filter((sentence) => / reads? like /.test(sentence))).toEqual([
      "a reads like Datadog Forwarder (every-file, 1 GET a file), but digests is the scenario's own: one good secondary source, " +
        'DataDog/datadog-serverless-functions. Reads every object that S3 notifies it of, so leave digest files out of the notification.',
      'b, c read like Splunk (every-file, 1 GET a file): not confirmed. One GET a file is assumed.',
      'd reads like AWS Backup for S3 (every-file, with digest files): one good secondary source, AWSBackupServiceRolePolicyForS3Backup. ' +
        'Reads all files once when it begins, then each new one. GETs a file are not known: 1 is used.',
    ]);
    expect(documentOf(result).lead).toContain(
      'How a reads is taken from Datadog Forwarder (one good secondary source), b from Splunk (not confirmed), c from Splunk (not ' +
        'confirmed) and 1 more.',
    );
  });

  test('says nothing of known readers where there is none', () => {
    const result = estimate(loadedOf('pattern: every-file').scenario, book);
    expect(result.assumptions.join('\n')).not.toContain('reads like');
    expect(documentOf(result).lead).not.toContain('taken from');
  });
});
