import fc from 'fast-check';
import { accessLine } from '../../logs/access-lines.mjs';
import { fileKey } from '../../logs/events.mjs';
import { judgeCount } from '../counted.mjs';
import { asBytes, damaged, hostileText } from '../hostile.mjs';

const START = Date.UTC(2026, 10, 2);
const ms = fc.oneof(
  { arbitrary: fc.nat(40).map((seconds) => START + seconds * 1000), weight: 8 },
  { arbitrary: fc.constantFrom(2e12), weight: 1 },
);
const orHostile = (...values) => fc.oneof({ arbitrary: fc.constantFrom(...values), weight: 6 }, { arbitrary: hostileText, weight: 1 });
const key = fc.oneof(
  fc.record({ ms, unique: fc.constantFrom('a', 'b') }).map((given) => encodeURIComponent(fileKey(given)).replaceAll('%2F', '/')),
  fc.constantFrom('-', 'tables/part-1.parquet', '%25%', '%E0%A4%A'),
);

const line = fc
  .record({
    ms,
    requester: orHostile(
      'arn:aws:sts::444455556666:assumed-role/siem/s',
      'arn:aws:iam::111122223333:user/alice',
      '-',
      'svc:cloudtrail.amazonaws.com',
    ),
    requestId: fc.nat(20).map((number) => `3E57427F3EXAM${String(number).padStart(3, '0')}`),
    key,
    agent: orHostile('aws-cli/2.31.3 md/command#s3.sync', 'Boto3/1.40', 'a "b" c'),
    operation: orHostile('REST.GET.OBJECT', 'REST.HEAD.OBJECT', 'REST.GET.BUCKET', 'REST.COPY.OBJECT_GET'),
    status: fc.constantFrom(200, 206, 304, 403, -1),
  })
  .map((given) => accessLine(given).replace(/Feb|Nov/, (month) => month));

const impossible = fc
  .tuple(line, fc.constantFrom('[99/Feb/2026:99:99:99 +0000]', '[30/Feb/2026:00:00:00 +0000]', '[01/Jan/0000:00:00:00 +9999]', '[]'))
  .map(([whole, time]) => whole.replace(/\[[^\]]*\]/, time));

const text = fc
  .tuple(
    fc.array(fc.oneof({ arbitrary: line, weight: 5 }, { arbitrary: impossible, weight: 1 }), { maxLength: 8 }),
    fc.constantFrom('\n', '\r\n'),
  )
  .map(([lines, end]) => asBytes(lines.map((each) => `${each}${end}`).join('')));

export const accessLogs = {
  inputs: fc.array(
    fc.record({
      name: fc.constantFrom('access.log', '2026-11-02-01-15-30-0123456789ABCDEF', '2026-13-45-99-99-99-0123456789ABCDEF'),
      text: fc.oneof({ arbitrary: text, weight: 3 }, { arbitrary: damaged(text, 3), weight: 2 }),
      isPacked: fc.boolean(),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  judge: (files) => judgeCount(files, false),
};
