import { columnsIn } from './inventory.js';
import { isLikeKey, LINE_FORMS } from './lines.js';

/** Forms in which buckets are listed. */
export type ListingFormat =
  | 'aws-json'
  | 'aws-text'
  | 'aws-table'
  | 'aws-yaml'
  | 'inventory-csv'
  | 'inventory-manifest'
  | 'parquet'
  | 'orc'
  | keyof typeof LINE_FORMS;

const MOST_LINES = 300;
/** A listing has headings and sums, and some lines of others; most lines are of its form. */
const MOST_OF = 0.8;
const CLOUDTRAIL_KEY = /"(?:[^"\\]*\/)?(?:AWSLogs\/[^"]*|\d{12}_CloudTrail[^"]*)"/;
const OBJECT_FIELDS = /"(?:LastModified|ETag|StorageClass|Size|size|etag|lastModified|last_modified|ModTime|VersionId)"\s*:/;
const KEY_FIELD = /"(?:Key|key|Path)"\s*:\s*"/;
/** Of CloudTrail's records, Terraform, CloudFormation and other answers, which name keys of objects too. */
const OTHER_JSON = new RegExp(
  `"(?:${[
    'eventVersion|eventName|Records|trailList',
    'resource_changes|planned_values|format_version|terraform_version',
    'Resources|Buckets|Tags|TagList',
  ].join('|')})"\\s*:`,
);

/**
 * How a bucket is listed in a file, by its content; undefined where it is no listing.
 *
 * @param start of the content, unpacked: some hundred lines
 */
export function listingIn(start: string): ListingFormat | undefined {
  if (/^PAR[1E]/.test(start)) return 'parquet';
  if (start.startsWith('ORC')) return 'orc';
  const text = start.replace(/^(?:\uFEFF)?(?:[ \t]*\r?\n)*/, '');
  // `mc` puts its times in brackets.
  if (/^\s*(?:\{|\[(?!\d{4}-))/.test(text)) return jsonForm(text.trimStart());
  const lines = text.split(/\r?\n/, MOST_LINES).filter((line) => line.trim() !== '');
  if (lines.length === 0) return undefined;
  return awsForm(text, lines) ?? csvForm(text, lines) ?? lineForm(lines);
}

function jsonForm(text: string): ListingFormat | undefined {
  if (/"fileSchema"\s*:/.test(text) && /"files"\s*:/.test(text)) return 'inventory-manifest';
  if (/^\{\s*"(?:Contents|Versions|DeleteMarkers)"\s*:/.test(text)) return 'aws-json';
  if (OTHER_JSON.test(text)) return undefined;
  if (/"(?:Contents|Versions|DeleteMarkers)"\s*:\s*(?:\[|null)/.test(text)) return 'aws-json';
  // What is left of an answer when there is nothing in the bucket.
  if (/^\{\s*(?:"RequestCharged"\s*:\s*null\s*,?\s*)?(?:"Prefix"\s*:\s*"[^"]*"\s*,?\s*)?\}/.test(text) && text.includes('"'))
    return 'aws-json';
  if (/^\{\s*"(?:RequestCharged|IsTruncated|CommonPrefixes)"/.test(text)) return 'aws-json';
  if (KEY_FIELD.test(text) && OBJECT_FIELDS.test(text)) return 'aws-json';
  if (/^\[\s*(?:"|\[|\{)/.test(text) && CLOUDTRAIL_KEY.test(text)) return 'aws-json';
  return /^\[\s*"[^"\s]+\/[^"]*"\s*[,\]]/.test(text) ? 'aws-json' : undefined;
}

function awsForm(text: string, lines: readonly string[]): ListingFormat | undefined {
  const [first = ''] = lines;
  if (/^[-+]{10,}\s*$/.test(first)) return /\|\s*(?:ListObject|Key\s*\|)/.test(text) || isLikeKey(cellOf(lines)) ? 'aws-table' : undefined;
  if (/^(?:- )?(?:Contents|Versions|DeleteMarkers):/m.test(text) && /^\s*(?:- )?(?:Key|ETag|IsLatest|VersionId):/m.test(text))
    return 'aws-yaml';
  if (/^(?:Contents|Versions): (?:\[\]|null)/m.test(text)) return 'aws-yaml';
  if (most(lines, (line) => /^- ['"]?\S*\//.test(line) || isLikeKey(line.replace(/^- /, '')))) {
    if (first.startsWith('- ')) return 'aws-yaml';
  }
  if (/^- (?:[A-Za-z]+): .*\n {2}[A-Za-z]+: /.test(text) && /^(?:- | {2})Key: /m.test(text)) return 'aws-yaml';
  if (lines.some((line) => /^(?:CONTENTS|VERSIONS|DELETEMARKERS|NEXTTOKEN)\t/.test(line))) return 'aws-text';
  return lines.some((line) => line.includes('\t') && line.split('\t').some(isLikeKey)) ? 'aws-text' : undefined;
}

/** A cell of a table that may be a key. */
function cellOf(lines: readonly string[]): string {
  const cells = lines.flatMap((line) => line.split('|').map((cell) => cell.trim()));
  return cells.find(isLikeKey) ?? '';
}

function csvForm(text: string, [first = '']: readonly string[]): ListingFormat | undefined {
  if (!first.includes(',') || /^\d{4}-\d\d-\d\d \d\d:/.test(first)) return undefined;
  const columns = columnsIn(text);
  if (columns === undefined) return undefined;
  // A key is a column of many tables; those of objects have a size or a bucket too.
  return columns.hasHeader && columns.size === -1 && !/bucket|etag|last_?modified/i.test(first) && !hasLogKey(text)
    ? undefined
    : 'inventory-csv';
}

function hasLogKey(text: string): boolean {
  return text.split(/\r?\n/, MOST_LINES).some((line) => line.split(',').some((cell) => isLikeKey(cell.replaceAll('"', ''))));
}

function lineForm(lines: readonly string[]): ListingFormat | undefined {
  const fits = (form: keyof typeof LINE_FORMS) => most(lines, (line) => LINE_FORMS[form](line) !== undefined);
  for (const form of ['s3-ls', 's5cmd', 'mc'] as const) if (fits(form)) return form;
  const hasKey = lines.some((line) => line.split(/[\s;"]+/).some(isLikeKey));
  if (fits('rclone-ls') && (hasKey || most(lines, (line) => line.includes('/')))) return 'rclone-ls';
  if (hasKey && most(lines, isPathLine)) return 'keys';
  return lines.every(isPathLine) && lines.every((line) => line.includes('/')) ? 'keys' : undefined;
}

/** A path has no signs that sentences, tables, code and logs are full of. */
function isPathLine(line: string): boolean {
  const bare = line.replace(/^"(.*)"$/, '$1');
  return LINE_FORMS.keys(line) !== undefined && !/["'{}<>\\|]|: |\[|,.*,|^(?:#|--)|\s\S+\s\S+\s\S+\s/.test(bare);
}

/** The last line may be cut off at the end of what was looked at. */
function most(lines: readonly string[], fits: (line: string) => boolean): boolean {
  const judged = lines.length > 1 ? lines.slice(0, -1) : lines;
  return judged.filter(fits).length >= MOST_OF * judged.length;
}
