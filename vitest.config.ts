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
    hookTimeout: 60_000,
    pool: 'threads',
    maxWorkers: 2,
    isolate: false,
    env: {
      // No price book of whoever runs the tests.
      XDG_CONFIG_HOME: '/nonexistent',
      APPDATA: '',
      // Nor credentials, and no other machine is asked for any.
      AWS_ACCESS_KEY_ID: 'made',
      AWS_SECRET_ACCESS_KEY: 'made',
      AWS_SESSION_TOKEN: '',
      AWS_PROFILE: '',
      AWS_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/nonexistent',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    },
  },
});
