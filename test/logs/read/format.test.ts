import { expect, test } from 'vitest';
import { formatOf } from '../../../src/logs/read/find/format.js';
import { accessLine } from '../access-lines.mjs';

const LINE = accessLine({ ms: Date.UTC(2026, 10, 2), requester: 'svc:a', requestId: '1', key: 'k', agent: 'a' });

test.each<[string, string, string]>([
  ['nothing', '', 'blank'],
  ['blanks', ' \r\n\t', 'blank'],
  ['a byte order mark alone', '\ufeff', 'blank'],
  ['less than a byte order mark has', '{}', 'json'],
  ['an object', '{"Records":[]}', 'json'],
  ['a list', '[]', 'json'],
  ['an object after a byte order mark and blanks', '\ufeff\n {"Records":[]}', 'json'],
  ['a line of an access log', LINE, 'accessLog'],
  ['what only the start of a line is had of', LINE.slice(0, 200), 'accessLog'],
  ['a message after its time', '2026-11-02T00:00:00.000Z {"eventSource":"kms.amazonaws.com"}', 'messages'],
  ['a message after its time and stream', '2026-11-02T00:00:00.123000+00:00 stream {', 'messages'],
  ['a time without a message', '2026-11-02T00:00:00.000Z START', 'other'],
  ['a text', 'some text', 'other'],
])('%s', (_, content, format) => {
  expect(formatOf(Buffer.from(content))).toBe(format);
});
