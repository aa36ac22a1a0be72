// Writes the picture that README.md shows: the page of the sample organization, as a browser has it after one change.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));
const PICTURE = join(PACKAGE, '.github/page.jpg');

const folder = mkdtempSync(join(tmpdir(), 'picture-'));
const page = join(folder, 'page.html');
execFileSync(process.execPath, ['dist/cli/main.js', 'estimate', 'samples/organization.yaml', '--quiet', '-o', page], { cwd: PACKAGE });

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const view = await browser.newPage({ viewport: { width: 1280, height: 1290 }, deviceScaleFactor: 0.75 });
await view.goto(`${pathToFileURL(page)}#set=readers.siem.times%3D2`);
await view.waitForFunction(() => /of 1,000 draws/.test(document.querySelector('.lead')?.textContent ?? ''));
await view.screenshot({ path: PICTURE, type: 'jpeg', quality: 72 });
await browser.close();
rmSync(folder, { recursive: true });
