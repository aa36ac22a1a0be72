import { stringify } from 'yaml';
import { escaped } from '../../base/cleaned.js';
import type { Decimal } from '../../base/decimal.js';
import type { Estimate } from '../../model/estimate.js';
import type { KmsStrategy } from '../../model/strategies.js';
import type { Setting } from '../../scenario/settings.js';
import type { Commands, List, Table } from '../layout/document.js';
import { shellWord } from '../layout/wording.js';

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

/** Settings as one types them in a shell, one word each. */
export function replayWords(settings: readonly Setting[]): string[] {
  return settings.map((setting) => `--set ${shellWord(settingText(setting))}`);
}

/** Settings as one types them in a shell. */
export function replayText(settings: readonly Setting[]): string {
  return replayWords(settings).join(' ');
}

/** A setting as `PATH=VALUE`. */
export function settingText({ path, value, typed }: Setting): string {
  if (typed !== undefined) return escaped(`${path}=${typed}`);
  if (value === null) return `${path}=`;
  const text = typeof value === 'string' ? value : stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd();
  return escaped(`${path}=${text}`);
}
