import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AccessLogLine, looksLikeAccessLog, MAX_LINE_LENGTH, parseAccessLogLine } from '../../../src/logs/read/find/access-log.js';
import { runs } from '../../runs.js';
import { accessLine } from '../access-lines.mjs';
import { BUCKET, fileKey, SECURITY } from '../events.mjs';

const OWNER = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';
const MS = Date.UTC(2026, 10, 2, 1, 15, 30);
const KEY = fileKey({ ms: MS, unique: 'abcdefghijklmnop', organization: undefined });
const REQUESTER = `arn:aws:sts::${SECURITY}:assumed-role/siem/forwarder`;

/** AWS's published example: https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html, with 24 fields. */
const PUBLISHED =
  `${OWNER} amzn-s3-demo-bucket1 [06/Feb/2019:00:00:38 +0000] 192.0.2.3 ${OWNER} 3E57427F3EXAMPLE ` +
  'REST.GET.VERSIONING - "GET /amzn-s3-demo-bucket1?versioning HTTP/1.1" 200 - 113 - 7 - "-" ' +
  '"S3Console/0.4" - s9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3/eTPFvsiP/XV/VLi31234= SigV4 ' +
  'ECDHE-RSA-AES128-GCM-SHA256 AuthHeader amzn-s3-demo-bucket1.s3.us-west-1.amazonaws.com TLSV1.2 ' +
  'arn:aws:s3:us-west-1:123456789012:accesspoint/example-AP Yes';

interface Fields {
  time: string;
  requester: string;
  operation: string;
  key: string;
  request: string;
  status: string;
  referrer: string;
  agent: string;
  tail: string;
}

const PLAIN: Fields = {
  time: '[06/Feb/2019:00:00:38 +0000]',
  requester: REQUESTER,
  operation: 'REST.GET.OBJECT',
  key: 'a/b.json',
  request: '"GET /a/b.json HTTP/1.1"',
  status: '200',
  referrer: '"-"',
  agent: '"aws-cli/2.31.3"',
  tail: '- abc= SigV4 TLS_AES_128_GCM_SHA256 AuthHeader logs.s3.amazonaws.com TLSv1.3 - -',
};

const line = (given: Partial<Fields> = {}) => {
  const { time, requester, operation, key, request, status, referrer, agent, tail } = { ...PLAIN, ...given };
  return (
    `${OWNER} logs ${time} 192.0.2.3 ${requester} 3E57427F3EXAMPLE ${operation} ${key} ${request} ` +
    `${status} - 113 2048 7 6 ${referrer} ${agent} ${tail}`
  );
};

const READ: AccessLogLine = {
  bucket: 'logs',
  time: Date.UTC(2019, 1, 6, 0, 0, 38) / 1000,
  requester: REQUESTER,
  requestId: '3E57427F3EXAMPLE',
  operation: 'REST.GET.OBJECT',
  key: 'a/b.json',
  status: '200',
  userAgent: 'aws-cli/2.31.3',
};

const at = (...parts: [number, number, number, number, number, number]) => Date.UTC(...parts) / 1000;

describe('lines as S3 writes them', () => {
  test.each<[string, string, Partial<AccessLogLine>]>([
    [
      'published example',
      PUBLISHED,
      { bucket: 'amzn-s3-demo-bucket1', requester: OWNER, operation: 'REST.GET.VERSIONING', key: '-', userAgent: 'S3Console/0.4' },
    ],
    ['plain', line(), {}],
    ['service', line({ requester: 'svc:cloudtrail.amazonaws.com' }), { requester: 'svc:cloudtrail.amazonaws.com' }],
    ['canonical id', line({ requester: OWNER }), { requester: OWNER }],
    ['nobody', line({ requester: '-' }), { requester: '-' }],
    ['copy', line({ operation: 'REST.COPY.OBJECT_GET' }), { operation: 'REST.COPY.OBJECT_GET' }],
    [
      'no request line, as deletions by lifecycle have',
      line({ request: '-', operation: 'S3.EXPIRE.OBJECT' }),
      { operation: 'S3.EXPIRE.OBJECT' },
    ],
    ...['206', '304', '307', '403', '-'].map((status): [string, string, Partial<AccessLogLine>] => [
      `status ${status}`,
      line({ status }),
      { status },
    ]),
    ['two blanks', line({ requester: `${REQUESTER} `, operation: ' REST.GET.OBJECT', status: ' 200 ', agent: ' "aws-cli/2.31.3"' }), {}],
    ['zone ahead', line({ time: '[06/Feb/2019:05:30:38 +0530]' }), {}],
    ['zone behind', line({ time: '[05/Feb/2019:16:00:38 -0800]' }), {}],
    ['leap day', line({ time: '[29/Feb/2028:23:59:59 +0000]' }), { time: at(2028, 1, 29, 23, 59, 59) }],
    ['encoded key', line({ key: 'a%20b%C3%A9.json' }), { key: 'a bé.json' }],
    ['key encoded twice', line({ key: 'a%2520b%252F.json' }), { key: 'a b/.json' }],
    ['key with a percent sign of its own', line({ key: '100%25.json' }), { key: '100%.json' }],
    ['key with broken encoding', line({ key: 'a%zz%C3.json' }), { key: 'a%zz%C3.json' }],
    ['quotes in the request line', line({ request: '"GET /a"b".json?x="1 HTTP/1.1"' }), {}],
    ['an odd number of them', line({ request: '"GET /a"b.json HTTP/1.1"' }), {}],
    ['quotes in the user agent', line({ agent: '"a "b" c"' }), { userAgent: 'a "b" c' }],
    ['an unbalanced quote in the user agent', line({ agent: '"a" b"' }), { userAgent: 'a" b' }],
    ['a quote that is the whole of it', line({ agent: '"""' }), { userAgent: '"' }],
    ['empty user agent', line({ agent: '""' }), { userAgent: '' }],
    ['no user agent', line({ agent: '"-"' }), { userAgent: '-' }],
    ['no user agent and no quotes', line({ agent: '-' }), { userAgent: undefined }],
    ['referrer without quotes', line({ referrer: '-' }), {}],
    ['a referrer', line({ referrer: '"https://example.com/a b"' }), {}],
    ['18 fields, as in the first logs', line({ tail: '-' }), {}],
    ['17 fields', line({ tail: '' }).trimEnd(), {}],
    ['27 fields', line({ tail: `${PLAIN.tail} us-east-1` }), {}],
    [
      'fields of a time to come',
      line({ tail: `${PLAIN.tail} us-east-1 x y "z"` }),
      { userAgent: expect.stringContaining('aws-cli/2.31.3') },
    ],
  ])('%s', (_, text, expected) => {
    expect(parseAccessLogLine(text)).toEqual({ ...READ, ...expected });
    expect(looksLikeAccessLog(text)).toBe(true);
  });

  test('today, with 27 fields', () => {
    const text = accessLine({ ms: MS, requester: REQUESTER, requestId: 'ABCDEF0123456789', key: KEY, agent: 'aws-sdk-go-v2/1.39' });
    expect(text.split(' ').length).toBeGreaterThanOrEqual(27);
    expect(parseAccessLogLine(text)).toEqual({
      bucket: BUCKET,
      time: MS / 1000,
      requester: REQUESTER,
      requestId: 'ABCDEF0123456789',
      operation: 'REST.GET.OBJECT',
      key: KEY,
      status: '200',
      userAgent: 'aws-sdk-go-v2/1.39',
    });
  });
});

describe('what is no line', () => {
  test.each<[string, string]>([
    ['nothing', ''],
    ['a blank', ' '],
    ['words', 'the quick brown fox jumps over the lazy dog and then some more words'],
    ['JSON', '{"Records":[]}'],
    ['a cut line', line().slice(0, 200)],
    ['cut before the status', line().slice(0, line().indexOf(' 200 '))],
    ['a month that there is not', line({ time: '[06/Foo/2019:00:00:38 +0000]' })],
    ['a time without a zone', line({ time: '[06/Feb/2019:00:00:38]' })],
    ['another form of time', line({ time: '[2019-02-06T00:00:38Z]' })],
    ['a status of words', line({ status: 'fine', referrer: '-', agent: '-' })],
    ['a request line without its end', line({ request: '"GET /a/b.json HTTP/1.1', referrer: '-', agent: '-' })],
    ['a log of a web server', '192.0.2.3 - alice [06/Feb/2019:00:00:38 +0000] "GET /a HTTP/1.1" 200 2326'],
    ['a line that is too long', line({ agent: `"${'a'.repeat(MAX_LINE_LENGTH)}"` })],
  ])('%s', (_, text) => {
    expect(parseAccessLogLine(text)).toBeUndefined();
  });

  test('a line of just the greatest length is one', () => {
    const rest = MAX_LINE_LENGTH - line({ agent: '""' }).length;
    const text = line({ agent: `"${'a'.repeat(rest)}"` });
    expect(text).toHaveLength(MAX_LINE_LENGTH);
    expect(parseAccessLogLine(text)?.status).toBe('200');
    expect(parseAccessLogLine(`${text} `)).toBeUndefined();
  });
});

test.each<[string, string, boolean]>([
  ['an access log', PUBLISHED, true],
  ['JSON', '{"Records":[]}', false],
  ['a log of a web server', '192.0.2.3 - alice [06/Feb/2019:00:00:38 +0000] "GET /a HTTP/1.1" 200 2326', false],
  ['a text', 'Dear all, [see below]', false],
])('%s is recognised or not', (_, text, expected) => {
  expect(looksLikeAccessLog(text)).toBe(expected);
});

/** What a line is made of, in any order. */
const pieces = fc.constantFrom(
  '"',
  ' ',
  '-',
  '[',
  ']',
  '%',
  '%25',
  '%C3',
  '200',
  'a',
  '\t',
  '\u00a0',
  'GET',
  '[06/Feb/2019:00:00:38 +0000]',
  '\u2028',
  '\ud800',
);

test('no text makes it throw', () => {
  const fields = fc.record(
    {
      time: fc.oneof(fc.constant(PLAIN.time), fc.string({ unit: pieces })),
      requester: fc.string({ unit: pieces }),
      key: fc.string({ unit: pieces }),
      request: fc.string({ unit: pieces }),
      status: fc.constantFrom('200', '-', 'x'),
      agent: fc.string({ unit: pieces }),
      tail: fc.string({ unit: pieces }),
    },
    { requiredKeys: [] },
  );
  const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: pieces, maxLength: 200 }), fields.map(line));
  fc.assert(
    fc.property(texts, (text) => {
      looksLikeAccessLog(text);
      const found = parseAccessLogLine(text);
      if (found !== undefined) expect(Number.isFinite(found.time)).toBe(true);
    }),
    runs(2000),
  );
});

test('any user agent leaves the rest of the line as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), (agent) => {
      expect(parseAccessLogLine(line({ agent: `"${agent}"` }))).toEqual({ ...READ, userAgent: agent });
    }),
    runs(),
  );
});

/** A part of a length, in place of a field and of the whole line. */
function linesOf(unit: string, length: number): string[] {
  const long = unit.repeat(Math.floor(length / unit.length));
  return [
    long,
    `a${long}`,
    `"${long}`,
    `${OWNER} logs ${long}`,
    `${OWNER} logs [${long}`,
    `${OWNER} ${long}[`,
    line({ time: `[${long}]` }),
    line({ requester: long }),
    line({ key: long }),
    line({ request: `"${long}"` }),
    line({ request: `"${long}`, status: 'x' }),
    line({ status: long }),
    line({ referrer: `"${long}"` }),
    line({ referrer: long }),
    line({ agent: `"${long}` }),
    line({ tail: `${long}"` }),
  ];
}

/** The least time of some readings, which is what they take when nothing comes between. */
function leastTime(lines: readonly string[]): number {
  return Math.min(
    ...Array.from({ length: 5 }, () => {
      const start = performance.now();
      for (const text of lines) {
        looksLikeAccessLog(text);
        parseAccessLogLine(text);
      }
      return performance.now() - start;
    }),
  );
}

test.each<[string, string]>([
  ['quotes', '"'],
  ['blanks', ' '],
  ['quotes and blanks', '" '],
  ['quotes, blanks and dashes', '" - '],
  ['ends of request lines', '" 200 '],
  ['ends of request lines with some fields', '" 200 a b c d'],
  ['fields', 'a '],
  ['dashes', '- '],
  ['brackets', '['],
  ['brackets and blanks', 'a [ '],
  ['tabs', '\t'],
  ['quotes and tabs', '" -\t'],
  ['letters', 'a'],
  ['percent signs', '%'],
  ['percent signs encoded', '%25'],
])('%s without end: eight times the length takes about eight times as long, where backtracking would take 64 times', (_, unit) => {
  const most = MAX_LINE_LENGTH - 1000;
  const [short, long] = [linesOf(unit, most / 8), linesOf(unit, most)];
  leastTime(short);
  expect(leastTime(long) / leastTime(short)).toBeLessThan(24);
});
