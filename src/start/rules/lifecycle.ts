import { DAYS_A_MONTH } from '../../base/projection.js';
import type { BucketFacts } from '../facts.js';
import { type Coverage, coverageOf } from './coverage.js';
import { type Found, known, said } from './found.js';
import type { Maybe } from './maybe.js';

/** A lifecycle rule as a file gives it, of what it does with current versions. */
export interface LifecycleRule {
  /** As a warning names it. */
  name: string;
  isEnabled: Maybe;
  /** Empty where it is known to have none. */
  prefix: string | undefined;
  hasTag: Maybe;
  /** Sizes in bytes that objects must be above and below. */
  above?: number | undefined;
  below?: number | undefined;
  /** Days after which current versions end; `date` for a fixed day, `unknown` where a plan does not know yet. */
  expiration: number | 'date' | 'unknown' | undefined;
  transitions: readonly Transition[];
}

/** What moves objects to another storage class. */
export interface Transition {
  days: number | undefined;
  storageClass: string | undefined;
}

export interface Lifecycle {
  rules: readonly LifecycleRule[];
  /** Whether objects below 128 KB move only by a filter of a rule's own: Amazon S3's default for rules since September 2024. */
  keepsSmall: Maybe;
}

/** A log file is a gzip of at least one record, and at most 50 MB. */
const SMALLEST = 100;
const LARGEST = 50_000_000;
/** Storage classes that have to be restored before anything reads. */
const OUT_OF_REACH = ['GLACIER', 'DEEP_ARCHIVE'];

/** How long log files stay, and when they are out of a scan's reach. */
export function lifecycleFound({ rules, keepsSmall }: Lifecycle, origin: string): Found<Partial<BucketFacts>> {
  const acting = rules.filter(({ isEnabled }) => isEnabled !== false);
  const ending = acting.filter(({ expiration }) => expiration !== undefined);
  const moving = acting.map((rule) => ({ rule, days: outOfReachDays(rule) })).filter(({ days }) => days !== undefined);
  const reached = moving.filter(({ rule }) => isSure(rule) && (keepsSmall !== true || hasSizes(rule)));
  const days = least(reached.flatMap(({ days }) => (typeof days === 'number' ? [days] : [])));
  return {
    says: known<Partial<BucketFacts>>({ archiveMonths: said(archiveMonths(ending), origin), outOfReachDays: said(days, origin) }),
    warnings: [
      ...ending.flatMap((rule) => endWarnings(rule, origin)),
      ...moving.flatMap(({ rule, days }) => moveWarnings(rule, days, origin)),
      ...smallWarnings(moving.map(({ rule }) => rule).filter(isSure), keepsSmall, origin),
    ],
  };
}

/** Undefined where a rule may end some files, or all of them on a day of its own. */
function archiveMonths(ending: readonly LifecycleRule[]): number | 'ever' | undefined {
  const open = ending.filter((rule) => scopeOf(rule) !== 'none');
  if (open.length === 0) return 'ever';
  if (open.some((rule) => typeof rule.expiration !== 'number')) return undefined;
  const days = least(open.filter(isSure).flatMap(({ expiration }) => (typeof expiration === 'number' ? [expiration] : [])));
  return days === undefined ? undefined : Math.round(days / DAYS_A_MONTH);
}

/** Which log files a rule is for, with its filters. */
function scopeOf(rule: LifecycleRule): Coverage {
  const coverage = rule.prefix === undefined ? 'other' : coverageOf(rule.prefix);
  if (coverage !== 'all') return coverage;
  const { hasTag, above = 0, below = Number.POSITIVE_INFINITY } = rule;
  return hasTag === false && above <= SMALLEST && below >= LARGEST ? 'all' : 'part';
}

/** Whether a rule is certainly on, and for all log files. */
function isSure(rule: LifecycleRule): boolean {
  return rule.isEnabled === true && scopeOf(rule) === 'all';
}

function hasSizes({ above, below }: LifecycleRule): boolean {
  return above !== undefined || below !== undefined;
}

function outOfReachDays({ transitions }: LifecycleRule): number | 'unknown' | undefined {
  const moves = transitions.filter(({ storageClass = '' }) => OUT_OF_REACH.includes(storageClass));
  if (moves.length === 0) return undefined;
  return moves.some(({ days }) => days === undefined) ? 'unknown' : least(moves.flatMap(({ days }) => (days === undefined ? [] : [days])));
}

function least(numbers: readonly number[]): number | undefined {
  return numbers.reduce<number | undefined>((least, number) => (least === undefined || number < least ? number : least), undefined);
}

function endWarnings(rule: LifecycleRule, origin: string): string[] {
  const isOpen = typeof rule.expiration !== 'number';
  return warningsOf(rule, origin, isOpen ? 'ends files' : undefined, 'how long log files stay');
}

function moveWarnings(rule: LifecycleRule, days: number | 'unknown' | undefined, origin: string): string[] {
  return warningsOf(rule, origin, days === 'unknown' ? 'moves files' : undefined, 'when log files are out of reach');
}

/** @param open what it does on a day that gives no number of days */
function warningsOf(rule: LifecycleRule, origin: string, open: string | undefined, matter: string): string[] {
  const scope = scopeOf(rule);
  if (scope === 'none') return [];
  const subject = `Rule ${rule.name} of ${origin}`;
  const end = `${matter} is not taken from it.`;
  return [
    ...(open === undefined ? [] : [`${subject} ${open} on a fixed day, or after days that are not known yet: ${end}`]),
    ...(rule.isEnabled === true ? [] : [`${subject} may be on or off: ${end}`]),
    ...scopeWarnings(rule, scope, subject, end),
  ];
}

function scopeWarnings({ prefix }: LifecycleRule, scope: Coverage, subject: string, end: string): string[] {
  if (scope === 'part') return [`${subject} is for a part of the log files (an account, a tag, a size): ${end}`];
  if (prefix === undefined) return [`${subject} is for a folder that is not known yet: ${end}`];
  if (scope === 'other') return [`${subject} is for the folder ${prefix}, where log files are only if a trail has that prefix: ${end}`];
  return prefix === '' ? [] : [`${subject} is for the folder ${prefix}: a trail that writes to another one is not under it.`];
}

function smallWarnings(moving: readonly LifecycleRule[], keepsSmall: Maybe, origin: string): string[] {
  if (moving.length === 0) return [];
  if (keepsSmall === true && !moving.every(hasSizes))
    return [
      `${origin} moves no object below 128 KB (all_storage_classes_128K), which most log files are: they stay within a scan's reach.`,
    ];
  if (keepsSmall === undefined)
    return [`${origin} does not say whether objects below 128 KB move too, as most log files are: it is taken that they do.`];
  return [];
}
