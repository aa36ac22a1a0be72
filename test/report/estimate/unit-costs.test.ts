import { describe, expect, test } from 'vitest';
import { withUnitCosts } from '../../../src/model/unit-costs.js';
import { withLikely } from '../../../src/planning/likely.js';
import { bucketKeySentence, unitCostTable } from '../../../src/report/estimate/unit-costs.js';
import { book, estimateOf, likelyEstimate, sampleEstimate } from '../../support.js';

const priced = (given: object) => withUnitCosts(estimateOf(given), book);
const TRAIL = { name: 'org', logFilesPerMonth: 1_000_000, archiveMonths: 1 };
const ACCOUNTS = { accounts: 1, activeRegions: 1, activeSlotShare: 1, filesPerSlot: 1, archiveMonths: 0 };
const SIEM = { name: 'siem', pattern: 'every-file' };

describe('the table', () => {
  test('of the organization', () => {
    const table = unitCostTable(likelyEstimate('organization.yaml'));
    expect(table?.title).toBe('Unit prices, SSE-KMS before the free tier, USD');
    expect(table?.rows).toEqual([
      ['one run of athena-hunting', '6,937,530', '20.81', '2027-11', '15.08'],
      ['one run of validation', '6,097,095', '18.29', '2027-11', '16.67'],
      ['one account more, each month', '930,063', '2.79', '2027-11', '2.21'],
      ['1,000 new files for siem', '1,000', '0.003000', '2026-12', '0.003000'],
      ['one day of logs, read once', '158,728', '0.4762', '2027-11', '0.4511'],
    ]);
  });

  test('trails are named where several have accounts', () => {
    const trails = ['one', 'two', 'three'].map((name) => ({ name, ...ACCOUNTS }));
    const estimate = priced({ trails, readers: [SIEM] });
    expect(unitCostTable(estimate)?.rows.map(([name]) => name)).toEqual([
      'one account more in one, each month',
      'one account more in two, each month',
      'one account more in three, each month',
      '1,000 new files for siem',
      'one day of logs, read once',
    ]);
  });

  test('there is none without unit prices', () => {
    expect(unitCostTable(sampleEstimate('organization.yaml'))).toBeUndefined();
    expect(unitCostTable(priced({ readers: [{ name: 'soc', pattern: 'single', readsPerMonth: 5 }] }))).toBeUndefined();
  });
});

describe('a Bucket Key', () => {
  const certain = { sseKmsSince: 'always', bucketKeyReduction: 0.9, bucketKeyWriteMinutes: 60, bucketKeyReadMinutes: 60 };

  test.each([
    {
      what: 'without a range',
      estimate: priced({ encryption: certain, trails: [TRAIL], readers: [SIEM] }),
      sentence:
        'With a Bucket Key: $1.30 a month, not measured; to record which file was read then takes S3 data events, about $1.00 a month.',
    },
    {
      what: 'with bounds',
      estimate: priced({ trails: [TRAIL], readers: [SIEM] }),
      sentence: /^With a Bucket Key: \$1\.30 a month, not measured \(range \$1\.03 to \$1\.60\); /,
    },
    {
      what: 'with what is likely',
      estimate: withLikely(priced({ trails: [TRAIL], readers: [SIEM] }), book),
      sentence: /^With a Bucket Key: \$1\.30 a month, not measured \(likely \$1\.\d\d to \$1\.\d\d\); /,
    },
    {
      what: 'where data events are recorded',
      estimate: priced({ trails: [TRAIL], readers: [SIEM], recording: { dataEventCopies: 1 } }),
      sentence: /; which file was read is then in the S3 data events only, which this scenario has\.$/,
    },
    {
      what: 'where data events have no price',
      estimate: withUnitCosts(estimateOf({ trails: [TRAIL], readers: [SIEM] }), {
        ...book,
        layers: book.layers.map((layer) => layer.filter(({ metric }) => metric !== 'cloudtrail-data-event')),
      }),
      sentence: /; to record which file was read then takes S3 data events, whose price here is not known\.$/,
    },
    {
      what: 'where nobody asked for unit prices',
      estimate: estimateOf({ trails: [TRAIL], readers: [SIEM] }),
      sentence: /; to record which file was read then takes S3 data events\.$/,
    },
  ])('$what', ({ estimate, sentence }) => {
    if (typeof sentence === 'string') expect(bucketKeySentence(estimate)).toBe(sentence);
    else expect(bucketKeySentence(estimate)).toMatch(sentence);
  });
});
