import type { Effect } from '../planning/sensitivity.js';

/** What would replace a number of a scenario that is only known as a range, and the command that gets it; it only reads. */
export interface Narrowing {
  path: string;
  what: string;
  command: string;
  /** What the command itself costs, where it costs anything. */
  cost: string | undefined;
}

interface Source {
  /** The fields that it tells. */
  tells: RegExp;
  what: string;
  command: (names: Names) => string;
  cost?: string;
}

interface Names {
  bucket: string;
  trail: string;
}

/** What was given already, so that it is not asked for. */
interface Given {
  /** Whether a listing gave a month's files. */
  isListed?: boolean;
  /** Whether a count gave the readers. */
  isCounted?: boolean;
}

/** Price: aws.amazon.com/s3/pricing, LIST requests in us-east-1. */
const LISTING: Source = {
  tells: /^trails\..*\.(accounts|logFiles|digestFiles|activeRegions|filesPerSlot|activeSlotShare|archiveMonths|growth)/,
  what: 'a listing of the bucket',
  command: ({ bucket }) => `aws s3 ls --recursive s3://${bucket}/AWSLogs/ > listing.txt`,
  cost: 'a LIST request for each 1,000 files: $0.05 for 10,000,000',
};

const COUNT: Source = {
  tells: /^readers\./,
  what: 'a few days of the logs, counted: who reads, and how',
  command: () => 'trailcost count logs --scenario measured.yaml',
  cost: 'a GET and under SSE-KMS a Decrypt for each file that is copied: days, not years',
};

const SOURCES: readonly Source[] = [
  LISTING,
  {
    tells: /^recording\.paidCopies/,
    what: "the other trails' event selectors",
    command: ({ trail }) => `aws cloudtrail get-event-selectors --trail-name ${trail} > selectors.json`,
  },
  COUNT,
];

/**
 * What to get next: for the number that does most to the cost, among those that a file can tell.
 *
 * @param effects of the numbers with a range, largest first
 */
export function narrowingOf(effects: readonly Effect[], names: Partial<Names> & Given): Narrowing | undefined {
  for (const { path } of effects) {
    const source = SOURCES.find(({ tells }) => tells.test(path));
    if (source === undefined || (source === LISTING && names.isListed === true) || (source === COUNT && names.isCounted === true)) continue;
    const { what, command, cost } = source;
    return { path, what, command: command({ bucket: names.bucket ?? 'BUCKET', trail: names.trail ?? 'TRAIL' }), cost };
  }
  return undefined;
}
