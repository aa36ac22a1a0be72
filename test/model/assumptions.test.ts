import { describe, expect, test } from 'vitest';
import { estimateOf } from '../support.js';

const TRAIL = { name: 'org', logFilesPerMonth: 1000, archiveMonths: 12 };
const WITH_DIGESTS = { ...TRAIL, digestFilesPerMonth: 700 };
const SIEM = { name: 'siem', pattern: 'every-file' };

describe('what the figures assume', () => {
  test.each([
    {
      what: 'all files',
      given: { encryption: { sseKmsSince: 'always' } },
      says: 'Every log file is assumed to be SSE-KMS, however old it is.',
    },
    {
      what: 'a switch',
      given: { encryption: { sseKmsSince: '2026-12-05' } },
      says: 'Files written before 2026-12-05 are not SSE-KMS and make none, so scans cost more as new files fill their window.',
    },
    {
      what: 'the Bucket Key',
      given: { encryption: { sseKmsSince: 'always', bucketKeySince: '2026-12-09', bucketKeyReduction: 0.75 } },
      says: 'A Bucket Key saves at best 75% of requests for files written since 2026-12-09;',
    },
    {
      what: 'how long a key serves',
      given: {
        encryption: { sseKmsSince: 'always', bucketKeyWriteMinutes: 90, bucketKeyReadMinutes: { low: 5, expected: 60, high: 1440 } },
      },
      says: 'one key is assumed to serve 90 min of writing and 5 min to 1 d (expected 1 h) of reading.',
    },
    { what: 'no free tier', given: {}, says: 'None of the free tier is left for these reads: other KMS use of the payer family takes it.' },
    {
      what: 'a range of the free tier',
      given: { freeRequestsLeft: { low: 0, expected: 1000, high: 20000 } },
      says: '0 to 20,000 (expected 1,000) requests a month of the free tier are left for these reads; readers share them',
    },
    {
      what: 'a scan',
      given: { readers: [{ name: 'athena', pattern: 'scan', runsPerMonth: 1, lookbackDays: 7 }] },
      says: 'A query reads the table once, with one GET for each file (athena); measured with Trino, not with Athena.',
    },
    {
      what: 'a scan of a query that reads the table more than once',
      given: {
        readers: [{ name: 'athena', pattern: 'scan', runsPerMonth: 1, lookbackDays: 7, getsPerFile: { low: 1, expected: 2, high: 3 } }],
      },
      says: 'A query reads the table 1 to 3 (expected 2) times, with one GET for each file each time (athena).',
    },
    {
      what: 'digest files left out',
      given: { trails: [WITH_DIGESTS] },
      says: 'Digest files are not read (siem). A consumer that is notified of every object also reads them',
    },
    {
      what: 'single reads',
      given: { readers: [{ name: 'people', pattern: 'single', readsPerMonth: 1 }] },
      says: 'Single reads are of files delivered in the same month (people).',
    },
    {
      what: 'replication',
      given: { readers: [{ name: 'copy', pattern: 'replicate' }] },
      says: 'Replication makes two KMS requests for each file (copy)',
    },
    {
      // 10,000 reads of 1,337 bytes
      what: 'what consumers of the events would get',
      given: { trails: [], readers: [{ name: 'soc', pattern: 'single', readsPerMonth: 10_000 }] },
      says: "services that charge for the trail's events by volume (CloudWatch Logs, a SIEM): SSE-KMS adds 10,000 records a month, 13 MB (",
    },
    {
      // 1,000 Decrypts and 1,000 GenerateDataKey, 2.511 MB, in each of two months
      what: "what they would get of CloudTrail's own, in an average month",
      given: { period: { start: '2026-12', months: 2 } },
      says: 'SSE-KMS adds 2,000 records a month, 2.5 MB (recording.consumers).',
    },
    {
      what: 'who else gets them',
      given: {
        recording: {
          insightsTrails: 1,
          guardDuty: true,
          consumers: [
            { name: 'logs', usdPerGb: 1 },
            { name: 'lake', usdPerGb: 1 },
          ],
        },
      },
      says:
        "Insights, GuardDuty, logs, lake also receive CloudTrail's own GenerateDataKey events. " +
        'It is not confirmed that GuardDuty bills every Decrypt that S3 makes.',
    },
    {
      what: 'who else gets them, where trails exclude them',
      given: { recording: { insightsTrails: 1, guardDuty: true, consumers: [{ name: 'logs', usdPerGb: 1 }], excludeKmsEvents: true } },
      says: "GuardDuty also receives CloudTrail's own GenerateDataKey events.",
    },
    { what: 'a discount', given: { discountPercent: 7.5 }, says: 'All list prices are reduced by 7.5%.' },
    { what: 'no range', given: {}, says: 'Only the numbers of the Bucket Key have a range' },
    {
      what: 'a range',
      given: { keys: { number: { low: 1, expected: 1, high: 2 } } },
      says: 'Low and high take every range at its cheap or expensive end at the same time, so they are bounds.',
    },
  ])('$what', ({ given, says }) => {
    expect(estimateOf({ trails: [TRAIL], readers: [SIEM], ...given }).assumptions.join('\n')).toContain(says);
  });

  test('the volume of events is not said of where it is charged, or not there', () => {
    const notCounted = (recording: object) =>
      estimateOf({ trails: [TRAIL], readers: [SIEM], recording }).assumptions.find((text) => text.startsWith('Not counted'));
    expect(notCounted({})).toContain('by volume');
    expect(notCounted({ consumers: [{ name: 'logs', usdPerGb: 1 }] })).not.toContain('by volume');
    expect(notCounted({ excludeKmsEvents: true })).not.toContain('by volume');
  });

  test('a peak is unknown where a run has more requests than the quota has for a second, and no length', () => {
    const scan = (name: string, given: object = {}) => ({ name, pattern: 'scan', runsPerMonth: 1, lookbackDays: 'all', ...given });
    const validation = { name: 'check', pattern: 'validate', runsPerMonth: 1, lookbackDays: 'all' };
    const peaks = (logFilesPerMonth: number, readers: object[], region = 'us-east-1') =>
      estimateOf({
        bucket: { region },
        trails: [{ ...TRAIL, logFilesPerMonth, digestFilesPerMonth: 1, archiveMonths: 0 }],
        readers,
      }).assumptions.filter((text) => text.includes('peak'));
    // Half of the month's files on average.
    expect(peaks(200_000, [scan('athena')])).toEqual([]);
    expect(peaks(200_100, [scan('athena')])).toEqual([
      'The peak of athena against the KMS quota of 100,000 requests per second is unknown: give runMinutes.',
    ]);
    expect(peaks(200_100, [scan('athena', { runMinutes: 5 }), SIEM])).toEqual([]);
    expect(peaks(400_000, [scan('a'), scan('b', { runMinutes: 5 }), validation])).toEqual([
      'The peak of a, check against the KMS quota of 100,000 requests per second is unknown: give runMinutes.',
    ]);
    expect(peaks(0, [scan('athena')])).toEqual([]);
  });

  test('nothing is said of what the scenario does not have', () => {
    const { assumptions } = estimateOf({ trails: [TRAIL], readers: [{ ...SIEM, digests: true }] });
    expect(assumptions.join('\n')).not.toMatch(/Scans|Digest|Single|Replication|list prices|Insights|GuardDuty/);
    expect(assumptions).toHaveLength(5);
  });
});
