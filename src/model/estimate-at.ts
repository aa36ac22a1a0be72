import { TrailcostError } from '../base/errors.js';
import type { PriceBook } from '../prices/book.js';
import { type LoadedScenario, located, takenMonth, withSettings } from '../scenario/load.js';
import type { Setting } from '../scenario/settings.js';
import { type Estimate, estimate } from './estimate.js';

/** A scenario to ask questions of, and the prices to answer with. */
export interface PricedScenario {
  loaded: LoadedScenario;
  book: PriceBook;
}

/**
 * The estimate of a loaded scenario; its errors name places in the file.
 *
 * @throws TrailcostError as {@link estimate}
 */
export function estimateLoaded({ loaded, book }: PricedScenario): Estimate {
  try {
    const made = estimate(loaded.scenario, book);
    return { ...made, assumptions: [...firstMonthText(loaded), ...made.assumptions] };
  } catch (error) {
    throw error instanceof TrailcostError ? located(error, loaded.where) : error;
  }
}

/** That the period begins in a month that the scenario does not give. */
function firstMonthText(loaded: LoadedScenario): string[] {
  const month = takenMonth(loaded);
  return month === undefined ? [] : [`The scenario gives no first month (period.start): ${month} is taken. Give it to keep the months.`];
}

/**
 * The estimate with other values in some fields.
 *
 * @param option what the fields were given with, for messages
 * @throws TrailcostError `scenario-invalid` and as {@link estimate}
 */
export function estimateWith({ loaded, book }: PricedScenario, settings: readonly Setting[], option: string): Estimate {
  return estimateLoaded({ loaded: withSettings(loaded, settings, ({ path }) => `${option} ${path}`), book });
}
