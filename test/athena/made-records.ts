import { gzipSync } from 'node:zlib';
import { recordsText } from '../logs/built.js';
import type { AnyRecord, Row } from '../logs/classify/cases.js';
import { fileKey, randomOf, timeText } from '../logs/events.mjs';

const FIRST = Date.UTC(2026, 10, 2);
const HOURS = 60;
const ACCOUNTS = ['111122223333', '444455556666'] as const;

/** What another account's trail tells of who made a request. */
function withoutName(record: AnyRecord): AnyRecord {
  const { principalId, accountId, invokedBy, type } = (record['userIdentity'] ?? {}) as Record<string, string>;
  // CloudTrail of 2015 is known by its name alone.
  if ((type !== 'AssumedRole' && type !== 'IAMUser') || invokedBy === 'internal.amazonaws.com') return record;
  return { ...record, userIdentity: { type: 'AWSAccount', principalId, accountId, invokedBy } };
}

/**
 * Log files of two accounts and of a second trail with many records: the classifier's cases at any time, some of them recorded by several
 * trails, each time under an id of its own and the shared one.
 */
export function madeFiles(cases: readonly Row[], count: number, seed: number): [string, Buffer][] {
  const random = randomOf(seed);
  const pick = <T>(some: readonly T[]): T => some[Math.floor(random() * some.length)] as T;
  const files = new Map<string, AnyRecord[]>();
  const put = (account: string, prefix: string, ms: number, record: AnyRecord) => {
    const key = fileKey({
      account,
      ms: Math.ceil(ms / 3_600_000) * 3_600_000,
      unique: prefix === '' ? 'made' : 'again',
      prefix,
      organization: undefined,
    });
    files.set(key, [...(files.get(key) ?? []), { ...record, recipientAccountId: account, eventID: `${random()}` }]);
  };
  for (let number = 0; number < count; number += 1) {
    const [, plain] = pick(cases);
    const ms = FIRST + Math.floor(random() * HOURS * 3_600_000);
    const time = plain['eventTime'] === undefined || random() < 0.02 ? 'never' : timeText(ms);
    const record = { ...plain, eventTime: time, awsRegion: pick(['us-east-1', 'eu-central-1']), sharedEventID: `shared ${number}` };
    const [own, other] = random() < 0.5 ? ACCOUNTS : [ACCOUNTS[1], ACCOUNTS[0]];
    if (random() < 0.7) put(own, '', ms, record);
    if (random() < 0.4) put(other, '', ms, withoutName(record));
    if (random() < 0.3) put(own, 'audit/', ms, record);
  }
  return [...files].map(([key, records]) => [key, gzipSync(recordsText(records))]);
}
