import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { TrailcostError } from '../../src/base/errors.js';
import { ParquetReader } from '../../src/bill/parquet/reader.js';
import { listingIn } from '../../src/start/listing/format.js';
import { ListingReader } from '../../src/start/listing/listing.js';
import { readListing, readListingFile } from '../../src/start/listing/read.js';
import { listingWarnings } from '../../src/start/listing/warnings.js';
import { FORMS } from './formats.js';
import { factsOf, lsOf, type MadeObject, madeBucket, portions, type Truth } from './listings.js';

const MADE = new URL('made/', import.meta.url);
const made = (file: string) => readFileSync(new URL(file, MADE), 'utf8');

const SMALL: Truth = {
  accounts: ['111122223333', '444455556666'],
  regions: ['eu-west-1', 'us-east-1'],
  from: '2026-09-01',
  days: 10,
  slotsADay: 12,
  filesInASlot: 2,
  trails: ['acme-main'],
};
const BUCKET = madeBucket(SMALL);
const OF_ACCOUNT = 'AWSLogs/111122223333';
const OTHERS: readonly MadeObject[] = [
  ...['Insight', 'Aggregated', 'NetworkActivity'].map((kind) => ({
    key: `${OF_ACCOUNT}/CloudTrail-${kind}/us-east-1/2026/09/02/111122223333_CloudTrail-${kind}_us-east-1_20260902T2310Z_a.json.gz`,
    size: 7,
  })),
  { key: `${OF_ACCOUNT}/vpcflowlogs/us-east-1/2026/09/02/111122223333_vpcflowlogs_us-east-1_fl-0_20260902T2300Z_1a.log.gz`, size: 7 },
  {
    key: `${OF_ACCOUNT}/Config/us-east-1/2026/9/2/ConfigHistory/111122223333_Config_us-east-1_ConfigHistory_AWS::S3::Bucket_2_1.json.gz`,
    size: 7,
  },
  { key: `${OF_ACCOUNT}/CloudTrail/.keep`, size: 0 },
  { key: `${OF_ACCOUNT}/CloudTrail/us-east-1/readme copy (1).txt`, size: 12 },
];
const ALL = [...BUCKET, ...OTHERS];

describe('forms', () => {
  test.each(Object.entries(FORMS))('%s gives what every form gives', async (_, { of, hasSizes }) => {
    const { averageBytes, ...expected } = await factsOf([lsOf(ALL)]);
    const facts = await factsOf([of(ALL)]);
    expect(facts).toEqual({ ...expected, ...(hasSizes ? { averageBytes } : {}) });
    expect(expected).toMatchObject({ logFiles: 960, digestFiles: 960, otherObjects: 7, unreadable: 0, isCut: false });
    expect(averageBytes).toBe(1006);
    expect(await factsOf([gzipSync(of(ALL))])).toEqual(facts);
  });

  test('the same bucket in all forms counts once', async () => {
    const all = Object.values(FORMS).map(({ of }) => of(ALL));
    expect(await factsOf(all)).toEqual(await factsOf([lsOf(ALL)]));
    expect(await factsOf(all.toReversed())).toEqual(await factsOf([lsOf(ALL)]));
  });

  test('what PowerShell writes is UTF-16', async () => {
    expect(await factsOf([Buffer.from(`\uFEFF${lsOf(ALL)}`, 'utf16le')], 999)).toEqual(await factsOf([lsOf(ALL)]));
  });

  test.each(['s3-ls-recursive.txt', 'list-objects-v2.json'])('made/%s', async (file) => {
    const facts = await factsOf([made(file)]);
    expect(facts).toEqual({
      origin: 'a made listing',
      isCut: false,
      firstDay: '2026-10-31',
      lastDay: '2026-10-31',
      wholeDays: 0,
      trailNames: ['acme-main'],
      prefixes: [''],
      isOrganization: false,
      accounts: ['111122223333'],
      regions: ['eu-west-1', 'us-east-1'],
      logFiles: 28,
      digestFiles: 2,
      filesPerSlot: 1.8667,
      averageBytes: 2340,
      otherObjects: 9,
      unreadable: 0,
    });
  });
});

describe('a known truth comes back', () => {
  const long: Truth = { ...SMALL, from: '2026-05-20', days: 120, slotsADay: 144, filesInASlot: 3 };

  test('as the numbers of equation 1', async () => {
    const facts = await factsOf([lsOf(madeBucket(long))], 100_000);
    expect(facts).toMatchObject({
      firstDay: '2026-05-20',
      lastDay: '2026-09-16',
      wholeDays: 118,
      filesPerSlot: 3,
      activeSlotShare: 0.5,
      activeRegionsPerAccount: 2,
      growthPercentPerMonth: 0,
      archiveMonths: 4,
      logFilesPerMonth: { expected: Math.round(4 * 144 * 3 * (365.25 / 12)) },
      digestFilesPerMonth: { expected: Math.round(4 * 24 * (365.25 / 12)) },
      trailNames: ['acme-main'],
    });
  });

  test('an unused Region is a small part of one in use', async () => {
    const unused = madeBucket({ ...long, regions: ['eu-north-1'], slotsADay: 1, filesInASlot: 1, trails: [] });
    const facts = await factsOf([lsOf([...madeBucket(long), ...unused])], 100_000);
    const { activeRegionsPerAccount = 0, activeSlotShare = 0, filesPerSlot = 0, logFilesPerMonth } = facts;
    expect(activeSlotShare).toBe(0.5);
    expect(activeRegionsPerAccount).toBeCloseTo(2 + 1 / 144, 3);
    const month = 2 * activeRegionsPerAccount * 288 * activeSlotShare * filesPerSlot * (365.25 / 12);
    expect(month / (logFilesPerMonth?.expected ?? 0)).toBeCloseTo(1, 3);
  });

  test('growth, by months and not by their weekends', async () => {
    const growing = (day: number) => Math.round((day % 7 < 2 ? 60 : 100) * 1.05 ** (day / 30.4375));
    const bucket = madeBucket({ ...SMALL, regions: ['us-east-1'], from: '2025-11-30', days: 200, filesInASlot: 1, slotsOf: growing });
    const { growthPercentPerMonth = 0, logFilesPerMonth } = await factsOf([lsOf(bucket)], 100_000);
    expect(growthPercentPerMonth).toBeGreaterThan(4.6);
    expect(growthPercentPerMonth).toBeLessThan(5.4);
    const last = Array.from({ length: 28 }, (_, index) => growing(198 - index)).reduce((sum, slots) => sum + 2 * slots, 0);
    expect(logFilesPerMonth?.expected).toBe(Math.round((last / 28) * (365.25 / 12)));
    expect(logFilesPerMonth?.low).toBeLessThan(logFilesPerMonth?.expected ?? 0);
  });

  test('a jump is no growth', async () => {
    const jump = (day: number) => (day < 62 ? 10 : 100);
    const bucket = madeBucket({ ...SMALL, regions: ['us-east-1'], from: '2026-03-31', days: 93, filesInASlot: 1, slotsOf: jump });
    expect(await factsOf([lsOf(bucket)], 100_000)).not.toHaveProperty('growthPercentPerMonth');
  });

  test('days without a file, and parts of days beside them, are left out', async () => {
    const bucket = madeBucket({ ...long, days: 40, gap: [20, 21, 22] }).filter(({ key }) => !/20260612T(?:0|10)/.test(key));
    const facts = await factsOf([lsOf(bucket)], 100_000);
    expect(facts).toMatchObject({ wholeDays: 34, filesPerSlot: 3, activeSlotShare: 0.5, activeRegionsPerAccount: 2 });
  });

  test.each([
    ['organization', { organization: 'o-exampleorgid' }, { prefixes: [''], isOrganization: true }],
    [
      'Control Tower',
      { organization: 'o-exampleorgid', prefix: 'o-exampleorgid/' },
      { prefixes: ['o-exampleorgid'], isOrganization: true },
    ],
    ['prefix', { prefix: 'trails/AWSLogs-of-all/' }, { prefixes: ['trails/AWSLogs-of-all'], isOrganization: false }],
    [
      'two trails',
      { trails: ['acme_main_us-west-2_20260101T0000Z', 'audit'] },
      { trailNames: ['acme_main_us-west-2_20260101T0000Z', 'audit'], digestFiles: 1920 },
    ],
  ])('paths: %s', async (_, paths, expected) => {
    const facts = await factsOf([lsOf(madeBucket({ ...SMALL, ...paths }))]);
    expect(facts).toMatchObject({ logFiles: 960, filesPerSlot: 2, accounts: SMALL.accounts, regions: SMALL.regions, ...expected });
  });

  test('a copy in another folder was delivered once', async () => {
    const copies = BUCKET.map(({ key, size }) => ({ key: `copy/${key}`, size }));
    expect(await factsOf([lsOf([...BUCKET, ...copies])])).toMatchObject({ logFiles: 960, prefixes: ['', 'copy'] });
  });

  test('names alone tell where a listing begins below AWSLogs', async () => {
    const names = BUCKET.map(({ key, size }) => ({ key: key.replace(/.*\//, ''), size }));
    expect(await factsOf([lsOf(names)])).toEqual({ ...(await factsOf([lsOf(BUCKET)])), prefixes: [] });
  });
});

describe('what is not claimed', () => {
  const days = (number: number) => madeBucket({ ...SMALL, days: number });

  test('a month from fewer than seven whole days', async () => {
    expect(await factsOf([lsOf(days(8))])).not.toHaveProperty('logFilesPerMonth');
    expect(await factsOf([lsOf(days(8))])).toMatchObject({ wholeDays: 6, activeSlotShare: 0.0417 });
    expect(await factsOf([lsOf(days(9))])).toHaveProperty('logFilesPerMonth');
  });

  test('growth from fewer than three whole months', async () => {
    const months = (from: string, number: number) => lsOf(madeBucket({ ...SMALL, from, days: number, regions: ['us-east-1'] }));
    expect(await factsOf([months('2026-05-31', 93)])).not.toHaveProperty('growthPercentPerMonth');
    expect(await factsOf([months('2026-05-31', 94)])).toHaveProperty('growthPercentPerMonth', 0);
  });

  const open = { Contents: ALL.map(({ key, size }) => ({ Key: key, Size: size, ETag: 'x' })) };
  const cut: Record<string, string[]> = {
    'an unfinished line': [lsOf(BUCKET).slice(0, -20)],
    'a key without its ending': [
      BUCKET.map(({ key }) => key)
        .join('\n')
        .slice(0, -3),
    ],
    IsTruncated: [JSON.stringify({ IsTruncated: true, ...open })],
    NextToken: [JSON.stringify({ ...open, NextToken: 'eyJ' })],
    'a page that is not there': [
      JSON.stringify({ ...open, NextContinuationToken: 'a' }) + JSON.stringify({ ...open, ContinuationToken: 'b' }),
    ],
    'JSON that stops': [JSON.stringify(open).slice(0, -300)],
    'text with a token': [`${BUCKET.map(({ key, size }) => `CONTENTS\t"d4"\t${key}\t2026\t${size}\tSTANDARD\n`).join('')}NEXTTOKEN\teyJ\n`],
    'an inventory that stops': [(FORMS['inventory']?.of(ALL) ?? '').slice(0, -30)],
    'YAML with a token': [`${FORMS['YAML']?.of(ALL)}NextToken: eyJ\n`],
  };
  test.each(Object.entries(cut))('a month of a cut listing: %s', async (_, listings) => {
    const facts = await factsOf(listings);
    expect(facts).toMatchObject({ isCut: true, filesPerSlot: 2 });
    for (const field of ['logFilesPerMonth', 'digestFilesPerMonth', 'activeRegionsPerAccount', 'archiveMonths'])
      expect(facts).not.toHaveProperty(field);
  });

  test('a share of the account and Region at which a listing stops', async () => {
    const text = lsOf(BUCKET);
    const facts = await factsOf([text.slice(0, text.lastIndexOf('20260903T') - 100)]);
    expect(facts).toMatchObject({ isCut: true, activeSlotShare: 0.0417 });
  });

  test('pages in files of their own are whole together', async () => {
    const pages = ['', 'a', 'b'].map((own, index) =>
      JSON.stringify({
        ...open,
        ...(own === '' ? {} : { ContinuationToken: own }),
        ...(index === 2 ? {} : { NextContinuationToken: ['a', 'b'][index] }),
      }),
    );
    expect((await factsOf(pages)).isCut).toBe(false);
    expect((await factsOf(pages.toReversed())).isCut).toBe(false);
    expect((await factsOf(pages.slice(0, 2))).isCut).toBe(true);
  });
});

describe('warnings', () => {
  const said = async (text: string) => listingWarnings(await factsOf([text]));

  test('none of a whole listing', async () => {
    expect(await said(lsOf(ALL))).toEqual([]);
  });

  test.each([
    ['cut', lsOf(BUCKET).slice(0, -20), 'The listing is cut: it says nothing of how many files a month has'],
    ['digests alone', lsOf(BUCKET.filter(({ key }) => key.includes('Digest'))), 'It has digest files and no log files'],
    ['few days', lsOf(madeBucket({ ...SMALL, days: 3 })), 'It has 1 whole day: fewer than 7 are too few to estimate a month.'],
    ['two trails', lsOf(madeBucket({ ...SMALL, trails: ['a', 'b'] })), '2 trails deliver digest files here: a, b. Log files do not name'],
    ['two prefixes', lsOf([...BUCKET, ...madeBucket({ ...SMALL, prefix: 'old/' })]), 'Log files are below 2 prefixes: none, old.'],
    ['other lines', lsOf(BUCKET).replace('\n', '\nfatal error\n'), '1 line of it is not a file name and did not count.'],
  ])('%s', async (_, text, start) => {
    const warnings = await said(text);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.startsWith(`a made listing: ${start}`)).toBe(true);
  });
});

describe('inventories', () => {
  const row = ({ key, size }: MadeObject, version: string, isLatest: boolean, isMarker: boolean, encryption: string, bucketKey: string) =>
    `"example-trail-logs","${key}","${version}","${isLatest}","${isMarker}","${isMarker ? '' : size}",` +
    `"2026-11-25T03:39:34.000Z","d4","${encryption}","${bucketKey}"\n`;
  const schema = 'Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, ETag, EncryptionStatus, BucketKeyStatus';
  const isSince = (key: string, day: string) => (/_(\d{8})T/.exec(key)?.[1] ?? '') >= day;
  const encrypted = BUCKET.map((object) =>
    row(
      object,
      'v',
      true,
      false,
      isSince(object.key, '20260904') ? 'SSE-KMS' : 'SSE-S3',
      isSince(object.key, '20260906') ? 'ENABLED' : 'DISABLED',
    ),
  );
  const old = BUCKET.slice(0, 5).map((object) => row(object, 'old', false, false, 'SSE-S3', 'DISABLED'));
  const markers = BUCKET.slice(0, 3).map(({ key, size }) => row({ key: `gone/${key}`, size }, 'm', true, true, '', ''));
  const text = [...old, ...encrypted, ...markers].join('');

  test('encryption, since when; old versions and delete markers apart', async () => {
    const facts = await factsOf([text]);
    expect(facts).toMatchObject({
      logFiles: 960,
      otherObjects: 8,
      averageBytes: 1006,
      encryption: { sseKms: 672, sseS3: 288, other: 0, sseKmsSince: '2026-09-04', bucketKey: 480 },
    });
    expect(await factsOf([text, text, lsOf(BUCKET)])).toEqual(facts);
    expect(await factsOf([lsOf(BUCKET), text])).toEqual(facts);
  });

  function folderWith(manifest: object, data: Record<string, string | Buffer>): string {
    const folder = mkdtempSync(join(tmpdir(), 'trailcost-inventory-'));
    mkdirSync(join(folder, '2026-11-25T01-00Z'));
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, '2026-11-25T01-00Z', 'manifest.json'), JSON.stringify(manifest, undefined, 2));
    for (const [name, content] of Object.entries(data)) writeFileSync(join(folder, 'data', name), content);
    return join(folder, '2026-11-25T01-00Z', 'manifest.json');
  }
  const manifest = {
    sourceBucket: 'example-trail-logs',
    destinationBucket: 'arn:aws:s3:::example-inventory',
    version: '2016-11-30',
    fileFormat: 'CSV',
    fileSchema: schema,
  };
  const files = ['a', 'b'].map((name) => ({ key: `inventory/example-trail-logs/all/data/${name}.csv.gz`, size: 1, MD5checksum: 'd4' }));
  const read = async (path: string) => {
    const reader = new ListingReader();
    const parquet = new ParquetReader();
    await readListingFile({ path, place: path }, reader, parquet).finally(() => parquet.end());
    return reader.facts('a made listing');
  };

  test('the manifest leads to its files', async () => {
    const path = folderWith(
      { ...manifest, files },
      { 'a.csv.gz': gzipSync([...old, ...encrypted].join('')), 'b.csv.gz': gzipSync(markers.join('')) },
    );
    expect(await read(path)).toEqual(await factsOf([text]));
  });

  test('other objects may come first', async () => {
    const others = Array.from({ length: 5000 }, (_, index) =>
      row({ key: `ALB/${index}.gz`, size: 7 }, 'v', true, false, 'SSE-S3', 'DISABLED'),
    );
    expect(await factsOf([others.join('') + text], 65_536)).toEqual({ ...(await factsOf([text])), otherObjects: 5008 });
  });

  test('so does that of Parquet', async () => {
    const rows = [...old, ...encrypted, ...markers].map((line) => line.trim().slice(1, -1).split('","'));
    const names = schema.split(', ').map((name) => name.replace(/\B[A-Z]/g, '_$&').toLowerCase());
    const columnData = names.map((name, index) => {
      const cells = rows.map((cells) => cells[index] ?? '');
      if (name.startsWith('is_')) return { name, data: cells.map((cell) => cell === 'true'), type: 'BOOLEAN' as const };
      if (name !== 'size') return { name, data: cells, type: 'STRING' as const };
      return { name, data: cells.map((cell) => (cell === '' ? null : BigInt(cell))), type: 'INT64' as const, nullable: true };
    });
    const ofParquet = 'message s3.inventory { required binary bucket (STRING); required binary key (STRING); }';
    const content = { ...manifest, fileFormat: 'Parquet', fileSchema: ofParquet, files: [{ key: 'inventory/all/data/a.parquet' }] };
    const bytes = Buffer.from(parquetWriteBuffer({ columnData }));
    expect(await read(folderWith(content, { 'a.parquet': bytes }))).toEqual(await factsOf([text]));
    await expect(read(folderWith(content, { 'a.parquet': bytes.subarray(0, 500) }))).rejects.toThrow(/a\.parquet: .*damaged/);
    const others = Buffer.from(parquetWriteBuffer({ columnData: [{ name: 'x', data: ['y'], type: 'STRING' }] }));
    await expect(read(folderWith(content, { 'a.parquet': others }))).rejects.toThrow(/a\.parquet: is a Parquet file without a column key/);
    const alone = new ListingReader();
    const place = folderWith(content, { 'a.parquet': bytes });
    await expect(readListingFile({ path: place, place }, alone)).rejects.toThrow(/is a Parquet file, which is not read/);
  });

  test.each([
    [
      'missing files',
      { ...manifest, files },
      /2 files of this inventory are missing: inventory\/example-trail-logs\/all\/data\/a\.csv\.gz, .*b\.csv\.gz/,
    ],
    ['ORC', { ...manifest, fileFormat: 'ORC', files }, /inventory in ORC, which is not read/],
    ['no key', { ...manifest, fileSchema: 'Bucket, Size', files }, /without a column Key/],
    ['no files', { ...manifest, files: [] }, /empty inventory/],
  ])('%s', async (_, content, message) => {
    await expect(read(folderWith(content, {}))).rejects.toThrow(message);
  });

  test.each([
    [
      'JSON',
      JSON.stringify({
        Versions: [true, false].map((IsLatest) => ({ ETag: 'd4', Size: 7, Key: BUCKET[0]?.key, VersionId: `v${IsLatest}`, IsLatest })),
        DeleteMarkers: [{ Key: 'gone', VersionId: 'm', IsLatest: true }],
      }),
    ],
    [
      'text',
      `DELETEMARKERS\tTrue\tgone\t2026-11-25\tm\nVERSIONS\t"d4"\tTrue\t${BUCKET[0]?.key}\t2026-11-25\t7\tSTANDARD\tv1\n` +
        `VERSIONS\t"d4"\tFalse\t${BUCKET[0]?.key}\t2026-11-24\t8\tSTANDARD\tv0\n`,
    ],
    [
      'YAML',
      `DeleteMarkers:\n- IsLatest: true\n  Key: gone\n  VersionId: m\nVersions:\n- IsLatest: true\n  Key: ${BUCKET[0]?.key}\n  Size: 7\n` +
        `  VersionId: v1\n- IsLatest: false\n  Key: ${BUCKET[0]?.key}\n  Size: 8\n  VersionId: v0\n`,
    ],
  ])('versions by list-object-versions, as %s', async (_, text) => {
    expect(await factsOf([text])).toMatchObject({ digestFiles: 1, logFiles: 0, otherObjects: 2, unreadable: 0 });
  });

  test('a manifest in a pipe has no folder', async () => {
    const pipe = portions(Buffer.from(JSON.stringify({ ...manifest, files })), 50);
    await expect(readListing('standard input', pipe, new ListingReader())).rejects.toThrow(/Give its path/);
  });
});

describe('bad input', () => {
  const otherKeys = OTHERS.map(({ key }) => key);
  test.each([
    ['nothing', '', /is an empty listing/],
    ['an empty answer', '{\n    "RequestCharged": null,\n    "Prefix": ""\n}\n', /is an empty listing/],
    ['an empty page', '{"Contents": []}', /is an empty listing/],
    ['other services', otherKeys.slice(3, 5).join('\n'), /has 2 objects and no log file of CloudTrail/],
    [
      'names that look alike',
      'a/111122223333_CloudTrail_us-east-1_20261303T0000Z_x.json.gz\nb/111122223333_CloudTrails_us-east-1.json.gz\n',
      /no log file/,
    ],
    [
      'another account in the name',
      'AWSLogs/444455556666/CloudTrail/us-east-1/2026/09/01/111122223333_CloudTrail_us-east-1_20260901T0000Z_x.json.gz\n',
      /no log file/,
    ],
    [
      'two buckets',
      BUCKET.slice(0, 9)
        .map(({ key }, index) => `s3://example-${index % 2}/${key}\n`)
        .join(''),
      /log files of 2 buckets: example-0, example-1/,
    ],
    ['folders', '                           PRE AWSLogs/\n                           PRE other/\n', /lists folders/],
    ['a text', 'Dear all,\nplease find our logs in the bucket.\n', /is not a listing/],
    ['an answer about trails', '{"trailList": [{"Name": "main", "S3BucketName": "x"}]}', /is not a listing/],
    ['a scenario', 'period: 2026-11\nbucket:\n  region: us-east-1\n', /is not a listing/],
    ['Parquet', 'PAR1xxxx', /is a Parquet file, which is not read from a pipe/],
    ['ORC', 'ORCxxxx', /is an ORC file, which is not read/],
  ])('%s', async (_, text, message) => {
    const answer = factsOf([text]);
    await expect(answer).rejects.toThrow(TrailcostError);
    await expect(answer).rejects.toThrow(message);
    await expect(answer).rejects.toMatchObject({ code: 'file-unreadable' });
  });

  test.each([
    ['a line', `${lsOf(BUCKET)}2026-11-25 03:39:34 1 ${'a_aa-'.repeat(4e6)}`],
    ['a text', `{"Contents": [{"Key": "${'x'.repeat(3e6)}`],
  ])('%s without an end', async (_, text) => {
    await expect(factsOf([text], 65_536)).rejects.toThrow(/made\.txt: has a (?:line|text) that is too long/);
  });

  test('what is too long for a key is not looked into', async () => {
    const long = `111122223333_CloudTrail-Digest_us-east-1_${'_us-east-1'.repeat(1e5)}`;
    expect(await factsOf([`${lsOf(BUCKET)}2026-11-25 03:39:34 1 ${long}\n`], 65_536)).toMatchObject({ unreadable: 1, digestFiles: 960 });
  });

  test('names of others control no terminal', async () => {
    const text = lsOf(madeBucket({ ...SMALL, trails: ['a\u001b[31m', 'b\u202e'] }));
    expect(listingWarnings(await factsOf([text])).join()).toContain('a?[31m, b?.');
  });

  test('packed data that stops', async () => {
    const packed = gzipSync(lsOf(BUCKET));
    await expect(factsOf([packed.subarray(0, packed.length - 100)])).rejects.toThrow(/made\.txt: truncated/);
  });

  test('lines that are no keys are counted', async () => {
    const facts = await factsOf([lsOf(BUCKET).replace('\n', '\nfatal error: something\n')]);
    expect(facts).toMatchObject({ unreadable: 1, logFiles: 960 });
  });

  test.each([
    'samples/small-account.yaml',
    'samples/organization.yaml',
    'samples/bill/made-cur.csv',
    'samples/investigation.json',
    'test/cli/fixtures/bill-1900.csv',
    'package.json',
    'README.md',
    'CHANGELOG.md',
    'test/tidy.test.ts',
  ])('%s is not a listing', (file) => {
    expect(listingIn(readFileSync(file, 'utf8').slice(0, 256 * 1024))).toBeUndefined();
  });
});

describe('properties', () => {
  const lines = lsOf(ALL).trimEnd().split('\n');

  test('order, repeats, splitting into files and portions change nothing', async () => {
    const whole = await factsOf([lsOf(ALL)]);
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 50, max: 5000 }), async (seed, parts, portion) => {
        const shuffled = fc.sample(fc.shuffledSubarray(lines, { minLength: lines.length }), { seed, numRuns: 1 })[0] ?? [];
        const repeated = [...shuffled, ...shuffled.slice(0, 100)];
        const files = Array.from({ length: parts }, (_, part) => repeated.filter((_line, index) => index % parts === part));
        expect(
          await factsOf(
            files.map((file) => `${file.join('\n')}\n`),
            portion,
          ),
        ).toEqual(whole);
      }),
      { numRuns: 10 },
    );
  });

  const FIELDS = ['Key', 'Size', 'ETag', 'LastModified', 'VersionId', 'St\\u006frageClass', 'Owner', 'ChecksumAlgorithm'];

  /** An object as JSON with its fields in some order, a name written with an escape, and fields that hold others. */
  function jsonOf({ key, size }: MadeObject, fields: readonly string[]): string {
    const texts: Record<string, string> = {
      Key: JSON.stringify(key),
      Size: `${size}`,
      Owner: '{"DisplayName": "a", "ETag": "b"}',
      ChecksumAlgorithm: '["CRC32"]',
    };
    return `{${fields.map((field) => `"${field}": ${texts[field] ?? '"x\\"y"'}`).join(', ')}}`;
  }

  /** As AWS prints it, which is taken as a whole where it is in one portion. */
  const usualOf = ({ key: Key, size: Size }: MadeObject) =>
    JSON.stringify({ Key, LastModified: '2026-11-25', ETag: '"x"', Size, StorageClass: 'STANDARD' }, undefined, 2);

  test('the order of names in JSON changes nothing', async () => {
    const orders = fc.array(fc.shuffledSubarray(FIELDS, { minLength: FIELDS.length }), { minLength: 1, maxLength: 5 });
    const truth = await factsOf([lsOf(BUCKET.slice(0, 40))]);
    await fc.assert(
      fc.asyncProperty(orders, fc.integer({ min: 1, max: 900 }), async (some, portion) => {
        const objects = BUCKET.slice(0, 40).map((object, index) =>
          index % 3 === 0 ? usualOf(object) : jsonOf(object, some[index % some.length] ?? FIELDS),
        );
        expect(await factsOf([`{"Contents": [${objects.join(',\n')}]}`], portion)).toEqual(truth);
      }),
    );
  });

  test('a key beside an object is a key, whatever the object ends with', async () => {
    const [one, other] = BUCKET.map(({ key }) => JSON.stringify(key));
    const filesOf = async (...texts: string[]) => {
      const { logFiles, digestFiles } = await factsOf(texts, 10);
      return logFiles + digestFiles;
    };
    expect(await filesOf(`[{"Key": ${one}, "ETag": "x"}, [${other}, 7]]`)).toBe(2);
    expect(await filesOf(`[{"ETag": "x"}, ${one}]`)).toBe(1);
    expect(await filesOf(`[{"ETag": [${one}]}]`)).toBe(1);
  });

  test('other letters than those of English may come anywhere', async () => {
    const others = (prefix: string) => lsOf([{ key: `${prefix}prüfung/日誌-🗑.txt`, size: 1 }]);
    const text = lsOf(BUCKET.slice(0, 30)) + others('') + lsOf(BUCKET.slice(30)) + others('x/');
    const truth = await factsOf([lsOf(BUCKET), others(''), others('x/')]);
    expect(truth.otherObjects).toBe(2);
    for (const portion of [1, 7, 64, 100_000]) expect(await factsOf([text], portion)).toEqual(truth);
  });

  test('a listing and a count of the same trail agree', async () => {
    const count = JSON.parse(execFileSync('node', ['dist/cli/main.js', 'count', 'samples/trail', '-f', 'json'], { encoding: 'utf8' }));
    const paths = execFileSync('find', ['samples/trail', '-type', 'f'], { encoding: 'utf8' });
    const { logFiles, digestFiles, accounts } = await factsOf([paths]);
    expect({ logFiles, digestFiles, accounts }).toEqual({
      logFiles: count.coverage.logFiles,
      digestFiles: count.coverage.digestFiles,
      accounts: count.coverage.accounts,
    });
  });
});
