import { describe, expect, test } from 'vitest';
import { sum } from '../../src/base/decimal.js';
import type { Charge } from '../../src/model/charges.js';
import { costOf, estimateOf, linesWith } from '../support.js';

const [KEY, READER, TRAIL] = ['111111111111', '222222222222', '333333333333'];
const RECORDED = ['cloudtrail-copies', 'cloudtrail-insights', 'guardduty-events', 'event-consumers'] as const;
/** All that is charged for recorded events, each once. */
const ALL = { paidCopies: 1, insightsTrails: 1, guardDuty: true, consumers: [{ name: 'logs', usdPerGb: 1 }] };

const single = (name: string, account?: string, readsPerMonth = 1_000_000) => ({ name, account, pattern: 'single', readsPerMonth });

/** A million reads under SSE-KMS, each one Decrypt, without a key's price. */
const millionReads = (given: object) => estimateOf({ keys: { number: 0 }, readers: [single('soc')], ...given });
const costIn = (given: object, charge: Charge) => costOf(millionReads(given), { strategy: 'sse-kms', charge });

describe('GuardDuty analyses each KMS request', () => {
  const TABLE: { what: string; given: object; cost: string }[] = [
    { what: 'at $4.00 a million', given: { recording: { guardDuty: true } }, cost: '4' },
    { what: '10,000 of them are $0.04', given: { recording: { guardDuty: true }, readers: [single('soc', KEY, 10_000)] }, cost: '0.04' },
    { what: 'at $4.72 in Tokyo', given: { recording: { guardDuty: true }, bucket: { region: 'ap-northeast-1' } }, cost: '4.72' },
    { what: 'also where trails exclude KMS events', given: { recording: { guardDuty: true, excludeKmsEvents: true } }, cost: '4' },
    { what: 'once, whatever the trails', given: { recording: { guardDuty: true, paidCopies: 3, insightsTrails: 2 } }, cost: '4' },
    {
      what: 'less its discount',
      given: { recording: { guardDuty: true }, discountPercent: 5, serviceDiscountPercent: { guardduty: 25 } },
      cost: '3',
    },
    {
      what: 'in the currency of the report',
      given: { recording: { guardDuty: true }, currency: { code: 'EUR', rate: 0.9, rateDate: '2026-11-01' } },
      cost: '3.6',
    },
    { what: 'only where it is on', given: { recording: { guardDuty: false } }, cost: '0' },
    { what: 'only where it is said to be on', given: { recording: {} }, cost: '0' },
    { what: 'only where its price is known', given: { recording: { guardDuty: true }, bucket: { region: 'eu-central-1' } }, cost: '0' },
  ];

  test.each(TABLE)('$what', ({ given, cost }) => {
    expect(costIn(given, 'guardduty-events')).toBe(cost);
  });

  test('and has no line where it costs nothing for certain, nor under SSE-S3', () => {
    const lines = (recording: object) => linesWith(millionReads({ recording }).lines, { charge: 'guardduty-events' });
    expect(lines({ guardDuty: false })).toEqual([]);
    expect(lines({})).toEqual([]);
    expect(new Set(lines({ guardDuty: true }).map(({ strategy }) => strategy))).toEqual(new Set(['sse-kms', 'sse-kms-bucket-key']));
  });

  test('as many as a Bucket Key leaves', () => {
    const result = millionReads({ encryption: { sseKmsSince: 'always', bucketKeyReduction: 0.9 }, recording: { guardDuty: true } });
    expect(costOf(result, { strategy: 'sse-kms-bucket-key', charge: 'guardduty-events' })).toBe('0.4');
  });

  test('and KMS events with a file of two requests are two', () => {
    const replicated = estimateOf({
      trails: [{ name: 'org', logFilesPerMonth: 10_000, archiveMonths: 0 }],
      readers: [{ name: 'copy', pattern: 'replicate' }],
      recording: { guardDuty: true },
    });
    // 20,000 of the copies, 10,000 of CloudTrail
    expect(costOf(replicated, { strategy: 'sse-kms', charge: 'guardduty-events', reader: 'copy' })).toBe('0.08');
    expect(costOf(replicated, { strategy: 'sse-kms', charge: 'guardduty-events', reader: 'CloudTrail' })).toBe('0.04');
  });
});

describe('a read from another account than the key is recorded in both', () => {
  type Covers = 'organization' | 'key-account' | 'reader-account' | undefined;
  interface Row {
    what: string;
    bucket?: string;
    key?: string;
    reader?: string;
    covers?: Covers;
    /** How often each event is seen, and who pays GuardDuty how much. */
    seen: 1 | 2;
    guardDuty: Record<string, string>;
  }
  const TABLE: Row[] = [
    { what: 'no account is known', covers: 'organization', seen: 1, guardDuty: { '': '4' } },
    { what: "the key's is not known", reader: READER, covers: 'organization', seen: 1, guardDuty: { [READER]: '4' } },
    { what: "the reader's is not known", bucket: KEY, covers: 'organization', seen: 1, guardDuty: { [KEY]: '4' } },
    { what: 'both are one', bucket: KEY, reader: KEY, covers: 'organization', seen: 1, guardDuty: { [KEY]: '4' } },
    {
      what: 'both are one in the organization',
      bucket: READER,
      key: KEY,
      reader: KEY,
      covers: 'organization',
      seen: 1,
      guardDuty: { [KEY]: '4' },
    },
    { what: 'nothing is said', bucket: KEY, reader: READER, seen: 1, guardDuty: { [READER]: '4' } },
    { what: "the reader's is seen", bucket: KEY, reader: READER, covers: 'reader-account', seen: 1, guardDuty: { [READER]: '4' } },
    { what: "the key's is seen", bucket: KEY, reader: READER, covers: 'key-account', seen: 1, guardDuty: { [KEY]: '4' } },
    { what: 'both are seen', bucket: KEY, reader: READER, covers: 'organization', seen: 2, guardDuty: { [READER]: '4', [KEY]: '4' } },
    {
      what: "both are seen, and the bucket is the reader's",
      bucket: READER,
      key: KEY,
      reader: READER,
      covers: 'organization',
      seen: 2,
      guardDuty: { [READER]: '4', [KEY]: '4' },
    },
  ];

  test.each(TABLE)('$what', ({ bucket, key, reader, covers, seen, guardDuty }) => {
    const { lines } = millionReads({
      bucket: { region: 'us-east-1', account: bucket },
      keys: { number: 0, account: key },
      readers: [single('soc', reader)],
      recording: { ...ALL, covers, account: TRAIL },
    });
    const of = (charge: Charge) =>
      linesWith(lines, { strategy: 'sse-kms', charge, reader: 'soc' }).map(({ account, quantity, cost }) =>
        [account, quantity.expected, cost.expected].join(' '),
      );
    // A million events: $20 a copy, $3.50 of Insights, 1.337 GB at $1
    expect(of('cloudtrail-copies')).toEqual([`${TRAIL} ${seen}000000 ${20 * seen}`]);
    expect(of('cloudtrail-insights')).toEqual([`${TRAIL} ${seen}000000 ${3.5 * seen}`]);
    expect(of('event-consumers')).toEqual([`${TRAIL} ${seen}000000 ${seen === 2 ? '2.674' : '1.337'}`]);
    expect(of('guardduty-events').toSorted()).toEqual(
      Object.entries(guardDuty)
        .map(([account, cost]) => `${account} 1000000 ${cost}`)
        .toSorted(),
    );
    expect(of('kms-requests')).toEqual([`${reader ?? ''} 1000000 3`]);
  });

  test('so two paid copies of a million reads are $80 in an organization, and $40 elsewhere', () => {
    const copies = (covers: Covers) =>
      costIn(
        { bucket: { region: 'us-east-1', account: KEY }, readers: [single('soc', READER)], recording: { paidCopies: 2, covers } },
        'cloudtrail-copies',
      );
    expect([undefined, 'organization' as const, 'key-account' as const, 'reader-account' as const].map(copies)).toEqual([
      '40',
      '80',
      '40',
      '40',
    ]);
  });

  test('each reader for itself', () => {
    const { lines } = millionReads({
      bucket: { region: 'us-east-1', account: KEY },
      readers: [single('here', KEY), single('there', READER), single('anywhere')],
      recording: { ...ALL, covers: 'organization' },
    });
    const events = (reader: string) => linesWith(lines, { strategy: 'sse-kms', charge: 'cloudtrail-copies', reader })[0]?.quantity.expected;
    expect(['here', 'there', 'anywhere'].map((name) => events(name)?.toFixed())).toEqual(['1000000', '2000000', '1000000']);
  });
});

/** A million log files in a month, each read once. */
const LOGS = {
  trails: [{ name: 'org', logFilesPerMonth: 1_000_000, archiveMonths: 0 }],
  readers: [{ name: 'siem', pattern: 'every-file' }],
};

describe("CloudTrail's own GenerateDataKey requests are recorded too", () => {
  const own = (given: object, charge: Charge, strategy: 'sse-kms' | 'sse-kms-bucket-key' = 'sse-kms') =>
    linesWith(estimateOf({ ...LOGS, ...given }).lines, { strategy, charge, reader: 'CloudTrail' }).map(({ account, quantity, cost }) =>
      [account, quantity.expected, cost.expected].join(' '),
    );

  test('a million log files, one Insights trail: $3.00 of Decrypt, $1 of key, $0.40 of GET, $3.50 of Insights for each of the two', () => {
    const result = estimateOf({ ...LOGS, recording: { insightsTrails: 1 } });
    expect(result.totals['sse-kms'].expected.toFixed()).toBe('11.4');
    expect(own({ recording: { insightsTrails: 1 } }, 'cloudtrail-insights')).toEqual([' 1000000 3.5']);
  });

  test.each([
    { what: 'for Insights, by each of their trails', recording: { insightsTrails: 2 }, charge: 'cloudtrail-insights', line: ' 2000000 7' },
    { what: 'for GuardDuty', recording: { guardDuty: true }, charge: 'guardduty-events', line: ' 1000000 4' },
    {
      what: 'for GuardDuty, excluded or not',
      recording: { guardDuty: true, excludeKmsEvents: true },
      charge: 'guardduty-events',
      line: ' 1000000 4',
    },
    { what: 'for consumers, 1,174 bytes each', recording: { consumers: ALL.consumers }, charge: 'event-consumers', line: ' 1000000 1.174' },
    {
      what: 'for paid copies where they are billed',
      recording: { paidCopies: 2, deliveryEventsBilled: true },
      charge: 'cloudtrail-copies',
      line: ' 2000000 40',
    },
  ] as const)('$what', ({ recording, charge, line }) => {
    expect(own({ recording }, charge)).toEqual([line]);
  });

  test.each([
    { what: 'paid copies, where nobody says that they are billed', recording: { ...ALL, paidCopies: 2 }, charges: RECORDED.slice(1) },
    {
      what: 'nothing but GuardDuty, where trails exclude KMS events',
      recording: { ...ALL, deliveryEventsBilled: true, excludeKmsEvents: true },
      charges: ['guardduty-events'],
    },
    { what: 'nothing where all is off', recording: { guardDuty: false, deliveryEventsBilled: true }, charges: [] },
  ])('not for $what', ({ recording, charges }) => {
    expect(RECORDED.filter((charge) => own({ recording }, charge).length > 0)).toEqual([...charges]);
  });

  test('digest files as well, those of all trails', () => {
    const trails = [
      { name: 'org', logFilesPerMonth: 30_000, digestFilesPerMonth: 744, archiveMonths: 0 },
      { name: 'other', logFilesPerMonth: 9256, archiveMonths: 0 },
    ];
    const readers = [{ name: 'siem', pattern: 'every-file', trails: ['org'] }];
    expect(own({ trails, readers, recording: { guardDuty: true } }, 'guardduty-events')).toEqual([' 40000 0.16']);
  });

  test('those after the switch alone, and under a Bucket Key those that it leaves', () => {
    const encryption = { sseKmsSince: '2026-12-22', bucketKeyReduction: 0.9, bucketKeyWriteMinutes: 60, bucketKeyReadMinutes: 5 };
    const trails = [{ name: 'org', logFilesPerMonth: 31_000, archiveMonths: 0 }];
    const recording = { guardDuty: true };
    // Ten days of 1,000 files; of these 90% saved
    expect(own({ encryption, trails, recording }, 'guardduty-events')).toEqual([' 10000 0.04']);
    expect(own({ encryption, trails, recording }, 'guardduty-events', 'sse-kms-bucket-key')).toEqual([' 1000 0.004']);
    // Or as many as there are hours in ten days
    const denser = { ...encryption, bucketKeyReduction: 0.99 };
    expect(own({ encryption: denser, trails, recording }, 'guardduty-events', 'sse-kms-bucket-key')).toEqual([' 240 0.00096']);
  });

  interface Seen {
    what: string;
    readers: (string | undefined)[];
    key?: string;
    covers?: string;
    isSeen: boolean;
  }
  const SEEN: Seen[] = [
    { what: 'where nothing is said', readers: [READER], key: KEY, isSeen: true },
    { what: 'in an organization', readers: [READER], key: KEY, covers: 'organization', isSeen: true },
    { what: "in the key's account", readers: [READER], key: KEY, covers: 'key-account', isSeen: true },
    { what: "in the readers' account, which is another", readers: [READER, READER], key: KEY, covers: 'reader-account', isSeen: false },
    {
      what: "in the readers' accounts, one of which is the key's",
      readers: [READER, KEY],
      key: KEY,
      covers: 'reader-account',
      isSeen: true,
    },
    {
      what: "in the readers' accounts, one of which is not given",
      readers: [READER, undefined],
      key: KEY,
      covers: 'reader-account',
      isSeen: true,
    },
    { what: "in the readers' account, where the key's is not known", readers: [READER], covers: 'reader-account', isSeen: true },
  ];

  test.each(SEEN)('in the account of the key: $what seen $isSeen', ({ readers, key, covers, isSeen }) => {
    const given = {
      bucket: { region: 'us-east-1', account: key },
      readers: readers.map((account, index) => ({ name: `reader ${index}`, account, pattern: 'every-file' })),
      recording: { ...ALL, deliveryEventsBilled: true, covers, account: TRAIL },
    };
    const found = RECORDED.map((charge) => own(given, charge));
    const seen = [`${TRAIL} 1000000 20`, `${TRAIL} 1000000 3.5`, `${key ?? ''} 1000000 4`, `${TRAIL} 1000000 1.174`];
    expect(found).toEqual(seen.map((line) => (isSeen ? [line] : [])));
  });
});

describe('consumers of the events', () => {
  const TWO = [
    { name: 'logs', usdPerGb: 0.5 },
    { name: 'siem', usdPerGb: 3, usdPerMillionEvents: 2 },
  ];
  const TEN_THOUSAND = { readers: [single('soc', undefined, 10_000)] };

  test.each([
    { what: '10,000 reads are 13.37 MB: at $1,000 a gigabyte', consumers: [{ name: 'a', usdPerGb: 1000 }], given: {}, cost: '13.37' },
    { what: 'by number, $5 a million', consumers: [{ name: 'a', usdPerMillionEvents: 5 }], given: {}, cost: '0.05' },
    // 10,000 × (3.5 × 1,337 / 10^9 + 2 / 10^6)
    { what: 'two of them together', consumers: TWO, given: {}, cost: '0.066795' },
    { what: 'for nothing, at a price of nothing', consumers: [{ name: 'a', usdPerGb: 0 }], given: {}, cost: '0' },
    { what: "without a discount: that is AWS's", consumers: TWO, given: { discountPercent: 50 }, cost: '0.066795' },
    {
      what: 'in the currency of the report: × 0.9',
      consumers: TWO,
      given: { currency: { code: 'EUR', rate: 0.9, rateDate: '2026-11-01' } },
      cost: '0.0601155',
    },
  ])('$what', ({ consumers, given, cost }) => {
    expect(costIn({ ...TEN_THOUSAND, ...given, recording: { consumers } }, 'event-consumers')).toBe(cost);
  });

  test('take each event once, however many trails there are, and none where KMS events are excluded', () => {
    const cost = (recording: object) => costIn({ ...TEN_THOUSAND, recording: { consumers: TWO, ...recording } }, 'event-consumers');
    expect(cost({ paidCopies: 4, insightsTrails: 3 })).toBe('0.066795');
    expect(cost({ excludeKmsEvents: true })).toBe('0');
  });

  test('have a line for each reader and one for CloudTrail, at two prices, with their source', () => {
    const result = estimateOf({ ...LOGS, recording: { consumers: TWO } });
    const lines = linesWith(result.lines, { strategy: 'sse-kms', charge: 'event-consumers' });
    // 3.5 × 1,174 or 1,337 / 10^9 + 2 / 10^6
    expect(lines.map(({ reader, unit, unitPrice, price }) => [reader, unit, unitPrice.toFixed(), price.source].join(' | '))).toEqual([
      'CloudTrail | events | 0.000006109 | your scenario (recording.consumers), 1174 bytes an event',
      'siem | events | 0.0000066795 | your scenario (recording.consumers), 1337 bytes an event',
    ]);
    expect(result.prices.filter(({ metric }) => metric === 'event-consumers').map(({ price }) => price.toFixed())).toEqual([
      '0.000006109',
      '0.0000066795',
    ]);
    expect(linesWith(result.lines, { strategy: 'sse-s3', charge: 'event-consumers' })).toEqual([]);
  });

  test('may charge between two ends', () => {
    const consumers = [
      { name: 'a', usdPerGb: { low: 0, expected: 100, high: 1000 }, usdPerMillionEvents: { low: 1, expected: 2, high: 3 } },
    ];
    const { lines } = millionReads({ ...TEN_THOUSAND, recording: { consumers } });
    const [line] = linesWith(lines, { strategy: 'sse-kms', charge: 'event-consumers', reader: 'soc' });
    expect([line?.cost.low, line?.cost.expected, line?.cost.high].map((cost) => cost?.toFixed())).toEqual(['0.01', '1.357', '13.4']);
  });

  test('are not added in another currency than prices are in', () => {
    const own = (metric: string) => ({ [metric]: { region: 'us-east-1', price: '1', currency: 'CNY', source: 'made for a test' } });
    const prices = { ...own('kms-request'), ...own('kms-key-month'), ...own('s3-get') };
    expect(() => millionReads({ prices })).not.toThrow();
    expect(() => millionReads({ prices, recording: { consumers: TWO } })).toThrow(
      'the price of event-consumers is in USD, but that of s3-get is in CNY',
    );
  });
});

test('all that is charged for recorded requests: a cross-account million in an organization with all of it', () => {
  const { lines } = millionReads({
    bucket: { region: 'us-east-1', account: KEY },
    readers: [single('soc', READER)],
    recording: { ...ALL, covers: 'organization' },
  });
  const recorded = RECORDED.flatMap((charge) => linesWith(lines, { strategy: 'sse-kms', charge }));
  // 2 × (20 + 3.50 + 4 + 1.337)
  expect(sum(recorded.map(({ cost }) => cost.expected)).toFixed()).toBe('57.674');
});
