import { createHash } from 'node:crypto';
import { sanitised } from '../../base/cleaned.js';
import { isObject, keysOf } from '../../base/records.js';
import { timeText } from '../../base/time.js';
import type { Filters } from '../classify/filters.js';
import { KINDS } from '../classify/finding.js';
import { RULES } from '../classify/rules.js';
import { AT, FILE_AT, FILE_STRIDE, SHARED_AT, SHARED_STRIDE, STRIDE } from '../read/keep/batch.js';
import { nothingRead } from '../read/keep/intake.js';

/** What a checkpoint is of. What it holds is right for such a run alone. */
export interface CheckpointedRun {
  /** Of this program. */
  version: string;
  /** Where the logs are: a bucket and prefix, Event history and the account. */
  source: string;
  filters: Filters;
  /** Whether each request is traced back to its record. */
  wantsTrace: boolean;
}

/** No header is longer. */
export const MOST_HEADER_BYTES = 65_536;

/** Of the form that a checkpoint has as a file. */
const FORMAT = 1;

/** The first line of a checkpoint. */
export function headerOf(run: CheckpointedRun): string {
  return `${JSON.stringify({ trailcost: 'checkpoint', format: FORMAT, version: run.version, batch: batchForm(), run: partsOf(run) })}\n`;
}

/** Of what results are made: they mean something else where it differs. */
function batchForm(): string {
  const form = [
    STRIDE,
    AT,
    SHARED_STRIDE,
    SHARED_AT,
    FILE_STRIDE,
    FILE_AT,
    KINDS,
    RULES.map(({ name }) => name),
    Object.keys(nothingRead()),
  ];
  return createHash('sha256').update(JSON.stringify(form)).digest('hex').slice(0, 16);
}

/** By what a user gives it with. */
function partsOf({ source, filters, wantsTrace }: CheckpointedRun): Record<string, string> {
  const { since, until, buckets, trails, accounts, regions } = filters;
  const time = (seconds: number | undefined) => (seconds === undefined ? '' : timeText(seconds));
  const each = (names: readonly string[]) => [...new Set(names)].sort().join(', ');
  return {
    source,
    '--since': time(since),
    '--until': time(until),
    '--account': each(accounts),
    '--bucket': each(buckets),
    '--trail': each(trails),
    '--region': each(regions),
    '--trace': wantsTrace ? 'given' : '',
  };
}

/** How each begins, of whatever run. */
const START = '{"trailcost":"checkpoint",';
const NO_CHECKPOINT = {
  what: 'is not a checkpoint of trailcost',
  remedy: 'It was left as it is. Give --checkpoint the name of a new file.',
};

/** Why a file that begins so is no checkpoint at all; undefined where it may be one, of whatever run, or the start of one. */
export function startProblem(text: string): typeof NO_CHECKPOINT | undefined {
  return text.startsWith(START) || START.startsWith(text) ? undefined : NO_CHECKPOINT;
}

/** Why a file's first line is not the header of this run; undefined where it is. */
export function headerProblem(line: string, run: CheckpointedRun): { what: string; remedy: string } | undefined {
  const found = parsed(line);
  if (found === undefined || startProblem(line) !== undefined) return NO_CHECKPOINT;
  const { version, format, batch } = found;
  if (version !== run.version || format !== FORMAT || batch !== batchForm()) {
    const of = typeof version === 'string' ? `trailcost ${sanitised(version)}` : 'another trailcost';
    const remedy = `It was left as it is. Finish it with ${of}, or start anew in another file.`;
    return { what: `is a checkpoint of ${of}, and this is ${run.version}: what they keep may differ`, remedy };
  }
  const there = isObject(found['run']) ? found['run'] : {};
  const here = partsOf(run);
  const different = keysOf(here).filter((part) => there[part] !== here[part]);
  if (different.length === 0) return undefined;
  const texts = different.map((part) => `${part} ${partText(there[part])} there and ${partText(here[part])} here`);
  const remedy = 'It was left as it is. Count as that run did, or start anew in another file.';
  return { what: `is the checkpoint of another run: ${texts.join('; ')}`, remedy };
}

function partText(part: unknown): string {
  if (part === '' || typeof part !== 'string') return 'not given';
  return part === 'given' ? part : sanitised(part);
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
