import { describe, expect, test } from 'vitest';
import { causeTexts, compared, expectation, expected, row, STRANGER } from './made.js';

const unread = (quantity: number, cost: number) => row({ quantity, cost, usageType: '', operation: '', metric: undefined, isUnread: true });
const of = expectation([expected({ requests: 100_000 })]);

describe('rows of AWS KMS that do not say what they are for', () => {
  test.each([
    ['little, and all else as expected', [row({ quantity: 100_000 }), unread(500, 0.0015)], ['usage-unreadable possible – 0.0015']],
    [
      'little, beside requests of somebody else',
      [row({ quantity: 100_000 }), row({ quantity: 50_000, account: STRANGER }), unread(500, 0.0015)],
      ['other-accounts-pay possible 50000 0.15', 'usage-unreadable possible – 0.0015'],
    ],
  ])('%s: the rest is compared as it can be read', (_, rows, causes) => {
    const reconciliation = compared(of, rows);
    expect(reconciliation.whole.charges.map(({ charge }) => charge)).toEqual(['kms-requests']);
    expect(reconciliation.whole.operations.map(({ operation }) => operation)).toContain('Decrypt');
    expect(causeTexts(reconciliation)).toEqual(causes);
  });

  test.each([
    ['more than a hundredth of the money', [row({ quantity: 100_000 }), unread(500, 0.0031)], ['usage-unreadable possible – 0.0031']],
    ['more than a hundredth of the quantity', [row({ quantity: 100_000 }), unread(1100, 0)], []],
    ['as much as is missing', [row({ quantity: 99_500 }), unread(500, 0.0015)], []],
    ['all there is', [unread(100_000, 0.3)], []],
  ])('%s: the service is compared as a whole alone', (_, rows, causes) => {
    const reconciliation = compared(of, rows);
    expect(reconciliation.whole.charges).toEqual([]);
    expect(reconciliation.whole.operations).toEqual([]);
    expect(causeTexts(reconciliation)).toEqual(causes);
  });
});
