import { entryAt } from '../base/lists.js';
import { mapValues } from '../base/records.js';
import type { Facts, ReaderFacts } from './facts.js';
import { isReadBy, type Merged } from './merge.js';
import { type Part, plain, writtenNames } from './part.js';
import { windowOf } from './scan-window.js';
import { shownTrails, trailNames } from './trail-parts.js';

/** Who reads, as far as files say it. */
export function readerParts({ metrics }: Facts, merged: Merged): Part[] {
  const { readers } = merged;
  const names = writtenNames(
    readers.map(({ name }) => name),
    'reader',
  );
  const known = readers.map((reader, index) => readerPart({ ...reader, name: entryAt(names, index) }, merged));
  const gets = metrics.find(({ kind }) => kind === 'gets');
  const limit: Part[] =
    known.length > 0 || gets === undefined
      ? []
      : [
          {
            value: { name: 'readers of the bucket', pattern: 'single', readsPerMonth: { ...gets.perMonth.value, low: 0 } },
            remarks: [{ field: ['readsPerMonth'], text: `${gets.perMonth.origin}: all GETs of the bucket, so an upper limit` }],
          },
        ];
  const { isReplicated } = merged.bucket;
  const replication: Part[] =
    isReplicated?.value === true && !readers.some(({ pattern }) => pattern === 'replicate')
      ? [{ value: { name: 'replication', pattern: 'replicate' }, remarks: [{ field: ['pattern'], text: isReplicated.origin }] }]
      : [];
  const all = [...known, ...limit];
  return [...(all.length === 0 ? [nobodyKnown(merged)] : all), ...replication];
}

function readerPart({ name, pattern, fields, isLimit = false, trails, reason }: ReaderFacts, merged: Merged): Part {
  const { bytesPerRun, ...given } = fields;
  const looksBack = (pattern === 'scan' || pattern === 'validate') && given['lookbackDays'] === undefined;
  const window = looksBack ? windowOf(bytesPerRun, merged) : undefined;
  return {
    value: {
      name,
      ...(trails === undefined ? {} : writtenTrails(trails, merged)),
      pattern,
      ...mapValues(given, ({ value }) => value),
      ...(window && { lookbackDays: plain(window.value) }),
    },
    remarks: [
      ...(reason === undefined ? [] : [{ field: [], text: reason }]),
      ...Object.entries(given).map(([field, { origin }]) => ({ field: [field], text: isLimit ? `${origin}; an upper limit` : origin })),
      ...(window === undefined ? [] : [{ field: ['lookbackDays'], text: window.origin }]),
    ],
  };
}

/** The trails that it reads by their written names; nothing where these are all. */
function writtenTrails(own: readonly string[], merged: Merged): { trails?: string[] } {
  const names = trailNames(merged);
  const trails = shownTrails(merged).flatMap((trail, index) => (isReadBy(trail, own) ? entryAt(names, index) : []));
  return trails.length === names.length || trails.length === 0 ? {} : { trails };
}

/** Where a count or a bill alone shows no read of logs, nobody reads them. */
function nobodyKnown({ trails, listing, measured, bill }: Merged): Part {
  const text = bill?.scenario.readers.at(0)?.remark.trim() ?? `${measured?.origin}: no read of log files`;
  const isShown = measured !== undefined || (bill !== undefined && trails.length === 0 && listing === undefined);
  return isShown
    ? { value: { name: 'nobody', pattern: 'single', readsPerMonth: 0 }, remarks: [{ field: ['readsPerMonth'], text }] }
    : SOMEBODY;
}

/** Logs that nobody reads are rare, and a scenario needs a reader. */
const SOMEBODY: Part = {
  value: { name: 'siem', pattern: 'every-file', times: { low: 0, expected: 1, high: 2 } },
  remarks: [
    {
      field: ['times'],
      text: 'not known: no file says who reads the logs. One reader of each new file is assumed, none at least and two at most',
    },
  ],
};
