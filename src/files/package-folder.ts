import { existsSync } from 'node:fs';

/** The folder of this package, wherever within it this code lies: as it is written, compiled, or bundled with other files. */
export const PACKAGE_FOLDER = folderAbove(new URL('.', import.meta.url));

function folderAbove(folder: URL): URL {
  if (existsSync(new URL('package.json', folder))) return folder;
  const above = new URL('..', folder);
  if (above.href === folder.href) throw new Error(`no package.json above ${import.meta.url}`);
  return folderAbove(above);
}

/** A file that starts a thread or a process: it is built, also where the code that starts it is not. */
export function builtFile(name: string): URL {
  return new URL(`dist/${name}`, PACKAGE_FOLDER);
}
