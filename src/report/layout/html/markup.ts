import { escaped } from '../../../base/cleaned.js';

/** Markup that is safe to show: only {@link element} makes it, and text in it is always text. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What an element holds: text is escaped, nothing is nothing. */
export type Child = Markup | string | number | undefined | readonly Child[];

/** Attributes of an element: `true` is one without a value, `false` and nothing are none. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Elements that hold nothing, of HTML; of SVG any that holds nothing ends itself. */
const VOID = new Set(['meta', 'link', 'br', 'hr', 'input', 'col', 'wbr']);
const DRAWN = new Set(['rect', 'line', 'path', 'circle', 'use']);

/**
 * An element of HTML, or of SVG within it. Text and attributes may come from anyone: none of it becomes markup, and what controls
 * the direction of text is written out. Names of elements and attributes are ours; no attribute of ours is a script, a style or an address.
 *
 * @example element('td', { class: 'number' }, '<1') // <td class="number">&lt;1</td>
 */
export function element(name: string, attributes: Attributes, ...children: readonly Child[]): Markup {
  const opening = `<${name}${Object.entries(attributes).map(attributeText).join('')}`;
  if (VOID.has(name)) return new Markup(`${opening}>`);
  const content = children.map(childText).join('');
  return new Markup(content === '' && DRAWN.has(name) ? `${opening}/>` : `${opening}>${content}</${name}>`);
}

/** Some markup as one. */
export function together(...children: readonly Child[]): Markup {
  return new Markup(children.map(childText).join(''));
}

/** Data for a script within the page, which no browser runs: nothing in it ends the element. */
export function dataElement(id: string, value: unknown): Markup {
  const json = JSON.stringify(value).replaceAll('<', String.raw`\u003c`).replaceAll('\u2028', String.raw`\u2028`);
  return new Markup(`<script type="application/json" id="${id}">${json.replaceAll('\u2029', String.raw`\u2029`)}</script>`);
}

function attributeText([name, value]: [string, Attributes[string]]): string {
  if (value === undefined || value === false) return '';
  return value === true ? ` ${name}` : ` ${name}="${escapedText(typeof value === 'number' ? rounded(value) : value)}"`;
}

function childText(child: Child): string {
  if (child === undefined) return '';
  if (child instanceof Markup) return child.text;
  return typeof child === 'object' ? child.map(childText).join('') : escapedText(String(child));
}

/** Figures in a drawing: a hundredth of a pixel, or of a percent, is enough. */
function rounded(value: number): string {
  return String(Number(value.toFixed(2)));
}

const SPECIAL: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapedText(text: string): string {
  return escaped(text.replace(/\p{Cs}/gu, '\uFFFD')).replace(/[&<>"']/g, (sign) => SPECIAL[sign] ?? sign);
}
