/** What can go wrong through the user's input; the code is stable, for programs. */
export type ErrorCode =
  | 'usage'
  | 'file-unreadable'
  | 'output-unwritable'
  | 'scenario-syntax'
  | 'scenario-invalid'
  | 'price-book-invalid'
  | 'region-unknown'
  | 'price-missing'
  | 'currency-mixed'
  | 'logs-incomplete'
  | 'estimate-invalid'
  | 'price-list-invalid'
  | 'price-list-unreachable'
  | 'bill-invalid';

/** A field of a scenario, from the top: `['readers', 0, 'pattern']`. */
export type FieldPath = readonly (string | number)[];

/** One thing that is wrong: where (file, line, column), in which field of the scenario, what, and what to do about it. */
export interface Problem {
  where?: string | undefined;
  field?: FieldPath | undefined;
  what: string;
  remedy?: string | undefined;
}

/** Bad input: every error that a user can mend. Anything else is a defect and passes through unchanged. */
export class TrailcostError extends Error {
  override readonly name = 'TrailcostError';
  readonly code: ErrorCode;
  readonly problems: readonly Problem[];

  constructor(code: ErrorCode, problems: Problem | readonly Problem[], cause?: unknown) {
    const list = [problems].flat();
    super(list.map(describe).join('\n'), cause === undefined ? undefined : { cause });
    this.code = code;
    this.problems = list;
  }
}

function describe({ where, field, what, remedy }: Problem): string {
  const place = where ?? field?.join('.');
  const first = place === undefined ? what : `${place}: ${what}`;
  return remedy === undefined ? first : `${first}\n  ${remedy}`;
}

/** What an error says, of whatever kind it is. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
