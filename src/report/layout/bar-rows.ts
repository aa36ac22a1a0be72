import { entryAt } from '../../base/lists.js';
import { EDGE, INK, SMALL, WORDS } from './chart.js';
import { cutNames } from './cut-names.js';
import { element, label } from './svg.js';
import { textWidth, widestOf } from './text-width.js';

/** A name with bars from left to right: one that is full, and perhaps a thinner one under it that is empty. */
export interface BarRow {
  name: string;
  full: Amount;
  empty?: Amount;
}

interface Amount {
  value: number;
  text: string;
}

const MOST_NAME = 260;
const INKS = { full: '#3b4656', empty: '#ffffff' };

/** Rows of bars on one scale, each with its amount at its end, so that no axis is needed. */
export function barRows(rows: readonly BarRow[], top: number, width: number): { parts: string[]; bottom: number } {
  const amounts = rows.flatMap(({ full, empty }) => (empty === undefined ? [full] : [full, empty]));
  const left = EDGE + Math.min(MOST_NAME, widestOf(namesOf(rows), WORDS)) + 10;
  const texts = widestOf(
    amounts.map(({ text }) => text),
    SMALL,
  );
  const most = Math.max(0, ...amounts.map(({ value }) => value));
  const lengthOf = (value: number) => (most === 0 ? 0 : (value / most) * Math.max(0, width - EDGE - texts - 8 - left));
  const height = rows.some(({ empty }) => empty !== undefined) ? 36 : 26;
  const names = cutNames(namesOf(rows), (text) => textWidth(text, WORDS) <= MOST_NAME);
  const parts = rows.flatMap(({ full, empty }, index) => {
    const y = top + index * height;
    return [
      label(entryAt(names, index), { x: left - 10, y: y + 12, 'text-anchor': 'end' }),
      element('rect', { x: left, y, width: lengthOf(full.value), height: 14, fill: INKS.full }),
      label(full.text, { x: left + lengthOf(full.value) + 6, y: y + 11, 'font-size': SMALL.size }),
      ...(empty === undefined ? [] : emptyBar(empty, left, y + 16, lengthOf(empty.value))),
    ];
  });
  return { parts, bottom: top + rows.length * height };
}

function namesOf(rows: readonly BarRow[]): string[] {
  return rows.map(({ name }) => name);
}

function emptyBar({ text }: Amount, left: number, y: number, length: number): string[] {
  return [
    element('rect', { x: left + 0.5, y: y + 0.5, width: length, height: 9, fill: INKS.empty, stroke: INKS.full }),
    label(text, { x: left + length + 6, y: y + 10, 'font-size': SMALL.size, fill: INK.quiet }),
  ];
}

/** What the two kinds of bars are. */
export function barLegend(full: string, empty: string, y: number): string[] {
  const second = EDGE + 28 + widestOf([full], SMALL) + 30;
  return [
    element('rect', { x: EDGE, y: y - 10, width: 22, height: 10, fill: INKS.full }),
    label(full, { x: EDGE + 28, y, 'font-size': SMALL.size }),
    element('rect', { x: second + 0.5, y: y - 9.5, width: 22, height: 9, fill: INKS.empty, stroke: INKS.full }),
    label(empty, { x: second + 28, y, 'font-size': SMALL.size }),
  ];
}
