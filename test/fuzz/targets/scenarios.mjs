import fc from 'fast-check';
import { stringify } from 'yaml';
import { shortScenarios } from '../../arbitraries.mjs';
import { asBytes, damaged, edited, hostileText, hostileValue } from '../hostile.mjs';
import { assertInert, assertInertCsv, assertSums } from '../oracles.mjs';
import { inFolder, run } from '../program.mjs';

const PATHS = [
  'readers.reader 0.times',
  'readers.reader 0.share',
  'readers.0.runsPerMonth',
  'trails.trail 0.accounts',
  'trails.trail 0.logFilesPerMonth',
  'trails',
  'readers',
  'freeRequestsLeft',
  'encryption.sseKmsSince',
  'period.months',
  'bucket.region',
  'prices',
  'cases',
  '__proto__.polluted',
  'readers.reader 0.constructor',
];
const value = fc.oneof(
  fc.constantFrom(
    '2',
    '0',
    '-1',
    '+40',
    '*2',
    '1e9',
    'all',
    '{low: 1, expected: 2, high: 5}',
    '{low: 5, high: 1}',
    '[a, b]',
    '',
    '~',
    '&a 1',
    '*a',
  ),
  hostileText,
);
const setting = fc.tuple(fc.oneof({ arbitrary: fc.constantFrom(...PATHS), weight: 6 }, { arbitrary: hostileText, weight: 1 }), value);
const settings = fc.array(
  setting.map(([path, given]) => `${path}=${given}`),
  { maxLength: 2 },
);

const version = (given) => ({ version: 1, name: 'made', ...given });
const many = fc.constantFrom(0, 1, 3, { low: 1, expected: 2, high: 5 });
/** Fields that a case changes, with values that they take. */
const change = fc.oneof(
  { arbitrary: fc.tuple(fc.constant('readers.reader 0.account'), fc.constantFrom('444455556666', '111122223333')), weight: 6 },
  { arbitrary: fc.tuple(fc.constantFrom('trails.trail 0.archiveMonths', 'keys.number'), many), weight: 6 },
  { arbitrary: fc.tuple(fc.constant('freeRequestsLeft'), fc.constantFrom(0, 20_000)), weight: 6 },
  { arbitrary: fc.tuple(hostileText, hostileValue), weight: 1 },
);
const cases = fc.uniqueArray(
  fc.record({
    name: fc.oneof({ arbitrary: fc.constantFrom('a', 'b', 'c'), weight: 12 }, { arbitrary: hostileText, weight: 1 }),
    set: fc.array(change, { maxLength: 2 }).map(Object.fromEntries),
  }),
  { maxLength: 2, selector: ({ name }) => name },
);
const withCases = fc
  .tuple(shortScenarios, fc.option(cases, { nil: undefined }))
  .map(([given, own]) => version(own === undefined ? given : { ...given, cases: own }));
const object = fc.oneof({ arbitrary: withCases, weight: 3 }, { arbitrary: edited(withCases, 2), weight: 2 });
const text = fc.tuple(object, fc.boolean()).map(([given, isYaml]) => {
  const plain = JSON.parse(JSON.stringify(given ?? null));
  return asBytes(isYaml ? stringify(plain) : JSON.stringify(plain));
});

const FORMATS = ['table', 'markdown', 'csv', 'focus'];

const QUESTIONS = {
  explain: ['estimate', '--explain', 'sse-kms'],
  changes: ['what-if', '--format', 'json'],
  sensitivity: ['what-if', '--sensitivity', '--budget', '100', '--format', 'json'],
  sweep: ['what-if', '--vary', 'freeRequestsLeft=0,100,20000', '--simulate', '20'],
  advice: ['what-if', '--advice', '--break-even', 'readers.reader 0.times', '--budget', '50', '--format', 'markdown'],
};

export const scenarios = {
  inputs: fc.record({
    text: fc.oneof({ arbitrary: text, weight: 4 }, { arbitrary: damaged(text), weight: 1 }),
    settings,
    format: fc.constantFrom(...FORMATS),
    question: fc.constantFrom('', '', '', ...Object.keys(QUESTIONS)),
  }),
  judge: ({ text: scenario, settings: given, format, question }) =>
    inFolder({ 's.yaml': scenario }, async (folder) => {
      const { outcome, stdout, stderr } = await run(['estimate', 's.yaml', '--format', 'json'], folder);
      assertInert(stderr, 'what is said');
      if (outcome !== 'done') return outcome;
      const report = JSON.parse(stdout);
      assertSums(report);
      const shown = await run(['estimate', 's.yaml', '--format', format], folder);
      const isCsv = format === 'csv' || format === 'focus';
      (isCsv ? assertInertCsv : assertInert)(shown.stdout, `the report as ${format}`);
      if (question !== '') await judgeQuestion(question, given, folder);
      return outcome;
    }),
};

async function judgeQuestion(question, settings, folder) {
  const [command = '', ...options] = QUESTIONS[question];
  const changes = command === 'what-if' ? settings.flatMap((each) => ['--set', each]) : [];
  const { stdout, stderr } = await run([command, 's.yaml', ...options, ...changes], folder);
  assertInert(stdout, `the answer to ${question}`);
  assertInert(stderr, 'what is said');
}
