import type { Problem } from '../base/errors.js';
import { dayNumber, monthPlus, monthSpan } from '../base/months.js';
import { nearest, suggestion } from '../base/nearest.js';
import type { Quantity, Reader, Scenario, Trail } from './schema.js';
import { DIGESTS_PER_DAY, hasDigests, readsTrail, SLOTS_PER_DAY } from './trails.js';

/** What no schema of single fields can see: names that must be unique or exist, fields that need or exclude each other, dates in order. */
export function checkScenario(scenario: Scenario): Problem[] {
  return [
    ...duplicates(scenario.trails, 'trails'),
    ...duplicates(scenario.readers, 'readers'),
    ...duplicates(scenario.cases, 'cases'),
    ...scenario.trails.flatMap(checkTrail),
    ...scenario.trails.flatMap((trail, index) => checkGrowth(trail, index, scenario.period)),
    ...checkSize(scenario),
    ...checkEncryption(scenario.encryption),
    ...scenario.readers.flatMap((reader, index) => [
      ...checkTrailsOf(reader, index, scenario.trails),
      ...(reader.pattern === 'once' ? checkOnce(reader, index, scenario.period) : []),
    ]),
  ];
}

function duplicates(named: readonly { name: string }[], list: 'trails' | 'readers' | 'cases'): Problem[] {
  return named.flatMap(({ name }, index) =>
    named.findIndex((other) => other.name === name) < index
      ? [{ field: [list, index, 'name'], what: `a second one named "${name}"`, remedy: 'Give each a name of its own.' }]
      : [],
  );
}

const ACTIVITY = ['accounts', 'activeRegions', 'filesPerSlot', 'activeSlotShare'] as const;

function checkTrail(trail: Trail, index: number): Problem[] {
  const at = ['trails', index];
  const given = ACTIVITY.filter((key) => trail[key] !== undefined);
  const absent = ACTIVITY.filter((key) => trail[key] === undefined);
  const problems: Problem[] = [];
  if (trail.logFilesPerMonth === undefined && absent.length > 0) {
    problems.push({
      field: at,
      what: `the number of log files is unknown: ${given.length === 0 ? 'logFilesPerMonth' : absent.join(', ')} missing`,
      remedy: `Give logFilesPerMonth, or all of ${ACTIVITY.join(', ')}.`,
    });
  }
  for (const key of ['activeRegions', 'filesPerSlot', 'activeSlotShare'] as const) {
    if (trail.logFilesPerMonth !== undefined && trail[key] !== undefined) {
      problems.push({
        field: [...at, key],
        what: 'given beside logFilesPerMonth, which already says how many',
        remedy: 'Keep one of the two.',
      });
    }
  }
  if (trail.digestRegions !== undefined && trail.digestFilesPerMonth !== undefined) {
    problems.push({ field: [...at, 'digestRegions'], what: 'given beside digestFilesPerMonth', remedy: 'Keep one of the two.' });
  }
  if (trail.digestRegions !== undefined && trail.accounts === undefined) {
    problems.push({
      field: [...at, 'digestRegions'],
      what: 'needs accounts',
      remedy: 'Digest files are one an hour for each account and Region.',
    });
  }
  if (trail.logFilesPerMonth !== undefined && trail.accounts !== undefined && trail.digestRegions === undefined) {
    problems.push({
      field: [...at, 'accounts'],
      what: 'given beside logFilesPerMonth, which already says how many',
      remedy: 'Keep one of the two, or give digestRegions, which needs accounts.',
    });
  }
  return problems;
}

/** Beyond this many files a month nothing is real, and sums would no longer be exact. */
const MOST_FILES_PER_MONTH = 1e15;

function checkGrowth(trail: Trail, index: number, { months }: Scenario['period']): Problem[] {
  const logFiles =
    trail.logFilesPerMonth === undefined ? [...ACTIVITY.map((key) => trail[key]), SLOTS_PER_DAY * 31] : [trail.logFilesPerMonth];
  const digestFiles =
    trail.digestFilesPerMonth === undefined ? [trail.accounts, trail.digestRegions, DIGESTS_PER_DAY * 31] : [trail.digestFilesPerMonth];
  const most = Math.max(
    ...[logFiles, digestFiles].map((factors) => factors.reduce<number>((product, factor) => product * end('high', factor ?? 0), 1)),
  );
  const during = (1 + end('high', trail.growthPercentPerMonth) / 100) ** (months - 1);
  const before = (1 + end('low', trail.growthPercentPerMonth) / 100) ** -end('high', trail.archiveMonths);
  if (most * Math.max(1, during, before) <= MOST_FILES_PER_MONTH) return [];
  return [
    {
      field: ['trails', index],
      what: 'comes to more than 10^15 files in a month, with its growth over archive and period',
      remedy: 'Lower the numbers of files, the growth or the months.',
    },
  ];
}

function end(which: 'low' | 'high', quantity: Quantity): number {
  return typeof quantity === 'number' ? quantity : quantity[which];
}

/** More lines than a report can hold. */
const MOST_READER_MONTHS = 20_000;

function checkSize({ readers, period }: Scenario): Problem[] {
  if (readers.length * period.months <= MOST_READER_MONTHS) return [];
  return [
    {
      field: ['readers'],
      what: `${readers.length} readers × ${period.months} months are more than ${MOST_READER_MONTHS} together`,
      remedy: 'Shorten the period, or put readers of one kind together.',
    },
  ];
}

function checkEncryption({ sseKmsSince, bucketKeySince }: Scenario['encryption']): Problem[] {
  const early = bucketKeySince !== undefined && sseKmsSince !== 'always' && (bucketKeySince === 'always' || bucketKeySince < sseKmsSince);
  return early
    ? [
        {
          field: ['encryption', 'bucketKeySince'],
          what: `is before sseKmsSince (${sseKmsSince})`,
          remedy: 'A Bucket Key works on SSE-KMS objects only: give that day or a later one, or leave it out.',
        },
      ]
    : [];
}

function checkTrailsOf(reader: Reader, index: number, trails: readonly Trail[]): Problem[] {
  const names = trails.map(({ name }) => name);
  const at = ['readers', index];
  const unknown = (reader.trails ?? []).flatMap((name, place): Problem[] =>
    names.includes(name) ? [] : [{ field: [...at, 'trails', place], what: `no trail is named "${name}"`, remedy: suggestion(name, names) }],
  );
  if (unknown.length > 0 || reader.pattern === 'single') return unknown;
  if (trails.length === 0) {
    return [
      { field: at, what: `reader "${reader.name}" reads a trail's files, but there is no trail`, remedy: 'Add the trail under trails.' },
    ];
  }
  const read = trails.filter(({ name }) => readsTrail(reader, name));
  const digests = read.some(hasDigests);
  if (reader.pattern !== 'validate' || digests) return [];
  return [
    {
      field: at,
      what: `reader "${reader.name}" validates log files, but its trails have no digest files`,
      remedy: 'Give the trail digestRegions or digestFilesPerMonth.',
    },
  ];
}

function checkOnce(reader: Extract<Reader, { pattern: 'once' }>, index: number, period: Scenario['period']): Problem[] {
  const at = ['readers', index];
  const lastMonth = monthPlus(period.start, period.months - 1);
  const problems: Problem[] = [];
  if (reader.month < period.start || reader.month > lastMonth) {
    problems.push({
      field: [...at, 'month'],
      what: `${reader.month} is outside the period, ${period.start} to ${lastMonth}`,
      remedy: 'Name a month of the period.',
    });
  }
  if (reader.firstDay > reader.lastDay) {
    problems.push({
      field: [...at, 'lastDay'],
      what: `${reader.lastDay} is before firstDay, ${reader.firstDay}`,
      remedy: 'Turn them around.',
    });
  }
  if (dayNumber(reader.lastDay) >= monthSpan(reader.month).endDay) {
    problems.push({
      field: [...at, 'lastDay'],
      what: `${reader.lastDay} is after the month of the reads, ${reader.month}`,
      remedy: 'Nobody reads files that are not there yet: name an earlier day or a later month.',
    });
  }
  return problems;
}

/** A Region that AWS has no record of in the price book. */
export function unknownRegion(region: string, known: readonly string[]): Problem {
  const best = nearest(region, known);
  return {
    field: ['bucket', 'region'],
    what: `no AWS Region "${region}" is known`,
    remedy: `${best === undefined ? '' : `Did you mean "${best}"? `}A Region newer than this price book: bring its prices with --price-book FILE.`,
  };
}
