import { promisify } from 'node:util';
import { gunzip, type ZlibOptions } from 'node:zlib';
import * as z from 'zod';
import type { Located } from '../../files/paths.js';
import { openFile } from '../../files/reading.js';
import { unreadableBy } from '../../files/unreadable.js';
import { NoTable } from '../table/table.js';
import { groupedElsewhere } from './cost-explorer.js';
import { groupingText, rowOfGroup, saysService } from './dimensions.js';
import { rowsAsJson } from './elsewhere.js';
import { type ConsoleRow, consoleTable, type LaidOutTable } from './layout.js';

const unpacked = promisify<Buffer, ZlibOptions, Buffer>(gunzip);

/** A page has at most some thousand groups. */
const MAX_BYTES = 64 * 1024 * 1024;

const metric = z.object({ Amount: z.string(), Unit: z.string().optional() });
const metrics = z.record(z.string(), metric);
const answer = z.object({
  NextPageToken: z.string().nullish(),
  GroupDefinitions: z.array(z.object({ Type: z.string().optional(), Key: z.string() })).optional(),
  ResultsByTime: z.array(
    z.object({
      TimePeriod: z.object({ Start: z.string(), End: z.string() }),
      Total: metrics.nullish(),
      Groups: z.array(z.object({ Keys: z.array(z.string()), Metrics: metrics })).nullish(),
    }),
  ),
});
type Answer = z.infer<typeof answer>;

const BY_SERVICE =
  'Ask again with --metrics UnblendedCost UsageQuantity --group-by Type=DIMENSION,Key=USAGE_TYPE Type=DIMENSION,Key=OPERATION.';

/** Costs, of which the first that is there counts. */
const COSTS = ['UnblendedCost', 'NetUnblendedCost', 'AmortizedCost', 'NetAmortizedCost', 'BlendedCost'];

/**
 * What `aws ce get-cost-and-usage` answers, as a table: one page, or several in a list or one after the other; undefined for other JSON.
 * Source: docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsage.html
 *
 * @param isPacked whether the file is packed with gzip
 * @throws NoTable where the groups do not say of which service a cost is
 * @throws Unreadable
 */
export async function costAndUsageTable({ path, place }: Located, isPacked = false): Promise<LaidOutTable | undefined> {
  const text = await textOf(place, isPacked);
  const values = valuesIn(text);
  const pages = values.map((value) => answer.safeParse(value));
  const answers = pages.flatMap(({ data }) => data ?? []);
  if (answers.length === 0 || answers.length < pages.length) {
    const rows = rowsAsJson(text.slice(0, 10_000));
    if (rows !== undefined) throw rows;
    return undefined;
  }
  const groupings = answers.map(({ GroupDefinitions: groups = [] }) => groups.map(({ Key }) => Key));
  const [first = []] = groupings;
  if (groupings.some((names) => groupingText(names) !== groupingText(first)))
    throw new NoTable('has answers of Cost Explorer that are grouped differently', {
      isData: true,
      remedy: 'Keep the pages of one query in a file.',
    });
  if (!saysService(first)) throw groupedElsewhere(first.join(' and '), BY_SERVICE);
  const rows = answers.flatMap((page, index) => rowsOf(page, groupings[index] ?? []));
  const table = consoleTable(path, 'cost-explorer', rows, `${groupingText(first)}, ${granularityOf(answers)}`);
  const isLast = answers.some(({ NextPageToken: token }) => token === undefined || token === null || token === '');
  return { ...table, pages: isLast ? 'last' : 'more' };
}

/** Empty where it is larger than any answer, also unpacked. */
async function textOf(place: string, isPacked: boolean): Promise<string> {
  const file = await openFile(place);
  try {
    if ((await file.stat()).size > MAX_BYTES) return '';
    const bytes = await file.readFile();
    const content = isPacked ? await unpacked(bytes, { maxOutputLength: MAX_BYTES }) : bytes;
    return content.toString('utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (error instanceof RangeError) return '';
    throw unreadableBy(error);
  } finally {
    await file.close();
  }
}

/** The documents in a text: one, a list of them, or one after the other. */
function valuesIn(text: string): unknown[] {
  const whole = parsed(text);
  if (whole !== undefined) return Array.isArray(whole) ? whole : [whole];
  const pieces = text.trim().split(/(?<=^\})\s*(?=^\{)|\r?\n(?=\{)/m);
  return pieces.map((piece) => parsed(piece));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function rowsOf({ ResultsByTime }: Answer, names: readonly string[]): ConsoleRow[] {
  return ResultsByTime.flatMap(({ TimePeriod: { Start, End }, Groups }) =>
    (Groups ?? []).map(({ Keys, Metrics }): ConsoleRow => {
      const cost = COSTS.flatMap((name) => Metrics[name] ?? [])[0];
      const quantity = Metrics['UsageQuantity']?.Amount;
      const netCost = Metrics['NetUnblendedCost']?.Amount;
      return {
        ...rowOfGroup(names, Keys),
        lineItemId: JSON.stringify([names, Keys, End]),
        start: Start,
        currency: cost?.Unit ?? '',
        cost: cost?.Amount ?? '',
        ...(quantity === undefined ? {} : { quantity }),
        ...(netCost === undefined ? {} : { netCost }),
      };
    }),
  );
}

function granularityOf(answers: readonly Answer[]): string {
  const [first] = answers.flatMap(({ ResultsByTime }) => ResultsByTime);
  if (first === undefined) return 'by month';
  const { Start, End } = first.TimePeriod;
  if (Start.includes('T')) return 'by hour';
  return Date.parse(End) - Date.parse(Start) <= 86_400_000 ? 'by day' : 'by month';
}
