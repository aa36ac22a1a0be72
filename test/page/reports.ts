import { SAMPLES } from '../support.js';

const MONTH = ['--month', '2026-11'];
const SCENARIO = 'samples/organization.yaml';

/** Every kind of report of every sample, as it is asked for. */
export const REPORTS: readonly (readonly string[])[] = [
  ...SAMPLES.map((sample) => ['estimate', `samples/${sample}`]),
  ['estimate', SCENARIO, '--by', 'reader'],
  ['estimate', SCENARIO, '--budget', '500'],
  ['count', 'samples/trail'],
  ['count', 'samples/access-logs'],
  ['bill', 'samples/bill/made-cur.csv'],
  ['bill', 'samples/bill/made-focus.csv'],
  ['reconcile', 'samples/bill/november.yaml', '--bill', 'samples/bill/made-cur.csv', ...MONTH],
  ['what-if', SCENARIO],
  ['what-if', SCENARIO, '--sensitivity'],
  ['what-if', SCENARIO, '--case', 'more accounts: trails.org.accounts=+20'],
  ['what-if', SCENARIO, '--vary', 'trails.org.accounts=+0..+40:10'],
  ['what-if', SCENARIO, '--simulate', '200', '--budget', '500'],
  ['diff', 'samples/first.yaml', SCENARIO],
];
