import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ELEMENT, FULL, pickRecords } from '../../../src/logs/read/find/documents.js';
import { FileRecords, SLOT_SECONDS } from '../../../src/logs/read/find/file-records.js';
import { JsonBytes, MAX_DEPTH, TOO_DEEP, UNCERTAIN, Uncertain } from '../../../src/logs/read/find/json.js';
import { scanModule } from '../../../src/logs/read/find/module.js';
import { NO_KIND, ROW, ROW_WORDS, type Rows } from '../../../src/logs/read/find/rows.js';
import { parseRecords } from '../../../src/logs/read/find/walker.js';
import { exampleOf } from '../../../src/logs/read/keep/kinds.js';
import { runs } from '../../runs.js';
import { decrypt, delivery, fileKey, getObject, noise, otherKms, roleIdentity, userIdentity } from '../events.mjs';
import { takenBy } from './reading.js';

const MS = Date.UTC(2026, 10, 2, 1, 15, 30);

function rowsIn(list: readonly unknown[]): Rows[] {
  const records = new FileRecords();
  records.begin(undefined);
  expect(pickRecords(Buffer.from(JSON.stringify({ Records: list })), records)).toBe('records');
  return records.candidates.flatMap((each) => ('words' in each ? [each] : []));
}

function expectSame(list: readonly unknown[]): void {
  const bytes = Buffer.from(JSON.stringify({ Records: list }));
  const picked = takenBy((sink) => pickRecords(bytes, sink));
  expect({ ...picked, rows: 0 }).toEqual({ ...takenBy((sink) => parseRecords(bytes, sink)), rows: 0 });
}

test('what stands in the module and beside it is the same', () => {
  const own = { UNCERTAIN, TOO_DEEP, ELEMENT, FULL, MAX_DEPTH, SLOT_SECONDS, ROW_BYTES: 4 * ROW_WORDS };
  const module: Record<string, unknown> = { ...scanModule() };
  for (const [name, value] of Object.entries(own)) expect(module[name]).toMatchObject({ value });
});

/** Indices of the module end where the language's own parser ends. */
describe('values', () => {
  const backslashes = fc.nat(140).map((length) => '\\'.repeat(length));
  const text = fc
    .array(fc.oneof(backslashes, fc.constantFrom('"', '[', '}', 'é', '😀', '\u0000', ' '), fc.string({ maxLength: 90 })))
    .map((all) => all.join(''));
  const value = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      text,
      fc.constantFrom(null, true, false, 0, -1.5e30),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(text, tie('value'), { maxKeys: 4 }),
    ),
  })).value;
  const blanks = fc.array(fc.constantFrom(' ', '\n', '\t', '\r'), { maxLength: 130 }).map((all) => all.join(''));

  test('end where they end, at whatever place', () => {
    fc.assert(
      fc.property(value, blanks, blanks, fc.constantFrom('', ',', ']', '}', '"x"'), (each, before, after, last) => {
        const json = JSON.stringify(each);
        const bytes = new JsonBytes(Buffer.from(`${before}${json}${after}${last}`));
        const at = bytes.afterBlanks(0);
        expect(at).toBe(before.length);
        const end = bytes.endOfValue(at, 0);
        expect(bytes.raw(at, end)).toBe(json);
        expect(bytes.afterBlanks(end)).toBe(end + after.length);
      }),
      runs(1000),
    );
  });

  test('have no end where they are cut off, text and containers', () => {
    fc.assert(
      fc.property(
        fc.oneof(text, fc.array(value), fc.dictionary(text, value)).chain((each) => {
          const bytes = Buffer.from(JSON.stringify(each));
          return fc.nat(bytes.length - 1).map((length) => bytes.subarray(0, length));
        }),
        (bytes) => {
          expect(() => new JsonBytes(bytes).endOfValue(0, 0)).toThrow(Uncertain);
        },
      ),
      runs(1000),
    );
  });

  test('two at a time do not disturb each other', () => {
    const [one, other] = [new JsonBytes(Buffer.from(`["${'a'.repeat(200)}"] `)), new JsonBytes(Buffer.from('["b"] '))];
    expect([one.endOfValue(0, 0), other.endOfValue(0, 0), one.endOfValue(0, 0)]).toEqual([204, 5, 204]);
  });
});

describe('rows', () => {
  const identity = roleIdentity({ role: 'siem', session: 's', invokedBy: 'AWS Internal' });
  const key = fileKey({ ms: MS, unique: 'abcdefghijklmnop', organization: undefined });
  const real = [
    decrypt({ id: 'a', ms: MS, key, identity, extra: {} }),
    delivery({ id: 'b', ms: MS, key, extra: {} }),
    otherKms({ id: 'c', ms: MS, number: 2, extra: {} }),
    getObject({ id: 'd', ms: MS, key, identity: userIdentity({ user: 'alice', invokedBy: undefined }), requestId: undefined, extra: {} }),
    noise({ id: 'e', ms: MS, number: 1 }),
  ];

  test("say all that AWS's own records come to, so that one of each kind is parsed", () => {
    const [rows] = rowsIn(real);
    expect(rows?.words).toHaveLength(4 * ROW_WORDS);
    for (let at = 0; at < 4 * ROW_WORDS; at += ROW_WORDS) {
      expect(rows?.words[at + ROW.kind]).not.toBe(NO_KIND);
      expect(rows && exampleOf(rows, at)).toBeDefined();
    }
  });

  test('have one kind where records differ in time, identifier and file alone', () => {
    const days = [0, 1, 40];
    const all = days.map((day) => {
      const ms = MS + day * 86_400_000;
      return decrypt({ id: `${day}`, ms, key: fileKey({ ms, unique: `u${day}`, organization: undefined }), identity, extra: {} });
    });
    const [rows] = rowsIn(all);
    const kinds = days.map((_, index) => rows?.words[index * ROW_WORDS + ROW.kind]);
    expect(new Set(kinds).size).toBe(1);
    expectSame(all);
  });

  /** Much that looks like a bucket's files and is not quite; of each there are several, so that one speaks for the others. */
  const anyFolder = fc
    .array(
      fc.constantFrom(
        'AWSLogs',
        'o-abc123',
        '111122223333',
        'CloudTrail',
        'CloudTrail-Digest',
        'CloudTrail-Insight',
        'us-east-1',
        '2026',
        '11',
        '02',
        '2026/11/02',
        'é',
        'a"b',
        '',
        'x',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('/'));
  const folder = fc.oneof(
    {
      weight: 2,
      arbitrary: fc.constantFrom(...['CloudTrail', 'CloudTrail-Digest'].map((kind) => `AWSLogs/111122223333/${kind}/us-east-1/2026/11/02`)),
    },
    { weight: 1, arbitrary: anyFolder },
  );
  const sign = fc.constantFrom(
    '_',
    'T',
    'Z',
    '20261102T0005Z',
    '20261102T000530Z',
    '20261302T0005Z',
    '_CloudTrail_',
    'CloudTrail',
    'a',
    '.gz',
  );
  const name = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom('111122223333_CloudTrail_us-east-1_20261102T0005Z_x.json.gz', 'part-1.parquet', '') },
    { weight: 3, arbitrary: fc.array(sign, { maxLength: 6 }).map((parts) => parts.join('')) },
  );
  const arnStart = fc.constantFrom(
    'arn:aws:s3:::bucket',
    'arn:aws-cn:s3:::bucket',
    'arn:aws:s3:::',
    'arn:aws:s3tables:::b',
    'x',
    'arn:aws:s3:::a:::b',
  );
  const slash = fc.constantFrom('/', '/', '/', '', '//');
  const arns = fc
    .tuple(arnStart, slash, folder, slash, fc.array(name, { minLength: 2, maxLength: 4 }))
    .map(([start, first, path, second, names]) => names.map((each) => `${start}${first}${path}${second}${each}`));
  const time = fc.oneof(
    fc.constantFrom('2026-11-02T01:15:30Z', '2026-02-30T01:15:30Z', '2024-02-29T23:59:59Z', '1999-12-31T00:00:00Z', '2100-01-01T00:00:00Z'),
    fc.tuple(fc.integer({ min: 1990, max: 2110 }), ...[14, 33, 25, 61, 61].map((most) => fc.nat(most))).map(([year, ...rest]) => {
      const [month, day, hour, minute, second] = rest.map((part) => `${part}`.padStart(2, '0'));
      return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
    }),
    fc.constantFrom('2026-11-02T01:15:3xZ', '2026/11/02T01:15:30Z', '+026-11-02T01:15:30Z', '', null, 7),
  );
  const id = fc.oneof(
    { weight: 4, arbitrary: fc.uuid() },
    {
      weight: 1,
      arbitrary: fc.constantFrom('', 'x', '1234ABCD-12ab-34cd-56ef-1234567890ab', '1234abcd-12ab-34cd-56ef-1234567890a', null, 1),
    },
  );
  const extras = fc.record(
    {
      eventTime: time,
      eventID: id,
      sharedEventID: id,
      requestID: fc.constantFrom('ABCDEF0123456789', '', 'é', null, 5),
      errorCode: fc.constantFrom('AccessDenied', '', null, 1),
      recipientAccountId: fc.constantFrom('111122223333', '', null, 5),
      eventCategory: fc.constantFrom('Management', 'Data', 'NetworkActivity', null),
      addendum: fc.constantFrom(null, { originalEventID: 'x' }, { originalEventID: '1234abcd-12ab-34cd-56ef-1234567890ab' }),
      eventName: fc.constantFrom('Decrypt', 'GenerateDataKey', 'GetObject', '', null),
      awsRegion: fc.constantFrom('us-east-1', 'eu-west-1', '', null),
      userIdentity: fc.constantFrom<unknown>(identity, { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' }, null, 'x'),
    },
    { requiredKeys: [] },
  );
  /** Mostly one at a time, so that records differ in that alone. */
  const extra = fc.oneof(
    extras,
    fc.tuple(extras, fc.nat(9)).map(([all, number]) => Object.fromEntries(Object.entries(all).slice(number, number + 1))),
  );

  test('come to what parsing comes to, with several of each kind', () => {
    const own = fc.record({
      number: fc.nat(9),
      asked: fc.record({ bucketName: fc.constantFrom('bucket', 'a', 'b', ''), key: fc.constantFrom('x', 'b', '') }),
      more: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 2, arbitrary: extra }),
    });
    const record = fc.tuple(fc.boolean(), arns, fc.array(own, { minLength: 2, maxLength: 6 })).map(([isGet, all, each]) =>
      each.map(({ number, asked, more }) => {
        const given = { id: 'x', ms: MS, key: 'k', identity, recipient: '111122223333' };
        const arn = all[number % all.length] ?? '';
        const { resources: _, ...get } = getObject({ ...given, requestId: undefined, extra: {} });
        if (!isGet) return decrypt({ ...given, arn, extra: more });
        return { ...get, requestParameters: asked, resources: [{ type: 'AWS::S3::Object', ARN: arn }], ...more };
      }),
    );
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 4 }), (lists) => expectSame(lists.flat())),
      runs(2000),
    );
  });

  test.each(['recipientBccountId', 'sharedEventXD', 'fventTime', 'eventTimf', 'eventSourcee', 'errorcode'])(
    'take no field %s for another',
    (field) => {
      const other = { recipientAccountId: '444455556666', sharedEventID: 'other', eventTime: '2026-11-02T02:00:00Z', errorCode: 'x' };
      const others = Object.entries(other).map(([name, value]) => ({ ...real[0], [name]: value }));
      const all = [real[0], ...others, { ...real[0], eventSource: 'ec2.amazonaws.com' }];
      expectSame(all.map((record) => ({ ...record, [field]: 'x' })));
    },
  );

  describe('come to it in whatever order fields come', () => {
    const lengths = [1, 12, 13, 14, 28, 29, 30, 31, 60].map((length) => 'x'.repeat(length));
    const others = [
      '',
      'type',
      'ARN',
      'encryptionContext',
      'aws:s3:arn',
      'event',
      'eventSourc',
      'eventSourceX',
      'eventName:',
      'é',
      'userIdentity2',
      ...lengths,
    ];
    const blank = fc.constantFrom('', '', '', ' ', '\n\t');
    const record = fc
      .record({
        record: fc.constantFrom<object>(...real, { ...noise({ id: 'e', ms: MS, number: 1 }), eventSource: 'ec2.amazonaws.com' }),
        more: fc.subarray(others),
        value: fc.constantFrom<unknown>('x', 7, null, { eventSource: 'kms.amazonaws.com' }, ['"', '}'], 'kms.amazonaws.com'),
        blanks: fc.tuple(blank, blank, blank, blank),
      })
      .chain(({ record: own, more, value: each, blanks: [before, behind, after, next] }) =>
        fc.shuffledSubarray([...Object.entries(own), ...more.map((field) => [field, each])], { minLength: 1 }).map((fields) =>
          fields
            .map(([field, own]) => `${before}${JSON.stringify(field)}${behind}:${after}${JSON.stringify(own)}${next}`)
            .join(',')
            .replace(/.*/s, '{$&}'),
        ),
      );
    const expectSameText = (text: string) => {
      const bytes = Buffer.from(text);
      expect({ ...takenBy((sink) => pickRecords(bytes, sink)), rows: 0 }).toEqual({
        ...takenBy((sink) => parseRecords(bytes, sink)),
        rows: 0,
      });
    };

    test('with names of all lengths, and with blanks', () => {
      fc.assert(
        fc.property(fc.array(record, { minLength: 1, maxLength: 8 }), (list) => expectSameText(`{"Records":[${list.join(',')}]}`)),
        runs(1000),
      );
    });

    test.each<[string, boolean]>([
      ['"eventName" :', true],
      ['"eventName"\n:', true],
      ['"eventNamé":', true],
      ['"eventName:":', true],
      ['"eventNam\\u0065":', false],
      ['"eventName"', false],
      ['"eventName', false],
      ['eventName":', false],
      ['\\"eventName":', false],
    ])('where %j stands in place of a name that was expected', (other, isTaken) => {
      const text = JSON.stringify(real[0]);
      const all = `{"Records":[${text},${text},${text.replace('"eventName":', other)},${text}]}`;
      // What it does not take is parsed instead.
      if (isTaken) expectSameText(all);
      else expect(takenBy((sink) => pickRecords(Buffer.from(all), sink)).kind).toBe('again');
    });

    test.each(['type', 'ARN', 'encryptionContext', 'aws:cloudtrail:arn', 'aws:s3:arn'])('where a record begins with %s', (first) => {
      const { eventSource: _, ...without } = { eventSource: '', ...real[0] };
      expectSame([...real, { [first]: 'kms.amazonaws.com', ...without }, ...real, { [first]: 'kms.amazonaws.com', ...real[0] }, ...real]);
    });

    test('with more names than are kept', () => {
      const many = Array.from({ length: 1000 }, (_, number) => [`name${number % 700}`, number] as const);
      expectSame(real.map((each, index) => ({ ...Object.fromEntries(many.slice(index * 10)), ...each, ...Object.fromEntries(many) })));
      expectSame(real);
    });
  });

  test('come to it also when more names come than the module has room for', () => {
    const many = Array.from({ length: 9000 }, (_, number) =>
      decrypt({
        id: `${number}`,
        ms: MS,
        key,
        identity: roleIdentity({ role: `role-${number}`, session: 's'.repeat(300), invokedBy: undefined }),
        extra: {},
      }),
    );
    expectSame(many);
    expectSame(real);
    expectSame([...real, ...many.slice(0, 10)]);
  });

  test('and with more slots and Regions than have room in one go', () => {
    expectSame(
      Array.from({ length: 9000 }, (_, number) =>
        noise({ id: `${number}`, ms: MS + number * 300_000, number, region: `region-${number % 400}` }),
      ),
    );
  });
});
