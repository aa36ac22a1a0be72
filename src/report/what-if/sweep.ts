import { group } from 'd3-array';
import { Decimal } from '../../base/decimal.js';
import { entryAt } from '../../base/lists.js';
import { costedName, STRATEGY_NAMES } from '../../model/strategies.js';
import { newWarnings } from '../../model/warnings.js';
import type { SweepPoint } from '../../planning/sweep.js';
import type { Sweep, WhatIf } from '../../planning/what-if.js';
import type { Table } from '../layout/document.js';
import { amount, money, moneyPair, placesFor } from '../layout/figures.js';
import { evenly, pathText, valueText } from '../layout/wording.js';
import type { Answer } from './answer.js';

/** Of more points a table shows some, evenly distributed; CSV and JSON have all. */
const MOST_ROWS = 60;
/** As many as fit a screen. */
const MOST_SHORT_ROWS = 13;

/** The list that says how many of the points a table shows. */
export const POINTS = 'Points';

/** What the scenario costs at each point of a sweep. */
export function sweepAnswer({ strategy, asSet }: WhatIf, { variations, points }: Sweep): Answer {
  const { currency } = asSet;
  const [short, shown] = [evenly(points, MOST_SHORT_ROWS), evenly(points, MOST_ROWS)];
  const adds = points.map((point) => point.adds[strategy].expected);
  const [least, most] = [adds.reduce((low, each) => Decimal.min(low, each)), adds.reduce((high, each) => Decimal.max(high, each))];
  const names = variations.map(({ path }) => path).join(' and ');
  const range = least.eq(most) ? money(most, currency) : moneyPair(least, most, currency).join(' to ');
  return {
    headline: `With these values of ${names}, ${costedName(strategy)} costs ${range} a month more than SSE-S3 on average.`,
    tables: [
      tableOf({ variations, points: short }, strategy, currency),
      ...(short.length === shown.length ? [] : [{ ...tableOf({ variations, points: shown }, strategy, currency), detail: true }]),
    ],
    lists: [
      { title: 'Warnings of points', items: pointWarnings(asSet, { variations, points }), isWarning: true },
      {
        title: POINTS,
        items: points.length > short.length ? [`${short.length} of ${points.length} are shown; CSV and JSON have all.`] : [],
      },
    ],
  };
}

/** Of each kind of warning that the scenario itself does not have: at how many points, and what it says at the last of them. */
function pointWarnings({ warnings }: WhatIf['asSet'], { variations, points }: Sweep): string[] {
  const added = points.flatMap((point) => newWarnings(point.warnings, warnings).map(({ code, message }) => ({ code, message, point })));
  return [...group(added, ({ code }) => code).values()].map((alike) => {
    const { message, point } = entryAt(alike, alike.length - 1);
    const at = variations.map(({ path }, index) => `${path} ${valueText(point.values[index])}`).join(', ');
    return `At ${alike.length} of ${points.length} points, such as ${at}: ${message}`;
  });
}

function tableOf({ variations, points }: Sweep, strategy: WhatIf['strategy'], currency: string): Table {
  const cost = (point: SweepPoint, name: keyof SweepPoint['totals'], which: 'expected' | 'high' = 'expected') =>
    point.totals[name][which].div(point.months);
  const places = placesFor(points.map((point) => cost(point, 'sse-kms')));
  const most = Decimal.max(...points.map((point) => cost(point, strategy)), '1e-50');
  return {
    title: `Average month, ${currency}; bars: ${STRATEGY_NAMES[strategy]}`,
    header: [...columnNames(variations), 'SSE-S3', 'SSE-KMS', 'Bucket Key', 'adds'],
    leftColumns: variations.length,
    rows: points.map((point) => [
      ...point.values.map(valueText),
      amount(cost(point, 'sse-s3'), places),
      amount(cost(point, 'sse-kms'), places),
      amount(cost(point, 'sse-kms-bucket-key'), places),
      amount(point.adds[strategy].expected, places),
    ]),
    bars: points.map((point) => ({ from: 0, to: cost(point, strategy).div(most).toNumber() })),
  };
}

/** The last part of each path, or more of it where these are the same. */
function columnNames(variations: Sweep['variations']): string[] {
  const last = variations.map(({ path }) => path.split('.').at(-1) ?? path);
  return new Set(last).size === last.length ? last : variations.map(({ path }) => pathText(path));
}
