import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../runs.js';
import { estimateOf, messageOf, scenarioOf } from '../support.js';

const count = (most: number) => fc.integer({ min: 0, max: most });

test('files of a month cost the same however they are written: as a whole, or by account', () => {
  const given = fc.record({ accounts: count(200), log: count(10_000), digest: count(800), growth: count(5), archiveMonths: count(24) });
  fc.assert(
    fc.property(given, ({ accounts, log, digest, growth, archiveMonths }) => {
      const common = { name: 'org', growthPercentPerMonth: growth, archiveMonths };
      const whole = { ...common, logFilesPerMonth: accounts * log, digestFilesPerMonth: accounts * digest };
      const byAccount = { ...common, accounts, logFilesPerAccountMonth: log, digestFilesPerAccountMonth: digest };
      const [one, other] = [whole, byAccount].map((trail) => estimateOf({ ...GIVEN, trails: [trail] }));
      expect(other?.lines).toEqual(one?.lines);
    }),
    runs(50),
  );
});

const GIVEN = {
  period: { start: '2026-12', months: 3 },
  readers: [
    { name: 'siem', pattern: 'every-file', digests: true },
    { name: 'athena', pattern: 'scan', runsPerMonth: 4, lookbackDays: 30 },
    { name: 'validation', pattern: 'validate', runsPerMonth: 1, lookbackDays: 'all' },
  ],
};

test.each([
  [{ logFilesPerAccountMonth: 5 }, 'logFilesPerAccountMonth: needs accounts\n  Give accounts too, or give logFilesPerMonth instead.'],
  [{ accounts: 2, logFilesPerAccountMonth: 5, logFilesPerMonth: 10 }, 'given together with logFilesPerMonth, which already says how many'],
  [{ accounts: 2, logFilesPerAccountMonth: 5, activeRegions: 2 }, 'activeRegions: given together with logFilesPerAccountMonth'],
  [{ logFilesPerMonth: 10, digestFilesPerAccountMonth: 5 }, 'digestFilesPerAccountMonth: needs accounts'],
  [
    { accounts: 2, logFilesPerAccountMonth: 5, digestFilesPerAccountMonth: 5, digestRegions: 2 },
    'given together with digestFilesPerAccountMonth',
  ],
  [{ accounts: 1e6, logFilesPerAccountMonth: 1e10 }, 'comes to more than 10^15 files in a month'],
])('%j is refused', (trail, message) => {
  expect(messageOf(() => scenarioOf({ ...GIVEN, trails: [{ name: 'org', archiveMonths: 1, ...trail }] }))).toContain(message);
});
