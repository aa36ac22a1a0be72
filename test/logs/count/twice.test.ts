import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Measurement } from '../../../src/index.js';
import { measurementJson } from '../../../src/logs/measure/json.js';
import { deliveredName, logFile } from '../../../src/logs/read/open/log-file.js';
import { measurementDocument } from '../../../src/report/count/document.js';
import { terminalText } from '../../../src/report/layout/terminal.js';
import { runs } from '../../runs.js';
import { tarOf } from '../archives.js';
import { count, decrypt, delivery, fileKey, folders, noise, recordsText, roleIdentity } from '../built.js';
import { ARCHIVE, SECURITY } from '../events.mjs';
import { makeTrail } from '../trail.mjs';

const START = Date.parse('2026-11-02T00:00:00Z');
const temporary = folders();
const SIEM = roleIdentity({ role: 'siem', session: 'x' });

const records = (recipient: string) => [
  delivery({ id: 'd', ms: START, key: fileKey({ ms: START, unique: 'a' }) }),
  ...[0, 1, 2, 3, 4].map((number) =>
    decrypt({ id: `read ${number}`, ms: START + number * 60_000, key: fileKey({ ms: START, unique: 'a' }), identity: SIEM, recipient }),
  ),
];
const NAME = (unique: string, account = ARCHIVE) => fileKey({ ms: START + 300_000, unique, account });
const OWN = recordsText(records(ARCHIVE));
const PAYERS = recordsText(records(SECURITY));
const counted = (files: [string, string | Buffer][]) => count(temporary.with(files));
const messages = ({ warnings }: Measurement) => warnings.filter(({ code }) => code === 'recorded-again').map(({ message }) => message);

const ARCHIVED = tarOf([
  ['other.json', Buffer.from(recordsText([]))],
  [NAME('a'), Buffer.from(OWN)],
]).toString();

describe('a copy of a request', () => {
  const once = OWN;
  test.each<[string, [string, string][], { paid: number; twice: number; says: RegExp[] }]>([
    ['alone is none', [[NAME('a'), once]], { paid: 0, twice: 0, says: [] }],
    [
      'in a replica is not paid',
      [
        [`log-archive/${NAME('a')}`, once],
        [`replica/${NAME('a')}`, once],
      ],
      { paid: 0, twice: 1, says: [] },
    ],
    [
      'in three places is not paid',
      [
        [`a/${NAME('a')}`, once],
        [`b/${NAME('a')}`, once],
        [`c/${NAME('a')}`, once],
      ],
      { paid: 0, twice: 1, says: [] },
    ],
    [
      'in a nested folder is not paid',
      [
        [NAME('a'), once],
        [`backup/2026/${NAME('a')}`, once],
      ],
      { paid: 0, twice: 1, says: [] },
    ],
    [
      'in a copy beside the file is not paid',
      [
        [NAME('a'), once],
        [NAME('a').replace('.json.gz', ' (1).json.gz'), once],
      ],
      { paid: 0, twice: 1, says: [] },
    ],
    [
      'in an archive beside the file is not paid',
      [
        [NAME('a'), once],
        ['2026.tar', ARCHIVED],
      ],
      { paid: 0, twice: 1, says: [] },
    ],
    [
      'in the same file is not paid',
      [[NAME('a'), recordsText([...records(ARCHIVE), ...records(ARCHIVE)])]],
      { paid: 0, twice: 0, says: [] },
    ],
    [
      'of another trail is paid',
      [
        [NAME('a'), once],
        [NAME('b'), once],
      ],
      { paid: 1, twice: 0, says: [/^5 copies of these requests are in files of another trail/] },
    ],
    [
      'of another trail, all in a replica too, is paid once',
      [
        [NAME('a'), once],
        [NAME('b'), once],
        [`r/${NAME('a')}`, once],
        [`r/${NAME('b')}`, once],
      ],
      { paid: 1, twice: 2, says: [/^5 copies/] },
    ],
    [
      'in another account is its first',
      [
        [NAME('a'), once],
        [NAME('c', SECURITY), PAYERS],
      ],
      { paid: 0, twice: 0, says: [] },
    ],
    [
      'of two trails in one of two accounts is paid in that',
      [
        [NAME('a'), once],
        [NAME('b'), once],
        [NAME('c', SECURITY), PAYERS],
      ],
      { paid: 1, twice: 0, says: [/Another 5 first copies in other accounts are free/] },
    ],
    [
      'under a name that does not tell is not said to be paid',
      [
        ['one/log.json', once],
        ['two/log.json', once],
      ],
      { paid: 0, twice: 0, says: [/^5 copies of these requests are in files whose names do not show/] },
    ],
    [
      'in an export beside the file is not said to be paid',
      [
        [NAME('a'), once],
        ['export.json', once],
      ],
      { paid: 0, twice: 0, says: [/^5 copies .* do not show/] },
    ],
  ])('%s', async (_, files, { paid, twice, says }) => {
    for (const order of [files, files.toReversed().map(([path, text], index): [string, string] => [`${index}/${path}`, text])]) {
      const measurement = await counted(order);
      expect(measurement.kmsRequests).toMatchObject({ billable: 5, free: 1 });
      expect([measurement.paidCopies, measurement.coverage.filesTwice]).toEqual([paid, twice]);
      expect(messages(measurement).length).toBe(says.length);
      for (const [index, text] of says.entries()) expect(messages(measurement)[index]).toMatch(text);
    }
  });

  test('without the account whose trail it is belongs to that in the name of its file', async () => {
    const nobodys = recordsText(records(ARCHIVE).map((record) => ({ ...record, recipientAccountId: undefined })));
    expect(
      (
        await counted([
          [NAME('a'), nobodys],
          [NAME('c', SECURITY), nobodys],
        ])
      ).paidCopies,
    ).toBe(0);
    expect(
      (
        await counted([
          [NAME('a'), nobodys],
          [NAME('b'), nobodys],
        ])
      ).paidCopies,
    ).toBe(1);
  });
});

test('a file that is there twice is named, once a line', async () => {
  const [one, two] = [
    await counted([
      [NAME('a'), OWN],
      [`r/${NAME('a')}`, OWN],
    ]),
    await counted([
      [NAME('a'), OWN],
      [NAME('b'), OWN],
      [`r/${NAME('a')}`, OWN],
      [`r/${NAME('b')}`, OWN],
    ]),
  ];
  const items = (measurement: Measurement) =>
    terminalText(measurementDocument(measurement), { color: false }).match(/\d files? (?:is|are) there twice/g);
  expect(items(one)).toEqual(['1 file is there twice']);
  expect(items(two)).toEqual(['2 files are there twice']);
  expect(JSON.parse(measurementJson(one))).toMatchObject({
    coverage: { filesTwice: 1, twice: [expect.stringContaining(`/r/${NAME('a')}`)] },
  });
});

test.each([
  ['111122223333_CloudTrail_us-east-1_20261102T0005Z_x.json.gz', true],
  ['copy of 111122223333_CloudTrail_us-gov-west-1_20261102T0005Z_x (2).json', true],
  ['AWSLogs_111122223333_CloudTrail_us-east-1_2026_11_02_111122223333_CloudTrail_us-east-1_20261102T0005Z_x.json.gz', true],
  ['111122223333_CloudTrail-Digest_us-east-1_org_us-east-1_20261102T000500Z.json.gz', false],
  ['111122223333_CloudTrail_us-east-1/log.json', false],
  ['log.json', false],
])('%s is a name of CloudTrail: %s', (path, isOne) => {
  expect(deliveredName(logFile(`some/folder/${path}`)) !== '').toBe(isOne);
  if (isOne) expect(deliveredName(logFile(path))).toMatch(/^111122223333_CloudTrail_.*_x$/);
});

describe('a file copied beside itself changes nothing but the files that are there twice', () => {
  const WAYS = [
    (path: string) => path.replace('.json.gz', '-again.json.gz'),
    (path: string) => path.replace('.json.gz', ' copy.json.gz'),
    (path: string) => `replica/${path}`,
    (path: string) => path.replace(/[^/]*$/, (name) => `nested/${name}`),
    (path: string) => path.replace('.json.gz', '.json'),
  ];
  /** All but what counts files and records. */
  const rest = (measurement: Measurement) => {
    const { coverage, ...others } = JSON.parse(measurementJson(measurement)) as { coverage: object };
    const changing = ['filesRead', 'logFiles', 'records', 'duplicates', 'filesTwice', 'twice'];
    return { ...others, ...Object.fromEntries(Object.entries(coverage).filter(([field]) => !changing.includes(field))) };
  };

  test('of whatever trail', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          seed: fc.integer({ min: 1, max: 1e6 }),
          days: fc.constant(1),
          slotMinutes: fc.constantFrom(240, 360),
          bucketKey: fc.boolean(),
          dataEvents: fc.boolean(),
        }),
        fc.nat(WAYS.length - 1),
        fc.nat(100),
        async (options, way, choice) => {
          const files = [...makeTrail(options).files];
          const logs = files.filter(([path], index) => path.includes('/CloudTrail/') && (index + choice) % 3 === 0);
          const copied = logs.map(([path, bytes]): [string, Buffer] => {
            const target = WAYS[way]?.(path) ?? path;
            return [target, target.endsWith('.json') ? gunzipSync(bytes) : bytes];
          });
          const [before, after] = [await counted(files), await counted([...files, ...copied])];
          expect(rest(after)).toEqual(rest(before));
          expect(after.coverage.filesTwice).toBe(logs.length);
        },
      ),
      runs(4),
    );
  });

  test('also where records have no identifier, and where none is of KMS', async () => {
    const nameless = recordsText(records(ARCHIVE).map((record) => ({ ...record, eventID: undefined, sharedEventID: undefined })));
    const plain = recordsText([noise({ id: 'n', ms: START, number: 0 })]);
    for (const text of [nameless, plain])
      expect(
        rest(
          await counted([
            [NAME('a'), text],
            [`r/${NAME('a')}`, text],
          ]),
        ),
      ).toEqual(rest(await counted([[NAME('a'), text]])));
  });
});
