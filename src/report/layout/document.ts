// report/layout: what a report is made of, and the formats that show it; knows no subject.

import { sanitised } from '../../base/cleaned.js';
import type { Rest } from './blocks.js';

/** A table of text; after `leftColumns` all columns are numbers. The first column holds names and may be shortened. */
export interface Table {
  title: string;
  header: string[];
  leftColumns: number;
  rows: string[][];
  /** Rows at the end that sum up the others; none where absent. */
  summaryRows?: number;
  /** What each row counts for: in a report that is too long the largest stay, in their order. The first ones do where absent. */
  weights?: readonly number[];
  /** What rows are called that are left out. */
  rest?: Rest;
  /** Columns that a narrow terminal leaves out, the first of these first. */
  spareColumns?: readonly number[];
  /** For a terminal: a bar beside each row. */
  bars?: readonly Bar[];
  /** Left out of the short report: shown with `--full`, and in Markdown. */
  detail?: boolean;
  /** What the short report has in place of this detail, on one line if that fits. */
  inShort?: string;
}

/** A bar from one point of its line to another, with a mark; all as shares of the line, 0 to 1. */
export interface Bar {
  from: number;
  to: number;
  mark?: number;
}

/** Points under a title; a list without points is not shown. */
export interface List {
  title: string;
  items: string[];
  isWarning?: boolean;
  /** Left out of the short report: shown with `--full`, and in Markdown. */
  detail?: boolean;
}

/** Commands to type, each in words that may go on lines of their own. */
export interface Commands {
  title: string;
  commands: string[][];
  /** Left out of the short report: shown with `--full`, and in Markdown. */
  detail?: boolean;
}

/** A report for people, whatever its format: the answer, then tables, then warnings and what it is based on. */
export interface Document {
  headline: string;
  /** A second paragraph: more of the answer. */
  lead?: string | undefined;
  /** What the report is about. */
  caption: string;
  tables: Table[];
  lists: (List | Commands)[];
}

/** A document with each of its texts on one line and nothing in it that controls a terminal: names and paths can come from anyone. */
export function sanitisedDocument({ headline, lead, caption, tables, lists }: Document): Document {
  return {
    headline: sanitised(headline),
    ...(lead === undefined ? {} : { lead: sanitised(lead) }),
    caption: sanitised(caption),
    tables: tables.map((table) => ({
      ...table,
      title: sanitised(table.title),
      header: table.header.map(sanitised),
      rows: table.rows.map((row) => row.map(sanitised)),
      ...(table.inShort === undefined ? {} : { inShort: sanitised(table.inShort) }),
    })),
    lists: lists.map((list) => {
      const title = sanitised(list.title);
      if ('commands' in list) return { ...list, title, commands: list.commands.map((words) => words.map(sanitised)) };
      return { ...list, title, items: list.items.map(sanitised) };
    }),
  };
}

/** The lists that have something to show. */
export function shownLists({ lists }: Pick<Document, 'lists'>): Document['lists'] {
  return lists.filter((list) => 'commands' in list || list.items.length > 0);
}
