import fc from 'fast-check';
import { NO_FILTERS } from '../../../dist/modules/logs/classify/filters.js';
import { ContentParser } from '../../../dist/modules/logs/read/keep/content.js';
import { logFile } from '../../../dist/modules/logs/read/open/log-file.js';
import * as made from '../../logs/events.mjs';
import { judgeCount } from '../counted.mjs';
import { asBytes, damaged, edited, hostileText } from '../hostile.mjs';
import { assertSame } from '../oracles.mjs';

const START = Date.UTC(2026, 10, 2);
/** Few of each, so that records meet. */
const id = fc.constantFrom('1', '2');
const ms = fc.oneof(
  { arbitrary: fc.nat(40).map((seconds) => START + seconds * 1000), weight: 8 },
  { arbitrary: fc.nat(400).map((hours) => START + hours * 3_600_000), weight: 2 },
  { arbitrary: fc.constantFrom(0, -1e12, 4_294_967_296_000, 8e14, Date.UTC(1969, 11, 31)), weight: 1 },
);
const account = fc.constantFrom(made.ARCHIVE, made.SECURITY);
const name = fc.oneof({ arbitrary: fc.constantFrom('siem', 'hunting', 'alice'), weight: 5 }, { arbitrary: hostileText, weight: 1 });

const key = fc.oneof(
  fc
    .record({
      kind: fc.constantFrom('CloudTrail', 'CloudTrail-Digest', 'CloudTrail-Insight'),
      account,
      ms,
      unique: fc.constantFrom('a', 'b'),
    })
    .map((given) => made.fileKey(given)),
  fc.constantFrom('tables/part-1.parquet', 'AWSLogs/111122223333/Config/x.json.gz', ''),
);
const identity = fc.oneof(
  fc.record({ account, role: name, session: name }).map((given) => made.roleIdentity(given)),
  fc.record({ account, user: name }).map((given) => made.userIdentity(given)),
  fc.record({ principalId: fc.constantFrom('AROA1:x', 'AIDA2'), accountId: account }).map((given) => made.foreignIdentity(given)),
);
const recipient = account;

const record = fc.oneof(
  fc.record({ id, ms, key, identity, recipient }).map((given) => made.decrypt(given)),
  fc.record({ id, ms, identity, recipient }).map((given) => made.decrypt({ ...given, arn: `arn:aws:s3:::${made.BUCKET}` })),
  fc.record({ id, ms, key, recipient }).map((given) => made.delivery(given)),
  fc.record({ id, ms, key, identity, recipient }).map((given) => made.getObject(given)),
  fc.record({ id, ms, number: fc.nat(9), recipient }).map((given) => made.otherKms(given)),
);

/** What is the same event has the same identifiers, and nothing else has them. */
function identified(value) {
  if (typeof value !== 'object' || value === null) return value;
  const { eventID, sharedEventID, requestID, recipientAccountId, ...event } = value;
  const content = JSON.stringify(event);
  return {
    ...value,
    ...(typeof eventID === 'string' ? { eventID: made.uuidOf(`${content} ${recipientAccountId}`) } : {}),
    ...(typeof sharedEventID === 'string' ? { sharedEventID: made.uuidOf(content) } : {}),
    ...(typeof requestID === 'string' ? { requestID: made.requestIdOf(content) } : {}),
  };
}

const textOf = (each) =>
  fc.tuple(fc.array(each, { maxLength: 6 }), fc.nat(7)).map(([all, form]) => asBytes(FORMS[form](all.map((each) => each ?? null))));

const lines = (all) => all.map((each) => JSON.stringify(each)).join('\n');
const FORMS = [
  (Records) => JSON.stringify({ Records }),
  (Records) => JSON.stringify({ Records }),
  (Records) => JSON.stringify({ Records }, null, 1),
  (all) => JSON.stringify(all),
  lines,
  (all) => lines(all.map((detail) => ({ version: '0', 'detail-type': 'AWS API Call via CloudTrail', detail }))),
  (all) => JSON.stringify({ events: all.map((each) => ({ timestamp: START, message: JSON.stringify(each) })) }),
  (all) => all.map((each) => `2026-11-02T00:00:00.000Z ${JSON.stringify(each)}`).join('\n'),
];

const fileOf = (text) =>
  fc.record({
    name: fc.oneof(
      fc.constantFrom('one.json', 'two.json.gz'),
      fc.record({ account, ms, unique: fc.constantFrom('a', 'b') }).map((given) => made.fileKey(given)),
      fc.constant('AWSLogs/111122223333/CloudTrail/us-east-1/2026/13/45/111122223333_CloudTrail_us-east-1_20261345T9999Z_x.json.gz'),
    ),
    text,
    isPacked: fc.boolean(),
  });

/** All that a file comes to; of content that a checksum vouches for, most records are gone over without being parsed. */
function batchOf(bytes, verified) {
  const parser = new ContentParser(NO_FILTERS, false);
  parser.parse(logFile('x.json'), { bytes, verified });
  return parser.batch();
}

function isJson(bytes) {
  try {
    JSON.parse(bytes.toString());
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Only what a checksum vouches for is not parsed, and that is sound. */
function judgePicking(bytes) {
  if (isJson(bytes)) assertSame(batchOf(bytes, true), batchOf(bytes, false), 'what is picked is not what is parsed');
}

const sound = fileOf(textOf(edited(record, 2).map(identified)));
const broken = fileOf(damaged(textOf(edited(record, 3))));

export const records = {
  inputs: fc.oneof(
    fc.array(sound, { minLength: 1, maxLength: 3 }).map((files) => ({ files, isSound: true })),
    fc.array(broken, { minLength: 1, maxLength: 2 }).map((files) => ({ files, isSound: false })),
  ),
  async judge({ files, isSound }) {
    for (const each of files) judgePicking(Buffer.from(each.text, 'latin1'));
    return judgeCount(files, isSound);
  },
};
