import { type ConsoleRow, serviceNamed, serviceOfUsageType, withoutNone } from './layout.js';

/** What a group of Cost Explorer is by. */
type Dimension = 'service' | 'usage type' | 'operation' | 'region' | 'account' | 'charge type' | 'resource';

/** As its CSV, its API and people write them, in small letters and with blanks. */
const DIMENSIONS: ReadonlyMap<string, Dimension> = new Map([
  ['service', 'service'],
  ['usage type', 'usage type'],
  ['api operation', 'operation'],
  ['operation', 'operation'],
  ['region', 'region'],
  ['linked account', 'account'],
  ['account', 'account'],
  ['charge type', 'charge type'],
  ['record type', 'charge type'],
  ['resource', 'resource'],
  ['resource id', 'resource'],
]);

/** Groupings that say nothing of ours, yet make a file one of Cost Explorer's. */
const OTHERS = new Set([
  'instance type',
  'usage type group',
  'availability zone',
  'az',
  'platform',
  'operating system',
  'tenancy',
  'purchase option',
  'purchase type',
  'database engine',
  'legal entity',
  'legal entity name',
  'billing entity',
  'tag',
  'cost category',
  'item',
  'cost and usage',
]);

function normal(name: string): string {
  return name.trim().toLowerCase().replaceAll('_', ' ');
}

/** Whether a name is that of a grouping of Cost Explorer's. */
export function isGrouping(name: string): boolean {
  return DIMENSIONS.has(normal(name)) || OTHERS.has(normal(name));
}

/** The groupings of a query in one form, whatever their order. */
export function groupingText(names: readonly string[]): string {
  return [...new Set(names.map(normal))].sort().join(' and ');
}

/** Whether rows of these groups can say of which service they are. */
export function saysService(names: readonly string[]): boolean {
  return names.some((name) => ['service', 'usage type'].includes(DIMENSIONS.get(normal(name)) ?? ''));
}

/** A row for each charge type that is not usage. */
const CHARGE_TYPES: ReadonlyMap<string, string> = new Map([
  ['tax', 'Tax'],
  ['credit', 'Credit'],
  ['refund', 'Refund'],
  ['fee', 'Fee'],
]);

const SAYS: Readonly<Record<Dimension, (value: string) => ConsoleRow>> = {
  service: (value) => ({ service: serviceNamed(value) }),
  'usage type': (value) => ({ usageType: withoutNone(value) }),
  operation: (value) => ({ operation: withoutNone(value) }),
  region: (value) => ({ region: /[a-z]{2,5}(?:-[a-z]+)+-\d{1,2}/.exec(value)?.[0] ?? '' }),
  account: (value) => ({ account: /\d{12}/.exec(value)?.[0] ?? '' }),
  resource: (value) => ({ resourceId: withoutNone(value) }),
  'charge type': (value) => ({ type: CHARGE_TYPES.get(normal(value)) ?? (/discount/i.test(value) ? 'Discount' : 'Usage') }),
};

/** What a group's values say, each beside its grouping. */
export function rowOfGroup(names: readonly string[], values: readonly string[]): ConsoleRow {
  const said = names.map((name, index): ConsoleRow => {
    const dimension = DIMENSIONS.get(normal(name));
    return dimension === undefined ? {} : SAYS[dimension](values[index] ?? '');
  });
  const row: ConsoleRow = Object.assign({ type: 'Usage' }, ...said);
  return row.service === undefined ? { ...row, service: serviceOfUsageType(row.usageType ?? '') } : row;
}
