import { describe, expect, test } from 'vitest';
import { estimateLoaded } from '../../src/model/estimate-at.js';
import { parseScenario } from '../../src/scenario/load.js';
import { draftOf } from '../../src/start/draft.js';
import { type Facts, type ListingFacts, NO_FACTS, type Said, type TrailFacts, withFacts } from '../../src/start/facts.js';
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
    ["a trail's key", { trails: [{ ...TRAIL, key: said('arn:aws:kms:us-east-1:111122223333:key/1') }] }, 'since when, no file says'],
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
      'org is no organization trail, and listing.txt has files of 2 accounts: the listing was taken.',
    ]);
  });
});

function recording(name: string, value: boolean): TrailFacts {
  return { name, recordsDecrypts: said(value, `get-event-selectors of ${name}`) };
}
