import { setTimeout as wait } from 'node:timers/promises';
import type { QueryEngine, QueryState } from '../../aws/athena.js';

/** Between two questions about a query: the first, and the longest. Athena allows few a second. */
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5000;

/** Who watches queries, and who ends them. */
export interface Watch {
  signal?: AbortSignal | undefined;
  /** Is told that the engine has taken the query: from then on it may be billed. */
  onStart?: () => void;
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
  for (let pause = FIRST_WAIT_MS; ; pause = Math.min(pause * 2, LONGEST_WAIT_MS)) {
    const state = await stateOf(engine, id);
    onState?.(state);
    if (isOver(state)) return state;
    try {
      await wait(pause, undefined, { signal });
    } catch (error) {
      if (signal?.aborted !== true) throw error;
      await engine.stop(id);
      onState?.(await engine.state(id));
      throw signal.reason;
    }
  }
}

/** A query that is asked about in vain is stopped where that is possible: nobody would wait for what it goes on to read. */
async function stateOf(engine: QueryEngine, id: string): Promise<QueryState> {
  try {
    return await engine.state(id);
  } catch (error) {
    await engine.stop(id).catch(() => undefined);
    throw error;
  }
}

/** Whether a query has ended, so that what it has scanned does not grow. */
export function isOver({ state }: QueryState): boolean {
  return state !== 'QUEUED' && state !== 'RUNNING';
}
