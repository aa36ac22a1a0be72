import { extname } from 'node:path';
import { TrailcostError } from '../base/errors.js';
import { usage } from './usage.js';

/** The extensions that names of files in a format may have, the usual one first. Of a command's formats the first that has it is meant. */
const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  table: ['txt'],
  json: ['json', 'txt'],
  csv: ['csv', 'txt'],
  markdown: ['md', 'markdown', 'txt'],
  xlsx: ['xlsx'],
  html: ['html', 'htm'],
  focus: ['csv', 'txt', 'parquet'],
};

interface Kind {
  format: string;
  extensions: readonly string[];
}

const SCENARIO: Kind = { format: 'YAML', extensions: ['yaml', 'yml', 'txt'] };

/** What is always of one format, whatever it is written for. */
const KINDS = {
  scenario: SCENARIO,
  schema: { format: 'JSON', extensions: ['json', 'txt'] },
  query: { format: 'SQL', extensions: ['sql', 'txt'] },
} as const satisfies Readonly<Record<string, Kind>>;

/** Outputs beside the report, by their options: each has one format. */
const FILES: Readonly<Record<string, Kind>> = {
  chart: { format: 'SVG', extensions: ['svg'] },
  trace: { format: 'CSV', extensions: ['csv', 'txt'] },
  scenario: SCENARIO,
  calibrate: SCENARIO,
};

/** Extensions that programs open as something else than text. */
const ELSEWHERE = 'pdf png jpg jpeg gif svg xml tsv yaml yml parquet gz zip xls ods doc docx ppt pptx';

const KNOWN = new Set([...Object.values(EXTENSIONS).flat(), ...ELSEWHERE.split(' ')]);

/** What was given of a report's format. */
interface Given {
  format: string | undefined;
  json: boolean | undefined;
  /** A file, or `-` for standard output. */
  output: string | undefined;
}

/**
 * The format of a report: the one asked for, else the one that the name of its file means, else the first.
 *
 * @param formats those that the command has
 * @throws TrailcostError `usage` where they contradict each other
 * @example reportFormat({ format: undefined, json: undefined, output: 'cost.csv' }, ['table', 'csv']) // 'csv'
 */
export function reportFormat({ format, json, output }: Given, formats: readonly string[]): string {
  if (json === true && format !== undefined && format !== 'json')
    throw new TrailcostError('usage', { what: `--json and --format ${format} contradict each other`, remedy: 'Leave one of them out.' });
  const asked = json === true ? 'json' : format;
  const extension = extensionOf(output);
  const meant = formats.find((each) => extensionsOf(each).includes(extension));
  if (asked === undefined) {
    if (meant === undefined && KNOWN.has(extension)) throw unknownName(output, extension, formats);
    return meant ?? formats[0] ?? 'table';
  }
  if (!KNOWN.has(extension) || extensionsOf(asked).includes(extension)) return asked;
  const other = meant === undefined ? 'leave the extension out' : `ask for --format ${meant}`;
  const remedy = `Write --output ${output?.slice(0, -extension.length)}${extensionsOf(asked)[0]}, or ${other}.`;
  throw usage(`--output ${output}`, `is not a name for ${asked}, the format asked for`, remedy);
}

/**
 * Refuses a file beside the report whose name says another format than it has.
 *
 * @throws TrailcostError `usage`
 */
export function assertNames(given: Readonly<Record<string, unknown>>): void {
  for (const [option, kind] of Object.entries(FILES)) assertName(option, given[option], kind);
}

/**
 * The same of a file into which one thing is written that has one format.
 *
 * @throws TrailcostError `usage`
 */
export function assertNameFor(what: keyof typeof KINDS, path: unknown, option = 'output'): void {
  assertName(option, path, KINDS[what]);
}

function assertName(option: string, path: unknown, { format, extensions }: Kind): void {
  const extension = typeof path === 'string' ? extensionOf(path) : '';
  if (!KNOWN.has(extension) || extensions.includes(extension)) return;
  throw usage(`--${option} ${path}`, `is always ${format}`, `Give it a name that ends in .${extensions[0]}.`);
}

/** In small letters and without its dot; empty where there is none. */
function extensionOf(path = ''): string {
  return extname(path).slice(1).toLowerCase();
}

function extensionsOf(format: string): readonly string[] {
  return EXTENSIONS[format] ?? [];
}

function unknownName(output: string | undefined, extension: string, formats: readonly string[]) {
  const known = formats.map((format) => `${format} (.${extensionsOf(format)[0]})`);
  return usage(`--output ${output}`, `no format of this report is called .${extension}`, `Its formats are ${known.join(', ')}.`);
}
