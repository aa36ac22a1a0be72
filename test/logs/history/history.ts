import { EventHistory } from '../../../src/aws/cloudtrail.js';
import { NO_FILTERS } from '../../../src/logs/classify/filters.js';
import { countSupply } from '../../../src/logs/count-logs.js';
import { HistorySupply } from '../../../src/logs/history/supply.js';
import type { Measurement } from '../../../src/logs/measure/measurement.js';
import type { Checkpoint } from '../../../src/logs/read/portions.js';
import type { HistoryRecord } from '../../aws/lookup-events-stub.js';
import { book, decrypt, fileKey, roleIdentity } from '../built.js';

export const SECURITY = '444455556666';
const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** A Decrypt of a log file that was delivered ten minutes before, as Event history has it. */
export function madeDecrypt(ms: number, index: number, extra: object = {}): HistoryRecord {
  const key = fileKey({ ms: ms - 600_000, unique: `file${index}` });
  const identity = roleIdentity({ account: SECURITY, role: 'siem-forwarder', session: 'forwarder' });
  return asHistory(decrypt({ id: `made ${index} ${ms}`, ms, key, identity, recipient: SECURITY, extra }));
}

const hasFields = (record: object): record is HistoryRecord => 'eventID' in record && 'eventTime' in record;

function asHistory(record: object): HistoryRecord {
  if (!hasFields(record)) throw new Error('no record');
  return record;
}

/** So many a day, each day until now. */
export function madeDays(now: number, days: number, aDay: number): HistoryRecord[] {
  const start = Math.floor(now / DAY_MS) * DAY_MS;
  const all = Array.from(
    { length: days * aDay },
    (_, index) => start - Math.floor(index / aDay) * DAY_MS + (index % aDay) * (DAY_MS / aDay),
  );
  return all.filter((ms) => ms <= now).map((ms, index) => madeDecrypt(ms, index));
}

interface Order {
  endpoint: string;
  now: number;
  regions?: readonly string[];
  filters?: { since?: number; until?: number };
  checkpoint?: Checkpoint;
  onPage?: (events: number) => void;
  signal?: AbortSignal;
}

export async function countHistory({ endpoint, now, regions = ['us-east-1'], filters, checkpoint, onPage, signal }: Order) {
  const history = await EventHistory.open(regions, { endpoint, version: '1.2.3' });
  const all = { ...NO_FILTERS, ...filters };
  try {
    const supply = new HistorySupply(history, {
      now: Math.floor(now / 1000),
      filters: all,
      checkpoint,
      onPage: (_, events) => onPage?.(events),
    });
    const settings = { filters: all, book, ...(signal === undefined ? {} : { signal }) };
    const measurement: Measurement = await countSupply(supply, settings);
    return { measurement, supply };
  } finally {
    history.close();
  }
}
