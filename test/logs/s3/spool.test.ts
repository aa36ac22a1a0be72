import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LOOSE, Spool, UNDATED } from '../../../src/logs/s3/spool.js';

const DAY = 20_759;
const folderOf = (day: string) => `AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/${day}/`;
const objectsOf = (names: readonly string[], folder = '') => names.map((name, index) => ({ key: folder + name, bytes: index }));

test('files come back by day and in the order of their delivery', async () => {
  const spool = await Spool.open();
  const [late, early] = ['x_20261102T2355Z_b.json.gz', 'x_20261102T0005Z_c.json.gz'];
  spool.add(folderOf('02'), objectsOf([late, early, 'renamed.json'], folderOf('02')));
  spool.add('copies/', objectsOf(['y_20261102T0005Z_a.json', 'y_20261101T0005Z_a.json', 'z.json'], 'copies/'));
  spool.add('', objectsOf(['readme.txt']), LOOSE);
  expect(spool.days).toEqual([LOOSE, UNDATED, DAY - 1, DAY]);
  expect(spool.filesOf(DAY).map(({ key }) => key.split('/').at(-1))).toEqual(['renamed.json', early, 'y_20261102T0005Z_a.json', late]);
  expect(spool.day(DAY)).toEqual({ files: 4, bytes: 3 });
  spool.drop(LOOSE);
  expect([spool.days[0], spool.filesOf(LOOSE)]).toEqual([UNDATED, []]);
  spool.close();
  spool.close();
});

test('every name comes back as it was', async () => {
  const spool = await Spool.open();
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1 }),
      fc.string({ unit: 'grapheme' }),
      (names, folder) => {
        spool.drop(UNDATED);
        const objects = objectsOf(names, `${folder}/`);
        spool.add(`${folder}/`, objects);
        const back = spool.filesOf(UNDATED).map(({ key, bytes }) => ({ key, bytes }));
        expect(back).toEqual(objects.toSorted((one, other) => (one.key < other.key ? -1 : 1)));
      },
    ),
  );
  spool.close();
});
