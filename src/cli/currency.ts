import type { Options } from 'yargs';
import { TrailcostError } from '../base/errors.js';
import type { LoadedScenario } from '../scenario/load.js';
import type { Conversion } from '../scenario/schema.js';

export interface CurrencyArguments {
  currency: string | undefined;
  rate: string | undefined;
  'rate-date': string | undefined;
}

/** Conversion of all amounts, on every command that estimates or counts. */
export const CURRENCY_OPTIONS = {
  currency: { type: 'string', requiresArg: true, describe: 'Code of the currency to report in, with --rate and --rate-date' },
  rate: { type: 'string', requiresArg: true, describe: "How much of it one unit of the prices' own currency is" },
  'rate-date': { type: 'string', requiresArg: true, describe: 'Day that the rate is of, YYYY-MM-DD' },
} as const satisfies Record<string, Options>;

/** Where a conversion of the command line was given, for messages. */
const PLACE = '--currency, --rate and --rate-date';

/**
 * The scenario with the conversion that was asked for, in place of its own.
 *
 * @throws TrailcostError `usage` where only a part of it is given, `scenario-invalid` where it does not fit
 */
export async function withCurrency(loaded: LoadedScenario, given: CurrencyArguments): Promise<LoadedScenario> {
  const value = settingOf(given);
  if (value === undefined) return loaded;
  const { withSettings } = await import('../scenario/load.js');
  return withSettings(loaded, [{ path: 'currency', value }], () => PLACE);
}

/**
 * The conversion that was asked for, where there is no scenario; undefined where none was.
 *
 * @throws TrailcostError as {@link withCurrency}
 */
export async function conversionOf(given: CurrencyArguments): Promise<Conversion | undefined> {
  const value = settingOf(given);
  if (value === undefined) return undefined;
  const { checkedConversion } = await import('../scenario/load.js');
  return checkedConversion(value, PLACE);
}

/** The same refusal of a conversion in the words of the command line; any other error passes through unchanged. */
export async function refusedConversion(error: unknown): Promise<never> {
  if (!(error instanceof TrailcostError)) throw error;
  const { located } = await import('../scenario/load.js');
  throw located(error, () => PLACE);
}

/** The conversion as a scenario would have it, unchecked. */
function settingOf({ currency: code, rate, 'rate-date': rateDate }: CurrencyArguments): object | undefined {
  const parts = Object.entries({ '--currency': code, '--rate': rate, '--rate-date': rateDate });
  const missing = parts.filter(([, value]) => value === undefined).map(([option]) => option);
  if (missing.length === parts.length) return undefined;
  if (missing.length > 0) {
    throw new TrailcostError('usage', {
      where: parts
        .filter(([, value]) => value !== undefined)
        .map(([option]) => option)
        .join(' and '),
      what: `says nothing without ${missing.join(' and ')}`,
      remedy: 'A conversion is --currency EUR --rate 0.92 --rate-date 2026-11-01.',
    });
  }
  return { code, rate: /^\d+(\.\d+)?$/.test(rate ?? '') ? Number(rate) : rate, rateDate };
}
