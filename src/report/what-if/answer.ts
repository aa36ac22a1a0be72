import { stringify } from 'yaml';
import { escaped } from '../../base/cleaned.js';
import type { Decimal } from '../../base/decimal.js';
import { byCase, isRange, type Range } from '../../base/range.js';
import { isObject } from '../../base/records.js';
import type { Estimate } from '../../model/estimate.js';
import type { KmsStrategy } from '../../model/strategies.js';
import { changeIn, NumberChange } from '../../scenario/relative.js';
import type { Setting, SettingEffect } from '../../scenario/settings.js';
import type { Commands, List, Table } from '../layout/document.js';
import { shellWord, valueText } from '../layout/wording.js';

/** What a report says to one question: a sentence, then figures, then remarks. */
export interface Answer {
  headline: string;
  tables: Table[];
  lists: (List | Commands)[];
}

/** A strategy's expected cost of an average month. */
export function averageMonth({ totals, scenario }: Estimate, strategy: KmsStrategy | 'sse-s3'): Decimal {
  return totals[strategy].expected.div(scenario.period.months);
}

/** The same with its low and high. */
export function averageRange({ totals, scenario }: Estimate, strategy: KmsStrategy): Range<Decimal> {
  return byCase((which) => totals[strategy][which].div(scenario.period.months));
}

/** Settings as words of a shell. */
export function replayWords(settings: readonly Setting[]): string[] {
  return settings.map((setting) => `--set ${shellWord(settingText(setting))}`);
}

/** Settings in one line of a shell. */
export function replayText(settings: readonly Setting[]): string {
  return replayWords(settings).join(' ');
}

/** A setting as `PATH=VALUE`; a value that would be read as a change has a second `=`. */
export function settingText({ path, value, typed }: Setting): string {
  if (value instanceof NumberChange) return escaped(`${path}=${value.text}`);
  if (value === null && (typed === undefined || typed === '')) return `${path}=`;
  const text = typed ?? (typeof value === 'string' ? value : stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd());
  return escaped(`${path}=${changeIn(text) === undefined && !text.startsWith('=') ? '' : '='}${text}`);
}

/** What a setting made of its field: `trails.org.accounts 100 → 140`. */
export function effectText({ path, before, after }: SettingEffect): string {
  if (after === undefined) return `${path} ${isObject(before) || before === undefined ? 'removed' : `${valueText(before)} → removed`}`;
  return isObject(after) && !isRange(after)
    ? `${path} ${before === undefined ? 'added' : 'replaced'}`
    : `${path} ${valueText(before)} → ${valueText(after)}`;
}

/** What settings made of their fields; undefined where there are none. */
export function effectsText(effects: readonly SettingEffect[]): string | undefined {
  return effects.length === 0 ? undefined : effects.map(effectText).join(', ');
}
