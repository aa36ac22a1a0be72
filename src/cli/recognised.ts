import { open } from 'node:fs/promises';
import { type ErrorCode, TrailcostError } from '../base/errors.js';
import { placeOf } from '../files/paths.js';
import { isFile } from '../files/stats.js';
import type { Io } from './io.js';

/** What an input has to be. */
type Wanted = 'scenario' | 'report' | 'measurement' | 'price-book' | 'price-list' | 'bill' | 'start';

/** This much of a text shows what it is. */
const START_CHARACTERS = 64 * 1024;

/** A form that an input may have: what it is called, and which command takes it. */
interface Form {
  is: (start: string) => boolean;
  kind: Wanted | undefined;
  name: string;
  goes: string;
}

/** No other input that is JSON has a field of this name. */
const REPORT = /^\s*\{[\s\S]*?"kind"\s*:\s*"([a-z-]+)"/;
const isReport = (kind: string) => (start: string) => REPORT.exec(start)?.[1] === kind;
const isHeader = (form: RegExp) => (start: string) => form.test(/^\uFEFF?(.*)/.exec(start)?.[1] ?? '');

const TERRAFORM_BLOCK = /^(?:terraform|locals|(?:resource|data) "aws_\w+" "[\w-]+"|(?:provider|module|variable|output) "[\w-]+") *\{/m;

const FORMS: readonly Form[] = [
  {
    is: isReport('estimate'),
    kind: 'report',
    name: 'an estimate that trailcost saved',
    goes: '`trailcost diff` compares it with another one, and `trailcost reconcile` with a bill. To estimate again, give its scenario.',
  },
  {
    is: isReport('measurement'),
    kind: 'measurement',
    name: 'a count that trailcost saved',
    goes: '`trailcost reconcile` compares it with a bill. `trailcost init --from FILE` makes a scenario of it.',
  },
  {
    is: (start) => REPORT.test(start),
    kind: undefined,
    name: 'a report that trailcost saved',
    goes: 'No command reads this kind of report: it is for you and for programs of your own.',
  },
  {
    is: isHeader(/^metric,region,price,|^(?=.*\bmetric\b)(?=.*\bprice\b)(?=.*\bconfidence\b)[\w,"]+$/),
    kind: 'price-book',
    name: 'a price book',
    goes: 'Give it with --price-book FILE.',
  },
  {
    is: isHeader(/^scenario,strategy,month,charge,/),
    kind: undefined,
    name: 'a CSV of the lines of an estimate',
    goes: 'To compare an estimate, save it with --format json.',
  },
  {
    is: isHeader(/\bx_ForecastMethod\b/),
    kind: undefined,
    name: 'an estimate or a count that trailcost saved as FOCUS',
    goes: 'To compare it with a bill, save it with --format json, and take the bill from AWS.',
  },
  {
    is: isHeader(/lineItem\/|line_?item_?usage_?type|^(?=.*BilledCost)(?=.*ChargeCategory)/i),
    kind: 'bill',
    name: 'a bill',
    goes: '`trailcost bill FILE` shows what it says, and `trailcost reconcile SCENARIO --bill FILE` compares it with an estimate.',
  },
  {
    is: (start) => /^\uFEFF?"?FormatVersion"?,|^PRICELIST\t|^\s*\{[^[{}]*"(offerCode|PriceList)"\s*:/.test(start),
    kind: 'price-list',
    name: 'an AWS price list',
    goes: '`trailcost prices import FILE` puts its prices into your price book.',
  },
  {
    is: (start) => /^\s*\{\s*"Records"\s*:/.test(start),
    kind: undefined,
    name: 'a CloudTrail log file',
    goes: '`trailcost count FILE` counts the requests in it.',
  },
  {
    is: (start) => /^PK[\s\S]{2,60}tfplan/.test(start),
    kind: undefined,
    name: 'a plan as Terraform saves it',
    goes: '`terraform show -json FILE > plan.json` prints it for `trailcost init --from`.',
  },
  {
    is: (start) => TERRAFORM_BLOCK.test(start),
    kind: undefined,
    name: "Terraform's configuration",
    goes: '`terraform plan -out plan` and `terraform show -json plan > plan.json` say what it makes, for `init --from`.',
  },
  {
    is: (start) => /^\s*\{\s*"version": *[123],\s*"terraform_version"/.test(start),
    kind: undefined,
    name: 'a state of Terraform before 0.12',
    goes: '`terraform show -json > state.json` of a newer Terraform prints it for `trailcost init --from`.',
  },
  {
    is: (start) => ['readers', 'bucket'].every((field) => new RegExp(`^(\\s*"${field}"|${field})\\s*:`, 'm').test(start)),
    kind: 'scenario',
    name: 'a scenario',
    goes: '`trailcost estimate FILE` estimates it.',
  },
];

const NAMES: Record<Wanted, string> = {
  scenario: 'a scenario',
  report: 'a scenario or a saved estimate',
  measurement: 'a saved count',
  'price-book': 'a price book',
  'price-list': 'an AWS price list',
  bill: 'a bill',
  start: 'a file that says something of a trail',
};

/** What is taken in place of what is wanted: a report stands for the scenario that it was made from, and a scenario starts from more. */
const ALSO: Partial<Record<Wanted, readonly Wanted[]>> = { report: ['scenario', 'measurement'], start: ['measurement', 'bill'] };

/**
 * Refuses a text that is clearly something else than what is wanted: what it is, and where it belongs.
 *
 * @throws TrailcostError `usage`
 */
export function assertWanted(text: string, where: string, wanted: Wanted): void {
  const problem = otherThan(text, where, wanted);
  if (problem !== undefined) throw new TrailcostError('usage', problem);
}

/** Of an input that could not be read as what is wanted: what it is instead; undefined where it is nothing known. */
function otherThan(text: string, where: string, wanted: Wanted) {
  const form = FORMS.find(({ is }) => is(text.slice(0, START_CHARACTERS)));
  if (form === undefined || form.kind === wanted || (form.kind !== undefined && ALSO[wanted]?.includes(form.kind))) return undefined;
  return { where, what: `is ${form.name}, not ${NAMES[wanted]}`, remedy: form.goes };
}

/**
 * An error of inputs that could not be read as what is wanted: where one of them is clearly something else, that is said; else the error.
 *
 * @param paths as they were given; folders and standard input are passed over
 */
export async function recognised(error: unknown, paths: readonly string[], wanted: Wanted, io: Pick<Io, 'cwd'>): Promise<unknown> {
  if (!(error instanceof TrailcostError) || !REFUSALS.includes(error.code)) return error;
  const problems = [];
  for (const path of paths) {
    const place = placeOf(path, io.cwd);
    const text = path !== '-' && isFile(place) ? await startOf(place) : '';
    problems.push(...[otherThan(text, path, wanted)].filter((problem) => problem !== undefined));
  }
  return problems.length === 0 ? error : new TrailcostError(error.code, problems, error);
}

/** What is said of an input that is not in the form that is wanted. */
const REFUSALS: readonly ErrorCode[] = ['bill-invalid', 'price-list-invalid'];

async function startOf(place: string): Promise<string> {
  const file = await open(place);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(START_CHARACTERS) });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
