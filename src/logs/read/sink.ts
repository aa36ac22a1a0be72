import type { LogRecord } from '../classify/log-record.js';

/** Takes what a file holds. */
export interface Sink {
  /** Each record, in order; `record` only where it can count. */
  record(eventTime: string | undefined, region: string | undefined, record: LogRecord | undefined): void;
  /** Something that must be a record and cannot be taken for one, with the reason. */
  untaken(reason: string): void;
}
