import { monthPlus } from '../base/months.js';
import { nearest } from '../base/nearest.js';
import { grouped, listed } from '../base/text.js';
import { READERS_BY_NAME } from '../scenario/known-readers.js';
import { since } from '../scenario/schema/fields.js';
import { startingFields } from '../scenario/starting-fields.js';
import { ACTIVITY_DEFAULTS } from '../scenario/trail-defaults.js';
import type { Draft } from './draft.js';
import { DEFAULT_REGIONS } from './trail-parts.js';

/** What one is asked for a first scenario: each has an answer to begin with and says, on `?`, what it is about. */
export interface Question {
  id: keyof Answers;
  text: string;
  help: string;
  /** The answer where none is given. */
  fallback: string;
  /**
   * What is wrong with an answer, in words; undefined where nothing is.
   *
   * @param regions Regions that have a price
   */
  problem: (answer: string, regions: readonly string[]) => string | undefined;
}

export interface Answers {
  region: string;
  accounts: string;
  regionsPerAccount: string;
  readers: string;
  since: string;
  bucketKey: string;
  payer: string;
}

/**
 * The questions, in their order.
 *
 * @param month first month of the scenario
 */
export function questionsFor(month: string): Question[] {
  return [
    {
      id: 'region',
      text: 'Region of the log bucket',
      help: 'The Region in which the bucket and its key are: prices are those of this Region, wherever the trail records.',
      fallback: 'us-east-1',
      problem: (answer, regions) => (regions.includes(answer) ? undefined : unknownWord(answer, regions, 'is not a Region with a price')),
    },
    {
      id: 'accounts',
      text: 'Accounts that the trail covers',
      help: '1, or the number of accounts of the organization: aws organizations list-accounts. Each delivers its own log files.',
      fallback: '1',
      problem: (answer) => wholeProblem(answer, 1, 1_000_000),
    },
    {
      id: 'regionsPerAccount',
      text: 'Regions that an average account uses',
      help: 'Where something runs, not where the trail is on: a Region that nothing uses gets almost no log files.',
      fallback: '2',
      problem: (answer) => wholeProblem(answer, 1, 100),
    },
    {
      id: 'readers',
      text: 'Who reads the log files, separated by commas',
      help: `Each file that a program reads is one Decrypt. Known: ${READERS_BY_NAME.map(({ id }) => id).join(', ')}.`,
      fallback: 'splunk, athena, validate-logs',
      problem: (answer) => readersProblem(answer),
    },
    {
      id: 'since',
      text: 'Day from which CloudTrail writes with SSE-KMS',
      help: 'YYYY-MM-DD, or always. Files from before make no KMS request, so the cost of reading back grows from this day on.',
      fallback: `${month}-01`,
      problem: (answer) => dayProblem(answer, 'write it as 2026-12-31, or always'),
    },
    {
      id: 'bucketKey',
      text: 'Day from which a Bucket Key is on, or no',
      help: 'S3 then asks KMS less often, and only for files written from that day on. no: the report compares it all the same.',
      fallback: 'no',
      problem: (answer) => (answer === 'no' ? undefined : dayProblem(answer, 'write no, or a day as 2026-12-31')),
    },
    {
      id: 'payer',
      text: 'Account whose credentials read, or unknown',
      help: 'The account that makes a request pays for it, not the owner of the key. 12 digits.',
      fallback: 'unknown',
      problem: (answer) => (/^(unknown|\d{12})$/.test(answer) ? undefined : 'an account id has 12 digits'),
    },
  ];
}

function wholeProblem(answer: string, min: number, max: number): string | undefined {
  const number = Number(answer);
  return /^\d+$/.test(answer) && number >= min && number <= max
    ? undefined
    : `a whole number from ${grouped(min)} to ${grouped(max)} is needed`;
}

function dayProblem(answer: string, remedy: string): string | undefined {
  if (since.safeParse(answer).success) return undefined;
  return /^\d{4}-\d\d-\d\d$/.test(answer) ? `${answer} is not a day of the years 2000 to 2099; ${remedy}` : remedy;
}

function readersProblem(answer: string): string | undefined {
  const ids = READERS_BY_NAME.map(({ id }) => id);
  const names = wordsOf(answer);
  if (names.length === 0) return 'at least one reader is needed';
  const unknown = names.find((name) => !ids.includes(name));
  if (unknown !== undefined) return unknownWord(unknown, ids, 'is not known by name');
  const twice = names.find((name, index) => names.indexOf(name) < index);
  return twice === undefined ? undefined : `${twice} is named twice`;
}

function unknownWord(word: string, known: readonly string[], what: string): string {
  const near = nearest(word, known);
  return `${word} ${what}${near === undefined ? `; known: ${listed(known, 8)}` : `; did you mean ${near}?`}`;
}

/** Names with commas between them, or with blanks where each is known. */
function wordsOf(answer: string): string[] {
  const ids = READERS_BY_NAME.map(({ id }) => id);
  const names = answer.split(',').flatMap((part) => {
    const words = part.split(/\s+/);
    return words.every((word) => word === '' || ids.includes(word)) ? words : [part.trim()];
  });
  return names.filter((name) => name !== '');
}

/** The scenario that answers make. */
export function answeredDraft(answers: Answers, month: string): Draft {
  const { region, accounts, regionsPerAccount, readers, since, bucketKey, payer } = answers;
  const account = payer === 'unknown' ? {} : { account: payer };
  const named = wordsOf(readers).map((id) => READERS_BY_NAME.find((reader) => reader.id === id));
  const known = named.filter((reader) => reader !== undefined);
  const validates = known.some(({ pattern }) => pattern === 'validate');
  return {
    fields: {
      version: 1,
      name: 'my-trail',
      period: { start: monthPlus(month, 0), months: 12 },
      bucket: { region },
      encryption: { sseKmsSince: since, ...(bucketKey === 'no' ? {} : { bucketKeySince: bucketKey }) },
      trails: [
        {
          name: 'main',
          accounts: Number(accounts),
          activeRegions: Number(regionsPerAccount),
          filesPerSlot: ACTIVITY_DEFAULTS.filesPerSlot.value,
          activeSlotShare: ACTIVITY_DEFAULTS.activeSlotShare.value,
          ...(validates ? { digestRegions: DEFAULT_REGIONS } : {}),
        },
      ],
      readers: known.map((reader) => ({ name: reader.id, ...account, ...startingFields(reader, month) })),
    },
    remarks: [
      { field: ['trails', 0, 'filesPerSlot'], text: 'not known: measured in other buckets' },
      { field: ['trails', 0, 'activeSlotShare'], text: 'not known: measured in other buckets' },
      ...(validates
        ? [{ field: ['trails', 0, 'digestRegions'], text: 'Regions that are on, each with a digest file an hour: set it' }]
        : []),
      ...known.map(({ name, note, confidence }, index) => ({
        field: ['readers', index, 'like'],
        text: `${name}: ${note}${confidence === '?' ? ' Not confirmed.' : ''}`,
      })),
      ...known.flatMap(({ pattern }, index) =>
        pattern === 'scan' || pattern === 'validate'
          ? [{ field: ['readers', index, 'runsPerMonth'], text: 'once a day is assumed: set it' }]
          : [],
      ),
      ...known.flatMap(({ isShareUnknown }, index) =>
        isShareUnknown === true ? [{ field: ['readers', index, 'share'], text: 'not known: all files are an upper limit' }] : [],
      ),
    ],
  };
}
