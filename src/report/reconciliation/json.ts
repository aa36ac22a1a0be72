import { type Decimal, quantise } from '../../base/decimal.js';
import { jsonText, moneyJson } from '../../base/json.js';
import type { Range } from '../../base/range.js';
import { accountNamesJson, type Directory } from '../../model/directory.js';
import type { Cause } from '../../reconciliation/causes.js';
import type {
  ChargeComparison,
  MonthReconciliation,
  OperationComparison,
  ReadReconciliation,
  WholeReconciliation,
} from '../../reconciliation/result.js';
import { limitsOf, warningsOf } from './limits.js';
import { causeSentence } from './sentences.js';
import { notComparedName } from './wording.js';

/**
 * A reconciliation as JSON, `schemaVersion` 1, `kind` "reconciliation": quantities and money are decimal strings, exact.
 *
 * @param directory with the names of accounts, which come as `accountNames`
 */
export function reconciliationJson(reconciliation: ReadReconciliation, directory: Directory = new Map()): string {
  const { expectation, bill, whole, months, keys } = reconciliation;
  const { kind, name, strategy, regions, currency } = expectation;
  const { holes, ...read } = bill;
  const json = {
    schemaVersion: 1,
    kind: 'reconciliation',
    holes,
    expectation: { kind, name, strategy: strategy ?? null },
    regions,
    currency,
    keys,
    bill: { ...read, accounts: reconciliation.accounts.map((account) => account ?? ''), keys: reconciliation.keysOnBill },
    ...accountNamesJson(directory, reconciliation.accounts),
    proRata: [...expectation.parts].map(([month, { until, share }]) => ({ month, until, share: quantise(share).toFixed() })),
    whole: wholeJson(whole),
    months: months.map(monthJson),
    onlyBilled: reconciliation.onlyBilled.map(({ month, cost }) => ({ month, cost: cost.toFixed() })),
    onlyExpected: reconciliation.onlyExpected,
    regionsWithoutUsage: reconciliation.regionsWithoutUsage,
    notCompared: reconciliation.notCompared.map((rows) => ({
      what: notComparedName(rows),
      quantity: rows.quantity.toFixed(),
      cost: rows.cost.toFixed(),
    })),
    otherCurrencies: reconciliation.otherCurrencies.map((other) => ({ ...other, cost: other.cost.toFixed() })),
    cannotShow: limitsOf(reconciliation),
    warnings: warningsOf(reconciliation),
  };
  return jsonText(json);
}

function monthJson(month: MonthReconciliation) {
  const { whole, reads } = month.freeTier;
  const freeTier = { onWholeBill: whole.toFixed(), forReadsAtMost: reads.toFixed() };
  return { month: month.month, freeTier, notOnBill: month.absent, ...wholeJson(month) };
}

function wholeJson({ unreadable, cost, operations, charges, causes }: WholeReconciliation) {
  return {
    unreadable: unreadable.map((each) => ({
      service: each.service,
      rows: each.rows,
      rowsCost: each.rowsCost.toFixed(),
      cost: each.cost === undefined ? null : comparedJson(each.cost),
    })),
    cost: { ...comparedJson(cost), billedForUse: cost.use.toFixed(), netForUse: cost.netUse.toFixed() },
    operations: operations.map(operationJson),
    charges: charges.map(chargeJson),
    causes: causes.map(causeJson),
  };
}

function comparedJson({ expected, billed }: { expected: Range<Decimal>; billed: Decimal }) {
  return { expected: moneyJson(expected), billed: billed.toFixed(), difference: billed.minus(expected.expected).toFixed() };
}

function operationJson({ operation, expected, billed, freeTier, cost }: OperationComparison) {
  return { operation: operation ?? '', ...comparedJson({ expected, billed }), freeTier: freeTier.toFixed(), cost: cost.toFixed() };
}

function chargeJson({ charge, quantity, freeTierQuantity, cost, billedCost }: ChargeComparison) {
  return {
    charge,
    quantity: comparedJson(quantity),
    freeTierQuantity: { expected: freeTierQuantity.expected.toFixed(), billed: freeTierQuantity.billed.toFixed() },
    cost: cost === undefined ? null : comparedJson(cost),
    billedCost: billedCost.toFixed(),
  };
}

function causeJson(cause: Cause) {
  const { code, certainty, charge, service, quantity, cost } = cause;
  return {
    code,
    certainty,
    service,
    charge: charge ?? null,
    quantity: quantity?.toFixed() ?? null,
    cost: cost?.toFixed() ?? null,
    note: causeSentence(cause),
  };
}
