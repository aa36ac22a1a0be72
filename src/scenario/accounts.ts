import type { Scenario } from './schema.js';

type Accounts = Pick<Scenario, 'keys' | 'bucket' | 'readers' | 'recording'>;

/** The account of the key: whose it is said to be, else the bucket's; undefined where the scenario has neither. */
export function keyAccount({ keys, bucket }: Pick<Scenario, 'keys' | 'bucket'>): string | undefined {
  return keys.account ?? bucket.account;
}

/**
 * The accounts in which a reader's KMS request is recorded and seen. One from another account than the key's is delivered to both
 * (docs.aws.amazon.com, cloudtrail-event-reference-record-contents, `sharedEventID`); where the scenario does not say which of them are
 * seen, one is taken.
 *
 * @param reader the account that makes the request
 * @returns one element for each event that is seen; undefined for an account that the scenario does not name
 */
export function recordingAccounts(scenario: Accounts, reader: string | undefined): (string | undefined)[] {
  const key = keyAccount(scenario);
  if (!isCrossAccount(scenario, reader)) return [reader ?? key];
  const { covers } = scenario.recording;
  if (covers === 'organization') return [reader, key];
  return [covers === 'key-account' ? key : reader];
}

/** The account in which CloudTrail's own requests are recorded, the key's, if it is seen. */
export function ownRecordingAccounts(scenario: Accounts): (string | undefined)[] {
  const isSeen =
    scenario.recording.covers !== 'reader-account' || scenario.readers.some(({ account }) => !isCrossAccount(scenario, account));
  return isSeen ? [keyAccount(scenario)] : [];
}

/** Whether a reader is known to be of another account than the key. */
export function isCrossAccount(scenario: Pick<Scenario, 'keys' | 'bucket'>, reader: string | undefined): boolean {
  const key = keyAccount(scenario);
  return reader !== undefined && key !== undefined && reader !== key;
}
