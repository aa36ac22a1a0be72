import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { NO_FILTERS } from '../../../src/logs/classify/filters.js';
import { MAX_RECORD_BYTES } from '../../../src/logs/read/find/wrapped.js';
import { ContentParser } from '../../../src/logs/read/keep/content.js';
import type { Intake } from '../../../src/logs/read/keep/intake.js';
import { logFile } from '../../../src/logs/read/open/log-file.js';
import { decrypt, delivery, fileKey, noise, roleIdentity } from '../events.mjs';
import { WRAPPINGS } from '../wrappings.js';

const MS = Date.UTC(2026, 10, 2, 1, 15, 30);
const KEY = fileKey({ ms: MS, unique: 'abcdefghijklmnop', organization: undefined });
const IDENTITY = roleIdentity({ role: 'siem', session: 's', invokedBy: 'AWS Internal' });
const DECRYPT = decrypt({ id: 'a', ms: MS, key: KEY, identity: IDENTITY, extra: {} });
/** A record of KMS that lacks its name is counted as not classified. */
const OTHER = { ...DECRYPT, eventSource: 's3.amazonaws.com' };
const RECORDS = [DECRYPT, delivery({ id: 'b', ms: MS, key: KEY, extra: {} }), noise({ id: 'n', ms: MS, number: 1 })];

function batchOf(content: string | Buffer) {
  const parser = new ContentParser(NO_FILTERS, true);
  parser.parse(logFile('x'), { bytes: Buffer.from(content), verified: false });
  return parser.batch();
}
const readOf = (content: string | Buffer): Intake => batchOf(content).intake;
const without = (record: object, field: string) => Object.fromEntries(Object.entries(record).filter(([key]) => key !== field));
const spelled = (record: object, spell: (name: string) => string) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [spell(key), value]));
const snake = (name: string) => name.replace(/[A-Z]+/g, (letters) => `_${letters.toLowerCase()}`);

test.each(Object.entries(WRAPPINGS))('records %s are the same records', (_, wrap) => {
  const plain = batchOf(JSON.stringify({ Records: RECORDS }));
  expect(plain.findings.length).toBeGreaterThan(0);
  const wrapped = batchOf(wrap(RECORDS));
  const inOrder = _.endsWith('the last first') ? batchOf(JSON.stringify(RECORDS.toReversed())) : plain;
  expect(wrapped).toEqual(inOrder);
});

test('of several wrappings in one file each is read', () => {
  const text = Object.values(WRAPPINGS)
    .map((wrap) => wrap([DECRYPT]))
    .filter((part) => /^[[{]/.test(part));
  expect(readOf(text.join('\n'))).toMatchObject({ filesRead: 1, filesFailed: 0, records: text.length });
});

test("text as Windows' shell writes it is read", () => {
  const text = Buffer.from(`\ufeff${JSON.stringify({ Events: [{ CloudTrailEvent: JSON.stringify(DECRYPT) }] })}`, 'utf16le');
  expect(readOf(text)).toMatchObject({ filesRead: 1, records: 1, kmsRecords: 1 });
});

describe('what cannot be taken fails with its reason', () => {
  const holds = 'holds a record that cannot be read';
  test.each<[string, string | Buffer, string]>([
    ['no name', JSON.stringify({ Records: [without(OTHER, 'eventName')] }), `${holds}: eventName is absent`],
    ['no source, in an event', JSON.stringify({ detail: without(DECRYPT, 'eventSource') }), `${holds}: eventSource is absent`],
    ['neither', JSON.stringify([without(without(DECRYPT, 'eventSource'), 'eventName')]), `${holds}: eventSource is absent`],
    ['a source that is a number', JSON.stringify([{ ...DECRYPT, eventSource: 7 }]), `${holds}: eventSource is a number, not text`],
    ['a name that is null', JSON.stringify({ ...OTHER, eventName: null }), `${holds}: eventName is null, not text`],
    [
      'names as Athena spells them',
      JSON.stringify(spelled(DECRYPT, (name) => name.toLowerCase())),
      `${holds}: "eventsource" is there instead of "eventSource"; give the record unchanged`,
    ],
    [
      'names with underscores, in text',
      JSON.stringify({ message: JSON.stringify({ ...spelled(DECRYPT, snake), note: 'eventSource' }) }),
      `${holds}: "event_source" is there instead of "eventSource"; give the record unchanged`,
    ],
    [
      'lookup-events without the events',
      JSON.stringify({ Events: [{ EventId: 'x', EventName: 'Decrypt', EventSource: 'kms.amazonaws.com', EventTime: 1 }] }),
      `${holds}: "EventSource" is there instead of "eventSource"; give the record unchanged`,
    ],
    [
      'several',
      JSON.stringify([without(OTHER, 'eventName'), { ...OTHER, eventName: 1 }]),
      'holds 2 records that cannot be read, the first: eventName is absent',
    ],
    [
      'Security Lake',
      JSON.stringify({ metadata: { product: { name: 'CloudTrail' } }, class_uid: 6003, api: { operation: 'Decrypt' } }),
      `${holds}: it is in the form of OCSF (Security Lake); give CloudTrail's own log files`,
    ],
    [
      'a table',
      'eventversion,eventtime,eventsource,eventname\n1,2,3,4\n',
      'holds CloudTrail records in a table, which trailcost does not read; give JSON',
    ],
    [
      'a table with quotes and semicolons',
      '\ufeff"event_source";"event_name"\n1;2\n',
      'holds CloudTrail records in a table, which trailcost does not read; give JSON',
    ],
    [
      'a table of messages',
      `@timestamp,@message\n2026-11-02,"${JSON.stringify(DECRYPT).replaceAll('"', '""')}"\n`,
      'holds CloudTrail records in text around JSON, which trailcost does not read; give JSON',
    ],
    [
      'syslog',
      `<14>Nov  2 00:00:00 host app: ${JSON.stringify(DECRYPT)}\n`,
      'holds CloudTrail records in text around JSON, which trailcost does not read; give JSON',
    ],
    [
      'Parquet',
      Buffer.from('PAR1....eventsource..eventname....PAR1'),
      'holds CloudTrail records in a Parquet file, which trailcost does not read; give JSON',
    ],
    [
      'a message that is too large',
      `2026-11-02T00:00:00.000Z {"eventSource":"${'a'.repeat(MAX_RECORD_BYTES)}"}`,
      'a record of more than 4 MiB',
    ],
    [
      'a payload made to exhaust memory',
      JSON.stringify({ awslogs: { data: gzipSync(Buffer.alloc(64 * 1024 * 1024)).toString('base64') } }),
      'a message that inflates to more than 32 MiB',
    ],
  ])('%s', (_, content, reason) => {
    expect(readOf(content)).toMatchObject({ filesRead: 0, filesFailed: 1, filesSkipped: 0, records: 0, failures: [{ file: 'x', reason }] });
  });

  test.each<[string, string]>([
    ['a broken event in a message', JSON.stringify({ events: [{ message: '{"eventSource":"kms.amazonaws.com"' }] })],
    ['a broken line of an export', '2026-11-02T00:00:00.000Z {"eventSource":"kms.amazonaws.com",\n'],
  ])('%s', (_, content) => {
    expect(readOf(content).failures).toEqual([{ file: 'x', reason: expect.stringMatching(/^broken JSON: /) }]);
  });

  test('what can be taken beside it is counted', () => {
    for (const content of [
      JSON.stringify([DECRYPT, without(OTHER, 'eventName')]),
      JSON.stringify({ Records: [{ ...DECRYPT, eventSource: null }, DECRYPT] }),
    ])
      expect(readOf(content)).toMatchObject({ filesRead: 1, filesFailed: 1, records: 1, kmsRecords: 1 });
  });
});

describe('without any record it is no log, not a failure', () => {
  test.each<[string, string | Buffer]>([
    ['an event of another service', JSON.stringify({ source: 'aws.health', detail: { eventArn: 'x', service: 'KMS' } })],
    ['a rule that asks for events', JSON.stringify({ detail: { eventSource: ['kms.amazonaws.com'], eventName: ['Decrypt'] } })],
    ['messages of an application', JSON.stringify({ events: [{ message: '[INFO] {started}' }, { message: '{"level":"info"}' }] })],
    ['lines of an application', '2026-11-02T00:00:00.000Z {"level":"info"}\n2026-11-02T00:00:00.000Z {broken\n'],
    ['a check of a subscription', JSON.stringify({ messageType: 'CONTROL_MESSAGE', logEvents: [{ message: 'CWL CONTROL MESSAGE' }] })],
    [
      'an Insight',
      JSON.stringify({
        Records: [
          { eventTime: 'x', eventID: 'y', awsRegion: 'z', insightDetails: { eventSource: 'kms.amazonaws.com', eventName: 'Decrypt' } },
        ],
      }),
    ],
    [
      'a document about records',
      '# Records\n\nThey have an `eventSource` and an `eventName`:\n\n    {"eventSource": "kms.amazonaws.com"}\n',
    ],
    ['a Parquet file of something else', Buffer.from('PAR1....line_item_usage_type....PAR1')],
    ['wrapped more often than anybody does', `${'{"x":'.repeat(40)}${JSON.stringify(DECRYPT)}${'}'.repeat(40)}`],
  ])('%s', (_, content) => {
    expect(readOf(content)).toMatchObject({ filesRead: 0, filesFailed: 0, otherFiles: 1, records: 0 });
  });

  test.each(['{"events":[],"searchedLogStreams":[]}', '{"messageType":"DATA_MESSAGE","logEvents":[]}'])(
    'an empty list is a log: %s',
    (content) => {
      expect(readOf(content)).toMatchObject({ filesRead: 1, filesFailed: 0, records: 0 });
    },
  );
});
