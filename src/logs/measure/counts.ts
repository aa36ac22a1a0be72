import { Decimal, sum } from '../../base/decimal.js';
import { sanitised, unique } from '../../base/text.js';
import { convertedPrice, currencyOf } from '../../model/conversion.js';
import { findPrice, type Price, type PriceBook } from '../../prices/book.js';
import { CLOUDTRAIL } from '../../scenario/cloudtrail.js';
import type { Conversion } from '../../scenario/schema.js';
import { CLASSES, COUNTS_AS, FOREIGN_BUCKET_KEY, type RequestClass, RULES, type Rule, UNCONFIRMED_BUCKET_KEY } from '../classify/rules.js';
import type { Cell, Reader } from '../count/reader.js';
import type { Tally } from '../count/tally.js';
import type { Measurement, RequestCount } from './measurement.js';

/** Whether a bucket that requests name alone is one with CloudTrail files. */
export type IsTrailBucket = (bucket: string) => boolean | undefined;

/** A reader's requests of one month, Region and rule, with the rule that holds when all is read. */
export interface RuledCell {
  reader: Reader;
  cell: Cell;
  rule: Rule;
}

/** Buckets with CloudTrail files: those that contexts and GETs show or the user names; undefined where there are none at all. */
export function trailBuckets({ buckets }: Tally, named: readonly string[]): IsTrailBucket {
  const known = new Set([...buckets, ...named]);
  return (bucket) => (known.size === 0 ? undefined : known.has(bucket));
}

export function ruledCells(readers: readonly Reader[], isTrailBucket: IsTrailBucket): RuledCell[] {
  return readers.flatMap((reader) => reader.cells().map((cell) => ({ reader, cell, rule: ruleOf(cell.rule, cell.bucket, isTrailBucket) })));
}

/** The rule that holds for a request in the end. */
export function ruleOf(number: number, bucket: string, isTrailBucket: IsTrailBucket): Rule {
  if (bucket === '') return RULES[number] as Rule;
  const holdsFiles = isTrailBucket(bucket);
  if (holdsFiles === undefined) return UNCONFIRMED_BUCKET_KEY;
  return holdsFiles ? (RULES[number] as Rule) : FOREIGN_BUCKET_KEY;
}

/** Names of readers for people: short, printable, each once. */
export function namesOf(readers: Iterable<Reader>): Map<Reader, string> {
  const names = new Map<Reader, string>();
  const taken = new Map<string, Reader[]>();
  for (const reader of readers) {
    const short = shortName(reader.principal.name);
    taken.set(short, [...(taken.get(short) ?? []), reader]);
  }
  const given = new Set<string>();
  for (const [short, alike] of taken) {
    for (const reader of alike) names.set(reader, unique(alike.length === 1 ? short : longName(short, reader), given));
  }
  return names;
}

function shortName(name: string): string {
  const text = sanitised(name).trim();
  return (
    text
      .slice(text.indexOf('/') + 1)
      .trim()
      .slice(0, 60)
      .trim() || 'unknown'
  );
}

/** A user and a role of one account may share their name. */
function longName(short: string, { principal }: Reader): string {
  const [kind = ''] = sanitised(principal.name).split('/', 1);
  return `${short.slice(0, 40).trim()} ${kind.slice(0, 20)} ${principal.account}`.trim();
}

/** What was counted, by month, reader, Region and class, with its cost before the free tier. */
export function countsOf(
  cells: readonly RuledCell[],
  names: ReadonlyMap<Reader, string>,
  book: PriceBook,
  conversion: Conversion | undefined,
): RequestCount[] {
  const counts = new Map<string, RequestCount>();
  for (const { reader, cell, rule } of cells) {
    const { region } = cell;
    const month = monthText(cell.month);
    const countsAs = COUNTS_AS[rule.class];
    const name = countsAs === 'free' ? CLOUDTRAIL : (names.get(reader) as string);
    const { account } = reader.principal;
    const key = [month, name, account, region, rule.class].join(' ');
    const known = counts.get(key);
    if (known !== undefined) known.requests += cell.requests;
    else
      counts.set(key, {
        month,
        reader: name,
        account,
        region: sanitised(region),
        class: rule.class,
        countsAs,
        requests: cell.requests,
        price: undefined,
        unitPrice: undefined,
        currency: '',
        cost: undefined,
      });
  }
  return [...counts.values()].map((count) => priced(count, book, conversion)).sort(byMonth);
}

function monthText(month: number): string {
  if (month < 0) return '';
  return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;
}

function priced(count: RequestCount, book: PriceBook, conversion: Conversion | undefined): RequestCount {
  if (count.countsAs !== 'billable') return count;
  const price = findPrice(book, 'kms-request', count.region, count.month);
  if (price === undefined) return count;
  const each = convertedPrice(price, conversion);
  return { ...count, price, unitPrice: each, currency: currencyOf(price, conversion), cost: each.times(count.requests) };
}

function byMonth(one: RequestCount, other: RequestCount): number {
  const order = (count: RequestCount) =>
    `${count.month} ${CLASSES.indexOf(count.class).toString().padStart(2, '0')} ${count.reader} ${count.account} ${count.region}`;
  return order(one) < order(other) ? -1 : 1;
}

/** The cost of some counts; undefined where a price is missing or currencies differ. */
export function costOf(counts: readonly RequestCount[]): Decimal | undefined {
  const billed = counts.filter(({ countsAs }) => countsAs === 'billable');
  const currencies = new Set(billed.map(({ currency }) => currency));
  if (currencies.size > 1 || currencies.has('')) return billed.length === 0 ? new Decimal(0) : undefined;
  return sum(billed.map(({ cost }) => cost as Decimal));
}

/** The price for a month like those observed: of the Region with most billable requests, or of the only Region there is. */
export function priceToProject(
  counts: readonly RequestCount[],
  regions: readonly string[],
  lastMonth: string,
  book: PriceBook,
): Price | undefined {
  const ofRegion = new Map<string, number>();
  for (const { countsAs, region, requests } of counts) {
    if (countsAs === 'billable') ofRegion.set(region, (ofRegion.get(region) ?? 0) + requests);
  }
  const [busiest] = [...ofRegion].sort(([, one], [, other]) => other - one).map(([region]) => region);
  const region = busiest ?? (regions.length === 1 ? regions[0] : undefined);
  return region === undefined ? undefined : findPrice(book, 'kms-request', region, lastMonth);
}

/** All requests by class and by rule; unknown where there is no KMS event. */
export function kmsRequestsOf(cells: readonly RuledCell[], arePresent: boolean): Measurement['kmsRequests'] {
  const byClass = Object.fromEntries(CLASSES.map((name) => [name, 0])) as Record<RequestClass, number>;
  const byRule = new Map<Rule, number>();
  for (const { cell, rule } of cells) {
    byClass[rule.class] += cell.requests;
    byRule.set(rule, (byRule.get(rule) ?? 0) + cell.requests);
  }
  const of = (countsAs: string) => CLASSES.filter((name) => COUNTS_AS[name] === countsAs).reduce((total, name) => total + byClass[name], 0);
  return {
    billable: arePresent ? of('billable') : null,
    free: arePresent ? of('free') : null,
    failed: arePresent ? of('failed') : null,
    unrelated: arePresent ? of('unrelated') : null,
    unclassified: arePresent ? of('unclassified') : null,
    byClass: arePresent ? byClass : null,
    byRule: [...RULES, UNCONFIRMED_BUCKET_KEY, FOREIGN_BUCKET_KEY].flatMap((rule) => {
      const requests = byRule.get(rule);
      return requests === undefined ? [] : [{ rule: rule.name, class: rule.class, why: rule.why, requests }];
    }),
  };
}
