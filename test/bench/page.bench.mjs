// Measures, never judges: how long a person waits for the page of the organization sample after an input, from the event until all is laid
// out anew, beside one estimate by the same engine.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { estimate, loadPriceBook, parseScenario } from '../../dist/index.js';

const SAMPLE = fileURLToPath(new URL('../../samples/organization.yaml', import.meta.url));
const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const INPUTS = 60;

if (existsSync(executablePath)) await measure();
else process.stdout.write('page: skipped (no Chromium)\n');

async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'page-bench-'));
  const page = join(folder, 'page.html');
  execFileSync(process.execPath, [MAIN, 'estimate', SAMPLE, '--quiet', '-o', page]);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const view = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await view.goto(pathToFileURL(page).href);
  await view.waitForSelector('[data-part=slider]');
  await inputs(view);
  const waited = sorted(await inputs(view));
  await browser.close();
  rmSync(folder, { recursive: true });
  const one = sorted(await estimates());
  process.stdout.write(`${text('an input on the page', waited)}\n${text('one estimate', one)}\n`);
  process.stdout.write(`an input on the page / one estimate: ${(middle(waited) / middle(one)).toFixed(1)}\n`);
}

/** Each place of a slider, as dragging gives them, with time between them for what follows when nothing else is to do. */
function inputs(view) {
  return view.evaluate(async (most) => {
    const slider = document.querySelector('[data-path="readers.siem.times"] [data-part=slider]');
    const times = [];
    for (let index = 0; index < most; index++) {
      slider.value = String(1 + index / 20);
      const start = performance.now();
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      document.body.getBoundingClientRect();
      times.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    return times;
  }, INPUTS);
}

async function estimates() {
  const [book, { scenario }] = [await loadPriceBook(), parseScenario(readFileSync(SAMPLE, 'utf8'), SAMPLE)];
  return Array.from({ length: INPUTS }, () => {
    const start = performance.now();
    estimate(scenario, book);
    return performance.now() - start;
  });
}

function sorted(times) {
  return times.sort((a, b) => a - b);
}

function middle(times) {
  return times[Math.floor(times.length / 2)];
}

function text(name, times) {
  return `${name}: median ${middle(times).toFixed(1)} ms (${times[0].toFixed(1)} to ${times.at(-1).toFixed(1)}), n=${times.length}`;
}
