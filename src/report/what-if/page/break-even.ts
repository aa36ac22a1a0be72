import { pairs } from 'd3-array';
import { grouped } from '../../../base/text.js';
import type { BreakEven } from '../../../planning/break-even.js';
import type { WhatIf } from '../../../planning/what-if.js';
import { expectedOf } from '../../../scenario/quantity.js';
import { money } from '../../layout/figures.js';
import { barDrawing } from '../../layout/html/bars.js';
import { type Figure, legend } from '../../layout/html/figure.js';
import { element } from '../../layout/html/markup.js';
import { valueText } from '../../layout/wording.js';
import { breakEvenTable } from '../break-even.js';

/** As many as one looks at; all are among the numbers. */
const MOST_ROWS = 12;
/** How much of a bar lies beyond the values that it is about. */
const BEYOND = 0.25;
const INKS = { within: 'ink-less', over: 'ink-more' };

/** How far values may go before a limit is exceeded. */
export function breakEvenFigures({ currency }: WhatIf['asSet'], breakEvens: readonly BreakEven[]): Figure[] {
  const crossed = breakEvens.filter(({ crossings }) => crossings.length > 0);
  if (crossed.length === 0) return [];
  const rows = crossed.slice(0, MOST_ROWS).map((each) => rowOf(each, currency));
  const left = crossed.length - rows.length;
  return [
    {
      id: 'break-even',
      title: crossed.length === 1 ? `How far ${crossed[0]?.path} can go` : 'How far each number can go',
      note: 'Each bar has a scale of its own, which its ends give. The line is what the scenario has now.',
      description: `Values within a limit, and those over it. ${rows.map(({ name, text }) => `${name}: ${text}`).join('; ')}.`,
      drawing: (named) =>
        element(
          'div',
          { ...named, class: 'bars' },
          rows.map((row) => barDrawing({}, [row], [row.from])),
          left === 0 ? undefined : element('p', { class: 'note' }, `${left} more are among the numbers.`),
          legend([
            { name: 'within the limit', ink: INKS.within },
            { name: 'over it', ink: INKS.over },
          ]),
        ),
      table: breakEvenTable(crossed, currency),
    },
  ];
}

function rowOf({ path, target, now, crossings, least, most }: BreakEven, currency: string) {
  const at = now === undefined || now === 'all' ? undefined : expectedOf(now);
  const values = crossings.map(({ within }) => within.value.toNumber());
  const known = [...values, ...(at === undefined ? [] : [at])];
  const [from, to] = endsOf(known, least.value.toNumber(), most.value.toNumber());
  const isWithinFirst = crossings[0]?.within.value.lt(crossings[0].beyond.value) === true;
  const limits = crossings.map(({ within }) => grouped(within.value)).join(' and ');
  const what = target.kind === 'budget' ? 'budget' : 'more than SSE-S3';
  return {
    name: target.of === undefined ? path : `${path}, ${target.of}`,
    note: `${what} ${money(target.amount, currency)} · bar from ${grouped(rounded(from))} to ${grouped(rounded(to))}`,
    text: `limit at ${limits}${now === undefined ? '' : `, now ${valueText(now)}`}`,
    from,
    bars: pairs([from, ...values, to]).map(([start, end], index) => ({
      from: start,
      to: end,
      ink: (index % 2 === 0) === isWithinFirst ? INKS.within : INKS.over,
    })),
    marks: at === undefined ? [] : [at],
  };
}

/** A little more than the values that are known, from zero where that is near, within what the field may be. */
function endsOf(known: readonly number[], least: number, most: number): [number, number] {
  const [low, high] = [Math.min(...known, 0), Math.max(...known, 0)];
  const more = (high - low) * BEYOND;
  return [Math.max(least, low < 0 ? low - more : 0), Math.min(most, high > 0 ? high + more : 0)];
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
