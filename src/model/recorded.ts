import { type Decimal, sum, ZERO } from '../base/decimal.js';
import { isCrossAccount, ownRecordingAccounts, recordingAccounts } from '../scenario/accounts.js';
import type { Scenario } from '../scenario/schema.js';
import { EVENT_BYTES, EVENT_KINDS, type EventKind } from './case-numbers.js';
import { CHARGE, CHARGES, type Charge } from './charges.js';
import type { ReaderVolume, Volumes } from './volumes.js';

/** Events that CloudTrail records of KMS requests under SSE-KMS, over the period, in the expected case. */
export type RecordedEvents = Readonly<Record<EventKind, Decimal>>;

/** The events of readers' requests and of CloudTrail's own that are seen, each once for every account in which it is. */
export function recordedEvents(scenario: Scenario, volumes: Volumes): RecordedEvents {
  const own = ownRecordingAccounts(scenario).length;
  return {
    reader: readerEvents(volumes, ({ account }) => recordingAccounts(scenario, account).length),
    own: sum(volumes.months.map(({ ownRequests }) => ownRequests['sse-kms'].expected)).times(own),
  };
}

/** The requests of readers from other accounts than the key's: each is recorded once more than by others. */
export function crossAccountEvents(scenario: Scenario, volumes: Volumes): Decimal {
  return readerEvents(volumes, ({ account }) => (isCrossAccount(scenario, account) ? 1 : 0));
}

function readerEvents({ months }: Volumes, weightOf: (reader: ReaderVolume['reader']['expected']) => number): Decimal {
  return sum(
    months.flatMap(({ readers }) => readers.map(({ reader, requests }) => requests['sse-kms'].expected.times(weightOf(reader.expected)))),
  );
}

/** Their size as compact JSON, in bytes. */
export function bytesOf(events: RecordedEvents): Decimal {
  return sum(EVENT_KINDS.map((kind) => events[kind].times(EVENT_BYTES[kind])));
}

/** The charges for recorded events that are on, in some case. */
export function recordingCharges({ numbers }: Volumes): Charge[] {
  return CHARGES.filter((charge) => CHARGE[charge].counts === 'recorded-requests' && numbers.times[charge].high.gt(ZERO));
}
