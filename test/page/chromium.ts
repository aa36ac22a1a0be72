import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the one Chromium of a run listens. */
    chromium: string;
  }
}

/** Where Debian keeps its Chromium; `CHROMIUM` says another place, as in `.ci/run`. */
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** One Chromium for all files: starting it takes longer than most tests. */
export default async function launch(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(executablePath)) throw new Error(`There is no ${executablePath}: install Chromium, or say where it is with CHROMIUM=.`);
  const server = await chromium.launchServer({ executablePath });
  project.provide('chromium', server.wsEndpoint());
  return () => server.close();
}
