import { strFromU8, unzipSync } from 'fflate';

/** A cell as the file has it: what kind, what a program shows without calculating, and the formula if there is one. */
export interface ReadCell {
  kind: 'text' | 'number' | 'day';
  value: string | number;
  formula?: string;
  format: string;
}

/** A sheet by addresses (`B2`), with what stays in sight and how wide columns are. */
export interface ReadSheet {
  cells: Map<string, ReadCell>;
  frozenRows: number;
  widths: number[];
  /** Points of the rows that are higher than one line, by their numbers. */
  heights: Map<number, number>;
  /** How it prints: across how many pages, which way, and which rows come on each. */
  print: { fitToWidth: string | undefined; fitToHeight: string | undefined; orientation: string | undefined; titles: string | undefined };
  /** The cells that have filter buttons over them. */
  filter: string | undefined;
}

const DAY_MS = 86_400_000;
/** Days from 1899-12-30, where spreadsheets begin to count, to 1970-01-01. */
const EPOCH = 25_569;

/** The time that a day of a spreadsheet is. */
export const timeOf = (day: number) => new Date((day - EPOCH) * DAY_MS).toISOString();

/** The sheets of a workbook, read from its XML by their names, independently of what wrote them. */
export function readWorkbook(bytes: Uint8Array): Map<string, ReadSheet> {
  const files = unzipSync(bytes);
  const xml = (path: string) => strFromU8(files[path] ?? new Uint8Array());
  const strings = [...xml('xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>/gs)].map(([, item = '']) =>
    plain(item.replace(/<[^>]*>/g, '')),
  );
  const formats = formatsOf(xml('xl/styles.xml'));
  const names = [...xml('xl/workbook.xml').matchAll(/<sheet [^>]*sheetId="(\d+)"[^>]*name="([^"]*)"/g)];
  const titles = [...xml('xl/workbook.xml').matchAll(/<definedName name="_xlnm.Print_Titles" localSheetId="(\d+)">([^<]*)</g)];
  return new Map(
    names.map(([, id, name = ''], index) => {
      const [, , rows] = titles.find(([, sheet]) => Number(sheet) === index) ?? [];
      return [name, readSheet(xml(`xl/worksheets/sheet${id}.xml`), { strings, formats, titles: rows })];
    }),
  );
}

function formatsOf(styles: string): string[] {
  const codes = new Map(
    [...styles.matchAll(/<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/g)].map(([, id, code = '']) => [id, plain(code)]),
  );
  const [, cellFormats = ''] = /<cellXfs[^>]*>(.*?)<\/cellXfs>/s.exec(styles) ?? [];
  return [...cellFormats.matchAll(/<xf ([^>]*)>/g)].map(
    ([, attributes = '']) => codes.get(/numFmtId="(\d+)"/.exec(attributes)?.[1] ?? '') ?? '',
  );
}

interface Parts {
  strings: readonly string[];
  formats: readonly string[];
  titles: string | undefined;
}

function readSheet(xml: string, { strings, formats, titles }: Parts): ReadSheet {
  const cells = new Map<string, ReadCell>();
  for (const [, address = '', attributes = '', content = ''] of xml.matchAll(/<c r="([A-Z]+\d+)"([^>]*[^>/])>(.*?)<\/c>/g)) {
    const format = formats[Number(/ s="(\d+)"/.exec(attributes)?.[1])] ?? '';
    const [, formula] = /<f>(.*?)<\/f>/.exec(content) ?? [];
    const [, value = ''] = /<v>(.*?)<\/v>/.exec(content) ?? [];
    const isText = attributes.includes(' t="s"');
    const kind = isText ? 'text' : format.startsWith('yyyy') ? 'day' : 'number';
    const shown = isText ? (strings[Number(value)] ?? '') : Number(value);
    cells.set(address, { kind, value: shown, format, ...(formula === undefined ? {} : { formula: plain(formula) }) });
  }
  const frozenRows = Number(/<pane [^>]*ySplit="(\d+)"[^>]*state="frozen"/.exec(xml)?.[1] ?? 0);
  const filter = /<autoFilter ref="([^"]*)"/.exec(xml)?.[1];
  return {
    cells,
    frozenRows,
    print: printOf(xml, titles),
    filter,
    heights: new Map([...xml.matchAll(/<row r="(\d+)" ht="([\d.]+)"/g)].map(([, row, height]) => [Number(row), Number(height)])),
    widths: [...xml.matchAll(/<col [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width)),
  };
}

function printOf(xml: string, titles: string | undefined): ReadSheet['print'] {
  const isFitted = /<sheetPr><pageSetUpPr fitToPage="1"\/><\/sheetPr>/.test(xml);
  const [setUp = ''] = /<pageSetup [^>]*>/.exec(xml) ?? [];
  const of = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(setUp)?.[1];
  return {
    fitToWidth: isFitted ? of('fitToWidth') : undefined,
    fitToHeight: of('fitToHeight'),
    orientation: of('orientation'),
    titles,
  };
}

function plain(xml: string): string {
  return xml.replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

type Value = string | number;

/**
 * What formulas of a workbook come to, by the rules of spreadsheets for the few functions that ours use. It calculates, and looks at no
 * cached value of the file; each cell and each column is calculated once.
 */
export function calculator(workbook: Map<string, ReadSheet>): (sheet: string, formula: string) => number {
  const cell = memo((of: string, address: string): Value => {
    const found = workbook.get(of)?.cells.get(address);
    return found?.formula === undefined ? (found?.value ?? '') : calculated(of, found.formula);
  });
  const column = memo((sheet: string, range: string): Value[] => {
    const [, of = sheet, letter, from, to] = /^(?:(\w+)!)?\$?([A-Z]+)\$?(\d+):\$?[A-Z]+\$?(\d+)$/.exec(range) ?? [];
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => cell(of, `${letter}${Number(from) + index}`));
  });
  const operand = (sheet: string, text: string) =>
    text.startsWith('"') ? text.slice(1, -1) : /^\d+$/.test(text) ? Number(text) : cell(sheet, text.replaceAll('$', ''));
  /** For each row of a column, one where its value is wanted and else zero. */
  const matches = (sheet: string, range: string, wanted: string): number[] => {
    const value = operand(sheet, wanted);
    return column(sheet, range).map((each) => Number(each === value));
  };
  const calculated = (sheet: string, formula: string): number => {
    const [, name, list = ''] = /^(SUM|SUMIFS|SUMPRODUCT)\((.*)\)$/.exec(formula) ?? [];
    if (name === 'SUM') return productsAdded([column(sheet, list)]);
    if (name === 'SUMIFS') {
      const [range = '', ...criteria] = list.split(',');
      return productsAdded([column(sheet, range), ...pairs(criteria).map(([of, wanted]) => matches(sheet, of, wanted))]);
    }
    if (name === 'SUMPRODUCT') {
      const factors = list.split('*').map((factor) => {
        const [, range = '', wanted = ''] = /^EXACT\((.*),(.*)\)$/.exec(factor) ?? /^\((.*)=(.*)\)$/.exec(factor) ?? [];
        return wanted === '' ? column(sheet, factor) : matches(sheet, range, wanted);
      });
      return productsAdded(factors);
    }
    const [, left = '', sign, right = ''] = /^(\$?[A-Z]+\$?\d+)([-/])(\$?[A-Z]*\$?\d+)$/.exec(formula) ?? [];
    if (sign === undefined) throw new Error(`no rule for ${formula}`);
    const [one, other] = [Number(operand(sheet, left)), Number(operand(sheet, right))];
    return sign === '-' ? one - other : one / other;
  };
  return calculated;
}

/** The sum over all rows of the product of the columns. */
function productsAdded(columns: readonly (readonly Value[])[]): number {
  const [first = [], ...others] = columns;
  return first.reduce<number>(
    (total, value, row) => total + others.reduce((product, other) => product * Number(other[row]), Number(value)),
    0,
  );
}

function memo<T>(compute: (sheet: string, at: string) => T): (sheet: string, at: string) => T {
  const known = new Map<string, T>();
  return (sheet, at) => {
    const key = `${sheet}!${at}`;
    const value = known.get(key) ?? compute(sheet, at);
    known.set(key, value);
    return value;
  };
}

function pairs(list: readonly string[]): [string, string][] {
  return Array.from({ length: list.length / 2 }, (_, index) => [list[2 * index] ?? '', list[2 * index + 1] ?? '']);
}
