import { basename } from 'node:path';
import { TrailcostError } from '../../base/errors.js';
import { placeOf } from '../../files/paths.js';
import type { Budget } from '../../planning/budget.js';
import { MAX_SCENARIO_BYTES } from '../../scenario/yaml.js';
import { shownProblems } from '../exit.js';
import { inputName, readInput } from '../inputs.js';
import type { Io } from '../io.js';
import { fillOutput } from '../outputs.js';
import { plannerPage } from '../planner-page.js';
import { pageFile } from '../present.js';
import { pricedScenario } from '../priced-scenario.js';
import { sampleText } from '../samples.js';
import { estimateUnder, judgedBy, likelyShown } from '../shown-estimate.js';
import { type Answer, said } from './answer.js';
import { tagOf } from './tag.js';

/** What a planner works on. */
export interface Plan {
  /** The scenario's file; the starter scenario where undefined, which cannot be saved. */
  path: string | undefined;
  priceBook: string | undefined;
  budgets: readonly Budget[];
}

const STARTER = 'starter.yaml';

/** The planner's page, and the scenario file under it. */
export class Planner {
  readonly #plan: Plan;
  readonly #io: Io;
  /** The last save, which the next one waits for. */
  #saving: Promise<unknown> = Promise.resolve();

  constructor(plan: Plan, io: Io) {
    this.#plan = plan;
    this.#io = io;
  }

  /** What stands in the scenario's file now. @throws TrailcostError `file-unreadable` */
  text(): Promise<string> {
    const { path } = this.#plan;
    return path === undefined ? sampleText('starter', undefined, this.#io) : readInput(path, MAX_SCENARIO_BYTES, this.#io);
  }

  /** The page of the scenario as it is now; of one that cannot be estimated, what is to be mended. */
  async page(): Promise<Answer> {
    try {
      return await this.#pageOf(await this.text());
    } catch (error) {
      if (error instanceof TrailcostError) return this.#pageOfProblems(error);
      throw error;
    }
  }

  async #pageOf(text: string): Promise<Answer> {
    const { path, priceBook, budgets } = this.#plan;
    const { read, exact } = await this.#estimated(text);
    const estimate = likelyShown(exact, read.book, this.#io);
    const page = await plannerPage({
      estimate,
      read,
      given: [],
      judged: judgedBy(budgets, estimate, read.book),
      options: priceBook === undefined ? [] : ['--price-book', priceBook],
      served: path === undefined ? undefined : { name: basename(path), etag: tagOf(text) },
    });
    return { status: 200, type: 'text/html', body: page.text, policy: page.policy };
  }

  async #pageOfProblems({ problems, closing }: TrailcostError): Promise<Answer> {
    const { path } = this.#plan;
    const document = {
      headline: `${this.#name} cannot be estimated as it is`,
      lead: `Mend what follows, then load this page again.${closing === undefined ? '' : ` ${closing}.`}`,
      caption: path === undefined ? STARTER : placeOf(path, this.#io.cwd),
      tables: [],
      lists: [{ title: 'What to mend', items: shownProblems({ problems }).map(onOneLine), isWarning: true }],
    };
    const page = await pageFile({ kind: 'planner', document, stats: [], figures: [] }, { script: 'report' });
    return { status: 422, type: 'text/html', body: page.text, policy: page.policy };
  }

  /**
   * Saves a scenario whole or not at all: only one that the page can show, and only over the one that it was made from.
   *
   * @param tag of the text that it was made from
   */
  save(text: string, tag: string): Promise<Answer> {
    const saved = this.#saving.then(() => this.#save(text, tag));
    this.#saving = saved.catch(() => undefined);
    return saved;
  }

  async #save(text: string, tag: string): Promise<Answer> {
    const { path } = this.#plan;
    if (path === undefined)
      return said(404, 'There is no file to save to. Download the scenario, then give its file to `trailcost serve FILE`.');
    try {
      const current = await this.text();
      if (text !== current) {
        if (tag !== tagOf(current)) return said(412, `${this.#name} has changed meanwhile: load the page again, or download yours.`);
        await this.#estimated(text);
        await fillOutput(path, 'place for the scenario', this.#io, (write) => write(text));
      }
      return said(200, `${this.#name} is saved`, { ETag: tagOf(text) });
    } catch (error) {
      if (error instanceof TrailcostError) return said(error.code === 'output-unwritable' ? 500 : 422, error.message);
      throw error;
    }
  }

  async #estimated(text: string) {
    const read = await pricedScenario(text, this.#name, this.#plan.priceBook, this.#io);
    return { read, exact: estimateUnder(this.#plan.budgets, read) };
  }

  get #name(): string {
    return inputName(this.#plan.path ?? STARTER);
  }
}

/** A problem and its remedy. */
function onOneLine(text: string): string {
  return text.replace(/\n\s*/g, '. ');
}
