// Bills made for tests, benchmarks and samples: to the formats' shape, with sums that are known. Nothing here comes from a real bill.
import { crc32, deflateRawSync } from 'node:zlib';
import { stringify } from 'csv-stringify/sync';
import { Decimal } from 'decimal.js';

export const PAYER = '111122223333';
const MEMBER = '444455556666';
const SMALL = '000111222333';
const KEY = `arn:aws:kms:us-east-1:${PAYER}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
/** The bucket of the logs, which exports with resource ids name. */
export const BUCKET = 'amzn-s3-demo-logs';
const SERVICES = {
  awskms: 'AWS Key Management Service',
  AmazonS3: 'Amazon Simple Storage Service',
  AWSCloudTrail: 'AWS CloudTrail',
  AmazonAthena: 'Amazon Athena',
  AmazonEC2: 'Amazon Elastic Compute Cloud',
  AWSSupportBusiness: 'AWS Support (Business)',
};

/** Columns: product, usage type, Region, operation, unit price, quantities of some days. `free` is the free tier. */
const CHARGES = [
  ['awskms', 'us-east-1-KMS-Requests', 'us-east-1', 'Decrypt', '0.000003', [566, 41_250, 1_200_000]],
  ['awskms', 'us-east-1-KMS-Requests', 'us-east-1', 'GenerateDataKey', '0.000003', [12, 7]],
  ['awskms', 'us-east-1-KMS-Requests', 'us-east-1', 'DescribeKey', '0.000003', [3]],
  ['awskms', 'eu-central-1-KMS-Requests', 'eu-central-1', 'Decrypt', '0.000003', [98_765, 43_210]],
  ['awskms', 'us-east-1-KMS-Requests-Asymmetric', 'us-east-1', 'Sign', '0.000015', [1_000]],
  ['awskms', 'us-east-1-KMS-Requests-GenerateDatakeyPair-RSA', 'us-east-1', 'GenerateDataKeyPair', '0.0012', [10]],
  ['awskms', 'us-east-1-KMS-Keys', 'us-east-1', 'Unknown', '1', ['0.0333333333', '0.9666666667', '2']],
  ['AmazonS3', 'Requests-Tier1', 'us-east-1', 'PutObject', '0.000005', [7_000]],
  ['AmazonS3', 'Requests-Tier2', 'us-east-1', 'GetObject', '0.0000004', [1_241_816, 3]],
  ['AmazonS3', 'EUC1-Requests-Tier2', 'eu-central-1', 'GetObject', '0.00000043', [141_975]],
  ['AmazonS3', 'EU-Requests-SIA-Tier2', 'eu-west-1', 'GetObject', '0.000001', [50]],
  ['AWSCloudTrail', 'USE1-FreeEventsRecorded', 'us-east-1', 'None', '0', [2_000_000]],
  ['AWSCloudTrail', 'USE1-PaidEventsRecorded', 'us-east-1', 'None', '0.00002', [1_241_816]],
  ['AWSCloudTrail', 'EUC1-DataEventsRecorded', 'eu-central-1', 'None', '0.000001', [141_975]],
  ['AWSCloudTrail', 'USE1-InsightsEvents', 'us-east-1', 'None', '0.0000035', [250_000]],
  ['AmazonAthena', 'USE1-DataScannedInTB', 'us-east-1', 'StartQueryExecution', '5', ['0.0123456789']],
  ['AmazonEC2', 'USE1-BoxUsage:t3.micro', 'us-east-1', 'RunInstances', '0.0104', [24, 24]],
];

/** Rows for no usage: product, type, amount, description. */
const OTHERS = [
  ['awskms', 'Tax', '1.2345678901', 'Tax for product code awskms'],
  ['AmazonS3', 'Tax', '0.05', 'Tax for product code AmazonS3'],
  ['awskms', 'Credit', '-2.5', 'Made credit'],
  ['awskms', 'Refund', '-0.03', 'Made refund'],
  ['AWSCloudTrail', 'EdpDiscount', '-1.7', 'Made enterprise discount'],
  ['AWSSupportBusiness', 'Fee', '100', 'Made support fee'],
];

/**
 * The items of a made bill of one month, the same on every call.
 *
 * @param month `YYYY-MM`
 */
export function madeItems(month = '2026-11', currency = 'USD') {
  const items = [];
  const add = (item) => items.push(complete(item, items.length, month, currency));
  add(freeTier('us-east-1-KMS-Requests', 'Decrypt', 15_000, MEMBER));
  add(freeTier('us-east-1-KMS-Requests', 'GenerateDataKey', 4_000, PAYER));
  add(freeTier('Global-KMS-Requests', 'Decrypt', 1_000, SMALL));
  for (const [product, usageType, region, operation, price, quantities] of CHARGES) {
    for (const [index, quantity] of quantities.entries()) {
      const account = [MEMBER, PAYER, SMALL][index % 3];
      const resource = resourceOf(product, region, operation);
      add({ product, type: 'Usage', usageType, region, operation, price, quantity, account, resource, day: index });
    }
  }
  for (const [product, type, cost, description] of OTHERS) add({ product, type, cost, description, account: PAYER });
  return items;
}

function resourceOf(product, region, operation) {
  if (product === 'AmazonS3' && region === 'us-east-1') return BUCKET;
  return product === 'awskms' && operation !== 'Unknown' ? KEY : '';
}

function freeTier(usageType, operation, quantity, account) {
  const region = usageType.startsWith('Global') ? '' : 'us-east-1';
  const description = '$0.00 per request - first 20,000 requests/month';
  return {
    product: 'awskms',
    type: 'Usage',
    usageType,
    region,
    operation,
    price: '0',
    listPrice: '0.000003',
    quantity,
    account,
    description,
  };
}

function complete(item, index, month, currency) {
  const { usageType = '', region = '', operation = '', price = '', quantity = 1, resource = '', day = 0, listPrice = price } = item;
  const isUsage = item.type === 'Usage';
  const date = `${month}-${String(day + 1).padStart(2, '0')}`;
  return {
    ...item,
    ...{ usageType, region, operation, resource, currency, payer: PAYER },
    id: `made${String(index).padStart(6, '0')}`,
    start: isUsage ? `${date}T03:00:00Z` : `${month}-01T00:00:00Z`,
    end: isUsage ? `${date}T04:00:00Z` : `${month}-28T23:59:59Z`,
    quantity: String(quantity),
    unitPrice: isUsage ? price : '',
    listUnitPrice: isUsage ? listPrice : '',
    cost: isUsage ? new Decimal(quantity).times(price).toFixed() : item.cost,
    listCost: isUsage ? new Decimal(quantity).times(listPrice).toFixed() : '',
    description: item.description ?? `$${price} per unit, made`,
  };
}

/** The legacy CUR: a header of groups, and tags that nobody reads. */
export function curTable(items) {
  const columns = curColumns((item) => [item.start, item.end]);
  return tableOf([...columns, ['product/productFamily', () => 'API Request'], ['resourceTags/user:team', () => 'a "made", tag']], items);
}

/** CUR 2.0 has the same in another spelling, with times as Athena likes them. */
export function cur2Table(items) {
  const time = (text) => `${text.slice(0, 10)} ${text.slice(11, 19)}.000`;
  const columns = curColumns((item) => [time(item.start), time(item.end)]);
  return tableOf(
    [...columns.map(([name, value]) => [snake(name), value]), ['bill_payer_account_name', () => 'made'], ['product', () => '{}']],
    items,
  );
}

function curColumns(timesOf) {
  return [
    ['identity/LineItemId', (item) => item.id],
    ['identity/TimeInterval', (item) => `${item.start}/${item.end}`],
    ['bill/PayerAccountId', (item) => item.payer],
    ['lineItem/UsageAccountId', (item) => item.account],
    ['lineItem/LineItemType', (item) => item.type],
    ['lineItem/UsageStartDate', (item) => timesOf(item)[0]],
    ['lineItem/UsageEndDate', (item) => timesOf(item)[1]],
    ['lineItem/ProductCode', (item) => item.product],
    ['lineItem/UsageType', (item) => item.usageType],
    ['lineItem/Operation', (item) => item.operation],
    ['lineItem/ResourceId', (item) => item.resource],
    ['lineItem/UsageAmount', (item) => item.quantity],
    ['lineItem/CurrencyCode', (item) => item.currency],
    ['lineItem/UnblendedRate', (item) => item.unitPrice],
    ['lineItem/UnblendedCost', (item) => item.cost],
    ['lineItem/LineItemDescription', (item) => item.description],
    ['product/regionCode', (item) => item.region],
    ['pricing/publicOnDemandCost', (item) => item.listCost],
    ['pricing/publicOnDemandRate', (item) => item.listUnitPrice],
    ['pricing/RateCode', () => 'MADE.JRTCKXETXF.6YS6EN2CT7'],
  ];
}

function snake(name) {
  return name
    .replace('/', '_')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

const CHARGE_CATEGORIES = { Usage: 'Usage', Tax: 'Tax', Credit: 'Credit', Refund: 'Usage', EdpDiscount: 'Adjustment', Fee: 'Purchase' };

/** FOCUS, with the word NULL for the absent and dates that lack the T, as real exports have them. */
export function focusTable(items, version = '1.0') {
  const orNull = (text) => (text === '' ? 'NULL' : text);
  const time = (text) => `${text.slice(0, 10)} ${text.slice(11, 19)}`;
  const columns = [
    ['BilledCost', (item) => item.cost],
    ['BillingAccountId', (item) => item.payer],
    ['BillingCurrency', (item) => item.currency],
    ['ChargeCategory', (item) => CHARGE_CATEGORIES[item.type]],
    ['ChargeClass', (item) => (item.type === 'Refund' ? 'Correction' : 'NULL')],
    ['ChargeDescription', (item) => item.description],
    ['ChargePeriodEnd', (item) => time(item.end)],
    ['ChargePeriodStart', (item) => time(item.start)],
    ['ConsumedQuantity', (item) => (item.type === 'Usage' ? item.quantity : 'NULL')],
    ['ContractedUnitPrice', (item) => orNull(item.unitPrice)],
    ['EffectiveCost', (item) => item.cost],
    ['ListCost', (item) => orNull(item.listCost)],
    ['ListUnitPrice', (item) => orNull(item.listUnitPrice)],
    ['PricingQuantity', (item) => item.quantity],
    ['PricingUnit', (item) => (item.type === 'Usage' ? 'Requests' : 'NULL')],
    ['RegionId', (item) => orNull(item.region)],
    ['ResourceId', (item) => orNull(item.resource)],
    ['ServiceName', (item) => SERVICES[item.product]],
    ['SubAccountId', (item) => item.account],
    ['x_Operation', (item) => orNull(item.operation)],
    ['x_ServiceCode', (item) => item.product],
  ];
  if (version === '1.0') columns.push(['x_UsageType', (item) => orNull(item.usageType)]);
  else columns.push(['SkuMeter', (item) => orNull(item.usageType)], ['ServiceSubcategory', () => 'Made']);
  if (version === '1.2') columns.push(['InvoiceId', () => 'made-0001']);
  return tableOf(columns, items);
}

function tableOf(columns, items) {
  return { header: columns.map(([name]) => name), rows: items.map((item) => columns.map(([, value]) => value(item))) };
}

export function csvOf({ header, rows }) {
  return stringify([header, ...rows]);
}

/** The sums of a month by some columns: cost and usage, free usage included, as Cost Explorer shows them. */
function groupsOf(items, ...columns) {
  const groups = new Map();
  for (const item of items) {
    const keys = columns.map((column) => item[column]);
    const { cost, quantity } = groups.get(JSON.stringify(keys)) ?? { cost: new Decimal(0), quantity: new Decimal(0) };
    const usage = item.type === 'Usage' ? item.quantity : 0;
    groups.set(JSON.stringify(keys), { keys, cost: cost.plus(item.cost), quantity: quantity.plus(usage) });
  }
  return [...groups.values()];
}

/** Cost Explorer's CSV, grouped by usage type: groups in columns, dates in rows, totals of both. */
export function costExplorerTable(items, month = '2026-11') {
  const groups = groupsOf(items, 'usageType');
  const names = groups.map(({ keys }) => `${keys[0] === '' ? 'NoUsageType' : keys[0]}($)`);
  const total = groups.reduce((sum, { cost }) => sum.plus(cost), new Decimal(0)).toFixed();
  const costs = groups.map(({ cost }) => cost.toFixed());
  return {
    header: ['Usage type', ...names, 'Total costs($)'],
    rows: [
      ['Usage type total', ...costs, total],
      [`${month}-01`, ...costs, total],
    ],
  };
}

/** What `aws ce get-cost-and-usage` answers, grouped by usage type and operation. */
export function costAndUsage(items, month = '2026-11', end = '2026-12-01') {
  const groups = groupsOf(items, 'usageType', 'operation').map(({ keys: [usageType, operation], cost, quantity }) => ({
    Keys: [usageType || 'NoUsageType', operation || 'NoOperation'],
    Metrics: { UnblendedCost: { Amount: cost.toFixed(), Unit: 'USD' }, UsageQuantity: { Amount: quantity.toFixed(), Unit: 'N/A' } },
  }));
  return {
    GroupDefinitions: [
      { Type: 'DIMENSION', Key: 'USAGE_TYPE' },
      { Type: 'DIMENSION', Key: 'OPERATION' },
    ],
    ResultsByTime: [{ TimePeriod: { Start: `${month}-01`, End: end }, Total: {}, Groups: groups, Estimated: false }],
    DimensionValueAttributes: [],
  };
}

/** The Bills page's CSV: a row for each account, usage type, operation and rate of a month, tax and credits in columns, and totals. */
export function billsPageTable(items) {
  const slashes = (text) => text.slice(0, 10).replaceAll('-', '/');
  const columns = [
    ['InvoiceID', () => 'Estimated'],
    ['PayerAccountId', (item) => item.payer],
    ['LinkedAccountId', (item) => item.account],
    ['RecordType', (item) => item.record],
    ['RecordId', (item) => item.id],
    ['BillingPeriodStartDate', (item) => `${slashes(item.start)} 00:00:00`],
    ['ProductCode', (item) => item.product],
    ['ProductName', (item) => SERVICES[item.product] ?? ''],
    ['UsageType', (item) => item.usageType],
    ['Operation', (item) => item.operation],
    ['ItemDescription', (item) => item.description],
    ['UsageStartDate', (item) => `${slashes(item.start)} 00:00:00`],
    ['UsageQuantity', (item) => (item.type === 'Usage' ? item.quantity : '')],
    ['BlendedRate', (item) => item.unitPrice],
    ['CurrencyCode', (item) => item.currency],
    ['CostBeforeTax', (item) => (item.type === 'Tax' || item.type === 'Credit' ? '0' : item.cost)],
    ['Credits', (item) => (item.type === 'Credit' ? item.cost : '0.0')],
    ['TaxAmount', (item) => (item.type === 'Tax' ? item.cost : '0.0')],
    ['TotalCost', (item) => item.cost],
  ];
  const used = items.filter(({ type }) => ['Usage', 'Tax', 'Credit'].includes(type));
  const cost = used.reduce((sum, item) => sum.plus(item.cost), new Decimal(0)).toFixed();
  const sum = { ...items[0], record: 'StatementTotal', type: 'Usage', product: '', usageType: '', operation: '', quantity: '', cost };
  return tableOf(columns, [...used.map((item) => ({ ...item, record: 'LinkedLineItem' })), sum]);
}

const AMOUNTS = /amount|cost$|rate$|quantity$|unitprice$/i;
const TIMES = /_date$|Period(?:Start|End)$/i;

/** A table as hyparquet-writer takes it: amounts as doubles, times as timestamps, the absent as null. */
export function parquetColumns({ header, rows }) {
  return header.map((name, index) => {
    const cells = rows.map((row) => (row[index] === '' || row[index] === 'NULL' ? null : row[index]));
    if (AMOUNTS.test(name)) return { name, type: 'DOUBLE', data: cells.map((cell) => (cell === null ? null : Number(cell))) };
    if (TIMES.test(name))
      return { name, type: 'TIMESTAMP', data: cells.map((cell) => new Date(`${cell.replace(' ', 'T').slice(0, 19)}Z`)) };
    return { name, type: 'STRING', data: cells };
  });
}

/** A zip archive of some files, `[name, content]`. */
export function zipOf(files) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, content] of files) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc32(bytes), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(bytes.length, 18);
    head.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), head, Buffer.from(name), packed);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), head, tail, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, ...directory, Buffer.from('PK\x05\x06', 'latin1'), end]);
}
