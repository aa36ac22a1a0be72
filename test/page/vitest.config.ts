import { defineConfig } from 'vitest/config';
import desk from '../../vitest.config.js';

/** Tests that need a browser; `npm test` needs none. */
export default defineConfig({
  test: { ...desk.test, include: ['test/page/**/*.browser.ts'], globalSetup: ['test/build.ts', 'test/page/chromium.ts'] },
});
