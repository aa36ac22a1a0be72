import { describe, expect, test } from 'vitest';
import { parseAccounts } from '../../src/scenario/accounts-file.js';
import { messageOf, scenarioOf } from '../support.js';

const names = (text: string) => parseAccounts(text, 'accounts.csv');

test.each([
  ['111122223333', '111122223333'],
  ['="111122223333"', '111122223333'],
  ['"111122223333"', '111122223333'],
  ["'111122223333", '111122223333'],
  ['1111-2222-3333', '111122223333'],
  ['1111 2222 3333', '111122223333'],
  ['111122223333.0', '111122223333'],
  ['12345678901', '012345678901'],
  ['345678901.0', '000345678901'],
  ['1.11122223333E+11', '111122223333'],
  ['1.11E+11', undefined],
  ['1.1112222333E+11', undefined],
  ['12345678', undefined],
  ['1111222233334', undefined],
  ['soc', undefined],
  ['', undefined],
  ['000012345678', '000012345678'],
])('the id %s is %s', (written, id) => {
  const read = () => names(`id,name\n${written},soc\n`);
  if (id === undefined) expect(read).toThrow('is not an account id');
  else expect(read()).toMatchObject([{ id }]);
});

describe('a file of accounts', () => {
  const SOC = { id: '444455556666', name: 'soc', costCentre: '4100', tags: { team: 'security' } };

  test.each([
    ['comma', 'account_id,name,cost_centre,team\n444455556666,soc,4100,security\n'],
    ['semicolon, BOM, CR LF', '\ufeffAccount ID;Account name;Cost center;team\r\n444455556666;soc;4100;security\r\n'],
    ['tab', 'Linked account\tname\tCost Centre\ttag:team\n444455556666\tsoc\t4100\tsecurity\n'],
    ['quotes and blank rows', 'id,name,cost_centre,team\n\n"444455556666","soc","4100","security"\n,,,\n'],
  ])('with %s', (_, text) => {
    expect(names(text)).toEqual([SOC]);
  });

  test('needs ids alone; cells that are empty say nothing', () => {
    expect(names('account\n444455556666\n')).toEqual([{ id: '444455556666', tags: {} }]);
    expect(names('account,name,team\n444455556666,,\n')).toEqual([{ id: '444455556666', tags: {} }]);
  });

  test('may be what AWS prints', () => {
    const printed = JSON.stringify({ Accounts: [{ Id: '012345678901', Arn: 'arn', Email: 'a@example.com', Name: 'log archive' }] });
    expect(names(printed)).toEqual([{ id: '012345678901', name: 'log archive', tags: {} }]);
  });

  test.each([
    [
      'an id there twice, once without its zero',
      'id,name\n012345678901,a\n12345678901,b\n',
      'accounts.csv:3: account 012345678901 is there twice',
    ],
    ['a damaged id', 'id,name\n4.44E+11,a\n', 'accounts.csv:2: "4.44E+11" is not an account id'],
    ['no ids', 'name\nsoc\n', 'no column has the account ids'],
    ['no rows', 'id,name\n', 'has no account'],
    ['nothing', '', 'no column has the account ids'],
    ['other JSON', '{"Rows": []}', 'has no list "Accounts"'],
    ['broken JSON', '{"Accounts": [', 'is not JSON'],
    ['a name that is too long', `id,name\n444455556666,${'x'.repeat(201)}\n`, 'the name or a tag of account 444455556666 is too long'],
  ])('is refused with %s', (_, text, message) => {
    expect(messageOf(() => names(text))).toContain(`accounts-invalid\n`);
    expect(messageOf(() => names(text))).toContain(message);
  });
});

describe('accounts of a scenario', () => {
  const readers = [{ name: 'soc', pattern: 'single', readsPerMonth: 1 }];
  const said = (accounts: object[]) => messageOf(() => scenarioOf({ readers, accounts }));

  test('are there once each', () => {
    expect(said([{ id: '111122223333', name: 'a' }])).toBe('no error');
    expect(said([{ id: '111122223333' }, { id: '111122223333' }])).toContain('accounts.1.id: account 111122223333 is there twice');
  });

  test('have 12 digits', () => {
    expect(said([{ id: '1234' }])).toContain('accounts.0.id');
  });
});
