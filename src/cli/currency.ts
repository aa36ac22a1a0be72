import type { Options } from 'yargs';
import { TrailcostError } from '../errors.js';
import type { LoadedScenario } from '../scenario/load.js';

export interface CurrencyArguments {
  currency: string | undefined;
  rate: string | undefined;
  'rate-date': string | undefined;
}

/** Conversion of all amounts, on every command that estimates. */
export const CURRENCY_OPTIONS = {
  currency: { type: 'string', requiresArg: true, describe: 'Code of the currency to report in, with --rate and --rate-date' },
  rate: { type: 'string', requiresArg: true, describe: "How much of it one unit of the prices' own currency is" },
  'rate-date': { type: 'string', requiresArg: true, describe: 'Day that the rate is of, YYYY-MM-DD' },
} as const satisfies Record<string, Options>;

/**
 * The scenario with the conversion that was asked for, in place of its own.
 *
 * @throws TrailcostError `usage` where only a part of it is given, `scenario-invalid` where it does not fit
 */
export async function withCurrency(loaded: LoadedScenario, given: CurrencyArguments): Promise<LoadedScenario> {
  const { currency: code, rate, 'rate-date': rateDate } = given;
  const parts = Object.entries({ '--currency': code, '--rate': rate, '--rate-date': rateDate });
  const missing = parts.filter(([, value]) => value === undefined).map(([option]) => option);
  if (missing.length === parts.length) return loaded;
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
  const { withSettings } = await import('../scenario/load.js');
  const number = /^\d+(\.\d+)?$/.test(rate ?? '') ? Number(rate) : rate;
  return withSettings(loaded, [{ path: 'currency', value: { code, rate: number, rateDate } }], () => '--currency, --rate and --rate-date');
}
