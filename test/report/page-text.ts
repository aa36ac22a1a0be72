import { blocksOf, type PageReport } from '../../src/report/layout/html/page.js';

/** A page's markup without what is around it. */
export function markupOf(report: PageReport): string {
  return blocksOf(report)
    .map(({ content }) => content.text)
    .join('\n');
}

/** The markup of one figure, without its numbers. */
export function drawingOf(report: PageReport, id: string): string {
  const figure = report.figures.find((each) => each.id === id);
  if (figure === undefined) throw new Error(`no figure ${id} among ${report.figures.map((each) => each.id).join(', ')}`);
  return figure.drawing({}).text;
}

/** What a row of bars says: name, note and value, each with its bars' places. */
export function rowsOf(drawing: string): { text: string; bars: { x: number; width: number }[]; marks: number[] }[] {
  return drawing
    .split(/<div class="row(?: sum)?">/)
    .slice(1)
    .map((row) => ({
      text: textOf(row.replace(/<ul[\s\S]*/, '').replace(/<svg[\s\S]*?<\/svg>/g, '')),
      bars: [...row.matchAll(/<rect class="[^"]*" x="([-\d.]+)%" width="([-\d.]+)%"/g)].map(([, x, width]) => ({
        x: Number(x),
        width: Number(width),
      })),
      marks: [...row.matchAll(/<line class="mark" x1="([-\d.]+)%"/g)].map(([, x]) => Number(x)),
    }));
}

function textOf(markup: string): string {
  return markup
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
