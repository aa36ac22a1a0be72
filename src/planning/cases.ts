import type { Estimate } from '../model/estimate.js';
import type { Charge } from '../model/lines.js';
import { newWarnings, type Warning } from '../model/warnings.js';
import type { LoadedScenario } from '../scenario/load.js';
import type { Setting } from '../scenario/settings.js';
import { assertSameCurrency, estimateLoaded, type Subject } from './ask.js';
import { type Change, changesBetween, chargeOfReader, chargesLeftOut, unevenCharges } from './changes.js';

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
  /** Charges that only one of the two has a price for; then the two cannot be compared. */
  uneven: readonly Charge[];
  /** What to know of this case that does not hold for the scenario as it is. */
  warnings: readonly Warning[];
}

/** The alternatives side by side with the scenario as it is. */
export function compareCases(base: Estimate, alternatives: readonly Alternative[], book: Subject['book']): CaseResult[] {
  return alternatives.map(({ loaded, ...named }) => {
    const estimate = estimateLoaded({ loaded, book });
    assertSameCurrency(base, estimate, `case ${named.name}`);
    const changes = changesBetween(base.lines, estimate.lines, chargeOfReader).filter(({ kind }) => kind !== 'same');
    const warnings = newWarnings(estimate.warnings, base.warnings);
    return { ...named, estimate, changes, uneven: unevenCharges(chargesLeftOut(base), chargesLeftOut(estimate)), warnings };
  });
}
