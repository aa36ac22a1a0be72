import { describe, expect, test } from 'vitest';
import { countTableFound } from '../../src/start/counts/readers.js';
import { isCountTable } from '../../src/start/counts/table.js';

const SIEM = 'arn:aws:sts::444455556666:assumed-role/siem/i-0123';

/** A table in which every cell is quoted, as Athena writes it. */
function quoted(...rows: (string | number)[][]): string {
  return `${rows.map((cells) => cells.map((cell) => `"${cell}"`).join(',')).join('\n')}\n`;
}

function readersOf(text: string, current = '2026-11') {
  const { readers = [], warnings = [] } = countTableFound(text, 'table.csv', current);
  const shown = readers.map(({ name, fields }) => ({ name, account: fields['account']?.value, reads: fields['readsPerMonth']?.value }));
  return { shown, warnings };
}

const ONE = [{ name: 'siem', account: '444455556666', reads: 500 }];

describe('a table of readers, months and counts', () => {
  test.each<[string, string]>([
    ['as Athena writes it', quoted(['useridentity_arn', 'month', '_col2'], [SIEM, '2026-10', 500])],
    ['without a name for month and count', quoted(['arn', '_col1', '_col2'], [SIEM, '2026-10', 500])],
    ['plain', `reader,account,month,count\nsiem,444455556666,2026-10,500\n`],
    ['with year and month', `role,accountid,year,month,n\nsiem,444455556666,2026,10,500\n`],
    ['separated by tabs', `user_arn\tmonth\trequests\n${SIEM}\t2026-10\t500\n`],
    ['with a mark at its start and Windows lines', `\uFEFFprincipal,month,count(*)\r\n${SIEM},202610,500\r\n`],
    ['with thousands', quoted(['userIdentity.arn', 'Month', 'Requests'], [SIEM, '2026-10-01 00:00:00.000', '500'])],
    ['by session', quoted(['arn', 'month', 'n'], [SIEM, '2026-10', 200], [`${SIEM}4`, '2026-10', 300])],
    ['by event', quoted(['arn', 'month', 'eventname', 'n'], [SIEM, '2026-10', 'Decrypt', 500], [SIEM, '2026-10', 'DescribeKey', 7])],
    [
      'with CloudTrail itself, and nobody',
      quoted(['arn', 'month', 'n'], [SIEM, '2026-10', 500], ['cloudtrail.amazonaws.com', '2026-10', 9], ['', '2026-10', 9]),
    ],
    ['with the month that it is', quoted(['arn', 'month', 'n'], [SIEM, '2026-10', 500], [SIEM, '2026-11', 7])],
  ])('%s', (_, text) => {
    expect(isCountTable(text)).toBe(true);
    expect(readersOf(text).shown).toEqual(ONE);
  });

  test('months that differ make a range, and a month without a row is none', () => {
    const text = quoted(
      ['reader', 'month', 'count'],
      ['siem', '2026-08', 100],
      ['siem', '2026-09', 400],
      ['alice', '2026-09', 6],
      ['siem', '2026-10', 100],
    );
    expect(readersOf(text).shown).toEqual([
      { name: 'siem', account: undefined, reads: { low: 100, expected: 200, high: 400 } },
      { name: 'alice', account: undefined, reads: { low: 0, expected: 2, high: 6 } },
    ]);
  });

  const days = (from: string, number: number) =>
    quoted(
      ['reader', 'day', 'count'],
      ...Array.from({ length: number }, (_, index) => [
        'siem',
        new Date(Date.parse(from) + index * 86_400_000).toISOString().slice(0, 10),
        10,
      ]),
    );

  test('of days only whole months count, and it is said what is left out', () => {
    expect(readersOf(days('2026-09-20', 45)).shown).toEqual([{ name: 'siem', account: undefined, reads: 310 }]);
    expect(readersOf(days('2026-09-20', 45)).warnings).toEqual([
      'counts in table.csv are of 2026-09-20 to 2026-11-03: what is not of a whole month (2026-09, 2026-11) is left out.',
    ]);
  });

  test('days without a whole month are projected, and it is said', () => {
    const { shown, warnings } = readersOf(days('2026-10-05', 10));
    expect(shown).toEqual([{ name: 'siem', account: undefined, reads: { low: 304, expected: 304, high: 305 } }]);
    expect(warnings).toEqual(['counts in table.csv are of 2026-10-05 to 2026-10-14, no whole month: a month is projected from 10 days.']);
  });

  test('what was left out is said', () => {
    const text = quoted(
      ['arn', 'month', 'eventname', 'n'],
      [SIEM, '2026-10', 'Decrypt', 5],
      [SIEM, '2026-10', 'Encrypt', 7],
      ['', '2026-10', 'Decrypt', 1],
    );
    expect(readersOf(text).warnings).toEqual([
      'counts in table.csv are of several events: Decrypt was taken, 1 row left out.',
      'counts in table.csv: 1 row without a reader, or of CloudTrail itself, left out.',
      'counts in table.csv do not say whether the first and the last month are whole: they are taken so.',
    ]);
  });

  test.each<[string, string, RegExp]>([
    ['no month', 'reader,count\nsiem,5\n', /no column for the month or day/],
    ['no count', 'reader,month\nsiem,2026-10\n', /no column for the count/],
    ['two readers', 'role,user_arn,month,count\na,b,2026-10,5\n', /several columns that may be the reader: role, user_arn/],
    ['two counts', 'reader,month,count,requests\na,2026-10,5,6\n', /several columns that may be the count: count, requests/],
    ['two without a name', 'reader,month,_col2,_col3\na,2026-10,5,6\n', /several columns that may be the count: _col2, _col3/],
    ['a month that is none', 'reader,month,count\na,13,5\n', /row 2: has no month or day/],
    ['a count that is none', 'reader,month,count\na,2026-10,5\nb,2026-10,many\n', /row 3: "many" is not a count/],
    ['no row', 'reader,month,count\n', /has a header and no row/],
    ['rows of another length', 'reader,month,count\na,2026-10\n', /not a CSV as a whole/],
  ])('%s is an error that says what to do', (_, text, message) => {
    expect(() => countTableFound(text, 'table.csv', '2026-11')).toThrow(message);
    expect(() => countTableFound(text, 'table.csv', '2026-11')).toThrow(expect.objectContaining({ code: 'file-unreadable' }));
  });

  test.each(['a,b\n1,2\n', 'name,account_id\nx,1\n', '{"a": 1}', '', 'reader\nsiem\n', 'user,account\nalice,111122223333\n'])(
    '%j is none',
    (text) => {
      expect(isCountTable(text)).toBe(false);
    },
  );
});
