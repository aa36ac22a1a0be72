import { Readable } from 'node:stream';
import { sum } from 'd3-array';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CASES } from '../../../src/base/range.js';
import type { Measurement } from '../../../src/logs/measure/measurement.js';
import { scenarioText } from '../../../src/logs/measure/scenario.js';
import { estimate } from '../../../src/model/estimate.js';
import { STRATEGIES } from '../../../src/model/strategies.js';
import { parseScenario, withSettings } from '../../../src/scenario/load.js';
import { expectedOf } from '../../../src/scenario/quantity.js';
import { parseSetting } from '../../../src/scenario/settings.js';
import { built } from '../../built.js';
import { runs } from '../../runs.js';
import { book } from '../../support.js';
import { decrypt, delivery, fileKey, recordsText, roleIdentity } from '../built.js';

const START = Date.UTC(2026, 10, 2);

interface Given {
  role: string;
  trail: string;
  account: string;
  bucket: string;
  region: string;
  second: number;
  /** The account that the delivered file is of. */
  of?: string;
}

const PLAIN: Given = { role: 'siem', trail: 'org', account: '111122223333', bucket: 'logs', region: 'us-east-1', second: START / 1000 };

function recordsOf(given: Partial<Given>, index: number): object[] {
  const { role, trail, account, bucket, region, second, of } = { ...PLAIN, ...given };
  const ms = second * 1000;
  const key = fileKey({ ms, unique: `u${index}`, ...(of === undefined ? {} : { account: of }) });
  const arn = `arn:aws:cloudtrail:us-east-1:111122223333:trail/${trail}`;
  const extra = { awsRegion: region };
  return [
    decrypt({ id: `read ${index}`, ms, key, bucket, trail: arn, identity: roleIdentity({ account, role, session: 's' }), extra }),
    delivery({ id: `delivery ${index}`, ms, key, bucket, trail: arn, extra }),
  ];
}

function measured(all: readonly Partial<Given>[]): Promise<Measurement> {
  const bytes = Buffer.from(recordsText(all.flatMap(recordsOf)));
  return built.countLogs({ paths: [], content: { name: 'log.json', stream: Readable.from([bytes]) }, book });
}

/** The scenario that a measurement writes, read as `estimate` reads it. */
function estimated(measurement: Measurement) {
  const text = scenarioText(measurement);
  const { scenario } = parseScenario(text, 'measured.yaml');
  return { text, scenario, estimate: estimate(scenario, book) };
}

const HOSTILE = [
  '',
  ' ',
  '-',
  '# no remark',
  'a: b',
  '[a, b]',
  '{a}',
  '*alias',
  '&anchor',
  '!tag',
  '"quoted"',
  "it's",
  'a\nb: c',
  'a\r\n# b',
  'a\u0000b',
  'a\u2028b',
  'a\u202eb',
  '\ufeffa',
  'null',
  'true',
  '~',
  '1e3',
  '0x1F',
  'AWS CloudTrail',
  'nobody',
  'all other readers',
  'all other trails',
  'trail',
  '😀',
  `${'a'.repeat(59)}😀`,
  `${'a'.repeat(39)}😀😀`,
  '\ud800',
  'é'.repeat(300),
  '👩‍👩‍👧‍👦'.repeat(40),
  'a'.repeat(3000),
];
const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 100 }));
const given = fc.record(
  {
    role: text,
    trail: text,
    account: fc.constantFrom('000000000000', '', '111122223333', '999999999999', 'x'),
    bucket: fc.constantFrom('a', 'b'.repeat(63), 'c'.repeat(500)),
    region: fc.constantFrom('us-east-1', 'eu-central-1', '', 'mars-north-1', 'r'.repeat(60), 'a: b'),
    second: fc.oneof(
      fc.constantFrom(Date.UTC(2000, 0, 1) / 1000, Date.UTC(2000, 0, 2) / 1000, Date.UTC(2099, 11, 31, 23, 59, 59) / 1000),
      fc.integer({ min: START / 1000, max: START / 1000 + 86_400 }),
    ),
  },
  { requiredKeys: [] },
);

describe('a trail whose logs show accounts', () => {
  const ACCOUNTS = ['111122223333', '444455556666', '555566667777'];

  /** Deliveries of several accounts under one trail, and the same without what shows the accounts. */
  async function forms() {
    const all = ACCOUNTS.flatMap((of, index) =>
      Array.from({ length: 3 * index + 1 }, (_, hour) => ({ of, second: PLAIN.second + hour * 3600 })),
    );
    const measurement = await measured(all);
    return { measurement, byTrail: { ...measurement, deliveries: measurement.deliveries.map((each) => ({ ...each, accounts: 0 })) } };
  }

  test('is written by account, and costs the same as by its files', async () => {
    const { measurement, byTrail } = await forms();
    expect(measurement.deliveries).toMatchObject([{ accounts: 3, logFiles: 12 }]);
    const [grows, whole] = [estimated(measurement), estimated(byTrail)];
    expect(grows.scenario.trails).toMatchObject([{ accounts: 3 }]);
    expect(whole.scenario.trails[0]).not.toHaveProperty('accounts');
    for (const strategy of STRATEGIES) {
      for (const which of CASES) {
        const [one, other] = [grows, whole].map((each) => each.estimate.totals[strategy][which].toNumber());
        expect(Math.abs((one ?? 0) - (other ?? 0))).toBeLessThanOrEqual((other ?? 0) * 1e-7);
      }
    }
  });

  test('grows by account', async () => {
    const { measurement } = await forms();
    const loaded = parseScenario(scenarioText(measurement), 'measured.yaml');
    const { scenario } = withSettings(loaded, [parseSetting('trails.org.accounts=*2', '--set')], ({ path }) => path);
    const gets = (of: typeof scenario) => estimate(of, book).totals['sse-s3'].expected.toNumber();
    expect(scenario.trails).toMatchObject([{ accounts: 6 }]);
    expect(gets(scenario)).toBeGreaterThan(gets(loaded.scenario));
  });
});

describe('a scenario that a count writes is one that an estimate takes', () => {
  test('whatever the logs hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(given, { minLength: 1, maxLength: 12 }), async (all) => {
        const measurement = await measured(all);
        const { scenario } = estimated(measurement);
        expect(scenario.readers.length).toBeGreaterThan(0);
        expect(scenario.trails.length).toBeGreaterThan(0);
      }),
      runs(100),
    );
  });

  test.each(HOSTILE)('with %j for a role and a trail', async (name) => {
    estimated(await measured([{ role: name, trail: name }, { role: name, trail: name, account: '444455556666' }, {}]));
  });

  test('of a thousand trails and of readers of one name in as many accounts', async () => {
    const long = `${'r'.repeat(59)}/x`;
    const all = Array.from({ length: 1000 }, (_, index) => ({ role: long, account: String(100_000_000_000 + index), trail: `t${index}` }));
    const measurement = await measured(all);
    const { scenario } = estimated(measurement);
    expect(scenario.trails).toHaveLength(100);
    expect(scenario.trails.at(-1)?.name).toBe('all other trails');
    expect(new Set(scenario.readers.map(({ name }) => name)).size).toBe(501);
    const files = scenario.trails.map(
      ({ accounts, logFilesPerMonth, logFilesPerAccountMonth }) =>
        expectedOf(accounts ?? 1) * expectedOf(logFilesPerMonth ?? logFilesPerAccountMonth ?? 0),
    );
    expect(sum(files)).toBe(sum(measurement.deliveries, ({ logFilesPerMonth }) => logFilesPerMonth.expected));
  });

  test.each([
    ['2000-01-01T00:00:00Z', '2000-02', '2000-01-01'],
    ['2026-11-02T00:00:00Z', '2026-12', '2026-11-02'],
    ['2099-12-31T00:00:00Z', '2099-01', '2099-12-31'],
  ])('of logs from %s alone', async (time, start, since) => {
    const { scenario, text: yaml } = estimated(await measured([{ second: Date.parse(time) / 1000 }]));
    expect([scenario.period.start, scenario.encryption.sseKmsSince]).toEqual([start, since]);
    expect(yaml.includes('# Limited to what a scenario allows: period begins')).toBe(time.startsWith('2099'));
  });

  test('of logs from 2000 and 2099', async () => {
    estimated(await measured([{ second: Date.UTC(2000, 0) / 1000 }, { second: Date.UTC(2099, 11, 31) / 1000 }]));
  });

  test('of a Region that nobody knows, with a remark; one that is known comes first', async () => {
    const { scenario, text: yaml } = estimated(await measured([{ region: 'mars-north-1' }]));
    expect(scenario.bucket.region).toBe('us-east-1');
    expect(yaml).toContain("# The logs' Region, mars-north-1, is not known");
    const both = estimated(await measured([{ region: 'mars-north-1' }, { region: 'mars-north-1' }, { region: 'eu-central-1' }]));
    expect(both.scenario.bucket.region).toBe('eu-central-1');
  });

  test('of more than it takes, cut with a remark', async () => {
    const one = await measured([{}]);
    const many = { low: 1, expected: 1e13, high: 1e15 };
    const readers = one.readers.flatMap((reader) => [
      { ...reader, pattern: { pattern: 'single' as const, explained: 1, because: 'many', fields: { readsPerMonth: many } } },
      {
        ...reader,
        name: 'runs',
        pattern: { pattern: 'scan' as const, explained: 1, because: 'many', fields: { runsPerMonth: many, lookbackDays: 1 } },
      },
    ]);
    const deliveries = one.deliveries.map((delivery_) => ({ ...delivery_, logFilesPerMonth: many }));
    const { scenario, text: yaml } = estimated({ ...one, readers, deliveries, paidCopies: 5000 });
    expect(scenario.readers).toMatchObject([
      { readsPerMonth: { low: 1, expected: 1e12, high: 1e12 } },
      { runsPerMonth: { low: 1, expected: 1e6, high: 1e6 } },
    ]);
    expect(scenario.trails).toMatchObject([{ accounts: 1, logFilesPerAccountMonth: { low: 1, expected: 1e12, high: 1e12 } }]);
    expect(scenario.recording.paidCopies).toBe(100);
    for (const field of ['readsPerMonth', 'runsPerMonth', 'logFilesPerMonth', 'paidCopies']) {
      expect(yaml).toMatch(new RegExp(`^# Limited to what a scenario allows: ${field} is`, 'm'));
    }
  });
});
