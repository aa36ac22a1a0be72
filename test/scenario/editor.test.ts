import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import type { CompletionItem, LanguageService, SchemaRequestService, WorkspaceContextService } from 'yaml-language-server';
import { sampleText } from '../support.js';

// What editors for YAML use (VS Code, Neovim and others). Its types are of ES modules, itself it is not.
const { getLanguageService, TextDocument } = createRequire(import.meta.url)(
  'yaml-language-server',
) as typeof import('yaml-language-server');

const SAMPLES = new URL('../../samples/', import.meta.url);
const schemaRequestService: SchemaRequestService = async (url) => readFileSync(new URL(url), 'utf8');
const workspaceContext: WorkspaceContextService = { resolveRelativePath: (path, file) => new URL(path, file).href };
const editor: LanguageService = getLanguageService({ schemaRequestService, workspaceContext });
editor.configure({ validate: true, hover: true, completion: true, schemas: [] });

const HEAD = '# yaml-language-server: $schema=scenario.schema.json\n';
/** A document as the editor takes it: it uses no more of one than what `TextDocument` has. */
type Opened = Parameters<LanguageService['doHover']>[0];

let documents = 0;

/** A scenario beside the samples, and the place of `|` in it. */
function opened(text: string, head = HEAD) {
  const whole = `${head}${text}`;
  documents += 1;
  const document = TextDocument.create(new URL(`opened-${documents}.yaml`, SAMPLES).href, 'yaml', 1, whole.replace('|', ''));
  return { document: document as Opened, position: document.positionAt(whole.indexOf('|')) };
}

async function completed(text: string): Promise<CompletionItem[]> {
  const { document, position } = opened(text);
  return (await editor.doComplete(document, position, false)).items;
}

const labels = async (text: string) => (await completed(text)).map(({ label }) => label);

async function hovered(text: string): Promise<unknown> {
  const { document, position } = opened(text);
  return (await editor.doHover(document, position))?.contents;
}

async function complaints(text: string, head = HEAD): Promise<string[]> {
  const { document } = opened(text.replaceAll('|', '\u2223'), head);
  return (await editor.doValidation(document, false)).map(({ range, message }) => `${range.start.line}: ${message}`);
}

describe('what an editor completes', () => {
  test('Regions', async () => {
    expect(await labels('bucket:\n  region: |')).toEqual(expect.arrayContaining(['us-east-1', 'eu-central-2', 'us-gov-west-1']));
  });

  test('patterns', async () => {
    const patterns = ['every-file', 'scan', 'validate', 'single', 'once', 'replicate'];
    expect(await labels('readers:\n  - name: siem\n    pattern: |')).toEqual(patterns);
  });

  test('the fields of a reader by its pattern', async () => {
    const fields = await labels('readers:\n  - name: athena\n    pattern: scan\n    |');
    expect(fields).toEqual(expect.arrayContaining(['runsPerMonth', 'lookbackDays', 'getsPerFile']));
    expect(fields).not.toContain('readsPerMonth');
  });

  test.each([
    [
      'readers',
      'readers:\n  - |',
      ['every-file reader', 'scan reader', 'validate reader', 'single reader', 'once reader', 'replicate reader'],
    ],
    ['trails', 'trails:\n  - |', ['trail of an organization', 'trail with counted files']],
    ['consumers', 'recording:\n  consumers:\n    - |', ['consumer by volume', 'consumer by number']],
    ['cases', 'cases:\n  - |', ['case with a field changed']],
  ])('snippets of %s, which have names', async (_, text, names) => {
    const items = await completed(text);
    expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(names));
    expect(items.filter(({ label }) => /object|array item|^\d*$/.test(label))).toEqual([]);
  });

  test('a snippet with its places to fill in', async () => {
    const scan = (await completed('readers:\n  - |')).find(({ label }) => label === 'scan reader');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: places to fill in
    expect(scan?.insertText).toBe('name: ${1:athena}\n  pattern: scan\n  runsPerMonth: ${2:20}\n  lookbackDays: ${3:30}');
  });
});

describe('a reader that is known by name', () => {
  const HEADER = 'period: {start: 2026-12}\nbucket: {region: us-east-1}\n';

  test('is offered, where its pattern is known only of that pattern', async () => {
    expect(await labels('readers:\n  - name: siem\n    like: |')).toEqual(expect.arrayContaining(['splunk', 'athena', 's3-replication']));
    const scans = await labels('readers:\n  - name: a\n    pattern: scan\n    like: |');
    expect(scans).toContain('athena');
  });

  test('needs no pattern', async () => {
    expect(await complaints(`${HEADER}readers:\n  - {name: siem, like: splunk, times: 2}\n`)).toEqual([]);
    expect(await complaints(`${HEADER}readers:\n  - {name: a, like: athena, pattern: scan, runsPerMonth: 2, lookbackDays: 3}\n`)).toEqual(
      [],
    );
  });

  test.each(['{name: siem}', '{name: siem, like: splnk}', '{name: a, like: athena}', '{name: siem, like: splunk, pattern: scan}'])(
    'is not %s',
    async (reader) => {
      expect(await complaints(`${HEADER}readers:\n  - ${reader}\n`)).not.toEqual([]);
    },
  );
});

describe('what an editor says of', () => {
  const TRAIL = 'trails:\n  - name: org\n    accounts: 3\n    ';
  test.each([
    ['a number', `${TRAIL}filesPer|Slot: 3`, 'Log files in a slot of 5 minutes that has any (measured: 1.1'],
    ['the field of a range', `${TRAIL}filesPer|Slot: {low: 1, expected: 2, high: 3}`, 'Log files in a slot of 5 minutes'],
    ['an end of a range', `${TRAIL}filesPerSlot: {lo|w: 1, expected: 2, high: 3}`, 'The smallest value that you think likely'],
    ['Regions in use', `${TRAIL}active|Regions: 2`, 'Regions that an average account uses: 2 if an average account works in 2 of its 17'],
    ['a group', 'peri|od: {start: 2026-12}', 'The calendar months to estimate, in UTC.'],
    ['a list', 'tra|ils: []', 'The trails that deliver log files into the bucket.'],
    ['a Region', 'bucket: {reg|ion: us-east-1}', "The bucket's Region, for example us-east-1"],
    ['a pattern', 'readers:\n  - name: a\n    pat|tern: scan', 'Reads past files in a window on each run'],
    ['a word in place of a number', 'readers:\n  - name: a\n    pattern: scan\n    lookback|Days: all', 'Days that a run looks back'],
    ['a day', 'encryption:\n  sseKms|Since: 2026-01-01', 'Day (UTC) from which CloudTrail writes with SSE-KMS.'],
    ['a word in place of a day', 'encryption:\n  bucketKey|Since: always', 'Day from which a Bucket Key is on'],
  ])('%s', async (_, text, words) => {
    expect(await hovered(text)).toMatchObject({ value: expect.stringContaining(words) });
  });
});

describe('an editor complains of', () => {
  test.each(['first', 'mid-period-switch', 'organization', 'paid-copy', 'small-account', 'starter'])('nothing in %s', async (name) => {
    const text = sampleText(`${name}.yaml`);
    expect(await complaints(text, text.startsWith(HEAD.trim()) ? '' : HEAD)).toEqual([]);
  });

  test('a misspelt field and a month that is not one, with their lines', async () => {
    expect(await complaints('perod: {start: 2026-12}\nperiod: {start: 2026-13}\n')).toEqual(
      expect.arrayContaining(['1: Property perod is not allowed.', expect.stringMatching(/^2: String does not match the pattern/)]),
    );
  });

  test('no Region: trailcost says itself which it does not know', async () => {
    const text = (region: string) => sampleText('organization.yaml').replace('region: us-east-1', `region: ${region}`);
    expect(await complaints(text('us-esat-1'), '')).toEqual([]);
  });

  test('nothing in fields that a merge key brings', async () => {
    const readers = 'readers:\n  - &soc {name: a, pattern: single, readsPerMonth: 1}\n  - {<<: *soc, name: b}\n';
    expect(await complaints(`period: {start: 2026-12}\nbucket: {region: us-east-1}\n${readers}`)).toEqual([]);
  });
});
