// boot: gets the program's own code into the engine, as the build has compiled it where that was the same Node.

import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const { version, platform, arch, execPath } = process;
/** For the very Node that runs it, since the engine itself does not see all that differs between two of them. */
const COMPILED = `compiled-${version}-${platform}-${arch}-${statSync(execPath, { throwIfNoEntry: false })?.size}`;

/**
 * Where the build puts what the engine has compiled of a file. The engine does not see that a file was changed by hand and is as long as
 * before: what is built is built anew.
 */
export function compiledFile(file: string): string {
  return join(dirname(file), COMPILED, `${basename(file)}.bin`);
}

type Exports = Readonly<Record<string, unknown>>;
type Run = (exports: Exports, require: (id: string) => unknown, file: string) => void;

const FOLDER = dirname(fileURLToPath(import.meta.url));
const requireOther = createRequire(import.meta.url);

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
  run(exports, (needed) => (needed.startsWith('.') ? load(needed) : requireOther(needed)), file);
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
    // For another Node there is nothing.
    return undefined;
  }
}
