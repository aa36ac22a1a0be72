import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sanitised } from '../../../src/base/cleaned.js';
import { toolOf } from '../../../src/logs/classify/tools.js';
import { runs } from '../../runs.js';

test.each<[string, string | undefined, string]>([
  ['nothing', undefined, ''],
  ['empty', '', ''],
  ['absent, as access logs have it', '-', ''],
  ['an SDK', 'aws-sdk-go-v2/1.39 os/linux lang/go#1.25 api/s3#1.88', 'aws-sdk-go-v2'],
  ['in the brackets of data events', '[aws-sdk-java/2.25.60 Linux/5.10]', 'aws-sdk-java'],
  ['the AWS CLI with its command', '[aws-cli/2.31.3 md/awscrt#0.27 md/command#s3api.get-object]', 'aws-cli s3api.get-object'],
  ['the AWS CLI of before', 'aws-cli/1.40.1 Python/3.12.1 command/cloudtrail.validate-logs', 'aws-cli cloudtrail.validate-logs'],
  ['a service', 'athena.amazonaws.com', 'athena.amazonaws.com'],
  ['a browser', '[S3Console/0.4, aws-internal/3]', 'S3Console'],
  ['a list', 'Boto3;x', 'Boto3'],
  ['words', 'AWS Internal', 'AWS'],
  ['one that says nothing', '[]', ''],
  ['text from right to left', '\u202egpj.exe/1', '?gpj.exe'],
  ['signs that steer a terminal', '\u001b[31mred/1', '?[31mred'],
  ['letters of other scripts', 'дата/1', '????'],
  ['a long name', `${'a'.repeat(200)}/1`, 'a'.repeat(40)],
  ['a command beyond what anybody reads', `x/1 ${' '.repeat(500)}command#hidden`, 'x'],
])('%s', (_, userAgent, tool) => {
  expect(toolOf(userAgent)).toBe(tool);
});

test('a tool is short and printable, whoever names it', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('[', ']', '/', ' ', 'command#', 'a', '\u202e', '\n') }),
  );
  fc.assert(
    fc.property(texts, (userAgent) => {
      expect(toolOf(userAgent)).toMatch(/^[\x20-\x7e]*$/);
      expect(toolOf(userAgent).length).toBeLessThanOrEqual(40 + 1 + 400);
    }),
    runs(),
  );
});

test('sanitised text keeps its letters and loses what steers', () => {
  expect(sanitised('é 日本 a\tb\u0000c\u202ed\u2066e\ufefff\u007fg\u009bh')).toBe('é 日本 a?b?c?d?e?f?g?h');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => !/\p{C}/u.test(sanitised(text))),
    runs(),
  );
  fc.assert(
    fc.property(fc.string(), (text) => sanitised(sanitised(text)) === sanitised(text)),
    runs(),
  );
});
