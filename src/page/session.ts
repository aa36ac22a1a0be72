import type { Estimate } from '../model/estimate.js';
import { type Base, type Change, type Plan, type Planned, plannedOf, type TypedBudget, withChange } from './plan.js';

/** A scenario that is being changed: how it was, how it is, and the way back. */
export class Session {
  readonly base: Base;
  /** Before anything was changed, with all that is likely. */
  readonly original: Estimate;
  readonly #start: Plan;
  #current: Planned;
  #past: Plan[] = [];
  /** What the last lasting change led to; a slider that moves goes on from here. */
  #settled: Planned;

  /** @throws TrailcostError as {@link plannedOf} */
  constructor(base: Base, budget: TypedBudget) {
    this.base = base;
    this.#start = { changes: [], budget };
    this.#current = plannedOf(base, this.#start);
    this.#settled = this.#current;
    while (this.#current.draws.next());
    this.original = this.#current.draws.estimate();
  }

  get current(): Planned {
    return this.#current;
  }

  /** What has come to last. */
  get settled(): Planned {
    return this.#settled;
  }

  get isChanged(): boolean {
    return this.#current.plan.changes.length > 0;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  /**
   * Changes a field, from what there is now.
   *
   * @throws TrailcostError where it does not fit: then nothing is changed
   */
  change(change: Change): void {
    const { changes, budget } = this.#current.plan;
    this.#current = plannedOf(this.base, { changes: withChange(changes, change), budget });
  }

  /** Gives another budget, as it was typed. @throws TrailcostError */
  limit(budget: TypedBudget): void {
    this.#current = plannedOf(this.base, { changes: this.#current.plan.changes, budget });
  }

  /** Goes to a plan at once. @throws TrailcostError */
  open(plan: Plan): void {
    this.#current = plannedOf(this.base, plan);
    this.settle();
  }

  /** What there is now lasts: undo comes back to what lasted before. */
  settle(): void {
    if (this.#current.plan === this.#settled.plan) return;
    this.#past.push(this.#settled.plan);
    this.#settled = this.#current;
  }

  /** What has not come to last is gone. */
  revert(): void {
    this.#current = this.#settled;
  }

  undo(): void {
    const plan = this.#past.pop();
    if (plan === undefined) return;
    this.#current = plannedOf(this.base, plan);
    this.#settled = this.#current;
  }

  reset(): void {
    this.open(this.#start);
  }
}
