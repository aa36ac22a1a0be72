import { describe, expect, test } from 'vitest';
import { answeredDraft, questionsFor } from '../../src/start/questions.js';

const QUESTIONS = questionsFor('2026-12');
const REGIONS = ['us-east-1', 'eu-central-1'];

function problemOf(id: string, answer: string): string | undefined {
  return QUESTIONS.find((question) => question.id === id)?.problem(answer, REGIONS);
}

describe('an answer', () => {
  test.each(QUESTIONS)('to begin with needs no change: $id', ({ problem, fallback }) => {
    expect(problem(fallback, REGIONS)).toBeUndefined();
  });

  test.each([
    ['region', 'us-east1', 'us-east1 is not a Region with a price; did you mean us-east-1?'],
    ['accounts', '0', 'a whole number from 1 to 1,000,000 is needed'],
    ['accounts', 'ten', 'a whole number from 1 to 1,000,000 is needed'],
    ['readers', 'our auditors', 'our auditors is not known by name'],
    ['readers', 'splunk, our auditors', 'our auditors is not known by name'],
    ['readers', 'splunk athena splunk', 'splunk is named twice'],
    ['readers', ' , ', 'at least one reader is needed'],
    ['since', '2027-02-30', '2027-02-30 is not a day of the years 2000 to 2099; write it as 2026-12-31, or always'],
    ['since', '1999-12-31', '1999-12-31 is not a day of the years 2000 to 2099'],
    ['since', 'tomorrow', 'write it as 2026-12-31, or always'],
    ['since', 'no', 'write it as 2026-12-31, or always'],
    ['bucketKey', '2027-02-29', '2027-02-29 is not a day of the years 2000 to 2099; write no, or a day as 2026-12-31'],
    ['bucketKey', 'yes', 'write no, or a day as 2026-12-31'],
    ['payer', '1234', 'an account id has 12 digits'],
  ])('to %s: %s', (id, answer, problem) => {
    expect(problemOf(id, answer)).toContain(problem);
  });

  test.each([
    ['since', '2028-02-29'],
    ['bucketKey', 'always'],
    ['readers', 'splunk athena'],
    ['readers', 'splunk,athena , validate-logs'],
  ])('that is taken: %s, %s', (id, answer) => {
    expect(problemOf(id, answer)).toBeUndefined();
  });

  test('names readers with commas or blanks between them', () => {
    const answers = Object.fromEntries(QUESTIONS.map(({ id, fallback }) => [id, fallback]));
    const named = (readers: string) => answeredDraft({ ...EMPTY, ...answers, readers }, '2026-12').fields['readers'];
    expect(named('splunk athena')).toEqual(named('splunk, athena'));
  });
});

const EMPTY = { region: '', accounts: '', regionsPerAccount: '', readers: '', since: '', bucketKey: '', payer: '' };
