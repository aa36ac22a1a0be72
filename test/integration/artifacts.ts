import { execFileSync, type StdioOptions } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const TRINO = 476;
const OLDEST_JAVA = 24;
const MOTO = '5.2.5';
const DAY_MS = 24 * 60 * 60 * 1000;

/** Folders that may hold Java, of their kind in a system: one folder a version. */
const JAVA_FOLDERS = ['/usr/lib/jvm', '/usr/java', '/Library/Java/JavaVirtualMachines', join(homedir(), '.sdkman/candidates/java')];

/** What runs the components, with all of it in folders of this machine. */
export interface Artifacts {
  javaHome: string;
  trino: string;
  /** The Python that has moto. */
  python: string;
}

/** What is needed to have them, or what is missing for that. */
export function missingTool(): string | undefined {
  if (javaHome() === undefined) return `no Java ${OLDEST_JAVA}`;
  if (!runs('mvn', '--version')) return 'no Maven';
  // Some systems have a Python without what makes environments.
  return runs('python3', '-c', 'import ensurepip, venv') ? undefined : 'no Python 3 with venv';
}

/** Fetches once what is not there yet: half a gigabyte. */
export function artifacts(): Artifacts {
  const cache = process.env['TRAILCOST_INTEGRATION_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'trailcost');
  const home = javaHome();
  if (home === undefined) throw new Error(`no Java ${OLDEST_JAVA}`);
  mkdirSync(cache, { recursive: true });
  return {
    javaHome: home,
    trino: made(cache, `trino-${TRINO}`, makeTrino),
    python: join(made(cache, `moto-${MOTO}`, makeMoto), 'bin/python'),
  };
}

function makeTrino(folder: string): void {
  maven('copy', `io.trino:trino-server-core:${TRINO}:tar.gz`, folder, folder);
  const packed = join(folder, `trino-server-core-${TRINO}.tar.gz`);
  execFileSync('tar', ['-xzf', packed, '-C', folder, '--strip-components=1']);
  rmSync(packed);
  const plugins = join(folder, 'plugin');
  rmSync(plugins, { recursive: true });
  maven('unpack', `io.trino:trino-hive:${TRINO}:zip`, plugins, folder);
  renameSync(join(plugins, `trino-hive-${TRINO}`), join(plugins, 'hive'));
}

/** Runs in the folder that is made: Maven keeps a note of what it has unpacked where it runs, and leaves that out the next time. */
function maven(goal: 'copy' | 'unpack', artifact: string, folder: string, cwd: string): void {
  execFileSync('mvn', ['-q', '-B', `dependency:${goal}`, `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`], { cwd, stdio: LOUD });
}

function makeMoto(folder: string): void {
  execFileSync('python3', ['-m', 'venv', folder], { stdio: LOUD });
  execFileSync(join(folder, 'bin/python'), ['-m', 'pip', 'install', '--quiet', `moto[server]==${MOTO}`], { stdio: LOUD });
}

/** What goes wrong is for whoever runs the tests. */
const LOUD: StdioOptions = ['ignore', 'inherit', 'inherit'];

/** A folder that is whole or not there: it gets its name when it is done. */
function made(cache: string, name: string, make: (folder: string) => void): string {
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  removeLeft(cache, `${name}-partial-`);
  const partial = mkdtempSync(join(cache, `${name}-partial-`));
  try {
    make(partial);
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Another run was faster.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** What a run has left that was ended in the middle; one of this day may still be at work. */
function removeLeft(cache: string, prefix: string): void {
  for (const name of readdirSync(cache).filter((each) => each.startsWith(prefix))) {
    const folder = join(cache, name);
    if (Date.now() - statSync(folder).mtimeMs > DAY_MS) rmSync(folder, { recursive: true, force: true });
  }
}

function javaHome(): string | undefined {
  const given = process.env['JAVA_HOME'];
  const found = JAVA_FOLDERS.filter(existsSync).flatMap((folder) =>
    readdirSync(folder).flatMap((name) => [join(folder, name), join(folder, name, 'Contents/Home')]),
  );
  return [...(given === undefined ? [] : [given]), ...found].find((home) => versionOf(home) >= OLDEST_JAVA);
}

function versionOf(home: string): number {
  const release = join(home, 'release');
  if (!existsSync(release) || !existsSync(join(home, 'bin/java'))) return 0;
  return Number(/^JAVA_VERSION="(\d+)/m.exec(readFileSync(release, 'utf8'))?.[1] ?? 0);
}

function runs(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
