import { Document, isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import { Decimal, sum, ZERO } from '../base/decimal.js';
import { type Month, monthPlus, monthsText } from '../base/months.js';
import { grouped, listed } from '../base/text.js';
import { CHARGE } from '../model/charges.js';
import { findPrice, freeRequestsPerMonth, type PriceBook, unitPrice } from '../prices/book.js';
import { SCENARIO_LIMITS } from '../scenario/limits.js';
import type { Quantity } from '../scenario/schema.js';
import { type BillAnswer, isPossibleRead } from './answer.js';
import { isGet } from './bucket.js';
import { figureOf, named } from './figures.js';
import type { Billed } from './totals.js';

/** Months that the scenario is for. */
const MONTHS = 12;
const FIRST_MONTH = '2000-01';
const LAST_MONTH = '2099-01';
/** Where the bill does not say the Region. */
const ASSUMED_REGION = 'us-east-1';
/** Of more accounts than this the smallest are written as one reader. */
const MOST_READERS = 100;

/** What a scenario is made of beside the answer. */
export interface BillScenarioOptions {
  /** ARNs or ids of the keys of the logs, as the answer was asked with. */
  keys: readonly string[];
  /** The bucket asked for. */
  bucket?: string | undefined;
  /** Prices, by which rows with a cost alone are counted, and the free tier. */
  book: PriceBook;
}

/** What a bill says of a scenario, as far as it says anything. */
export interface BillScenario {
  /** The month after the bill's last. */
  start: Month;
  /** That with most requests, or the bucket's. */
  region: string | undefined;
  readers: readonly WrittenReader[];
  /** What other KMS use leaves of the free tier; undefined where payers share it in a way that the bill does not say. */
  freeRequestsLeft: Quantity | undefined;
  /** Whether it has GuardDuty events: without them nothing is known. */
  hasGuardDuty: boolean;
  /** What it hints at, as lines of a scenario to fill in. */
  hints: readonly Hint[];
}

/** A line of a scenario to fill in, and the field at the top that it is in. */
export interface Hint {
  field: string;
  line: string;
}

/**
 * The parts of a scenario that a bill shows. With S3 requests of the bucket its GETs are the reads; else the Decrypts of each account
 * are, at most.
 */
export function billScenario(answer: BillAnswer, options: BillScenarioOptions): BillScenario {
  const hasGuardDuty = answer.charges.some(({ charge, rows }) => charge === 'guardduty-events' && rows > 0);
  return {
    start: startOf(answer.months),
    region: regionOf(answer),
    readers: readersOf(answer, options),
    freeRequestsLeft: freeRequestsLeft(answer, options),
    hasGuardDuty,
    hints: hintsOf(answer, hasGuardDuty),
  };
}

/**
 * A scenario for `trailcost estimate`, as YAML to fill in: what the bill shows is a number with its origin, what it cannot show is a range
 * down to 0 or a line in a comment.
 */
export function billScenarioText(answer: BillAnswer, options: BillScenarioOptions): string {
  const { start, region, readers, freeRequestsLeft: free, hasGuardDuty, hints } = billScenario(answer, options);
  const document = new Document({
    version: 1,
    name: 'from-a-bill',
    period: { start, months: MONTHS },
    bucket: { region: region ?? ASSUMED_REGION },
    encryption: { sseKmsSince: 'always' },
    readers: readers.map(({ remark: _remark, isLimit: _isLimit, ...reader }) => reader),
    ...(free === undefined ? {} : { freeRequestsLeft: free }),
    ...(hasGuardDuty ? { recording: { guardDuty: true } } : {}),
  });
  document.commentBefore = headOf(answer);
  remark(document, 'bucket', regionRemark(region));
  remark(document, 'encryption', ' Set the day from which CloudTrail writes with SSE-KMS; a bill does not say it.');
  remark(document, 'readers', READERS_REMARK);
  remark(document, 'freeRequestsLeft', ` What other KMS use of the bill leaves of the free tier, by month.`);
  remark(document, 'recording', ' The bill has GuardDuty events, so GuardDuty is on in some account.');
  const list = document.get('readers');
  if (isSeq<YAMLMap>(list)) for (const [index, node] of list.items.entries()) node.commentBefore = readers[index]?.remark ?? null;
  document.comment = ['To fill in, if it holds:', ...hintLines(hints)].map((line) => ` ${line}`).join('\n');
  return document.toString({ lineWidth: 120 });
}

interface WrittenReader {
  name: string;
  account?: string;
  pattern: 'single';
  readsPerMonth: Quantity;
  remark: string;
  /** Whether there is such a reader: a scenario needs one where the bill shows none. */
  isLimit: boolean;
}

const READERS_REMARK =
  ' Better than numbers is how each reader reads: pattern every-file (a SIEM), scan (Athena), validate. These need trails, see below.';

/** A scenario needs a reader; one that reads nothing costs nothing. */
const NOBODY: WrittenReader = {
  name: 'nobody',
  pattern: 'single',
  readsPerMonth: 0,
  isLimit: false,
  remark: ' The bill shows no request that can be a read of logs: set who reads them.',
};

const UNKNOWN: WrittenReader = {
  ...NOBODY,
  name: 'unknown',
  remark: ' The bill has a cost and not how many requests it is for, and no price is known: set who reads the logs.',
};

function readersOf(answer: BillAnswer, { keys, bucket, book }: BillScenarioOptions): WrittenReader[] {
  const months = answer.months;
  if (answer.bucket !== undefined && bucket !== undefined) {
    const reads = readsPerMonth(
      answer.groups.filter((group) => group.service === 's3' && isGet(group)),
      months,
      book,
    );
    const remarkText =
      ` GETs of bucket ${bucket} in a month, at most: some may be of other objects, so low is 0.\n` +
      " S3 bills them to the bucket's owner. Who reads is not known: set account to the one that reads.";
    return reads === undefined
      ? [UNKNOWN]
      : [{ name: 'readers of the bucket', pattern: 'single', ...reads, remark: remarkText, isLimit: true }];
  }
  const possible = answer.groups.filter((group) => isPossibleRead(group, keys));
  const accounts = named(possible, ({ account }) => account).map(({ name }) => name);
  const [first, rest] = [accounts.slice(0, MOST_READERS), new Set(accounts.slice(MOST_READERS))];
  const readers = first.flatMap((account) => {
    const reads = readsPerMonth(
      possible.filter((group) => group.account === account),
      months,
      book,
    );
    return reads === undefined
      ? []
      : [{ ...nameOf(account), pattern: 'single' as const, ...reads, remark: DECRYPTS_REMARK, isLimit: true }];
  });
  const others = readsPerMonth(
    possible.filter(({ account }) => rest.has(account)),
    months,
    book,
  );
  if (rest.size > 0 && others !== undefined)
    readers.push({ name: 'all other accounts', pattern: 'single', ...others, remark: DECRYPTS_REMARK, isLimit: true });
  if (readers.length > 0) return readers;
  return [possible.length === 0 ? NOBODY : UNKNOWN];
}

const DECRYPTS_REMARK = ' Decrypts of this account in a month, at most: the bill cannot say how many are reads of logs, so low is 0.';

function nameOf(account: string | undefined): Pick<WrittenReader, 'name' | 'account'> {
  if (account === undefined) return { name: 'account not on the bill' };
  return /^\d{12}$/.test(account) ? { name: `account ${account}`, account } : { name: `account ${account}`.slice(0, 60) };
}

/** None at least, the average of the months as expected, the busiest month at most; undefined where the number is not known. */
function readsPerMonth(
  groups: readonly Billed[],
  months: readonly Month[],
  book: PriceBook,
): Pick<WrittenReader, 'readsPerMonth'> | undefined {
  if (groups.length === 0) return undefined;
  const counts = months.map((month) =>
    countOf(
      groups.filter((group) => group.month === month),
      book,
    ),
  );
  const known = counts.filter((count) => count !== undefined);
  if (known.length < counts.length) return undefined;
  const most = Decimal.max(ZERO, ...known);
  const mean = Decimal.max(ZERO, sum(known).div(known.length));
  const fitted = (count: Decimal) => Math.min(Number(count.ceil()), SCENARIO_LIMITS.count);
  const [expected, high] = [fitted(mean), fitted(most)];
  return { readsPerMonth: high === 0 ? 0 : { low: 0, expected, high } };
}

/** Rows with a cost alone are as many requests as it buys at the price of their Region, and perhaps all of the free tier. */
function countOf(groups: readonly Billed[], book: PriceBook): Decimal | undefined {
  const { quantity } = figureOf(groups);
  if (quantity !== undefined) return quantity;
  const counts = groups.map(({ rowsWithoutQuantity, quantity: given, cost, currency, region = '', month }) => {
    const price = findPrice(book, 'kms-request', region, month);
    if (rowsWithoutQuantity === 0 || cost.isZero()) return given;
    return price === undefined || price.currency !== currency ? undefined : cost.div(unitPrice(price));
  });
  const known = counts.filter((count) => count !== undefined);
  return known.length < counts.length ? undefined : sum(known).plus(freeRequestsPerMonth(book));
}

/** The month after the bill's last. */
function startOf(months: readonly Month[]): Month {
  const next = monthPlus(months.at(-1) ?? '2026-01', 1);
  return next < FIRST_MONTH ? FIRST_MONTH : next > LAST_MONTH ? LAST_MONTH : next;
}

function regionOf({ bucket, groups, requestsBy }: BillAnswer): string | undefined {
  const ofBucket = named(
    groups.filter((group) => group.service === 's3'),
    ({ region }) => region,
  );
  return (bucket === undefined ? requestsBy.region : ofBucket).find(({ name }) => name !== undefined)?.name;
}

function regionRemark(region: string | undefined): string {
  if (region === undefined) return ' The bill does not say the Region: set that of the bucket.';
  return ' The Region with most requests on the bill: set that of the bucket, and account, its owner.';
}

/** What of the free tier is left for the reads, over the months; undefined where payers share it in a way that the bill does not say. */
function freeRequestsLeft(answer: BillAnswer, { keys, book }: BillScenarioOptions) {
  const { groups, months, bucket } = answer;
  const requests = groups.filter(({ charge, kind }) => charge === 'kms-requests' && (kind === 'usage' || kind === 'free-tier'));
  if (new Set(requests.map(({ payer }) => payer)).size !== 1 || requests.some(({ rowsWithoutQuantity }) => rowsWithoutQuantity > 0))
    return undefined;
  const isOther = (group: Billed) => bucket !== undefined || !isPossibleRead(group, keys);
  const most = freeRequestsPerMonth(book);
  const left = months.map((month) => {
    const { quantity = ZERO } = figureOf(requests.filter((group) => group.month === month && isOther(group)));
    return Decimal.max(ZERO, Decimal.min(most, most.minus(quantity)));
  });
  const whole = (count: Decimal) => Number(count.floor());
  const [low, expected, high] = [whole(Decimal.min(...left)), whole(sum(left).div(left.length)), whole(Decimal.max(...left))];
  return low === high ? low : { low, expected, high };
}

function headOf({ months, currency }: BillAnswer): string {
  return [
    `Made from the bill of ${monthsText(months)} (${currency || 'no currency'}), to fill in.`,
    'A bill does not say who reads log files, how many there are, nor since when they are encrypted: see the remarks.',
    'Then: trailcost estimate THIS-FILE',
  ]
    .map((line) => ` ${line}`)
    .join('\n');
}

function hintsOf({ charges, currency, beside }: BillAnswer, hasGuardDuty: boolean): Hint[] {
  const billed = (charge: string) => charges.find((each) => each.charge === charge && each.rows > 0);
  const of = (charge: 'kms-keys' | 'cloudtrail-copies' | 'cloudtrail-insights' | 'cloudtrail-data-events') => {
    const found = billed(charge);
    if (found === undefined) return `the bill has none`;
    const number = found.quantity === undefined ? 'an unknown number' : grouped(found.quantity.toDecimalPlaces(2).toFixed());
    return `the bill has ${number} (${CHARGE[charge].name})`;
  };
  const discounts = beside.filter(({ kind }) => kind === 'discount').map(({ name, service }) => name ?? service);
  const recording = [
    ...(hasGuardDuty ? [] : ['guardDuty: false  # true if GuardDuty is on; the bill has no event of it']),
    `paidCopies: 0  # 1 if a trail after the first records KMS events; ${of('cloudtrail-copies')}`,
    `insightsTrails: 0  # ${of('cloudtrail-insights')}`,
    `dataEventCopies: 0  # trails with S3 data events of this bucket; ${of('cloudtrail-data-events')}`,
  ];
  return [
    { field: 'trails', line: '- { name: org, accounts: 60, archiveMonths: 12 }  # accounts whose events are delivered, months kept' },
    { field: 'keys', line: `keys: { number: 1 }  # keys of the logs; ${of('kms-keys')}` },
    ...recording.map((line) => ({ field: 'recording', line })),
    ...(discounts.length === 0
      ? []
      : [{ field: 'discountPercent', line: `discountPercent: 0  # the bill has discounts: ${listed(discounts, 5)}` }]),
    ...(currency === 'USD'
      ? []
      : [{ field: 'currency', line: `currency: …  # the bill is in ${currency || 'no currency'}; see METHOD, Discounts and currency` }]),
  ];
}

/** Hints as lines to uncomment, those of one field under its name. */
export function hintLines(hints: readonly Hint[]): string[] {
  return hints.flatMap(({ field, line }, index) => {
    if (line.startsWith(`${field}:`)) return [line];
    return [...(hints[index - 1]?.field === field ? [] : [`${field}:`]), `  ${line}`];
  });
}

function remark(document: Document, key: string, text: string): void {
  const keys = isMap(document.contents) ? document.contents.items.map((pair) => pair.key) : [];
  const node = keys.filter(isScalar).find(({ value }) => value === key);
  if (node !== undefined) node.commentBefore = text;
}
