import { CsvError, parse } from 'csv-parse/sync';
import { accountIn } from '../base/account-ids.js';
import { type Problem, TrailcostError } from '../base/errors.js';
import { valueAt } from './nodes.js';
import { accountFacts } from './schema/accounts.js';
import type { Scenario } from './schema.js';

type AccountFacts = Scenario['accounts'][number];

const ID_COLUMN = /^(linked|usage|sub|aws)?accountid$|^(linked|usage|sub|aws)?account$|^id$/;
const NAME_COLUMN = /^(linked|usage|sub|aws)?accountname$|^name$/;
const CENTRE_COLUMN = /^cost(centre|center)$/;
const DELIMITERS = [',', ';', '\t', '|'] as const;

const FORM = 'The first line names the columns: account_id, name, cost_centre, and a column for each tag.';

/**
 * Names, cost centres and tags of accounts from a CSV with a header, or from what `aws organizations list-accounts` prints. Every column
 * that is neither id, name nor cost centre is a tag. Ids that a spreadsheet has changed are mended where that is certain.
 *
 * @param source the file's name, for messages
 * @throws TrailcostError `accounts-invalid` with the line of every id that is damaged or there twice
 */
export function parseAccounts(text: string, source: string): AccountFacts[] {
  const rows = /^\s*\{/.test(text) ? listedRows(text, source) : csvRows(text, source);
  const problems: Problem[] = [];
  const seen = new Map<string, string>();
  const accounts = rows.flatMap(({ place, written, ...facts }) => {
    const id = idIn(written);
    const parsed = accountFacts.safeParse({ ...facts, id });
    const first = seen.get(id ?? '');
    if (id === undefined) problems.push(problem(place, `"${written}" is not an account id`, 'Write all 12 digits, as text.'));
    else if (first !== undefined) problems.push(problem(place, `account ${id} is there twice, also in ${first}`, 'Keep one of them.'));
    else if (!parsed.success) problems.push(problem(place, `the name or a tag of account ${id} is too long`, 'Shorten it.'));
    seen.set(id ?? '', place);
    return parsed.success ? [parsed.data] : [];
  });
  if (problems.length > 0) throw new TrailcostError('accounts-invalid', problems);
  if (accounts.length === 0) throw invalid(source, 'has no account', FORM);
  return accounts;
}

interface Row {
  place: string;
  /** The id as the file has it. */
  written: string;
  name?: string;
  costCentre?: string;
  tags: Record<string, string>;
}

function problem(where: string, what: string, remedy: string): Problem {
  return { where, what, remedy };
}

function invalid(where: string, what: string, remedy: string, cause?: unknown): TrailcostError {
  return new TrailcostError('accounts-invalid', { where, what, remedy }, cause);
}

function csvRows(text: string, source: string): Row[] {
  const [header = '', ...rows] = recordsOf(text, source);
  const columns = [...(header === '' ? [] : header.record)];
  const kinds = columns.map((column) => column.toLowerCase().replace(/[^a-z]/g, ''));
  const place = (pattern: RegExp) => kinds.findIndex((kind) => pattern.test(kind));
  const [id, name, centre] = [place(ID_COLUMN), place(NAME_COLUMN), place(CENTRE_COLUMN)];
  if (id < 0) throw invalid(source, 'no column has the account ids', FORM);
  const tags = [...columns.keys()].filter((index) => ![id, name, centre].includes(index) && columns[index] !== '');
  return rows.map(({ record, line }) => {
    const cell = (index: number) => (record[index] ?? '').trim();
    const given = (key: string, index: number) => (index < 0 || cell(index) === '' ? {} : { [key]: cell(index) });
    const own = tags.filter((index) => cell(index) !== '').map((index) => [(columns[index] ?? '').replace(/^tag:/i, ''), cell(index)]);
    return {
      place: `${source}:${line}`,
      written: cell(id),
      ...given('name', name),
      ...given('costCentre', centre),
      tags: Object.fromEntries(own),
    };
  });
}

interface CsvRecord {
  record: string[];
  line: number;
}

function recordsOf(text: string, source: string): CsvRecord[] {
  const [first = ''] = text.split(/\r?\n/, 1);
  const count = (delimiter: string) => first.split(delimiter).length;
  const delimiter = DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best));
  const records: CsvRecord[] = [];
  try {
    parse(text, {
      bom: true,
      delimiter,
      skip_empty_lines: true,
      relax_column_count: true,
      relax_quotes: true,
      trim: true,
      on_record: (record: string[], { lines }) => {
        records.push({ record, line: lines });
        return null;
      },
    });
    return records.filter(({ record }) => record.some((cell) => cell !== ''));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw invalid(source, `is not CSV: ${error.message}`, FORM, error);
  }
}

/** Source: docs.aws.amazon.com/cli/latest/reference/organizations/list-accounts.html. */
function listedRows(text: string, source: string): Row[] {
  const value = jsonOf(text, source);
  const accounts = valueAt(value, ['Accounts']);
  if (!Array.isArray(accounts)) throw invalid(source, 'has no list "Accounts"', 'Give what `aws organizations list-accounts` prints.');
  return accounts.map((account: unknown, index) => {
    const name = valueAt(account, ['Name']);
    return {
      place: `${source} Accounts.${index}`,
      written: String(valueAt(account, ['Id']) ?? ''),
      ...(typeof name === 'string' && name !== '' ? { name } : {}),
      tags: {},
    };
  });
}

function jsonOf(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalid(source, `is not JSON: ${error.message}`, FORM, error);
  }
}

const WHOLE_ID = /^\d{12}$/;
/** An id that is mended and begins with more zeros than this was something else, such as a number of rows. */
const MENDED_ID = /^(?!0000)\d{12}$/;

/** Undefined where it is not an account id, or has lost digits. */
function idIn(written: string): string | undefined {
  const { id, state } = accountIn(written);
  return (state === 'mended' ? MENDED_ID : WHOLE_ID).test(id) ? id : undefined;
}
