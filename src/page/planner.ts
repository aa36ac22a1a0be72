// page: what runs in the browser, over the same model and the same reports.

import { TrailcostError } from '../base/errors.js';
import { unpackedBook } from '../prices/packed.js';
import { MAX_SCENARIO_BYTES } from '../scenario/yaml.js';
import { barMarkup, copied, download, nowText, TAKEN } from './actions.js';
import type { PlannerData } from './data.js';
import { fragmentOf, linkedIn } from './fragment.js';
import { PanelView } from './panel-view.js';
import { type Base, baseOf, budgetOf } from './plan.js';
import './report.js';
import { type Served, saveScenario } from './server.js';
import { Session } from './session.js';
import { View } from './view.js';

/** The planner of a page: one scenario at a time, which a link or a file may change for another. */
class Planner {
  readonly #data: PlannerData;
  /** Where the page's own scenario can be saved. */
  #served: Served | undefined;
  /** The page's own scenario; a link or a file may put another in its place. */
  #own: Base;
  readonly #view = new View();
  #session: Session;
  #panel: PanelView;

  constructor(data: PlannerData) {
    this.#data = data;
    this.#served = data.served;
    this.#own = baseOf({
      ...data.scenario,
      given: data.given,
      book: unpackedBook(data.book),
      partBudgets: data.partBudgets.flatMap((each) => {
        const limit = budgetOf(each);
        return limit === undefined ? [] : [{ ...limit, of: each.of }];
      }),
    });
    this.#session = new Session(this.#own, data.budget);
    frame(data.served?.name);
    this.#panel = this.#panelOf(this.#session);
    this.#listen();
    if (location.hash.length > 1) this.#follow();
    this.#showAll();
  }

  #panelOf(session: Session): PanelView {
    const place = document.createElement('aside');
    place.id = 'panel';
    place.setAttribute('aria-label', 'Controls');
    document.getElementById('panel')?.replaceWith(place);
    return new PanelView(place, session, (isLasting) => {
      this.#show();
      if (isLasting) this.#remember();
    });
  }

  #showAll(): void {
    this.#panel.show();
    this.#show();
    this.#remember();
  }

  /** Shows what the session has come to, everywhere but in the controls. */
  #show(): void {
    const { canUndo, isChanged } = this.#session;
    this.#view.show(this.#session);
    text('now', nowText(this.#session));
    enable('undo', canUndo);
    enable('reset', isChanged || canUndo);
    enable('save', this.#isOwn);
  }

  get #isOwn(): boolean {
    return this.#session.base === this.#own;
  }

  /** The address says what has come to last. */
  #remember(): void {
    const { base, settled } = this.#session;
    const fragment = fragmentOf(settled.plan, this.#data.budget, this.#isOwn ? undefined : base.text);
    if (fragment !== location.hash.slice(1))
      history.replaceState(null, '', `${location.href.split('#', 1)[0]}${fragment === '' ? '' : '#'}${fragment}`);
  }

  /** Opens what the link asks for; where it is not one of ours, says so and shows the scenario as it is. */
  #follow(): void {
    this.#tell(() => {
      const { plan, text: other } = linkedIn(location.hash.slice(1), this.#data.budget);
      if (other !== undefined) this.#replace(this.#baseOf(other, this.#own.source));
      else if (!this.#isOwn) this.#replace(this.#own);
      this.#session.open(plan);
    });
  }

  /** A scenario from elsewhere, which the command line has changed nothing in. */
  #baseOf(content: string, source: string): Base {
    const { book, partBudgets } = this.#own;
    return baseOf({ text: content, source, given: [], book, partBudgets });
  }

  /** Another scenario in place of this one. */
  #replace(other: Base): void {
    this.#session = new Session(other, this.#data.budget);
    this.#panel = this.#panelOf(this.#session);
  }

  #listen(): void {
    const { body } = document;
    const actions: Record<string, () => void> = {
      undo: () => this.#session.undo(),
      reset: () => this.#session.reset(),
      'to-panel': () => document.getElementById('panel')?.scrollIntoView(),
      'copy-link': () => this.#copy(location.href),
      'copy-yaml': () => this.#copy(TAKEN.yaml(this.#session)),
      'copy-set': () => this.#copy(TAKEN.set(this.#session, this.#data.options)),
      'download-yaml': () => download(TAKEN.yaml(this.#session), 'scenario.yaml', 'application/yaml'),
      'download-csv': () => download(TAKEN.csv(this.#session), 'cost.csv', 'text/csv'),
    };
    for (const [id, act] of Object.entries(actions)) {
      document.getElementById(id)?.addEventListener('click', () => {
        this.#tell(act);
        this.#showAll();
      });
    }
    document.getElementById('save')?.addEventListener('click', () => void this.#save());
    document.getElementById('open')?.addEventListener('change', ({ target }) => {
      const [file] = target instanceof HTMLInputElement ? [...(target.files ?? [])] : [];
      if (file !== undefined) void this.#openFile(file);
    });
    body.addEventListener('dragover', (event) => event.preventDefault());
    body.addEventListener('drop', (event) => {
      event.preventDefault();
      const [file] = event.dataTransfer?.files ?? [];
      if (file !== undefined) void this.#openFile(file);
    });
    addEventListener('hashchange', () => {
      this.#follow();
      this.#showAll();
    });
    // A part of the report is made only when it is opened.
    document.addEventListener(
      'toggle',
      ({ target }) => target instanceof Element && target.id === 'lines' && this.#view.show(this.#session),
      true,
    );
  }

  async #openFile(file: File): Promise<void> {
    // As much as shows that it is too long, whatever its letters are.
    const content = await file.slice(0, 4 * MAX_SCENARIO_BYTES).text();
    this.#tell(() => this.#replace(this.#baseOf(content, file.name)));
    this.#showAll();
  }

  /** Saves the scenario, which is then the one to change. */
  async #save(): Promise<void> {
    if (this.#served === undefined || !this.#isOwn) return;
    const [saved, { plan }] = [TAKEN.yaml(this.#session), this.#session.current];
    const answer = await saveScenario(this.#served, saved);
    if ('problem' in answer) return text('said', answer.problem);
    this.#served = { ...this.#served, etag: answer.etag };
    // What was changed meanwhile is not lost: it is saved the next time.
    if (this.#session.current.plan !== plan) return text('said', `Saved to ${this.#served.name}, without what you have changed since.`);
    this.#own = this.#baseOf(saved, this.#own.source);
    this.#replace(this.#own);
    this.#showAll();
    text('said', `Saved to ${this.#served.name}.`);
  }

  #copy(content: string): void {
    void copied(content).then((said) => text('said', said));
  }

  /** Does something that may not fit: then it says why, and all stays as it was. */
  #tell(act: () => void): void {
    text('said', '');
    try {
      act();
    } catch (error) {
      if (!(error instanceof TrailcostError)) throw error;
      text('said', error.message);
    }
  }
}

/** Puts the controls beside the report. */
function frame(file: string | undefined): void {
  const bar = document.createElement('header');
  bar.id = 'bar';
  bar.innerHTML = barMarkup(file).text;
  const panel = document.createElement('aside');
  panel.id = 'panel';
  document.body.prepend(bar, panel);
  document.body.classList.add('planner');
}

function text(id: string, content: string): void {
  const place = document.getElementById(id);
  if (place !== null && place.textContent !== content) place.textContent = content;
}

function enable(id: string, isEnabled: boolean): void {
  document.getElementById(id)?.toggleAttribute('disabled', !isEnabled);
}

/** A scenario that is too large to play with stays a report. */
function start(data: PlannerData): void {
  try {
    new Planner(data);
  } catch (error) {
    if (!(error instanceof TrailcostError)) throw error;
    document.body.prepend(Object.assign(document.createElement('p'), { id: 'said', textContent: error.message }));
  }
}

const data = document.getElementById('data')?.textContent;
if (data !== null && data !== undefined) start(JSON.parse(data));
