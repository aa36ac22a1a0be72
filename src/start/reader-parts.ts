import { mapValues } from '../base/records.js';
import type { Facts, ReaderFacts } from './facts.js';
import type { Merged } from './merge.js';
import { type Part, plain, writtenName } from './part.js';
import { windowOf } from './scan-window.js';

/** Who reads, as far as files say it. */
export function readerParts({ readers, metrics }: Facts, merged: Merged): Part[] {
  const known = readers.map((reader) => readerPart(reader, merged));
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
    isReplicated?.value === true
      ? [{ value: { name: 'replication', pattern: 'replicate' }, remarks: [{ field: ['pattern'], text: isReplicated.origin }] }]
      : [];
  const all = [...known, ...limit];
  return [...(all.length === 0 ? [SOMEBODY] : all), ...replication];
}

function readerPart({ name, pattern, fields, isLimit = false }: ReaderFacts, merged: Merged): Part {
  const { bytesPerRun, ...given } = fields;
  const looksBack = (pattern === 'scan' || pattern === 'validate') && given['lookbackDays'] === undefined;
  const window = looksBack ? windowOf(bytesPerRun, merged) : undefined;
  return {
    value: {
      name: writtenName(name, 'reader'),
      pattern,
      ...mapValues(given, ({ value }) => value),
      ...(window && { lookbackDays: plain(window.value) }),
    },
    remarks: [
      ...Object.entries(given).map(([field, { origin }]) => ({ field: [field], text: isLimit ? `${origin}; an upper limit` : origin })),
      ...(window === undefined ? [] : [{ field: ['lookbackDays'], text: window.origin }]),
    ],
  };
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
