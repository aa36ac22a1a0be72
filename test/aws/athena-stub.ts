import { AthenaApi, type AthenaOptions, type QueryEngine, type QueryStatus, type ResultTable } from './athena-api.js';

/** How a query ends, after how many questions about it: one QUEUED, the others RUNNING. `never` runs until it is stopped. */
export type Ending =
  | { ends: 'succeeded'; table?: ResultTable; scannedBytes?: number; polls?: number }
  | { ends: 'failed' | 'cancelled'; reason: string; scannedBytes?: number; polls?: number }
  | { ends: 'never' };

/** An Athena that runs nothing: `endingOf` says how each query ends. */
export class AthenaStub extends AthenaApi {
  /** The SQL of the queries that were started, in order. */
  readonly started: string[];
  /** The SQL of those that were stopped. */
  readonly stopped: string[];

  constructor(endingOf: (sql: string) => Ending, options: AthenaOptions = {}) {
    const started: string[] = [];
    const stopped: string[] = [];
    const engine: QueryEngine = {
      start({ sql }) {
        started.push(sql);
        const ending = endingOf(sql);
        let asked = 0;
        return {
          status: () => statusAfter(asked++, ending),
          cancel: () => {
            stopped.push(sql);
          },
        };
      },
    };
    super(engine, options);
    this.started = started;
    this.stopped = stopped;
  }
}

function statusAfter(asked: number, ending: Ending): QueryStatus {
  const polls = ending.ends === 'never' ? Number.POSITIVE_INFINITY : (ending.polls ?? 2);
  if (asked < polls) return { state: asked === 0 ? 'QUEUED' : 'RUNNING', scannedBytes: 0 };
  switch (ending.ends) {
    case 'succeeded':
      return { state: 'SUCCEEDED', scannedBytes: ending.scannedBytes ?? 0, ...(ending.table && { table: ending.table }) };
    case 'never':
      return { state: 'RUNNING', scannedBytes: 0 };
    default:
      return { state: ending.ends === 'failed' ? 'FAILED' : 'CANCELLED', reason: ending.reason, scannedBytes: ending.scannedBytes ?? 0 };
  }
}
