/**
 * What KMS requests and their records cost in a month, by other means: whole numbers only (BigInt), each day of each month by itself, no
 * integral and no decimal library. For scenarios with whole numbers and without growth, in us-east-1.
 */
export interface OracleScenario {
  start: string;
  months: number;
  trails: OracleTrail[];
  /** Days after the first day of the period at which SSE-KMS and the Bucket Key were turned on; may be negative. */
  sseKmsDay: number;
  bucketKeyDay: number;
  reductionPercent: number;
  writeMinutes: number;
  readMinutes: number;
  freeRequestsLeft: number;
  bucketAccount: string | undefined;
  keyAccount: string | undefined;
  readers: OracleReader[];
  recording: OracleRecording;
}

/** Files as given for a month, or by slots of five minutes. */
export type OracleTrail = { archiveMonths: number } & (
  | { logFilesPerMonth: number; digestFilesPerMonth: number }
  | { accounts: number; activeRegions: number; slotSharePercent: number; filesPerTenSlots: number; digestRegions: number }
);

export interface OracleReader {
  pattern: 'every-file' | 'scan' | 'validate' | 'single' | 'once' | 'replicate';
  account: string | undefined;
  /** Of several trails the one that it reads; all where undefined. */
  trail: number | undefined;
  digests: boolean;
  runsPerMonth: number;
  lookbackDays: number;
  sharePercent: number;
  readsPerMonth: number;
  requesters: number;
  requestsPerTenFiles: number;
  reductionPercent: number | undefined;
  /** Of `once`: its month, and how many days before the month's last day the files are of that it reads. */
  month: number;
  daysBack: [first: number, last: number];
}

export interface OracleRecording {
  paidCopies: number;
  insightsTrails: number;
  guardDuty: boolean;
  consumers: { usdPerGb: number; usdPerMillionEvents: number }[];
  excludeKmsEvents: boolean;
  deliveryEventsBilled: boolean;
  covers: 'organization' | 'key-account' | 'reader-account' | undefined;
}

export type OracleCharge = 'kms-requests' | 'cloudtrail-copies' | 'cloudtrail-insights' | 'guardduty-events' | 'event-consumers';

/** Costs in 10⁻²¹ USD, quantities in 10⁻¹² requests. */
export interface OracleCosts {
  costs: Record<OracleCharge, bigint>;
  /** Of GuardDuty's, what each account pays; the empty name where the account is not known. */
  guardDutyBy: Map<string, bigint>;
  ownRequests: bigint;
}

export interface OracleMonth {
  'sse-kms': OracleCosts;
  'sse-kms-bucket-key': OracleCosts;
}

const DAY = 86_400_000;
/** Files are counted in parts of which a month of any length, a percent and a tenth are whole numbers a day: lcm(28, 29, 30, 31) × 1000. */
const PART = 377_580_000n;
/** Grid of the quantities: 10⁻¹² requests. */
const GRID = 10n ** 12n;
const DIGESTS_ENCRYPTED = Date.UTC(2025, 4, 22) / DAY;
const MINUTES_A_DAY = 1440n;

/** 10⁻⁹ USD for a request or an event. */
const REQUEST = 3000n;
const COPY = 20_000n;
const INSIGHT = 3500n;
const GUARD_DUTY = 4000n;
const DECRYPT_BYTES = 1337n;
const DELIVERY_BYTES = 1174n;

/** What a trail writes on a day, in parts; a batch is what it writes at one time. */
interface TrailDay {
  log: bigint;
  batches: bigint;
  digest: bigint;
}

/** A quantity of each day. */
type PerDay = (day: number) => bigint;

export function oracle(scenario: OracleScenario): OracleMonth[] {
  const [year = 0, month = 0] = scenario.start.split('-').map(Number);
  const dayOfMonth = (index: number) => Date.UTC(year, month - 1 + index, 1) / DAY;
  const first = dayOfMonth(0);
  const trails = scenario.trails.map((trail) => {
    const days = new Map<number, TrailDay>();
    for (let index = -trail.archiveMonths; index < scenario.months; index++) {
      const [from, to] = [dayOfMonth(index), dayOfMonth(index + 1)];
      for (let day = from; day < to; day++) days.set(day, dayOf(trail, BigInt(to - from)));
    }
    return days;
  });
  const [kmsSince, keySince] = [first + scenario.sseKmsDay, first + scenario.bucketKeyDay];
  const [write, read] = [BigInt(scenario.writeMinutes), BigInt(scenario.readMinutes)];

  /** Files, batches or days, of some trails since some day. */
  const files = (own: typeof trails, digests: boolean, since: number, what: 'log' | 'batches'): PerDay => {
    return (day) =>
      own.reduce((total, days) => {
        const written = days.get(day);
        if (written === undefined || day < since) return total;
        return total + written[what] + (digests && day >= DIGESTS_ENCRYPTED ? written.digest : 0n);
      }, 0n);
  };
  const daysWithFiles = (own: typeof trails): PerDay => {
    return (day) => (day >= keySince && own.some((days) => days.has(day)) ? PART : 0n);
  };

  return Array.from({ length: scenario.months }, (_, index) => {
    const [from, to] = [dayOfMonth(index), dayOfMonth(index + 1)];
    const made = scenario.readers.map((reader) => {
      if (reader.pattern === 'once' && reader.month !== index) return { plain: 0n, reduced: 0n };
      const own = reader.trail === undefined ? trails : trails.slice(reader.trail, reader.trail + 1);
      const digests = readsDigests(reader);
      const met = (per: PerDay) => metBy(reader, from, to, per);
      const requestsSince = (since: number) =>
        reader.pattern === 'single'
          ? rounded(BigInt(reader.readsPerMonth) * BigInt(Math.min(Math.max(to - since, 0), to - from)) * GRID, BigInt(to - from))
          : rounded(met(files(own, digests, since, 'log')) * timesOf(reader) * perTenFiles(reader), 1000n);
      const slots = rounded(met(daysWithFiles(own)) * MINUTES_A_DAY, meetsAllWritten(reader) ? write : least(write, read));
      const keys = reader.pattern === 'single' ? slots : least(slots, met(files(own, digests, keySince, 'batches')));
      const floor = rounded(BigInt(reader.requesters) * runsOf(reader) * most(keys, GRID) * perTenFiles(reader), 10n);
      const [plain, under] = [requestsSince(kmsSince), requestsSince(keySince)];
      return { plain, reduced: plain - under + remaining(under, reader.reductionPercent ?? scenario.reductionPercent, floor) };
    });
    const inMonth = (per: PerDay) => metInDays(from, to, per);
    const written = inMonth(files(trails, true, kmsSince, 'log'));
    const underKey = inMonth(files(trails, true, keySince, 'log'));
    const slots = rounded(inMonth(daysWithFiles(trails)) * MINUTES_A_DAY, write);
    const ownFloor = most(GRID, least(slots, inMonth(files(trails, true, keySince, 'batches'))));
    const ownReduced = written - underKey + remaining(underKey, scenario.reductionPercent, ownFloor);
    const requests = (which: 'plain' | 'reduced') => made.map((own) => own[which]);
    return {
      'sse-kms': costsOf(scenario, requests('plain'), written),
      'sse-kms-bucket-key': costsOf(scenario, requests('reduced'), ownReduced),
    };
  });
}

function readsDigests({ pattern, digests }: OracleReader): boolean {
  return pattern === 'validate' || (pattern !== 'single' && digests);
}

/** Whether it reads at one time what was written over days. */
function meetsAllWritten({ pattern }: OracleReader): boolean {
  return pattern === 'scan' || pattern === 'validate' || pattern === 'once';
}

function runsOf({ pattern, runsPerMonth }: OracleReader): bigint {
  return pattern === 'scan' || pattern === 'validate' ? BigInt(runsPerMonth) : 1n;
}

function dayOf(trail: OracleTrail, daysOfMonth: bigint): TrailDay {
  if ('logFilesPerMonth' in trail) {
    const log = (BigInt(trail.logFilesPerMonth) * PART) / daysOfMonth;
    return { log, batches: log, digest: (BigInt(trail.digestFilesPerMonth) * PART) / daysOfMonth };
  }
  const accounts = BigInt(trail.accounts);
  const usedSlotsInPercent = accounts * BigInt(trail.activeRegions) * 288n * BigInt(trail.slotSharePercent);
  const perTenSlots = BigInt(trail.filesPerTenSlots);
  const filesIn = (tenths: bigint) => (usedSlotsInPercent * tenths * PART) / 1000n;
  // Where not every used slot has a file, there are no more batches than files.
  return {
    log: filesIn(perTenSlots),
    batches: filesIn(least(perTenSlots, 10n)),
    digest: accounts * BigInt(trail.digestRegions) * 24n * PART,
  };
}

/**
 * What a reader meets of something in a month, or in one of its runs on average, in grid units. A window is looked at from the middle of
 * each day, where it holds half of two days and all between.
 */
function metBy(reader: OracleReader, from: number, to: number, per: PerDay): bigint {
  const { pattern, lookbackDays, daysBack } = reader;
  if (pattern === 'once') return metInDays(to - 1 - daysBack[0], to - daysBack[1], per);
  if (pattern !== 'scan' && pattern !== 'validate') return metInDays(from, to, per);
  let halves = 0n;
  for (let day = from; day < to; day++) {
    if (lookbackDays === 0) continue;
    halves += per(day) + per(day - lookbackDays);
    for (let past = day - lookbackDays + 1; past < day; past++) halves += 2n * per(past);
  }
  return rounded(halves * GRID, 2n * PART * BigInt(to - from));
}

function metInDays(from: number, to: number, per: PerDay): bigint {
  let parts = 0n;
  for (let day = from; day < to; day++) parts += per(day);
  return rounded(parts * GRID, PART);
}

/** How often a reader reads what it meets, in percent. */
function timesOf({ pattern, runsPerMonth, sharePercent }: OracleReader): bigint {
  if (pattern === 'validate') return BigInt(runsPerMonth) * 100n;
  return BigInt(sharePercent) * (pattern === 'scan' ? BigInt(runsPerMonth) : 1n);
}

function perTenFiles({ pattern, requestsPerTenFiles }: OracleReader): bigint {
  return pattern === 'once' || pattern === 'replicate' ? BigInt(requestsPerTenFiles) : 10n;
}

/** What a Bucket Key leaves of some requests. */
function remaining(requests: bigint, reductionPercent: number, floor: bigint): bigint {
  return most(rounded(requests * BigInt(100 - reductionPercent), 100n), least(requests, floor));
}

function costsOf(scenario: OracleScenario, requests: readonly bigint[], ownRequests: bigint): OracleCosts {
  const { recording, readers, freeRequestsLeft } = scenario;
  const key = scenario.keyAccount ?? scenario.bucketAccount;
  const isElsewhere = ({ account }: OracleReader) => account !== undefined && key !== undefined && account !== key;
  const costs: OracleCosts['costs'] = {
    'kms-requests': most(0n, requests.reduce((total, own) => total + own, 0n) - BigInt(freeRequestsLeft) * GRID) * REQUEST,
    'cloudtrail-copies': 0n,
    'cloudtrail-insights': 0n,
    'guardduty-events': 0n,
    'event-consumers': 0n,
  };
  const guardDutyBy = new Map<string, bigint>();
  const see = (account: string | undefined, events: bigint, bytes: bigint, isCopyBilled: boolean) => {
    if (recording.guardDuty) {
      costs['guardduty-events'] += events * GUARD_DUTY;
      guardDutyBy.set(account ?? '', (guardDutyBy.get(account ?? '') ?? 0n) + events * GUARD_DUTY);
    }
    if (recording.excludeKmsEvents) return;
    if (isCopyBilled) costs['cloudtrail-copies'] += events * COPY * BigInt(recording.paidCopies);
    costs['cloudtrail-insights'] += events * INSIGHT * BigInt(recording.insightsTrails);
    for (const { usdPerGb, usdPerMillionEvents } of recording.consumers) {
      costs['event-consumers'] += events * (BigInt(usdPerGb) * bytes + BigInt(usdPerMillionEvents) * 1000n);
    }
  };
  for (const [index, reader] of readers.entries()) {
    const events = requests[index] ?? 0n;
    if (!isElsewhere(reader)) {
      see(reader.account ?? key, events, DECRYPT_BYTES, true);
      continue;
    }
    if (recording.covers !== 'key-account') see(reader.account, events, DECRYPT_BYTES, true);
    if (recording.covers === 'key-account' || recording.covers === 'organization') see(key, events, DECRYPT_BYTES, true);
  }
  const isKeyAccountSeen = recording.covers !== 'reader-account' || !readers.every(isElsewhere);
  if (isKeyAccountSeen) see(key, ownRequests, DELIVERY_BYTES, recording.deliveryEventsBilled);
  return { costs, guardDutyBy, ownRequests };
}

function rounded(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

function most(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
