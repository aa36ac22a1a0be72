import { group, rollup } from 'd3-array';
import { sanitised } from '../../base/cleaned.js';
import { type Decimal, sum } from '../../base/decimal.js';
import { getOrMake } from '../../base/maps.js';
import { recordOf } from '../../base/records.js';
import { unique } from '../../base/text.js';
import { convertedPrice, currencyOf } from '../../model/conversion.js';
import { findPrice, type Price, type PriceBook } from '../../prices/book.js';
import { CLOUDTRAIL } from '../../scenario/cloudtrail.js';
import type { Conversion } from '../../scenario/schema.js';
import type { Principal } from '../classify/principal.js';
import {
  type BucketUse,
  CLASS_NAMES,
  CLASSES,
  type CountsAs,
  type Evidence,
  RULES,
  type Rule,
  ruleAt,
  settledRule,
  shows,
} from '../classify/rules.js';
import type { Reader, RequestGroup } from '../count/reader.js';
import { NAMELESS_KIND, NOBODY_NAMED } from '../count/readers.js';
import type { Tally } from '../count/tally.js';
import type { Measurement, RequestCount } from './measurement.js';
import { isReplicating } from './replication.js';

/** What a reader's requests that name a bucket alone are for. */
export type BucketUseOf = (reader: Reader, bucket: string) => BucketUse;

/** Requests of one reader, month and Region, with the rule that decides on them in the end. */
export interface RuledRequests {
  reader: Reader;
  /** Of the reader, for people. */
  name: string;
  group: RequestGroup;
  rule: Rule;
}

/**
 * What a bucket that requests name alone is used for: by contexts and GETs, or as the user names it, it holds CloudTrail files; by its
 * reader's GETs and others' writing, not those alone.
 */
export function bucketUses(tally: Tally, named: readonly string[]): BucketUseOf {
  const { buckets, sharedBuckets } = tally.intake;
  const known = new Set([...buckets, ...named]);
  const otherBuckets = tally.otherBuckets();
  return (reader, bucket) => {
    const readsOthers = otherBuckets.get(reader)?.has(bucket) === true;
    const readsFiles = reader.fileBuckets.has(bucket);
    if (readsOthers) return readsFiles ? 'shared' : 'other-objects';
    if (!known.has(bucket)) return known.size === 0 ? 'unknown' : 'other-bucket';
    return sharedBuckets.has(bucket) && !readsFiles ? 'shared' : 'cloudtrail-files';
  };
}

export function ruledRequests(names: ReadonlyMap<Reader, string>, useOf: BucketUseOf): RuledRequests[] {
  return [...names].flatMap(([reader, name]) => {
    const replicates = isReplicating(reader);
    return reader.requests().map((group) => {
      const rule = settledRule(ruleAt(group.rule), useOf(reader, group.bucket), replicates);
      return { reader, name, group, rule };
    });
  });
}

/** Names of readers for people: short, printable, each once. */
export function namesOf(readers: Iterable<Reader>): Map<Reader, string> {
  const names = new Map<Reader, string>();
  const given = new Set<string>();
  for (const [short, alike] of group(readers, ({ principal }) => shortName(principal))) {
    for (const reader of alike) names.set(reader, unique(alike.length === 1 ? short : longName(short, reader), given));
  }
  return names;
}

const MOST_NAME_SIGNS = 60;

function shortName({ name, account }: Principal): string {
  if (name === NOBODY_NAMED) return of('unknown caller', account);
  const text = sanitised(name).trim();
  const signs = [...text.slice(text.indexOf('/') + 1).trim()];
  return signs.slice(0, MOST_NAME_SIGNS).join('').trim() || 'unknown';
}

/** A user and a role of one account may share their name. */
function longName(short: string, { principal }: Reader): string {
  const [kind = '', ...rest] = sanitised(principal.name).split('/');
  const words = rest.length === 0 || kind === NAMELESS_KIND ? [] : [kind.slice(0, 20)];
  return of([short.slice(0, 40).trim(), ...words].join(' '), principal.account);
}

/** @example of('siem role', '111122223333') // 'siem role of 111122223333' */
function of(who: string, account: string): string {
  return account === '' ? who : `${who} of ${account}`;
}

/** What was counted, by month, reader, Region and class, with its cost before the free tier. */
export function countsOf(ruled: readonly RuledRequests[], book: PriceBook, conversion: Conversion | undefined): RequestCount[] {
  const counts = new Map<string, RequestCount>();
  for (const { reader, name: readerName, group, rule } of ruled) {
    const { region, requests } = group;
    const month = monthText(group.month);
    const { countsAs } = CLASSES[rule.class];
    const name = countsAs === 'free' ? CLOUDTRAIL : readerName;
    const { account } = reader.principal;
    const key = [month, name, account, region, rule.class].join(' ');
    const count = getOrMake(counts, key, () => ({
      month,
      reader: name,
      account,
      region: sanitised(region),
      class: rule.class,
      countsAs,
      requests: 0,
      price: undefined,
      unitPrice: undefined,
      currency: '',
      cost: undefined,
    }));
    count.requests += requests;
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
  const each = convertedPrice(price, conversion, count.month);
  return { ...count, price, unitPrice: each, currency: currencyOf(price, conversion), cost: each.times(count.requests) };
}

function byMonth(one: RequestCount, other: RequestCount): number {
  const order = (count: RequestCount) =>
    `${count.month} ${CLASS_NAMES.indexOf(count.class).toString().padStart(2, '0')} ${count.reader} ${count.account} ${count.region}`;
  return order(one) < order(other) ? -1 : 1;
}

/** The cost of some counts; undefined where a price is missing or currencies differ. */
export function costOf(counts: readonly RequestCount[]): Decimal | undefined {
  const billed = counts.filter(({ countsAs }) => countsAs === 'billable');
  const currencies = new Set(billed.map(({ currency }) => currency));
  if (currencies.size > 1) return undefined;
  const costs = billed.flatMap(({ cost }) => cost ?? []);
  return costs.length < billed.length ? undefined : sum(costs);
}

/** The price for a month like those observed: of the Region with most billable requests, or of the only Region there is. */
export function priceToProject(
  counts: readonly RequestCount[],
  regions: readonly string[],
  lastMonth: string,
  book: PriceBook,
): Price | undefined {
  const billable = counts.filter(({ countsAs }) => countsAs === 'billable');
  const ofRegion = rollup(billable, requestsIn, ({ region }) => region);
  const [busiest] = [...ofRegion].sort(([, one], [, other]) => other - one).map(([region]) => region);
  const region = busiest ?? (regions.length === 1 ? regions[0] : undefined);
  return region === undefined ? undefined : findPrice(book, 'kms-request', region, lastMonth);
}

/** How many requests some counts have. */
export function requestsIn(counts: readonly { requests: number }[]): number {
  return counts.reduce((total, { requests }) => total + requests, 0);
}

/** Requests of one rule. */
type RuleCount = Pick<Measurement['kmsRequests']['byRule'][number], 'rule' | 'requests'>;

/** Requests by rules that show something. */
export function requestsThatShow({ byRule }: { byRule: readonly RuleCount[] }, evidence: Evidence): number {
  return requestsIn(byRule.filter(({ rule }) => shows(rule, evidence)));
}

/**
 * Whether reads of CloudTrail files would show among these KMS events, were there any: where a request for one of them, or a delivery, is
 * there. Otherwise the logs may be those of another Region or account, and a zero would prove nothing.
 */
export function doReadsShow({ intake }: Tally, ruled: readonly RuledRequests[]): boolean {
  return intake.kmsOfTrailFiles > 0 || ruled.some(({ rule }) => CLASSES[rule.class].countsAs === 'billable');
}

/** What the KMS events of logs can show. */
interface Sight {
  /** Whether there are any. */
  anyKms: boolean;
  readsShow: boolean;
}

/** All requests by class and by rule; of reads unknown where they would not show, of others where there is no KMS event at all. */
export function kmsRequestsOf(ruled: readonly RuledRequests[], { anyKms, readsShow }: Sight): Measurement['kmsRequests'] {
  const ofRule = rollup(
    ruled,
    (some) => requestsIn(some.map(({ group }) => group)),
    ({ rule }) => rule,
  );
  const byRule = RULES.flatMap((rule) => {
    const requests = ofRule.get(rule);
    return requests === undefined ? [] : [{ rule: rule.name, class: rule.class, why: rule.why, requests }];
  });
  const of = (countsAs: CountsAs, isKnown: boolean) =>
    isKnown ? requestsIn(byRule.filter((row) => CLASSES[row.class].countsAs === countsAs)) : null;
  return {
    billable: of('billable', readsShow),
    free: of('free', readsShow),
    failed: of('failed', readsShow),
    unrelated: of('unrelated', anyKms),
    unclassified: of('unclassified', anyKms),
    byClass: readsShow ? recordOf(CLASS_NAMES, (name) => requestsIn(byRule.filter((row) => row.class === name))) : null,
    byRule,
  };
}
