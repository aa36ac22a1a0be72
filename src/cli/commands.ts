import { type Command, command, commandGroup } from './command.js';
import { ATHENA, ATHENA_LOAD, ATHENA_RUN, ATHENA_SQL } from './commands/athena.js';
import { BILL } from './commands/bill.js';
import { COMPLETION } from './commands/completion.js';
import { COUNT } from './commands/count.js';
import { DIFF } from './commands/diff.js';
import { ESTIMATE } from './commands/estimate.js';
import { INIT } from './commands/init.js';
import { PRICES, PRICES_CHECK, PRICES_FETCH, PRICES_IMPORT, PRICES_LIST, PRICES_SHOW } from './commands/prices.js';
import { RECONCILE } from './commands/reconcile.js';
import { SCHEMA } from './commands/schema.js';
import { SERVE } from './commands/serve.js';
import { WHAT_IF } from './commands/what-if.js';

/** Every command: what help says about it, and what is loaded when it is run. */
export const COMMANDS: readonly Command[] = [
  command(INIT, async () => (await import('./run/init.js')).runInit),
  command(ESTIMATE, async () => (await import('./run/estimate.js')).runEstimate),
  command(COUNT, async () => (await import('./run/count.js')).runCount),
  commandGroup(ATHENA, [
    command(ATHENA_SQL, async () => (await import('./run/athena-sql.js')).runAthenaSql),
    command(ATHENA_RUN, async () => (await import('./run/athena-run.js')).runAthenaRun),
    command(ATHENA_LOAD, async () => (await import('./run/athena-load.js')).runAthenaLoad),
  ]),
  command(WHAT_IF, async () => (await import('./run/what-if.js')).runWhatIf),
  command(DIFF, async () => (await import('./run/diff.js')).runDiff),
  command(BILL, async () => (await import('./run/bill.js')).runBill),
  command(RECONCILE, async () => (await import('./run/reconcile.js')).runReconcile),
  commandGroup(PRICES, [
    command(PRICES_LIST, async () => (await import('./run/prices.js')).runList),
    command(PRICES_SHOW, async () => (await import('./run/prices.js')).runShow),
    command(PRICES_IMPORT, async () => (await import('./run/price-lists.js')).runImport),
    command(PRICES_FETCH, async () => (await import('./run/price-lists.js')).runFetch),
    command(PRICES_CHECK, async () => (await import('./run/prices.js')).runCheck),
  ]),
  command(SERVE, async () => (await import('./run/serve.js')).runServe),
  command(SCHEMA, async () => (await import('./run/schema.js')).runSchema),
  command(COMPLETION, async () => (await import('./run/completion.js')).completionOf(COMMANDS)),
];
