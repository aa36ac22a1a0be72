// boot: gets the program's own code into the engine, as the build has compiled it where that was the same engine.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

/** Code that V8 has compiled holds for one version of it, whatever Node adds to that version's name: 11.3.244.8-node.38. */
const [ENGINE = ''] = /^[\d.]*/.exec(process.versions.v8) ?? [];

/** Where the build puts what the engine has compiled of a file. */
export function compiledFile(file: string): string {
  return join(dirname(file), `v8-${ENGINE}`, `${basename(file)}.bin`);
}

type Exports = Readonly<Record<string, unknown>>;
type Run = (exports: Exports, require: (id: string) => unknown, file: string) => void;

const FOLDER = dirname(fileURLToPath(import.meta.url));
const otherwise = createRequire(import.meta.url);

/** What has been loaded, by its file: what the engine has compiled of it until now is asked of its script. */
export const loaded = new Map<string, { exports: Exports; script: Script }>();

/**
 * Runs a file of the program, one time, as `require` does; what it needs is beside it, a package's or Node's. Most functions need not be
 * compiled when they are first called, which would be a quarter of a short command's time.
 *
 * @param id such as `./main.cjs`
 */
export function load(id: string): Exports {
  const file = join(FOLDER, id);
  const known = loaded.get(file);
  if (known !== undefined) return known.exports;
  const exports = {};
  const script = scriptOf(file, compiledOf(file));
  const run: Run = script.runInThisContext();
  run(exports, (needed) => (needed.startsWith('.') ? load(needed) : otherwise(needed)), file);
  loaded.set(file, { exports, script });
  return exports;
}

function scriptOf(file: string, cachedData: Buffer | undefined): Script {
  const code = `(function (exports, require, __filename) {${readFileSync(file, 'latin1')}\n})`;
  return new Script(code, { filename: file, cachedData });
}

function compiledOf(file: string): Buffer | undefined {
  try {
    return readFileSync(compiledFile(file));
  } catch {
    // Of another engine there is nothing.
    return undefined;
  }
}
