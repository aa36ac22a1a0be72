import type { Decimal } from '../../../base/decimal.js';
import type { Range } from '../../../base/range.js';
import type { Measurement } from '../../../logs/measure/measurement.js';
import { type BarRow, barDrawing } from '../../layout/html/bars.js';
import type { Figure } from '../../layout/html/figure.js';
import { type MonthAhead, monthAhead } from './month-ahead.js';

const INKS = { now: 'ink-main', bucketKey: 'ink-second' };

/** What a month comes to, now and with a Bucket Key. Undefined where nothing tells it. */
export function monthFigure(measurement: Measurement): Figure | undefined {
  const ahead = monthAhead(measurement);
  if (ahead === undefined) return undefined;
  const { now, withBucketKey, isMoney } = ahead;
  const name = measurement.basis === 'gets' ? 'were all files SSE-KMS' : withBucketKey === undefined ? 'SSE-KMS as it is' : 'SSE-KMS now';
  const cases = [
    { name, range: now, ink: INKS.now },
    ...(withBucketKey === undefined ? [] : [{ name: 'with a Bucket Key', range: withBucketKey, ink: INKS.bucketKey }]),
  ];
  const unit = isMoney ? `${measurement.currency} before the free tier` : 'KMS requests';
  return {
    id: 'month',
    title: titleOf(measurement, ahead),
    note: `${unit}, at the pace of these logs over a month of average length; a bar is the range, its line what is expected.`,
    description: `A bar from low to high with a mark at what is expected, for ${cases.map((each) => each.name).join(' and ')}.`,
    drawing: (named) =>
      barDrawing(
        named,
        cases.map((each) => rowOf(each, ahead)),
      ),
    table: {
      title: `The month ahead, ${unit}`,
      header: ['', 'low', 'expected', 'high'],
      leftColumns: 1,
      rows: cases.map(({ name: each, range }) => [each, ...[range.low, range.expected, range.high].map(ahead.text)]),
    },
  };
}

function titleOf({ basis }: Measurement, { now, withBucketKey, text, isMoney }: MonthAhead): string {
  const unit = isMoney ? '' : ' requests';
  const condition = basis === 'gets' ? ', were all files SSE-KMS' : '';
  const expected = text(now.expected);
  const other = withBucketKey === undefined ? '' : `; with a Bucket Key ${sameOr(text(withBucketKey.expected), expected)}`;
  return `The month ahead: ${expected}${unit}${condition}${other}`;
}

function sameOr(text: string, other: string): string {
  return text === other ? 'about the same' : text;
}

function rowOf({ name, range, ink }: { name: string; range: Range<Decimal>; ink: string }, { text }: MonthAhead): BarRow {
  const { low, expected, high } = range;
  return {
    name,
    note: low.eq(high) ? undefined : `${text(low)} to ${text(high)}`,
    text: text(expected),
    bars: [{ from: low.toNumber(), to: high.toNumber(), ink }],
    marks: [expected.toNumber()],
  };
}
