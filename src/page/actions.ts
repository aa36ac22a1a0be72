import { csvReport } from '../report/estimate/csv.js';
import { money } from '../report/layout/figures.js';
import { element, type Markup } from '../report/layout/html/markup.js';
import { shellWord } from '../report/layout/wording.js';
import { changeText } from '../report/planner/stats.js';
import { scenarioText, type TypedBudget } from './plan.js';
import type { Session } from './session.js';

/**
 * The line that is always in sight: what it costs now, against before, and what can be done with it.
 *
 * @param file what it can be saved to, where whoever has served the page does that
 */
export function barMarkup(file: string | undefined): Markup {
  const button = (id: string, text: string) => element('button', { type: 'button', id }, text);
  return element(
    'div',
    { class: 'bar-inner' },
    element('p', { id: 'now', 'aria-live': 'polite' }),
    element(
      'div',
      { class: 'actions' },
      button('to-panel', 'Change it'),
      button('undo', 'Undo'),
      button('reset', 'Reset'),
      file === undefined ? undefined : button('save', `Save to ${file}`),
      element(
        'details',
        { id: 'take' },
        element('summary', {}, 'Share'),
        element(
          'div',
          { class: 'menu' },
          button('copy-link', 'Copy a link to this case'),
          button('copy-yaml', 'Copy the scenario (YAML)'),
          button('download-yaml', 'Download the scenario (YAML)'),
          button('copy-set', 'Copy as --set arguments'),
          button('download-csv', 'Download the lines (CSV)'),
        ),
      ),
      element('label', { class: 'button', for: 'open' }, 'Open a scenario'),
      element('input', { id: 'open', type: 'file', accept: '.yaml,.yml,.json', class: 'unseen' }),
    ),
    element('p', { id: 'said', role: 'status' }),
  );
}

/** What the scenario costs now, in words. */
export function nowText({ current, original, isChanged }: Session): string {
  const { totals, scenario, currency } = current.estimate;
  const month = (strategy: 'sse-kms' | 'sse-kms-bucket-key') => money(totals[strategy].expected.div(scenario.period.months), currency);
  const change = isChanged ? `, ${changeText(current.estimate, original, 'sse-kms')}` : '';
  return `SSE-KMS ${month('sse-kms')} a month${change}; with a Bucket Key ${month('sse-kms-bucket-key')}`;
}

/** What can be taken from the page, as text. */
export const TAKEN = {
  yaml: ({ base, current }: Session) => scenarioText(base, current.plan.changes),
  csv: ({ current }: Session) => {
    while (current.draws.next());
    return csvReport(current.draws.estimate());
  },
  /** The command that shows the same figures. */
  set: ({ base, current }: Session, options: readonly string[]) =>
    [
      'trailcost what-if',
      shellWord(base.source),
      ...options.map(shellWord),
      ...current.plan.changes.map(({ path, value }) => `--set ${shellWord(`${path}=${value}`)}`),
      ...budgetWords(current.plan.budget).map(shellWord),
    ].join(' '),
} as const;

function budgetWords({ amount, on, strategy }: TypedBudget): string[] {
  return amount.trim() === '' ? [] : ['--budget', amount, '--budget-on', on, '--strategy', strategy];
}

/** Copies a text; where a browser does not let a page do that, it is shown to be copied. */
export async function copied(text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return 'Copied.';
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
    return `Copy this: ${text}`;
  }
}
