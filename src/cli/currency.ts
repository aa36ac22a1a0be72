import { TrailcostError } from '../base/errors.js';
import { checkedConversion, type LoadedScenario, located, withSettings } from '../scenario/load.js';
import type { Conversion } from '../scenario/schema.js';
import type { CurrencyArguments } from './commands/options.js';
import { usage } from './usage.js';

/** Where a conversion of the command line was given, for messages. */
const PLACE = '--currency, --rate and --rate-date';

/**
 * The scenario with the conversion that was asked for, in place of its own.
 *
 * @throws TrailcostError `usage` where only a part of it is given, `scenario-invalid` where it does not fit
 */
export function withCurrency(loaded: LoadedScenario, given: CurrencyArguments): LoadedScenario {
  const value = settingOf(given);
  return value === undefined ? loaded : withSettings(loaded, [{ path: 'currency', value }], () => PLACE);
}

/**
 * The conversion that was asked for, where there is no scenario; undefined where none was.
 *
 * @throws TrailcostError as {@link withCurrency}
 */
export function conversionOf(given: CurrencyArguments): Conversion | undefined {
  const value = settingOf(given);
  return value === undefined ? undefined : checkedConversion(value, PLACE);
}

/** The same refusal of a conversion in the words of the command line; any other error unchanged. */
export function refusedConversion(error: unknown): unknown {
  return error instanceof TrailcostError ? located(error, () => PLACE) : error;
}

/** The conversion that was asked for, as a setting of the scenario; none where none was. */
export function currencySettings(given: CurrencyArguments): { path: string; value: unknown }[] {
  const value = settingOf(given);
  return value === undefined ? [] : [{ path: 'currency', value }];
}

/** The conversion as a scenario would have it, unchecked. */
function settingOf({ currency: code, rate, 'rate-date': rateDate }: CurrencyArguments): object | undefined {
  const parts = Object.entries({ '--currency': code, '--rate': rate, '--rate-date': rateDate });
  const missing = parts.filter(([, value]) => value === undefined).map(([option]) => option);
  if (missing.length === parts.length) return undefined;
  if (missing.length > 0) {
    const present = parts.map(([option]) => option).filter((option) => !missing.includes(option));
    const remedy = 'Write, for example, --currency EUR --rate 0.92 --rate-date 2026-11-01.';
    throw usage(present.join(' and '), `${present.length === 1 ? 'needs' : 'need'} ${missing.join(' and ')}`, remedy);
  }
  return { code, rate: /^\d+(\.\d+)?$/.test(rate ?? '') ? Number(rate) : rate, rateDate };
}
