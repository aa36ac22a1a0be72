// start/listing: file names of a bucket, however they were listed, counted as slots of delivery.

import { sanitised } from '../../base/cleaned.js';
import { TrailcostError } from '../../base/errors.js';
import { addTo, getOrMake } from '../../base/maps.js';
import { counted, listed } from '../../base/text.js';
import type { ListingFacts } from '../facts.js';
import { Days } from './days.js';
import { type Counted, dayText, monthFacts, spanFacts } from './figures.js';
import { bareKey, bucketOf, type DeliveredFile, FileNames, type Folder, type Source } from './file-name.js';
import type { ListedObject, Sink } from './listed.js';
import { MARKS, Seen } from './seen.js';
import { Series } from './slots.js';

/** S3's keys have 1,024 at the most; a URL has the bucket before it. */
const MOST_CHARACTERS = 1024 + 100;

/** What files of a source share: of log files, an account's in a Region. */
interface Origin {
  /** A number that no other has. */
  space: number;
  series: Series | undefined;
}

/**
 * Counts the objects of one bucket from any number of listings. An object that comes again counts once, whatever listing or folder it is
 * in; the order does not matter. What it keeps is slots and hashes, and no key.
 */
export class ListingReader implements Sink {
  readonly #names = new FileNames();
  readonly #seen = new Seen();
  /** By what their names begin with. */
  readonly #origins = new Map<string, Origin>();
  #source: Source | undefined;
  #origin: Origin = { space: 0, series: undefined };
  #folder: Folder | undefined;
  readonly #days = new Days();
  readonly #accounts = new Set<string>();
  readonly #logRegions = new Set<string>();
  readonly #digestRegions = new Set<string>();
  readonly #trails = new Set<string>();
  readonly #prefixes = new Set<string>();
  /** As far as listings name them. */
  readonly #buckets = new Set<string>();
  #bucket: string | undefined;
  readonly #encryptions = new Map<'sseKms' | 'sseS3' | 'other' | 'bucketKey', number>();
  /** Pages that others name as the next one, and those that are there. */
  readonly #next = new Set<string>();
  readonly #own = new Set<string>();
  /** Accounts and Regions at which a listing stops. */
  readonly #cutSeries = new Set<Series>();
  #isCut = false;
  #isOrganization = false;
  #knowsBucketKey = false;
  #logFiles = 0;
  #digestFiles = 0;
  #others = 0;
  #sized = 0;
  #bytes = 0;
  #folders = 0;
  #unreadable = 0;

  /** Takes an object's key, with what the listing says of it. */
  take(object: ListedObject): void {
    if (object.key.length > MOST_CHARACTERS) {
      this.unreadable();
      return;
    }
    const key = bareKey(object.key);
    const file = object.isOld === true ? undefined : this.#names.fileOf(key);
    if (file === undefined) {
      this.#takeOther(key, object);
      return;
    }
    const bucket = object.bucket ?? bucketOf(object.key);
    if (bucket !== undefined && bucket !== this.#bucket) {
      this.#bucket = bucket;
      this.#buckets.add(bucket);
    }
    this.#takeFile(file, object);
  }

  object(object: ListedObject): void {
    this.take(object);
  }

  folder(): void {
    this.#folders += 1;
  }

  unreadable(): void {
    this.#unreadable += 1;
  }

  cut(next?: string): void {
    if (next === undefined) this.#isCut = true;
    else this.#next.add(next);
    if (this.#origin.series !== undefined) this.#cutSeries.add(this.#origin.series);
  }

  follows(own: string): void {
    this.#own.add(own);
  }

  /**
   * What the file names say.
   *
   * @param origin as remarks name it
   * @param where for messages: the file
   * @throws TrailcostError `file-unreadable` where there is no log or digest file of CloudTrail among them, or those of several buckets
   */
  facts(origin: string, where = origin): ListingFacts {
    if (this.#logFiles + this.#digestFiles === 0) throw this.#nothing(where);
    if (this.#buckets.size > 1) throw severalBuckets(where, [...this.#buckets].sort());
    const isCut = this.#isCut || [...this.#next].some((page) => !this.#own.has(page));
    const regions = this.#logRegions.size > 0 ? this.#logRegions : this.#digestRegions;
    const counts: Counted = {
      isCut,
      days: this.#days,
      series: [...this.#origins.values()].flatMap(({ series }) => series ?? []),
      cutSeries: this.#cutSeries,
      accounts: this.#accounts.size,
      logFiles: this.#logFiles,
    };
    return {
      origin,
      isCut,
      ...spanFacts(counts),
      trailNames: [...this.#trails].sort(),
      prefixes: [...this.#prefixes].sort(),
      isOrganization: this.#isOrganization,
      accounts: [...this.#accounts].sort(),
      regions: [...regions].sort(),
      logFiles: this.#logFiles,
      digestFiles: this.#digestFiles,
      ...monthFacts(counts),
      ...(this.#sized === 0 ? {} : { averageBytes: Math.round(this.#bytes / this.#sized) }),
      ...this.#encryption(),
      otherObjects: this.#others,
      unreadable: this.#unreadable,
    };
  }

  #takeOther(key: string, { isOld, version = '' }: ListedObject): void {
    const name = isOld === true ? `${key}\n${version}` : key;
    if (this.#seen.add(name, 0, MARKS.seen) !== 0) this.#others += 1;
  }

  #takeFile(file: DeliveredFile, { size, encryption, hasBucketKey }: ListedObject): void {
    const origin = this.#originOf(file);
    const marks = MARKS.seen | (size === undefined ? 0 : MARKS.size) | (encryption === undefined ? 0 : MARKS.encryption);
    const news = this.#seen.add(file.name, origin.space, marks);
    if ((news & MARKS.seen) !== 0) this.#count(file, origin);
    if (file.source.kind !== 'log') return;
    if ((news & MARKS.size) !== 0 && size !== undefined) {
      this.#sized += 1;
      this.#bytes += size;
    }
    if ((news & MARKS.encryption) !== 0 && encryption !== undefined) this.#countEncryption(file, encryption, hasBucketKey);
  }

  /** What files that follow each other share is looked up once. */
  #originOf({ source, folder }: DeliveredFile): Origin {
    if (folder !== this.#folder) {
      this.#folder = folder;
      if (folder.prefix !== undefined) this.#prefixes.add(folder.prefix);
      this.#isOrganization ||= folder.isOrganization;
    }
    if (source === this.#source) return this.#origin;
    this.#source = source;
    this.#origin = getOrMake(this.#origins, source.start, () => this.#newOrigin(source));
    return this.#origin;
  }

  #newOrigin({ kind, account, region, trail }: Source): Origin {
    this.#accounts.add(account);
    (kind === 'log' ? this.#logRegions : this.#digestRegions).add(region);
    if (trail !== undefined) this.#trails.add(trail);
    return { space: this.#origins.size + 1, series: kind === 'log' ? new Series() : undefined };
  }

  #count(file: DeliveredFile, { series }: Origin): void {
    this.#days.add(file);
    if (series === undefined) {
      this.#digestFiles += 1;
      return;
    }
    this.#logFiles += 1;
    series.add(file.minute);
  }

  #countEncryption(file: DeliveredFile, encryption: string, hasBucketKey: boolean | undefined): void {
    const isKms = /KMS/i.test(encryption);
    this.#days.addEncryption(file, isKms);
    addTo(this.#encryptions, isKms ? 'sseKms' : /^(?:SSE-S3|AES256)$/i.test(encryption) ? 'sseS3' : 'other', 1);
    if (hasBucketKey === undefined) return;
    this.#knowsBucketKey = true;
    if (hasBucketKey) addTo(this.#encryptions, 'bucketKey', 1);
  }

  #encryption(): Pick<ListingFacts, 'encryption'> {
    if (this.#encryptions.size === 0) return {};
    const number = (kind: 'sseKms' | 'sseS3' | 'other' | 'bucketKey') => this.#encryptions.get(kind) ?? 0;
    const since = this.#days.kmsSince();
    return {
      encryption: {
        sseKms: number('sseKms'),
        sseS3: number('sseS3'),
        other: number('other'),
        ...(since === undefined ? {} : { sseKmsSince: dayText(since) }),
        ...(this.#knowsBucketKey ? { bucketKey: number('bucketKey') } : {}),
      },
    };
  }

  #nothing(where: string): TrailcostError {
    const list = 'List the whole bucket: `aws s3 ls --recursive s3://BUCKET > files.txt`.';
    if (this.#others > 0) {
      const what = `has ${counted(this.#others, 'object')} and no log file of CloudTrail among them`;
      const names = 'Log files are named ACCOUNT_CloudTrail_REGION_TIME_UNIQUE.json.gz, below AWSLogs/ACCOUNT/CloudTrail/.';
      return new TrailcostError('file-unreadable', {
        where,
        what,
        remedy: `${names} List the bucket that the trail delivers to: \`aws cloudtrail describe-trails\` names it.`,
      });
    }
    if (this.#folders > 0)
      return new TrailcostError('file-unreadable', { where, what: 'lists folders, and no files in them', remedy: list });
    const what = this.#unreadable > 0 ? `has no key in ${counted(this.#unreadable, 'line')}` : 'is an empty listing: nothing is in it';
    return new TrailcostError('file-unreadable', { where, what, remedy: list });
  }
}

function severalBuckets(where: string, buckets: readonly string[]): TrailcostError {
  return new TrailcostError('file-unreadable', {
    where,
    what: `has log files of ${buckets.length} buckets: ${sanitised(listed(buckets, 5))}`,
    remedy: 'A scenario is of one bucket: give the listing of one alone.',
  });
}
