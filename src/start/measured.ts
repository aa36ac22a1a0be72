import { max, sum } from 'd3-array';
import { isRange, mapCases, type Range } from '../base/range.js';
import { mapValues } from '../base/records.js';
import { counted } from '../base/text.js';
import { Fitting } from '../logs/measure/fitting.js';
import { assertProjectable, type MeasuredTrail, type Projected, projectedOf } from '../logs/measure/projected.js';
import { savedLogsOf } from '../logs/measure/saved-logs.js';
import type { BucketFacts, Facts, MeasurementFacts, ReaderFacts, TrailFacts } from './facts.js';
import { known, said } from './rules/found.js';

/** Whether a parsed file is a count that trailcost saved. */
export function isMeasurement(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'measurement';
}

/**
 * What a count says that was saved with `trailcost count --format json`.
 *
 * @throws TrailcostError `estimate-invalid` for what is not as trailcost writes it
 * @throws TrailcostError `logs-incomplete` where it does not say how much was read
 */
export function measurementFound(value: unknown, file: string): Partial<Facts> {
  const logs = savedLogsOf(value, file);
  assertProjectable(logs, file);
  const origin = `count in ${file}`;
  const { coverage, warnings } = logs;
  return {
    measurements: [{ origin, logs }],
    warnings: [
      `${origin} is of logs of ${coverage.firstEvent ?? 'no time'} to ${coverage.lastEvent ?? 'no time'} (UTC): ` +
        `${counted(coverage.hoursObserved, 'hour')} observed, ${counted(coverage.records, 'record')}. ` +
        'Ranges come from the variation between days.',
      ...(coverage.complete ? [] : [`${origin} was stopped before its end.`]),
      ...warnings.map(({ message }) => `${origin}: ${message}`),
    ],
  };
}

/** A count as facts beside those of other files. */
export interface Measured {
  origin: string;
  trails: readonly TrailFacts[];
  bucket: BucketFacts;
  readers: readonly ReaderFacts[];
  /** Where its Region cannot be written: why. */
  regionRemark: string | undefined;
  sseKmsSince: string | undefined;
  /** As far back as the reads go. */
  archiveMonths: number;
  paidCopies: number | undefined;
  currency: MeasurementFacts['logs']['conversion'];
  /** Accounts whose files a trail was seen to deliver, of the trail that has most; 0 where that is not recorded. */
  accounts: number;
  /** Log files a month, of all trails. */
  logFilesPerMonth: number;
  /** Requests a month by the account that makes them. */
  requestsByAccount: ReadonlyMap<string, number>;
  /** What a scenario could not take as it was counted. Sentences. */
  cuts: readonly string[];
}

/**
 * What a count says of a scenario.
 *
 * @param hasTrails whether another file says that there are trails
 */
export function measuredOf({ origin, logs }: MeasurementFacts, hasTrails: boolean): Measured {
  const fitting = new Fitting();
  // Whether there are digest files is decided when all is known.
  const projected = projectedOf(logs, fitting, { hasTrails, hasDigests: true });
  const { region, regionRemark, sseKmsSince, archiveMonths, paidCopies } = projected;
  const requestsByAccount = new Map<string, number>();
  for (const { account, requestsPerMonth } of logs.readers)
    requestsByAccount.set(account, (requestsByAccount.get(account) ?? 0) + requestsPerMonth.expected);
  return {
    origin,
    trails: projected.trails.map((trail) => trailOf(trail, origin)),
    bucket: known<BucketFacts>({ region: said(region, `${origin}: of most requests`) }),
    readers: readersOf(projected, origin),
    ...{ regionRemark, sseKmsSince, archiveMonths, paidCopies, requestsByAccount },
    currency: logs.conversion,
    accounts: max(logs.deliveries, ({ accounts }) => accounts) ?? 0,
    logFilesPerMonth: sum(projected.trails, ({ files }) => monthly(files, 'logFiles')?.expected ?? 0),
    cuts: fitting.cuts.map((cut) => `${origin}: ${cut}`),
  };
}

function trailOf({ name, arns, files }: MeasuredTrail, origin: string): TrailFacts {
  const [arn] = arns.length === 1 ? arns : [];
  return known<TrailFacts>({ name, arn: arn?.startsWith('arn:') ? arn : undefined, files: { value: files, origin } });
}

function readersOf({ readers, trails }: Projected, origin: string): ReaderFacts[] {
  const arnOf = (name: string) => trails.find((trail) => trail.name === name)?.arns[0] ?? name;
  return readers.map(({ name, account, trails: own, pattern, fields, reason }) => ({
    name,
    pattern,
    reason: `${origin}: ${reason}`,
    fields: {
      ...(account === undefined ? {} : { account: { value: account, origin } }),
      ...mapValues(fields, (value) => ({ value, origin })),
    },
    ...(own === undefined ? {} : { trails: own.map(arnOf) }),
  }));
}

/** Files a month of a trail that was counted; undefined where none were. */
export function monthly(files: Readonly<Record<string, number | Range>>, kind: 'logFiles' | 'digestFiles'): Range | undefined {
  const whole = files[`${kind}PerMonth`];
  if (whole !== undefined) return asRange(whole);
  const [share, accounts] = [files[`${kind}PerAccountMonth`], files['accounts']];
  return share === undefined || typeof accounts !== 'number' ? undefined : mapCases(asRange(share), (each) => each * accounts);
}

function asRange(value: number | Range): Range {
  return isRange(value) ? value : { low: value, expected: value, high: value };
}
