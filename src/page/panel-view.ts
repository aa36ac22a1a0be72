import { TrailcostError } from '../base/errors.js';
import { additionOf } from './additions.js';
import { type Control, type ControlGroup, controlGroups, type Part, typedIn } from './controls.js';
import { idOf, panelMarkup, textOf } from './panel.js';
import { controlMessage, type TypedBudget } from './plan.js';
import type { Session } from './session.js';

/** The controls on the page: what is typed into them changes the session, and they show what it has come to. */
export class PanelView {
  readonly #place: HTMLElement;
  readonly #session: Session;
  readonly #onChange: (isLasting: boolean) => void;
  #groups: readonly ControlGroup[] = [];
  /** As they were before what is being typed or moved: a range keeps its form through all that a slider passes. */
  #settled: readonly ControlGroup[] = [];
  #inputs = new Map<string, HTMLInputElement[]>();

  /** @param onChange called after each change that fits, and when it lasts */
  constructor(place: HTMLElement, session: Session, onChange: (isLasting: boolean) => void) {
    this.#place = place;
    this.#session = session;
    this.#onChange = onChange;
    place.addEventListener('input', ({ target }) => this.#typed(target));
    place.addEventListener('change', ({ target }) => this.#lasting(target));
    place.addEventListener('click', ({ target }) => this.#clicked(target));
    place.addEventListener('submit', (event) => event.preventDefault());
  }

  /**
   * Shows what there is now: all controls anew where there are other ones than before, else their values.
   *
   * @param isTyping whether the control that has the focus stays as it is typed
   */
  show(isTyping = false): void {
    const { current, settled } = this.#session;
    const groups = controlGroups(current.loaded.scenario);
    const isSame = shapeOf(groups) === shapeOf(this.#groups);
    this.#groups = groups;
    if (current === settled) this.#settled = groups;
    if (isSame) this.#refresh(current.plan.budget, isTyping ? document.activeElement : null);
    else this.#renew(groups, current.plan.budget);
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

  #refresh(budget: TypedBudget, typed: Element | null): void {
    for (const control of this.#groups.flatMap(({ controls }) => controls)) {
      for (const input of this.#inputs.get(control.path) ?? []) {
        if (input === typed && input.dataset['part'] !== 'slider') continue;
        input.value = control.kind === 'choice' ? control.value : textOf(control, partOf(input));
      }
      this.#problem(idOf(control.path), undefined);
    }
    for (const [id, value] of Object.entries({ budget: budget.amount, 'budget-strategy': budget.strategy, 'budget-on': budget.on })) {
      const input = document.querySelector<HTMLInputElement | HTMLSelectElement>(`#${id}`);
      if (input !== null && input !== typed) input.value = value;
    }
    this.#problem('budget', undefined);
  }

  #typed(target: EventTarget | null): void {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
    if (target.closest<HTMLElement>('.control')?.dataset['budget'] !== undefined)
      this.#attempt('budget', () => this.#session.limit(typedBudget()));
    const path = pathAt(target);
    const control = controlAt(this.#settled, path) ?? controlAt(this.#groups, path);
    if (control === undefined) return;
    const { loaded } = this.#session.settled;
    this.#attempt(idOf(control.path), () => {
      // What is emptied to be typed anew is not taken away yet.
      if (isEmptied(target)) this.#session.revert();
      else this.#session.change(typedIn(control, { part: partOf(target), text: target.value, raw: loaded.raw }));
    });
  }

  /** A control is left, and what is in it lasts: nothing takes its field away, and what did not fit stays to be mended. */
  #lasting(target: EventTarget | null): void {
    const path = pathAt(target);
    if (path !== undefined && isEmptied(target) && partOf(target) === 'value')
      this.#attempt(idOf(path), () => this.#session.change({ path, value: '' }));
    this.#session.settle();
    const id = path === undefined ? 'budget' : idOf(path);
    if (document.getElementById(`${id}-problem`)?.hidden !== false) this.show();
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
    const { current, base } = this.#session;
    const addition = additionOf(id, current.loaded.scenario, base.loaded.scenario);
    if (addition !== undefined) this.#attempt('addition', () => this.#session.change(addition), true);
  }

  /** A change that does not fit is said at its control; the figures are those of before, not of what was typed on the way. */
  #attempt(id: string, change: () => void, isLasting = false): void {
    try {
      change();
    } catch (error) {
      if (!(error instanceof TrailcostError)) throw error;
      this.#session.revert();
      this.show(true);
      this.#problem(id, controlMessage(error));
      this.#onChange(false);
      return;
    }
    if (isLasting) this.#session.settle();
    this.show(!isLasting);
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

function pathAt(target: EventTarget | null): string | undefined {
  return target instanceof HTMLElement ? target.closest<HTMLElement>('.control')?.dataset['path'] : undefined;
}

function controlAt(groups: readonly ControlGroup[], path: string | undefined): Control | undefined {
  return groups.flatMap(({ controls }) => controls).find((each) => each.path === path);
}

function isEmptied(target: EventTarget | null): target is HTMLInputElement {
  return target instanceof HTMLInputElement && target.value.trim() === '';
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
