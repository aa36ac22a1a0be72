import { placeOf } from '../../files/paths.js';
import { isSpecial, statsOf } from '../../files/stats.js';
import { budgetsOf } from '../budget.js';
import { DEFAULT_PORT, type ServeArguments } from '../commands/serve.js';
import { EXIT } from '../exit.js';
import { inputName } from '../inputs.js';
import type { Io } from '../io.js';
import { readPriceBook } from '../price-book.js';
import { Planner } from '../serve/planner.js';
import { serve } from '../serve/server.js';
import { assertCompany, usage, wholeNumber } from '../usage.js';

const MOST_PORT = 65_535;

/** Ctrl-C is how a server is done. */
export async function runServe(given: ServeArguments, io: Io): Promise<number> {
  const { scenario: path, port: written = DEFAULT_PORT, 'price-book': priceBook, budget, 'budget-on': on, strategy, debug = false } = given;
  const port = wholeNumber(written, '--port', 0, MOST_PORT);
  assertCompany('--budget-on', on !== undefined, '--budget', budget !== undefined);
  assertCompany('--strategy', strategy !== undefined, '--budget', budget !== undefined);
  for (const each of [path, priceBook]) await assertLasting(each, io);
  const { budget: whole, partBudgets } = budgetsOf(given);
  const planner = new Planner({ path, priceBook, budgets: [...(whole === undefined ? [] : [whole]), ...partBudgets] }, io);
  await Promise.all([planner.text(), readPriceBook(priceBook, io)]);
  await serve(planner, { port, debug }, io);
  return EXIT.done;
}

/** Refuses what can be read only once: each load of the page reads it anew. */
async function assertLasting(path: string | undefined, io: Io): Promise<void> {
  if (path === undefined) return;
  if (path === '-' || isSpecial(await statsOf(placeOf(path, io.cwd))))
    throw usage(inputName(path), 'can be read only once, and each load of the page reads it again', 'Give a file.');
}
