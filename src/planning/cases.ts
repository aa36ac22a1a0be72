import type { Charge } from '../model/charges.js';
import { assertSameCurrency, unpricedCharges } from '../model/costing.js';
import type { Estimate } from '../model/estimate.js';
import { estimateLoaded, type PricedScenario } from '../model/estimate-at.js';
import type { Warning } from '../model/warning.js';
import { newWarnings } from '../model/warnings.js';
import type { NamedCase } from '../scenario/load.js';
import type { SettingEffect } from '../scenario/settings.js';
import { type Change, changesBetween, chargeOfReader, notComparableCharges } from './changes.js';

/** A case, and whether it was asked about; others are those that the scenario lists. */
export interface AskedCase extends NamedCase {
  isAsked: boolean;
}

/** A case with what it costs and which lines it changes. */
export interface CaseResult extends Omit<AskedCase, 'loaded'> {
  estimate: Estimate;
  /** What its settings made of their fields. */
  effects: readonly SettingEffect[];
  /** Its lines against those of the scenario as it is, by strategy, charge and reader; those that stay the same are left out. */
  changes: readonly Change[];
  /** Charges that only one of the two has a price for; then the two cannot be compared. */
  notComparable: readonly Charge[];
  /** What to know of this case that does not hold for the scenario as it is. */
  warnings: readonly Warning[];
}

/**
 * The cases side by side with the scenario as it is.
 *
 * @param onCase called before each
 */
export function compareCases(
  base: Estimate,
  cases: readonly AskedCase[],
  book: PricedScenario['book'],
  known: readonly Warning[] = base.warnings,
  onCase?: (done: number, all: number) => void,
): CaseResult[] {
  return cases.map(({ loaded, ...named }, index) => {
    onCase?.(index, cases.length);
    const estimate = estimateLoaded({ loaded, book });
    assertSameCurrency(base, estimate, `case ${named.name}`);
    const changes = changesBetween(base.lines, estimate.lines, chargeOfReader).filter(({ kind }) => kind !== 'same');
    const warnings = newWarnings(estimate.warnings, known);
    const notComparable = notComparableCharges(unpricedCharges(base), unpricedCharges(estimate));
    return { ...named, estimate, effects: loaded.effects, changes, notComparable, warnings };
  });
}
