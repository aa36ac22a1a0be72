import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/build.ts',
    testTimeout: 60_000,
    // No price book of whoever runs the tests.
    env: { TZ: 'Pacific/Auckland', XDG_CONFIG_HOME: '/nonexistent', APPDATA: '' },
  },
});
