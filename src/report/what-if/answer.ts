import { Decimal } from '../../decimal.js';
import type { Estimate } from '../../model/estimate.js';
import type { KmsStrategy } from '../../model/requests.js';
import type { Setting } from '../../scenario/settings.js';
import type { List } from '../document.js';
import { STRATEGY_NAMES, type Table } from '../tables.js';

/** What a report says to one question: a sentence, then figures, then remarks. */
export interface Answer {
  headline: string;
  tables: Table[];
  lists: List[];
}

/** A strategy's expected cost of an average month. */
export function averageMonth({ totals, scenario }: Estimate, strategy: KmsStrategy | 'sse-s3'): Decimal {
  return totals[strategy].expected.div(scenario.period.months);
}

/** The strategy as the subject of a sentence. */
export function strategyName(strategy: KmsStrategy): string {
  return strategy === 'sse-kms' ? STRATEGY_NAMES[strategy] : 'SSE-KMS with a Bucket Key';
}

/** A scenario's value for people: a range as `1 to 5 (expected 2)`. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'object' && 'expected' in value) {
    const { low, expected, high } = value as { low: number; expected: number; high: number };
    return `${numberText(low)} to ${numberText(high)} (expected ${numberText(expected)})`;
  }
  if (typeof value === 'number') return numberText(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A number of a scenario as it may be given again, but grouped. */
export function numberText(value: number | Decimal): string {
  const [whole = '', fraction] = new Decimal(value).toFixed().split('.');
  const groups = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

const PATH_WIDTH = 28;

/** A path for a narrow column; its end tells most, so it is cut at its beginning. */
export function pathText(path: string): string {
  return path.length <= PATH_WIDTH ? path : `…${path.slice(1 - PATH_WIDTH)}`;
}

/** Settings as one types them in a shell. */
export function replayText(settings: readonly Setting[]): string {
  return settings.map((setting) => `--set ${shellWord(settingText(setting))}`).join(' ');
}

/** A setting as `PATH=VALUE`. */
export function settingText({ path, value, typed }: Setting): string {
  if (typed !== undefined) return `${path}=${typed}`;
  if (value === null) return `${path}=`;
  return `${path}=${typeof value === 'string' ? value : JSON.stringify(value)}`;
}

function shellWord(word: string): string {
  return /^[\w.=,:@%+/-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** Some of many, spread evenly, the first and the last among them. */
export function evenly<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, index) => all[Math.round((index * (all.length - 1)) / (most - 1))] as T);
}
