/**
 * The month's KMS cost by other means: whole numbers only (BigInt), each day of each month by itself, no integral and no decimal library.
 * For scenarios of one trail with whole numbers. Returns 10⁻¹⁸ USD.
 */
export interface OracleScenario {
  start: string;
  months: number;
  logFilesPerMonth: number;
  digestFilesPerMonth: number;
  archiveMonths: number;
  /** Days after the first day of the period at which SSE-KMS and the Bucket Key were turned on; may be negative. */
  sseKmsDay: number;
  bucketKeyDay: number;
  reductionPercent: number;
  freeRequestsLeft: number;
  readers: OracleReader[];
}
export interface OracleReader {
  pattern: 'every-file' | 'scan' | 'validate' | 'single' | 'replicate';
  runsPerMonth: number;
  lookbackDays: number;
  sharePercent: number;
  readsPerMonth: number;
  requesters: number;
}

const DAY = 86_400_000;
/** Files are counted in parts of which every month's length gives a whole number a day: lcm(28, 29, 30, 31), doubled for half days. */
const PART = 2n * 377_580n;
/** Grid of the quantities: 10⁻¹² requests. */
const GRID = 10n ** 12n;
/** $0.000003 a request in 10⁻⁶ USD. */
const MICRO_USD_PER_REQUEST = 3n;
const DIGESTS_ENCRYPTED = Date.UTC(2025, 4, 22) / DAY;

export interface OracleMonth {
  sseKms: bigint;
  bucketKey: bigint;
}

export function oracle(scenario: OracleScenario): OracleMonth[] {
  const [year = 0, month = 0] = scenario.start.split('-').map(Number);
  const dayOfMonth = (index: number) => Date.UTC(year, month - 1 + index, 1) / DAY;
  const first = dayOfMonth(0);
  const days = new Map<number, { log: bigint; digest: bigint }>();
  for (let index = -scenario.archiveMonths; index < scenario.months; index++) {
    const [from, to] = [dayOfMonth(index), dayOfMonth(index + 1)];
    for (let day = from; day < to; day++) {
      const perDay = (files: number) => (BigInt(files) * PART) / BigInt(to - from);
      days.set(day, { log: perDay(scenario.logFilesPerMonth), digest: perDay(scenario.digestFilesPerMonth) });
    }
  }
  const parts = (day: number, since: number, digests: boolean) => {
    const files = days.get(day);
    if (files === undefined) return 0n;
    const log = day >= since ? files.log : 0n;
    return digests && day >= Math.max(since, DIGESTS_ENCRYPTED) ? log + files.digest : log;
  };
  return Array.from({ length: scenario.months }, (_, index) => {
    const [from, to] = [dayOfMonth(index), dayOfMonth(index + 1)];
    const requests = scenario.readers.map((reader) => {
      const readsSince = (since: number) => readsOf(reader, from, to, (day, digests) => parts(day, since, digests), since);
      const encrypted = readsSince(first + scenario.sseKmsDay);
      const reducible = readsSince(first + scenario.bucketKeyDay);
      return bucketKeyRequests(reader, encrypted, reducible, scenario.reductionPercent);
    });
    const paid = (total: bigint) => {
      const beyond = total - BigInt(scenario.freeRequestsLeft) * GRID;
      return beyond > 0n ? beyond * MICRO_USD_PER_REQUEST : 0n;
    };
    return {
      sseKms: paid(requests.reduce((total, { plain }) => total + plain, 0n)),
      bucketKey: paid(requests.reduce((total, { reduced }) => total + reduced, 0n)),
    };
  });
}

/** Reads in grid units. A window is looked at from the middle of each day, where it holds half of two days and all between. */
function readsOf(reader: OracleReader, from: number, to: number, parts: (day: number, digests: boolean) => bigint, since: number): bigint {
  const share = BigInt(reader.sharePercent);
  switch (reader.pattern) {
    case 'every-file':
    case 'replicate': {
      let files = 0n;
      for (let day = from; day < to; day++) files += parts(day, reader.pattern === 'replicate');
      return rounded(files * share * GRID, PART * 100n);
    }
    case 'single': {
      const kept = BigInt(Math.min(Math.max(to - since, 0), to - from));
      return rounded(BigInt(reader.readsPerMonth) * kept * GRID, BigInt(to - from));
    }
    default: {
      const digests = reader.pattern === 'validate';
      let halves = 0n;
      for (let day = from; day < to; day++) {
        if (reader.lookbackDays === 0) continue;
        halves += parts(day, digests) + parts(day - reader.lookbackDays, digests);
        for (let past = day - reader.lookbackDays + 1; past < day; past++) halves += 2n * parts(past, digests);
      }
      const average = rounded(halves * GRID, 2n * PART * BigInt(to - from));
      return rounded(average * BigInt(reader.runsPerMonth) * (digests ? 100n : share), 100n);
    }
  }
}

function bucketKeyRequests({ pattern, requesters, runsPerMonth }: OracleReader, encrypted: bigint, reducible: bigint, percent: number) {
  const perRead = pattern === 'replicate' ? 2n : 1n;
  const plain = encrypted * perRead;
  const under = reducible * perRead;
  const fetches = BigInt(requesters) * BigInt(pattern === 'scan' || pattern === 'validate' ? runsPerMonth : 1) * GRID;
  const remaining = rounded(under * BigInt(100 - percent), 100n);
  const reduced = remaining >= fetches ? remaining : under < fetches ? under : fetches;
  return { plain, reduced: plain - under + reduced };
}

function rounded(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}
