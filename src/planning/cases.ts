import type { Estimate } from '../model/estimate.js';
import type { LoadedScenario } from '../scenario/load.js';
import type { Setting } from '../scenario/settings.js';
import { estimateLoaded, type Subject } from './ask.js';
import { type Change, changesBetween, chargeOfReader } from './changes.js';

/** A way the scenario may be, to be put beside the scenario as it is. */
export interface Alternative {
  name: string;
  description?: string | undefined;
  settings: readonly Setting[];
  loaded: LoadedScenario;
}

/** An alternative with what it costs and which lines it changes. */
export interface CaseResult extends Omit<Alternative, 'loaded'> {
  estimate: Estimate;
  /** Its lines against those of the scenario as it is, by strategy, charge and reader; those that stay the same are left out. */
  changes: readonly Change[];
}

/** The alternatives side by side with the scenario as it is. */
export function compareCases(base: Estimate, alternatives: readonly Alternative[], book: Subject['book']): CaseResult[] {
  return alternatives.map(({ loaded, ...named }) => {
    const estimate = estimateLoaded({ loaded, book });
    const changes = changesBetween(base.lines, estimate.lines, chargeOfReader).filter(({ kind }) => kind !== 'same');
    return { ...named, estimate, changes };
  });
}
