import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_FILTERS } from '../../../src/logs/classify/filters.js';
import { pickRecords } from '../../../src/logs/read/find/documents.js';
import { MAX_DEPTH, TooDeep } from '../../../src/logs/read/find/json.js';
import { parseRecords } from '../../../src/logs/read/find/walker.js';
import { BrokenJson, MAX_RECORD_BYTES, TooLarge } from '../../../src/logs/read/find/wrapped.js';
import { STRIDE } from '../../../src/logs/read/keep/batch.js';
import { ContentParser } from '../../../src/logs/read/keep/content.js';
import type { Intake } from '../../../src/logs/read/keep/intake.js';
import { logFile } from '../../../src/logs/read/open/log-file.js';
import { runs } from '../../runs.js';
import { decrypt, delivery, fileKey, getObject, noise, otherKms, roleIdentity, userIdentity } from '../events.mjs';
import { type Taken, takenBy, unpacked } from './reading.js';

const MS = Date.UTC(2026, 10, 2, 1, 15, 30);
const KEY = fileKey({ ms: MS, unique: 'abcdefghijklmnop', organization: undefined });
const IDENTITY = roleIdentity({ role: 'siem', session: 's', invokedBy: 'AWS Internal' });

/** What reading gave, or why it gave nothing. */
type Reading = Partial<Omit<Taken, 'kind'>> & { kind: string };

function unlessUnreadable(read: () => Reading): Reading {
  try {
    return read();
  } catch (error) {
    if (error instanceof BrokenJson || error instanceof TooDeep || error instanceof TooLarge) return { kind: error.name };
    throw error;
  }
}

const parsed = (bytes: Buffer) => unlessUnreadable(() => takenBy((sink) => parseRecords(bytes, sink)));

/** As content that a checksum vouches for is read: gone over where it lies, and parsed where that is not certain. */
function picked(bytes: Buffer): Reading {
  return unlessUnreadable(() => {
    const taken = takenBy((sink) => pickRecords(bytes, sink));
    return taken.kind === 'again' ? parsed(bytes) : taken;
  });
}

function expectSame(text: string | Buffer): Reading {
  const bytes = Buffer.from(text);
  const reading = picked(bytes);
  expect({ ...reading, rows: undefined }).toEqual({ ...parsed(bytes), rows: undefined });
  return reading;
}

const FILE = logFile('x.json');

/** What is read of a file; failing is told, never thrown. */
function readOf(bytes: Buffer, verified = false): Intake {
  const parser = new ContentParser(NO_FILTERS, true);
  parser.parse(FILE, { bytes, verified });
  return parser.batch().intake;
}

const REAL = [
  decrypt({ id: 'a', ms: MS, key: KEY, identity: IDENTITY, extra: {} }),
  delivery({ id: 'b', ms: MS, key: KEY, extra: {} }),
  otherKms({ id: 'c', ms: MS, number: 2, extra: {} }),
  getObject({
    id: 'd',
    ms: MS,
    key: KEY,
    identity: userIdentity({ user: 'alice', invokedBy: undefined }),
    requestId: undefined,
    extra: {},
  }),
  ...[0, 1, 2, 3, 4, 5].map((number) => noise({ id: `n${number}`, ms: MS, number })),
];

/** Keys that are looked for, and some that look like them. */
const wantedKeys = fc.constantFrom(
  'eventSource',
  'eventName',
  'eventTime',
  'awsRegion',
  'eventID',
  'sharedEventID',
  'requestID',
  'errorCode',
  'recipientAccountId',
  'userAgent',
  'userIdentity',
  'requestParameters',
  'encryptionContext',
  'bucketName',
  'key',
  'type',
  'principalId',
  'arn',
  'accountId',
  'userName',
  'invokedBy',
  'sessionContext',
  'sessionIssuer',
  'aws:cloudtrail:arn',
  'aws:s3:arn',
  'Records',
  'Events',
  'CloudTrailEvent',
  'digestS3Object',
  'eventsource',
  'eventSourc',
  'eventSourcf',
  '__proto__',
  'constructor',
  '',
);
const keys = fc.oneof({ weight: 3, arbitrary: wantedKeys }, { weight: 1, arbitrary: fc.string({ unit: 'binary' }) });
const texts = fc.oneof(
  fc.constantFrom(
    'kms.amazonaws.com',
    's3.amazonaws.com',
    'GetObject',
    'Decrypt',
    'us-east-1',
    'a"b\\c',
    '\\',
    '"',
    '\u0000\n\t',
    'é日本😀',
    '\ud800',
    '\ufeff',
    '{"',
    ']}',
  ),
  fc.string({ unit: 'binary' }),
);
const scalars = fc.oneof(
  { weight: 4, arbitrary: texts },
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const { value: values } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 3, arbitrary: scalars },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 4 }) },
    { weight: 2, arbitrary: fc.dictionary(keys, tie('value'), { maxKeys: 5 }) },
  ),
}));
/** Records with fields of every kind where CloudTrail has its own. */
const records = fc
  .tuple(
    fc.record(
      {
        eventSource: fc.oneof(
          { weight: 12, arbitrary: fc.constantFrom('kms.amazonaws.com', 's3.amazonaws.com', 'ec2.amazonaws.com') },
          values,
        ),
        eventName: fc.oneof({ weight: 12, arbitrary: fc.constantFrom('Decrypt', 'GetObject', 'PutObject') }, values),
        eventTime: fc.oneof(
          { weight: 8, arbitrary: fc.constantFrom('2026-11-02T01:15:30Z', '2026-02-30T01:15:30Z', undefined) },
          { weight: 2, arbitrary: fc.constantFrom<unknown>('2026-11-02T01:15:30+01:00', '2026-11-02 01:15:30', 1_793_577_600_000) },
          values,
        ),
        eventCategory: fc.oneof(fc.constantFrom('Management', 'Data', 'NetworkActivity'), values),
        addendum: fc.oneof(fc.record({ originalEventID: texts }), values),
        resources: fc.oneof(fc.array(fc.record({ type: fc.constantFrom('AWS::S3::Object', 'AWS::S3::Bucket'), ARN: texts })), values),
        awsRegion: fc.oneof(fc.constantFrom('us-east-1', 'eu-west-1'), values),
        eventID: values,
        sharedEventID: values,
        errorCode: values,
        userIdentity: fc.oneof(
          fc.constantFrom<unknown>(IDENTITY, { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' }),
          fc.record({
            type: values,
            arn: texts,
            sessionContext: fc.oneof(values, fc.record({ sessionIssuer: fc.oneof(values, fc.record({ arn: texts })) })),
          }),
          values,
        ),
        requestParameters: fc.oneof(
          { weight: 3, arbitrary: fc.record({ bucketName: texts, key: texts }) },
          { weight: 3, arbitrary: fc.record({ encryptionContext: fc.oneof(fc.dictionary(keys, texts), values) }) },
          fc.constant(JSON.stringify({ encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::b/k' } })),
          values,
        ),
      },
      { requiredKeys: ['eventSource', 'eventName'] },
    ),
    fc.dictionary(keys, values, { maxKeys: 3 }),
    fc.boolean(),
  )
  .map(([own, more, first]) => (first ? { ...more, ...own } : { ...own, ...more }));
const listed = fc.array(fc.oneof({ weight: 19, arbitrary: records }, { weight: 1, arbitrary: values }), { maxLength: 5 });

/** JSON written by hand: keys given twice, escapes where none are needed, blanks anywhere. */
const blanks = fc.constantFrom('', '', '', ' ', '\n', '\r\n', '\t  ');
const escapedSign = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
const escapedText = (text: string, mask: number) => {
  const isEscaped = (sign: string, index: number) => ((mask >> (index % 30)) & 1) === 1 && sign.length === 1;
  const signs = [...text].map((sign, index) => (isEscaped(sign, index) ? escapedSign(sign) : JSON.stringify(sign).slice(1, -1)));
  return `"${signs.join('')}"`;
};
const masks = fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat() });
const rawText = fc.tuple(texts, masks).map(([text, mask]) => escapedText(text, mask));
const rawKey = fc.tuple(keys, masks).map(([key, mask]) => escapedText(key, mask));
const { value: rawValues } = fc.letrec<{ value: string }>((tie) => {
  const member = fc.tuple(rawKey, blanks, blanks, tie('value'), blanks).map(([key, a, b, value, c]) => `${key}${a}:${b}${value}${c}`);
  return {
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { weight: 4, arbitrary: rawText },
      { weight: 2, arbitrary: fc.constantFrom('null', 'true', 'false', '0', '-0.5e+3', '1E9', '[]', '{}', '[ ]', '{\n}') },
      {
        weight: 1,
        arbitrary: fc
          .tuple(blanks, fc.array(tie('value'), { maxLength: 3 }))
          .map(([blank, list]) => `[${blank}${list.join(`,${blank}`)}${blank}]`),
      },
      {
        weight: 2,
        arbitrary: fc.tuple(blanks, fc.array(member, { maxLength: 4 })).map(([blank, list]) => `{${blank}${list.join(`,${blank}`)}}`),
      },
    ),
  };
});
const rawRecord = fc
  .tuple(
    masks,
    masks,
    fc.array(fc.tuple(rawKey, rawValues), { maxLength: 5 }),
    fc.constantFrom('kms.amazonaws.com', 's3.amazonaws.com', 'ec2.amazonaws.com'),
    blanks,
    fc.boolean(),
  )
  .map(([mask, nameMask, members, source, blank, isLast]) => {
    const own = [`"eventSource":${blank}${escapedText(source, mask)}`, `"eventName":${escapedText('GetObject', nameMask)}`];
    const rest = members.map(([key, value]) => `${key}${blank}:${value}`);
    return `{${blank}${(isLast ? [...rest, ...own] : [...own, ...rest]).join(`,${blank}`)}${blank}}`;
  });

describe('picking gives what parsing gives', () => {
  test('for the records that CloudTrail writes, without parsing', () => {
    const bytes = Buffer.from(JSON.stringify({ Records: REAL }));
    const { count, rows, batch } = expectSame(bytes);
    expect(count).toBe(REAL.length);
    expect(rows).toBe(4);
    expect(batch?.findings).toHaveLength(4 * STRIDE);
    expect(batch?.trails).toContainEqual(expect.stringContaining(':trail/'));
    expect(batch?.principals).toContainEqual(expect.objectContaining({ name: 'role/siem' }));
  });

  test('for any records', () => {
    const { numRuns } = runs(1500);
    let rowTimes = 0;
    fc.assert(
      fc.property(listed, fc.constantFrom(undefined, 1, '\t', '\r\n'), (list, indent) => {
        const text = JSON.stringify({ Records: list }, undefined, indent);
        // Written on one line, it is as CloudTrail writes it; its own files have no blanks there.
        const bytes = Buffer.from(text.replace(/^\{\s*"Records":\s*\[/, '{"Records":['));
        if ((expectSame(bytes).rows ?? 0) > 0) rowTimes += 1;
      }),
      { numRuns },
    );
    expect(rowTimes).toBeGreaterThan(numRuns / 5);
  });

  test('for records with keys given twice, escapes and blanks', () => {
    const { numRuns } = runs(1500);
    let rowTimes = 0;
    fc.assert(
      fc.property(fc.array(rawRecord, { maxLength: 4 }), blanks, (list, blank) => {
        const bytes = Buffer.from(`{"Records":[${blank}${list.join(`${blank},${blank}`)}${blank}]${blank}}${blank}`);
        JSON.parse(bytes.toString());
        if ((expectSame(bytes).rows ?? 0) > 0) rowTimes += 1;
      }),
      { numRuns },
    );
    expect(rowTimes).toBeGreaterThan(numRuns / 7);
  });

  test('for the same records again and again, in any order, with callers that are remembered', () => {
    const many = Array.from({ length: 200 }, (_, number) =>
      decrypt({
        id: `${number}`,
        ms: MS,
        key: KEY,
        identity: roleIdentity({ role: `r${number % 90}`, session: `${number % 3}`, invokedBy: undefined }),
        extra: {},
      }),
    );
    fc.assert(
      fc.property(fc.shuffledSubarray([...REAL, ...many]), (list) => {
        expectSame(JSON.stringify({ Records: list }));
      }),
      runs(20),
    );
  });

  test.each<[string, string]>([
    ['no record', '{"Records":[]}'],
    ['no record, with blanks', '{"Records":[ \n ] }\n'],
    ['something after the list', '{"Records":[],"Digest":1}'],
    ['the list twice', '{"Records":[{"eventSource":"a","eventName":"b"}],"Records":[]}'],
    ['an escaped value', '{"Records":[{"eventSource":"\\u006bms.amazonaws.com","eventName":"Decrypt"}]}'],
    ['an escaped key', '{"Records":[{"event\\u0053ource":"kms.amazonaws.com","eventName":"Decrypt"}]}'],
    [
      'an escaped key over one without',
      '{"Records":[{"eventSource":"ec2","event\\u0053ource":"kms.amazonaws.com","eventName":"Decrypt"}]}',
    ],
    ['a key given twice', '{"Records":[{"eventSource":"kms.amazonaws.com","eventSource":"ec2.amazonaws.com","eventName":"Decrypt"}]}'],
    ['a key given twice, the last null', '{"Records":[{"eventSource":"kms.amazonaws.com","eventSource":null,"eventName":"Decrypt"}]}'],
    [
      'an object given twice',
      '{"Records":[{"eventSource":"kms.amazonaws.com","eventName":"Decrypt",' +
        '"userIdentity":{"arn":"a","type":"b"},"userIdentity":{"arn":"c"}}]}',
    ],
    [
      'a wanted key at another depth',
      '{"Records":[{"x":{"eventSource":"kms.amazonaws.com"},"eventSource":"ec2.amazonaws.com","eventName":"b"}]}',
    ],
    [
      'an eventSource that is a number',
      '{"Records":[{"eventSource":7,"eventName":"b"},{"eventSource":"kms.amazonaws.com","eventName":"b"}]}',
    ],
    ['an eventName that is null', '{"Records":[{"eventSource":"kms.amazonaws.com","eventName":null}]}'],
    ['empty texts', '{"Records":[{"eventSource":"","eventName":"","eventTime":"","awsRegion":""}]}'],
    ['a list in a list', '{"Records":[[{"eventSource":"kms.amazonaws.com","eventName":"b"}]]}'],
    ['text for a record', '{"Records":["eventSource"]}'],
    ['identity that is a list', '{"Records":[{"eventSource":"kms.amazonaws.com","eventName":"b","userIdentity":[{"arn":"a"}]}]}'],
    ['identity that is text', '{"Records":[{"eventSource":"kms.amazonaws.com","eventName":"b","userIdentity":"a"}]}'],
    ['parameters that are null', '{"Records":[{"eventSource":"kms.amazonaws.com","eventName":"b","requestParameters":null}]}'],
    [
      'an escaped key deep within',
      '{"Records":[{"eventSource":"kms.amazonaws.com","eventName":"b",' +
        '"userIdentity":{"sessionContext":{"session\\u0049ssuer":{"arn":"a"}}}}]}',
    ],
    ['half a pair of surrogates', '{"Records":[{"eventSource":"kms.amazonaws.com","eventName":"b","userAgent":"\\ud800"}]}'],
    ['an escape that is none', '{"Records":[{"eventSource":"kms.amazonaws.com","eventName":"\\x"}]}'],
    [
      'no Region after one with a Region',
      '{"Records":[{"eventSource":"a","eventName":"b","awsRegion":"c"},{"eventSource":"a","eventName":"b"}]}',
    ],
    ['numbers of every form', '{"Records":[{"a":-0.5e+3,"b":1E9,"eventSource":"kms.amazonaws.com","eventName":"b","c":0}]}'],
    ['one byte after it', '{"Records":[]}x'],
    ['a second document', '{"Records":[]}{"Records":[{"eventSource":"a","eventName":"b"}]}'],
    ['a comma too many', '{"Records":[{"eventSource":"a","eventName":"b"},]}'],
    ['a comma too few', '{"Records":[{"eventSource":"a","eventName":"b"}{"eventSource":"a","eventName":"b"}]}'],
    ['an end that is missing', '{"Records":[{"eventSource":"a","eventName":"b"}]'],
    ['another key first', '{"Comment":"x","Records":[{"eventSource":"a","eventName":"b"}]}'],
    ['a form of its own length', '{"Records": []}'],
    ['bytes that are no text', Buffer.from('7b225265636f726473223a5b7b226576656e74536f75726365223a22ff22', 'hex').toString('latin1')],
  ])('%s', (_, text) => {
    expectSame(text);
  });

  test('bytes that are no UTF-8, within text', () => {
    for (const byte of [0x80, 0xc3, 0xe2, 0xf0, 0xff]) {
      const bytes = Buffer.from('{"Records":[{"eventSource":"kms.amazonaws.com","eventName":"x?","userAgent":"?"}]}');
      for (let at = bytes.indexOf('?'); at >= 0; at = bytes.indexOf('?', at)) bytes[at] = byte;
      expectSame(bytes);
    }
  });
});

describe('picking differs from parsing', () => {
  test.each(['{}', '[]', '{"a":1}', '[{}]', '', '{"Records":'])('content shorter than the beginning of a log file: %s', (text) => {
    expectSame(text);
    expect(() => readOf(Buffer.from(text), true)).not.toThrow();
  });

  test('a record that has a field called CloudTrailEvent', () => {
    const inner = JSON.stringify({ eventSource: 'kms.amazonaws.com', eventName: 'Decrypt', eventID: 'inner' });
    for (const event of [inner, '{}', 'broken']) {
      expectSame(JSON.stringify({ Records: [{ eventSource: 'kms.amazonaws.com', eventName: 'Encrypt', CloudTrailEvent: event }] }));
    }
  });
});

describe('depth', () => {
  const open = (levels: number) => '['.repeat(levels);
  const close = (levels: number) => ']'.repeat(levels);
  const inRecord = (inner: string) => `{"Records":[{"eventSource":"kms.amazonaws.com","eventName":"b",${inner}}]}`;
  const places: [string, (levels: number) => string, around: number][] = [
    ['in a field of a record', (levels) => inRecord(`"x":${open(levels)}${close(levels)}`), 3],
    ['in its identity', (levels) => inRecord(`"userIdentity":{"arn":${open(levels)}1${close(levels)}}`), 4],
    ['in the context', (levels) => inRecord(`"requestParameters":{"encryptionContext":{"aws:s3:arn":${open(levels)}${close(levels)}}}`), 5],
    ['of objects', (levels) => inRecord(`"x":${'{"x":'.repeat(levels)}1${'}'.repeat(levels)}`), 3],
    ['beside the list', (levels) => `{"Records":[],"x":${open(levels)}${close(levels)}}`, 1],
    ['before the list', (levels) => `{"x":${open(levels)}${close(levels)},"Records":[]}`, 1],
    ['of lists in the list', (levels) => `{"Records":[${open(levels)}${close(levels)}]}`, 2],
    ['of a bare list', (levels) => `${open(levels)}${close(levels)}`, 0],
    ['without an end', (levels) => open(levels), 0],
  ];

  test.each(places)('%s', (name, text, around) => {
    for (const depth of [MAX_DEPTH - 1, MAX_DEPTH, MAX_DEPTH + 1, 100_000]) {
      const bytes = Buffer.from(text(depth - around));
      const reading = parsed(bytes);
      expect(reading.kind === 'TooDeep').toBe(depth > MAX_DEPTH);
      if (name !== 'without an end' && depth <= MAX_DEPTH) expect(reading.kind).not.toBe('BrokenJson');
      expectSame(bytes);
    }
  });

  test('brackets in text are no depth', () => {
    const text = inRecord(`"x":"${open(1000)}\\"${open(1000)}\\\\"`);
    expect(parsed(Buffer.from(text)).kind).toBe('records');
    expectSame(text);
  });

  test('an event in text, nested without end, ends nothing', () => {
    const event = `${open(200_000)}${close(200_000)}`;
    expect(parsed(Buffer.from(JSON.stringify({ Events: [{ CloudTrailEvent: event }] }))).kind).toMatch(/^(other|TooDeep|BrokenJson)$/);
  });
});

describe('size', () => {
  const fields = (size: number) => '"x":"'.concat('a'.repeat(size - 8), '",');
  const recordOfSize = (size: number) => {
    const rest = '"eventSource":"kms.amazonaws.com","eventName":"b"}';
    return `{${fields(size - rest.length)}${rest}`;
  };

  test.each<[string, (record: string) => string]>([
    ['in a log file', (record) => `{"Records":[${record}]}`],
    ['after another', (record) => `{"Records":[{"eventSource":"a","eventName":"b"},${record}]}`],
    ['in a bare list', (record) => `[${record}]`],
    ['in lookup-events output', (record) => `{"Events":[{"CloudTrailEvent":${JSON.stringify(record)}}]}`],
    ['in a line', (record) => `{"eventSource":"a","eventName":"b"}\n${record}`],
  ])('a record that is too large, %s', (name, document) => {
    const record = recordOfSize(MAX_RECORD_BYTES);
    expect(Buffer.byteLength(record)).toBe(MAX_RECORD_BYTES);
    const large = document(record);
    const larger = document(recordOfSize(MAX_RECORD_BYTES + 1));
    expect(parsed(Buffer.from(larger)).kind).toBe('TooLarge');
    if (name !== 'in lookup-events output') expect(parsed(Buffer.from(large)).kind).toBe('records');
    expectSame(large);
    expectSame(larger);
  });

  test('many records of a common size are no large record', () => {
    const record = recordOfSize(64 * 1024);
    const text = `{"Records":[${Array.from({ length: 80 }, () => record).join(',')}]}`;
    expect(text.length).toBeGreaterThan(MAX_RECORD_BYTES);
    expect(parsed(Buffer.from(text))).toMatchObject({ kind: 'records', count: 80 });
    expectSame(text);
  });

  test.each<[string, string]>([
    ['blanks', `{"Records":[{"eventSource":"kms.amazonaws.com",${' '.repeat(MAX_RECORD_BYTES)}"eventName":"b"}]}`],
    [
      'signs of several bytes',
      `{"Records":[{"eventSource":"kms.amazonaws.com","eventName":"b","x":"${'日'.repeat(MAX_RECORD_BYTES / 2)}"}]}`,
    ],
    ['escapes', `{"Records":[{"eventSource":"kms.amazonaws.com","eventName":"b","x":"${'\\u0061'.repeat(MAX_RECORD_BYTES / 4)}"}]}`],
    ['keys given twice', `{"Records":[{"eventSource":"kms.amazonaws.com","eventName":"b","x":"${'a'.repeat(MAX_RECORD_BYTES)}","x":""}]}`],
  ])('a record that is large by %s alone is too large for both or for neither', (_, text) => {
    const bytes = Buffer.from(text);
    expect(picked(bytes).kind).toBe(parsed(bytes).kind);
  });
});

describe('forms in which people hold records', () => {
  const one = JSON.stringify(REAL[0]);
  const other = JSON.stringify(REAL[4]);
  const list = [REAL[0], REAL[4]];
  const pretty = JSON.stringify(REAL[0], undefined, 2);

  test.each<[string, string, string, number]>([
    ['a log file', JSON.stringify({ Records: list }), 'records', 2],
    ['a log file for people', JSON.stringify({ Records: list }, undefined, 2), 'records', 2],
    ['a log file with a byte order mark', `\ufeff${JSON.stringify({ Records: list })}`, 'records', 2],
    ['a bare list', JSON.stringify(list), 'records', 2],
    ['a bare list with a byte order mark', `\ufeff${JSON.stringify(list)}`, 'records', 2],
    ['JSON lines', `${one}\n${other}\n`, 'records', 2],
    ['JSON lines with blank ones between', `\n${one}\r\n\r\n${other}`, 'records', 2],
    ['JSON lines of whole files', `${JSON.stringify({ Records: list })}\n${JSON.stringify({ Records: list })}\n`, 'records', 4],
    ['documents without line ends between', `${one}${other}${one}`, 'records', 3],
    ['documents over several lines', `${pretty}\n${pretty}`, 'records', 2],
    ['a single record', one, 'records', 1],
    ['a single record for people', pretty, 'records', 1],
    [
      'lookup-events output',
      JSON.stringify(
        { Events: [REAL[0], REAL[4]].map((record) => ({ EventId: 'x', CloudTrailEvent: JSON.stringify(record) })), NextToken: 'x' },
        undefined,
        4,
      ),
      'records',
      2,
    ],
    ['lookup-events output without its outer object', JSON.stringify([{ CloudTrailEvent: one }]), 'records', 1],
    [
      'lookup-events output, one event a line',
      `${JSON.stringify({ CloudTrailEvent: one })}\n${JSON.stringify({ CloudTrailEvent: other })}`,
      'records',
      2,
    ],
    ['no events', '{"Events":[]}', 'records', 0],
    ['an empty list', '[]', 'records', 0],
    ['no records', '{"Records":[]}', 'records', 0],
    [
      'a digest',
      '{"awsAccountId":"111122223333","digestStartTime":"2026-11-02T00:00:00Z","digestS3Object":"x","logFiles":[]}',
      'digest',
      0,
    ],
    ['a digest without an end', '{"digestStartTime":"2026-11-02T00:00:00Z"}', 'digest', 0],
    ['a digest beside records', `${one}{"digestS3Object":"x"}`, 'records', 1],
    ['other JSON', '{"name":"trailcost","version":"0.1.0"}', 'other', 0],
    ['a list of other things', '[1,{"a":2},"x",null,[3]]', 'other', 0],
    ['records among other things', `[1,${one},{"a":2}]`, 'records', 1],
    ['Records that are no list', `{"Records":${one}}`, 'records', 1],
    ['a configuration of a trail', '{"trailList":[{"Name":"org","S3BucketName":"b"}]}', 'other', 0],
    ['a broken end', `{"Records":[${one}`, 'BrokenJson', 0],
    ['a broken line', `${one}\n{"eventSource":`, 'BrokenJson', 0],
    ['a broken event in text', JSON.stringify({ Events: [{ CloudTrailEvent: '{' }] }), 'BrokenJson', 0],
    ['a comma between lines', `${one},\n${other}`, 'BrokenJson', 0],
    ['single quotes', "{'Records':[]}", 'BrokenJson', 0],
    ['brackets that do not fit', '[{]}', 'BrokenJson', 0],
  ])('%s', (_, text, kind, count) => {
    const reading = parsed(Buffer.from(text));
    expect(reading.kind).toBe(kind);
    expect(reading.count ?? 0).toBe(count);
    expectSame(text);
  });

  test('the same records in every form', () => {
    const wanted = parsed(Buffer.from(JSON.stringify({ Records: REAL })));
    expect(wanted.count).toBe(REAL.length);
    const lookup = { Events: REAL.map((record) => ({ CloudTrailEvent: JSON.stringify(record) })) };
    for (const text of [JSON.stringify(REAL), REAL.map((record) => JSON.stringify(record)).join('\n'), JSON.stringify(lookup)]) {
      expect(expectSame(text)).toMatchObject({ ...wanted, rows: expect.any(Number) });
    }
  });
});

describe('content of a file', () => {
  test.each<[string, string | Buffer, Partial<Intake>]>([
    ['log file', JSON.stringify({ Records: REAL }), { filesRead: 1, logFiles: 1, records: REAL.length, kmsRecords: 3 }],
    ['blank file', ' \n\t ', { failures: [{ file: 'x.json', reason: 'is empty' }] }],
    ['empty file', '', { failures: [{ file: 'x.json', reason: 'is empty' }] }],
    ['byte order mark alone', '\ufeff', { failures: [{ file: 'x.json', reason: 'is empty' }] }],
    ['blanks before it, more than is looked at first', `${' '.repeat(10_000)}${JSON.stringify({ Records: REAL })}`, { logFiles: 1 }],
    ['digest', '{"digestS3Object":"x"}', { digestFiles: 1, filesRead: 0 }],
    ['other JSON', '{"a":1}', { otherFiles: 1, skipped: ['x.json'], filesRead: 0 }],
    ['text', 'Dear all', { otherFiles: 1, skipped: ['x.json'] }],
    ['bytes', Buffer.from([0, 1, 2, 255]), { otherFiles: 1 }],
    ['broken JSON', '{"Records":[', { failures: [{ file: 'x.json', reason: expect.stringMatching(/^broken JSON: /) }] }],
    ['nested without end', '['.repeat(100_000), { failures: [{ file: 'x.json', reason: `nested deeper than ${MAX_DEPTH} levels` }] }],
  ])('%s', (_, content, expected) => {
    const intake = readOf(Buffer.from(content));
    expect(intake).toMatchObject({ failures: [], logFiles: 0, ...expected });
  });

  test('a file that breaks off leaves nothing of itself behind', () => {
    const whole = JSON.stringify({ Records: REAL });
    const intake = readOf(Buffer.from(whole.slice(0, -10)));
    expect(intake).toMatchObject({ filesRead: 0, records: 0, kmsRecords: 0, accounts: new Set(), regions: new Set() });
    expect(intake.failures).toHaveLength(1);
  });

  test.each([true, false])('a record that is broken within is named, and the others are counted; with a trace: %s', (wantsTrace) => {
    const identity = roleIdentity({ role: 'broken', session: `${wantsTrace}`, invokedBy: undefined });
    const broken = JSON.stringify(decrypt({ id: 'x', ms: MS, key: KEY, identity, extra: { userAgent: 'TAB' } })).replace('TAB', '\t');
    const parser = new ContentParser(NO_FILTERS, wantsTrace);
    const bytes = Buffer.from(`{"Records":[${[broken, ...REAL.map((record) => JSON.stringify(record))].join(',')}]}`);
    parser.parse(FILE, { bytes, verified: true });
    const { intake, findings } = parser.batch();
    expect(intake).toMatchObject({ filesRead: 1, filesFailed: 1, records: REAL.length + 1, kmsRecords: 3 });
    expect(intake.failures[0]?.reason).toMatch(/^holds a record that cannot be read: broken JSON: /);
    expect(findings).toHaveLength(4 * STRIDE);
  });

  test('packed or plain, the same', () => {
    const plain = Buffer.from(JSON.stringify({ Records: REAL }));
    const parser = new ContentParser(NO_FILTERS, true);
    const content = unpacked(gzipSync(plain));
    parser.parse(FILE, content);
    const wanted = new ContentParser(NO_FILTERS, true);
    wanted.parse(FILE, { bytes: plain, verified: false });
    expect(content.verified).toBe(true);
    expect(parser.batch()).toEqual(wanted.batch());
    expect(parser.batch().findings.length).toBeGreaterThan(0);
  });
});

describe('damage', () => {
  const whole = Buffer.from(JSON.stringify({ Records: REAL.slice(0, 5) }));
  const damages = fc.array(
    fc.oneof(
      fc.record({
        what: fc.constant('set' as const),
        at: fc.nat(whole.length),
        byte: fc.oneof(fc.constantFrom(...Buffer.from('"\\{}[],:')), fc.nat(255)),
      }),
      fc.record({
        what: fc.constant('insert' as const),
        at: fc.nat(whole.length),
        byte: fc.oneof(fc.constantFrom(...Buffer.from('"\\{}[],:')), fc.nat(255)),
      }),
      fc.record({ what: fc.constant('cut' as const), at: fc.nat(whole.length), byte: fc.nat(60) }),
      fc.record({ what: fc.constant('end' as const), at: fc.nat(whole.length), byte: fc.constant(0) }),
    ),
    { minLength: 1, maxLength: 4 },
  );
  const damaged = damages.map((list) =>
    list.reduce((bytes, { what, at, byte }) => {
      const head = bytes.subarray(0, at);
      if (what === 'end') return Buffer.from(head);
      if (what === 'cut') return Buffer.concat([head, bytes.subarray(at + byte)]);
      return Buffer.concat([head, Buffer.of(byte), bytes.subarray(at + (what === 'set' ? 1 : 0))]);
    }, whole),
  );
  const anyBytes = fc.oneof(
    { weight: 4, arbitrary: damaged.filter(({ length }) => length >= 12) },
    { weight: 1, arbitrary: fc.uint8Array({ minLength: 12, maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
    {
      weight: 1,
      arbitrary: fc
        .string({ unit: fc.constantFrom(...'{}[]",:\\ ae0', '"Records"', '\ufeff'), minLength: 12 })
        .map((text) => Buffer.from(text)),
    },
  );

  test('is named as broken, and nothing else is thrown', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        // Both throw what they do not expect.
        picked(bytes);
        parsed(bytes);
      }),
      runs(2000),
    );
  });

  test('is told by the reader of files and never thrown', () => {
    fc.assert(
      fc.property(fc.oneof(anyBytes, damaged), (bytes) => {
        const { filesRead, filesSkipped, filesFailed, failures } = readOf(bytes);
        // What can be taken of a file is counted, though the rest of it cannot.
        expect([1, 1 + filesRead * filesFailed]).toContain(filesRead + filesSkipped + filesFailed);
        expect(failures).toHaveLength(filesFailed);
      }),
      runs(1000),
    );
  });
});
