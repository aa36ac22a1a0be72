import type { Table } from '../document.js';
import { type Child, element, type Markup } from './markup.js';
import { foldable, tableMarkup } from './table.js';

/** A chart of a page, with its numbers. */
export interface Figure {
  /** Unique in its page. */
  id: string;
  /** What it shows, in one line. */
  title: string;
  /** How to read it, where that is not plain. */
  note?: string | undefined;
  /** What is drawn, for who does not see it. */
  description: string;
  /** Made with the figure's {@link Named | names}. */
  drawing: (named: Named) => Markup;
  /** The numbers that are drawn. */
  table: Table;
}

/** What a drawing is called, by the ids of its title and description; of a part of one nothing. */
export type Named = Readonly<Partial<Record<'role' | 'aria-labelledby' | 'aria-describedby', string>>>;

/** A chart under its title, and its numbers to open. */
export function figureMarkup({ id, title, note, description, drawing, table }: Figure): Markup {
  const named: Named = { role: 'img', 'aria-labelledby': `${id}-title`, 'aria-describedby': `${id}-description` };
  return element(
    'figure',
    { id },
    element('h2', { id: `${id}-title` }, title),
    note === undefined ? undefined : element('p', { class: 'note' }, note),
    element('p', { id: `${id}-description`, class: 'unseen' }, description),
    drawing(named),
    foldable(`${id}-numbers`, 'Numbers', tableMarkup(table, false)),
  );
}

/** A mark of a series beside its name. */
export function legend(series: readonly { name: string; ink: string }[]): Child {
  return element(
    'ul',
    { class: 'legend', 'aria-hidden': 'true' },
    series.map(({ name, ink }) => element('li', {}, swatch(ink), name)),
  );
}

function swatch(ink: string): Markup {
  return element('svg', { class: 'swatch', width: 12, height: 12 }, element('rect', { class: ink, width: 12, height: 12 }));
}
