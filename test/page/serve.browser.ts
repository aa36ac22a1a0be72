import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { MAIN } from '../cli/program.js';
import { sampleText } from '../support.js';
import { folder, open } from './browser.js';

let servers = 0;

/** A sample that is served from a file of its own: where it is, and its address. */
async function served(sample: string): Promise<{ path: string; address: string }> {
  servers += 1;
  const path = join(folder, `served-${servers}.yaml`);
  writeFileSync(path, sampleText(sample));
  const child = spawn(process.execPath, [MAIN, 'serve', path, '--port', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  onTestFinished(async () => {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  });
  const [said] = await once(child.stderr, 'data');
  return { path, address: /http:\S+/.exec(String(said))?.[0] ?? '' };
}

test('what is saved is the file, and the budget that was typed stays; then it is changed and saved again', async () => {
  const { path, address } = await served('organization.yaml');
  await using opened = await open(address);
  const { page } = opened;
  const times = page.locator('[data-path="readers.siem.times"] [data-part="value"]');
  await page.fill('#budget', '300');
  for (const value of ['2', '3']) {
    await times.fill(value);
    await times.blur();
    await page.click('#save');
    await page.waitForFunction(() => /^Saved/.test(document.getElementById('said')?.textContent ?? ''));
    expect(readFileSync(path, 'utf8')).toContain(`times: ${value}`);
    expect([await times.inputValue(), await page.inputValue('#budget')]).toEqual([value, '300']);
    expect(page.url()).not.toContain('set=');
  }
  expect(opened.problems.filter((problem) => !problem.endsWith('/scenario'))).toEqual([]);
});

test('what is changed while it is saved stays, and is saved the next time', async () => {
  const { path, address } = await served('organization.yaml');
  await using opened = await open(address);
  const { page } = opened;
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/scenario', async (route) => {
    await answered;
    await route.continue();
  });
  const said = (start: string) => page.waitForFunction((words) => document.getElementById('said')?.textContent?.startsWith(words), start);
  await page.click('text=Remove analysts');
  await page.click('#save');
  await page.locator('[data-path="readers.siem.times"] [data-part="value"]').fill('4');
  answer();
  await said('Saved to served-2.yaml, without');
  expect(readFileSync(path, 'utf8')).not.toContain('times: 4');
  await page.click('#save');
  await said('Saved to served-2.yaml.');
  expect(readFileSync(path, 'utf8')).toContain('times: 4');
  expect(readFileSync(path, 'utf8')).not.toContain('name: analysts');
});
