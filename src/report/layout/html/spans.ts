import { scaleUtc } from 'd3-scale';
import { legend, type Named } from './figure.js';
import { element, type Markup } from './markup.js';

/** A stretch of time, in milliseconds since 1970-01-01 UTC. */
export interface Span {
  from: number;
  to: number;
  /** What a pointer over it shows. */
  text: string;
}

/** A time with what it has and what it lacks. */
export interface Timeline {
  from: number;
  to: number;
  spans: readonly Span[];
  gaps: readonly Span[];
  names: { span: string; gap: string };
  /** A mark of the axis. */
  tickText: (time: number) => string;
}

/** In pixels; across, all is in percent. */
const [NUMBERS, HEIGHT, FOOT] = [18, 22, 24];
const TICKS = 6;
/** In percent: from here on there is no room for a mark's word. */
const LATE = 82;
/** In percent: nearer to the one before, a number would stand in it. */
const LEAST_DISTANCE = 2.5;

/** Spans on one line of time, and the gaps between them: numbered, in the order in which they are given. */
export function timelineDrawing(named: Named, timeline: Timeline): Markup {
  const { from, to, spans, gaps, names } = timeline;
  const scale = scaleUtc([from, Math.max(to, from + 1)], [0, 100]);
  const top = gaps.length === 0 ? 0 : NUMBERS;
  const bar = (ink: string) => (span: Span) => {
    const [start, end] = [scale(span.from), scale(span.to)];
    const area = { x: percent(start), width: percent(end - start), y: top, height: HEIGHT };
    return element('rect', { class: ink, ...area }, element('title', {}, span.text));
  };
  return element(
    'div',
    { ...named },
    element(
      'svg',
      { width: '100%', height: top + HEIGHT + FOOT },
      spans.map(bar('ink-second')),
      gaps.map(bar('gap')),
      gapNumbers(gaps, scale),
      axis(timeline, scale.ticks(TICKS).map(Number), scale, top + HEIGHT),
    ),
    gaps.length === 0
      ? undefined
      : legend([
          { name: names.span, ink: 'ink-second' },
          { name: names.gap, ink: 'gap' },
        ]),
  );
}

function axis({ tickText }: Timeline, ticks: readonly number[], scale: (time: number) => number, y: number): Markup[] {
  return ticks.flatMap((tick, index) => {
    const place = scale(tick);
    const x = percent(place);
    const line = element('line', { class: 'axis', x1: x, x2: x, y1: y, y2: y + 5 });
    if (place > LATE) return [line];
    return [line, element('text', { class: index % 2 === 1 ? 'minor' : undefined, x, y: y + 20 }, tickText(tick))];
  });
}

function gapNumbers(gaps: readonly Span[], scale: (time: number) => number): Markup[] {
  let last = Number.NEGATIVE_INFINITY;
  return gaps
    .map(({ from, to }, index) => ({ number: index + 1, middle: scale((from + to) / 2) }))
    .sort((one, other) => one.middle - other.middle)
    .flatMap(({ number, middle }) => {
      if (middle - last < LEAST_DISTANCE) return [];
      last = middle;
      return [element('text', { class: 'gap-number', x: percent(middle), y: NUMBERS - 5 }, String(number))];
    });
}

function percent(value: number): string {
  return `${value.toFixed(3)}%`;
}
