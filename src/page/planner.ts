// page: what runs in the browser, over the same model and the same reports.

import { TrailcostError } from '../base/errors.js';
import { unpackedBook } from '../prices/packed.js';
import { MAX_SCENARIO_BYTES } from '../scenario/yaml.js';
import { barMarkup, copied, nowText, TAKEN } from './actions.js';
import type { PlannerData } from './data.js';
import { download } from './download.js';
import { assertFits, fragmentOf, isHeld, linkedIn } from './fragment.js';
import { PanelView } from './panel-view.js';
import { type Base, baseOf, budgetOf } from './plan.js';
import './report.js';
import { type Served, saveScenario } from './server.js';
import { Session } from './session.js';
import { View } from './view.js';

/** What a scenario is called that has no file. */
const NAMELESS = 'scenario.yaml';

/** The planner of a page: one scenario at a time, which a link or a file may change for another. */
class Planner {
  readonly #data: PlannerData;
  /** Where the page's own scenario can be saved. */
  #served: Served | undefined;
  /** The page's own scenario; a link or a file may put another in its place. */
  #own: Base;
  /** The file that is read: of two the later one is opened. */
  #opening: File | undefined;
  /** Whether it is being saved: one save waits for the one before. */
  #isSaving = false;
  readonly #view = new View();
  #session: Session;
  #panel: PanelView;

  constructor(data: PlannerData) {
    this.#data = data;
    this.#served = data.served;
    this.#own = baseOf({
      ...data.scenario,
      given: data.given,
      firstMonth: data.firstMonth,
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

  /** What a link to what has come to last has after its `#`. */
  get #fragment(): string {
    const { base, settled } = this.#session;
    return fragmentOf(settled.plan, this.#data.budget, this.#isOwn ? undefined : base.text);
  }

  /** The address says what has come to last, where it can hold it. */
  #remember(): void {
    if (this.#fragment !== location.hash.slice(1) && isHeld(this.#fragment)) history.replaceState(null, '', addressWith(this.#fragment));
  }

  /** Opens what the link asks for; where it is not one of ours, says so and shows the scenario as it is. */
  #follow(): void {
    this.#tell(() => {
      const { plan, text: other } = linkedIn(location.hash.slice(1), this.#data.budget);
      if (other !== undefined) this.#replace(this.#baseOf(other, NAMELESS));
      else if (!this.#isOwn) this.#replace(this.#own);
      this.#session.open(plan);
    });
  }

  /** A scenario from elsewhere, which the command line has changed nothing in. */
  #baseOf(content: string, source: string): Base {
    const { firstMonth, book, partBudgets } = this.#own;
    return baseOf({ text: content, source, given: [], firstMonth, book, partBudgets });
  }

  /** Another scenario in place of this one. */
  #replace(other: Base, budget = this.#data.budget): void {
    this.#session = new Session(other, budget);
    this.#panel = this.#panelOf(this.#session);
  }

  /** What a command for the same figures needs: of another scenario the prices alone. */
  get #options(): readonly string[] {
    const { options } = this.#data;
    if (this.#isOwn) return options;
    const prices = options.indexOf('--price-book');
    return prices < 0 ? [] : options.slice(prices, prices + 2);
  }

  #listen(): void {
    const actions: Record<string, () => void> = {
      undo: () => this.#session.undo(),
      reset: () => this.#session.reset(),
      'to-panel': () => document.getElementById('panel')?.scrollIntoView(),
      'copy-link': () => {
        assertFits(this.#fragment);
        this.#copy(addressWith(this.#fragment));
      },
      'copy-yaml': () => this.#copy(TAKEN.yaml(this.#session)),
      'copy-set': () => this.#copy(TAKEN.set(this.#session, this.#options)),
      'download-yaml': () => download(TAKEN.yaml(this.#session), NAMELESS, 'application/yaml'),
      'download-csv': () => download(TAKEN.csv(this.#session), 'cost.csv', 'text/csv'),
    };
    for (const [id, act] of Object.entries(actions)) {
      document.getElementById(id)?.addEventListener('click', () => {
        this.#tell(act);
        this.#showAll();
      });
    }
    closeMenu();
    document.getElementById('save')?.addEventListener('click', () => void this.#save());
    document.getElementById('open')?.addEventListener('change', ({ target }) => {
      if (!(target instanceof HTMLInputElement)) return;
      const [file] = target.files ?? [];
      // The same file once more is a choice too: it may have been mended.
      target.value = '';
      if (file !== undefined) void this.#openFile(file);
    });
    document.addEventListener('dragover', (event) => event.preventDefault());
    document.addEventListener('drop', (event) => {
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
    this.#opening = file;
    const content = await contentOf(file);
    if (this.#opening !== file) return;
    if (content === undefined) return text('said', `${file.name} cannot be read.`);
    this.#tell(() => this.#replace(this.#baseOf(content, file.name)));
    this.#showAll();
  }

  /** Saves the scenario, which is then the one to change. */
  async #save(): Promise<void> {
    if (this.#served === undefined || !this.#isOwn || this.#isSaving) return;
    const [saved, { plan }] = [TAKEN.yaml(this.#session), this.#session.current];
    this.#isSaving = true;
    text('said', '');
    const answer = await saveScenario(this.#served, saved);
    this.#isSaving = false;
    if ('problem' in answer) return text('said', answer.problem);
    this.#served = { ...this.#served, etag: answer.etag };
    // What was changed meanwhile is not lost: it is saved the next time.
    if (this.#session.current.plan !== plan) return text('said', `Saved to ${this.#served.name}, without what you have changed since.`);
    this.#own = this.#baseOf(saved, this.#own.source);
    this.#replace(this.#own, plan.budget);
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

/** What is in a file, or as much as shows that it is too long, whatever its letters are; undefined for a folder, or what is gone. */
async function contentOf(file: File): Promise<string | undefined> {
  try {
    return await file.slice(0, 4 * MAX_SCENARIO_BYTES).text();
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
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

/** The page's address with another fragment. */
function addressWith(fragment: string): string {
  return `${location.href.split('#', 1)[0]}${fragment === '' ? '' : '#'}${fragment}`;
}

/** The menu closes with a choice, with Escape, and when something else is used. */
function closeMenu(): void {
  const menu = document.getElementById('take');
  const close = (event: Event) => {
    const isWithin = event.target instanceof Node && menu?.contains(event.target) === true;
    const isChoice = event.type === 'click' && event.target instanceof Element && event.target.closest('.menu button') !== null;
    if (!isWithin || isChoice || (event instanceof KeyboardEvent && event.key === 'Escape')) menu?.removeAttribute('open');
  };
  for (const kind of ['click', 'keydown', 'focusin']) document.addEventListener(kind, close);
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
