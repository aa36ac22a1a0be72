import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { builtFile } from './package-folder.js';

/**
 * What a page looks like and what runs in it, as the build has made them, each with its hash (`sha256-…`) for the page's policy. The script
 * is packed: it is most of the page.
 */
export async function pageAssets(name: 'report' | 'planner') {
  const [style, start, script] = await Promise.all([asset(`${name}.css`), asset('start.js'), asset(`${name}.js`)]);
  return { style, start, script: { packed: gzipSync(script.text, { level: 9 }).toString('base64'), hash: script.hash } };
}

async function asset(name: string): Promise<{ text: string; hash: string }> {
  const text = await readFile(builtFile(`page/${name}`), 'utf8');
  return { text, hash: `sha256-${createHash('sha256').update(text).digest('base64')}` };
}
