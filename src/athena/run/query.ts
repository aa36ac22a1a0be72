import { setTimeout as wait } from 'node:timers/promises';
import type { QueryEngine, QueryState } from '../../aws/athena.js';

/** Between two questions about a query: the first, and the longest. Athena allows few a second. */
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5000;

/** Who watches queries, and who ends them. */
export interface Watch {
  signal?: AbortSignal | undefined;
  /** Is told that the engine has taken the query: from then on it may be billed. */
  onStart?: (() => void) | undefined;
  /** Is told each answer about a query. */
  onState?: ((state: QueryState) => void) | undefined;
}

/**
 * Runs one query to its end, whatever that is.
 *
 * @param watch where the signal comes first the query is stopped
 * @throws the signal's reason, once the query is stopped; what the engine refuses
 */
export async function finished(engine: QueryEngine, sql: string, { signal, onStart, onState }: Watch = {}): Promise<QueryState> {
  signal?.throwIfAborted();
  const id = await engine.start(sql);
  onStart?.();
  try {
    return await ended(engine, id, { signal, onState });
  } catch (error) {
    if (signal?.aborted !== true) {
      // Nobody watches it any more, and it would go on at the user's cost. Where it cannot be stopped, the first error says more.
      await engine.stop(id).catch(() => undefined);
      throw error;
    }
    await engine.stop(id);
    onState?.(await engine.state(id));
    throw signal.reason;
  }
}

async function ended(engine: QueryEngine, id: string, { signal, onState }: Watch): Promise<QueryState> {
  for (let pause = FIRST_WAIT_MS; ; pause = Math.min(pause * 2, LONGEST_WAIT_MS)) {
    const state = await engine.state(id);
    onState?.(state);
    if (isOver(state)) return state;
    await wait(pause, undefined, { signal });
  }
}

/** Whether a query has ended, so that what it has scanned does not grow. */
export function isOver({ state }: QueryState): boolean {
  return state !== 'QUEUED' && state !== 'RUNNING';
}
