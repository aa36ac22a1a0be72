import { directoryOf } from '../model/directory.js';
import type { Estimate } from '../model/estimate.js';
import { withNamesOfAccounts } from '../report/layout/account-names.js';
import { type Block, blocksOf } from '../report/layout/html/page.js';
import { linesBlock } from '../report/planner/lines.js';
import { estimatePage } from '../report/planner/page.js';
import { made } from './elements.js';
import { type Planned, verdictOf } from './plan.js';
import type { Session } from './session.js';

/** Draws within one event, so that it is answered at once; the others follow when nothing else is to do. */
const FIRST_DRAWS_MS = 5;
const SLICE_MS = 12;

/** Keeps the report on the page at what a session has come to. */
export class View {
  readonly #shown = new Map<string, string>();
  #pending: ReturnType<typeof setTimeout> | undefined;

  /** Shows a session's figures: at once with what some draws say, a moment later with all of them. */
  show(session: Session): void {
    const { current } = session;
    const isAll = drawFor(current, FIRST_DRAWS_MS);
    this.#render(session, current.draws.estimate());
    clearTimeout(this.#pending);
    this.#pending = undefined;
    if (!isAll) this.#later(session, current);
  }

  /** Whether all draws are shown. */
  get isSettled(): boolean {
    return this.#pending === undefined;
  }

  #later(session: Session, planned: Planned): void {
    this.#pending = setTimeout(() => {
      this.#pending = undefined;
      if (session.current !== planned) return;
      if (drawFor(planned, SLICE_MS)) this.#render(session, planned.draws.estimate());
      else this.#later(session, planned);
    });
  }

  #render({ current, original, isChanged, base }: Session, estimate: Estimate): void {
    const names = directoryOf(estimate.scenario.accounts);
    const view = {
      estimate,
      verdict: verdictOf(current, estimate, base),
      limit: current.budget,
      effects: current.effects,
      names,
      original: isChanged ? original : undefined,
    };
    const blocks = blocksOf(withNamesOfAccounts(estimatePage(view), names));
    const wantsLines = document.querySelector<HTMLDetailsElement>('#lines')?.open === true;
    const basis = blocks.findIndex(({ id }) => id === 'basis');
    this.#place(blocks.toSpliced(basis, 0, linesBlock(estimate, wantsLines)));
  }

  #place(blocks: readonly Block[]): void {
    const report = document.getElementById('report');
    let next = report?.firstElementChild ?? null;
    for (const { id, content } of blocks) {
      const place = document.getElementById(`block-${id}`) ?? made('div', { id: `block-${id}`, class: 'block' });
      if (place === next) next = place.nextElementSibling;
      else report?.insertBefore(place, next);
      if (this.#shown.get(id) === content.text) continue;
      this.#shown.set(id, content.text);
      replace(place, content.text);
    }
    // What is left over is of a chart that there is no more.
    while (next !== null) {
      const [gone, after] = [next, next.nextElementSibling];
      this.#shown.delete(gone.id.slice('block-'.length));
      gone.remove();
      next = after;
    }
  }
}

/** Draws until the time is over; whether everything is drawn. */
function drawFor({ draws }: Planned, milliseconds: number): boolean {
  const end = performance.now() + milliseconds;
  while (draws.next()) if (performance.now() > end) return false;
  return true;
}

/** What is open stays open. All text in a block is escaped where it is made. */
function replace(place: Element, text: string): void {
  const open = [...place.querySelectorAll('details[open]')].map(({ id }) => id);
  place.innerHTML = text;
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
}
