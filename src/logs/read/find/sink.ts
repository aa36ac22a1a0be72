import type { LogRecord } from '../../classify/log-record.js';
import type { JsonBytes } from './json.js';
import type { ScanModule } from './module.js';

/** Takes what a file holds. */
export interface Sink {
  /** Each record, in order; `record` only where it can count. */
  record(eventTime: string | undefined, region: string | undefined, record: LogRecord | undefined): void;
  /** Something that must be a record and cannot be taken for one, with the reason. */
  untaken(reason: string): void;
}

/** A sink that takes records also by rows that stand for them. */
export interface RowSink extends Sink {
  /** Before the module goes over records. */
  beginRun(scan: ScanModule): void;
  /** Takes what the module has noted of them; false where it has gone over none. */
  takeRun(scan: ScanModule, json: JsonBytes): boolean;
}
