import { isRange } from '../base/range.js';
import { element, type Markup } from '../report/layout/html/markup.js';
import { READERS_BY_NAME } from '../scenario/known-readers.js';
import { expectedOf } from '../scenario/quantity.js';
import { boundsText, type Control, type ControlGroup, type Part } from './controls.js';
import type { TypedBudget } from './plan.js';

/** The controls of a scenario, to change it. */
export function panelMarkup(groups: readonly ControlGroup[], budget: TypedBudget): Markup {
  return element(
    'form',
    { id: 'controls', autocomplete: 'off' },
    element('h2', {}, 'Change it'),
    element('p', { class: 'note' }, 'The report follows. Nothing is sent anywhere.'),
    budgetMarkup(budget),
    groups.map(groupMarkup),
    additionMarkup(),
  );
}

function groupMarkup({ title, note, removes, controls }: ControlGroup): Markup {
  return element(
    'details',
    { id: `group-${encodeURIComponent(title)}`, open: removes !== undefined },
    element('summary', {}, title, note === undefined ? undefined : element('small', {}, note)),
    controls.map(controlMarkup),
    removes === undefined ? undefined : element('button', { type: 'button', class: 'quiet', 'data-remove': removes }, `Remove ${title}`),
  );
}

function controlMarkup(control: Control): Markup {
  const id = idOf(control.path);
  const unit = control.kind === 'number' ? control.unit : '';
  return element(
    'div',
    { class: 'control', 'data-path': control.path, title: control.help },
    element('label', { for: id }, control.label, unit === '' ? undefined : element('small', {}, ` ${unit}`)),
    control.kind === 'choice' ? choiceMarkup(control, id) : numberMarkup(control, id),
    problemMarkup(id),
  );
}

function problemMarkup(id: string): Markup {
  return element('p', { class: 'problem', id: `${id}-problem`, role: 'alert', hidden: true });
}

/** An id that no other path has, whatever is in it. */
export function idOf(path: string): string {
  return `field-${encodeURIComponent(path)}`;
}

function choiceMarkup({ value, choices, path }: Extract<Control, { kind: 'choice' }>, id: string): Markup {
  return element(
    'select',
    { id, 'data-part': 'value', 'aria-describedby': `${id}-problem`, name: path },
    choices.map(([choice, name]) => element('option', { value: choice, selected: choice === value }, name)),
  );
}

function numberMarkup(control: Extract<Control, { kind: 'number' }>, id: string): Markup[] {
  const { value, bounds, word, label } = control;
  const described = `${id}-bounds ${id}-problem`;
  const field = (part: Part, name: string | undefined) =>
    element('input', {
      id: part === 'value' ? id : `${id}-${part}`,
      type: 'text',
      inputmode: 'decimal',
      'data-part': part,
      'aria-label': name,
      'aria-describedby': described,
      value: textOf(control, part),
    });
  const ends = isRange(value)
    ? [element('span', { class: 'ends' }, 'from', field('low', `${label}, low`), 'to', field('high', `${label}, high`))]
    : [];
  return [
    field('value', undefined),
    element('input', {
      type: 'range',
      'data-part': 'slider',
      'aria-label': `${label}, slider`,
      min: Math.min(bounds.min < 0 ? bounds.min / 10 : bounds.min, expectedOf(value)),
      max: control.sliderMax,
      step: bounds.things || control.sliderMax > 50 ? 1 : 'any',
      value: expectedOf(value),
    }),
    element('small', { class: 'bounds', id: `${id}-bounds` }, boundsText(bounds, word)),
    ...ends,
  ];
}

/** What an input of a number shows. */
export function textOf(control: Extract<Control, { kind: 'number' }>, part: Part): string {
  const { value, word, isWord = false } = control;
  if (part === 'value' && isWord && word !== undefined) return word;
  if (part === 'value' || part === 'slider' || !isRange(value)) return String(expectedOf(value));
  return String(value[part]);
}

function budgetMarkup({ amount, strategy, on }: TypedBudget): Markup {
  const option = (value: string, name: string, chosen: string) => element('option', { value, selected: value === chosen }, name);
  return element(
    'div',
    { class: 'control', 'data-budget': true },
    element('label', { for: 'budget' }, 'Budget of a month'),
    element('input', {
      id: 'budget',
      type: 'text',
      inputmode: 'decimal',
      placeholder: 'none',
      'aria-describedby': 'budget-problem',
      value: amount,
    }),
    element(
      'span',
      { class: 'ends' },
      element(
        'select',
        { id: 'budget-strategy', 'aria-label': 'Strategy of the budget' },
        option('sse-kms', 'of SSE-KMS', strategy),
        option('sse-kms-bucket-key', 'with a Bucket Key', strategy),
      ),
      element(
        'select',
        { id: 'budget-on', 'aria-label': 'Case of the budget' },
        option('expected', 'as expected', on),
        option('likely', 'as likely (P90)', on),
        option('high', 'at most', on),
      ),
    ),
    problemMarkup('budget'),
  );
}

/** Readers that are known by name, to add. */
function additionMarkup(): Markup {
  return element(
    'div',
    { class: 'control addition' },
    element('label', { for: 'addition' }, 'Another reader'),
    element(
      'span',
      { class: 'ends' },
      element(
        'select',
        { id: 'addition' },
        READERS_BY_NAME.map(({ id, name, note }) => element('option', { value: id, title: note }, name)),
      ),
      element('button', { type: 'button', id: 'add' }, 'Add'),
    ),
    problemMarkup('addition'),
  );
}
