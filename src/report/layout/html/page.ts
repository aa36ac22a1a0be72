// report/layout/html: a report as a page of its own: markup, tables, charts, and the file that holds them.

import { type Commands, type Document, type List, sanitisedDocument, shownLists } from '../document.js';
import { type Figure, figureMarkup } from './figure.js';
import { dataElement, element, Markup, together } from './markup.js';
import { foldable, tableMarkup } from './table.js';

/** A figure that answers at a glance. */
export interface Stat {
  name: string;
  value: string;
  /** What the value is, and what else there is to know of it; a line each. */
  notes: readonly string[];
  /** How it differs from what it was before. */
  change?: string;
  /** Whether it is the one that the report is about. */
  isMain?: boolean;
}

/** A report as a page has it. */
export interface PageReport {
  /** What kind of report it is. */
  kind: string;
  document: Document;
  stats: readonly Stat[];
  figures: readonly Figure[];
}

/** A part of a page that a script may replace. */
export interface Block {
  id: string;
  content: Markup;
}

/**
 * A page's parts in their order: the answer, figures, warnings, charts, tables, and what it rests on. A table that a chart has with it is
 * not there a second time.
 */
export function blocksOf({ kind, document, stats, figures }: PageReport): Block[] {
  const clean = sanitisedDocument(document);
  const { headline, lead, caption } = clean;
  const drawn = figures.map(({ table }) => table.title);
  const tables = clean.tables.filter(({ title }) => !drawn.includes(title));
  const [warnings, others] = partition(shownLists(clean), (list) => 'isWarning' in list && list.isWarning === true);
  return [
    { id: 'answer', content: answer(kind, headline, lead, caption) },
    { id: 'stats', content: stats.length === 0 ? together() : element('div', { class: 'stats' }, stats.map(statMarkup)) },
    { id: 'warnings', content: together(warnings.map((list) => listMarkup(list, 'warnings'))) },
    ...figures.map((figure) => ({ id: `${figure.id}-block`, content: figureMarkup(figure) })),
    { id: 'tables', content: together(tables.map((table, index) => tablePart(table, `table-${index}`))) },
    { id: 'basis', content: together(others.map((list, index) => listPart(list, `list-${index}`))) },
  ];
}

function partition<T>(all: readonly T[], isFirst: (each: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((each) => !isFirst(each))];
}

function answer(kind: string, headline: string, lead: string | undefined, caption: string): Markup {
  return element(
    'header',
    {},
    element('p', { class: 'kind' }, element('b', {}, 'trailcost'), ` ${kind}`),
    element('h1', {}, headline),
    lead === undefined || lead === '' ? undefined : element('p', { class: 'lead' }, lead),
    element('p', { class: 'caption' }, caption),
  );
}

function statMarkup({ name, value, notes, change, isMain = false }: Stat): Markup {
  return element(
    'div',
    { class: isMain ? 'stat main' : 'stat' },
    element('p', { class: 'name' }, name),
    element('p', { class: 'value' }, value),
    change === undefined ? undefined : element('p', { class: 'change' }, change),
    notes.map((note) => element('p', { class: 'note' }, note)),
  );
}

function tablePart(table: Document['tables'][number], id: string): Markup {
  return table.detail === true ? foldable(id, table.title, tableMarkup(table, false)) : element('section', { id }, tableMarkup(table));
}

function listPart(list: List | Commands, id: string): Markup {
  return list.detail === true ? foldable(id, list.title, listItems(list)) : listMarkup(list, 'list');
}

function listMarkup(list: List | Commands, kind: string): Markup {
  return element('section', { class: kind }, element('h2', {}, list.title), listItems(list));
}

function listItems(list: List | Commands): Markup {
  if ('commands' in list) return commandLines(list);
  return element(
    'ul',
    {},
    list.items.map((item) => element('li', {}, item)),
  );
}

/** Lines that do not break: where a screen is narrow they scroll, and can be reached by the keyboard then. */
function commandLines({ title, commands }: Commands): Markup {
  return element('pre', { role: 'region', tabindex: 0, 'aria-label': title }, commands.map((words) => words.join(' ')).join('\n'));
}

/** What a page looks like and what runs in it, as the build has made them, each with its hash for the page's policy. */
export interface PageAssets {
  style: Asset;
  /** Unpacks the script and runs it. */
  start: Asset;
  /** Packed by gzip, in base64; the hash is of what is in it. */
  script: { packed: string; hash: string };
}

export interface Asset {
  text: string;
  /** `sha256-…`, in base64. */
  hash: string;
}

/** What a page is made of, beside its report. */
export interface PageFrame {
  title: string;
  assets: PageAssets;
  /** What its script works with. */
  data?: unknown;
  /** Where it may send something to: nowhere, or to who has served it. */
  connects?: boolean;
}

/**
 * A file that any browser opens, from a disk too: it asks for nothing, and its policy allows only the style and the script that are in it
 * (Content Security Policy, by hashes).
 */
export function pageHtml(report: PageReport, { title, assets, data, connects = false }: PageFrame): string {
  const { style, start, script } = assets;
  const head = element(
    'head',
    {},
    element('meta', { charset: 'utf-8' }),
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: pagePolicy(assets, connects) }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('meta', { name: 'color-scheme', content: 'light dark' }),
    // A browser asks a server for an icon, and would find none.
    connects ? element('link', { rel: 'icon', href: 'data:,' }) : undefined,
    element('title', {}, title),
    new Markup(`<style>${style.text}</style>`),
  );
  const body = element(
    'body',
    {},
    element('main', { id: 'report' }, blocksOf(report).map(blockMarkup)),
    data === undefined ? undefined : dataElement('data', data),
    new Markup(`<script type="application/gzip" id="code">${script.packed}</script><script>${start.text}</script>`),
  );
  return `<!doctype html>\n${element('html', { lang: 'en' }, head, body).text}\n`;
}

/** A block with the id by which a script finds it. */
export function blockMarkup({ id, content }: Block): Markup {
  return element('div', { id: `block-${id}`, class: 'block' }, content);
}

/** What a page may do: show its own style and run its own script, and send something only where it connects to who has served it. */
export function pagePolicy({ style, start, script }: PageAssets, connects: boolean): string {
  return [
    "default-src 'none'",
    `style-src '${style.hash}'`,
    `script-src '${start.hash}' '${script.hash}'`,
    'img-src data:',
    ...(connects ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
