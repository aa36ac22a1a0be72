import type { FieldPath } from '../base/errors.js';
import { isObject } from '../base/records.js';
import { KNOWN_READERS, type KnownReader, READERS_BY_NAME } from './known-readers.js';

/** The known reader that `like` names; undefined where it names none that a scenario can have. */
export function knownReader(like: unknown): KnownReader | undefined {
  return READERS_BY_NAME.find(({ id }) => id === like);
}

/** What to say where `like` names something that is known not to be a reader of a scenario; undefined for anything else. */
export function notAReader(like: unknown): { what: string; remedy: string } | undefined {
  const known = knownReader(like) === undefined ? KNOWN_READERS.find(({ id }) => id === like) : undefined;
  if (known === undefined) return undefined;
  const { name, note, instead } = known;
  if (instead !== undefined) return { what: `"${name}" is not a reader of its own`, remedy: instead };
  return { what: `${name} makes no billable read of log files`, remedy: `${note} Leave this reader out.` };
}

/** Fields of a scenario's reader that a known one gives: its pattern, and what is known of how it reads. */
export function knownFields({
  pattern,
  getsPerFile,
  requestsPerFile,
  readsDigests: digests,
}: KnownReader): Readonly<Record<string, unknown>> {
  const fields = {
    'every-file': { times: getsPerFile, digests },
    scan: { getsPerFile, digests },
    validate: {},
    once: { requestsPerFile, digests },
    replicate: { requestsPerFile, digests },
    none: {},
  }[pattern];
  return Object.fromEntries(Object.entries({ pattern, ...fields }).filter(([, value]) => value !== undefined));
}

/** Whether a reader has another pattern than the known one that it is like. */
export function contradictsLike(given: unknown): boolean {
  if (!isObject(given) || given['pattern'] === undefined) return false;
  const known = knownReader(given['like']);
  return known !== undefined && known.pattern !== given['pattern'];
}

/**
 * A reader as written, with what the reader that it is like gives where it has no value of its own. Nothing is given to one that has
 * another pattern.
 *
 * @example completed({ name: 'siem', like: 'splunk' }) // { name: 'siem', like: 'splunk', pattern: 'every-file', times: 1 }
 */
export function completed(given: unknown): unknown {
  const known = isObject(given) ? knownReader(given['like']) : undefined;
  if (!isObject(given) || known === undefined || contradictsLike(given)) return given;
  const missing = Object.entries(knownFields(known)).filter(([field]) => given[field] === undefined);
  return { ...given, ...Object.fromEntries(missing) };
}

/** The name of the known reader that a reader is like, where it has to say which share of the files it reads and does not. */
export function unknownShare(given: unknown): string | undefined {
  if (!isObject(given) || given['share'] !== undefined) return undefined;
  const known = knownReader(given['like']);
  return known?.isShareUnknown === true ? known.name : undefined;
}

/** What a field of a scenario as written holds by the reader that its reader is like; undefined where that gives nothing. */
export function valueByLike(raw: unknown, field: FieldPath): unknown {
  const [list, place, name] = field;
  if (list !== 'readers' || place === undefined || name === undefined || field.length > 3) return undefined;
  const readers = isObject(raw) ? raw[list] : undefined;
  const reader = completed(isObject(readers) ? readers[place] : undefined);
  return isObject(reader) ? reader[name] : undefined;
}
