import type { Range } from '../base/range.js';
import { mapValues } from '../base/records.js';
import type { Facts, ReaderFacts } from './facts.js';
import type { Merged } from './merge.js';
import { type Part, writtenName } from './part.js';

/** Who reads, as far as files say it. */
export function readerParts({ readers, metrics }: Facts, { bucket }: Merged): Part[] {
  const known = readers.map(readerPart);
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
  const { isReplicated } = bucket;
  const replication: Part[] =
    isReplicated?.value === true
      ? [{ value: { name: 'replication', pattern: 'replicate' }, remarks: [{ field: ['pattern'], text: isReplicated.origin }] }]
      : [];
  const all = [...known, ...limit];
  return [...(all.length === 0 ? [SOMEBODY] : all), ...replication];
}

function readerPart({ name, pattern, fields, isLimit = false }: ReaderFacts): Part {
  const { bytesPerRun: _, ...given } = fields;
  const looksBack = (pattern === 'scan' || pattern === 'validate') && given['lookbackDays'] === undefined;
  return {
    value: {
      name: writtenName(name, 'reader'),
      pattern,
      ...mapValues(given, ({ value }) => value),
      ...(looksBack ? { lookbackDays: UNKNOWN_LOOKBACK } : {}),
    },
    remarks: [
      ...Object.entries(given).map(([field, { origin }]) => ({ field: [field], text: isLimit ? `${origin}; an upper limit` : origin })),
      ...(looksBack ? [{ field: ['lookbackDays'], text: 'not known: a day at least, a year at most' }] : []),
    ],
  };
}

const UNKNOWN_LOOKBACK: Range = { low: 1, expected: 30, high: 365 };

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
