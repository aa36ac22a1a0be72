import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { builtFile } from './package-folder.js';

/** What a page looks like and what runs in it, as the build has made them, each with its hash (`sha256-…`) for the page's policy. */
export async function pageAssets(script: 'report' | 'planner') {
  const [style, code] = await Promise.all([asset('page/style.css'), asset(`page/${script}.js`)]);
  return { style, script: code };
}

async function asset(name: string): Promise<{ text: string; hash: string }> {
  const text = await readFile(builtFile(name), 'utf8');
  return { text, hash: `sha256-${createHash('sha256').update(text).digest('base64')}` };
}
