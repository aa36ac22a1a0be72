import { defineConfig } from 'vitest/config';

// Set before the threads start: a thread cannot change its time zone.
process.env['TZ'] = 'Pacific/Auckland';

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
