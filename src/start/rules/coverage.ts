/**
 * Which log files a rule for keys with a prefix is for. `all`: of every trail that writes there. `part`: of one account, or less of it.
 * `none`: it is for what is no log file. `other`: another folder, which is the log files' only where a trail has it as its own prefix.
 */
export type Coverage = 'all' | 'part' | 'none' | 'other';

const FOLDER = 'AWSLogs/';
const LOG_FOLDER = 'CloudTrail';
const ORGANIZATION = /^o-[a-z0-9]*\/?/;
const ACCOUNT = /^\d{12}\//;

/**
 * Which log files have keys that begin so.
 *
 * @example coverageOf('AWSLogs/') // 'all'
 * @example coverageOf('AWSLogs/111122223333/Config/') // 'none'
 */
export function coverageOf(prefix: string): Coverage {
  if (FOLDER.startsWith(prefix)) return 'all';
  const at = prefix.lastIndexOf(FOLDER);
  const isFolder = at === 0 || prefix[at - 1] === '/';
  if (at < 0 || !isFolder) return `/${prefix}`.endsWith('/AWSLogs') ? 'all' : 'other';
  const rest = prefix.slice(at + FOLDER.length).replace(ORGANIZATION, '');
  if (rest === '') return 'all';
  if (/^\d{1,12}$/.test(rest)) return 'part';
  if (!ACCOUNT.test(rest)) return 'none';
  const folder = rest.replace(ACCOUNT, '');
  return LOG_FOLDER.startsWith(folder) || folder.startsWith(`${LOG_FOLDER}/`) ? 'part' : 'none';
}
