import { counted } from '../../../base/text.js';
import type { Coverage, Measurement } from '../../../logs/measure/measurement.js';
import type { Figure, Named } from '../../layout/html/figure.js';
import { element, type Markup } from '../../layout/html/markup.js';
import { timelineDrawing } from '../../layout/html/spans.js';
import { timeText } from '../document.js';
import { countText } from './numbers.js';
import { HOUR_MS, minuteText, observedTime, type Stretch, tickText } from './times.js';

/** As many gaps as one reads; the table has the others. */
const MOST_NAMED = 6;

/** The time that the logs have, and the gaps in it. Undefined where that is less than an hour. */
export function coverageFigure({ coverage }: Measurement): Figure | undefined {
  const time = observedTime(coverage);
  if (time === undefined || time.to - time.from < HOUR_MS) return undefined;
  const spans = between(time);
  return {
    id: 'coverage',
    title: titleOf(coverage),
    note: `${minuteText(time.from)} to ${minuteText(time.to)} UTC. ${noteOf(coverage)}`,
    description: `A line of time from ${minuteText(time.from)} to ${minuteText(time.to)}, UTC, with ${counted(time.gaps.length, 'gap')}.`,
    drawing: (named) => drawing(named, time, spans),
    table: {
      title: 'Time in the logs, UTC',
      header: ['', 'from', 'to', 'hours'],
      leftColumns: 3,
      rows: [...spans.map((span) => ({ ...span, name: 'in the logs' })), ...time.gaps.map((gap) => ({ ...gap, name: 'gap' }))]
        .sort((one, other) => one.from - other.from)
        .map(({ name, from, to }) => [name, minuteText(from), minuteText(to), countText(Math.round((to - from) / HOUR_MS))]),
    },
  };
}

function titleOf({ gaps, hoursObserved }: Coverage): string {
  if (gaps.length === 0) return `Coverage: ${timeText(hoursObserved)} of logs, without a gap`;
  return `Coverage: ${timeText(hoursObserved)} of logs, with ${counted(gaps.length, 'gap')} of a day or more`;
}

function noteOf({ hoursWithoutFile, logFiles, filesFailed, unreadableLines, complete }: Coverage): string {
  const quiet = logFiles === 0 || hoursWithoutFile === 0 ? 0 : hoursWithoutFile;
  const parts = [
    ...(complete ? [] : ['Stopped early: what comes later was not read.']),
    ...(filesFailed === 0 ? [] : [`${counted(filesFailed, 'file is', 'files are')} missing, which could not be read.`]),
    ...(unreadableLines === 0 ? [] : [`${counted(unreadableLines, 'line is', 'lines are')} missing, which could not be read.`]),
    ...(quiet === 0 ? [] : [`In ${counted(quiet, 'hour')} no log file came; less than a day without one is not a gap.`]),
  ];
  return parts.join(' ');
}

function between({ from, to, gaps }: Stretch & { gaps: readonly Stretch[] }): Stretch[] {
  const starts = [from, ...gaps.map((gap) => gap.to)];
  const ends = [...gaps.map((gap) => gap.from), to];
  return starts.map((start, index) => ({ from: start, to: ends[index] ?? to })).filter((span) => span.to >= span.from);
}

function drawing(named: Named, { from, to, gaps }: Stretch & { gaps: readonly Stretch[] }, spans: readonly Stretch[]): Markup {
  const withText = (stretch: Stretch) => ({ ...stretch, text: stretchText(stretch) });
  const line = timelineDrawing(
    {},
    {
      from,
      to,
      spans: spans.map(withText),
      gaps: gaps.map(withText),
      names: { span: 'in the logs', gap: 'gap' },
      tickText: (tick) => tickText(tick, to - from),
    },
  );
  const more = gaps.length - MOST_NAMED;
  return element(
    'div',
    { ...named },
    line,
    gaps.length === 0
      ? undefined
      : element(
          'ol',
          { class: 'gaps' },
          gaps.slice(0, MOST_NAMED).map((gap) => element('li', {}, stretchText(gap))),
          more > 0 ? element('li', {}, `and ${countText(more)} more, in the numbers`) : undefined,
        ),
  );
}

function stretchText({ from, to }: Stretch): string {
  return `${minuteText(from)} to ${minuteText(to)}: ${timeText(Math.round((to - from) / HOUR_MS))}`;
}
