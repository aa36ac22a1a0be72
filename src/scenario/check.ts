import type { FieldPath, Problem } from '../base/errors.js';
import { dayNumber, monthPlus, monthSpan } from '../base/months.js';
import { nearest, suggestion } from '../base/nearest.js';
import type { Pattern, Quantity, Reader, Scenario, Trail } from './schema.js';
import { DIGESTS_PER_DAY, hasDigests, readsTrail, SLOTS_PER_DAY } from './trails.js';

/** What no schema of single fields can see: names that must be unique or exist, fields that need or exclude each other, dates in order. */
export function checkScenario(scenario: Scenario): Problem[] {
  return [
    ...duplicates(scenario.trails, 'trails'),
    ...duplicates(scenario.readers, 'readers'),
    ...duplicates(scenario.cases, 'cases'),
    ...checkConsumers(scenario.recording),
    ...scenario.trails.flatMap(checkTrail),
    ...scenario.trails.flatMap((trail, index) => checkGrowth(trail, index, scenario.period)),
    ...checkSize(scenario),
    ...checkEncryption(scenario.encryption),
    ...scenario.readers.flatMap((reader, index) => checkReader(reader, index, scenario)),
  ];
}

/** A problem where something is wrong, none where it is not. */
function when(isWrong: boolean, field: FieldPath, what: string, remedy: string): Problem[] {
  return isWrong ? [{ field, what, remedy }] : [];
}

function duplicates(named: readonly { name: string }[], list: 'trails' | 'readers' | 'cases'): Problem[] {
  return named.flatMap(({ name }, index) => {
    const isTaken = named.findIndex((other) => other.name === name) < index;
    return when(isTaken, [list, index, 'name'], `a second one named "${name}"`, 'Give each a name of its own.');
  });
}

function checkConsumers({ consumers }: Scenario['recording']): Problem[] {
  return consumers.flatMap(({ name, usdPerGb, usdPerMillionEvents }, index) => {
    const at = ['recording', 'consumers', index];
    const isTaken = consumers.findIndex((other) => other.name === name) < index;
    return [
      ...when(isTaken, [...at, 'name'], `a second one named "${name}"`, 'Give each a name of its own.'),
      ...when(
        usdPerGb === undefined && usdPerMillionEvents === undefined,
        at,
        `nothing says what "${name}" charges`,
        'Give usdPerGb or usdPerMillionEvents, or leave it out.',
      ),
    ];
  });
}

const ACTIVITY = ['accounts', 'activeRegions', 'filesPerSlot', 'activeSlotShare'] as const;

function checkTrail(trail: Trail, index: number): Problem[] {
  const at = ['trails', index];
  const has = (key: keyof Trail) => trail[key] !== undefined;
  const absent = ACTIVITY.filter((key) => !has(key));
  const missing = absent.length === ACTIVITY.length ? 'logFilesPerMonth' : absent.join(', ');
  return [
    ...when(
      !has('logFilesPerMonth') && absent.length > 0,
      at,
      `the number of log files is unknown: ${missing} missing`,
      `Give logFilesPerMonth, or all of ${ACTIVITY.join(', ')}.`,
    ),
    ...(['activeRegions', 'filesPerSlot', 'activeSlotShare'] as const).flatMap((key) =>
      when(has('logFilesPerMonth') && has(key), [...at, key], GIVEN_TWICE, KEEP_ONE),
    ),
    ...when(has('digestRegions') && has('digestFilesPerMonth'), [...at, 'digestRegions'], 'given beside digestFilesPerMonth', KEEP_ONE),
    ...when(
      has('digestRegions') && !has('accounts'),
      [...at, 'digestRegions'],
      'needs accounts',
      'Digest files are one an hour for each account and Region.',
    ),
    ...when(
      has('logFilesPerMonth') && has('accounts') && !has('digestRegions'),
      [...at, 'accounts'],
      GIVEN_TWICE,
      'Keep one of the two, or give digestRegions, which needs accounts.',
    ),
  ];
}

const GIVEN_TWICE = 'given beside logFilesPerMonth, which already says how many';
const KEEP_ONE = 'Keep one of the two.';

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
  const peak = most * Math.max(1, during, before);
  return when(
    // Not a number where there are no files and growth has no past: 0 × infinity.
    !(peak <= MOST_FILES_PER_MONTH),
    ['trails', index],
    'comes to more than 10^15 files in a month, with its growth over archive and period',
    'Lower the numbers of files, the growth or the months.',
  );
}

function end(which: 'low' | 'high', quantity: Quantity): number {
  return typeof quantity === 'number' ? quantity : quantity[which];
}

/** More lines than a report can hold. */
const MOST_READER_MONTHS = 20_000;

function checkSize({ readers, period }: Scenario): Problem[] {
  return when(
    readers.length * period.months > MOST_READER_MONTHS,
    ['readers'],
    `${readers.length} readers × ${period.months} months are more than ${MOST_READER_MONTHS} together`,
    'Shorten the period, or put readers of one kind together.',
  );
}

function checkEncryption({ sseKmsSince, bucketKeySince }: Scenario['encryption']): Problem[] {
  return when(
    bucketKeySince !== undefined && bucketKeySince !== 'always' && sseKmsSince !== 'always' && bucketKeySince < sseKmsSince,
    ['encryption', 'bucketKeySince'],
    `is before sseKmsSince (${sseKmsSince})`,
    'A Bucket Key works on SSE-KMS objects only: give that day or a later one, or leave it out.',
  );
}

type Check<P extends Pattern = Pattern> = (reader: Extract<Reader, { pattern: P }>, index: number, scenario: Scenario) => Problem[];

/** What patterns need that differ from others: of trails, which most need one of, and of their own fields. */
const CHECKS: { readonly [P in Pattern]?: { trails?: Check<P>; fields?: Check<P> } } = {
  validate: { trails: needsDigests },
  single: { trails: () => [] },
  once: { fields: checkOnce },
};

function checkReader<P extends Pattern>(reader: Extract<Reader, { pattern: P }>, index: number, scenario: Scenario): Problem[] {
  const names = scenario.trails.map(({ name }) => name);
  const at = ['readers', index];
  const unknown = (reader.trails ?? []).flatMap((name, place): Problem[] =>
    names.includes(name) ? [] : [{ field: [...at, 'trails', place], what: `no trail is named "${name}"`, remedy: suggestion(name, names) }],
  );
  const { trails = needsTrail, fields } = CHECKS[reader.pattern] ?? {};
  return [...(unknown.length > 0 ? unknown : trails(reader, index, scenario)), ...(fields?.(reader, index, scenario) ?? [])];
}

function needsTrail(reader: Reader, index: number, { trails }: Scenario): Problem[] {
  const what = `reader "${reader.name}" reads a trail's files, but there is no trail`;
  return when(trails.length === 0, ['readers', index], what, 'Add the trail under trails.');
}

function needsDigests(reader: Reader, index: number, scenario: Scenario): Problem[] {
  const without = needsTrail(reader, index, scenario);
  if (without.length > 0) return without;
  return when(
    !scenario.trails.some((trail) => readsTrail(reader, trail.name) && hasDigests(trail)),
    ['readers', index],
    `reader "${reader.name}" validates log files, but its trails have no digest files`,
    'Give the trail digestRegions or digestFilesPerMonth.',
  );
}

function checkOnce({ month, firstDay, lastDay }: Extract<Reader, { pattern: 'once' }>, index: number, { period }: Scenario): Problem[] {
  const at = (key: string) => ['readers', index, key];
  const lastMonth = monthPlus(period.start, period.months - 1);
  return [
    ...when(
      month < period.start || month > lastMonth,
      at('month'),
      `${month} is outside the period, ${period.start} to ${lastMonth}`,
      'Name a month of the period.',
    ),
    ...when(firstDay > lastDay, at('lastDay'), `${lastDay} is before firstDay, ${firstDay}`, 'Turn them around.'),
    ...when(
      dayNumber(lastDay) >= monthSpan(month).endDay,
      at('lastDay'),
      `${lastDay} is after the month of the reads, ${month}`,
      'Nobody reads files that are not there yet: name an earlier day or a later month.',
    ),
  ];
}

/** A Region that AWS has no record of in the price book. */
export function unknownRegion(region: string, known: readonly string[]): Problem {
  const best = nearest(region, known);
  return {
    field: ['bucket', 'region'],
    what: `no AWS Region "${region}" is known`,
    remedy:
      `${best === undefined ? '' : `Did you mean "${best}"? `}A Region newer than this price book: bring ` +
      'its prices with --price-book FILE.',
  };
}
