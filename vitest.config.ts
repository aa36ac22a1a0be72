import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Set before the threads start: a thread cannot change its time zone.
process.env['TZ'] = 'Pacific/Auckland';
// A folder that goes with all that the tests leave in it.
process.env['TMPDIR'] = mkdtempSync(join(tmpdir(), 'trailcost-test-'));

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/build.ts',
    testTimeout: 60_000,
    pool: 'threads',
    maxWorkers: 2,
    isolate: false,
    // No price book of whoever runs the tests.
    env: { XDG_CONFIG_HOME: '/nonexistent', APPDATA: '' },
  },
});
