import { describe, expect, test } from 'vitest';
import { estimateLoaded } from '../../src/model/estimate-at.js';
import { parseScenario } from '../../src/scenario/load.js';
import { draftOf } from '../../src/start/draft.js';
import { type Facts, type ListingFacts, NO_FACTS, type ReaderFacts, type Said, type TrailFacts, withFacts } from '../../src/start/facts.js';
import { merged } from '../../src/start/merge.js';
import { draftText } from '../../src/start/text.js';
import { book } from '../support.js';

const said = <T>(value: T, origin = 'describe-trails in trails.json'): Said<T> => ({ value, origin });

const TRAIL: TrailFacts = {
  name: 'org',
  arn: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/org',
  bucket: said('logs'),
  isOrganization: said(true),
  isMultiRegion: said(true),
  hasDigests: said(true),
};

const LISTING: ListingFacts = {
  origin: 'listing.txt',
  isCut: false,
  firstDay: '2026-10-01',
  lastDay: '2026-11-20',
  wholeDays: 49,
  trailNames: ['org'],
  prefixes: [''],
  isOrganization: true,
  accounts: ['111122223333', '444455556666'],
  regions: ['us-east-1', 'eu-west-1'],
  logFiles: 1000,
  digestFiles: 200,
  logFilesPerMonth: { low: 500, expected: 600, high: 700 },
  digestFilesPerMonth: { low: 120, expected: 120, high: 120 },
  filesPerSlot: 1.5,
  activeSlotShare: 0.9,
  activeRegionsPerAccount: 1.5,
  archiveMonths: 2,
  otherObjects: 3,
  unreadable: 0,
};

function textOf(facts: Partial<Facts>): string {
  const all = withFacts(NO_FACTS, facts);
  return draftText(draftOf(all, merged(all), '2026-12'), ['From files.']);
}

/** What a text says of a field, with its remark. */
function fieldIn(text: string, name: string): string | undefined {
  return text
    .split('\n')
    .find((line) => line.trim().startsWith(`${name}:`) || line.trim().startsWith(`- ${name}:`))
    ?.trim();
}

describe('every draft is a scenario that can be estimated', () => {
  test.each<[string, Partial<Facts>]>([
    ['nothing known', {}],
    ['a trail', { trails: [TRAIL] }],
    ['a listing', { listings: [LISTING] }],
    ['both', { trails: [TRAIL], listings: [LISTING] }],
    ['a few days', { listings: [withoutMonth(LISTING)] }],
    ['a limit', { metrics: [{ kind: 'gets', perMonth: said({ low: 10, expected: 20, high: 30 }) }] }],
    ['a scan', { readers: [{ name: 'athena', pattern: 'scan', fields: { runsPerMonth: said(20), lookbackDays: said('all') } }] }],
    ['replication', { buckets: [{ name: 'logs', isReplicated: said(true) }] }],
  ])('from %s', async (name, facts) => {
    const text = textOf(facts);
    const loaded = parseScenario(text, 'draft.yaml');
    expect(estimateLoaded({ loaded, book }).lines.length).toBeGreaterThan(0);
    await expect(text).toMatchFileSnapshot(`../golden/start/${name.replaceAll(' ', '-')}.yaml`);
  });
});

/** The same of a few days only. */
function withoutMonth({ logFilesPerMonth: _, digestFilesPerMonth: __, ...listing }: ListingFacts): ListingFacts {
  return { ...listing, wholeDays: 3 };
}

describe('the window of Athena queries', () => {
  const bytes = { low: 400_000, expected: 600_000, high: 1_200_000 };
  const athena: ReaderFacts = {
    name: 'athena',
    pattern: 'scan',
    fields: { runsPerMonth: said(20), bytesPerRun: said(bytes, 'queries.json') },
  };
  /** 600 files in a month of average length, of 2,000 bytes each. */
  const sized: ListingFacts = { ...LISTING, digestFiles: 0, averageBytes: 2000 };
  const windowIn = (listings: ListingFacts[], trails: TrailFacts[] = [], reader = athena) => {
    const text = textOf({ readers: [reader], listings, trails });
    const [found] = parseScenario(text, 'x').scenario.readers;
    return {
      days: found !== undefined && 'lookbackDays' in found ? found.lookbackDays : undefined,
      remark: text.replaceAll(/\n *# /g, ' '),
    };
  };

  test('is that of as many files as their bytes are', () => {
    const { days, remark } = windowIn([sized]);
    // 200, 300 and 600 files, at 600 in 30.4375 days.
    expect(days).toEqual({ low: 10.1, expected: 15.2, high: 30.4 });
    expect(remark).toContain(
      'queries.json: the bytes of a run are 200 to 600 (expected 300) files of 2,000 bytes, the average log file in listing.txt: ' +
        'those of this many days (Athena counts gzipped files as they are stored); a longer window with a share of the files ' +
        'reads the same',
    );
  });

  test('reads as many files in the estimate as the bytes are', () => {
    const text = textOf({ readers: [athena], listings: [sized] });
    const { lines } = estimateLoaded({ loaded: parseScenario(text, 'x'), book });
    const gets = lines.filter(({ charge, strategy, reader }) => charge === 's3-gets' && strategy === 'sse-kms' && reader === 'athena');
    const mean = gets.reduce((sum, { quantity }) => sum + quantity.expected.toNumber(), 0) / gets.length;
    expect(mean / (20 * 300)).toBeGreaterThan(0.98);
    expect(mean / (20 * 300)).toBeLessThan(1.02);
  });

  test('is lower at its low end where digest files are in the average, and may be of no size', () => {
    const { days, remark } = windowIn([{ ...sized, digestFiles: 1000 }]);
    expect(days).toEqual({ low: 5.07, expected: 15.2, high: 30.4 });
    expect(remark).toContain('the average log or digest file in listing.txt');
  });

  test('is one number where all queries read alike', () => {
    const same = { ...athena, fields: { ...athena.fields, bytesPerRun: said({ low: 600_000, expected: 600_000, high: 600_000 }) } };
    expect(windowIn([sized], [], same).days).toBe(15.2);
  });

  test.each<[string, ListingFacts[], TrailFacts[], ReaderFacts, string]>([
    ['without a listing', [], [], athena, 'no listing with sizes'],
    ['with a listing without sizes', [LISTING], [], athena, 'no listing with sizes'],
    ['with a listing of a few days', [{ ...withoutMonth(sized), averageBytes: 2000 }], [], athena, 'no listing with sizes'],
    ['with several trails', [sized], [TRAIL, { name: 'audit', bucket: said('logs') }], athena, 'not of which trail'],
    ['where it is more than all files', [{ ...sized, averageBytes: 500 }], [], athena, 'more files than listing.txt can have'],
    ['where it is more than any window', [{ ...sized, isCut: true, averageBytes: 1 }], [], athena, 'more files than listing.txt can have'],
    ['without bytes', [sized], [], { ...athena, fields: { runsPerMonth: said(20) } }, 'not known: a day at least'],
  ])('is not known %s', (_, listings, trails, reader, why) => {
    const { days, remark } = windowIn(listings, trails, reader);
    expect(days).toEqual({ low: 1, expected: 30, high: 365 });
    expect(remark).toContain(why);
  });
});

describe('what must not be claimed', () => {
  test('a multi-Region trail that is shown in each Region is one', () => {
    const shadows = Array.from({ length: 3 }, () => TRAIL);
    expect(parseScenario(textOf({ trails: shadows }), 'x').scenario.trails).toHaveLength(1);
  });

  test.each<[string, TrailFacts[], string | undefined]>([
    ['no selectors were seen', [TRAIL, { name: 'other', bucket: said('logs') }], undefined],
    ['both record', [recording('a', true), recording('b', true)], 'paidCopies: 1'],
    ['one excludes KMS', [recording('a', true), recording('b', false)], 'paidCopies: 0'],
    ['of one it is not known', [recording('a', true), { name: 'b' }], 'paidCopies: { low: 0, expected: 0, high: 1 }'],
    ['of two it is not known', [recording('a', true), { name: 'b' }, { name: 'c' }], 'paidCopies: { low: 0, expected: 0, high: 2 }'],
  ])('paid copies where %s', (_, trails, line) => {
    expect(fieldIn(textOf({ trails }), 'paidCopies')?.split(' #')[0]).toBe(line);
  });

  test.each<[string, Partial<Facts>, string]>([
    ['no file', {}, 'not known'],
    ["a trail's key", { trails: [{ ...TRAIL, key: said('arn:aws:kms:us-east-1:111122223333:key/1') }] }, 'no file says since when'],
    ['only the bucket', { trails: [TRAIL], buckets: [{ encryption: said('aws:kms', 'bucket.json') }] }, 'not known'],
    [
      'SSE-S3 and no key',
      { trails: [{ ...TRAIL, key: said('') }], buckets: [{ encryption: said('AES256', 'bucket.json') }] },
      'SSE-S3 today',
    ],
  ])('the switch from %s is never "always"', (_, facts, remark) => {
    const text = textOf(facts);
    expect(parseScenario(text, 'x').scenario.encryption.sseKmsSince).toBe('2026-12-01');
    expect(text).toContain(remark);
  });

  test('replication that SSE-KMS stops is no reader', () => {
    expect(textOf({ buckets: [{ isReplicated: said(false) }] })).not.toContain('replicate');
  });

  test('a trail that delivers elsewhere is left out, and it is said', () => {
    const all = withFacts(NO_FACTS, {
      trails: [TRAIL, { name: 'dev', bucket: said('elsewhere') }, { ...TRAIL, arn: 'arn:x', name: 'org2' }],
    });
    const { trails, leftOut } = merged(all);
    expect(trails.map(({ name }) => name)).toEqual(['org', 'org2']);
    expect(leftOut).toEqual(['Trail dev delivers to bucket elsewhere, not to logs: it is left out.']);
  });

  test('contradictions are said, with what was taken', () => {
    const other = { ...TRAIL, hasDigests: said(false, 'get-trail in trail.json') };
    expect(merged(withFacts(NO_FACTS, { trails: [TRAIL, other] })).contradictions).toEqual([
      'Of trail org, describe-trails in trails.json says hasDigests true, get-trail in trail.json false: the first was taken.',
    ]);
    const single = { ...TRAIL, isOrganization: said(false) };
    expect(merged(withFacts(NO_FACTS, { trails: [single], listings: [LISTING] })).contradictions).toEqual([
      'org is not an organization trail, and listing.txt has files of 2 accounts: the listing was taken.',
    ]);
  });
});

function recording(name: string, value: boolean): TrailFacts {
  return { name, recordsDecrypts: said(value, `get-event-selectors of ${name}`) };
}
