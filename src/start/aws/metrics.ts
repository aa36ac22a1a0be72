import { secondsOf, utcTimeOf } from '../../base/time.js';
import type { Facts, MetricFacts } from '../facts.js';
import type { Given } from '../given.js';
import { known, said } from '../rules/found.js';
import { growthPercent, LEAST_DAYS, type Point, risePerMonth } from './curve.js';

/** Metrics by the name that a label or an id has in it. */
const METRICS = [
  { name: 'NumberOfObjects', kind: 'objects', isLevel: true },
  { name: 'GetRequests', kind: 'gets', isLevel: false },
  { name: 'CallCount', kind: 'kms-requests', isLevel: false },
] as const;

type Metric = (typeof METRICS)[number];

/** Which metric a label or an id names; undefined for another one. */
export function metricNamed(...names: readonly unknown[]): Metric | undefined {
  const texts = names.flatMap((name) => (typeof name === 'string' ? [name.toLowerCase()] : []));
  return METRICS.find(({ name }) => texts.some((text) => text.includes(name.toLowerCase())));
}

/** What `get-metric-data` says. */
export function metricDataFound(given: Given, origin: string): Partial<Facts> {
  const results = given.groups('MetricDataResults') ?? [];
  const isCut = given.text('NextToken') !== undefined || results.some((result) => result.text('StatusCode') === 'PartialData');
  const series = results.map((result) => ({
    metric: metricNamed(result.text('Label'), result.text('Id')),
    label: result.text('Label') ?? result.text('Id') ?? '',
    points: dataPoints(result),
    // The answer names no statistic: an average or a maximum of requests is 1.
    hasSums: (result.numbers('Values') ?? []).some((value) => value > 1),
  }));
  return seriesFound(series, isCut, origin);
}

function dataPoints(result: Given): Point[] {
  const values = result.numbers('Values') ?? [];
  return (result.list('Timestamps') ?? []).flatMap((time, index) => pointOf(time, values[index]));
}

/** What `get-metric-statistics` says. */
export function metricStatisticsFound(given: Given, origin: string): Partial<Facts> {
  const label = given.text('Label') ?? '';
  const metric = metricNamed(label);
  const datapoints = given.groups('Datapoints') ?? [];
  const amountOf = (point: Given) =>
    metric?.isLevel ? (point.number('Average') ?? point.number('Maximum') ?? point.number('Minimum')) : point.number('Sum');
  const points = datapoints.flatMap((point) => pointOf(point.value('Timestamp'), amountOf(point)));
  return seriesFound([{ metric, label, points, hasSums: points.length > 0 }], false, origin);
}

function pointOf(time: unknown, amount: number | undefined): Point[] {
  const seconds = secondsOf(utcTimeOf(time) ?? '');
  return seconds === undefined || amount === undefined || amount < 0 ? [] : [{ seconds, amount }];
}

interface Series {
  metric: Metric | undefined;
  label: string;
  points: Point[];
  hasSums: boolean;
}

function seriesFound(series: readonly Series[], isCut: boolean, origin: string): Partial<Facts> {
  const found = series.map((one) => metricFound(one, origin));
  const kinds = new Set(series.flatMap(({ metric }) => metric?.kind ?? []));
  const warnings = [
    ...found.flatMap((one) => one.warnings),
    ...[...kinds].map((kind) => MEANINGS[kind](origin)),
    ...(isCut ? [`${origin} is a part of an answer: its figures are too low.`] : []),
    ...(kinds.size < series.filter(({ metric }) => metric !== undefined).length
      ? [`${origin} has one metric several times, of buckets, Regions or filters that it does not name: they are not added up.`]
      : []),
  ];
  return { metrics: isCut ? [] : found.flatMap(({ metrics }) => metrics), warnings };
}

/** What each metric cannot say. */
const MEANINGS: Readonly<Record<Metric['kind'], (origin: string) => string>> = {
  objects: (origin) =>
    `${origin} names neither bucket nor Region: NumberOfObjects is taken for the log bucket's. It counts all that is there, old ` +
    'versions too, and less what was deleted.',
  gets: (origin) =>
    `${origin} names neither bucket nor Region: GetRequests is taken for the log bucket's. It is an upper limit, since it counts reads ` +
    'of anything there.',
  'kms-requests': (origin) =>
    `${origin} names neither service nor Region nor account: CallCount is taken for calls of AWS KMS. It counts any purpose.`,
};

function metricFound({ metric, label, points, hasSums }: Series, origin: string): { metrics: MetricFacts[]; warnings: string[] } {
  if (metric === undefined)
    return { metrics: [], warnings: [`${origin} has a metric that is not used here: ${label === '' ? 'without a label' : label}.`] };
  if (!metric.isLevel && !hasSums)
    return { metrics: [], warnings: [`${origin} has no sums of ${metric.name}: ask for it with the statistic Sum.`] };
  const curve = metric.isLevel ? inOrder(points) : summedUp(inOrder(points));
  const perMonth = risePerMonth(curve);
  if (perMonth === undefined)
    return {
      metrics: [],
      warnings: [`${origin}: ${metric.name} over less than ${LEAST_DAYS} days, or without a rise, is not enough to estimate a month.`],
    };
  const growth = metric.isLevel ? growthPercent(curve) : undefined;
  const facts = known<MetricFacts>({
    kind: metric.kind,
    perMonth: { value: perMonth, origin },
    growthPercentPerMonth: said(growth, origin),
  });
  return { metrics: [facts], warnings: [] };
}

function inOrder(points: readonly Point[]): Point[] {
  return points.toSorted((one, other) => one.seconds - other.seconds);
}

/** Sums of periods as a curve that rises by them: a point is the start of its period, which is as long as the shortest way to the next. */
function summedUp(points: readonly Point[]): Point[] {
  const start = points[0]?.seconds;
  const ways = points.slice(1).map(({ seconds }, index) => seconds - (points[index]?.seconds ?? 0));
  const period = ways.reduce((least, way) => (way > 0 && way < least ? way : least), Number.POSITIVE_INFINITY);
  if (start === undefined || period === Number.POSITIVE_INFINITY) return [];
  let amount = 0;
  const risen = points.flatMap((point) => {
    const before = { seconds: point.seconds, amount };
    amount += point.amount;
    return [before, { seconds: point.seconds + period, amount }];
  });
  return risen;
}
