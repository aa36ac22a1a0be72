import { grouped } from '../../base/text.js';
import { volumesOf } from '../../model/volumes.js';
import { scenarioSchema } from '../../scenario/schema.js';
import type { Measurement, ReaderMeasurement } from './measurement.js';
import { scenarioFields } from './scenario.js';

/** A scenario whose requests a month differ from the count's by more than this share says another thing. */
const LIKE = 0.1;

/** A reader's requests a month as a scenario has them. */
interface InScenario {
  average: number;
  first: number;
  last: number;
}

/** The measurement, with a warning where the scenario that it writes makes other requests a month. */
export function withDisagreement(measurement: Measurement): Measurement {
  const message = disagreement(measurement);
  return message === undefined
    ? measurement
    : { ...measurement, warnings: [...measurement.warnings, { code: 'scenario-differs', message }] };
}

/**
 * Why the scenario that a measurement writes makes other requests a month than the measurement, in one sentence about the reader that makes
 * most of the difference; undefined where they agree.
 */
function disagreement(measured: Measurement): string | undefined {
  const counted = measured.requestsPerMonth.expected;
  const ofReaders = counted === 0 ? undefined : requestsInScenario(measured);
  if (ofReaders === undefined) return undefined;
  const inScenario = [...ofReaders.values()].reduce((sum, { average }) => sum + average, 0);
  if (Math.abs(inScenario - counted) <= counted * LIKE) return undefined;
  const differences = measured.readers.flatMap((reader) => {
    const own = ofReaders.get(reader.name);
    return own === undefined ? [] : [{ reader, own, by: own.average - reader.requestsPerMonth.expected }];
  });
  const [most] = differences.sort((one, other) => Math.abs(other.by) - Math.abs(one.by));
  return (
    `A scenario from this count makes about ${grouped(Math.round(inScenario))} requests a month, not ${grouped(counted)}` +
    `${most === undefined ? '' : `, mostly because ${reason(most.reader, most.own, measured)}`}.`
  );
}

/** By reader, under SSE-KMS without a Bucket Key; undefined where it would not be a scenario. */
function requestsInScenario(measured: Measurement): Map<string, InScenario> | undefined {
  const { success, data } = scenarioSchema.safeParse(scenarioFields(measured));
  if (!success) return undefined;
  const { months } = volumesOf(data);
  const found = new Map<string, number[]>();
  for (const { readers } of months) {
    for (const { reader, requests } of readers) {
      const { name } = reader.expected;
      found.set(name, [...(found.get(name) ?? []), requests['sse-kms'].expected.toNumber()]);
    }
  }
  return new Map(
    [...found].map(([name, each]) => [
      name,
      { average: each.reduce((sum, one) => sum + one, 0) / months.length, first: each[0] ?? 0, last: each.at(-1) ?? 0 },
    ]),
  );
}

/** The first that holds, of what makes a reader's requests another number. */
function reason(
  { name, pattern, reads, requests }: ReaderMeasurement,
  { first, last }: InScenario,
  { basis }: Pick<Measurement, 'basis'>,
): string {
  if (first < last * (1 - LIKE)) return `${name} reads old files, of which those from before SSE-KMS make no request`;
  if (basis === 'decrypts' && requests !== null && reads > requests * (1 + LIKE)) {
    return `${name} has ${grouped(reads)} GETs for its ${grouped(requests)} requests, and in a scenario each makes one`;
  }
  if (pattern?.pattern === 'validate') return `a validation reads all files of its window, and ${name} read a different number`;
  if (pattern?.pattern === 'scan') return `the runs of ${name} differ, and a scenario has their medians`;
  if (pattern?.pattern === 'every-file') return `${name} reads a different number of files than these logs deliver`;
  return `${name} was seen in a different period than its files`;
}
