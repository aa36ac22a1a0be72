import type { Decimal } from '../base/decimal.js';
import { entryAt } from '../base/lists.js';
import { expectedOf } from '../scenario/quantity.js';
import type { Scenario } from '../scenario/schema.js';
import { CHARGE } from './charges.js';
import type { Derivation } from './derivation.js';
import type { Estimate } from './estimate.js';
import { derivationsOf } from './explain.js';
import type { Line } from './lines.js';
import { linesNamed, type Mark } from './named-lines.js';
import { STRATEGIES, type Strategy } from './strategies.js';

/** One line in full, what differs under the other strategies, and which other lines the same words name. */
export interface Explanation {
  derivation: Derivation;
  /** The two other strategies, in their order. */
  contrasts: Contrast[];
  /** The lines that the words name, this one included. */
  lines: number;
  /** Months, charges and readers of these lines but this one's own, each in the order of lines. */
  others: Readonly<Record<Exclude<Mark, 'strategy'>, readonly string[]>>;
  /** Whether a month of the same line costs as much. */
  isTied: boolean;
}

/** The same charge of the same reader in the same month under another strategy. */
export interface Contrast {
  strategy: Strategy;
  /**
   * `none`: it is not charged. `alike`: it costs the same. `reduced`: a Bucket Key takes its reduction of it. `limited`: a Bucket Key saves
   * less than that, since files are older than it or each of its keys takes a request. `unreduced`: all of it, without a Bucket Key.
   */
  difference: 'none' | 'alike' | 'reduced' | 'limited' | 'unreduced';
  /** The share that a Bucket Key saves at best, 0 to 1. */
  reduction: number;
  /** Absent where it is not charged. */
  line?: Line;
}

/**
 * The most expensive of the lines that all words name: under SSE-KMS unless a word is another strategy, and of a charge that SSE-S3 does
 * not have unless there is none.
 *
 * @param words as {@link linesNamed}
 * @throws TrailcostError as {@link linesNamed}
 */
export function explainOne(estimate: Estimate, words: readonly string[]): Explanation {
  const lines = linesNamed(estimate.lines, words);
  const line = mostExpensive(lines);
  const othersOf = (mark: Mark) => [...new Set(lines.map((each) => each[mark]))].filter((name) => name !== line[mark] && name !== '');
  return {
    derivation: entryAt(derivationsOf(estimate, [line]), 0),
    contrasts: STRATEGIES.filter((strategy) => strategy !== line.strategy).map((strategy) => contrast(line, strategy, estimate)),
    lines: lines.length,
    others: { month: othersOf('month'), charge: othersOf('charge'), reader: othersOf('reader') },
    isTied: lines.some((each) => each.month !== line.month && isSameThing(each, line) && each.cost.expected.eq(line.cost.expected)),
  };
}

const PREFERRED: readonly Strategy[] = ['sse-kms', 'sse-kms-bucket-key', 'sse-s3'];

/** Of equal cost the one with most units, of these the first. */
function mostExpensive(lines: readonly Line[]): Line {
  const strategy = PREFERRED.find((preferred) => lines.some((line) => line.strategy === preferred));
  const under = lines.filter((line) => line.strategy === strategy);
  const added = under.filter(({ charge }) => !CHARGE[charge].isAlike);
  const order = (one: Line, other: Line) =>
    one.cost.expected.cmp(other.cost.expected) || one.quantity.expected.cmp(other.quantity.expected);
  return (added.length === 0 ? under : added).reduce((most, line) => (order(line, most) > 0 ? line : most));
}

function isSameThing(one: Line, other: Line): boolean {
  return one.strategy === other.strategy && one.charge === other.charge && one.reader === other.reader && one.account === other.account;
}

function contrast(line: Line, strategy: Strategy, { lines, scenario }: Estimate): Contrast {
  const reduction = reductionOf(line.reader, scenario);
  const counterpart = lines.find((each) => each.month === line.month && isSameThing(each, { ...line, strategy }));
  if (counterpart === undefined) return { strategy, difference: 'none', reduction };
  return { strategy, difference: differenceOf(line, counterpart, reduction), reduction, line: counterpart };
}

function reductionOf(reader: string, { readers, encryption }: Scenario): number {
  const own = readers.find(({ name }) => name === reader)?.bucketKeyReduction;
  return expectedOf(own ?? encryption.bucketKeyReduction);
}

function differenceOf(line: Line, other: Line, reduction: number): Contrast['difference'] {
  const [quantity, otherQuantity] = [line.quantity.expected, other.quantity.expected];
  if (CHARGE[line.charge].isAlike || quantity.eq(otherQuantity)) return 'alike';
  if (other.strategy !== 'sse-kms-bucket-key') return 'unreduced';
  return isNear(otherQuantity, quantity.times(1 - reduction)) ? 'reduced' : 'limited';
}

/** Quantities of two lines are rounded each in its last decimal. */
function isNear(one: Decimal, other: Decimal): boolean {
  return one.minus(other).abs().lte(ROUNDING);
}

const ROUNDING = 1e-6;
