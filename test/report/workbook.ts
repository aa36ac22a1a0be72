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
}

/** The sheets of a workbook, read from its XML by their names, independently of what wrote them. */
export function readWorkbook(bytes: Uint8Array): Map<string, ReadSheet> {
  const files = unzipSync(bytes);
  const xml = (path: string) => strFromU8(files[path] ?? new Uint8Array());
  const strings = [...xml('xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>/gs)].map(([, item = '']) =>
    plain(item.replace(/<[^>]*>/g, '')),
  );
  const formats = formatsOf(xml('xl/styles.xml'));
  const names = [...xml('xl/workbook.xml').matchAll(/<sheet [^>]*sheetId="(\d+)"[^>]*name="([^"]*)"/g)];
  return new Map(names.map(([, id, name = '']) => [name, readSheet(xml(`xl/worksheets/sheet${id}.xml`), strings, formats)]));
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

function readSheet(xml: string, strings: readonly string[], formats: readonly string[]): ReadSheet {
  const cells = new Map<string, ReadCell>();
  for (const [, address = '', attributes = '', content = ''] of xml.matchAll(/<c r="([A-Z]+\d+)"([^>]*)>(.*?)<\/c>/g)) {
    const format = formats[Number(/ s="(\d+)"/.exec(attributes)?.[1])] ?? '';
    const [, formula] = /<f>(.*?)<\/f>/.exec(content) ?? [];
    const [, value = ''] = /<v>(.*?)<\/v>/.exec(content) ?? [];
    const isText = attributes.includes(' t="s"');
    const kind = isText ? 'text' : format.startsWith('yyyy') ? 'day' : 'number';
    const shown = isText ? (strings[Number(value)] ?? '') : Number(value);
    cells.set(address, { kind, value: shown, format, ...(formula === undefined ? {} : { formula: plain(formula) }) });
  }
  const frozenRows = Number(/<pane [^>]*ySplit="(\d+)"[^>]*state="frozen"/.exec(xml)?.[1] ?? 0);
  return { cells, frozenRows, widths: [...xml.matchAll(/<col [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width)) };
}

function plain(xml: string): string {
  return xml.replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** What a formula comes to, by the rules of spreadsheets for the few functions that ours use; it calculates, and looks at no cached value. */
export function calculated(workbook: Map<string, ReadSheet>, sheet: string, formula: string): number {
  const cell = (of: string, address: string): string | number => {
    const found = workbook.get(of)?.cells.get(address.replaceAll('$', ''));
    return found?.formula === undefined ? (found?.value ?? '') : calculated(workbook, of, found.formula);
  };
  const column = (range: string): (string | number)[] => {
    const [, of = sheet, letter, from, to] = /^(?:(\w+)!)?\$?([A-Z]+)\$?(\d+):\$?[A-Z]+\$?(\d+)$/.exec(range) ?? [];
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => cell(of, `${letter}${Number(from) + index}`));
  };
  const operand = (text: string) => (text.startsWith('"') ? text.slice(1, -1) : /^\d+$/.test(text) ? Number(text) : cell(sheet, text));
  const added = (values: readonly (string | number)[]) => values.reduce<number>((total, value) => total + Number(value), 0);
  const [, name, list = ''] = /^(SUM|SUMIFS|SUMPRODUCT)\((.*)\)$/.exec(formula) ?? [];
  if (name === 'SUM') return added(column(list));
  if (name === 'SUMIFS') {
    const [range = '', ...criteria] = list.split(',');
    return added(column(range).filter((_, row) => pairs(criteria).every(([of, wanted]) => column(of)[row] === operand(wanted))));
  }
  if (name === 'SUMPRODUCT') {
    const factors = list.split('*').map((factor) => {
      const [, range = '', wanted = ''] = /^EXACT\((.*),(.*)\)$/.exec(factor) ?? /^\((.*)=(.*)\)$/.exec(factor) ?? [];
      return wanted === '' ? column(factor) : column(range).map((value) => Number(value === operand(wanted)));
    });
    return added((factors[0] ?? []).map((_, row) => factors.reduce((product, factor) => product * Number(factor[row]), 1)));
  }
  const [, left = '', sign, right = ''] = /^(\$?[A-Z]+\$?\d+)([-/])(\$?[A-Z]*\$?\d+)$/.exec(formula) ?? [];
  if (sign === undefined) throw new Error(`no rule for ${formula}`);
  const [one, other] = [Number(operand(left)), Number(operand(right))];
  return sign === '-' ? one - other : one / other;
}

function pairs(list: readonly string[]): [string, string][] {
  return Array.from({ length: list.length / 2 }, (_, index) => [list[2 * index] ?? '', list[2 * index + 1] ?? '']);
}
