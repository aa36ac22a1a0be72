import type { Problem } from '../base/errors.js';
import { dayNumber, monthPlus, monthSpan } from '../base/months.js';
import { nearest, suggestion } from '../base/nearest.js';
import { grouped } from '../base/text.js';
import { knownReader } from './like.js';
import type { Conversion, Pattern, Quantity, Reader, Trail } from './schema.js';
import type { Part, SoundScenario } from './sound.js';
import { DIGESTS_PER_DAY, GROW_FILES, readsTrail, SLOTS_PER_DAY } from './trails.js';

/**
 * What no schema of single fields can see: names that must be unique or exist, fields that need or exclude each other, dates in order.
 * Where fields do not fit the schema, what depends on them is left out.
 */
export function checkScenario(scenario: SoundScenario): Problem[] {
  const { trails, readers, consumers, cases, encryption } = scenario;
  return [
    ...[trails, readers, consumers, cases].flatMap(duplicates),
    ...scenario.accounts.flatMap(duplicateAccount),
    ...consumers.flatMap(checkConsumer),
    ...trails.flatMap(checkTrail),
    ...trails.flatMap((trail) => checkGrowth(trail, scenario)),
    ...checkSize(scenario),
    ...checkEncryption(encryption),
    ...(scenario.currency === undefined ? [] : checkConversion(scenario.currency, scenario.period)),
    ...readers.flatMap((reader) => checkReader(reader, scenario)),
  ];
}

/** A problem where something is wrong, none where it is not. */
function when(isWrong: boolean, field: Problem['field'], what: string, remedy: string): Problem[] {
  return isWrong ? [{ field, what, remedy }] : [];
}

function duplicates(parts: readonly Pick<Part<{ name: string }>, 'at' | 'value'>[]): Problem[] {
  return parts.flatMap(({ at, value: { name } }, index) => {
    const isTaken = parts.findIndex(({ value }) => value.name === name) < index;
    return when(name !== undefined && isTaken, [...at, 'name'], `a second one named "${name}"`, 'Give each a name of its own.');
  });
}

function checkConversion({ at, has, hasUnknown, value }: Part<Conversion>, { value: period }: SoundScenario['period']): Problem[] {
  const [first] = Object.keys(value.rates ?? {}).sort();
  return [
    ...when(!has('rate') && !has('rates') && !hasUnknown, [...at, 'rate'], 'missing', 'Give rate and rateDate, or rates by month.'),
    ...when(has('rate') && !has('rateDate') && !hasUnknown, [...at, 'rateDate'], 'missing', 'Give the day of the rate.'),
    ...when(!has('rate') && has('rateDate') && !hasUnknown, [...at, 'rateDate'], 'needs rate', 'Give rate too, or remove rateDate.'),
    ...when(
      !has('rate') && !hasUnknown && first !== undefined && period.start !== undefined && period.start < first,
      [...at, 'rates'],
      `has no rate for ${period.start}, and none of a month before it`,
      'Add it, or give rate and rateDate, which hold for months without a rate of their own.',
    ),
    ...when(has('rates') && value.rates !== undefined && first === undefined && !has('rate'), [...at, 'rates'], 'is empty', 'Add months.'),
  ];
}

function duplicateAccount(
  { at, value: { id } }: SoundScenario['accounts'][number],
  index: number,
  all: SoundScenario['accounts'],
): Problem[] {
  const isTaken = id !== undefined && all.findIndex(({ value }) => value.id === id) < index;
  return when(isTaken, [...at, 'id'], `account ${id} is there twice`, 'Keep one of them.');
}

function checkConsumer({ at, has, hasUnknown, value: { name } }: SoundScenario['consumers'][number]): Problem[] {
  return when(
    !has('usdPerGb') && !has('usdPerMillionEvents') && !hasUnknown,
    at,
    `nothing says what ${name === undefined ? 'it' : `"${name}"`} charges`,
    'Give usdPerGb or usdPerMillionEvents, or remove it.',
  );
}

function checkTrail(trail: Part<Trail>): Problem[] {
  const { at, has, hasUnknown } = trail;
  const given = (['logFilesPerMonth', 'logFilesPerAccountMonth'] as const).filter(has);
  return [
    ...when(
      given.length === 0 && !has('accounts') && !hasUnknown,
      at,
      'the number of log files is unknown',
      'Give accounts, or logFilesPerMonth if you have counted the files.',
    ),
    ...(['activeRegions', 'filesPerSlot', 'activeSlotShare', 'logFilesPerAccountMonth'] as const).flatMap((field) => {
      const [other] = given.filter((each) => each !== field);
      return when(other !== undefined && has(field), [...at, field], `given together with ${other}, which already says how many`, KEEP_ONE);
    }),
    ...when(
      given[0] === 'logFilesPerAccountMonth' && !has('accounts') && !hasUnknown,
      [...at, 'logFilesPerAccountMonth'],
      'needs accounts',
      'Give accounts too, or give logFilesPerMonth instead.',
    ),
    ...checkDigests(trail),
    ...when(
      has('logFilesPerMonth') && has('accounts') && !has('digestRegions') && !has('digestFilesPerAccountMonth') && !hasUnknown,
      [...at, 'accounts'],
      'given together with logFilesPerMonth, which already says how many',
      `Keep one of the two, or give digestRegions, which needs accounts. ${GROW_FILES}`,
    ),
  ];
}

/** What says how many digest files there are; one is enough. */
const DIGEST_FIELDS = ['digestFilesPerMonth', 'digestFilesPerAccountMonth', 'digestRegions'] as const;

function checkDigests({ at, has, hasUnknown }: Part<Trail>): Problem[] {
  const [first, ...others] = DIGEST_FIELDS.filter(has);
  const needs = (field: 'digestRegions' | 'digestFilesPerAccountMonth', remedy: string) =>
    when(has(field) && !has('accounts') && !hasUnknown, [...at, field], 'needs accounts', remedy);
  return [
    ...others.flatMap((field) => when(true, [...at, field], `given together with ${first}`, KEEP_ONE)),
    ...needs('digestRegions', 'A digest file is delivered every hour for each account and Region.'),
    ...needs('digestFilesPerAccountMonth', 'Give accounts too, or give digestFilesPerMonth instead.'),
  ];
}

const KEEP_ONE = 'Keep one of the two.';

/** Beyond this many files a month nothing is real, and sums would no longer be exact. */
const MOST_FILES_PER_MONTH = 1e15;

function checkGrowth({ at, value, isWhole }: Part<Trail>, { period }: SoundScenario): Problem[] {
  const { growthPercentPerMonth = 0, archiveMonths = 0 } = value;
  const { months = 1 } = period.value;
  const during = (1 + end('high', growthPercentPerMonth) / 100) ** (months - 1);
  const before = (1 + end('low', growthPercentPerMonth) / 100) ** -end('high', archiveMonths);
  const peak = mostFiles(value) * Math.max(1, during, before);
  return when(
    // Not a number where there are no files and growth has no past: 0 × infinity.
    isWhole && !(peak <= MOST_FILES_PER_MONTH),
    at,
    'comes to more than 10^15 files in a month, with its growth over archive and period',
    'Lower the numbers of files, the growth or the months.',
  );
}

/** Files of the more numerous kind in the longest month without growth. */
function mostFiles(trail: Partial<Trail>): number {
  const { accounts, activeRegions, filesPerSlot, activeSlotShare, digestRegions } = trail;
  const perMonth = (files: Quantity | undefined, perAccount: Quantity | undefined, factors: readonly (Quantity | undefined)[]) => {
    if (files !== undefined) return [files];
    return perAccount === undefined ? factors : [accounts, perAccount];
  };
  const slots = [accounts, activeRegions, filesPerSlot, activeSlotShare, SLOTS_PER_DAY * 31];
  const kinds = [
    perMonth(trail.logFilesPerMonth, trail.logFilesPerAccountMonth, slots),
    perMonth(trail.digestFilesPerMonth, trail.digestFilesPerAccountMonth, [accounts, digestRegions, DIGESTS_PER_DAY * 31]),
  ];
  return Math.max(...kinds.map((factors) => factors.reduce<number>((product, factor) => product * end('high', factor ?? 0), 1)));
}

function end(which: 'low' | 'high', quantity: Quantity): number {
  return typeof quantity === 'number' ? quantity : quantity[which];
}

/** More lines than a report can hold. */
const MOST_READER_MONTHS = 20_000;

function checkSize({ readers, period: { value } }: SoundScenario): Problem[] {
  const { months = 0 } = value;
  return when(
    readers.length * months > MOST_READER_MONTHS,
    ['readers'],
    `${grouped(readers.length)} readers × ${months} months are more than ${grouped(MOST_READER_MONTHS)} together`,
    'Shorten the period, or combine readers of one kind.',
  );
}

function checkEncryption({ value: { sseKmsSince, bucketKeySince } }: SoundScenario['encryption']): Problem[] {
  const [kms, key] = [sseKmsSince, bucketKeySince].map((day) => (day === 'always' ? undefined : day));
  return when(
    kms !== undefined && key !== undefined && key < kms,
    ['encryption', 'bucketKeySince'],
    `is before sseKmsSince (${kms})`,
    'A Bucket Key works on SSE-KMS objects only: give that day or a later one, or remove it.',
  );
}

type Check = (reader: Part<Reader>, scenario: SoundScenario) => Problem[];

/** What patterns need that differ from others: of trails, which most need one of, and of their own fields. */
const CHECKS: { readonly [P in Pattern]?: { trails?: Check; fields?: Check } } = {
  validate: { trails: needsDigests },
  single: { trails: () => [] },
  once: { fields: checkOnce },
};

function checkReader(reader: Part<Reader>, scenario: SoundScenario): Problem[] {
  const { pattern, trails: read = [] } = reader.value;
  const names = scenario.trails.flatMap(({ value: { name } }) => name ?? []);
  const unknown = read.flatMap((name, place): Problem[] => {
    const field = [...reader.at, 'trails', place];
    return names.includes(name) ? [] : [{ field, what: `there is no trail "${name}"`, remedy: suggestion(name, names) }];
  });
  const { trails = needsTrail, fields } = (pattern === undefined ? undefined : CHECKS[pattern]) ?? {};
  const ofTrails = pattern === undefined ? [] : trails(reader, scenario);
  return [
    ...checkLike(reader),
    ...(scenario.knowsTrails ? ([unknown, ofTrails].find(({ length }) => length > 0) ?? []) : []),
    ...(fields?.(reader, scenario) ?? []),
  ];
}

function checkLike({ at, value: { like, pattern } }: Part<Reader>): Problem[] {
  const known = knownReader(like);
  return when(
    known !== undefined && pattern !== undefined && pattern !== known.pattern,
    [...at, 'pattern'],
    `${pattern} does not go with like: ${known?.id}, which reads as ${known?.pattern}`,
    'Remove one of the two.',
  );
}

function needsTrail({ at, value: { name } }: Part<Reader>, { trails }: SoundScenario): Problem[] {
  return when(trails.length === 0, at, `${readerText(name)} reads a trail's files, but there is no trail`, 'Add the trail under trails.');
}

function needsDigests(reader: Part<Reader>, scenario: SoundScenario): Problem[] {
  const without = needsTrail(reader, scenario);
  if (without.length > 0) return without;
  const { at, value } = reader;
  const isMissing = scenario.trails
    .filter(({ value: { name = '' } }) => readsTrail(value, name))
    .every(({ has, hasUnknown }) => !hasUnknown && !DIGEST_FIELDS.some(has));
  return when(
    isMissing,
    at,
    `${readerText(value.name)} validates log files, but its trails have no digest files`,
    'Give the trail digestRegions, the Regions that are on in an account (17 unless more were turned on), or digestFilesPerMonth.',
  );
}

function readerText(name: string | undefined): string {
  return name === undefined ? 'this reader' : `reader "${name}"`;
}

/** What a one-time reader has of its own. */
interface Once {
  name?: string;
  month?: string;
  firstDay?: string;
  lastDay?: string;
}

function checkOnce({ at, value }: Part<Reader>, { period }: SoundScenario): Problem[] {
  const { month, firstDay, lastDay }: Once = value;
  const { start, months } = period.value;
  const lastMonth = start === undefined || months === undefined ? undefined : monthPlus(start, months - 1);
  return [
    ...when(
      month !== undefined && start !== undefined && lastMonth !== undefined && (month < start || month > lastMonth),
      [...at, 'month'],
      `${month} is outside the period, ${start} to ${lastMonth}`,
      'Give a month of the period.',
    ),
    ...when(
      firstDay !== undefined && lastDay !== undefined && firstDay > lastDay,
      [...at, 'lastDay'],
      `${lastDay} is before firstDay, ${firstDay}`,
      'Swap them.',
    ),
    ...when(
      lastDay !== undefined && month !== undefined && dayNumber(lastDay) >= monthSpan(month).endDay,
      [...at, 'lastDay'],
      `${lastDay} is after the month of the reads, ${month}`,
      'Files that do not exist yet cannot be read: give an earlier day or a later month.',
    ),
  ];
}

/** A Region that AWS has no record of in the price book. */
export function unknownRegion(region: string, known: readonly string[]): Problem {
  const best = nearest(region, known);
  return {
    field: ['bucket', 'region'],
    what: `unknown AWS Region "${region}"`,
    remedy:
      `${best === undefined ? '' : `Did you mean "${best}"? `}If the Region is newer than this price book, ` +
      'give its prices with --price-book FILE.',
  };
}
