import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { runs } from '../runs.js';
import { SAMPLES } from '../support.js';
import { program } from './program.js';

const LINES = 40;
const SAMPLES_FOLDER = new URL('../../samples/', import.meta.url).pathname;

/** What can be asked of any sample. */
const BUDGETS = [
  [],
  ['--budget', '300'],
  ['--budget', '0.01'],
  ['--budget', '300', '--budget', 'CloudTrail=10'],
  ['--budget', '1', '--budget-on', 'likely'],
];
const QUESTIONS = [
  ['--advice'],
  ['--sensitivity'],
  ['--set', 'encryption.sseKmsSince=always'],
  ['--vary', 'period.months=1..6:1'],
  ['--budget', '300'],
];

const commands = fc.oneof(
  fc.constant(['estimate', 'organization.yaml', '--budget', '300', '--budget', 'siem=10']),
  fc.tuple(fc.constantFrom(...SAMPLES), fc.constantFrom(...BUDGETS)).map(([sample, asked]) => ['estimate', sample, ...asked]),
  fc
    .tuple(fc.constantFrom(...SAMPLES), fc.subarray(QUESTIONS, { minLength: 1, maxLength: 3 }))
    .map(([sample, asked]) => ['what-if', sample, ...asked.flat()]),
);

test('a short report has at most 40 lines, whatever is asked, and on a small screen too', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(commands, fc.constantFrom(24, 50), async (argv, rows) => {
      const { stdout, stderr, status } = await program(argv, { cwd: SAMPLES_FOLDER, size: { columns: 80, rows } });
      expect([0, 3], stderr).toContain(status);
      const text = stdout.toString();
      expect(text.trimEnd().split('\n').length, text).toBeLessThanOrEqual(LINES);
    }),
    runs(40),
  );
});

test.each([
  [['estimate', 'organization.yaml'], /^more than SSE-S3 /m],
  [['count', 'trail'], /^athena-hunting +444455556666 +420 /m],
  [['athena', 'load', 'athena/november.csv'], /^athena-hunting +444455556666 +420 /m],
  [['prices', 'list'], /^ap-northeast-1 +0\.03 /m],
  [['prices', 'show', 'us-east-1'], /^s3-put .* 2026-05$/m],
])('%s has whole names and no line of more than 60 columns on a terminal of 60', async (argv, row) => {
  const { stdout } = await program(argv, { cwd: SAMPLES_FOLDER, size: { columns: 60, rows: 500 } });
  const text = stdout.toString();
  expect(text).toMatch(row);
  expect(Math.max(...text.split('\n').map((line) => stringWidth(line))), text).toBeLessThanOrEqual(60);
});
