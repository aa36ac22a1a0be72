import type { Document } from '../report/layout/document.js';
import type { PageReport } from '../report/layout/html/page.js';
import type { WorkbookData } from '../report/layout/workbook/data.js';
import type { Io } from './io.js';
import { writeOutput } from './outputs.js';

/** How a text for a terminal is to be. */
interface Style {
  color: boolean;
  isFull: boolean;
  columns: number | undefined;
  rows: number | undefined;
}

/** Makes one format of a result, and loads only then what that needs. */
type Renderer<T> = (result: T, style: Style) => Promise<string | Buffer>;

export type Renderers<T, F extends string> = Readonly<Record<F, Renderer<T>>>;

/** Writes a result in a format to where it goes. A report in a file has everything, as has that of a command without `--full`. */
export async function present<T, F extends string>(
  result: T,
  renderers: Renderers<T, F>,
  { format, output, full = true }: { format: F; output: string | undefined; full?: boolean },
  io: Io,
): Promise<void> {
  const isFile = output !== undefined && output !== '-';
  const size = isFile ? undefined : io.size;
  const style = { color: output === undefined && wantsColor(io), isFull: full || isFile, columns: size?.columns, rows: size?.rows };
  await writeOutput(await renderers[format](result, style), output, io, '--output', format);
}

/** The two formats that are made of a document. */
export function asDocument<T>(documentOf: (result: T) => Promise<Document>): Renderers<T, 'table' | 'markdown'> {
  return {
    table: async (result, style) => {
      const [{ terminalText }, document] = await Promise.all([import('../report/layout/terminal.js'), documentOf(result)]);
      return terminalText(document, style);
    },
    markdown: async (result) => {
      const [{ markdownText }, document] = await Promise.all([import('../report/layout/markdown.js'), documentOf(result)]);
      return markdownText(document);
    },
  };
}

/** The workbook that is made of a document and of exact tables. */
export function asWorkbook<T>(
  documentOf: (result: T) => Promise<Document>,
  dataOf: (result: T) => Promise<WorkbookData>,
): Renderers<T, 'xlsx'> {
  return {
    xlsx: async (result) => {
      const [{ documentWorkbook }, document, data] = await Promise.all([
        import('../report/layout/workbook/document-workbook.js'),
        documentOf(result),
        dataOf(result),
      ]);
      return documentWorkbook(document, data);
    },
  };
}

/** The page that is made of a report. */
export function asPage<T>(pageOf: (result: T) => Promise<PageReport>): Renderers<T, 'html'> {
  return { html: async (result) => (await pageFile(await pageOf(result), { script: 'report' })).text };
}

/** The page that is made of a document alone. */
export function asPlainPage<T>(kind: string, documentOf: (result: T) => Promise<Document>): Renderers<T, 'html'> {
  return asPage(async (result) => ({ kind, document: await documentOf(result), stats: [], figures: [] }));
}

/** What runs in a page, and what that works with. */
interface Inside {
  script: 'report' | 'planner';
  data?: unknown;
  /** Whether it may send something to who has served it. */
  connects?: boolean;
}

/** A page's file, and the policy in it, for who serves it. */
export interface PageFile {
  text: string;
  policy: string;
}

/** A page as its file. */
export async function pageFile(report: PageReport, { script, data, connects = false }: Inside): Promise<PageFile> {
  const [{ pageHtml, pagePolicy }, { pageAssets }] = await Promise.all([
    import('../report/layout/html/page.js'),
    import('../files/page-assets.js'),
  ]);
  const assets = await pageAssets(script);
  const title = `${report.document.caption} · trailcost`;
  return { text: pageHtml(report, { title, assets, data, connects }), policy: pagePolicy(assets, connects) };
}

/**
 * Whether to colour standard output: NO_COLOR (not empty) forbids, FORCE_COLOR wants (`0` or `false` forbids), else a terminal does.
 * Conventions: no-color.org, force-color.org.
 */
function wantsColor({ env: { NO_COLOR: no = '', FORCE_COLOR: force = '', TERM: term }, isTerminal }: Io): boolean {
  if (no !== '') return false;
  if (force !== '') return force !== '0' && force !== 'false';
  return isTerminal.stdout && term !== 'dumb';
}
