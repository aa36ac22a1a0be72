import { expect, test } from 'vitest';
import { Decimal } from '../../../src/base/decimal.js';
import { accountColumns, withAccountNames } from '../../../src/report/layout/account-names.js';
import type { Document } from '../../../src/report/layout/document.js';
import { withNamedData } from '../../../src/report/layout/workbook/named-data.js';

const NAMES = new Map([
  ['111122223333', { name: 'log archive', costCentre: '4100', tags: { team: 'security' } }],
  ['444455556666', { name: 'shared', tags: {} }],
  ['555566667777', { name: 'shared', tags: {} }],
  ['666677778888', { tags: { env: 'prod' } }],
]);

const ARN = 'arn:aws:kms:us-east-1:111122223333:key/1234';
const DOCUMENT: Document = {
  headline: 'Account 111122223333 pays; 999988887777 is not known.',
  caption: ARN,
  tables: [
    {
      title: 'Accounts',
      header: ['', 'paid by', 'cost'],
      leftColumns: 2,
      rows: [
        ['111122223333', '111122223333', '111,122,223,333'],
        ['siem', '444455556666', '1.00'],
        ['666677778888', '666677778888', '2.00'],
      ],
    },
  ],
  lists: [{ title: 'Warnings', items: ['Decrypts of 111122223333, 444455556666.'] }],
};

test('accounts have their names where they are whole words; what is not known stays as it is', () => {
  const { headline, caption, tables, lists } = withAccountNames(DOCUMENT, NAMES);
  expect(headline).toBe('Account log archive (111122223333) pays; 999988887777 is not known.');
  expect(caption).toBe(ARN);
  expect(tables[0]?.rows).toEqual([
    ['log archive (111122223333)', 'log archive', '111,122,223,333'],
    ['siem', 'shared (444455556666)', '1.00'],
    ['666677778888', '666677778888', '2.00'],
  ]);
  expect(lists).toEqual([{ title: 'Warnings', items: ['Decrypts of log archive (111122223333), shared (444455556666).'] }]);
});

test('without names nothing changes', () => {
  expect(withAccountNames(DOCUMENT, new Map())).toBe(DOCUMENT);
});

test('a table gets what is known of its accounts as columns at its end', () => {
  const table = {
    name: 'readers',
    columns: ['account', 'cost'],
    rows: [
      ['111122223333', '1'],
      ['', '2'],
      ['999988887777', '3'],
    ],
  };
  const bars = [{ name: '111122223333', value: new Decimal(1) }];
  const data = { charts: [{ title: '', of: '', isMoney: true, bars }], tables: [table, { ...table, columns: ['name', 'cost'] }] };
  const { charts, tables } = withNamedData(data, NAMES);
  expect(charts[0]?.bars[0]?.name).toBe('log archive (111122223333)');
  expect(tables[0]).toEqual({
    name: 'readers',
    columns: ['account', 'cost', 'account_name', 'cost_centre', 'tag:env', 'tag:team'],
    rows: [
      ['111122223333', '1', 'log archive', '4100', '', 'security'],
      ['', '2', '', '', '', ''],
      ['999988887777', '3', '', '', '', ''],
    ],
  });
  expect(tables[1]?.columns).toEqual(['name', 'cost']);
  expect(accountColumns(new Map()).columns).toEqual([]);
});
