/** What can go wrong through the user's input; the code is stable, for programs. */
export type ErrorCode =
  | 'usage'
  | 'file-unreadable'
  | 'output-unwritable'
  | 'scenario-syntax'
  | 'scenario-invalid'
  | 'price-book-invalid'
  | 'accounts-invalid'
  | 'region-unknown'
  | 'price-missing'
  | 'currency-mixed'
  | 'logs-incomplete'
  | 'checkpoint-invalid'
  | 'estimate-invalid'
  | 'price-list-invalid'
  | 'price-list-unreachable'
  | 'bill-invalid'
  | 'athena-result-invalid'
  | 'aws-refused';

/** A field of a scenario, from the top: `['readers', 0, 'pattern']`. */
export type FieldPath = readonly (string | number)[];

/** One thing that is wrong: where (file, line, column), in which field of the scenario, what, and what to do about it. */
export interface Problem {
  where?: string | undefined;
  field?: FieldPath | undefined;
  what: string;
  remedy?: string | undefined;
}

/** Bad input: every error that a user can correct. Anything else is a defect and passes through unchanged. */
export class TrailcostError extends Error {
  override readonly name = 'TrailcostError';
  readonly code: ErrorCode;
  readonly problems: readonly Problem[];
  /** What is said once, after all problems. */
  readonly closing: string | undefined;

  constructor(code: ErrorCode, problems: Problem | readonly Problem[], cause?: unknown, closing?: string) {
    const list = [problems].flat();
    super([...problemTexts(list), ...(closing === undefined ? [] : [closing])].join('\n'), cause === undefined ? undefined : { cause });
    this.code = code;
    this.problems = list;
    this.closing = closing;
  }
}

/** Longer remedies, such as a list to choose from, are not said twice. */
const LONG = 60;

/** Problems in words, in their order. */
export function problemTexts(problems: readonly Problem[]): string[] {
  const said = new Set<string>();
  return problems.map(({ where, field, what, remedy }) => {
    const place = where ?? field?.join('.');
    const first = place === undefined ? what : `${place}: ${what}`;
    if (remedy === undefined || said.has(remedy)) return first;
    if (remedy.length > LONG) said.add(remedy);
    return `${first}\n  ${remedy}`;
  });
}

/** What an error says, of whatever kind it is. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
