import { TrailcostError } from '../base/errors.js';
import { additionOf } from './additions.js';
import { type Control, type ControlGroup, controlGroups, scaled } from './controls.js';
import { idOf, type Part, panelMarkup, textOf } from './panel.js';
import { type Change, controlMessage, type TypedBudget, typedText } from './plan.js';
import type { Session } from './session.js';

/** The controls on the page: what is typed into them changes the session, and they show what it has come to. */
export class PanelView {
  readonly #place: HTMLElement;
  readonly #session: Session;
  readonly #onChange: (isLasting: boolean) => void;
  #groups: readonly ControlGroup[] = [];
  #inputs = new Map<string, HTMLInputElement[]>();

  /** @param onChange called after each change that fits, and when it lasts */
  constructor(place: HTMLElement, session: Session, onChange: (isLasting: boolean) => void) {
    this.#place = place;
    this.#session = session;
    this.#onChange = onChange;
    place.addEventListener('input', ({ target }) => this.#typed(target));
    place.addEventListener('change', () => this.#lasting());
    place.addEventListener('click', ({ target }) => this.#clicked(target));
    place.addEventListener('submit', (event) => event.preventDefault());
  }

  /** Shows what there is now: all controls anew where there are other ones than before, else their values. */
  show(): void {
    const { loaded, plan } = this.#session.current;
    const groups = controlGroups(loaded.scenario);
    const isSame = shapeOf(groups) === shapeOf(this.#groups);
    this.#groups = groups;
    if (isSame) this.#refresh(plan.budget);
    else this.#renew(groups, plan.budget);
  }

  #renew(groups: readonly ControlGroup[], budget: TypedBudget): void {
    const focused = document.activeElement?.id ?? '';
    const closed = new Set([...this.#place.querySelectorAll('details')].filter(({ open }) => !open).map(({ id }) => id));
    const isFirst = this.#place.childElementCount === 0;
    this.#place.innerHTML = panelMarkup(groups, budget).text;
    if (!isFirst) for (const details of this.#place.querySelectorAll('details')) details.open = !closed.has(details.id) && details.open;
    this.#inputs = new Map(
      [...this.#place.querySelectorAll<HTMLElement>('[data-path]')].map((control) => [
        control.dataset['path'] ?? '',
        [...control.querySelectorAll<HTMLInputElement>('[data-part]')],
      ]),
    );
    if (focused !== '') document.getElementById(focused)?.focus();
  }

  /** What is being typed stays as it is typed. */
  #refresh(budget: TypedBudget): void {
    for (const control of this.#groups.flatMap(({ controls }) => controls)) {
      for (const input of this.#inputs.get(control.path) ?? []) {
        if (input === document.activeElement && input.dataset['part'] !== 'slider') continue;
        input.value = control.kind === 'choice' ? control.value : textOf(control, partOf(input));
      }
      this.#problem(idOf(control.path), undefined);
    }
    for (const [id, value] of [
      ['budget', budget.amount],
      ['budget-strategy', budget.strategy],
      ['budget-on', budget.on],
    ] as const) {
      const input = document.querySelector<HTMLInputElement | HTMLSelectElement>(`#${id}`);
      if (input !== null && input !== document.activeElement) input.value = value;
    }
    this.#problem('budget', undefined);
  }

  #typed(target: EventTarget | null): void {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
    const control = target.closest<HTMLElement>('.control');
    if (control?.dataset['budget'] !== undefined) this.#attempt('budget', () => this.#session.limit(typedBudget()));
    const path = control?.dataset['path'];
    const known = this.#groups.flatMap(({ controls }) => controls).find((each) => each.path === path);
    if (known !== undefined) this.#attempt(idOf(known.path), () => this.#session.change(changeOf(known, partOf(target), target.value)));
  }

  #lasting(): void {
    this.#session.settle();
    this.#onChange(true);
  }

  #clicked(target: EventTarget | null): void {
    const button = target instanceof Element ? target.closest('button') : null;
    const path = button?.dataset['remove'];
    if (path !== undefined) this.#attempt('addition', () => this.#session.change({ path, value: '' }), true);
    if (button?.id === 'add') this.#add();
  }

  #add(): void {
    const id = document.querySelector<HTMLSelectElement>('#addition')?.value ?? '';
    const addition = additionOf(id, this.#session.current.loaded.scenario);
    if (addition !== undefined) this.#attempt('addition', () => this.#session.change(addition), true);
  }

  /** A change that does not fit is said at its control, and the last figures that did stay. */
  #attempt(id: string, change: () => void, isLasting = false): void {
    try {
      change();
    } catch (error) {
      if (!(error instanceof TrailcostError)) throw error;
      this.#problem(id, controlMessage(error));
      return;
    }
    if (isLasting) this.#session.settle();
    this.show();
    this.#onChange(isLasting);
  }

  #problem(id: string, message: string | undefined): void {
    const place = document.getElementById(`${id}-problem`);
    const input = document.getElementById(id);
    if (place === null || (message === undefined && place.hidden)) return;
    place.hidden = message === undefined;
    place.textContent = message ?? '';
    if (message === undefined) input?.removeAttribute('aria-invalid');
    else input?.setAttribute('aria-invalid', 'true');
  }
}

/** What makes controls other controls. */
function shapeOf(groups: readonly ControlGroup[]): string {
  return JSON.stringify(
    groups.map(({ title, controls }) => [
      title,
      controls.map((control) => [control.path, control.kind === 'number' && typeof control.value]),
    ]),
  );
}

function partOf({ dataset }: HTMLElement): Part {
  const { part } = dataset;
  return part === 'low' || part === 'high' || part === 'slider' ? part : 'value';
}

function typedBudget(): TypedBudget {
  const [amount, strategy, on] = ['budget', 'budget-strategy', 'budget-on'].map(
    (id) => document.querySelector<HTMLInputElement | HTMLSelectElement>(`#${id}`)?.value ?? '',
  );
  return {
    amount: amount ?? '',
    strategy: strategy === 'sse-kms-bucket-key' ? strategy : 'sse-kms',
    on: on === 'high' || on === 'likely' ? on : 'expected',
  };
}

/** What was typed into a part of a control, as a change of its field; a number moves both ends of a range in proportion. */
function changeOf(control: Control, part: Part, typed: string): Change {
  const { path } = control;
  const text = typed.trim();
  if (control.kind === 'choice' || !/^-?[\d.]+$/.test(text) || control.isWord === true) return { path, value: text };
  const { value, bounds } = control;
  if (part === 'low' || part === 'high')
    return { path, value: typedText(typeof value === 'number' ? Number(text) : { ...value, [part]: Number(text) }) };
  return { path, value: typedText(typeof value === 'number' ? text : scaled(value, Number(text), bounds)) };
}
