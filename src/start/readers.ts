import { addTo } from '../base/maps.js';
import { isRange } from '../base/range.js';
import { grouped, listed } from '../base/text.js';
import type { BillFacts, BucketFacts, Facts, ReaderFacts, Said } from './facts.js';
import { UNKNOWN_LOOKBACK } from './lookback.js';
import type { Measured } from './measured.js';

/** Who reads, and what was left out or contradicts it. */
export interface KnownReaders {
  readers: readonly ReaderFacts[];
  contradictions: readonly string[];
  leftOut: readonly string[];
}

/** Others than these would be said in very long lines. */
const MOST_ORIGINS = 5;

/**
 * Who reads, from what knows it best: a count of logs; else a table of counts; else queries and settings; else what a bill has at most.
 * They see the same reads, so they are not added up.
 */
export function knownReaders(facts: Facts, measured: Measured | undefined, bill: BillFacts | undefined, bucket: BucketFacts): KnownReaders {
  const tables = facts.readers.filter(({ basis }) => basis === 'table');
  const others = facts.readers.filter(({ basis }) => basis === undefined);
  const limits = bill === undefined ? [] : limitsOf(bill);
  const sources = [measured?.readers ?? [], tables, others, limits];
  const taken = sources.find((readers) => readers.length > 0) ?? [];
  const passedOver = sources.slice(sources.indexOf(taken) + 1, -1).flat();
  const [from, over] = [originsOf(taken), originsOf(passedOver).filter((origin) => !originsOf(taken).includes(origin))];
  return {
    readers: taken.map((reader) => withinReach(reader, bucket)),
    contradictions: bill === undefined || taken === limits ? [] : beyondBill(taken, measured, bill),
    leftOut: over.length === 0 ? [] : [leftOutText(listed(over, MOST_ORIGINS), listed(from, MOST_ORIGINS))],
  };
}

function leftOutText(over: string, from: string): string {
  return `The readers of ${over} are left out: ${from} counted the same reads, and they would count twice.`;
}

function originsOf(readers: readonly ReaderFacts[]): string[] {
  return [...new Set(readers.flatMap(({ fields }) => Object.values(fields).map(({ origin }) => origin)))];
}

/** The bill's readers, each at most. */
function limitsOf({ origin, scenario }: BillFacts): ReaderFacts[] {
  const real = scenario.readers.filter(({ isLimit }) => isLimit);
  return real.map(({ name, account, readsPerMonth, remark }) => ({
    name,
    pattern: 'single',
    reason: `${origin}:${remark.replaceAll('\n', '')}`,
    fields: {
      ...(account === undefined ? {} : { account: { value: account, origin } }),
      readsPerMonth: { value: readsPerMonth, origin },
    },
  }));
}

/** Accounts of which more reads are known than the bill has Decrypts. */
function beyondBill(readers: readonly ReaderFacts[], measured: Measured | undefined, { origin, scenario }: BillFacts): string[] {
  const limits = new Map(
    scenario.readers.flatMap(({ account, readsPerMonth: reads }) => (account === undefined ? [] : [[account, highOf(reads)]])),
  );
  const counted = measured === undefined ? readsByAccount(readers) : measured.requestsByAccount;
  return [...counted].flatMap(([account, reads]) => {
    const limit = limits.get(account);
    if (limit === undefined || reads <= limit) return [];
    const from = listed(originsOf(readers), MOST_ORIGINS);
    const [shown, most] = [reads, limit].map((each) => grouped(Math.round(each)));
    return [`Of account ${account}, ${from} shows ${shown} reads a month, ${origin} at most ${most}: the first was taken.`];
  });
}

function readsByAccount(readers: readonly ReaderFacts[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { fields } of readers) {
    const [account, reads] = [fields['account']?.value, fields['readsPerMonth']?.value];
    if (typeof account === 'string' && reads !== undefined) addTo(counts, account, isRange(reads) ? reads.expected : Number(reads));
  }
  return counts;
}

function highOf(quantity: number | { high: number }): number {
  return typeof quantity === 'number' ? quantity : quantity.high;
}

/** A scan skips files in archive classes: it looks back no further than to these. */
function withinReach(reader: ReaderFacts, { outOfReachDays: reach }: BucketFacts): ReaderFacts {
  // What a run really read has no file of an archive class.
  if (reader.pattern !== 'scan' || reach === undefined || reader.fields['bytesPerRun'] !== undefined) return reader;
  const lookbackDays = reachable(reader.fields['lookbackDays'], reach);
  return lookbackDays === undefined ? reader : { ...reader, fields: { ...reader.fields, lookbackDays } };
}

function reachable(given: ReaderFacts['fields'][string] | undefined, reach: Said<number>): ReaderFacts['fields'][string] | undefined {
  const limit = `${reach.origin}: older files are in an archive class, which scans skip`;
  if (given === undefined) {
    const { low, expected, high } = UNKNOWN_LOOKBACK;
    const value = { low: Math.min(low, reach.value), expected: Math.min(expected, reach.value), high: Math.min(high, reach.value) };
    return { value, origin: `not known; ${limit}` };
  }
  const { value, origin } = given;
  if (value === 'all' || (typeof value === 'number' && value > reach.value)) return { value: reach.value, origin: `${origin}; ${limit}` };
  if (!isRange(value) || value.high <= reach.value) return undefined;
  const cut = { low: Math.min(value.low, reach.value), expected: Math.min(value.expected, reach.value), high: reach.value };
  return { value: cut, origin: `${origin}; ${limit}` };
}
