import { addTo, getOrMake } from '../../base/maps.js';
import type { Principal } from '../classify/principal.js';
import { Distinct } from './distinct.js';
import { OwnReads } from './own.js';
import { newPace, Pace } from './pace.js';
import { Reads } from './reads.js';
import { Sums } from './sums.js';

/** Tools of a reader that are kept by name; a user agent is anybody's text, and of thousands the rest is one sum. */
const MOST_TOOLS = 20;

/** Requests of one month, Region and rule; for reads under a Bucket Key of one bucket too, since only the end shows whose it is. */
export interface RequestGroup {
  /** Months since year 0, UTC; negative where the record has no time. */
  month: number;
  region: string;
  rule: number;
  bucket: string;
  requests: number;
}

/** By Region, then by bucket. */
type Groups = Map<string, Map<string, RequestGroup>>;

const newRegions = (): Groups => new Map();
const newBuckets = () => new Map<string, RequestGroup>();

/** What one reader did, as far as it was counted. */
export class Reader {
  /** Another one where it turns out to be somebody else. */
  principal: Principal;
  /** Its place among the readers. */
  readonly number: number;
  readonly #requests = new Map<number, Groups>();
  #groups = 0;
  /** The group that was added to last, to which most requests belong. */
  #last: RequestGroup | undefined;
  readonly decrypts = new Reads();
  readonly gets = new Reads();
  readonly own = new OwnReads();
  readonly sessions = new Distinct();
  readonly tools = new Map<string, number>();
  /** Trails whose files it read, with the reads that a Decrypt shows. */
  readonly trails = new Sums<string>();
  readonly pace = new Pace();
  /** Copies of CloudTrail files that it wrote, which are billable where it replicates. */
  readonly copies = new Pace();
  /** GETs that have their Decrypt in these logs. */
  matchedGets = 0;
  /** By number of the reader whose GETs they go with: Decrypts of this one, where it has no name. */
  readonly partners = new Map<number, number>();

  /** Buckets whose CloudTrail files it GETs. */
  readonly fileBuckets = new Set<string>();
  /** Pace of requests that name a bucket alone, by bucket. */
  readonly bucketPaces = new Map<string, Pace>();

  constructor(principal: Principal, number: number) {
    this.principal = principal;
    this.number = number;
  }

  bucketPaceOf(bucket: string): Pace {
    return getOrMake(this.bucketPaces, bucket, newPace);
  }

  /** Forgets seconds to which no request can come any more. */
  retire(before: number): void {
    this.pace.retire(before);
    this.copies.retire(before);
    for (const pace of this.bucketPaces.values()) pace.retire(before);
  }

  addRequest(month: number, region: string, rule: number, bucket: string, requests = 1): void {
    const last = this.#last;
    const isSame = last?.rule === rule && last.month === month && last.region === region && last.bucket === bucket;
    const group = isSame ? last : this.#groupOf(month, region, rule, bucket);
    group.requests += requests;
    this.#last = group;
  }

  #groupOf(month: number, region: string, rule: number, bucket: string): RequestGroup {
    const regions = getOrMake(this.#requests, month * 256 + rule, newRegions);
    const buckets = getOrMake(regions, region, newBuckets);
    return getOrMake(buckets, bucket, () => {
      this.#groups += 1;
      return { month, region, rule, bucket, requests: 0 };
    });
  }

  /** At least about how much is kept of it. */
  get size(): number {
    return this.#groups + this.decrypts.total + this.gets.total;
  }

  requests(): RequestGroup[] {
    return [...this.#requests.values()].flatMap((regions) => [...regions.values()].flatMap((buckets) => [...buckets.values()]));
  }

  addTool(tool: string, times = 1): void {
    if (tool === '') return;
    const name = this.tools.has(tool) || this.tools.size < MOST_TOOLS ? tool : 'others';
    addTo(this.tools, name, times);
  }

  absorb(other: Reader): void {
    for (const { month, region, rule, bucket, requests } of other.requests()) this.addRequest(month, region, rule, bucket, requests);
    this.decrypts.absorb(other.decrypts);
    this.gets.absorb(other.gets);
    this.own.absorb(other.own);
    this.sessions.absorb(other.sessions);
    for (const [tool, times] of other.tools) this.addTool(tool, times);
    this.trails.absorb(other.trails);
    this.pace.absorb(other.pace);
    this.copies.absorb(other.copies);
    for (const [bucket, pace] of other.bucketPaces) this.bucketPaceOf(bucket).absorb(pace);
    this.matchedGets += other.matchedGets;
    for (const bucket of other.fileBuckets) this.fileBuckets.add(bucket);
    for (const [number, decrypts] of other.partners) addTo(this.partners, number, decrypts);
  }
}
