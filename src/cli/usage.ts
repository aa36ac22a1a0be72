import { TrailcostError } from '../base/errors.js';

/** An error of usage: the option, what is wrong with it, and what to do. */
export function usage(where: string, what: string, remedy: string): TrailcostError {
  return new TrailcostError('usage', { where, what, remedy });
}

/**
 * Refuses an option that means nothing without another one.
 *
 * @throws TrailcostError `usage`
 */
export function assertCompany(option: string, isGiven: boolean, others: string, areGiven: boolean): void {
  if (isGiven && !areGiven) throw usage(option, `needs ${others}`, `Add ${others}, or leave ${option} out.`);
}

/**
 * Refuses more than one input from standard input.
 *
 * @param what says which
 * @throws TrailcostError `usage`
 */
export function assertOneStdin(paths: readonly (string | undefined)[], what: string, remedy: string): void {
  if (paths.filter((path) => path === '-').length > 1) throw new TrailcostError('usage', { what, remedy });
}

/** @throws TrailcostError `usage` */
export function assertAccount(account: string, option: string): void {
  if (/^\d{12}$/.test(account)) return;
  throw usage(option, `"${account}" is not an account id`, 'An account id has 12 digits, such as 111122223333.');
}

/** @throws TrailcostError `usage` where a text is no whole number from `least` to `most` */
export function wholeNumber(text: string, option: string, least: number, most: number): number {
  const value = Number(text.replaceAll(',', ''));
  if (/^(?:\d+|\d{1,3}(?:,\d{3})+)$/.test(text) && value >= least && value <= most) return value;
  const bounds = `${least.toLocaleString('en-US')} to ${most.toLocaleString('en-US')}`;
  throw usage(`${option} ${text}`, `is not a whole number from ${bounds}`, 'Give a whole number.');
}
