import { defineConfig } from 'vitest/config';
import desk from '../../vitest.config.js';

/** Tests that need Trino and an S3 server, both of this machine; `npm test` needs neither. One file after the other: they share them. */
export default defineConfig({
  test: {
    ...desk.test,
    include: ['test/integration/**/*.integration.ts'],
    globalSetup: ['test/integration/components.ts', 'test/build.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 1,
  },
});
